"""The Uploads API: files in parts, as the official client and as anybody else sends them."""

import asyncio
import hashlib
import io
import os
import time

import openai as sdk
import pytest

from pinxit.app import build
from pinxit.config import Config
from pinxit.store.objects import PIECE_BYTES
from tests.conftest import client_of, running, state_of
from tests.stores import SUPPORTED, http_of, later, objects_of

pytestmark = pytest.mark.anyio

PNG = {"filename": "a.png", "mime_type": "image/png", "purpose": "vision"}
HOUR, DAY = 3600, 86_400


@pytest.fixture
def config(tmp_path, places):
    return Config(data=tmp_path / "data", engine="testcard", **places)


@pytest.fixture
def local(tmp_path):
    """Settings for what need not be tried everywhere."""
    return Config(data=tmp_path / "data", engine="testcard")


async def begin(openai, *contents, size=None):
    """An upload with a part for each of `contents`; returns its id and theirs."""
    upload = await openai.uploads.create(bytes=sum(map(len, contents)) if size is None else size, **PNG)
    parts = [(await openai.uploads.parts.create(upload.id, data=content)).id for content in contents]
    return upload.id, parts


# ------------------------------------------------------------------------------------------------------------ the way


async def test_an_upload_becomes_a_file(openai, app):
    before = int(time.time())
    upload = await openai.uploads.create(bytes=6, **PNG)
    assert upload.id.startswith("upload_") and (upload.status, upload.object) == ("pending", "upload")
    assert (upload.bytes, upload.filename, upload.purpose, upload.file) == (6, "a.png", "vision", None)
    assert before <= upload.created_at <= time.time() and upload.expires_at == upload.created_at + HOUR
    part = await openai.uploads.parts.create(upload.id, data=b"abc")
    assert part.id.startswith("part_") and (part.object, part.upload_id) == ("upload.part", upload.id)
    other = await openai.uploads.parts.create(upload.id, data=b"def")
    unused = await openai.uploads.parts.create(upload.id, data=b"")
    assert [file async for file in openai.files.list()] == []
    done = await openai.uploads.complete(upload.id, part_ids=[other.id, part.id])
    assert done.status == "completed" and done.id == upload.id
    assert (done.file.bytes, done.file.filename, done.file.purpose) == (6, "a.png", "vision")
    assert done.file.status == "processed" and done.file.expires_at is None
    assert await openai.files.retrieve(done.file.id) == done.file
    assert (await openai.files.content(done.file.id)).content == b"defabc"
    assert await objects_of(app) == [done.file.id] and unused


@pytest.mark.parametrize("size", [0, 1, 3 * PIECE_BYTES + 1])
async def test_the_official_client_cuts_a_file_into_parts(openai, app, tmp_path, size):
    content = os.urandom(size)
    path = tmp_path / "large.bin"
    path.write_bytes(content)
    md5 = hashlib.md5(content).hexdigest()
    for file, more in ((path, {}), (content, {"filename": "large.bin", "bytes": size})):
        done = await openai.uploads.upload_file_chunked(
            file=file, mime_type="application/octet-stream", purpose="batch", part_size=2**22 + 1, md5=md5, **more
        )
        assert (done.status, done.file.filename, done.file.bytes) == ("completed", "large.bin", size)
        assert (await openai.files.content(done.file.id)).content == content
    assert len(await objects_of(app)) == 2


async def test_the_file_of_an_upload_expires(openai, app):
    policy = {"anchor": "created_at", "seconds": DAY}
    upload = await openai.uploads.create(bytes=1, expires_after=policy, **PNG)
    part = await openai.uploads.parts.create(upload.id, data=b"x")
    file = (await openai.uploads.complete(upload.id, part_ids=[part.id])).file
    assert file.expires_at == file.created_at + DAY
    later(app, DAY + 1)
    with pytest.raises(sdk.NotFoundError):
        await openai.files.retrieve(file.id)


async def test_a_cancelled_upload_leaves_nothing(openai, app):
    upload, parts = await begin(openai, b"abc", size=6)
    cancelled = await openai.uploads.cancel(upload)
    assert (cancelled.id, cancelled.status, cancelled.file) == (upload, "cancelled", None)
    assert await objects_of(app) == []


async def test_a_wrong_md5_is_refused_and_costs_nothing(openai, app):
    content = os.urandom(PIECE_BYTES + 1)
    upload, parts = await begin(openai, content)
    for md5 in (hashlib.md5(b"other").hexdigest(), "", "x" * 1000):
        with pytest.raises(sdk.BadRequestError, match="The MD5 of the joined parts is") as info:
            await openai.uploads.complete(upload, part_ids=parts, md5=md5)
        assert (info.value.param, info.value.code) == ("md5", "invalid_value")
    assert await objects_of(app) == parts
    done = await openai.uploads.complete(upload, part_ids=parts, md5=hashlib.md5(content).hexdigest().upper())
    assert (await openai.files.content(done.file.id)).content == content


async def test_nulls_travel(http):
    made = (await http.post("/v1/uploads", json=PNG | {"bytes": 0, "expires_after": None})).json()
    assert list(made) == ["id", "object", "bytes", "created_at", "expires_at", "filename", "purpose", "status", "file"]
    assert made["file"] is None


# -------------------------------------------------------------------------------------------------------------- races


async def outcomes(calls):
    """The answers that came, and the refusals."""
    got = await asyncio.gather(*calls, return_exceptions=True)
    refused = [each for each in got if isinstance(each, Exception)]
    assert all(isinstance(each, sdk.BadRequestError) for each in refused), refused
    return [each for each in got if not isinstance(each, Exception)], refused


async def test_of_racing_completions_one_wins(config):
    async with running(build(config)) as one, running(build(config)) as other:
        async with client_of(one) as first, client_of(other) as second:
            upload, parts = await begin(first, b"abc", b"def")
            calls = [each.uploads.complete(upload, part_ids=parts) for each in (first, second) * 4]
            done, refused = await outcomes(calls)
            assert len(done) == 1 and len(refused) == 7
            assert [file async for file in first.files.list()] == [done[0].file]
            assert (await second.files.content(done[0].file.id)).content == b"abcdef"
            assert await objects_of(one) == [done[0].file.id]


async def test_a_completion_and_a_cancellation_race(openai, app):
    upload, parts = await begin(openai, b"abc")
    done, refused = await outcomes([openai.uploads.complete(upload, part_ids=parts), openai.uploads.cancel(upload)])
    assert len(done) == len(refused) == 1
    files = [file.id async for file in openai.files.list()]
    assert files == ([done[0].file.id] if done[0].status == "completed" else [])
    assert await objects_of(app) == files


async def test_parts_that_come_at_once_cannot_be_too_much_together(openai, app):
    upload, _ = await begin(openai, size=35)
    done, refused = await outcomes([openai.uploads.parts.create(upload, data=b"x" * 10) for _ in range(8)])
    assert len(done) == 3 and len(refused) == 5
    assert await objects_of(app) == sorted(part.id for part in done)


# --------------------------------------------------------------------------------------------------------------- ends


async def ended(openai, upload, parts):
    """Assert that nothing more can be done with an upload; returns what is said."""
    said = set()
    for call in (
        openai.uploads.parts.create(upload, data=b""),
        openai.uploads.complete(upload, part_ids=parts),
        openai.uploads.cancel(upload),
    ):
        with pytest.raises(sdk.BadRequestError) as info:
            await call
        said.add(info.value.body["message"])
    return said


async def test_what_is_over_is_over(openai, app):
    completed, parts = await begin(openai, b"abc")
    await openai.uploads.complete(completed, part_ids=parts)
    assert await ended(openai, completed, parts) == {
        f"Upload {completed} is completed: it takes no more parts, and cannot be ended again."
    }
    cancelled, parts = await begin(openai, b"abc")
    await openai.uploads.cancel(cancelled)
    assert all("is cancelled" in said for said in await ended(openai, cancelled, parts))
    assert len(await objects_of(app)) == 1


async def test_an_upload_expires_and_its_parts_are_swept(openai, app):
    service = state_of(app).uploads
    expired, parts = await begin(openai, b"abc")
    later(app, HOUR - 60)
    await service.sweep()
    assert await objects_of(app) == parts
    for seconds in (HOUR + 1, 2 * HOUR + 60):
        later(app, seconds)
        assert all("is expired" in said for said in await ended(openai, expired, parts))
        await asyncio.gather(service.sweep(), service.sweep())
    assert await objects_of(app) == []
    assert all("is expired" in said for said in await ended(openai, expired, parts))
    later(app, DAY + 2 * HOUR)
    await service.sweep()
    with pytest.raises(sdk.NotFoundError, match=f"No such Upload object: {expired}"):
        await openai.uploads.cancel(expired)


async def test_parts_without_a_row_are_swept_when_they_are_old(openai, app):
    service = state_of(app).uploads
    _, parts = await begin(openai, b"abc")
    for path in (service.path("part_of_nobody"), "uploads/another-database/part_x"):
        await service.objects.put(path, b"x")
    await service.sweep()
    assert len(await objects_of(app)) == 3
    later(app, HOUR + 60)  # the upload has expired by now, and its parts have an hour more
    await service.sweep()
    assert await objects_of(app) == sorted([*parts, "part_x"])


# ----------------------------------------------------------------------------------------------------------- refusals

UPLOAD = PNG | {"bytes": 5}
POLICY = {"anchor": "created_at", "seconds": 3600}

#: the body; param, code and the message
REFUSALS = [
    ({}, "filename", "missing_required_parameter", "Missing required parameter: 'filename'."),
    ({"filename": "a"}, "purpose", "missing_required_parameter", "Missing required parameter: 'purpose'."),
    (PNG, "bytes", "missing_required_parameter", "Missing required parameter: 'bytes'."),
    ({**UPLOAD, "mime_type": None}, "mime_type", "invalid_type", "Invalid type for 'mime_type': expected a string, but got null instead."),
    (UPLOAD | {"bytes": -1}, "bytes", "integer_below_min_value", "Invalid 'bytes': integer below minimum value. Expected a value >= 0, but got -1 instead."),
    (UPLOAD | {"bytes": 2**33 + 1}, "bytes", "integer_above_max_value",
     "Invalid 'bytes': integer above maximum value. Expected a value <= 8589934592, but got 8589934593 instead."),
    (UPLOAD | {"bytes": 10**400}, "bytes", "integer_above_max_value", "Invalid 'bytes': integer above maximum value."),
    (UPLOAD | {"bytes": "5"}, "bytes", "invalid_type", "Invalid type for 'bytes': expected an integer, but got a string instead."),
    (UPLOAD | {"bytes": True}, "bytes", "invalid_type", "Invalid type for 'bytes': expected an integer, but got a boolean instead."),
    (UPLOAD | {"purpose": "fun"}, "purpose", "invalid_value", f"Invalid value: 'fun'. Supported values are: {SUPPORTED}."),
    (UPLOAD | {"filename": ""}, "filename", "empty_string", "Invalid 'filename': empty string."),
    (UPLOAD | {"filename": "x" * 256}, "filename", "string_above_max_length", "Invalid 'filename': string too long."),
    (UPLOAD | {"filename": "a\0"}, "filename", "invalid_value", "Invalid 'filename': a text with a NUL character"),
    (UPLOAD | {"mime_type": "a\0"}, "mime_type", "invalid_value", "Invalid 'mime_type': a text with a NUL character"),
    (UPLOAD | {"expires_after": POLICY | {"seconds": 1}}, "expires_after.seconds", "integer_below_min_value", "Invalid 'expires_after.seconds'"),
    (UPLOAD | {"expires_after": POLICY | {"seconds": "1"}}, "expires_after.seconds", "invalid_type", "Invalid type for 'expires_after.seconds'"),
    (UPLOAD | {"expires_after": POLICY | {"anchor": "x"}}, "expires_after.anchor", "invalid_value", "Invalid value: 'x'. Supported values are: 'created_at'."),
    (UPLOAD | {"expires_after": 5}, "expires_after", "invalid_type", "Invalid type for 'expires_after': expected an object, but got an integer instead."),
]  # fmt: skip


async def assert_refused(answer, param, code, message):
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "invalid_request_error")
    assert (error["param"], error["code"]) == (param, code)
    assert error["message"].startswith(message)


@pytest.mark.parametrize("fields, param, code, message", REFUSALS)
async def test_refusals(local, fields, param, code, message):
    async with running(build(local)) as app, http_of(app) as http:
        await assert_refused(await http.post("/v1/uploads", json=fields), param, code, message)


async def test_refused_parts(local):
    async with running(build(local)) as app, http_of(app) as http, client_of(app) as openai:
        upload, parts = await begin(openai, b"abc", size=5)
        path = f"/v1/uploads/{upload}/parts"
        for files, code, message in (
            ({"other": b"x"}, "missing_required_parameter", "Missing required parameter: 'data'."),
            ([("data", b"x"), ("data", b"y")], "duplicate_parameter", "Duplicate parameter: 'data'."),
            ({"data": b"xyz"}, "invalid_value",
             "Invalid 'data': this part of 3 bytes makes 6 bytes of parts, more than the 5 that the upload"),
        ):  # fmt: skip
            await assert_refused(await http.post(path, files=files), "data", code, message)
        answer = await http.post(path, json={"data": "x"})
        assert answer.json()["error"]["code"] == "unsupported_content_type"
        assert await objects_of(app) == parts


async def test_refused_completions(local):
    async with running(build(local)) as app, http_of(app) as http, client_of(app) as openai:
        upload, parts = await begin(openai, b"abc", b"de", size=5)
        _, foreign = await begin(openai, b"abcde")
        path = f"/v1/uploads/{upload}/complete"
        for fields, param, code, message in (
            ({}, "part_ids", "missing_required_parameter", "Missing required parameter: 'part_ids'."),
            ({"part_ids": parts[0]}, "part_ids", "invalid_type", "Invalid type for 'part_ids': expected an array"),
            ({"part_ids": [1]}, "part_ids[0]", "invalid_type", "Invalid type for 'part_ids[0]': expected a string"),
            ({"part_ids": parts, "md5": 1}, "md5", "invalid_type", "Invalid type for 'md5': expected a string"),
            ({"part_ids": foreign}, "part_ids", "invalid_value", f"Invalid 'part_ids': '{foreign[0]}' is no part of"),
            ({"part_ids": ["\0"]}, "part_ids", "invalid_value", "Invalid 'part_ids': '\0' is no part of"),
            ({"part_ids": [*parts, parts[0]]}, "part_ids", "invalid_value", f"Invalid 'part_ids': '{parts[0]}' comes"),
            ({"part_ids": []}, "part_ids", "invalid_value", "Invalid 'part_ids': these parts have 0 bytes together"),
            ({"part_ids": parts[:1]}, "part_ids", "invalid_value",
             "Invalid 'part_ids': these parts have 3 bytes together, but the upload was announced with 5."),
        ):  # fmt: skip
            await assert_refused(await http.post(path, json=fields), param, code, message)
        assert (await openai.uploads.complete(upload, part_ids=parts)).status == "completed"


@pytest.mark.parametrize("name", ["upload_abc123", "upload_" + "a" * 22, "x%00y", "a" * 5000])
async def test_what_is_no_upload(local, name):
    async with running(build(local)) as app, http_of(app) as http:
        for path, body in (
            ("parts", {"files": {"data": b"x"}}), ("complete", {"json": {"part_ids": []}}), ("cancel", {})
        ):  # fmt: skip
            answer = await http.post(f"/v1/uploads/{name}/{path}", **body)
            assert answer.status_code == 404 and len(answer.content) < 500
            assert answer.json()["error"]["message"].startswith("No such Upload object: ")


async def test_a_part_that_is_too_large(local):
    async with running(build(local)) as app, client_of(app) as openai:
        upload, _ = await begin(openai, size=2**27)
        part = await openai.uploads.parts.create(upload, data=bytes(2**26))
        assert part.upload_id == upload
        with pytest.raises(sdk.APIStatusError, match="too large") as info:
            await openai.uploads.parts.create(upload, data=bytes(2**26 + 1))
        assert info.value.status_code == 413
        assert await objects_of(app) == [part.id]


async def test_an_upload_that_is_too_large_for_the_settings(local):
    async with running(build(local.model_copy(update={"max_upload_bytes": 10}))) as app, client_of(app) as openai:
        assert (await openai.uploads.create(bytes=10, **PNG)).bytes == 10
        with pytest.raises(sdk.BadRequestError, match="Expected a value <= 10"):
            await openai.uploads.create(bytes=11, **PNG)


async def test_compat_ignores_and_names_what_strict_refuses(local):
    for strict in (False, True):
        async with running(build(local.model_copy(update={"strict": strict}))) as app:
            async with http_of(app) as http, client_of(app) as openai:
                upload, _ = await begin(openai, b"", size=0)
                for answer in (
                    await http.post("/v1/uploads", json=UPLOAD | {"colour": None if strict else 1}),
                    await http.post(
                        f"/v1/uploads/{upload}/parts", data={"colour": "red"}, files={"data": io.BytesIO(b"")}
                    ),
                    await http.post(f"/v1/uploads/{upload}/complete", json={"part_ids": [], "colour": 1}),
                ):
                    if strict:
                        assert answer.json()["error"]["message"] == "Unknown parameter: 'colour'."
                    else:
                        assert (answer.status_code, answer.headers["pinxit-ignored"]) == (200, "colour")


async def test_logs_tell_nothing_of_files(local, caplog):
    caplog.set_level("DEBUG")
    async with running(build(local)) as app, client_of(app) as openai:
        upload = await openai.uploads.create(bytes=12, **PNG | {"filename": "secret-name"})
        part = await openai.uploads.parts.create(upload.id, data=("secret-part", b"secret-bytes"))
        done = await openai.uploads.complete(upload.id, part_ids=[part.id])
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("pinxit"))
    assert all(each in ours for each in (upload.id, part.id, done.file.id, "12 bytes")) and "secret" not in ours

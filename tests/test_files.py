"""The Files API, as the official client and as anybody else uses it."""

import asyncio
import io
import os
import time

import openai as sdk
import pytest

from pinxit.api.files import disposition, media_type
from pinxit.app import build, furnish
from pinxit.config import Config
from pinxit.errors import NotFound
from pinxit.service.files import PURPOSES
from pinxit.store.objects import PIECE_BYTES
from pinxit.wire.blobs import Blob
from pinxit.wire.files import FileRequest
from tests.conftest import client_of, running, state_of, until
from tests.stores import SUPPORTED, http_of, later, objects_of

pytestmark = pytest.mark.anyio

DAY = 86_400


@pytest.fixture
def config(tmp_path, places):
    return Config(data=tmp_path / "data", engine="testcard", **places)


@pytest.fixture
def local(tmp_path):
    """Settings for what need not be tried everywhere."""
    return Config(data=tmp_path / "data", engine="testcard")


# --------------------------------------------------------------------------------------------------- create, read, end


async def test_a_file_lives_and_ends(openai, app):
    before = int(time.time())
    made = await openai.files.create(file=("a fox.png", b"\x89PNG", "image/png"), purpose="vision")
    assert made.id.startswith("file-") and len(made.id) == 27
    assert (made.object, made.bytes, made.filename, made.purpose) == ("file", 4, "a fox.png", "vision")
    assert before <= made.created_at <= time.time() and made.status == "processed"
    assert made.expires_at is None and made.status_details is None
    assert await openai.files.retrieve(made.id) == made
    assert (await openai.files.wait_for_processing(made.id)) == made
    assert (await openai.files.content(made.id)).content == b"\x89PNG"
    deleted = await openai.files.delete(made.id)
    assert deleted.model_dump() == {"id": made.id, "object": "file", "deleted": True}
    for call in (openai.files.retrieve, openai.files.content, openai.files.delete):
        with pytest.raises(sdk.NotFoundError, match=f"No such File object: {made.id}"):
            await call(made.id)
    assert [file async for file in openai.files.list()] == []
    assert await objects_of(app) == []


async def test_every_way_to_name_a_file(openai, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"notes")
    nameless = io.BytesIO(b"notes")
    for file, name in ((b"notes", "upload"), (path, "notes.txt"), (("n.md", b"notes"), "n.md"), (nameless, "upload")):
        made = await openai.files.create(file=file, purpose="user_data")
        assert (made.filename, made.bytes) == (name, 5)
    with path.open("rb") as file:
        assert (await openai.files.create(file=file, purpose="assistants")).filename == "notes.txt"


async def test_large_and_empty_files(openai):
    for content in (b"", os.urandom(2 * PIECE_BYTES + 1)):
        made = await openai.files.create(file=("x.bin", content), purpose="batch")
        assert made.bytes == len(content)
        assert (await openai.files.content(made.id)).content == content


async def test_nulls_travel(http):
    made = (await http.post("/v1/files", data={"purpose": "vision"}, files={"file": ("a.png", b"x")})).json()
    assert list(made) == ["id", "object", "bytes", "created_at", "expires_at", "filename", "purpose", "status",
                          "status_details"]  # fmt: skip
    assert made["expires_at"] is None and made["status_details"] is None
    assert (await http.get(f"/v1/files/{made['id']}")).json() == made


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_purposes(http, purpose):
    made = await http.post("/v1/files", data={"purpose": purpose}, files={"file": ("a.png", b"x")})
    assert made.json()["purpose"] == purpose
    listed = (await http.get("/v1/files", params={"purpose": purpose})).json()
    assert [file["id"] for file in listed["data"]] == [made.json()["id"]]


async def test_files_that_are_made_at_once(openai, app):
    made = await asyncio.gather(
        *(openai.files.create(file=str(number).encode() * 1000, purpose="vision") for number in range(20))
    )
    assert len({file.id for file in made}) == 20
    for number, file in enumerate(made):
        assert (await openai.files.content(file.id)).content == str(number).encode() * 1000
    assert len(await objects_of(app)) == 20


async def test_two_servers_share_their_files(config):
    async with running(build(config)) as one, running(build(config)) as other:
        async with client_of(one) as first, client_of(other) as second:
            made = await first.files.create(file=b"x", purpose="vision")
            assert (await second.files.content(made.id)).content == b"x"
            await second.files.delete(made.id)
            with pytest.raises(sdk.NotFoundError):
                await first.files.retrieve(made.id)


# -------------------------------------------------------------------------------------------------------------- lists


async def make(openai, count, purpose="vision"):
    return [(await openai.files.create(file=b"x", purpose=purpose)).id for _ in range(count)]


async def test_lists_go_by_age(openai):
    ids = await make(openai, 5)
    assert [file.id async for file in openai.files.list(order="asc")] == ids
    assert [file.id async for file in openai.files.list()] == ids[::-1]
    page = await openai.files.list(order="asc", limit=2)
    assert [file.id for file in page.data] == ids[:2] and page.has_more
    page = await openai.files.list(order="asc", limit=2, after=ids[2])
    assert [file.id for file in page.data] == ids[3:] and not page.has_more


async def test_first_and_last_id(http, openai):
    empty = {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}
    assert (await http.get("/v1/files")).json() == empty
    ids = await make(openai, 3)
    page = (await http.get("/v1/files", params={"limit": "2", "order": "asc"})).json()
    assert (page["first_id"], page["last_id"], page["has_more"]) == (ids[0], ids[1], True)


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_who_deletes_as_they_list_sees_every_file_once(openai, app, order):
    ids = await make(openai, 25)
    seen = []
    async for file in openai.files.list(limit=7, order=order):
        seen.append(file.id)
        await openai.files.delete(file.id)
    assert seen == (ids if order == "asc" else ids[::-1])
    assert await objects_of(app) == []


async def test_purposes_are_told_apart(openai):
    vision, batch = await make(openai, 3), await make(openai, 2, "batch")
    assert [file.id async for file in openai.files.list(purpose="vision", limit=2)] == vision[::-1]
    assert [file.id async for file in openai.files.list(purpose="batch")] == batch[::-1]
    assert [file async for file in openai.files.list(purpose="purpose", limit=0, after="after", order="asc")] == []


async def test_a_file_that_expires_as_one_lists_is_no_end(openai, app):
    ids = await make(openai, 2)
    short = await openai.files.create(
        file=b"x", purpose="vision", expires_after={"anchor": "created_at", "seconds": 3600}
    )
    ids += await make(openai, 2)
    later(app, 3601)
    for swept in (False, True):
        page = await openai.files.list(order="asc", after=short.id)
        assert [file.id for file in page.data] == ids[2:], swept
        await state_of(app).files.sweep()


async def test_deleted_files_are_forgotten_after_a_day(openai, app):
    ids = await make(openai, 3)
    await openai.files.delete(ids[1])
    later(app, DAY - 60)
    await state_of(app).files.sweep()
    assert [file.id for file in (await openai.files.list(order="asc", after=ids[1])).data] == [ids[2]]
    later(app, DAY + 60)
    await state_of(app).files.sweep()
    with pytest.raises(sdk.BadRequestError, match="'after' must be the id of a file"):
        await openai.files.list(after=ids[1])
    assert [file.id async for file in openai.files.list(order="asc")] == [ids[0], ids[2]]


# ------------------------------------------------------------------------------------------------------------- expiry


async def test_a_file_expires(openai, app):
    policy = {"anchor": "created_at", "seconds": 3600}
    made = await openai.files.create(file=b"x", purpose="vision", expires_after=policy)
    stays = await openai.files.create(file=b"y", purpose="vision")
    assert made.expires_at == made.created_at + 3600
    later(app, 3500)
    await state_of(app).files.sweep()
    assert (await openai.files.content(made.id)).content == b"x"
    later(app, 3601)
    for _ in range(2):
        for call in (openai.files.retrieve, openai.files.content, openai.files.delete):
            with pytest.raises(sdk.NotFoundError):
                await call(made.id)
        with pytest.raises(NotFound):
            await state_of(app).files.open(made.id)
        assert [file.id async for file in openai.files.list()] == [stays.id]
        await state_of(app).files.sweep()
    assert await objects_of(app) == [stays.id]


# ------------------------------------------------------------------------------------------------------------- sweeps


async def test_bytes_without_a_row_are_swept_when_they_are_old(openai, app):
    service = state_of(app).files
    made = await openai.files.create(file=b"x", purpose="vision")
    await service.objects.put(service.path("file-of-nobody"), b"of a request that was cut off")
    await service.objects.put("files/another-database/file-x", b"which is none of ours")
    await service.sweep()
    assert await objects_of(app) == sorted([made.id, "file-of-nobody", "file-x"])
    later(app, 3700)
    await asyncio.gather(service.sweep(), service.sweep())
    assert await objects_of(app) == sorted([made.id, "file-x"])
    assert (await openai.files.content(made.id)).content == b"x"


async def test_what_died_is_swept_when_a_server_starts(local):
    orphan, unfinished = [local.data / "objects" / "files" / name for name in ("nobodys", "file-x#1")]
    async with running(build(local)) as app:
        orphan = local.data / "objects" / state_of(app).files.path("nobodys")
    orphan.parent.mkdir(parents=True)
    for path in (orphan, unfinished):
        path.write_bytes(b"x")
        os.utime(path, (time.time() - 4000,) * 2)
    async with running(build(local)):
        await until(lambda: not orphan.exists() and not unfinished.exists())


async def test_a_file_whose_bytes_are_gone_is_not_found(openai, app):
    made = await openai.files.create(file=b"x", purpose="vision")
    service = state_of(app).files
    await service.objects.discard([service.path(made.id)])
    with pytest.raises(sdk.NotFoundError):
        await openai.files.content(made.id)


# ----------------------------------------------------------------------------------------------------- other services


async def test_services_open_files(config):
    house = furnish(config)
    async with house.keeping():
        made = await house.files.create(FileRequest(file=Blob(io.BytesIO(b"bytes"), 5, "a.png"), purpose="vision"))
        file, content = await house.files.open(made.id)
        assert (file, content.size, await content.read()) == (made, 5, b"bytes")
        for unknown in ("file-abc123", "", "x" * 1000, f"{made.id}\0"):
            with pytest.raises(NotFound, match="No such File object: "):
                await house.files.open(unknown)


# ------------------------------------------------------------------------------------------------------------ content


@pytest.mark.parametrize(
    "name, expected",
    [
        ("a.png", "image/png"), ("a.JPG", "image/jpeg"), ("a.webp", "image/webp"), ("a.gif", "image/gif"),
        ("a.txt", "text/plain"), ("a.csv", "text/csv"), ("a.json", "application/json"), ("a.jsonl", "application/jsonl"),
        ("a.pdf", "application/pdf"), ("a.mp4", "video/mp4"), ("a.mp3", "audio/mpeg"), ("a.zip", "application/zip"),
        ("upload", "application/octet-stream"), ("", "application/octet-stream"), ("a.html", "application/octet-stream"),
        ("a.svg", "application/octet-stream"), ("a.svgz", "application/octet-stream"),
        ("a.xml", "application/octet-stream"), ("a.xhtml", "application/octet-stream"),
        ("a.js", "application/octet-stream"), ("a.mjs", "application/octet-stream"),
        ("a.css", "application/octet-stream"), ("a.swf", "application/octet-stream"),
        ("a.mht", "application/octet-stream"), ("a.json.gz", "application/octet-stream"),
        ("data:text/html,<b>", "application/octet-stream"), ("data:image/png;x,a", "application/octet-stream"),
        ("http://a/b.png", "image/png"), ("C:\\x\\a.png", "image/png"),
    ],
)  # fmt: skip
def test_no_type_that_a_browser_runs(name, expected):
    assert media_type(name) == expected


@pytest.mark.parametrize(
    "name, expected",
    [
        ("a fox.png", "attachment; filename=\"a fox.png\"; filename*=UTF-8''a%20fox.png"),
        ("Füchse.png", "attachment; filename=\"F_chse.png\"; filename*=UTF-8''F%C3%BCchse.png"),
        ('a"; x="b', "attachment; filename=\"a__ x=_b\"; filename*=UTF-8''a%22%3B%20x%3D%22b"),
        ("a\r\nset-cookie: b", "attachment; filename=\"a__set-cookie_ b\"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20b"),
        ("../../etc/passwd", "attachment; filename=\".._.._etc_passwd\"; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd"),
        ("50%41\\", "attachment; filename=\"50_41_\"; filename*=UTF-8''50%2541%5C"),
    ],
)
def test_names_cannot_break_out_of_their_header(name, expected):
    assert disposition(name) == expected


async def test_content_is_kept_and_not_shown(http):
    made = await http.post("/v1/files", data={"purpose": "vision"}, files={"file": ("ü.html", b"<script>")})
    path = f"/v1/files/{made.json()['id']}/content"
    for answer, body in ((await http.get(path), b"<script>"), (await http.head(path), b"")):
        assert answer.status_code == 200 and answer.content == body
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-length"] == "8"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_text_is_not_said_to_be_in_an_encoding(http):
    made = await http.post("/v1/files", data={"purpose": "vision"}, files={"file": ("a.txt", "ü".encode("latin-1"))})
    answer = await http.get(f"/v1/files/{made.json()['id']}/content")
    assert answer.headers["content-type"] == "text/plain" and answer.content == b"\xfc"


# ----------------------------------------------------------------------------------------------------------- refusals

PNG = {"file": ("a.png", b"x")}
VISION = {"purpose": "vision"}
SECONDS, ANCHOR = "expires_after[seconds]", "expires_after[anchor]"

#: the form's texts and files; param, code and the message
REFUSALS = [
    (VISION, {}, "file", "missing_required_parameter", "Missing required parameter: 'file'."),
    ({}, PNG, "purpose", "missing_required_parameter", "Missing required parameter: 'purpose'."),
    ({}, {"other": ("a", b"x")}, "file", "missing_required_parameter", "Missing required parameter: 'file'."),
    ({"purpose": "fun"}, PNG, "purpose", "invalid_value", f"Invalid value: 'fun'. Supported values are: {SUPPORTED}."),
    ({"purpose": ""}, PNG, "purpose", "invalid_value", "Invalid value: ''."),
    ({"purpose[]": "vision"}, PNG, "purpose", "invalid_type",
     "Invalid type for 'purpose': expected one of 'assistants', 'batch', 'fine-tune', 'vision', 'user_data', or 'evals', but got an array instead."),
    (VISION | {ANCHOR: "created_at", SECONDS: "3599"}, PNG, "expires_after.seconds", "integer_below_min_value",
     "Invalid 'expires_after.seconds': integer below minimum value. Expected a value >= 3600, but got 3599 instead."),
    (VISION | {ANCHOR: "created_at", SECONDS: "2592001"}, PNG, "expires_after.seconds", "integer_above_max_value",
     "Invalid 'expires_after.seconds': integer above maximum value. Expected a value <= 2592000, but got 2592001 instead."),
    (VISION | {ANCHOR: "created_at", SECONDS: "soon"}, PNG, "expires_after.seconds", "invalid_type",
     "Invalid type for 'expires_after.seconds': expected an integer, but got a string value that could not be converted into an integer."),
    (VISION | {ANCHOR: "now", SECONDS: "3600"}, PNG, "expires_after.anchor", "invalid_value",
     "Invalid value: 'now'. Supported values are: 'created_at'."),
    (VISION | {SECONDS: "3600"}, PNG, "expires_after.anchor", "missing_required_parameter", "Missing required parameter: 'expires_after.anchor'."),
    (VISION | {ANCHOR: "created_at"}, PNG, "expires_after.seconds", "missing_required_parameter",
     "Missing required parameter: 'expires_after.seconds'."),
    (VISION | {ANCHOR: "created_at", SECONDS: "3600", "expires_after[x]": "1"}, PNG, "expires_after.x", "unknown_parameter",
     "Unknown parameter: 'expires_after.x'."),
    (VISION | {"expires_after": "never"}, PNG, "expires_after", "invalid_type",
     "Invalid type for 'expires_after': expected an object, but got a string instead."),
    (VISION, [("file", ("a", b"x")), ("file", ("b", b"y"))], "file", "duplicate_parameter", "Duplicate parameter: 'file'."),
]  # fmt: skip


@pytest.mark.parametrize("texts, files, param, code, message", REFUSALS)
async def test_refusals(local, texts, files, param, code, message):
    async with running(build(local)) as app, http_of(app) as http:
        if not files:  # httpx makes no form of texts alone, unless they are said to be parts
            texts, files = {}, [(name, (None, text)) for name, text in texts.items()]
        answer = await http.post("/v1/files", data=texts, files=files)
        error = answer.json()["error"]
        assert (answer.status_code, error["type"]) == (400, "invalid_request_error")
        assert (error["param"], error["code"]) == (param, code)
        assert error["message"].startswith(message)
        assert await objects_of(app) == []


async def test_a_name_that_no_database_keeps(local):
    parts = '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nvision\r\n'
    parts += '--b\r\ncontent-disposition: form-data; name="file"; filename="a\0b"\r\n\r\nx\r\n--b--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b"}
    async with running(build(local)) as app, http_of(app) as http:
        answer = await http.post("/v1/files", content=parts, headers=headers)
        assert answer.status_code == 400 and "error" in answer.json()
        answer = await http.post("/v1/files", content=parts.replace("\0", "\t\x7f"), headers=headers)
        made = answer.json()
        assert made["filename"] == "a\t\x7fb"
        disposition = (await http.get(f"/v1/files/{made['id']}/content")).headers["content-disposition"]
        assert disposition == "attachment; filename=\"a__b\"; filename*=UTF-8''a%09%7Fb"


QUERIES = [
    ({"limit": "10001"}, "limit", "integer_above_max_value", "Invalid 'limit': integer above maximum value."),
    ({"limit": "-1"}, "limit", "integer_below_min_value", "Invalid 'limit': integer below minimum value."),
    ({"limit": "ten"}, "limit", "invalid_type", "Invalid type for 'limit': expected an integer"),
    ({"limit": "1.5"}, "limit", "invalid_type", "Invalid type for 'limit': expected an integer"),
    ({"order": "up"}, "order", "invalid_value", "Invalid value: 'up'. Supported values are: 'asc' and 'desc'."),
    ({"after": "file-abc"}, "after", "invalid_value", "No such File object: file-abc."),
    ({"after": "file-" + "a" * 22}, "after", "invalid_value", "No such File object: file-"),
    ({"after": "\0"}, "after", "invalid_value", "Invalid 'after': a text with a NUL character"),
]


@pytest.mark.parametrize("query, param, code, message", QUERIES)
async def test_queries_that_are_refused(local, query, param, code, message):
    async with running(build(local)) as app, http_of(app) as http:
        answer = await http.get("/v1/files", params=query)
        error = answer.json()["error"]
        assert (answer.status_code, error["param"], error["code"]) == (400, param, code)
        assert error["message"].startswith(message)


async def test_queries_that_say_nothing(local):
    async with running(build(local)) as app, http_of(app) as http:
        for query in ("", "?limit=0", "?limit=&order=&after=&purpose=", "?limit=10000&order=desc", "?purpose=x"):
            assert (await http.get(f"/v1/files{query}")).status_code == 200


async def test_what_is_no_file(local):
    async with running(build(local)) as app, http_of(app) as http:
        for name in ("file-abc123", "file_id", "file-" + "a" * 22, "file-%00", "%ED%A0%80", "a" * 5000):
            for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/content"), ("HEAD", "/content")):
                answer = await http.request(method, f"/v1/files/{name}{path}")
                assert answer.status_code == 404
                if method != "HEAD":
                    error = answer.json()["error"]
                    assert error["type"] == "invalid_request_error" and len(answer.content) < 500
                    assert (error["param"], error["code"]) == ("id", None)
                    assert error["message"].startswith("No such File object: ")


async def test_other_verbs_and_other_bodies(local):
    async with running(build(local)) as app, http_of(app) as http:
        for method, path, allowed in (
            ("DELETE", "/v1/files", {"GET", "HEAD", "POST"}),
            ("POST", "/v1/files/file-abc", {"GET", "HEAD", "DELETE"}),
            ("PUT", "/v1/files/file-abc/content", {"GET", "HEAD"}),
        ):
            answer = await http.request(method, path)
            assert answer.status_code == 405 and "error" in answer.json()
            assert set(answer.headers["allow"].split(", ")) == allowed
        answer = await http.post("/v1/files", json={"purpose": "vision"})
        assert answer.json()["error"]["code"] == "unsupported_content_type"
        assert (await http.get("/v1/files/file-abc/parts")).status_code == 404
        assert (await http.head("/v1/files")).status_code == 200


async def test_a_file_that_is_too_large(local):
    config = local.model_copy(update={"max_file_bytes": 1000})
    async with running(build(config)) as app, client_of(app) as openai:
        assert (await openai.files.create(file=b"x" * 1000, purpose="vision")).bytes == 1000
        for size in (1001, 5_000_000):
            with pytest.raises(sdk.APIStatusError, match="too large|longer than") as info:
                await openai.files.create(file=b"x" * size, purpose="vision")
            assert info.value.status_code == 413
        assert len(await objects_of(app)) == 1


async def test_compat_ignores_and_names_what_strict_refuses(local):
    for strict in (False, True):
        async with running(build(local.model_copy(update={"strict": strict}))) as app, http_of(app) as http:
            for answer in (
                await http.post("/v1/files", data=VISION | {"colour": "red"}, files=PNG),
                await http.get("/v1/files", params={"colour": "red"}),
            ):
                if strict:
                    assert answer.json()["error"]["message"] == "Unknown parameter: 'colour'."
                    assert answer.json()["error"]["code"] == "unknown_parameter"
                else:
                    assert (answer.status_code, answer.headers["pinxit-ignored"]) == (200, "colour")


async def test_the_official_client_is_as_welcome_in_strict_mode(local):
    async with running(build(local.model_copy(update={"strict": True}))) as app, client_of(app) as openai:
        policy = {"anchor": "created_at", "seconds": 3600}
        made = await openai.files.create(file=b"x", purpose="vision", expires_after=policy)
        assert [file async for file in openai.files.list(limit=1, order="desc", purpose="vision")] == [made]


async def test_logs_tell_nothing_of_files(local, caplog):
    caplog.set_level("DEBUG")
    async with running(build(local)) as app, client_of(app) as openai:
        made = await openai.files.create(file=("secret-name.png", b"secret-bytes"), purpose="vision")
        await openai.files.content(made.id)
        [file async for file in openai.files.list()]
        await openai.files.delete(made.id)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("pinxit"))
    assert made.id in ours and "12 bytes" in ours and "secret" not in ours


@pytest.mark.parametrize("name", ["data", "a b", "a?b=c", "a%20b"])
async def test_the_folder_is_that_of_the_settings(tmp_path, name):
    house = furnish(Config(data=tmp_path / name, engine="testcard"))
    async with house.serving():
        made = await house.files.create(FileRequest(file=Blob(io.BytesIO(b"bytes"), 5, "a.png"), purpose="vision"))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "pinxit.sqlite").exists()
    assert list((tmp_path / name / "objects").rglob(made.id))

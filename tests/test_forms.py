"""Reading forms: in any chunks, within limits of bytes, parts and time."""

import asyncio

import httpx2
import openai as sdk
import pytest

from pinxit.api.forms import MAX_PARTS, MAX_TEXT_BYTES, SPOOL_BYTES, FormLimits, read_form
from pinxit.app import build
from pinxit.errors import InvalidRequest, TooLarge
from pinxit.wire.blobs import Blob
from tests.conftest import running, serving
from tests.pictures import encoded, photo, sprite

pytestmark = pytest.mark.anyio

GPT = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low"}
LIMITS = FormLimits(max_bytes=10**8, max_part_bytes=10**7)
TYPE = "multipart/form-data; boundary=b"


def part(name, content, extra=""):
    head = f'Content-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return b"--b\r\n" + head.encode() + content + b"\r\n"


END = b"--b--\r\n"


async def read(body, *, size=None, files=("image",), limits=LIMITS, content_type=TYPE):
    async def chunks():
        step = size or len(body) or 1
        for at in range(0, len(body), step):
            yield body[at : at + step]

    parts = await read_form(chunks(), content_type, files=files, limits=limits)
    found = [(name, value.read() if isinstance(value, Blob) else value) for name, value in parts]
    for _, value in parts:
        if isinstance(value, Blob):
            value.file.close()
    return found


@pytest.mark.parametrize("size", [None, 1, 2, 7, 64])
async def test_parts_come_whole_in_any_chunks(size):
    picture = bytes(range(256)) + b"\r\n--b" + b"\r\n--bx" + b"\r\n"  # the boundary, nearly
    picture = picture.replace(b"\r\n--b", b"\r\n--c")
    body = part("prompt", "ein Bär".encode()) + part("image", picture, '; filename="ü.png"') + part("n", b"") + END
    assert await read(body, size=size) == [("prompt", "ein Bär"), ("image", picture), ("n", "")]


@pytest.mark.parametrize("length", [0, 1, SPOOL_BYTES - 1, SPOOL_BYTES, SPOOL_BYTES + 1, 3 * SPOOL_BYTES])
async def test_small_and_large_files(length):
    content = (b"0123456789abcdef" * (length // 16 + 1))[:length]
    body = part("image", content) + part("image", content[::-1]) + END
    assert await read(body, size=50_000) == [("image", content), ("image", content[::-1])]


async def test_what_is_said_of_a_part_is_kept():
    async def chunks():
        yield part("image", b"x", '; filename="a b.png"\r\nContent-Type: Image/PNG; q=1') + END

    ((name, blob),) = await read_form(chunks(), TYPE, files=("image",), limits=LIMITS)
    assert (name, blob.filename, blob.media_type, blob.size) == ("image", "a b.png", "image/png", 1)
    blob.file.close()


@pytest.mark.parametrize(
    "body, content_type",
    [
        (b"", TYPE), (b"hello", TYPE), (part("prompt", b"x"), TYPE), (part("prompt", b"x") + END[:-4], TYPE), (END, "multipart/form-data"),
        (END, "multipart/form-data; boundary="), (b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" + END, TYPE),
        (b"--b\r\n" + b"a" * 20_000 + b"\r\n\r\nx\r\n" + END, TYPE),
        (END, f"multipart/form-data; boundary={'b' * 1000}"),
    ],
)  # fmt: skip
async def test_what_is_no_form(body, content_type):
    with pytest.raises(InvalidRequest):
        await read(body, content_type=content_type)


async def test_too_many_parts():
    assert len(await read(part("a", b"x") * MAX_PARTS + END)) == MAX_PARTS
    with pytest.raises(InvalidRequest, match="more than 64 parts"):
        await read(part("a", b"x") * (MAX_PARTS + 1) + END)


async def test_a_part_over_its_limit():
    limits = FormLimits(max_bytes=10**6, max_part_bytes=100)
    assert await read(part("image", b"x" * 100) + END, limits=limits)
    with pytest.raises(TooLarge):
        await read(part("image", b"x" * 101) + END, limits=limits)


async def test_texts_over_their_limit():
    half = MAX_TEXT_BYTES // 2
    assert await read(part("a", b"x" * half) * 2 + END)
    with pytest.raises(TooLarge):
        await read(part("a", b"x" * half) * 2 + part("a", b"x") + END)


# ------------------------------------------------------------------------------------------------------ over HTTP


async def test_a_text_that_comes_twice(http):
    files = [("image", encoded(photo())), ("prompt", (None, "a")), ("prompt", (None, "b"))]
    answer = await http.post("/v1/images/edits", files=files)
    assert answer.status_code == 400 and answer.json()["error"]["code"] == "duplicate_parameter"


@pytest.mark.parametrize("name", ["arr[]", "nested[a]", "a[b][c]", "[]", "x" * 500])
async def test_names_that_nothing_takes_are_ignored(http, name):
    answer = await http.post("/v1/images/edits", data=GPT | {name: "1"}, files={"image": encoded(photo())})
    assert answer.status_code == 200 and answer.headers["pinxit-ignored"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xff" * (MAX_TEXT_BYTES + 1)])
async def test_files_that_nothing_takes_are_ignored_or_refused_by_name(config, http, content):
    files = {"image": encoded(photo()), "markup": ("m.png", content)}
    answer = await http.post("/v1/images/edits", data=GPT, files=files)
    assert answer.status_code == 200 and answer.headers["pinxit-ignored"] == "markup"
    async with running(build(config.model_copy(update={"strict": True}))) as app:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://test") as strict:
            answer = await strict.post("/v1/images/edits", data=GPT, files=files)
    assert answer.json()["error"]["message"] == "Unknown parameter: 'markup'."


@pytest.mark.parametrize("name", ["prompt", "n", "stream"])
async def test_a_text_that_is_none(http, name):
    files = {"image": encoded(photo()), name: ("x", b"\xff\xfe")}
    data = {key: value for key, value in GPT.items() if key != name}
    answer = await http.post("/v1/images/edits", data=data, files=files)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == f"Invalid '{name}': not valid UTF-8 text."
    assert answer.json()["error"]["param"] == name


async def test_a_text_may_come_as_a_file(http):
    files = {"image": encoded(photo()), "prompt": ("prompt.txt", b"a fox")}
    answer = await http.post("/v1/images/edits", data={"model": "gpt-image-1"}, files=files)
    assert answer.status_code == 200


async def test_a_form_that_is_too_large_is_refused_before_it_is_read(config):
    """On a real port, where a server that hung up in mid-send would leave the SDK with no answer at all."""
    config = config.model_copy(update={"max_form_bytes": 5_000_000, "max_image_bytes": 2_000_000})
    async with serving(build(config)) as address:
        async with sdk.AsyncOpenAI(api_key="k", base_url=f"{address}/v1", max_retries=0) as openai:
            for size in (2_000_001, 5_000_001, 40_000_000):
                with pytest.raises(sdk.APIStatusError) as info:
                    await openai.images.edit(image=b"x" * size, **GPT)
                assert info.value.status_code == 413 and info.value.type == "invalid_request_error"


async def test_a_body_that_stops_coming_is_given_up_and_holds_up_nobody(config):
    async with serving(build(config.model_copy(update={"idle_seconds": 0.3}))) as address:
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            b"POST /v1/images/edits HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n"
            b"content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
        )
        await writer.drain()
        async with sdk.AsyncOpenAI(api_key="k", base_url=f"{address}/v1", max_retries=0) as openai:
            answer = await openai.images.edit(image=encoded(photo()), **GPT)
            assert answer.data
        assert (await reader.readline()).startswith(b"HTTP/1.1 408")
        writer.close()


async def test_a_slow_json_body_is_given_up_too(config):
    async def slowly():
        yield b'{"model": '
        await asyncio.sleep(60)

    async with running(build(config.model_copy(update={"idle_seconds": 0.05}))) as app:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://test") as http:
            answer = await http.post("/v1/images/generations", content=slowly())
    assert answer.status_code == 408 and answer.json()["error"]["type"] == "invalid_request_error"


# --------------------------------------------------------------------------------------------------------- strict


@pytest.fixture
async def strict(config):
    async with running(build(config.model_copy(update={"strict": True}))) as app:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
            yield http


PNG = ("a.png", encoded(sprite((64, 64))), "image/png")


@pytest.mark.parametrize(
    "fields, files, param, code",
    [
        (GPT, [("image", PNG), ("image", PNG)], "image", "duplicate_parameter"),
        (GPT, [("image", (PNG[0], PNG[1], "application/octet-stream"))], "image", "unsupported_file_mimetype"),
        (GPT, [("image", (PNG[0], PNG[1], "image/gif"))], "image", "unsupported_file_mimetype"),
        (GPT, [("image", PNG), ("mask", (PNG[0], PNG[1], "text/plain"))], "mask", "unsupported_file_mimetype"),
        (GPT | {"seed": "1"}, [("image", PNG)], "seed", "unknown_parameter"),
        (GPT | {"style": "vivid"}, [("image", PNG)], "style", "unknown_parameter"),
        (GPT | {"response_format": "b64_json"}, [("image", PNG)], "response_format", "unknown_parameter"),
        ({"prompt": "a"}, [("image", PNG)], "model", "missing_required_parameter"),
        ({"prompt": "a", "model": "dall-e-2"}, [("image", (PNG[0], PNG[1], "image/webp"))], "image", "unsupported_file_mimetype"),
    ],
)  # fmt: skip
async def test_strict_refuses_what_compat_takes(strict, http, fields, files, param, code):
    answer = await strict.post("/v1/images/edits", data=fields, files=files)
    error = answer.json()["error"]
    assert (answer.status_code, error["param"], error["code"]) == (400, param, code)
    assert (await http.post("/v1/images/edits", data=fields, files=files)).status_code == 200


async def test_strict_takes_what_the_vendor_takes(strict):
    for files in ([("image", PNG)], [("image[]", PNG), ("image[]", PNG)], [("image", PNG), ("mask", PNG)]):
        assert (await strict.post("/v1/images/edits", data=GPT, files=files)).status_code == 200
    answer = await strict.post("/v1/images/variations", data={"model": "dall-e-2"}, files={"image": PNG})
    assert answer.status_code == 200


async def test_strict_takes_no_json_for_variations(strict):
    answer = await strict.post("/v1/images/variations", json={"images": []})
    assert answer.json()["error"]["code"] == "unsupported_content_type"


async def test_forms_leave_nothing_open(http, recwarn):
    """A file that is not closed warns when it is collected, and warnings are errors."""
    import gc

    for _ in range(3):
        await http.post("/v1/images/edits", data=GPT, files={"image": encoded(photo()), "other": b"x"})
        await http.post("/v1/images/edits", data={}, files={"image": b"x" * (2 * SPOOL_BYTES)})
    gc.collect()
    assert not recwarn.list

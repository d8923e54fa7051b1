"""What is fetched of the URLs that callers name, and what never is."""

import asyncio
from contextlib import asynccontextmanager

import httpx2
import pytest

from pinxit.app import build
from pinxit.errors import InvalidRequest, TooLarge
from pinxit.fetch import Fetcher
from tests.conftest import running
from tests.pictures import encoded, photo

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def answering(answer):
    """A server that sends the same bytes to whoever connects; yields its port and what it was asked."""
    asked = []

    async def serve(reader, writer):
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        for part in answer if isinstance(answer, list) else [answer]:
            writer.write(part)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], asked


def ok(body, **headers):
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(["HTTP/1.1 200 OK", f"content-length: {len(body)}", *lines, "", ""]).encode() + body


def fetcher(**options):
    return Fetcher(**{"max_bytes": 1000, "seconds": 5, "allow": ("127.0.0.0/8",)} | options)


async def test_a_public_file_comes():
    async with answering(ok(b"hello")) as (port, asked):
        assert await fetcher().get(f"http://127.0.0.1:{port}/a%20b/ü.png?x=1#part") == b"hello"
    request = asked[0]
    assert request.startswith("GET /a%20b/%C3%BC.png?x=1 HTTP/1.1\r\n")
    assert f"host: 127.0.0.1:{port}" in request.lower() and "authorization" not in request.lower()


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "168.63.129.16", "192.0.0.192", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1",
])  # fmt: skip
@pytest.mark.parametrize("named", [False, True])
async def test_addresses_that_are_not_public_are_never_asked(address, named):
    """By the address itself, and by a name that leads to it."""

    async def resolve(host, port):
        return [address]

    host = "public.example" if named else f"[{address}]" if ":" in address else address
    options = {"resolve": resolve} if named else {}
    with pytest.raises(InvalidRequest, match="not a public one") as info:
        await fetcher(allow=(), **options).get(f"http://{host}/a.png")
    assert (info.value.param, info.value.code) == ("url", "invalid_image_url")


@pytest.mark.parametrize(
    "url", ["http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://localhost/", "http://LOCALHOST./"]
)
async def test_other_ways_to_write_an_address(url):
    with pytest.raises(InvalidRequest, match="Error while downloading"):
        await fetcher(allow=()).get(url)


async def test_a_name_with_a_public_and_a_private_address_is_not_asked():
    async def resolve(host, port):
        return ["93.184.216.34", "127.0.0.1"]

    with pytest.raises(InvalidRequest, match="not a public one"):
        await fetcher(allow=(), resolve=resolve).get("http://both.example/")


async def test_a_name_is_resolved_once():
    """It leads to a public address when it is looked at, and would lead inwards when it is asked again."""
    asked = []

    async def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    async with answering(ok(b"hello")) as (port, _):
        assert await fetcher(allow=("127.0.0.1",), resolve=resolve).get(f"http://name.example:{port}/") == b"hello"
    assert asked == ["name.example"]


async def test_the_exceptions_are_hosts_and_networks():
    async def resolve(host, port):
        return ["127.0.0.1"]

    async with answering(ok(b"hello")) as (port, _):
        for allow in (("Name.example",), ("127.0.0.0/8",), ("127.0.0.1",)):
            assert await fetcher(allow=allow, resolve=resolve).get(f"http://name.example:{port}/") == b"hello"
        with pytest.raises(InvalidRequest):
            await fetcher(allow=("other.example", "10.0.0.0/8"), resolve=resolve).get(f"http://name.example:{port}/")


async def test_redirects_are_followed_and_each_is_checked():
    async with answering(ok(b"hello")) as (port, _):
        moved = f"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{port}/b\r\ncontent-length: 0\r\n\r\n".encode()
        async with answering(moved) as (first, _):
            assert await fetcher().get(f"http://127.0.0.1:{first}/") == b"hello"
    inwards = b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/latest\r\ncontent-length: 0\r\n\r\n"
    async with answering(inwards) as (port, _):
        with pytest.raises(InvalidRequest, match=r"169\.254\.169\.254.*not a public one"):
            await fetcher().get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x", "/", "http://[", ""])
async def test_redirects_that_lead_nowhere(location):
    moved = f"HTTP/1.1 301 Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n".encode()
    async with answering(moved) as (port, asked):
        with pytest.raises(InvalidRequest, match="Error while downloading"):
            await fetcher().get(f"http://127.0.0.1:{port}/")
        assert len(asked) <= 6


@pytest.mark.parametrize("url", ["ftp://example.com/a.png", "file:///etc/passwd", "javascript:alert(1)", "http://", "//x/y",
                                 "http://" + "a" * 9000, "http://host:99999/", "http://\x00/", "http://a b/"])  # fmt: skip
async def test_what_is_no_url_to_fetch(url):
    with pytest.raises(InvalidRequest, match="Error while downloading"):
        await fetcher().get(url)


async def test_an_upstream_error_is_told_by_its_status():
    async with answering(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n") as (port, _):
        with pytest.raises(InvalidRequest) as info:
            await fetcher().get(f"http://127.0.0.1:{port}/")
    assert info.value.message == "Error while downloading file. Upstream status code: 404."
    assert (info.value.param, info.value.code) == ("url", "invalid_value")


async def test_more_bytes_than_allowed():
    async with answering(ok(b"x" * 1001)) as (port, _):
        with pytest.raises(TooLarge):
            await fetcher().get(f"http://127.0.0.1:{port}/")
    endless = [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 400] * 4]  # no length is announced
    async with answering(endless) as (port, _):
        with pytest.raises(TooLarge):
            await fetcher().get(f"http://127.0.0.1:{port}/")


async def test_what_never_comes_is_given_up():
    async def forever(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(forever, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(InvalidRequest, match=r"did not come within 0\.05 s"):
            await fetcher(seconds=0.05).get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nshort"])
async def test_a_server_that_speaks_no_http(answer):
    async with answering(answer) as (port, _):
        with pytest.raises(InvalidRequest, match="Error while downloading"):
            await fetcher().get(f"http://127.0.0.1:{port}/")


async def test_an_edit_by_url(config):
    """The setting lets the server fetch from this machine; without it the same request is refused."""
    async with answering(ok(encoded(photo()), content_type="text/plain")) as (port, _):
        body = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low",
                "images": [{"image_url": f"http://127.0.0.1:{port}/a"}]}  # fmt: skip
        for allow, status in (("127.0.0.1, intranet.example", 200), ("", 400)):
            async with running(build(config.model_copy(update={"fetch_allow": allow}))) as app:
                transport = httpx2.ASGITransport(app)
                async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
                    answer = await http.post("/v1/images/edits", json=body)
            assert answer.status_code == status, answer.text

"""What a server that is killed leaves behind, and what the next one makes of it."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

import openai as sdk
import pytest

from pinxit.app import furnish
from pinxit.config import Config
from pinxit.store.objects import PIECE_BYTES
from tests.conftest import process
from tests.stores import names_in

pytestmark = pytest.mark.anyio

CONTENT = os.urandom(3 * PIECE_BYTES)
HALF = len(CONTENT) // 2


async def test_what_was_acknowledged_outlives_a_kill_and_nothing_else_does(places, tmp_path):
    settings = {f"PINXIT_{name.upper()}": url for name, url in places.items()} | {"PINXIT_ENGINE": "testcard"}
    with process("--data", tmp_path / "data", environment=settings) as server, client_at(server) as client:
        upload = client.uploads.create(bytes=len(CONTENT), filename="b", mime_type="x", purpose="vision")
        first = client.uploads.parts.create(upload.id, data=CONTENT[:HALF])
        kept = client.files.create(file=("a", CONTENT), purpose="vision")
        server.kill()
    with process("--data", tmp_path / "data", environment=settings) as server, client_at(server) as client:
        assert list(client.files.list()) == [kept]
        assert client.files.content(kept.id).content == CONTENT
        second = client.uploads.parts.create(upload.id, data=CONTENT[HALF:])
        joined = client.uploads.complete(upload.id, part_ids=[first.id, second.id]).file
        abandoned = client.uploads.create(bytes=1, filename="c", mime_type="x", purpose="vision")
        client.uploads.parts.create(abandoned.id, data=b"x")
        async with half_sent(server):
            server.kill()
    house = furnish(Config(data=tmp_path / "data", engine="testcard", **places))
    async with house.keeping():
        house.files.clock = lambda: time.time() + 2 * 3600 + 60  # when all that was not acknowledged is old
        await house.files.sweep()
        await house.uploads.sweep()
        assert await names_in(house.objects) == sorted([kept.id, joined.id])
        for file in (kept, joined):
            _, content = await house.files.open(file.id)
            assert await content.read() == CONTENT
        if house.objects.folder:
            assert sum(path.is_file() for path in house.objects.folder.rglob("*")) == 2


def client_at(server):
    return sdk.OpenAI(base_url=f"{server.address}/v1", api_key="k", max_retries=0, _strict_response_validation=True)


@asynccontextmanager
async def half_sent(server):
    """Begin to send a file to a server that is known to be reading it, and go no further than its middle."""
    host, port = server.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = (
        '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nvision\r\n'
        '--b\r\ncontent-disposition: form-data; name="file"; filename="half"\r\n\r\n'
    )
    writer.write(
        "POST /v1/files HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n"
        "content-type: multipart/form-data; boundary=b\r\n"
        f"content-length: {len(head) + len(CONTENT) + 9}\r\n\r\n".encode()
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 100")
    writer.write(head.encode() + CONTENT[:HALF])
    await writer.drain()
    yield
    writer.close()

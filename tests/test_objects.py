import asyncio
import io
import os
import time

import pytest

from pinxit.errors import ConfigError
from pinxit.store.objects import PIECE_BYTES, READ_BYTES, Objects
from tests.stores import names_in

pytestmark = pytest.mark.anyio

LARGE = os.urandom(2 * PIECE_BYTES + 12345)


@pytest.fixture(params=["folder", "cloud", "memory"])
async def objects(request):
    url = "memory:///" if request.param == "memory" else request.getfixturevalue(request.param)["objects"]
    return await opened(url)


async def opened(url):
    objects = Objects(url)
    await objects.open()
    return objects


async def pieces(content, then=None):
    for start in range(0, len(content), 2**20):
        yield content[start : start + 2**20]
    if then:
        raise then


@pytest.mark.parametrize("content", [b"", b"few", LARGE], ids=["none", "few", "many"])
@pytest.mark.parametrize("wrap", [bytes, io.BytesIO, pieces])
async def test_what_is_put_is_got(objects, content, wrap):
    await objects.put("files/a", wrap(content))
    got = await objects.get("files/a")
    assert got.size == len(content)
    assert await got.read() == content
    chunks = [chunk async for chunk in (await objects.get("files/a")).chunks()]
    assert b"".join(chunks) == content
    assert len(chunks) <= len(content) // READ_BYTES + 1


async def test_a_large_file_is_never_read_whole(objects):
    class File(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= PIECE_BYTES
            return super().read(size)

    await objects.put("files/a", File(LARGE))
    assert await (await objects.get("files/a")).read() == LARGE


async def test_what_is_not_there(objects):
    with pytest.raises(FileNotFoundError):
        await objects.get("files/a")
    await objects.discard(["files/a"])


async def test_what_is_discarded_is_gone(objects):
    for name in ("a", "b", "c"):
        await objects.put(f"files/{name}", b"x")
    await objects.discard(["files/a", "files/c"])
    assert await names_in(objects) == ["b"]


@pytest.mark.parametrize("size", [3, len(LARGE)])
async def test_what_breaks_off_is_never_there(objects, size):
    class Broken(Exception):
        pass

    with pytest.raises(Broken):
        await objects.put("files/a", pieces(LARGE[:size], Broken()))
    with pytest.raises(FileNotFoundError):
        await objects.get("files/a")
    if objects.folder:
        assert not [path for path in objects.folder.rglob("*") if path.is_file()]


async def test_what_is_cancelled_is_never_there(objects):
    waiting = asyncio.Event()

    async def endless():
        yield LARGE
        waiting.set()
        await asyncio.Event().wait()

    putting = asyncio.create_task(objects.put("files/a", endless()))
    await waiting.wait()
    putting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await putting
    assert await names_in(objects) == []


async def test_a_sweep_deletes_what_is_old_and_not_alive(objects):
    for path in ("files/dead", "files/alive", "links/other"):
        await objects.put(path, b"x")

    async def living(some):
        return {"alive"} & set(some)

    await objects.sweep("files", before=time.time() - 60, living=living)  # all are too young
    assert await names_in(objects) == ["alive", "dead", "other"]
    await asyncio.gather(*(objects.sweep("files", before=time.time() + 60, living=living) for _ in range(3)))
    assert await names_in(objects) == ["alive", "other"]
    await objects.sweep("links", before=time.time() + 60)
    assert await names_in(objects) == ["alive"]


async def test_what_is_left_of_writes_that_were_cut_off_is_swept(folder):
    objects = await opened(folder["objects"])
    await objects.put("files/a", b"x")
    old, young = objects.folder / "files" / "b#1", objects.folder / "files" / "c#12"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 4000,) * 2)
    await objects.sweep_unfinished()
    assert sorted(path.name for path in (objects.folder / "files").iterdir()) == ["a", "c#12"]
    assert await names_in(objects) == ["a"]


async def test_a_new_folder_is_for_its_owner_alone(folder):
    assert (await opened(folder["objects"])).folder.stat().st_mode & 0o077 == 0


async def test_what_is_open_can_be_read_to_its_end_though_it_is_deleted(folder):
    objects = await opened(folder["objects"])
    await objects.put("files/a", LARGE)
    got = await objects.get("files/a")
    await objects.discard(["files/a"])
    assert await got.read() == LARGE


async def test_servers_see_each_others_objects(places):
    one, other = await opened(places["objects"]), await opened(places["objects"])
    await one.put("files/a", b"x")
    assert await (await other.get("files/a")).read() == b"x"


@pytest.mark.parametrize(
    "url, named",
    [
        ("nowhere", "URL"),
        ("nope://x/y", "nope://x/y"),
        ("http://127.0.0.1:1/x", "a web server is no object store"),
        ("file://{folder}/file", "File exists"),
        ("az://container", "Account must be specified"),
    ],
)
async def test_a_store_that_cannot_be_used_is_named(tmp_path, url, named):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match="^Setting 'objects'") as info:
        await opened(url.format(folder=tmp_path))
    assert named in str(info.value) and "\n" not in str(info.value)


async def test_a_bucket_that_is_not_there_is_named(s3):
    with pytest.raises(ConfigError, match="^Setting 'objects'"):
        await opened("s3://nobody-made-this")

import asyncio
import os
import time

import pytest

from pinxit.errors import ConfigError, NotFound
from pinxit.store.links import KEY, Links

pytestmark = pytest.mark.anyio


async def opened(folder, seconds=60):
    links = Links(folder, seconds=seconds)
    await links.open()
    return links


def parts(link):
    path, _, query = link.partition("?")
    fields = dict(pair.split("=") for pair in query.split("&"))
    return path.rpartition("/")[2], fields["se"], fields["sig"]


async def test_what_is_put_is_got(tmp_path):
    links = await opened(tmp_path / "new" / "folder")
    assert await links.get(*parts(await links.put(b"picture", "png"))) == b"picture"


async def test_forged_links_are_not_found(tmp_path):
    links = await opened(tmp_path)
    name, expires, signature = parts(await links.put(b"picture", "png"))
    later = str(int(expires) + 1)
    for forged in (
        (name, later, signature),
        (name, expires, "0" * 64),
        (name, "x", signature),
        ("links.key", expires, ""),
    ):
        with pytest.raises(NotFound):
            await links.get(*forged)


async def test_dead_pictures_are_swept_and_living_ones_kept(tmp_path):
    links = await opened(tmp_path)
    dead, living = [parts(await links.put(b"picture", "png")) for _ in range(2)]
    old = time.time() - 100
    os.utime(tmp_path / "links" / dead[0], (old, old))
    await asyncio.gather(links.sweep(), (await opened(tmp_path)).sweep())  # two servers share a folder
    assert not (tmp_path / "links" / dead[0]).exists()
    assert await links.get(*living) == b"picture"


async def test_servers_that_open_a_folder_together_share_its_key(tmp_path):
    several = await asyncio.gather(*(opened(tmp_path) for _ in range(8)))
    link = parts(await several[0].put(b"picture", "png"))
    for links in several:
        assert await links.get(*link) == b"picture"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [KEY]
    assert (tmp_path / KEY).stat().st_mode & 0o077 == 0


async def test_a_broken_key_is_named_and_not_used(tmp_path):
    (tmp_path / KEY).write_bytes(b"")
    with pytest.raises(ConfigError, match=KEY):
        await opened(tmp_path)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match="file"):
        await opened(tmp_path / "file" / "data")

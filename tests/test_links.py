import asyncio
import os
import time
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from pinxit.errors import NotFound
from pinxit.store.database import Database
from pinxit.store.links import Links
from pinxit.store.objects import Objects

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def opened(places, seconds=60):
    """Links as one more server at the same places would have them."""
    database, objects = Database(places["database"]), Objects(places["objects"])
    await database.open()
    await objects.open()
    links = Links(database, objects, seconds=seconds)
    await links.open()
    try:
        yield links
    finally:
        await database.close()


def parts(link):
    path, _, query = link.partition("?")
    fields = dict(pair.split("=") for pair in query.split("&"))
    return path.rpartition("/")[2], fields["se"], fields["sig"]


async def test_what_is_put_is_got(places):
    async with opened(places) as links:
        assert await links.get(*parts(await links.put(b"picture", "png"))) == b"picture"


async def test_forged_links_are_not_found(places):
    async with opened(places) as links:
        name, expires, signature = parts(await links.put(b"picture", "png"))
        later = str(int(expires) + 1)
        for forged in (
            (name, later, signature),
            (name, expires, "0" * 64),
            (name, "x", signature),
            ("../pinxit.sqlite", expires, ""),
        ):
            with pytest.raises(NotFound):
                await links.get(*forged)


async def test_links_that_have_died_are_not_found(places):
    async with opened(places, seconds=-1) as links:
        with pytest.raises(NotFound):
            await links.get(*parts(await links.put(b"picture", "png")))


async def test_dead_pictures_are_swept_and_living_ones_kept(folder, tmp_path):
    async with opened(folder) as links, opened(folder) as other:  # two servers share a folder
        dead, living = [parts(await links.put(b"picture", "png")) for _ in range(2)]
        old = time.time() - 100
        (path,) = (tmp_path / "data" / "objects" / "links").rglob(dead[0])
        os.utime(path, (old, old))
        await asyncio.gather(links.sweep(), other.sweep())
        assert not path.exists()
        assert await links.get(*living) == b"picture"


async def test_no_database_sweeps_away_the_links_of_another(folder, tmp_path):
    own = {**folder, "database": f"sqlite:///{tmp_path}/other.sqlite"}
    async with opened(folder) as links, opened(own, seconds=-60) as other:
        link = parts(await links.put(b"picture", "png"))
        await other.sweep()
        assert await links.get(*link) == b"picture"


async def test_a_bucket_is_swept_too(cloud):
    async with opened(cloud) as links, opened(cloud, seconds=-60) as later:  # to which all is a minute older
        link = parts(await links.put(b"picture", "png"))
        await links.sweep()
        assert await links.get(*link) == b"picture"
        await later.sweep()
        with pytest.raises(NotFound):
            await links.get(*link)


async def test_servers_that_start_together_share_a_key(places):
    async with AsyncExitStack() as stack:
        opening = [stack.enter_async_context(opened(places)) for _ in range(8)]
        several = await asyncio.gather(*opening)
        link = parts(await several[0].put(b"picture", "png"))
        for links in several:
            assert await links.get(*link) == b"picture"

import asyncio
import subprocess
import sys
import threading

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from pinxit.errors import ConfigError
from pinxit.store.database import Database
from pinxit.store.tables import VERSION, files, meta

pytestmark = pytest.mark.anyio

ROW = {"id": "file-a", "bytes": 2**40, "created_at": 2**33, "filename": "a\U0001f98a.png", "purpose": "vision"}
COUNT = select(func.count()).select_from(files)


async def opened(url):
    database = Database(url)
    await database.open()
    return database


@pytest.fixture
async def database(places):
    database = await opened(places["database"])
    yield database
    await database.close()


async def test_what_is_written_is_read(database, places):
    await database.write(lambda connection: connection.execute(insert(files).values(ROW)))
    other = await opened(places["database"])
    row = await other.read(lambda connection: connection.execute(select(files)).one())
    assert {name: row._mapping[name] for name in ROW} == ROW
    await other.close()


async def test_a_transaction_that_fails_writes_nothing(database):
    def work(connection):
        connection.execute(insert(files).values(ROW))
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(work)
    assert await database.read(lambda connection: connection.scalar(COUNT)) == 0


async def test_what_callers_send_is_not_in_errors(database):
    await database.write(lambda connection: connection.execute(insert(files).values(ROW)))
    with pytest.raises(IntegrityError) as info:
        await database.write(lambda connection: connection.execute(insert(files).values(ROW)))
    assert ROW["filename"] not in str(info.value)


async def test_servers_that_start_together_make_one_database(places):
    several = await asyncio.gather(*(opened(places["database"]) for _ in range(8)))
    assert len({database.name for database in several}) == 1
    made = await asyncio.gather(*(database.key("links", 32) for database in several for _ in range(3)))
    assert len(set(made)) == 1 and len(made[0]) == 32
    assert await several[0].key("another", 32) != made[0]
    for database in several:
        await database.close()


async def test_a_caller_that_is_cancelled_leaves_no_transaction_half_done(places):
    database = await opened(places["database"])
    began, may_go_on = threading.Event(), threading.Event()

    def work(connection):
        connection.execute(insert(files).values(ROW))
        began.set()
        assert may_go_on.wait(10)

    caller = asyncio.create_task(database.write(work))
    await asyncio.to_thread(began.wait, 10)
    caller.cancel()
    closing = asyncio.create_task(database.close())
    assert not (await asyncio.wait({caller, closing}, return_when=asyncio.FIRST_COMPLETED))[0] & {closing}
    may_go_on.set()
    await closing
    database = await opened(places["database"])
    assert await database.read(lambda connection: connection.scalar(COUNT)) == 1
    await database.close()


async def test_a_database_of_a_newer_pinxit_is_left_alone(places):
    database = await opened(places["database"])
    await database.write(lambda connection: connection.execute(update(meta).values(version=VERSION + 1)))
    await database.close()
    with pytest.raises(ConfigError, match=f"'database' names one of version {VERSION + 1}"):
        await opened(places["database"])


async def test_the_database_of_a_folder_is_for_its_owner_alone(folder, tmp_path):
    database = await opened(folder["database"])
    await database.key("links", 32)
    made = list((tmp_path / "data").iterdir())
    assert made and all(path.stat().st_mode & 0o077 == 0 for path in made)
    await database.close()


COUNTING = """
import asyncio, sys
from sqlalchemy import func, insert, select
from pinxit.store.database import Database
from pinxit.store.tables import files

def add(connection):  # reads before it writes, so that two which do it at once would write the same
    count = connection.scalar(select(func.count()).select_from(files))
    connection.execute(insert(files).values(id=f"file-{count}", bytes=count, created_at=1, filename="", purpose=""))

async def main():
    database = Database(sys.argv[1])
    await database.open()
    await asyncio.gather(*(database.write(add) for _ in range(20)))
    await database.close()

asyncio.run(main())
"""


async def test_processes_that_share_a_file_take_turns(folder):
    command = [sys.executable, "-c", COUNTING, folder["database"]]
    several = [subprocess.Popen(command) for _ in range(4)]
    assert [await asyncio.to_thread(each.wait, 60) for each in several] == [0] * 4
    database = await opened(folder["database"])
    assert await database.read(lambda connection: connection.scalar(COUNT)) == 80
    await database.close()


@pytest.mark.parametrize(
    "url, named",
    [
        ("nowhere", "is no URL"),
        ("postgresql://u:s3cret@127.0.0.1:port/x", "is no URL"),
        ("postgresql://u:s3cret@[::1/x", "is no URL"),
        ("mysql://u:s3cret@host/x", "names no database that can be used"),
        ("sqlite://", "names no database that can be used"),
        ("sqlite:///:memory:", "names no database that can be used"),
        ("sqlite:///{folder}/what?/x", "names no database that can be used"),
        ("sqlite:///{folder}/file/x", "File exists"),
        ("sqlite:///{folder}/file", "file is not a database"),
        ("postgresql://u:s3cret@127.0.0.1:1/x", "port 1 failed"),
        ("postgres://u:s3cret@127.0.0.1:1/x?connect_timeout=5", "port 1 failed"),
    ],
)
async def test_a_database_that_cannot_be_used_is_named_without_its_password(tmp_path, url, named):
    (tmp_path / "file").write_bytes(b"not a database" * 100)
    with pytest.raises(ConfigError, match="^Setting 'database'") as info:
        await opened(url.format(folder=tmp_path))
    assert named in str(info.value) and "s3cret" not in str(info.value) and "\n" not in str(info.value)

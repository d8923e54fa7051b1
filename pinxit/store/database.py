"""Where metadata is kept: SQL, in SQLite or PostgreSQL by URL, one transaction at a time in threads."""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from pinxit.errors import ConfigError
from pinxit.store import tables

T = TypeVar("T")

#: How long a transaction waits for its turn to write to SQLite, and a server for PostgreSQL to answer.
BUSY_SECONDS, CONNECT_SECONDS = 30, 10
#: The number of the PostgreSQL lock that servers which start at once take in turn; it means nothing.
START_LOCK = 7_165_811


class Database:
    """One database. `url` is `sqlite:///path` or `postgresql://user:password@host/name`.

    `name`, known once it is open, is a word that no other database has.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = ""
        self._running: set[asyncio.Future[Any]] = set()

    async def open(self) -> None:
        """Connect, and make the tables that are not there. Raises `ConfigError`, in which no password stands."""
        await asyncio.to_thread(self._open)

    async def close(self) -> None:
        """Wait for what is under way, and disconnect."""
        if self._running:
            await asyncio.wait(self._running)
        await asyncio.to_thread(self._engine.dispose)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` makes of one view of the database; it must not write."""
        return await self._run(work, "DEFERRED")

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction. When this returns, what it wrote outlives any crash; when `work` raises,
        nothing was written. A caller that is cancelled does not learn which."""
        return await self._run(work, "IMMEDIATE")

    async def key(self, name: str, size: int) -> bytes:
        """The `size` random bytes called `name`, made by whichever server asks first."""

        def find_or_make(connection: Connection) -> bytes:
            find = select(tables.keys.c.value).where(tables.keys.c.name == name)
            found: bytes | None = connection.scalar(find)
            if found is None:
                with suppress(IntegrityError), connection.begin_nested():  # another may be quicker
                    connection.execute(insert(tables.keys).values(name=name, value=secrets.token_bytes(size)))
                found = connection.scalar(find)
            assert found is not None
            return found

        return await self.write(find_or_make)

    async def _run(self, work: Callable[[Connection], T], lock: str) -> T:
        def transaction() -> T:
            with self._engine.connect().execution_options(lock=lock) as connection, connection.begin():
                return work(connection)

        running = asyncio.ensure_future(asyncio.to_thread(transaction))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return await asyncio.shield(running)

    def _open(self) -> None:
        try:
            self._engine = _engine(self.url)
            self.name = _prepare(self._engine)
        except (SQLAlchemyError, sqlite3.Error, OSError) as exc:
            said = exc.orig if isinstance(exc, DBAPIError) else exc
            raise ConfigError(f"Setting 'database' cannot be used: {' '.join(str(said).split())}") from None


def _prepare(engine: Engine) -> str:
    """Make the tables that are not there; returns the name of the database."""
    try:
        if engine.dialect.name == "sqlite":
            _use_write_ahead_log(engine)
        with engine.connect().execution_options(lock="IMMEDIATE") as connection, connection.begin():
            return _make_tables(connection)
    except BaseException:
        engine.dispose()
        raise


def _engine(url: str) -> Engine:
    expected = "It may be `sqlite:///` and a path, or `postgresql://user:password@host/name`."
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose texts may quote what they could not read
        raise ConfigError(f"Setting 'database' is no URL. {expected}") from None
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return _postgres(parsed)
    if backend != "sqlite" or "?" in url or not parsed.database or parsed.database == ":memory:":
        raise ConfigError(f"Setting 'database' names no database that can be used. {expected}")
    return _sqlite(parsed, Path(parsed.database))


def _postgres(url: URL) -> Engine:
    url = url.set(drivername="postgresql+psycopg", query={"connect_timeout": str(CONNECT_SECONDS), **url.query})
    unprepared = {"prepare_threshold": None}  # prepared statements fail behind poolers such as PgBouncer
    try:
        return create_engine(url, connect_args=unprepared, pool_pre_ping=True, hide_parameters=True)
    except ImportError as exc:
        message = f"Setting 'database' names PostgreSQL, which needs psycopg: pip install 'pinxit[postgres]' ({exc})."
        raise ConfigError(message) from None


def _sqlite(url: URL, path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # it holds the key that signs links
    engine = create_engine(url.set(drivername="sqlite"), connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # transactions begin below, and not where the driver thinks they should
    for setting in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}").close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the lock that is needed at the start: a transaction that reads first and then wants to write may find that
    another wrote in between, and SQLite does not let it wait then."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('lock', 'DEFERRED')}")


def _use_write_ahead_log(engine: Engine) -> None:
    """Let readers and a writer go on at once. SQLite does not wait for its turn to change this, so we do."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        finally:
            connection.close()


def _make_tables(connection: Connection) -> str:
    """Make what is missing, one server at a time; returns the name of the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(START_LOCK)))
    tables.meta.create(connection, checkfirst=True)
    row = connection.execute(select(tables.meta.c.version, tables.meta.c.name)).one_or_none()
    if row is not None and row.version > tables.VERSION:
        raise ConfigError(
            f"Setting 'database' names one of version {row.version}, which a newer pinxit made; "
            f"this one knows version {tables.VERSION}."
        )
    tables.metadata.create_all(connection)
    if row is not None:
        return str(row.name)
    name = secrets.token_hex(8)
    connection.execute(insert(tables.meta).values(version=tables.VERSION, name=name))
    return name

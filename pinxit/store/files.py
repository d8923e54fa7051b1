"""The rows of files: what is known of each, and what is remembered of the deleted ones."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, tuple_, update

from pinxit.store.database import Database
from pinxit.store.tables import files
from pinxit.wire.files import FileObject

COLUMNS = [files.c[name] for name in ("id", "bytes", "created_at", "expires_at", "filename", "purpose")]


class Files:
    """Files by id. `now` is the Unix time at which what has expired is no longer there."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, file: FileObject) -> None:
        await self.database.write(lambda connection: insert_file(connection, file))

    async def find(self, file_id: str, now: int) -> FileObject | None:
        query = select(*COLUMNS).where(files.c.id == file_id, _is_living(now))
        row = await self.database.read(lambda connection: connection.execute(query).one_or_none())
        return FileObject(**row._mapping) if row else None

    async def page(
        self, *, purpose: str | None, after: str | None, newest_first: bool, limit: int, now: int
    ) -> list[FileObject]:
        """At most `limit` files, beginning behind the file `after`, which may have been deleted a moment ago.

        Raises `LookupError` if there was no such file, or too long ago.
        """
        age = tuple_(files.c.created_at, files.c.number)
        query = select(*COLUMNS).where(_is_living(now)).limit(limit)
        if purpose is not None:
            query = query.where(files.c.purpose == purpose)
        query = query.order_by(
            *(each.desc() if newest_first else each for each in (files.c.created_at, files.c.number))
        )

        def work(connection: Connection) -> list[FileObject]:
            wanted = query
            if after is not None:
                last = connection.execute(select(files.c.created_at, files.c.number).where(files.c.id == after)).first()
                if last is None:
                    raise LookupError(after)
                wanted = query.where(age < tuple_(*last) if newest_first else age > tuple_(*last))
            return [FileObject(**row._mapping) for row in connection.execute(wanted)]

        return await self.database.read(work)

    async def delete(self, file_id: str, now: int) -> bool:
        """Whether there was such a file. It is remembered until it is forgotten."""
        change = update(files).where(files.c.id == file_id, _is_living(now)).values(deleted_at=now)
        return await self.database.write(lambda connection: connection.execute(change).rowcount == 1)

    async def delete_expired(self, now: int) -> list[str]:
        """The ids of those that have expired since this was last asked."""
        has_expired = and_(files.c.deleted_at.is_(None), files.c.expires_at <= now)

        def work(connection: Connection) -> list[str]:
            ids = list(connection.scalars(select(files.c.id).where(has_expired)))
            connection.execute(update(files).where(has_expired).values(deleted_at=now))
            return ids

        return await self.database.write(work)

    async def forget(self, before: int) -> None:
        """Remember no longer what was deleted before the Unix time `before`."""
        change = delete(files).where(files.c.deleted_at < before)
        await self.database.write(lambda connection: connection.execute(change))

    async def living(self, ids: Sequence[str]) -> set[str]:
        """Those of `ids` that have not been deleted."""
        query = select(files.c.id).where(files.c.id.in_(ids), files.c.deleted_at.is_(None))
        return await self.database.read(lambda connection: set(connection.scalars(query)))


def insert_file(connection: Connection, file: FileObject) -> None:
    values = file.model_dump(include={column.name for column in COLUMNS})
    connection.execute(insert(files).values(values))


def _is_living(now: int) -> ColumnElement[bool]:
    return and_(files.c.deleted_at.is_(None), or_(files.c.expires_at.is_(None), files.c.expires_at > now))

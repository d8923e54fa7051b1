"""The rows of uploads and of their parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from pinxit.store.database import Database
from pinxit.store.files import insert_file
from pinxit.store.tables import parts, uploads
from pinxit.wire.files import FileObject
from pinxit.wire.uploads import Upload, UploadPart, UploadStatus

COLUMNS = [uploads.c[name] for name in ("id", "bytes", "created_at", "expires_at", "filename", "purpose", "status")]


@dataclass(frozen=True, slots=True)
class Found:
    """An upload as it stands, the bytes of each of its parts, and how many seconds its file is to live."""

    upload: Upload
    parts: dict[str, int]
    file_seconds: int | None


class Uploads:
    """Uploads by id. Only pending ones have parts."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, upload: Upload, *, mime_type: str, file_seconds: int | None) -> None:
        values = upload.model_dump(include={column.name for column in COLUMNS})
        change = insert(uploads).values(values | {"mime_type": mime_type, "file_seconds": file_seconds})
        await self.database.write(lambda connection: connection.execute(change))

    async def find(self, upload_id: str) -> Found | None:
        find = select(*COLUMNS, uploads.c.file_seconds).where(uploads.c.id == upload_id)
        find_parts = select(parts.c.id, parts.c.bytes).where(parts.c.upload_id == upload_id)

        def work(connection: Connection) -> Found | None:
            row = connection.execute(find).one_or_none()
            if row is None:
                return None
            values = dict(row._mapping)
            file_seconds = values.pop("file_seconds")
            return Found(
                Upload(**values), {part.id: part.bytes for part in connection.execute(find_parts)}, file_seconds
            )

        return await self.database.read(work)

    async def add_part(self, part: UploadPart, size: int) -> bool:
        """Whether the upload was still pending, and had `size` bytes left."""
        find = select(uploads.c.status, uploads.c.bytes).where(uploads.c.id == part.upload_id).with_for_update()
        count = select(func.sum(parts.c.bytes)).where(parts.c.upload_id == part.upload_id)
        values = part.model_dump(include={"id", "upload_id", "created_at"}) | {"bytes": size}

        def work(connection: Connection) -> bool:
            upload = connection.execute(find).one_or_none()
            used = connection.scalar(count) or 0
            if upload is None or upload.status != "pending" or used + size > upload.bytes:
                return False
            connection.execute(insert(parts).values(values))
            return True

        return await self.database.write(work)

    async def complete(self, upload_id: str, file: FileObject) -> bool:
        """Make the upload the `file`, whole or not at all. Whether it was still pending."""

        def work(connection: Connection) -> bool:
            if not _end(connection, upload_id, "completed"):
                return False
            insert_file(connection, file)
            return True

        return await self.database.write(work)

    async def cancel(self, upload_id: str) -> bool:
        """Whether the upload was still pending."""
        return await self.database.write(lambda connection: _end(connection, upload_id, "cancelled"))

    async def expire(self, before: int) -> None:
        """Let go of the parts of those that expired before the Unix time `before`."""
        old = select(uploads.c.id).where(uploads.c.status == "pending", uploads.c.expires_at < before)

        def work(connection: Connection) -> None:
            for upload_id in connection.scalars(old).all():
                _end(connection, upload_id, "expired")

        await self.database.write(work)

    async def forget(self, before: int) -> None:
        """Remember no longer what expired before the Unix time `before`."""
        change = delete(uploads).where(uploads.c.expires_at < before)
        await self.database.write(lambda connection: connection.execute(change))

    async def living_parts(self, ids: Sequence[str]) -> set[str]:
        """Those of the parts `ids` that a pending upload has."""
        query = select(parts.c.id).where(parts.c.id.in_(ids))
        return await self.database.read(lambda connection: set(connection.scalars(query)))


def _end(connection: Connection, upload_id: str, status: UploadStatus) -> bool:
    """Give a pending upload its last status, and let go of its parts. Whether it was still pending."""
    is_pending = (uploads.c.id == upload_id) & (uploads.c.status == "pending")
    if connection.execute(update(uploads).where(is_pending).values(status=status)).rowcount != 1:
        return False
    connection.execute(delete(parts).where(parts.c.upload_id == upload_id))
    return True

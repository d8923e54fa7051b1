"""Files: kept whole, found by id, gone when they are deleted or expire. The bytes come first, then the row."""

import time
from collections.abc import Callable

from pinxit.errors import InvalidRequest, NotFound
from pinxit.options import cut
from pinxit.service.identifiers import is_id, make_id
from pinxit.store.database import Database
from pinxit.store.files import Files
from pinxit.store.objects import Content, Objects
from pinxit.wire.files import FileDeleted, FileList, FileObject, FileQuery, FileRequest

PREFIX = "file-"
PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
#: Files of a list at most, and unless the caller says how many (contract 4).
MAX_LISTED = 10_000
#: How long a list can go on from a file that was deleted.
REMEMBERED_SECONDS = 86_400
#: How old bytes without a row must be to belong to nobody: longer than it takes to write the row.
ORPHAN_SECONDS = 3600


class FileService:
    """Keeps files: their bytes among `objects`, the rest in `database`. `clock` says the Unix time."""

    def __init__(self, database: Database, objects: Objects, *, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self.objects = objects
        self.files = Files(database)
        self.clock = clock

    async def create(self, request: FileRequest) -> FileObject:
        file_id = make_id(PREFIX)
        await self.objects.put(self.path(file_id), request.file.file)
        file = self.describe(
            file_id,
            size=request.file.size,
            filename=request.file.filename or "upload",
            purpose=request.purpose,
            seconds=request.expires_after.seconds if request.expires_after else None,
        )
        await self.files.add(file)
        return file

    async def list(self, query: FileQuery) -> FileList:
        """Raises `InvalidRequest` if `after` is no file, or one that was deleted more than a day ago."""
        if query.purpose is not None and query.purpose not in PURPOSES:
            return FileList(data=[], first_id=None, last_id=None, has_more=False)
        limit = query.limit or MAX_LISTED
        try:
            if query.after is not None and not is_id(PREFIX, query.after):
                raise LookupError(query.after)
            found = await self.files.page(
                purpose=query.purpose,
                after=query.after,
                newest_first=query.order != "asc",
                limit=limit + 1,
                now=self._now(),
            )
        except LookupError:
            message = f"No such File object: {cut(query.after)}. 'after' must be the id of a file of this list."
            raise InvalidRequest(message, param="after", code="invalid_value") from None
        data = found[:limit]
        first, last = (data[0].id, data[-1].id) if data else (None, None)
        return FileList(data=data, first_id=first, last_id=last, has_more=len(found) > limit)

    async def retrieve(self, file_id: str) -> FileObject:
        """Raises `NotFound` for a file that never was, was deleted, or has expired."""
        file = await self.files.find(file_id, self._now()) if is_id(PREFIX, file_id) else None
        if file is None:
            raise _unknown(file_id)
        return file

    async def open(self, file_id: str) -> tuple[FileObject, Content]:
        """What is known of a file, and its bytes, still to be read. Raises `NotFound`."""
        file = await self.retrieve(file_id)
        try:
            return file, await self.objects.get(self.path(file_id))
        except FileNotFoundError:  # deleted in between
            raise _unknown(file_id) from None

    async def delete(self, file_id: str) -> FileDeleted:
        """Raises `NotFound`."""
        if not is_id(PREFIX, file_id) or not await self.files.delete(file_id, self._now()):
            raise _unknown(file_id)
        await self.objects.discard([self.path(file_id)])
        return FileDeleted(id=file_id)

    async def sweep(self) -> None:
        """Delete what has expired, and bytes that no row speaks of: those of requests that were cut off."""
        now = self._now()
        await self.objects.discard(map(self.path, await self.files.delete_expired(now)))
        await self.files.forget(now - REMEMBERED_SECONDS)
        await self.objects.sweep_unfinished()
        await self.objects.sweep(self.path(""), before=now - ORPHAN_SECONDS, living=self.files.living)

    def describe(self, file_id: str, *, size: int, filename: str, purpose: str, seconds: int | None) -> FileObject:
        """A file whose bytes have just been kept, and that goes away after `seconds`, or stays."""
        now = self._now()
        return FileObject(
            id=file_id,
            bytes=size,
            created_at=now,
            expires_at=None if seconds is None else now + seconds,
            filename=filename,
            purpose=purpose,
        )

    def path(self, file_id: str) -> str:
        """Where the bytes are. The name of the database stands in it, so that none sweeps away another's."""
        return f"files/{self.database.name}/{file_id}"

    def _now(self) -> int:
        return int(self.clock())


def _unknown(file_id: str) -> NotFound:
    return NotFound(f"No such File object: {cut(file_id)}", param="id")

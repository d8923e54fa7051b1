"""Uploads: a large file that comes in parts, each kept by itself until they are joined."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from pinxit.errors import InvalidRequest, NotFound
from pinxit.options import cut
from pinxit.service import files
from pinxit.service.files import ORPHAN_SECONDS, REMEMBERED_SECONDS, FileService
from pinxit.service.identifiers import is_id, make_id
from pinxit.store.uploads import Found, Uploads
from pinxit.wire.uploads import CompleteRequest, PartRequest, Upload, UploadPart, UploadRequest

PREFIX, PART_PREFIX = "upload_", "part_"
#: Contract 4: how long an upload may take, and how large a part may be.
UPLOAD_SECONDS, MAX_PART_BYTES = 3600, 2**26
#: How long the parts of an expired upload stay, since one that began to be joined in time may go on reading them.
GRACE_SECONDS = 3600


class UploadService:
    """Gathers parts, and makes them a file of `files`, by whose clock it goes."""

    def __init__(self, files: FileService) -> None:
        self.files = files
        self.objects = files.objects
        self.uploads = Uploads(files.database)

    async def create(self, request: UploadRequest) -> Upload:
        now = self._now()
        upload = Upload(
            id=make_id(PREFIX),
            bytes=request.bytes,
            created_at=now,
            expires_at=now + UPLOAD_SECONDS,
            filename=request.filename,
            purpose=request.purpose,
            status="pending",
        )
        seconds = request.expires_after.seconds if request.expires_after else None
        await self.uploads.add(upload, mime_type=request.mime_type, file_seconds=seconds)
        return upload

    async def add_part(self, upload_id: str, request: PartRequest) -> UploadPart:
        """Raises `NotFound`, and `InvalidRequest` if the upload is over or has no room for the part."""
        size = request.data.size
        _check_room(await self._pending(upload_id), size)
        part = UploadPart(id=make_id(PART_PREFIX), created_at=self._now(), upload_id=upload_id)
        await self.objects.put(self.path(part.id), request.data.file)
        if not await self.uploads.add_part(part, size):  # another call ended the upload, or filled it
            await self.objects.discard([self.path(part.id)])
            _check_room(await self._pending(upload_id), size)
        return part

    async def complete(self, upload_id: str, request: CompleteRequest) -> Upload:
        """Join the parts into a file. Raises `NotFound`, and `InvalidRequest` if the upload is over, or if its parts
        are not what was announced; then it stays as it is."""
        found = await self._pending(upload_id)
        upload = found.upload
        _check_parts(found, request.part_ids)
        file_id = make_id(files.PREFIX)
        try:
            await self.objects.put(self.files.path(file_id), self._joined(request.part_ids, request.md5))
        except FileNotFoundError:  # another call ended the upload, and deleted the parts
            await self._pending(upload_id)
            raise
        file = self.files.describe(
            file_id,
            size=upload.bytes,
            filename=upload.filename,
            purpose=upload.purpose,
            seconds=found.file_seconds,
        )
        if not await self.uploads.complete(upload_id, file):  # another call was quicker
            await self.objects.discard([self.files.path(file_id)])
            await self._pending(upload_id)
        await self.objects.discard(map(self.path, found.parts))
        return upload.model_copy(update={"status": "completed", "file": file})

    async def cancel(self, upload_id: str) -> Upload:
        """Raises `NotFound`, and `InvalidRequest` if the upload is over."""
        found = await self._pending(upload_id)
        if not await self.uploads.cancel(upload_id):
            await self._pending(upload_id)
        await self.objects.discard(map(self.path, found.parts))
        return found.upload.model_copy(update={"status": "cancelled"})

    async def sweep(self) -> None:
        """Delete the parts of uploads that expired, and those that no row speaks of."""
        now = self._now()
        await self.uploads.expire(now - GRACE_SECONDS)
        await self.uploads.forget(now - REMEMBERED_SECONDS)
        await self.objects.sweep(self.path(""), before=now - ORPHAN_SECONDS, living=self.uploads.living_parts)

    async def _pending(self, upload_id: str) -> Found:
        """The upload, if it can go on. Raises `NotFound` or `InvalidRequest`."""
        found = await self.uploads.find(upload_id) if is_id(PREFIX, upload_id) else None
        if found is None:
            raise NotFound(f"No such Upload object: {cut(upload_id)}", param="id")
        status = found.upload.status
        if status == "pending" and found.upload.expires_at <= self._now():
            status = "expired"
        if status != "pending":
            raise InvalidRequest(f"Upload {upload_id} is {status}: it takes no more parts, and cannot be ended again.")
        return found

    async def _joined(self, part_ids: Sequence[str], md5: str | None) -> AsyncGenerator[bytes, None]:
        """The bytes of the parts. Raises at their end if they are not those that `md5` speaks of."""
        digest = hashlib.md5(usedforsecurity=False)
        for part_id in part_ids:
            content = await self.objects.get(self.path(part_id))
            async with aclosing(content.chunks()) as chunks:
                async for chunk in chunks:
                    if md5 is not None:
                        await asyncio.to_thread(digest.update, chunk)
                    yield chunk
        if md5 is not None and digest.hexdigest() != md5.strip().lower():
            message = f"The MD5 of the joined parts is {digest.hexdigest()}, and not '{cut(md5)}'."
            raise InvalidRequest(message, param="md5", code="invalid_value")

    def path(self, part_id: str) -> str:
        """Where the bytes of a part are, until it is joined to the others."""
        return f"uploads/{self.files.database.name}/{part_id}"

    def _now(self) -> int:
        return int(self.files.clock())


def _check_room(found: Found, size: int) -> None:
    used, announced = sum(found.parts.values()), found.upload.bytes
    if used + size > announced:
        message = (
            f"Invalid 'data': this part of {size} bytes makes {used + size} bytes of parts, more than the {announced} "
            "that the upload was announced with."
        )
        raise InvalidRequest(message, param="data", code="invalid_value")


def _check_parts(found: Found, part_ids: Sequence[str]) -> None:
    """Refuse parts that are not there, come twice, or do not add up to the bytes that were announced."""
    seen: set[str] = set()
    for part_id in part_ids:
        if part_id not in found.parts or part_id in seen:
            why = "comes twice" if part_id in seen else f"is no part of {found.upload.id}"
            raise InvalidRequest(f"Invalid 'part_ids': '{cut(part_id)}' {why}.", param="part_ids", code="invalid_value")
        seen.add(part_id)
    total = sum(found.parts[part_id] for part_id in part_ids)
    if total != found.upload.bytes:
        message = (
            f"Invalid 'part_ids': these parts have {total} bytes together, but the upload was announced with "
            f"{found.upload.bytes}."
        )
        raise InvalidRequest(message, param="part_ids", code="invalid_value")

"""Where bytes are kept: an object store, a local folder or a bucket by URL. An object is there whole, or not at all."""

import asyncio
import logging
import os
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import HTTPStore, LocalStore, from_url

from pinxit.errors import ConfigError

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import ObjectStore

logger = logging.getLogger(__name__)

#: How long a store may take to answer the first time.
OPEN_SECONDS = 20
#: Bytes that are read at once, and sent at once where an object is put in several pieces.
READ_BYTES, PIECE_BYTES = 2**20, 2**23
#: Pieces that are on their way at once, so that a large object is not in memory.
PIECES = 4
#: Names that are asked after at once in a sweep, and requests to delete that are on their way at once.
SWEPT_AT_ONCE, DELETED_AT_ONCE = 500, 16
#: What a write to a local folder is called before it is finished, and the age at which nothing writes to it any more.
UNFINISHED, UNFINISHED_SECONDS = re.compile(r".*#\d+"), 3600

Living = Callable[[list[str]], Awaitable[set[str]]]
"""Says which of some names must be kept."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one object, not yet read; they can be read once."""

    size: int
    """Bytes."""
    _result: "GetResult"

    async def read(self) -> bytes:
        """All of it."""
        return bytes(await self._result.bytes_async())

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        async for chunk in self._result.stream(min_chunk_size=READ_BYTES):
            yield bytes(chunk)


class Objects:
    """Objects by path, such as files/file-abc. `url` is `file:///path`, `s3://…`, `gs://…`, `az://…` or `memory:///`;
    credentials come from the environment variables that each cloud has for them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.folder: Path | None = None

    async def open(self) -> None:
        """Make a local folder, or ask the store for its list. Raises `ConfigError` if it cannot be used."""
        try:
            self._store = await asyncio.to_thread(self._open)
            async with asyncio.timeout(OPEN_SECONDS):
                await anext(aiter(obstore.list(self._store, chunk_size=1)), None)
        except (OSError, ValueError, BaseError) as exc:
            reason = str(exc).partition("\n")[0] or f"it did not answer within {OPEN_SECONDS} seconds."
            raise ConfigError(f"Setting 'objects' cannot be used: {reason}") from None
        if isinstance(self._store, LocalStore):
            self.folder = self._store.prefix

    async def put(self, path: str, content: bytes | BinaryIO | AsyncIterator[bytes]) -> None:
        """Keep `content`, however large, under `path`. When this returns it outlives any crash; when it raises, or
        `content` does, nothing is there."""
        if isinstance(content, bytes):
            await obstore.put_async(self._store, path, content, use_multipart=False)
        elif isinstance(content, AsyncIterator):
            await self._put_pieces(path, content)
        else:
            first = await asyncio.to_thread(content.read, PIECE_BYTES)
            if len(first) < PIECE_BYTES:
                await self.put(path, first)
                return
            await self._put_pieces(path, _rest(first, content))
        if self.folder and os.name == "posix":
            await asyncio.to_thread(_settle, self.folder, path)

    async def get(self, path: str) -> Content:
        """Raises `FileNotFoundError`."""
        result = await obstore.get_async(self._store, path)
        return Content(result.meta["size"], result)

    async def discard(self, paths: Iterable[str]) -> None:
        """Delete what nobody needs any more. What cannot be deleted now is left to a sweep."""
        at_once = asyncio.Semaphore(DELETED_AT_ONCE)

        async def delete(path: str) -> None:
            async with at_once:
                try:
                    await obstore.delete_async(self._store, path)
                except FileNotFoundError:
                    pass  # another server was quicker
                except BaseError as exc:
                    logger.warning("%s could not be deleted yet: %s", path, str(exc).partition("\n")[0])

        await asyncio.gather(*map(delete, paths))

    async def sweep(self, prefix: str, *, before: float, living: Living | None = None) -> None:
        """Delete what is under `prefix`, was put before the Unix time `before`, and whose last name `living` does not
        say lives."""
        async for batch in obstore.list(self._store, prefix, chunk_size=SWEPT_AT_ONCE):
            old = {
                found["path"].rpartition("/")[2]: found["path"]
                for found in batch
                if found["last_modified"].timestamp() < before
            }
            kept = await living(list(old)) if old and living else set()
            await self.discard(path for name, path in old.items() if name not in kept)

    async def sweep_unfinished(self) -> None:
        """Delete what writes to a local folder left there when they were cut off. In clouds it cannot be seen, and a
        rule of the bucket deletes it."""
        if self.folder:
            await asyncio.to_thread(_delete_unfinished, self.folder)

    async def _put_pieces(self, path: str, pieces: AsyncIterator[bytes]) -> None:
        await obstore.put_async(self._store, path, pieces, chunk_size=PIECE_BYTES, max_concurrency=PIECES)

    def _open(self) -> "ObjectStore":
        if self.url.startswith("file:"):
            folder = Path(url2pathname(urlsplit(self.url).path))
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what people upload is not for everybody
        store: ObjectStore = from_url(self.url)
        if isinstance(store, HTTPStore):
            raise ValueError("a web server is no object store.")
        return store


async def _rest(first: bytes, file: BinaryIO) -> AsyncGenerator[bytes, None]:
    piece = first
    while piece:
        yield piece
        piece = await asyncio.to_thread(file.read, PIECE_BYTES)


def _settle(folder: Path, path: str) -> None:
    """Have the system write a file and the folders on its way to the disk, so that it outlives a loss of power too."""
    file = folder / path
    for each in (file, *file.parents[: path.count("/") + 1]):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _delete_unfinished(folder: Path) -> None:
    long_ago = time.time() - UNFINISHED_SECONDS
    for path in folder.rglob("*#*"):
        try:
            if UNFINISHED.fullmatch(path.name) and path.stat().st_mtime < long_ago:
                path.unlink()
        except FileNotFoundError:
            pass  # finished, or another server was quicker

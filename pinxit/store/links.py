"""Pictures behind signed links that die: put once, fetched by anyone who has the link (contract 1.5)."""

import asyncio
import hashlib
import hmac
import os
import re
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore

from pinxit.errors import ConfigError, NotFound

FOLDER = "links"
KEY, KEY_BYTES = "links.key", 32


class Links:
    """Keeps bytes under names nobody can guess, in `data`/links, for `seconds`."""

    def __init__(self, data: Path, *, seconds: int) -> None:
        self.data = data
        self.seconds = seconds

    async def open(self) -> None:
        """Make the folder and the signing key, if they are not there, and delete what has died."""
        try:
            self._store = await asyncio.to_thread(LocalStore, prefix=self.data, mkdir=True)
            self._key = await asyncio.to_thread(self._read_key)
        except (OSError, BaseError) as exc:
            raise ConfigError(f"The data folder {str(self.data)!r} cannot be used: {exc}") from None
        await self.sweep()

    async def put(self, content: bytes, extension: str) -> str:
        """Keep `content`; returns the path of its link, e.g. /v1/images/links/img-….png?se=…&sig=…"""
        name = f"img-{secrets.token_hex(16)}.{extension}"
        await obstore.put_async(self._store, f"{FOLDER}/{name}", content)
        expires = int(time.time()) + self.seconds
        return f"/v1/images/links/{name}?se={expires}&sig={self._sign(name, expires)}"

    async def get(self, name: str, expires: str, signature: str) -> bytes:
        """The content behind a link. Raises `NotFound` for a link that is forged, dead or swept away."""
        gone = NotFound("This link does not exist, or it has expired.")
        if not re.fullmatch(r"\d{1,12}", expires, re.ASCII) or not re.fullmatch(r"img-[0-9a-f]{32}\.[a-z]+", name):
            raise gone
        wanted = self._sign(name, int(expires))
        if not hmac.compare_digest(wanted.encode(), signature.encode()) or int(expires) < time.time():
            raise gone
        try:
            return bytes(await (await obstore.get_async(self._store, f"{FOLDER}/{name}")).bytes_async())
        except FileNotFoundError:
            raise gone from None

    async def sweep(self) -> None:
        """Delete the pictures whose links have died."""
        dead = datetime.fromtimestamp(time.time() - self.seconds, UTC)
        async for batch in obstore.list(self._store, FOLDER):
            for found in batch:
                if found["last_modified"] < dead:
                    with suppress(FileNotFoundError):  # another server on this folder was quicker
                        await obstore.delete_async(self._store, found["path"])

    def _read_key(self) -> bytes:
        """The key of this folder, made by the first server that opens it: whole or not at all."""
        path = self.data / KEY
        if not path.exists():
            mine = self.data / f"{KEY}.{secrets.token_hex(8)}"
            mine.touch(mode=0o600)
            mine.write_bytes(secrets.token_bytes(KEY_BYTES))
            with suppress(FileExistsError):
                os.link(mine, path)
            mine.unlink()
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise ConfigError(f"{str(path)!r} holds no key of {KEY_BYTES} bytes: delete it, and links made so far die.")
        return key

    def _sign(self, name: str, expires: int) -> str:
        return hmac.new(self._key, f"{name}\n{expires}".encode(), hashlib.sha256).hexdigest()

"""Pictures behind signed links that die: put once, fetched by anyone who has the link (contract 1.5)."""

import hashlib
import hmac
import re
import secrets
import time

from pinxit.errors import NotFound
from pinxit.store.database import Database
from pinxit.store.objects import Objects

PREFIX = "links"
#: The name of the key that signs, among those of the database.
KEY, KEY_BYTES = "links", 32


class Links:
    """Keeps bytes under names nobody can guess, among `objects`, for `seconds`."""

    def __init__(self, database: Database, objects: Objects, *, seconds: int) -> None:
        self.database = database
        self.objects = objects
        self.seconds = seconds

    async def open(self) -> None:
        """Find the signing key, or make it; the database must be open."""
        self._key = await self.database.key(KEY, KEY_BYTES)

    async def put(self, content: bytes, extension: str) -> str:
        """Keep `content`; returns the path of its link, e.g. /v1/images/links/img-….png?se=…&sig=…"""
        name = f"img-{secrets.token_hex(16)}.{extension}"
        await self.objects.put(self._object(name), content)
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
            return await (await self.objects.get(self._object(name))).read()
        except FileNotFoundError:
            raise gone from None

    async def sweep(self) -> None:
        """Delete the pictures whose links have died."""
        await self.objects.sweep(self._object(""), before=time.time() - self.seconds)

    def _object(self, name: str) -> str:
        """Where the bytes are. The name of the database stands in it, so that none sweeps away another's."""
        return f"{PREFIX}/{self.database.name}/{name}"

    def _sign(self, name: str, expires: int) -> str:
        return hmac.new(self._key, f"{name}\n{expires}".encode(), hashlib.sha256).hexdigest()

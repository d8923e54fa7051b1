"""Pictures of conversations, by name: those that were shown and those that were drawn."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from pinxit.store.database import Database
from pinxit.store.objects import Objects

#: How old a picture without a row must be to belong to nobody: longer than it takes to write the row.
ORPHAN_SECONDS = 86_400


class Pictures:
    """Keeps pictures as bytes among `objects`. The name of the database stands in their paths."""

    def __init__(self, database: Database, objects: Objects) -> None:
        self.database = database
        self.objects = objects

    async def put(self, name: str, content: bytes) -> None:
        await self.objects.put(self._path(name), content)

    async def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Keep pictures by their names, before any row speaks of them."""
        for name, content in contents.items():
            await self.put(name, content)

    async def read(self, name: str) -> bytes:
        """Raises `FileNotFoundError`."""
        return await (await self.objects.get(self._path(name))).read()

    async def discard(self, names: Iterable[str]) -> None:
        await self.objects.discard(map(self._path, names))

    async def sweep(self, now: float, living: Callable[[list[str]], Awaitable[set[str]]]) -> None:
        """Delete what no row speaks of: the pictures of responses that were cut off."""
        await self.objects.sweep(self._path(""), before=now - ORPHAN_SECONDS, living=living)

    def _path(self, name: str) -> str:
        return f"pictures/{self.database.name}/{name}"

"""Bytes that are behind what travels: the parts of a form, and pictures that were kept."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Blob:
    """What one part held. `file` stands at its beginning; small ones are in memory, large ones on disk."""

    file: BinaryIO
    size: int
    """Bytes."""
    filename: str = ""
    media_type: str = "application/octet-stream"
    """What the caller said of it, which may be wrong."""

    def read(self) -> bytes:
        """All of it."""
        self.file.seek(0)
        return self.file.read()


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of a conversation, by the name under which it is stored. No caller sends it."""

    name: str

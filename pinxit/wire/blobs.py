"""Bytes that travelled as a part of a form: an image, a mask, a file."""

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

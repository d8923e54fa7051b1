"""What a picture was made of, written into its file: so that it can be made again, and an edit can go on from it."""

import json
from typing import Self

from PIL import Image

from pinxit import pictures
from pinxit.rows import Row

#: EXIF: the directory of the camera's fields, and in it the user's comment, which begins with its character code.
EXIF_FIELDS, USER_COMMENT = 0x8769, 0x9286
CODE = b"ASCII\0\0\0"
#: Before the JSON, for those who look at it, and so that no other comment is taken for one.
BEGIN = b"pinxit "
MAX_BYTES = 60_000
"""A JPEG's EXIF holds 64 KB: of a longer prompt nothing is written."""
CELLS, TOLERANCE = 8, 6.0
"""A picture is still what it was where the colours of 8x8 cells differ by so many levels of 255 in the mean at most."""


class Origin(Row):
    """What a picture was made of, where that was words and a seed alone."""

    prompt: str
    seed: int
    painter: str
    """The engine or the open model that painted it."""
    scene: str | None = None
    """What its engine read in the prompt, as JSON, if it reads scenes."""
    look: str
    """The colours of its cells, row by row, in hexadecimal: by them a picture that was changed since is told."""

    @classmethod
    def of(cls, image: Image.Image, *, prompt: str, seed: int, painter: str, scene: str | None) -> Self:
        return cls(prompt=prompt, seed=seed, painter=painter, scene=scene, look=_cells(image).hex())

    def is_of(self, image: Image.Image) -> bool:
        """Whether `image` is still the picture that this was written for, at any size and after any compression."""
        mine, other = bytes.fromhex(self.look), _cells(image)
        differences = [abs(one - two) for one, two in zip(mine, other, strict=False)]
        return len(mine) == len(other) and sum(differences) / len(differences) <= TOLERANCE


def to_exif(origin: Origin) -> bytes | None:
    """`origin` as the EXIF block of a file, or None where it is too long for one."""
    text = BEGIN + json.dumps(origin.model_dump(exclude_none=True)).encode("ascii")
    if len(text) > MAX_BYTES:
        return None
    exif = Image.Exif()
    exif.get_ifd(EXIF_FIELDS)[USER_COMMENT] = CODE + text
    return exif.tobytes()


def from_exif(block: bytes) -> Origin | None:
    """What `to_exif` wrote, or None for any other block: it came from a caller, and may hold anything.

    The comment is looked for and not read by the rules of EXIF, of which no part is needed.
    """
    _, found, rest = block.partition(CODE + BEGIN)
    if not found:
        return None
    try:
        origin = Origin.model_validate_json(rest.partition(b"\0")[0])
        bytes.fromhex(origin.look)
    except ValueError:
        return None
    return origin


def _cells(image: Image.Image) -> bytes:
    return pictures.flatten(image).resize((CELLS, CELLS), Image.Resampling.BOX).tobytes()

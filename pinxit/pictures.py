"""Pixels to bytes and back: the only module that knows file formats and sizes."""

import base64
import io
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import fpng
import numpy as np
import pyvips
from PIL import Image

pyvips.cache_set_max(0)  # it would keep callers' files after their requests, and nothing is ever read twice

MAX_FRAMES = 100
"""An animation of more frames than this is refused; of any other the first is read."""


class Undecodable(ValueError):
    """These bytes are no picture that we read; the message says why, for the caller."""


class TooManyPixels(Undecodable):
    """The picture is larger than we decode."""


PNG_HEADER_BYTES = 33
"""The signature and the first chunk of a PNG; any other chunk may follow."""


def _png(image: Image.Image, compression: int, exif: bytes) -> bytes:
    data: bytes = fpng.from_pil(image if image.mode in ("RGB", "RGBA") else image.convert("RGBA"))
    if not exif:
        return data
    named = b"eXIf" + exif.removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(named) - 4) + named + struct.pack(">I", zlib.crc32(named))
    return data[:PNG_HEADER_BYTES] + chunk + data[PNG_HEADER_BYTES:]


def _jpeg(image: Image.Image, compression: int, exif: bytes) -> bytes:
    """Chroma is kept whole from quality 90 up, where its loss would be the first thing seen."""
    subsampling = 0 if compression >= 90 else 2
    return _pillow(image.convert("RGB"), "JPEG", exif, quality=max(1, compression), subsampling=subsampling)


def _webp(image: Image.Image, compression: int, exif: bytes) -> bytes:
    return _pillow(image, "WEBP", exif, quality=compression, method=0)


def _pillow(image: Image.Image, name: str, exif: bytes, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options, **({"exif": exif} if exif else {}))
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what the wire calls it, how its files begin, whether it has alpha, and how it is written."""

    media_type: str
    magic: re.Pattern[bytes]
    has_alpha: bool
    write: Callable[[Image.Image, int, bytes], bytes]


FORMATS = {
    "png": Format("image/png", re.compile(rb"\x89PNG\r\n\x1a\n"), True, _png),
    "jpeg": Format("image/jpeg", re.compile(rb"\xff\xd8\xff"), False, _jpeg),
    "webp": Format("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL), True, _webp),
}


def encode(image: Image.Image, output_format: str = "png", compression: int = 100, exif: bytes = b"") -> bytes:
    """Write `image` as `output_format`; `compression` is the quality, 0 to 100, and means nothing to PNG.

    `exif` is a block of metadata that goes with it.

    The encoders were chosen by speed at 1024x1024: fpng takes 11 ms where Pillow's PNG takes 540 ms, and WebP's
    method 0 takes a third of the default method's time.
    """
    return FORMATS[output_format].write(image, compression, exif)


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def parse_size(text: str) -> tuple[int, int]:
    """Read "WIDTHxHEIGHT", width first. Raises `ValueError` for anything else."""
    found = re.fullmatch(r"([1-9]\d{0,4})x([1-9]\d{0,4})", text, re.ASCII)
    if found is None:
        raise ValueError(f"{text!r} is not WIDTHxHEIGHT")
    return int(found[1]), int(found[2])


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture of which only the header was read. `width` and `height` are those of the upright picture, in pixels."""

    format: str
    """A key of FORMATS, by how the bytes begin."""
    width: int
    height: int
    mode: str
    """As Pillow would name it: "L", "LA", "RGB", "RGBA" or "CMYK"."""
    size: int
    """Bytes."""
    image: Any
    """The pyvips image, which has decoded nothing yet."""
    exif: bytes = b""
    """The block of metadata that came with it."""

    def decode(self, max_width: int, max_height: int) -> Image.Image:
        """The upright picture in sRGB, RGB or RGBA, shrunk into `max_width` x `max_height` if it is larger.

        Works in strips, so that a large picture costs little more memory than what is returned. Raises `Undecodable`
        for bytes that are cut off or damaged. It can be called once.
        """
        try:
            upright = self.image.thumbnail_image(max_width, height=max_height, size="down", export_profile="srgb")
            pixels: Any = np.asarray(upright.cast("uchar") if upright.format != "uchar" else upright)
        except pyvips.Error:
            raise Undecodable("the file is damaged or cut off") from None
        return Image.fromarray(np.ascontiguousarray(pixels))


MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
SIDEWAYS = (5, 6, 7, 8)
"""The EXIF orientations that exchange width and height."""


def inspect(data: bytes, *, max_pixels: int) -> Encoded:
    """Read the header of a PNG, JPEG or WebP, whatever its name says: microseconds, whatever size it claims.

    Raises `Undecodable`, and `TooManyPixels` for a picture of more than `max_pixels`.
    """
    name = next((name for name, each in FORMATS.items() if each.magic.match(data)), None)
    if name is None:
        raise Undecodable("it is no PNG, JPEG or WebP file")
    try:
        image = pyvips.Image.new_from_buffer(data, "", access="sequential", fail_on="truncated")
        fields = image.get_fields()
        orientation = image.get("orientation") if "orientation" in fields else 1
    except pyvips.Error:
        raise Undecodable("the file is damaged or cut off") from None
    if image.width * image.height > max_pixels:
        raise TooManyPixels(f"{image.width}x{image.height} pixels are more than the {max_pixels} that are read")
    if image.get_n_pages() > MAX_FRAMES:
        raise Undecodable(f"an animation of more than {MAX_FRAMES} frames is not read")
    mode = "CMYK" if image.interpretation == "cmyk" else MODES.get(image.bands, "RGB")
    width, height = (image.width, image.height) if orientation not in SIDEWAYS else (image.height, image.width)
    exif = image.get("exif-data") if "exif-data" in fields else b""
    return Encoded(name, width, height, mode, len(data), image, exif)


def parse_data_url(url: str) -> bytes | None:
    """The content of a data: URL; None for another URL. Raises `Undecodable` for one that is not base64."""
    found = re.match(r"data:[^,]{0,200}?(;base64)?,", url, re.IGNORECASE)
    if found is None:
        if url[:5].lower() == "data:":
            raise Undecodable("it is no data URL")
        return None
    if not found[1]:
        raise Undecodable("a data URL must hold base64")
    try:
        text = url[found.end() :]
        if re.search(r"\s", text):  # as `base64` of a shell writes it
            text = "".join(text.split())
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Undecodable("the base64 of the data URL is damaged") from None


def flatten(image: Image.Image) -> Image.Image:
    """The picture as RGB, on white where it has alpha."""
    if image.mode == "RGB":
        return image
    under = Image.new("RGBA", image.size, "white")
    under.alpha_composite(image.convert("RGBA"))
    return under.convert("RGB")


def keeper(original: Image.Image | None, mask: Image.Image | None) -> Callable[[Image.Image], Image.Image]:
    """A function that gives a painted picture back the pixels of `original` where `mask` is opaque.

    `mask` is "L" and of the painted picture's size, to which `original` is stretched. Without a mask nothing is kept.
    """
    if original is None or mask is None:
        return lambda painted: painted
    stretched = original.resize(mask.size, Image.Resampling.LANCZOS) if original.size != mask.size else original
    flat = flatten(stretched)

    def keep(painted: Image.Image) -> Image.Image:
        if painted.mode == "RGBA":
            return Image.composite(stretched.convert("RGBA"), painted, mask)
        return Image.composite(flat, painted, mask)

    return keep

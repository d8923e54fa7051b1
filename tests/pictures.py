"""Pictures for tests: small, deterministic, and in every kind of file that callers send."""

import base64
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw

SIZE = (300, 200)


def photo(size=SIZE):
    """A gradient with a little noise, so that every place of it differs from every other."""
    wide, high = size
    across, down = np.meshgrid(np.linspace(0, 1, wide), np.linspace(0, 1, high))
    noise = np.random.default_rng(1).normal(0, 4, (high, wide, 3))
    pixels = np.stack([60 + 180 * across, 200 - 120 * down, 90 + 100 * across * down], axis=2) + noise
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def sprite(size=SIZE):
    """A red disc with alpha around it."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    wide, high = size
    ImageDraw.Draw(image).ellipse((wide * 0.3, high * 0.2, wide * 0.7, high * 0.8), fill=(200, 30, 30, 255))
    return image


def mask(size=SIZE, box=(0.25, 0.25, 0.75, 0.75)):
    """Opaque, but for a clear rectangle."""
    image = Image.new("RGBA", size, (0, 0, 0, 255))
    left, top, right, bottom = (round(share * side) for share, side in zip(box, (*size, *size), strict=True))
    image.paste((0, 0, 0, 0), (left, top, right, bottom))
    return image


def encoded(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def decoded(b64):
    image = Image.open(io.BytesIO(base64.b64decode(b64)))
    image.load()
    return image


def data_url(image, kind="PNG"):
    return f"data:image/{kind.lower()};base64,{base64.b64encode(encoded(image, kind)).decode()}"


def png_header(width, height):
    """A PNG of which there is no more than a header and an empty chunk of pixels: 57 bytes."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", b"")
    )


def difference(one, other):
    """The mean difference of two pictures of one size, 0 to 255."""
    levels = [np.asarray(image.convert("RGB"), dtype=np.float64) for image in (one, other)]
    return float(np.abs(levels[0] - levels[1]).mean())

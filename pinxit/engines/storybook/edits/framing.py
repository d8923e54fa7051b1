"""Brings a picture into the shape of another without distorting it."""

from PIL import Image

STRETCH = 1.08
"""A picture whose shape differs by less than this factor is stretched; nobody sees it, and nothing is cut off."""


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`image` at `size`, in its own mode: stretched if the shapes are near, else scaled to cover and cut to the middle;
    one with alpha is scaled to fit, so that nothing of its subject is cut off."""
    wide, high = size
    if image.size == size:
        return image
    ratio = (wide / high) / (image.width / image.height)
    if 1 / STRETCH <= ratio <= STRETCH:
        return image.resize(size, Image.Resampling.LANCZOS)
    scales = wide / image.width, high / image.height
    scale = min(scales) if image.mode == "RGBA" else max(scales)
    across, down = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    left, top = (across - wide) // 2, (down - high) // 2
    if image.mode == "RGBA":
        page = Image.new("RGBA", size, (255, 255, 255, 0))
        page.paste(image.resize((across, down), Image.Resampling.LANCZOS), (-left, -top))
        return page
    # a picture of 1x5000 pixels, scaled as a whole, would take gigabytes
    wider, taller = image.width / across, image.height / down
    box = (left * wider, top * taller, (left + wide) * wider, (top + high) * taller)
    return image.resize(size, Image.Resampling.LANCZOS, box=box)

"""Adds things and pictures to a picture that is there: a hat on a head, balloons in the air, a logo on a shirt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from pinxit import pictures
from pinxit.engines.cutting.cutout import Cutout
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits.asked import Addition, Paste
from pinxit.engines.storybook.edits.light import Box, lit_as
from pinxit.engines.storybook.edits.pasting import drawn, place, quietest
from pinxit.engines.storybook.edits.places import Spot
from pinxit.engines.storybook.edits.props import painted, printed
from pinxit.engines.storybook.layout.sizes import seen_height
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import stage
from pinxit.jobs import Job

EYEWEAR = frozenset(["glasses", "sunglasses", "goggles"])
NECKWEAR = frozenset(["scarf", "necktie", "ribbon", "prayer beads"])
SIDES: dict[str, tuple[float, ...]] = {"left": (0.2, 0.26, 0.14), "right": (0.8, 0.74, 0.86), "middle": (0.5,)}
"""Where a thing's middle may be, as shares of the width, by the word that asks for it."""
ANYWHERE = (0.26, 0.74, 0.5, 0.18, 0.82, 0.36, 0.64)
TALL, WIDE = 0.42, 0.5
"""The most of the picture's height and width that things on the ground take; those far off have half of it."""
FLOWN = 0.3
"""The same of the height for what is in the air."""
SMALLEST = 0.5
"""Of that, what is drawn of a thing however small it is in nature: a bird, a mouse."""
WEARER = (0.3, 0.12, 0.7, 0.95)
"""Where somebody is taken to be who cannot be told from what is behind them: shares of left, top, right and bottom."""
HEAD_WIDTH = 0.44
"""Of a wearer's width."""
FITS = {"head": (1.5, 1.3, 0.1), "eyes": (0.95, 0.6, 0.36), "neck": (1.5, 1.2, 1.12)}
"""The most that is worn takes of a face's width and height, and how far down the face it goes."""
CHEST = 0.68
"""How far down a wearer's chest is."""
PRINT_WIDTH = 0.2
"""Of the picture's width: a logo on somebody's chest."""
LABEL_MARGIN = 0.04
"""Of the picture's shorter side, what is kept free around a label."""
FOLD = 0.09
"""Of a print's width: what is finer than this on the cloth is no fold, and does not show through."""
FRONT, FRONT_OF_CUP = (0.36, 0.5), (0.2, 0.77)
"""A logo on the front of a thing, and of what one looks into from above: the most of its width and height that it
takes, and how far down its middle is."""
BESIDE, LEAST_BESIDE = 0.02, 0.55
"""Of the picture's width, what is kept free beside a subject; and how small a thing is made so that it stands there."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture that is added to, and where its subject is, if that is known."""

    image: Image.Image
    """RGB, or RGBA where a part of it is clear."""
    subject: Box | None
    face: Box | None = None
    """Where somebody's face is, if one was found."""

    @property
    def wearer(self) -> Box:
        """Where its subject is, or is likely to be."""
        width, height = self.image.size
        left, top, right, bottom = WEARER
        return self.subject or (round(left * width), round(top * height), round(right * width), round(bottom * height))


def add(canvas: Canvas, addition: Addition, job: Job, pack: ArtPack) -> Image.Image:
    """The picture with the things of `addition` drawn on it, in its own mode."""
    # what is put onto a picture brings no table with it
    scene, image = stage(replace(addition.draft, said={"setting": "plain"}), pack), canvas.image
    if not scene.subjects:
        return image
    if is_worn(addition, pack):
        return _put_on(canvas, addition, job, pack)
    arts = [pack.get(subject.art) for subject in scene.subjects]
    flies = all(art.stance == "floats" for art in arts) or ("top" in addition.spots and not addition.on)
    share = max(seen_height(pack.get(each.art), each.size) for each in scene.subjects)
    share = min(max(share, SMALLEST), 1.0) * (0.5 if "far" in addition.spots else 1.0)
    most = round(WIDE * share * image.width), round((FLOWN if flies else TALL) * share * image.height)
    things = drawn(scene, pack, most, seed=job.seed, quality=job.quality)
    if things is None:
        return image
    things, across = _beside(canvas, things, addition.spots)
    feet = _heights(addition.spots, things.height / image.height, flies=flies)
    x, y = quietest(image, things.size, across, feet, avoid=canvas.subject)
    return place(image, lit_as(things, image, _box(things, x, y)), x, y, stands=not flies)


def _beside(canvas: Canvas, image: Image.Image, spots: tuple[Spot, ...]) -> tuple[Image.Image, Sequence[float]]:
    """What is to stand at a side, small enough to hide nothing of the subject where that is possible, and where its
    middle may be, as shares of the width."""
    across = [x for spot in spots for x in SIDES.get(spot, ())]
    side = next((spot for spot in spots if spot in ("left", "right")), None)
    if side is None or canvas.subject is None:
        return image, across or ANYWHERE
    width = canvas.image.width
    gap = BESIDE * width
    left, right = (gap, canvas.subject[0] - gap) if side == "left" else (canvas.subject[2] + gap, width - gap)
    if right - left < LEAST_BESIDE * image.width:
        return image, across
    image = _scaled(image, min(image.width, right - left), image.height)
    half = image.width / 2
    return image, [min(max(across[0] * width, left + half), right - half) / width]


def is_worn(addition: Addition, pack: ArtPack) -> bool:
    """Whether it is one thing that somebody wears."""
    arts = [pack.get(subject.art) for subject in addition.draft.subjects]
    return len(arts) == 1 and arts[0].title in Grammar.built_in().worn


def _heights(spots: tuple[Spot, ...], tall: float, *, flies: bool) -> tuple[float, ...]:
    """Where the feet of things may be, as shares of the height; the preferred first."""
    if "bottom" in spots:
        return (0.97,)
    if flies:
        return tuple(min(0.95, tall + lift) for lift in (0.06, 0.1, 0.04))
    if "far" in spots:
        return (0.62, 0.58)
    return (0.94, 0.9, 0.86)


def _put_on(canvas: Canvas, addition: Addition, job: Job, pack: ArtPack) -> Image.Image:
    """A hat, glasses or a scarf on the picture's subject."""
    title = pack.get(addition.draft.subjects[0].art).title
    left, top, right, bottom = canvas.face or _head_of(canvas.wearer)
    wide, high = right - left, bottom - top
    width, height, down = FITS["eyes" if title in EYEWEAR else "neck" if title in NECKWEAR else "head"]
    x, y = (left + right) / 2, top + down * high
    is_on_top = down < 0.3  # a hat stands on the line, as small as it must be to stay in the picture
    size = max(8, round(width * wide)), max(8, round(min(height * high, y) if is_on_top else height * high))
    worn = drawn(stage(addition.draft, pack), pack, size, seed=job.seed, quality=job.quality)
    if worn is None:
        return canvas.image
    y = max(y, worn.height) if is_on_top else y + worn.height / 2
    return place(canvas.image, lit_as(worn, canvas.image, _box(worn, x, y)), x, y, stands=False)


def _head_of(wearer: Box) -> Box:
    """Where the face of somebody is, of whom only the outline is known."""
    left, top, right, bottom = wearer
    half, middle, high = HEAD_WIDTH / 2 * (right - left), (left + right) / 2, bottom - top
    return round(middle - half), round(top + 0.06 * high), round(middle + half), round(top + 0.34 * high)


def paste(canvas: Canvas, cutout: Cutout, wanted: Paste, *, is_faithful: bool) -> Image.Image:
    """The picture with another of the caller's on it, in its own mode: on a chest, in a corner, or standing."""
    picture, image = canvas.image, cutout.image if cutout.is_clean else printed(cutout.image)
    image = image if is_faithful or not cutout.is_clean else painted(image)
    if wanted.manner == "label":
        return _label(picture, _scaled(image, PRINT_WIDTH * picture.width, PRINT_WIDTH * picture.height), wanted.spots)
    if wanted.manner == "print":
        left, top, right, bottom = canvas.wearer
        image = _scaled(image, PRINT_WIDTH * picture.width, 0.3 * picture.height)
        return _printed_on(picture, image, (left + right) / 2, top + CHEST * (bottom - top))
    image = _scaled(image, WIDE * picture.width, TALL * picture.height)
    image, across = _beside(canvas, image, wanted.spots)
    flies = "top" in wanted.spots
    feet = _heights(wanted.spots, image.height / picture.height, flies=flies)
    x, y = quietest(picture, image.size, across, feet, avoid=canvas.subject)
    return place(picture, lit_as(image, picture, _box(image, x, y)), x, y, stands=not flies)


def _label(picture: Image.Image, image: Image.Image, spots: Sequence[Spot]) -> Image.Image:
    """The picture with another at one of its sides or in one of its corners."""
    margin = round(LABEL_MARGIN * min(picture.size))
    x, y = ((picture.width - image.width) // 2, (picture.height - image.height) // 2)
    x = margin if "left" in spots else picture.width - image.width - margin if "right" in spots else x
    y = margin if "top" in spots else picture.height - image.height - margin if "bottom" in spots else y
    labelled = picture.convert("RGBA")
    labelled.alpha_composite(image.convert("RGBA"), (max(0, x), max(0, y)))
    return labelled.convert(picture.mode)


def stamp(picture: Image.Image, cutout: Cutout, art: Art, box: Box, *, is_faithful: bool) -> Image.Image:
    """The picture with another of the caller's printed on the front of the thing in `box`, in its own mode."""
    left, top, right, bottom = box
    share, down = FRONT_OF_CUP if art.group in ("drink", "dishware") else FRONT
    image = cutout.image if is_faithful or not cutout.is_clean else painted(cutout.image)
    image = _scaled(image, share * (right - left), share * (bottom - top))
    return _printed_on(picture, image, (left + right) / 2, top + down * (bottom - top))


def _printed_on(picture: Image.Image, image: Image.Image, x: float, middle: float) -> Image.Image:
    y = min(middle + image.height / 2, picture.height)
    return place(picture, _on_fabric(image, picture, _box(image, x, middle + image.height / 2)), x, y, stands=False)


def _scaled(image: Image.Image, wide: float, high: float) -> Image.Image:
    scale = min(wide / image.width, high / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _on_fabric(image: Image.Image, picture: Image.Image, box: Box) -> Image.Image:
    """RGBA `image` with the light and shade of what it is printed on, and nothing of the marks and straps there."""
    cloth = pictures.flatten(picture.crop(box)).convert("L").resize(image.size)
    under = np.asarray(cloth.filter(ImageFilter.GaussianBlur(FOLD * image.width)), dtype=np.float32)
    shade = 1 + 0.45 * (under / max(float(under.mean()), 8.0) - 1)
    pixels = np.asarray(image).astype(np.float32)
    pixels[..., :3] *= shade.clip(0.7, 1.15)[..., None]
    pixels[..., 3] *= 0.97
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _box(image: Image.Image, x: float, y: float) -> Box:
    """The box of a thing with the middle of its lower edge at (x, y)."""
    left, top = round(x - image.width / 2), round(y - image.height)
    return left, top, left + image.width, top + image.height

"""Paints icons, one bold subject on a tile, and stickers, cut out with a white rim."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.sheets.beside import side_by_side
from pinxit.engines.storybook.painting.sheets.designs import LIGHT_INK, grounds, is_dark
from pinxit.engines.storybook.painting.sheets.sheet import Sheet, masked, shadow_of
from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.settings.colour import darker, lighter, parts
from pinxit.jobs import Job

TILE, SUBJECT = 0.84, 0.66
"""Shares of the sheet's shorter side: the tile, and what is on it."""
SPECIMEN = 0.66
RIM = 0.022
"""The width of a sticker's rim, as a share of the sheet's shorter side."""
WORDS = 0.17
"""Share of the sheet's height for the words below an icon."""
LARGEST_RIM = 512
"""Pixels along the longer side at which a rim is worked out; it is smooth, and scaled up from there."""


class IconPainter(Sheet):
    """An icon: its subject on a rounded tile, on a disc, or on the white or coloured ground that was asked for."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.is_app = scene.variety == "tile"
        self.backdrop = one_colour(scene.backdrop)
        self.is_tiled = self.is_app or self.backdrop is None
        self.high = self.height * (1 - WORDS) if scene.lettering else self.height
        self.tile = TILE * min(self.width, self.high)
        self.middle = self.width / 2, self.high / 2
        self.found: list[Seen] = []

    def painted(self) -> Iterator[Operation]:
        if not self.job.transparent:
            yield self._lay_ground
        if self.is_tiled:
            yield self._tile
        if self.scene.subjects:
            yield self._subject

    def lettered(self) -> Iterator[Operation]:
        if self.scene.lettering:
            yield self._words

    def seen(self) -> list[Seen]:
        return list(self.found)

    @property
    def colours(self) -> tuple[str, str]:
        """The tile's colour above and below: the asked one, or one that its subject stands out from."""
        if self.is_app and self.backdrop:
            return lighter(self.backdrop, 0.22), darker(self.backdrop, 0.06)
        choices = grounds("tiles", self.job.seed)
        if not self.scene.subjects:
            return choices[0][0], choices[0][1]
        own = self.scene.subjects[0]
        colour = parts(one_colour(own.colour) or self.pack.get(own.art).colour)
        fit = [
            each for each in choices if _apart(colour, parts(each[0])) > 110 and _apart(colour, parts(each[1])) > 110
        ]
        best = (fit or sorted(choices, key=lambda each: -_apart(colour, parts(each[1]))))[0]
        return best[0], best[1]

    def _lay_ground(self) -> None:
        colour = self.backdrop if self.backdrop and not self.is_app else "#ffffff"
        self.ground(colour)

    def _tile(self) -> None:
        size = round(self.tile)
        first, last = self.colours
        shape = _squircle(size) if self.is_app else f'<circle cx="{size / 2}" cy="{size / 2}" r="{size / 2}"/>'
        if self.scene.subjects:
            face = Image.linear_gradient("L").resize((size, size))
            picture = Image.composite(Image.new("RGB", face.size, last), Image.new("RGB", face.size, first), face)
            gloss = np.asarray(Image.radial_gradient("L").resize((size, size)), dtype=np.float32) / 255
            glow = Image.fromarray((np.clip(0.75 - gloss, 0, 1) * 70).astype(np.uint8))
            picture = Image.composite(Image.new("RGB", face.size, "#ffffff"), picture, glow)
        else:  # a place fills the tile
            picture = self.page(replace(self.scene, lettering=()), size, size).picture().convert("RGB")
        tile = masked(picture, shape)
        if not self.job.transparent:
            shadow = shadow_of(tile, 0.016 * self.side, 0.32)
            self.centre(shadow, self.middle[0], self.middle[1] + 0.012 * self.side)
        self.centre(tile, *self.middle)

    def _subject(self) -> None:
        share = SUBJECT * min(self.width, self.high) * (1.0 if self.is_app else 0.94 if self.is_tiled else 1.22)
        painter_scene = replace(self.scene, lettering=(), setting="plain")
        image, _ = side_by_side(self, painter_scene, share, share)
        x, y = self.middle
        if self.is_tiled:
            self.centre(shadow_of(image, 0.012 * self.side, 0.3), x, y + 0.014 * self.side)
        elif not self.job.transparent:
            flat = image.resize((image.width, max(2, image.height // 12)))
            self.centre(shadow_of(flat, 0.012 * self.side, 0.22), x, y + image.height / 2)
        self.centre(image, x, y)
        self.found = [
            Seen(number, x - image.width / 2, y - image.height / 2, x + image.width / 2, y + image.height / 2)
            for number in range(len(self.scene.subjects))
        ]

    def _words(self) -> None:
        first = self.scene.lettering[0]
        text = "\n".join(each.text for each in self.scene.lettering)
        ground = self.backdrop if not self.is_app else None
        is_light = ground is not None and is_dark(ground) and not self.job.transparent
        ink = LIGHT_INK if is_light else "#2b2740"
        image = self.words(
            text, self.width * 0.86, self.height * WORDS * 0.72, face=first.face,
            colour=one_colour(first.colour) or ink, outline="#ffffff" if self.job.transparent else None,
        )  # fmt: skip
        self.centre(image, self.width / 2, self.height * (1 - WORDS * 0.56))


class SpecimenPainter(Sheet):
    """What a field of a grid shows on a plain ground: the thing itself, large, with its shadow."""

    styles_parts = True
    is_worked_over = False

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.found: list[Seen] = []

    def painted(self) -> Iterator[Operation]:
        if not self.job.transparent:
            yield self._lay_ground
        yield self._things

    def seen(self) -> list[Seen]:
        return list(self.found)

    def _lay_ground(self) -> None:
        colour = one_colour(self.scene.backdrop)
        if colour and self.scene.style is None:
            stops = "".join(
                f'<stop offset="{at}" stop-color="{tone}"/>'
                for at, tone in ((0, lighter(colour, 0.5)), (0.7, colour), (1, darker(colour, 0.1)))
            )
            fall = f'<defs><radialGradient id="g" cy=".45" r=".8">{stops}</radialGradient></defs>'
            self.lay(f'{fall}<rect width="{self.width}" height="{self.height}" fill="url(#g)"/>')
            return
        bare = replace(self.scene, subjects=(), relations=(), lettering=())
        self.put(self.page(bare, self.width, self.height).picture().convert("RGBA"), 0, 0)

    def _things(self) -> None:
        share = SPECIMEN * self.side
        image = self.cut_out(self.scene, share, share)
        x, y = self.width / 2, self.height / 2
        if not self.job.transparent:
            flat = image.resize((max(1, round(image.width * 0.8)), max(2, image.height // 14)))
            self.centre(shadow_of(flat, 0.02 * self.side, 0.4), x, y + image.height / 2)
        self.centre(image, x, y)
        self.found = [
            Seen(number, x - image.width / 2, y - image.height / 2, x + image.width / 2, y + image.height / 2)
            for number in range(len(self.scene.subjects))
        ]


class StickerPainter(Sheet):
    """A sticker: everything on nothing, with a white rim around it and a soft shadow below."""

    styles_parts = True
    is_worked_over = False

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.found: list[Seen] = []

    def painted(self) -> Iterator[Operation]:
        if not self.job.transparent:
            yield self._lay_ground
        yield self._sticker

    def seen(self) -> list[Seen]:
        return list(self.found)

    def _lay_ground(self) -> None:
        colour = one_colour(self.scene.backdrop) or grounds("fields", self.job.seed)[0]
        self.ground(colour)

    def _sticker(self) -> None:
        room = round(3 * RIM * self.side)
        wide, high = self.width - 2 * room, self.height - 2 * room
        painter = self.page(replace(self.scene, setting="plain"), wide, high, transparent=True)
        image = Image.new("RGBA", self.canvas.size, (255, 255, 255, 0))
        image.paste(painter.canvas, (room, room))
        rim = rimmed(image, RIM * self.side)
        blur = 0.012 * self.side
        shadow = shadow_of(rim, blur, 0.36)
        self.centre(shadow, self.width / 2, self.height / 2 + 0.009 * self.side)
        self.put(rim, 0, 0)
        self.put(image, 0, 0)
        self.found = [
            replace(
                each, left=each.left + room, top=each.top + room, right=each.right + room, bottom=each.bottom + room
            )
            for each in painter.seen()
        ]


def rimmed(image: Image.Image, width: float) -> Image.Image:
    """The white shape of an image, wider by `width` pixels all around, its bays closed and its edge smooth."""
    shrink = min(1.0, LARGEST_RIM / max(image.size))
    size = max(1, round(image.width * shrink)), max(1, round(image.height * shrink))
    alpha = image.getchannel("A").resize(size, Image.Resampling.BOX).point(lambda level: 255 * (level > 60))
    reach = max(1, round(width * shrink))
    grown = _widened(alpha, 2 * reach)
    grown = ImageChops.invert(_widened(ImageChops.invert(grown), reach))
    soft = grown.filter(ImageFilter.GaussianBlur(max(0.6, 0.3 * reach))).resize(image.size, Image.Resampling.BICUBIC)
    edge = max(0.02, 0.1 * shrink)
    soft = soft.point(lambda level: round(255 * min(1.0, max(0.0, (level / 255 - 0.5) / edge / 2 + 0.5))))
    rim = Image.new("RGBA", image.size, "#ffffff")
    rim.putalpha(soft)
    return rim


def _widened(mask: Image.Image, reach: int) -> Image.Image:
    """The mask grown by a disc of `reach` pixels, in steps that a square or a diamond takes."""
    array = np.asarray(mask)
    grown = array.copy()
    for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False):
        dx, dy = round(reach * float(np.cos(angle))), round(reach * float(np.sin(angle)))
        grown = np.maximum(grown, _moved(array, dx, dy))
        grown = np.maximum(grown, _moved(array, round(dx / 2), round(dy / 2)))
    return Image.fromarray(grown)


def _moved(array: NDArray[np.uint8], dx: int, dy: int) -> NDArray[np.uint8]:
    moved = np.zeros_like(array)
    high, wide = array.shape
    moved[max(0, dy) : high + min(0, dy), max(0, dx) : wide + min(0, dx)] = array[
        max(0, -dy) : high + min(0, -dy), max(0, -dx) : wide + min(0, -dx)
    ]
    return moved


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    return float(np.sqrt(sum((a - b) ** 2 for a, b in zip(one, other, strict=True))))


def _squircle(size: float) -> str:
    """A square with corners as round as those of icons on a phone."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    half = size / 2
    points = ((np.sign(each) * abs(each) ** 0.4 for each in (np.cos(a), np.sin(a))) for a in angles)
    path = " ".join(f"{half + half * x:.1f},{half + half * y:.1f}" for x, y in points)
    return f'<polygon points="{path}"/>'

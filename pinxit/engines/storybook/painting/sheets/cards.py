"""Paints cards: greeting cards, invitations and postcards."""

from collections.abc import Iterator
from functools import partial

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.sheets.designed import Box, Designed
from pinxit.engines.storybook.painting.sheets.ornaments import border, bunting, divider, sprig, strewn
from pinxit.engines.storybook.painting.sheets.posters import WIDE
from pinxit.engines.storybook.painting.sheets.sheet import masked, shadow_of
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

FESTIVE = frozenset(["birthday", "party", "circus", "graduation", "newyear", "baby"])
"""Themes that flags are hung up for."""


class CardPainter(Designed):
    """A card on its paper: ornaments around a picture, and the words below it or beside it."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.is_wide = self.width > WIDE * self.height
        self.is_festive = scene.theme in FESTIVE

    def painted(self) -> Iterator[Operation]:
        yield partial(self.fill, self.palette.ground)
        yield self._panel
        yield self._ornaments

    def pictured(self) -> Iterator[Operation]:
        yield self._picture

    def lettered(self) -> Iterator[Operation]:
        if self.texts:
            yield self._words

    @property
    def panel(self) -> Box:
        """The lighter paper on the card."""
        left, top, right, bottom = self.frame
        edge = 0.045 * self.side
        return left + edge, top + edge, right - edge, bottom - edge

    def boxes(self) -> tuple[Box, Box]:
        """Where the picture is, and where the words are."""
        left, top, right, bottom = self.panel
        edge = 0.07 * self.side
        flags = 0.1 * self.side if self.is_festive else 0.0
        left, top, right, bottom = left + edge, top + 0.8 * edge + flags, right - edge, bottom - edge
        if not self.texts:
            return (left, top, right, bottom), (0, 0, 0, 0)
        if self.is_wide:
            middle = left + 0.46 * (right - left)
            return (left, top, middle, bottom), (middle + 0.6 * edge, top, right, bottom)
        letters = sum(len(each.text) for each in self.texts)
        share = 0.3 if letters < 30 else min(0.56, 0.3 + 0.0024 * (letters - 30) + 0.05 * (len(self.texts) - 1))
        share = max(share, 0.44) if self.scene.variety == "invitation" else share
        line = bottom - share * (bottom - top)
        return (left, top, right, line - 0.25 * edge), (left, line + 0.4 * edge, right, bottom)

    def _panel(self) -> None:
        left, top, right, bottom = self.panel
        palette, thick = self.palette, 0.005 * self.side
        radius = 0.03 * self.side
        body = (
            f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{radius}" '
            f'fill="{palette.paper}"/>'
        )
        gap = 3 * thick
        kind = "double" if self.scene.variety == "invitation" else self.dice.choice(("single", "double", "notched"))
        body += border((left + gap, top + gap, right - gap, bottom - gap), palette.accent, thick, radius * 0.8, kind)
        self.paper(body)

    def _ornaments(self) -> None:
        left, top, right, bottom = self.panel
        palette, gap = self.palette, 0.03 * self.side
        colours = (palette.accent, palette.second, self.shade(palette.ground, -0.12))
        inside = left + gap, top + gap, right - gap, bottom - gap
        pieces = strewn(self.design.pieces, inside, 0.011 * self.side, colours, 44, self.dice)
        body = f'<g opacity=".55">{pieces}</g>'
        if self.is_festive:
            flags = (palette.accent, palette.second, palette.ground, palette.ink)
            start, _, end, _ = self.frame
            hung = bunting(end - start, top - 0.01 * self.side, 0.075 * self.side, flags, 0.035 * self.side)
            body += f'<g transform="translate({start} 0)">{hung}</g>'
        elif self.design.pieces in ("leaves", "hearts", "dots"):
            reach, tone = 0.15 * self.side, self.shade(palette.second, 0.1)
            for x, turns in ((inside[0], (90, 45, 12)), (inside[2], (-90, -45, -12))):
                body += "".join(sprig(x, inside[3], reach, tone, turn) for turn in turns)
                body += "".join(sprig(x, inside[1], reach, tone, 180 - turn) for turn in turns)
        self.paper(body)

    def _picture(self) -> None:
        box, _ = self.boxes()
        left, top, right, bottom = box
        if self.is_scenic:
            shape = self.dice.choice(("arch", "round", "oval") if bottom - top > 0.7 * (right - left) else ("round",))
            self.put_framed(box, shape, self.palette.accent)
        elif self.scene.subjects:
            self._lay_bare((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)

    def _lay_bare(self, x: float, y: float, wide: float, high: float) -> None:
        """Things without a setting lie on the paper itself, on a disc of colour."""
        half = 0.47 * min(wide, high)
        tone = self.shade(self.palette.ground, 0.25)
        self.paper(f'<circle cx="{x}" cy="{y}" r="{half}" fill="{tone}" fill-opacity=".8"/>')
        image = self.things(min(wide, 1.9 * high) * 0.94, high * 0.92)
        shadow = shadow_of(image, 0.01 * self.side, 0.28)
        self.centre(shadow, x, y + 0.012 * self.side)
        self.centre(image, x, y)
        self.place_found(x - image.width / 2, y - image.height / 2)

    def _words(self) -> None:
        _, box = self.boxes()
        palette = self.palette
        where = self.set_stack(self.lines(palette.paper), box)
        if where and self.scene.variety == "invitation" and not self.is_wide:
            kind = self.design.pieces if self.design.pieces != "confetti" else "stars"
            y = box[1] - 0.02 * self.side
            self.paper(divider(self.width / 2, y, 0.5 * self.width, palette.accent, kind))


class PostcardPainter(Designed):
    """A postcard: the picture with a white rim, a stamp, and a greeting in large letters."""

    def painted(self) -> Iterator[Operation]:
        yield partial(self.fill, "#fffdf6")

    def pictured(self) -> Iterator[Operation]:
        yield self._picture
        yield self._stamp

    def lettered(self) -> Iterator[Operation]:
        if self.texts:
            yield self._words

    @property
    def _box(self) -> Box:
        left, top, right, bottom = self.frame
        edge = 0.045 * self.side
        return left + edge, top + edge, right - edge, bottom - edge

    def _picture(self) -> None:
        left, top, right, bottom = self._box
        image = self.illustration(right - left, bottom - top, title=True)
        shape = f'<rect width="{image.width}" height="{image.height}" rx="{0.02 * self.side}"/>'
        self.put(masked(image, shape), left, top)
        self.place_found(left, top)

    def _stamp(self) -> None:
        """A stamp with a toothed edge in the lower right corner, and the waves of its postmark."""
        left, top, right, bottom = self._box
        size = 0.17 * self.side
        x, y = right - 1.25 * size, bottom - 1.45 * size
        teeth = max(1.2, size * 0.055)
        palette = self.palette
        body = f'<rect x="{x}" y="{y}" width="{size}" height="{1.2 * size}" fill="#fffdf6"/>'
        for number in range(10):
            at = size * (number + 0.5) / 10
            for px, py in ((x + at, y), (x + at, y + 1.2 * size), (x, y + 1.2 * at), (x + size, y + 1.2 * at)):
                body += f'<circle cx="{px}" cy="{py}" r="{teeth}" fill="#fffdf6"/>'
        inner = 0.1 * size
        body += (
            f'<rect x="{x + inner}" y="{y + inner}" width="{0.8 * size}" height="{size}" '
            f'fill="{self.shade(palette.second, 0.35)}"/>'
        )
        self.paper(body)
        words = self.design.art[0] if self.design.art else "red heart"
        if image := self.ornament(words, 0.62 * size, 0.72 * size):
            self.centre(image, x + size / 2, y + 0.6 * size)
        step, rise = 0.28 * size, -0.1 * size
        waves = "".join(
            f'<path d="M{x - size:.1f} {y + (0.25 + 0.2 * row) * size:.1f}q{step / 2:.1f} {rise:.1f} {step:.1f} 0'
            f'{3 * f"t{step:.1f} 0"}"/>'
            for row in range(4)
        )
        self.paper(f'<g fill="none" stroke="#3a3350" stroke-opacity=".5" stroke-width="{0.022 * size:.1f}">{waves}</g>')

    def _words(self) -> None:
        left, top, right, bottom = self._box
        palette = self.palette
        first, *others = self.lines("#20304a")
        edge = 0.05 * self.side
        ink = palette.ground if palette.dark else palette.ink
        self.set_stack(
            [first], (left + edge, top + 0.6 * edge, right - edge, top + 0.27 * (bottom - top)), outline=ink, top=0.2
        )
        if others:
            high = 0.09 * (bottom - top) * min(3, len(others))
            box = left + edge, bottom - edge - high, right - edge - 0.36 * self.side, bottom - edge
            self.set_stack(others, box, outline=ink)

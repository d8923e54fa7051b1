"""Paints posters and covers: a picture over the whole sheet or in a frame on it, and words in a clear order."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PIL import Image

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.sheets.designed import Box, Designed, Line
from pinxit.engines.storybook.painting.sheets.designs import LIGHT_INK
from pinxit.engines.storybook.painting.sheets.ornaments import border, divider, strewn
from pinxit.engines.storybook.painting.sheets.sheet import masked
from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.settings.colour import darker
from pinxit.jobs import Job

WIDE = 1.3
"""A sheet that is so much wider than high has its words beside its picture."""


class PosterPainter(Designed):
    """A poster: "full", the picture all over it, or "framed", in a window with its words below."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.kind = self.choose()

    def choose(self) -> str:
        """How it is designed."""
        if not self.is_scenic:
            return "framed"
        return self.dice.choice(("full", "framed"))

    def painted(self) -> Iterator[Operation]:
        if self.kind == "framed":
            yield partial(self.fill, self.palette.ground)
            yield self._ornaments

    def pictured(self) -> Iterator[Operation]:
        if self.kind == "full":
            yield self._all_over
            yield self._veil
        else:
            yield self._window

    def lettered(self) -> Iterator[Operation]:
        if self.texts:
            yield self._words_over if self.kind == "full" else self._words_beside

    # ----------------------------------------------------------------------------------------------------------- full

    def _all_over(self) -> None:
        self.put_whole(self.illustration(self.width, self.height, title=True))

    def put_whole(self, image: Image.Image) -> None:
        """A picture over the whole sheet, whose corners are round on a clear page."""
        left, top, right, bottom = self.frame
        radius = 0.035 * self.side if self.job.transparent else 0
        shape = f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{radius}"/>'
        self.put(masked(image, shape), 0, 0)
        self.place_found(0, 0)

    @property
    def veil(self) -> str:
        """The colour of the shade that words stand out from."""
        return darker(self.palette.ground if self.palette.dark else self.palette.ink, 0.35)

    def _veil(self) -> None:
        """Shade above and below, which words stand out from, and a fine line along the edges."""
        left, top, right, bottom = self.frame
        stops = "".join(
            f'<stop offset="{at}" stop-color="{self.veil}" stop-opacity="{opacity}"/>'
            for at, opacity in ((0, 0.78), (0.62, 0.42), (1, 0))
        )
        body = f'<defs><linearGradient id="v" x2="0" y2="1">{stops}</linearGradient></defs>'
        radius = 0.035 * self.side if self.job.transparent else 0
        high = 0.34 * (bottom - top)
        if self.texts:
            body += f'<rect x="{left}" y="{top}" width="{right - left}" height="{high}" rx="{radius}" fill="url(#v)"/>'
        if len(self.texts) > 1:
            low = 0.24 * (bottom - top)
            body += (
                f'<g transform="translate(0 {top + bottom}) scale(1 -1)"><rect x="{left}" y="{top}" '
                f'width="{right - left}" height="{low}" rx="{radius}" fill="url(#v)"/></g>'
            )
        edge = 0.028 * self.side
        box = left + edge, top + edge, right - edge, bottom - edge
        body += border(box, LIGHT_INK, 0.004 * self.side, 0.012 * self.side, "single")
        self.paper(body)

    def _words_over(self) -> None:
        first, *others = (replace(line, colour=self._light(line)) for line in self.lines(self.veil))
        edge = 0.075 * self.side
        dark = darker(self.palette.ink if not self.palette.dark else self.palette.ground, 0.5)
        self.set_stack([first], (edge, 0.055 * self.height, self.width - edge, 0.245 * self.height), outline=dark)
        if others:
            high = min(0.2, 0.075 + 0.035 * len(others)) * self.height
            self.set_stack(others, (edge, self.height * 0.95 - high, self.width - edge, self.height * 0.95))

    def _light(self, line: Line) -> str:
        """Over a picture words are light, unless a colour was asked for."""
        asked = {one_colour(text.colour) for text in self.texts}
        return line.colour if line.colour in asked else LIGHT_INK

    # --------------------------------------------------------------------------------------------------------- framed

    @property
    def is_wide(self) -> bool:
        """Whether the picture goes beside the words."""
        return self.width > WIDE * self.height

    def _boxes(self) -> tuple[Box, Box]:
        """Where the picture is, and where the words are."""
        left, top, right, bottom = self.frame
        edge = 0.085 * self.side
        left, top, right, bottom = left + edge, top + edge, right - edge, bottom - edge
        if not self.texts:
            return (left, top, right, bottom), (0, 0, 0, 0)
        if self.is_wide:
            middle = left + 0.52 * (right - left)
            return (left, top, middle, bottom), (middle + 0.7 * edge, top, right, bottom)
        share = min(0.46, 0.25 + 0.05 * (len(self.texts) - 1))
        line = bottom - share * (bottom - top)
        return (left, top, right, line - 0.35 * edge), (left, line + 0.35 * edge, right, bottom)

    def _ornaments(self) -> None:
        left, top, right, bottom = self.frame
        palette, edge = self.palette, 0.03 * self.side
        line = palette.second if palette.dark else palette.accent
        body = strewn(
            self.design.pieces,
            (left, top, right, bottom),
            0.011 * self.side,
            (palette.second, palette.accent),
            46,
            self.dice,
        )
        body = f'<g opacity=".28">{body}</g>'
        box = left + edge, top + edge, right - edge, bottom - edge
        body += border(
            box, line, 0.0065 * self.side, 0.02 * self.side, self.dice.choice(("double", "notched", "single"))
        )
        self.paper(body)

    def _window(self) -> None:
        box, _ = self._boxes()
        shape = self.dice.choice(
            ("arch", "round", "square") if box[3] - box[1] > 0.8 * (box[2] - box[0]) else ("round", "square")
        )
        self.put_framed(box, shape, self.palette.on_ground)

    def _words_beside(self) -> None:
        _, box = self._boxes()
        palette = self.palette
        lines = self.lines(palette.ground)
        where = self.set_stack(lines, box)
        if where and self.is_wide:
            across = 0.6 * (box[2] - box[0])
            kind = self.design.pieces if self.design.pieces != "confetti" else "stars"
            for y in (where[1] - 0.06 * self.side, where[3] + 0.06 * self.side):
                if box[1] <= y <= box[3]:
                    self.paper(divider((box[0] + box[2]) / 2, y, across, palette.on_ground, kind))


class CoverPainter(PosterPainter):
    """A cover: of a book with plates for its words, of an album, or of a magazine with its name above all."""

    def choose(self) -> str:
        """Which arrangement suits what is shown."""
        return "full" if self.is_scenic or self.scene.variety == "magazine" else "framed"

    def pictured(self) -> Iterator[Operation]:
        yield from super().pictured()
        if self.scene.variety in ("book", None):
            if self.kind == "full" and self.texts:
                yield self._plates
            yield self._spine

    def _veil(self) -> None:
        if self.scene.variety in ("album", "magazine"):
            super()._veil()
            return
        left, top, right, bottom = self.frame
        edge = 0.03 * self.side
        box = left + edge, top + edge, right - edge, bottom - edge
        self.paper(border(box, self.palette.paper, 0.0065 * self.side, 0.02 * self.side, "double"))

    def _plate_boxes(self) -> list[Box]:
        """The plates for the title, and below for the other words."""
        left, top, right, bottom = self.frame
        wide, high = right - left, bottom - top
        inset = max(0.1 * wide, (wide - 1.5 * high) / 2)
        plates = [(left + inset, top + 0.075 * high, right - inset, top + 0.25 * high)]
        if len(self.texts) > 1:
            more = 0.075 + 0.04 * (len(self.texts) - 2)
            side = inset + 0.1 * (wide - 2 * inset)
            plates.append((left + side, bottom - (0.06 + more) * high, right - side, bottom - 0.06 * high))
        return plates

    def _plates(self) -> None:
        palette, thick = self.palette, 0.005 * self.side
        body = ""
        for left, top, right, bottom in self._plate_boxes():
            body += (
                f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{0.018 * self.side}" '
                f'fill="{palette.paper}" fill-opacity=".95"/>'
            )
            gap = 2.2 * thick
            inner = left + gap, top + gap, right - gap, bottom - gap
            body += border(inner, palette.accent, thick, 0.012 * self.side, "single")
        self.paper(body)

    def _spine(self) -> None:
        """The fold along the left edge of a book."""
        left, top, _, bottom = self.frame
        wide = 0.035 * self.width
        stops = "".join(
            f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity}"/>'
            for at, colour, opacity in ((0, "#000", 0.3), (0.35, "#fff", 0.22), (0.7, "#000", 0.26), (1, "#000", 0))
        )
        self.paper(
            f'<defs><linearGradient id="s">{stops}</linearGradient></defs>'
            f'<rect x="{left}" y="{top}" width="{wide}" height="{bottom - top}" fill="url(#s)"/>'
        )

    def _words_over(self) -> None:
        variety = self.scene.variety
        if variety == "magazine":
            self._masthead()
        elif variety == "album":
            super()._words_over()
        else:
            palette = self.palette
            lines = self.lines(palette.paper)
            for box, part in zip(self._plate_boxes(), ([lines[0]], lines[1:]), strict=False):
                self.set_stack(part, _inset(box, 0.09))

    def _masthead(self) -> None:
        """The name over the whole width, and teasers at the left."""
        first, *others = (replace(line, colour=self._light(line)) for line in self.lines(self.veil))
        edge = 0.06 * self.side
        dark = darker(self.palette.ink if not self.palette.dark else self.palette.ground, 0.5)
        face = "sans" if self.texts[0].face == "storybook" else self.texts[0].face
        first = replace(first, face=face)
        self.set_stack([first], (edge, 0.045 * self.height, self.width - edge, 0.25 * self.height), outline=dark)
        if others:
            high = min(0.3, 0.1 * len(others)) * self.height
            self.set_stack(others, (edge, self.height * 0.95 - high, self.width - edge, self.height * 0.95))


def _inset(box: Box, share: float) -> Box:
    left, top, right, bottom = box
    across, down = share * (right - left) * 0.6, share * (bottom - top) * 1.8
    return left + across, top + down, right - across, bottom - down

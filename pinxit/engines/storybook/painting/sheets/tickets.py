"""Paints tickets: a strip with notches and a stub that is torn off."""

from collections.abc import Iterator
from functools import partial

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.sheets.designed import Box, Designed
from pinxit.engines.storybook.painting.sheets.ornaments import border, strewn
from pinxit.engines.storybook.painting.sheets.sheet import masked, shadow_of
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

SHAPE = 2.3
"""Length over width of a ticket."""
STUB = 0.24
"""Share of its length that is torn off."""


class TicketPainter(Designed):
    """A ticket, lying or standing as the sheet is wide or high: a picture, the words, and bars on its stub."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.is_wide = self.width >= 0.8 * self.height
        long, short = (self.width, self.height) if self.is_wide else (self.height, self.width)
        self.long = min(0.92 * long, 0.88 * short * SHAPE)
        self.short = min(self.long / 1.6, 0.88 * short) if self.long / 0.88 / short < SHAPE else self.long / SHAPE
        wide, high = (self.long, self.short) if self.is_wide else (self.short, self.long)
        self.box: Box = (
            (self.width - wide) / 2, (self.height - high) / 2, (self.width + wide) / 2, (self.height + high) / 2,
        )  # fmt: skip

    def painted(self) -> Iterator[Operation]:
        if not self.job.transparent:
            yield partial(self.ground, self.shade(self.palette.second, 0.45))
        yield self._body

    def pictured(self) -> Iterator[Operation]:
        yield self._picture

    def lettered(self) -> Iterator[Operation]:
        if self.texts:
            yield self._words

    def _at(self, share: float) -> float:
        """The place along the ticket at this share of its length."""
        left, top, _, _ = self.box
        return (left if self.is_wide else top) + share * self.long

    def _outline(self) -> str:
        """The ticket's shape, with round notches where it is torn and at its ends."""
        left, top, right, bottom = self.box
        radius, notch = 0.05 * self.short, 0.055 * self.short
        tear = self._at(1 - STUB)
        body = f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{radius}" fill="#fff"/>'
        middle = (top + bottom) / 2 if self.is_wide else (left + right) / 2
        spots = [(tear, top), (tear, bottom)] if self.is_wide else [(left, tear), (right, tear)]
        ends = [(left, middle), (right, middle)] if self.is_wide else [(middle, top), (middle, bottom)]
        holes = "".join(
            f'<circle cx="{x}" cy="{y}" r="{r}" fill="#000"/>'
            for r, where in ((notch, spots), (1.6 * notch, ends))
            for x, y in where
        )
        return f'<mask id="m">{body}{holes}</mask>'

    def _body(self) -> None:
        left, top, right, bottom = self.box
        palette, size = self.palette, self.short
        tear = self._at(1 - STUB)
        whole = f'x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
        stub = (
            f'x="{tear}" y="{top}" width="{right - tear}" height="{bottom - top}"'
            if self.is_wide
            else f'x="{left}" y="{tear}" width="{right - left}" height="{bottom - tear}"'
        )
        pieces = strewn(self.design.pieces, self.box, 0.02 * size, (palette.ground, palette.second), 40, self.dice)
        gap = 0.045 * size
        line = border(
            (left + gap, top + gap, right - gap, bottom - gap), palette.accent, 0.012 * size, 0.03 * size, "notched"
        )
        across = (
            f'<path d="M{tear} {top}V{bottom}" ' if self.is_wide else f'<path d="M{left} {tear}H{right}" '
        ) + f'stroke="{palette.paper}" stroke-width="{0.014 * size}" stroke-dasharray="{0.03 * size} {0.024 * size}"/>'
        body = (
            f'<defs>{self._outline()}</defs><g mask="url(#m)"><rect {whole} fill="{palette.paper}"/>'
            f'<g opacity=".22">{pieces}</g><rect {stub} fill="{palette.accent}"/>{line}{across}{self._bars()}</g>'
        )
        before = self.canvas.copy()
        self.canvas.paste((255, 255, 255, 0), (0, 0, *self.canvas.size))
        self.paper(body)
        ticket, self.canvas = self.canvas, before
        if not self.job.transparent:
            shadow = shadow_of(ticket, 0.016 * self.side, 0.3)
            self.centre(shadow, self.width / 2, self.height / 2 + 0.014 * self.side)
        self.put(ticket, 0, 0)

    def _bars(self) -> str:
        """Bars of many widths across the stub, as machines read them."""
        left, top, right, bottom = self.box
        colour, size = self.palette.paper, self.short
        first, last = self._at(1 - 0.62 * STUB), self._at(1 - 0.3 * STUB)
        body, place = "", 0.2
        while place < 0.8:
            thick = self.dice.choice((0.008, 0.014, 0.022))
            if self.is_wide:
                body += f'<rect x="{first}" y="{top + place * size}" width="{last - first}" height="{thick * size}"/>'
            else:
                body += f'<rect x="{left + place * size}" y="{first}" width="{thick * size}" height="{last - first}"/>'
            place += thick + self.dice.choice((0.012, 0.02))
        return f'<g fill="{colour}">{body}</g>'

    def _boxes(self) -> tuple[Box, Box]:
        """Where the picture is and where the words are, on the part that stays."""
        left, top, right, bottom = self.box
        gap = 0.11 * self.short
        share = 0.4 if self.texts else 1 - STUB
        if self.is_wide:
            middle, tear = self._at(share * (1 - STUB) / (1 - STUB)), self._at(1 - STUB)
            middle = self._at(0.36) if self.texts else tear - gap
            return (left + gap, top + gap, middle, bottom - gap), (
                middle + 0.6 * gap,
                top + gap,
                tear - 0.6 * gap,
                bottom - gap,
            )
        tear = self._at(1 - STUB)
        middle = self._at(0.4) if self.texts else tear - gap
        return (left + gap, top + gap, right - gap, middle), (
            left + gap,
            middle + 0.6 * gap,
            right - gap,
            tear - 0.6 * gap,
        )

    def _picture(self) -> None:
        (left, top, right, bottom), _ = self._boxes()
        wide, high = max(2, round(right - left)), max(2, round(bottom - top))
        image = self.illustration(wide, high)
        self.put(masked(image, f'<rect width="{wide}" height="{high}" rx="{0.04 * self.short}"/>'), left, top)
        self.place_found(left, top)

    def _words(self) -> None:
        _, box = self._boxes()
        self.set_stack(self.lines(self.palette.paper), box)

"""Paints menus: a heading, then a line for each dish, its price at the right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PIL import Image

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.lettering import Style, set_line
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.sheets.designed import FINE, Box, Designed
from pinxit.engines.storybook.painting.sheets.designs import readable
from pinxit.engines.storybook.painting.sheets.ornaments import border, divider, sprig
from pinxit.engines.storybook.painting.sheets.pattern import motifs_of
from pinxit.engines.storybook.painting.sheets.posters import WIDE
from pinxit.engines.storybook.painting.sheets.sheet import moved, shadow_of
from pinxit.engines.storybook.scene import Lettering, Scene
from pinxit.jobs import Job

PRICED = re.compile(
    r"^(?P<dish>.*?\S)[\s.…:–—-]+(?P<price>[$€£¥]?\s?\d+(?:[.,]\d{1,2})?\s?(?:[$€£¥]|[A-Z]{3})?|free)$", re.I
)
"""A dish and what it costs."""
CHALKBOARD = "#2f4a44"
MOST_PICTURES = 3
"""Things that are shown above the dishes."""


@dataclass(frozen=True, slots=True)
class Dish:
    """A line of the menu, as it was written; in two parts where it ends in a price."""

    text: Lettering
    name: str
    price: str


class MenuPainter(Designed):
    """A menu; on a chalkboard its letters have the grain of chalk."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.is_chalk = scene.variety == "chalk"
        self.is_wide = self.width > WIDE * self.height
        dishes = [_dish(text) for text in scene.lettering if text in self.texts]
        has_heading = bool(dishes) and not dishes[0].price and len(dishes) > 1
        self.heading = dishes[0] if has_heading or len(dishes) == 1 else None
        self.dishes = dishes[1:] if self.heading else dishes

    def painted(self) -> Iterator[Operation]:
        yield partial(self.fill, self.palette.ground)
        yield self._panel

    def pictured(self) -> Iterator[Operation]:
        yield self._pictures

    def lettered(self) -> Iterator[Operation]:
        if self.heading:
            yield self._head
        if self.dishes:
            yield self._lines

    @property
    def panel(self) -> Box:
        """The box that the dishes stand in."""
        left, top, right, bottom = self.frame
        edge = 0.05 * self.side
        return left + edge, top + edge, right - edge, bottom - edge

    @property
    def ink(self) -> str:
        """The colour of the words."""
        return "#f6f3e8" if self.is_chalk else self.palette.ink

    @property
    def _accent(self) -> str:
        """The colour of the heading and of prices."""
        paper = CHALKBOARD if self.is_chalk else self.palette.paper
        return readable((self.palette.accent, self.palette.second, self.ink), paper)

    def _parts(self) -> tuple[Box, Box, Box]:
        """Where the pictures, the heading and the dishes are."""
        left, top, right, bottom = self.panel
        edge = 0.075 * self.side
        left, top, right, bottom = left + edge, top + edge, right - edge, bottom - edge
        high = bottom - top
        if self.is_wide:
            middle = left + 0.36 * (right - left)
            head = top + (0.26 * high if self.heading else 0)
            return (left, top, middle, bottom), (middle + edge, top, right, head), (middle + edge, head, right, bottom)
        if not self.texts:
            return (left, top, right, bottom), (0, 0, 0, 0), (0, 0, 0, 0)
        many = len(self.dishes)
        shown = max(0.2, 0.42 - 0.035 * many) if many else 0.55
        line = top + shown * high
        head = line + ((0.2 if many else 0.44) * high if self.heading else 0.02 * high)
        return (left, top, right, line), (left, line, right, head), (left, head + 0.04 * high, right, bottom)

    def _panel(self) -> None:
        left, top, right, bottom = self.panel
        palette, thick = self.palette, 0.006 * self.side
        radius = 0.012 * self.side
        body = ""
        if self.is_chalk:
            outer = self.frame
            wide, high = outer[2] - outer[0], outer[3] - outer[1]
            body += f'<rect x="{outer[0]}" y="{outer[1]}" width="{wide}" height="{high}" rx="{radius}" fill="#b67c46"/>'
            body += border(outer, "#8a5a30", 2 * thick, radius, "single")
        paper = CHALKBOARD if self.is_chalk else palette.paper
        body += (
            f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="{radius}" fill="{paper}"/>'
        )
        gap = 3.2 * thick
        inner = left + gap, top + gap, right - gap, bottom - gap
        line = "#f6f3e8" if self.is_chalk else palette.accent
        body += border(
            inner, line, thick * 0.8, radius, "single" if self.is_chalk else self.dice.choice(("double", "notched"))
        )
        if self.is_chalk or self.design.pieces == "leaves":
            reach, tone = 0.11 * self.side, "#cfd8c8" if self.is_chalk else palette.second
            pad = 0.03 * self.side
            for x, turns in ((inner[0] + pad, (80, 40, 5)), (inner[2] - pad, (-80, -40, -5))):
                body += "".join(sprig(x, inner[3] - pad, reach, tone, turn) for turn in turns)
        self.paper(body)

    def _pictures(self) -> None:
        """The things in a row, or one above the other beside the dishes."""
        (left, top, right, bottom), _, _ = self._parts()
        motifs = motifs_of(self.scene)[:MOST_PICTURES]
        if not motifs:
            return
        down, across = (len(motifs), 1) if self.is_wide else (1, len(motifs))
        wide, high = (right - left) / across, (bottom - top) / down
        for number, (members, scene) in enumerate(motifs):
            x = left + wide * (number % across + 0.5)
            y = top + high * (number // across + 0.5)
            image, seen = self.cut_out_seen(scene, 0.86 * wide, 0.86 * high)
            self.centre(shadow_of(image, 0.008 * self.side, 0.25), x, y + 0.01 * self.side)
            self.centre(image, x, y)
            corner = x - image.width / 2, y - image.height / 2
            self.found += [moved(replace(each, subject=members[each.subject]), *corner) for each in seen]

    def _head(self) -> None:
        assert self.heading is not None
        _, box, _ = self._parts()
        left, top, right, bottom = box
        face, high = self.face_of(self.heading.text), bottom - top
        colour = self.ink if self.is_chalk else self._accent
        share = 0.62 if self.dishes else 0.9
        image = self.words(self.heading.text.text, right - left, high * share, face=face, colour=colour)
        image = chalked(image) if self.is_chalk else image
        self.centre(image, (left + right) / 2, top + high * share / 2)
        if self.dishes:
            kind = self.design.pieces if self.design.pieces in ("leaves", "hearts", "stars") else "stars"
            self.paper(
                divider((left + right) / 2, bottom - 0.14 * high, 0.62 * (right - left), self.palette.second, kind)
            )

    def _lines(self) -> None:
        _, _, (left, top, right, bottom) = self._parts()
        step = min((bottom - top) / len(self.dishes), 0.12 * self.side)
        size = max(6, round(0.5 * step))
        y = top + (bottom - top - step * len(self.dishes)) / 2
        for dish in self.dishes:
            self._line(dish, (left, y, right, y + step), size)
            y += step

    def _line(self, dish: Dish, box: Box, size: int) -> None:
        left, top, right, bottom = box
        face = dish.text.face if dish.text.face != "storybook" else FINE.get(self.design.face, "sans")
        face = "hand" if self.is_chalk and dish.text.face == "storybook" else face
        size = round(size * 1.2) if face == "hand" else size
        wide, middle = right - left, (top + bottom) / 2
        colour = self.ink
        price = self._set(dish.price, face, size, 0.3 * wide, self._accent)
        name = self._set(dish.name, face, size, wide - price.width - 0.08 * wide if dish.price else wide, colour)
        if not dish.price:
            self.centre(name, (left + right) / 2, middle)
            return
        self.put(name, left, middle - name.height / 2)
        self.put(price, right - price.width, middle - price.height / 2)
        gap = 0.35 * size
        first, last = left + name.width + gap, right - price.width - gap
        dots = np.arange(first, last, 0.34 * size)
        low = middle + 0.24 * size
        body = "".join(f'<circle cx="{x:.1f}" cy="{low:.1f}" r="{0.045 * size:.2f}" fill="{colour}"/>' for x in dots)
        self.paper(f'<g opacity=".6">{body}</g>', (left, top, right, bottom))

    def _set(self, text: str, face: str, size: int, width: float, colour: str) -> Image.Image:
        image = set_line(text, face, size, max(4, round(width)), Style(colour, None, 0.0, shadow=False))
        image = self.look.letters(image)
        return chalked(image) if self.is_chalk else image


def _dish(text: Lettering) -> Dish:
    found = PRICED.match(" ".join(text.text.split()))
    return Dish(text, found["dish"], found["price"]) if found else Dish(text, text.text, "")


def chalked(image: Image.Image) -> Image.Image:
    """The same letters with the grain of a board showing through."""
    grain = np.random.default_rng(7).uniform(0.66, 1.0, (image.height, image.width))
    pixels = np.array(image)
    pixels[..., 3] = np.rint(pixels[..., 3] * grain)
    return Image.fromarray(pixels)

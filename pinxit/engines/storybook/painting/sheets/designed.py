"""What designed sheets share: their look, who says what on them, a picture in a frame, and words in their order."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from PIL import Image

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.looks import look_of
from pinxit.engines.storybook.painting.looks.over import over
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.sheets.beside import side_by_side
from pinxit.engines.storybook.painting.sheets.designs import (
    LIGHT_INK,
    apart,
    contrast,
    design_of,
    is_dark,
    mean_of,
    readable,
)
from pinxit.engines.storybook.painting.sheets.ornaments import rays
from pinxit.engines.storybook.painting.sheets.sheet import Sheet, masked, moved, shadow_of
from pinxit.engines.storybook.scene import Lettering, Scene
from pinxit.engines.storybook.settings.colour import darker, lighter
from pinxit.jobs import Job

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""
FINE = {"script": "serif", "storybook": "sans", "serif": "serif", "sans": "sans"}
"""The face of small lines, by the face of the title above them."""
LONG = 34
"""A text of more letters than this is no title if there is a shorter one."""
LEAST_ASKED = 1.6
"""A colour that was asked for is kept if words in it stand out so much from their ground."""
WEIGHTS = (1.0, 0.44, 0.3)
"""The room of a title, of the line after it, and of further ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its place in the order of a sheet's words."""

    text: str
    weight: float
    face: str
    colour: str


class _Behind(PagePainter):
    """A page that leaves the room of its title free, for a sheet that sets it in its own way."""

    def operations(self) -> Iterator[Operation]:
        operations = super().operations()
        self.texts.blocks.clear()
        yield from operations


class Designed(Sheet):
    """A sheet with a design: colours, ornaments and faces that suit what it is for."""

    styles_parts = True

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.design = design_of(scene, job.seed)
        self.palette = self.design.palette
        if asked := one_colour(scene.backdrop):
            self.palette = self.palette.on(asked)
        self.dice = Random(f"sheet/{scene.format}/{job.seed}")
        boards = [each for each in scene.lettering if each.place in ("sign", "slate")]
        self.texts = in_order([each for each in scene.lettering if each not in boards])
        self.inner = replace(scene, lettering=tuple(boards))
        """What the picture on the sheet shows: boards with words stand in it."""
        self.is_scenic = scene.setting != "plain"
        self.found: list[Seen] = []
        """Where the things are: in the newest illustration, and on the sheet once it lies there."""

    def seen(self) -> list[Seen]:
        return list(self.found)

    def place_found(self, left: float, top: float) -> None:
        """The newest illustration lies on the sheet with its corner at these pixels, as `put` lays it."""
        self.found = [moved(each, round(left), round(top)) for each in self.found]

    # --------------------------------------------------------------------------------------------------------- shapes

    def paper(self, body: str, box: Box | None = None) -> None:
        """SVG onto the sheet."""
        self.lay(body, box)

    def fill(self, colour: str) -> None:
        """The whole sheet in one colour; on a clear page it is a card with rounded corners."""
        if not self.job.transparent:
            self.ground(colour)
        else:
            edge, radius = 0.02 * self.side, 0.035 * self.side
            self.lay(
                f'<rect x="{edge}" y="{edge}" width="{self.width - 2 * edge}" height="{self.height - 2 * edge}" '
                f'rx="{radius}" fill="{colour}"/>'
            )

    @property
    def frame(self) -> Box:
        """The edges of what is filled."""
        edge = 0.02 * self.side if self.job.transparent else 0.0
        return edge, edge, self.width - edge, self.height - edge

    # -------------------------------------------------------------------------------------------------------- picture

    def illustration(self, width: float, height: float, *, title: bool = False) -> Image.Image:
        """The scene at this size: in its setting, or large on a ground with rays. `title` leaves room above."""
        wide, high = max(1, round(width)), max(1, round(height))
        if not self.is_scenic:
            return self._on_rays(wide, high)
        scene = self.inner
        if title and self.texts:
            scene = replace(scene, lettering=(*scene.lettering, replace(self.texts[0], place="title")))
        scene = replace(scene, format="page")
        painter = _Behind(scene, self.sub_job(wide, high, transparent=False), self.pack)
        for operation in painter.operations():
            operation()
        self.found = painter.seen()
        return painter.picture().convert("RGBA")

    def _on_rays(self, wide: int, high: int) -> Image.Image:
        ground = lighter(self.palette.second, 0.62)
        side, x, y = min(wide, high), wide / 2, high * 0.54
        body = f'<rect width="{wide}" height="{high}" fill="{ground}"/>'
        body += rays(x, y, math.hypot(wide, high), lighter(self.palette.second, 0.35), 0.55)
        body += f'<circle cx="{x}" cy="{y}" r="{0.4 * side}" fill="{self.palette.paper}" fill-opacity=".75"/>'
        part = Image.new("RGBA", (wide, high))
        whole, self.canvas = self.canvas, part
        self.lay(body, (0, 0, wide, high))
        self.canvas = whole
        if self.look.paints_page:
            look = look_of(self.scene.style, replace(self.looked_at(wide, high), is_clear=False))
            part = over(look, part.convert("RGB"))
        if self.scene.subjects:
            image = self.things(0.76 * wide, 0.76 * high)
            shadow = shadow_of(image, 0.012 * side, 0.3)
            part.alpha_composite(shadow, _inside(x - shadow.width / 2, y - shadow.height / 2 + 0.015 * side))
            corner = _inside(x - image.width / 2, y - image.height / 2)
            part.alpha_composite(image, corner)
            self.place_found(*corner)
        return part

    def things(self, width: float, height: float) -> Image.Image:
        """The things of the sheet on nothing: what is not bound to each other stands side by side, each as large as
        the others, a little over one another."""
        image, self.found = side_by_side(self, self.inner, width, height)
        return image

    def put_framed(self, box: Box, shape: str, line: str, *, title: bool = False) -> None:
        """The illustration in a box, cut to a shape, with a line around it."""
        left, top, right, bottom = box
        wide, high = max(2, round(right - left)), max(2, round(bottom - top))
        image = masked(self.illustration(wide, high, title=title), shaped(shape, 0, 0, wide, high))
        self.put(image, left, top)
        self.place_found(left, top)
        thick = max(1.5, 0.007 * self.side)
        outline = shaped(shape, left, top, wide, high)
        style = f'fill="none" stroke="{line}" stroke-width="{thick:.1f}"'
        gap = 2.2 * thick
        self.lay(
            outline.replace("/>", f" {style}/>")
            + shaped(shape, left - gap, top - gap, wide + 2 * gap, high + 2 * gap).replace(
                "/>", f' fill="none" stroke="{line}" stroke-width="{thick * 0.4:.1f}"/>'
            ),
        )

    # ---------------------------------------------------------------------------------------------------------- words

    def face_of(self, text: Lettering) -> str:
        """The face that was asked for, or else the design's."""
        return text.face if text.face != "storybook" else self.design.face

    def lines(self, ground: str) -> list[Line]:
        """All texts of the sheet, to be set on a ground: the title first, then what is smaller."""
        palette = self.palette
        inks = (LIGHT_INK, "#ffffff") if is_dark(ground) else (palette.ink, palette.ground, "#2b2233")
        colour = readable(inks, ground)
        accent = readable((palette.accent, palette.second, *inks), ground)
        told = []
        for number, text in enumerate(self.texts):
            weight = WEIGHTS[min(number, 2)] * (1 + max(0, len(text.text) - LONG) / 50)
            face = self.face_of(text) if number == 0 or text.face != "storybook" else FINE.get(self.design.face, "sans")
            asked = one_colour(text.colour)
            own = (asked if asked and contrast(asked, ground) > LEAST_ASKED else None) or (
                accent if number == 0 else colour
            )
            told.append(Line(text.text, weight, face, own))
        return told

    def set_stack(self, lines: list[Line], box: Box, *, outline: str | None = None, top: float = 0.5) -> Box | None:
        """The lines one below the other, as large as the box lets them; `top` is how much of what is left over goes
        above them. Returns where they are."""
        left, upper, right, lower = box
        wide, high = right - left, lower - upper
        if not lines or wide < 2 or high < 2:
            return None
        if outline is None:  # a look may have painted the ground in another colour than the palette's
            ground = mean_of(self.canvas, box)
            lines = [replace(line, colour=apart(line.colour, ground)) for line in lines]
        gap = 0.16 * high / (len(lines) + 1)
        unit = (high - gap * (len(lines) - 1)) / sum(line.weight for line in lines)
        images: list[Image.Image] = []
        for number, line in enumerate(lines):
            room = unit * line.weight
            if number:  # nothing below a title has larger letters than its own
                most = (0.64, 0.46)[min(number, 2) - 1] * _letter(lines[0].text, images[0])
                rows = max(1, math.ceil(0.55 * most * len(line.text) / wide))
                room = min(room, max(most, 7) * rows)
            share = 1.0 if number == 0 else 0.9
            images.append(
                self.words(line.text, wide * share, room, face=line.face, colour=line.colour, outline=outline)
            )
        total = sum(image.height for image in images) + gap * (len(images) - 1)
        y = start = upper + max(0.0, high - total) * top
        for image in images:
            self.put(image, (left + right) / 2 - image.width / 2, y)
            y += image.height + gap
        widest = max(image.width for image in images)
        return (left + right - widest) / 2, start, (left + right + widest) / 2, y - gap

    def shade(self, colour: str, share: float) -> str:
        """The colour, lighter for shares above 0 and darker below."""
        return lighter(colour, share) if share > 0 else darker(colour, -share)


def _letter(text: str, image: Image.Image) -> float:
    """How high a line of a text is in its image, by how many lines its letters must be on."""
    rows = max(1, round(math.sqrt(0.55 * len(text) * image.height / max(1, image.width))), text.count("\n") + 1)
    return image.height / rows


def in_order(texts: list[Lettering]) -> list[Lettering]:
    """The texts with the title first: the first one, unless it is long and a shorter one follows."""
    if len(texts) > 1 and len(texts[0].text) > LONG:
        title = min(texts, key=lambda each: len(each.text))
        if len(title.text) <= LONG:
            return [title, *(each for each in texts if each is not title)]
    return texts


def shaped(shape: str, left: float, top: float, wide: float, high: float) -> str:
    """The outline of a frame as one SVG element: "arch", "oval", "round" or "square"."""
    if shape == "oval":
        return f'<ellipse cx="{left + wide / 2}" cy="{top + high / 2}" rx="{wide / 2}" ry="{high / 2}"/>'
    if shape == "arch":
        reach = min(wide / 2, high * 0.6)
        return (
            f'<path d="M{left} {top + high}V{top + reach}A{wide / 2} {reach} 0 0 1 {left + wide} {top + reach}'
            f'V{top + high}Z"/>'
        )
    radius = 0.05 * min(wide, high) if shape == "round" else 0
    return f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="{radius}"/>'


def _inside(x: float, y: float) -> tuple[int, int]:
    return max(0, round(x)), max(0, round(y))

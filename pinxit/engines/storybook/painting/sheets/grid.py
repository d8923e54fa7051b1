"""Paints grids: each field is a page of its own, with gutters between them and the sheet's title above."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from PIL import ImageOps

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.painter import Operation, Painter, Seen
from pinxit.engines.storybook.painting.sheets.badges import SpecimenPainter
from pinxit.engines.storybook.painting.sheets.designs import grounds
from pinxit.engines.storybook.painting.sheets.sheet import Sheet, masked
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

PaintersOf = Callable[[Scene, Job, Arts], Painter]

GUTTER, MARGIN, ROUND = 0.018, 0.026, 0.014
"""Shares of the sheet's shorter side: between fields, around them, and their corners' radius."""
TITLE = 0.12
"""Share of the sheet's height for its title."""
CAPTION = 0.2
"""Share of a field's height for its caption."""
SMALL = 360
"""Fields of a shorter side in pixels below this are painted in low quality: more would not be seen."""
INK = "#2b2233"
"""Of the frames around the panels of a comic."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a field is, in pixels."""

    left: int
    top: int
    width: int
    height: int


def columns_for(count: int, width: float, height: float) -> int:
    """How many columns bring the fields nearest to squares, with few places left over in the last row."""

    def cost(columns: int) -> float:
        rows = math.ceil(count / columns)
        over = rows * columns - count
        return abs(math.log((width / columns) / (height / rows))) + 0.35 * over / columns + (0.2 if over else 0)

    return min(range(count, 0, -1), key=lambda columns: round(cost(columns), 3))


def cells_of(
    count: int, columns: int, box: tuple[float, float, float, float], gutter: float, *, fills: bool
) -> list[Cell]:
    """The places of `count` fields in a box; a last row that is short fills its width where `fills`."""
    left, top, right, bottom = box
    rows = math.ceil(count / columns)
    cells = []
    for number in range(count):
        row, column = divmod(number, columns)
        across = count - row * columns if fills and row == rows - 1 and count % columns else columns
        wide, high = (right - left - gutter * (across - 1)) / across, (bottom - top - gutter * (rows - 1)) / rows
        x, y = left + column * (wide + gutter), top + row * (high + gutter)
        edges = round(x), round(y), round(x + wide), round(y + high)
        cells.append(Cell(edges[0], edges[1], max(1, edges[2] - edges[0]), max(1, edges[3] - edges[1])))
    return cells


class GridPainter(Sheet):
    """A grid; `painter_of` is who paints a field, since a field may be an icon or a sticker."""

    styles_parts = True
    is_worked_over = False

    def __init__(self, scene: Scene, job: Job, pack: Arts, painter_of: PaintersOf) -> None:
        super().__init__(scene, job, pack)
        self.painter_of = painter_of
        self.is_comic = scene.variety == "comic"
        self.grounds = grounds("fields", job.seed)
        self.top = self.height * TITLE if scene.lettering else 0.0
        self.cells = self._cells()
        self.found: dict[int, list[Seen]] = {}

    def painted(self) -> Iterator[Operation]:
        """The paper, and the fields one after the other."""
        if not self.job.transparent:
            yield self._paper
        yield from (partial(self._field, number) for number in range(len(self.cells)))

    def lettered(self) -> Iterator[Operation]:
        if self.scene.lettering:
            yield self._title

    def seen(self) -> list[Seen]:
        """Where each subject of each field is."""
        for number in range(len(self.cells)):
            if number not in self.found:
                self._field(number)
        return [each for number in sorted(self.found) for each in self.found[number]]

    def _cells(self) -> list[Cell]:
        count, gutter, edge = len(self.scene.frames), GUTTER * self.side, MARGIN * self.side
        box = edge, max(edge, self.top), self.width - edge, self.height - edge
        columns = self.scene.columns or columns_for(count, box[2] - box[0], box[3] - box[1])
        return cells_of(count, min(columns, count), box, gutter, fills=not self.scene.columns)

    def _frame(self, number: int) -> Scene:
        """The field's scene; a plain one without a colour takes one of the sheet's."""
        frame = replace(self.scene.frames[number], style=self.scene.style)
        if frame.setting == "plain" and frame.format != "icon" and not frame.backdrop and not self.job.transparent:
            frame = replace(frame, backdrop=self.grounds[number % len(self.grounds)])
        return replace(frame, lettering=()) if self._caption(number) else frame

    def _caption(self, number: int) -> str:
        """What is written below a field: the only words of a field, if they are a caption."""
        words = self.scene.frames[number].lettering
        return words[0].text if len(words) == 1 and words[0].place == "caption" else ""

    def _high(self, number: int) -> int:
        """The height of a field's picture, in pixels: its caption stands below."""
        return max(1, round(self.cells[number].height * (1 - CAPTION if self._caption(number) else 1)))

    def _painter(self, number: int) -> Painter:
        cell = replace(self.cells[number], height=self._high(number))
        job = self.sub_job(cell.width, cell.height, transparent=self.job.transparent, seed=self._chance(number))
        job = replace(job, quality="low") if min(cell.width, cell.height) < SMALL else job
        frame = self._frame(number)
        if frame.setting == "plain" and frame.format == "page" and frame.subjects and not frame.lettering:
            return SpecimenPainter(frame, job, self.pack)
        return self.painter_of(frame, job, self.pack)

    def _chance(self, number: int) -> int:
        """What varies a field; whoever was seen before wears the same again."""

        def people(frame: Scene) -> set[str]:
            return {each.art for each in frame.subjects if self.pack.get(each.art).is_person}

        shown = people(self.scene.frames[number])
        return next((at for at in range(number) if shown & people(self.scene.frames[at])), number)

    def _is_mirrored(self, number: int) -> bool:
        """The same things are shown again: every other time they look the other way."""
        frames = self.scene.frames
        before = [frame for frame in frames[:number] if frame.subjects == frames[number].subjects]
        return len(before) % 2 == 1 and not frames[number].lettering and bool(frames[number].subjects)

    def _note(self, number: int, painter: Painter) -> None:
        cell, turned = self.cells[number], self._is_mirrored(number)
        self.found[number] = [
            Seen(
                each.subject,
                cell.left + (cell.width - each.right if turned else each.left), cell.top + each.top,
                cell.left + (cell.width - each.left if turned else each.right), cell.top + each.bottom,
                number, each.worn,
            )
            for each in painter.seen()
        ]  # fmt: skip

    def _paper(self) -> None:
        colour = one_colour(self.scene.backdrop) or "#fffdf8"
        self.ground(colour)

    def _field(self, number: int) -> None:
        painter, cell = self._painter(number), self.cells[number]
        for operation in painter.operations():
            operation()
        self._note(number, painter)
        image = painter.picture().convert("RGBA")
        image = ImageOps.mirror(image) if self._is_mirrored(number) else image
        wide, high = image.size
        radius = 0.0 if self.is_comic else ROUND * self.side
        image = masked(image, f'<rect width="{wide}" height="{high}" rx="{radius:.1f}"/>')
        self.put(image, cell.left, cell.top)
        if self._caption(number):
            self._write_below(number)
        if self.is_comic and not self.job.transparent:
            line = max(1.5, 0.005 * self.side)
            self.lay(
                f'<rect x="{cell.left}" y="{cell.top}" width="{wide}" height="{high}" fill="none" stroke="{INK}" '
                f'stroke-width="{2 * line:.1f}"/>',
                (cell.left, cell.top, cell.left + wide, cell.top + high),
            )

    def _write_below(self, number: int) -> None:
        cell, high = self.cells[number], self._high(number)
        text, room = self.scene.frames[number].lettering[0], cell.height - high
        image = self.words(
            text.text, cell.width * 0.94, room * 0.72, face=text.face, colour=one_colour(text.colour) or INK,
            outline="#fffdf8" if self.job.transparent else None,
        )  # fmt: skip
        self.centre(image, cell.left + cell.width / 2, cell.top + high + room * 0.54)

    def _title(self) -> None:
        first = self.scene.lettering[0]
        text = "\n".join(each.text for each in self.scene.lettering)
        colour = one_colour(first.colour) or INK
        outline = "#fffdf8" if self.job.transparent else None
        image = self.words(text, self.width * 0.9, self.top * 0.66, face=first.face, colour=colour, outline=outline)
        self.centre(image, self.width / 2, self.top * 0.53)

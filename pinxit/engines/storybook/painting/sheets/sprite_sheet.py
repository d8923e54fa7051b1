"""Paints sprite sheets: one figure in equal cells, a step of its motion in each."""

import math
from collections.abc import Iterator
from functools import partial

from PIL import Image

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.sheets.designs import grounds
from pinxit.engines.storybook.painting.sheets.grid import columns_for
from pinxit.engines.storybook.painting.sheets.sheet import Sheet
from pinxit.engines.storybook.scene import Motion, Scene
from pinxit.jobs import Job

MESH = 12
"""Squares along each side of the net that bends a figure."""
WIDEST = 1.3
"""Longer over shorter side of a cell, at most."""
FILL = 0.74
"""Share of a cell that the figure takes."""


class SpriteSheetPainter(Sheet):
    """A sprite sheet; every cell has the same size in pixels, and its figure stands on the same line."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.count = len(scene.frames)
        self.columns = scene.columns or self._even_columns()
        self.rows = math.ceil(self.count / self.columns)
        self.top = round(self.height * 0.12) if scene.lettering else 0
        wide, high = max(1, self.width // self.columns), max(1, (self.height - self.top) // self.rows)
        self.cell = min(wide, round(WIDEST * high)), min(high, round(WIDEST * wide))
        self.figures: dict[Scene, Image.Image] = {}

    def painted(self) -> Iterator[Operation]:
        """The ground, then a frame at a time."""
        if not self.job.transparent:
            yield self._lay_ground
        yield from (partial(self._frame, number) for number in range(self.count))

    def lettered(self) -> Iterator[Operation]:
        if self.scene.lettering:
            yield self._title

    def seen(self) -> list[Seen]:
        """Each figure is seen as its first subject, in its cell."""
        found = []
        for number, frame in enumerate(self.scene.frames):
            if frame.subjects:
                left, top = self._corner(number)
                across, down = (side * (1 - FILL) / 2 for side in self.cell)
                found.append(
                    Seen(0, left + across, top + down, left + self.cell[0] - across, top + self.cell[1] - down, number)
                )
        return found

    def _even_columns(self) -> int:
        """Columns that fill every row, where there are such that suit the sheet's shape; else those that suit it."""
        best = columns_for(self.count, self.width, self.height)
        whole = [each for each in range(1, self.count + 1) if self.count % each == 0]
        return min(whole, key=lambda each: abs(math.log(each / best))) if self.count > 3 else best

    def _corner(self, number: int) -> tuple[int, int]:
        row, column = divmod(number, self.columns)
        left = (self.width - self.cell[0] * self.columns) // 2
        top = self.top + (self.height - self.top - self.cell[1] * self.rows) // 2
        return left + column * self.cell[0], top + row * self.cell[1]

    def _lay_ground(self) -> None:
        self.ground(one_colour(self.scene.backdrop) or grounds("fields", self.job.seed)[0])

    def _figure(self, frame: Scene) -> Image.Image:
        """The figure at rest; it is drawn once."""
        if frame not in self.figures:
            size = self.cell[0] * FILL, self.cell[1] * FILL
            self.figures[frame] = self.cut_out(frame, *size)
        return self.figures[frame]

    def _frame(self, number: int) -> None:
        frame = self.scene.frames[number]
        if not frame.subjects:
            return
        image = posed(self._figure(frame), self.scene.motion, number, self.count)
        left, top = self._corner(number)
        wide, high = self.cell
        floor = top + high * (1 + FILL) / 2
        self._put_in_cell(
            image, left + wide / 2 - image.width / 2, floor - image.height + _room(self._figure(frame)), left, top
        )

    def _put_in_cell(self, image: Image.Image, x: float, y: float, left: int, top: int) -> None:
        """What would reach into the next cell is cut, as a game would cut it."""
        cell = Image.new("RGBA", self.cell, (255, 255, 255, 0))
        at = round(x) - left, round(y) - top
        cut = max(0, -at[0]), max(0, -at[1])
        cell.alpha_composite(image, (max(0, at[0]), max(0, at[1])), cut)
        self.put(cell, left, top)

    def _title(self) -> None:
        first = self.scene.lettering[0]
        text = "\n".join(each.text for each in self.scene.lettering)
        colour = one_colour(first.colour) or "#35204f"
        image = self.words(text, self.width * 0.9, self.top * 0.66, face=first.face, colour=colour)
        self.centre(image, self.width / 2, self.top / 2)


def _room(image: Image.Image) -> int:
    """Pixels around a figure that its motion may take."""
    return max(2, round(0.16 * max(image.size)))


def posed(figure: Image.Image, motion: Motion, number: int, count: int) -> Image.Image:
    """The figure in one of `count` steps of its motion, with room around it."""
    room = _room(figure)
    wide, high = figure.width + 2 * room, figure.height + 2 * room
    still = Image.new("RGBA", (wide, high), (255, 255, 255, 0))
    still.paste(figure, (room, room))
    phase = 2 * math.pi * number / count
    mesh = []
    for row in range(MESH):
        for column in range(MESH):
            box = tuple(
                round(edge)
                for edge in (
                    wide * column / MESH,
                    high * row / MESH,
                    wide * (column + 1) / MESH,
                    high * (row + 1) / MESH,
                )
            )
            corners = ((box[0], box[1]), (box[0], box[3]), (box[2], box[3]), (box[2], box[1]))
            quad: list[float] = []
            for x, y in corners:
                across, down = (x - room) / figure.width, (y - room) / figure.height
                at = MOVES[motion](across, down, phase)
                quad += (room + at[0] * figure.width, room + at[1] * figure.height)
            mesh.append((box, tuple(quad)))
    return still.transform((wide, high), Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


# Each says where on the figure at rest (0 to 1 from its upper left) that is which is now seen at a place.


def _walk(
    x: float, y: float, phase: float, *, lift: float = 0.1, bob: float = 0.025, lean: float = 0.0
) -> tuple[float, float]:
    """One leg, or the legs at one end, are lifted after the other; the body rises a little with each step."""
    low = min(1.0, max(0.0, (y - 0.55) / 0.45)) ** 1.5
    side = math.tanh(5 * (x - 0.5))
    step = math.sin(phase)
    raised = max(0.0, step) * (1 + side) / 2 + max(0.0, -step) * (1 - side) / 2
    sway = 0.035 * step * (1 - y) + 0.06 * math.cos(phase) * side * low
    return x - sway - lean * (1 - y), y + lift * raised * low + bob * (1 - math.cos(2 * phase)) / 2


def _run(x: float, y: float, phase: float) -> tuple[float, float]:
    return _walk(x, y, phase, lift=0.17, bob=0.07, lean=0.03 * math.cos(phase))


def _jump(x: float, y: float, phase: float) -> tuple[float, float]:
    """Crouched, up, and down again."""
    high = (1 - math.cos(phase)) / 2
    squash = 1 - 0.14 * (1 - high) ** 2 + 0.05 * high
    return 0.5 + (x - 0.5) * squash**0.7, 1 - (1 - y - 0.14 * high) / squash


def _fly(x: float, y: float, phase: float) -> tuple[float, float]:
    """Up and down, rocking a little, the sides beating."""
    rock = math.radians(5) * math.sin(phase)
    across, down = x - 0.5, y - 0.5
    across, down = across * math.cos(rock) + down * math.sin(rock), down * math.cos(rock) - across * math.sin(rock)
    beat = 0.09 * math.sin(phase) * (2 * across) ** 2
    return 0.5 + across / (1 - 0.05 * math.cos(phase)), 0.5 + down + beat + 0.05 * math.cos(phase)


def _turn(x: float, y: float, phase: float) -> tuple[float, float]:
    """About the upright axis: narrow from the side, mirrored from behind."""
    width = math.cos(phase)
    width = math.copysign(max(0.14, abs(width)), width)
    return 0.5 + (x - 0.5) / width, y


def _breathe(x: float, y: float, phase: float) -> tuple[float, float]:
    stretch = 1 + 0.035 * math.sin(phase)
    return 0.5 + (x - 0.5) * stretch**0.5, 1 - (1 - y) / stretch


MOVES = {
    "standing": _breathe, "walking": _walk, "running": _run, "jumping": _jump, "flying": _fly, "turning": _turn,
}  # fmt: skip

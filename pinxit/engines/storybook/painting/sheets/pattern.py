"""Paints seamless patterns: what leaves the tile at one edge enters it at the opposite one."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from random import Random

from PIL import Image, ImageOps

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.looks import look_of
from pinxit.engines.storybook.painting.looks.over import over
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.sheets.designs import grounds, is_dark
from pinxit.engines.storybook.painting.sheets.ornaments import PIECES, piece
from pinxit.engines.storybook.painting.sheets.sheet import Sheet
from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.settings.colour import darker, lighter
from pinxit.jobs import Job

STEP = 0.29
"""Between motifs, as a share of the tile's shorter side."""
FILL = 0.7
"""Share of that which a motif takes."""
WRAP = 0.1
"""What is painted over beyond the tile's edges, likewise."""
TURNS = 3
"""Pictures of a motif in different leans; more would not be noticed."""


class PatternPainter(Sheet):
    """A tile of motifs in rows, every other row moved by half a step, with small pieces between them."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.dice = Random(f"pattern/{job.seed}")
        step = self.side * STEP
        self.columns = max(1, round(self.width / step))
        self.rows = max(2, 2 * round(self.height / (2 * step * 0.87)))
        self.step = self.width / self.columns, self.height / self.rows
        self.colour = one_colour(scene.backdrop) or self._own_ground()
        self.motifs = motifs_of(scene)
        self.drawn: dict[tuple[int, int], Image.Image] = {}
        self.found: list[Seen] = []

    def painted(self) -> Iterator[Operation]:
        """The ground, the small pieces, then row by row the motifs."""
        if not self.job.transparent:
            yield partial(self.ground, self.colour)
        yield self._pieces
        yield from (partial(self._row, row) for row in range(self.rows))

    def seen(self) -> list[Seen]:
        return list(self.found)

    def _paint_over(self) -> None:
        """The style over the tile and what is around it, so that the edges still meet."""
        room = round(WRAP * self.side)
        wide, high = self.width + 2 * room, self.height + 2 * room
        around = Image.new("RGBA", (wide, high))
        for x in range(room - self.width, wide, self.width):
            for y in range(room - self.height, high, self.height):
                around.paste(self.canvas, (x, y))
        look = look_of(self.scene.style, self.looked_at(wide, high))
        done = over(look, around if self.job.transparent else around.convert("RGB")).convert("RGBA")
        self.canvas = done.crop((room, room, room + self.width, room + self.height))

    def _own_ground(self) -> str:
        choices: list[str] = grounds("patterns", self.job.seed)
        arts = [self.pack.get(subject.art) for subject in self.scene.subjects]
        dark = any(is_dark(art.colour) for art in arts)
        return next(each for each in choices if not (dark and is_dark(each)))

    def _pieces(self) -> None:
        """Small marks in the gaps, in tones of the ground."""
        kind = self.dice.choice(PIECES)
        dark = is_dark(self.colour)
        tones = (
            [lighter(self.colour, 0.35), lighter(self.colour, 0.6)]
            if dark
            else [darker(self.colour, 0.22), darker(self.colour, 0.36)]
        )
        size, across, down = 0.075 * min(self.step), *self.step
        body = ""
        for row in range(self.rows):
            for column in range(self.columns):
                x, y = (column + 0.5 * (row % 2) + 0.5) * across, (row + 0.5) * down
                for dx, dy in ((0.0, 0.0), (-0.36, -0.22)):
                    spot = (x + dx * across) % self.width, (y + dy * down) % self.height
                    mark = piece(
                        kind,
                        *spot,
                        size * (1.0 if dx == 0 else 0.62),
                        tones[(row + column) % 2],
                        self.dice.uniform(0, 360),
                    )
                    body += "".join(
                        f'<g transform="translate({a} {b})">{mark}</g>' for a, b in self._wraps(spot, 2 * size)
                    )
        self.lay(body)

    def _wraps(self, spot: tuple[float, float], reach: float) -> Iterator[tuple[int, int]]:
        """How far to move what is at `spot` for each time that it is seen on the tile."""
        across = [0] + [self.width] * (spot[0] < reach) + [-self.width] * (spot[0] > self.width - reach)
        down = [0] + [self.height] * (spot[1] < reach) + [-self.height] * (spot[1] > self.height - reach)
        yield from ((dx, dy) for dx in across for dy in down)

    def _row(self, row: int) -> None:
        if not self.motifs:
            return
        across, down = self.step
        for column in range(self.columns):
            number = (column + row * (1 + len(self.motifs) // 2) + row // 2) % len(self.motifs)
            image = self._motif(number, self.dice.randrange(TURNS))
            x = (column + 0.5 * (row % 2)) * across + self.dice.uniform(-0.05, 0.05) * across
            y = row * down + self.dice.uniform(-0.05, 0.05) * down
            self._stamp(image, x % self.width, y % self.height, number)

    def _stamp(self, image: Image.Image, x: float, y: float, number: int) -> None:
        left, top = round(x - image.width / 2), round(y - image.height / 2)
        for dx, dy in self._wraps((x, y), max(image.size)):
            self.put(image, left + dx, top + dy)
        for subject in self.motifs[number][0]:
            self.found.append(Seen(subject, left, top, left + image.width, top + image.height))

    def _motif(self, number: int, turn: int) -> Image.Image:
        """The motif in one of its leans; every second one looks the other way."""
        key = number, turn
        if key not in self.drawn:
            room = min(self.step[0], self.step[1] / 0.87) * FILL
            image = self.cut_out(self.motifs[number][1], room, room, seed=turn)
            image = ImageOps.mirror(image) if turn == 1 else image
            lean = (-14, 16, 5)[turn] * math.copysign(1, self.dice.uniform(-1, 1))
            self.drawn[key] = image.rotate(lean, Image.Resampling.BICUBIC, expand=True)
        return self.drawn[key]


def motifs_of(scene: Scene) -> list[tuple[tuple[int, ...], Scene]]:
    """The scene's things as motifs, each with the numbers of its subjects: what is bound together stays together."""
    group = list(range(len(scene.subjects)))
    for bond in scene.relations:
        if bond.kind not in ("beside", "left of", "right of"):
            one, other = group[bond.subject], group[bond.other]
            group = [one if each == other else each for each in group]
    found = []
    for name in dict.fromkeys(group):
        members = tuple(number for number, each in enumerate(group) if each == name)
        places = {number: place for place, number in enumerate(members)}
        relations = tuple(
            replace(bond, subject=places[bond.subject], other=places[bond.other])
            for bond in scene.relations
            if bond.subject in places and bond.other in places
        )
        subjects = tuple(replace(scene.subjects[number], count=1, place=None, at=()) for number in members)
        found.append((members, Scene(setting="plain", subjects=subjects, relations=relations)))
    return found

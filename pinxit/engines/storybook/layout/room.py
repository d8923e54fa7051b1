"""Finds room on a page that is full already: where a thing more hides least, near what it was said to be near."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from pinxit.engines.storybook.layout.page import MARGIN, Page
from pinxit.engines.storybook.layout.placed import SCENERY, VAULT, Cluster, Placed, towards
from pinxit.engines.storybook.scene import Place, Spot

COLUMNS = 21
"""Places across the page that are tried."""
SHRINKS = (1.0, 0.88, 0.77, 0.67, 0.58, 0.5)
"""How large a thing is tried, of the size that suits the others, until it hides nothing."""
FREE = 0.05
"""The share of a thing that may be hidden, or hide another, where there is room."""
LEAST_MOVE = 0.12
"""Of the page's width: how far a thing is moved at least that is to move."""
BACK = 0.22
"""How far before the horizon scenery stands, of the ground's depth."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What was said of the place of something new."""

    place: Place | None = None
    """Where in the picture."""
    kind: str | None = None
    """What it is to `other`: beside it, behind it."""
    other: Placed | None = None
    company: tuple[Placed, ...] = ()
    """Others of its kind."""
    left: Spot | None = None
    """Where it stood until now; it keeps its size, and is to stand elsewhere."""


@dataclass(frozen=True, slots=True)
class _Try:
    """One place for a cluster, and how ill it suits."""

    x: float
    y: float
    scale: float
    hidden: float
    strain: float


def find_room(cluster: Cluster, done: Sequence[Placed], page: Page, unit: float, hint: Hint, who: str) -> list[Placed]:
    """The members of `cluster` on the page, beside all that is `done`.

    `unit` is the height that a height of 1 has there; `who` it is decides what is left to chance.
    """
    return _Search(cluster, done, page, unit, hint).found(Random(who))


class _Search:
    def __init__(self, cluster: Cluster, done: Sequence[Placed], page: Page, unit: float, hint: Hint) -> None:
        self.cluster = cluster
        self.done = done
        self.page = page
        self.hint = hint
        self.is_high = bool(hint.place and "top" in hint.place)
        self.hangs = cluster.is_aloft or page.floats or self.is_high
        low = [thing for thing in done if not thing.aloft]
        self.is_scenery = not self.hangs and cluster.above >= SCENERY and bool(low)
        self.ground = self._ground(low)
        self.unit = self._scale(unit)

    def found(self, random: Random) -> list[Placed]:
        if self.cluster.is_aloft and self.cluster.members[0].height > VAULT and not self.page.floats:
            return self._vault()
        best = min(self._tries(), key=lambda each: (max(each.hidden, FREE) + each.strain, -each.scale))
        order = best.y + self._depth()
        if self.hint.left and self.hint.kind != "behind" and not self.hangs:  # what was moved is to be seen
            order = max([order, *(thing.order + 0.1 for thing in self.done if self._meets(thing, best))])
        things = self.cluster.put(best.x, best.y, best.scale, order)
        if len(things) == 1:
            thing = things[0]
            if self.hangs:
                thing.tilt = round(random.uniform(-9, 9), 2)
                thing.aloft = True
            thing.faces = towards(thing.faces, self._looks(best.x))
        return things

    def _looks(self, x: float) -> int:
        """To what it is beside, or into the picture."""
        if self.hint.other and self.hint.kind == "facing":
            return 1 if self.hint.other.x > x else -1
        return 1 if x < self.page.width / 2 else -1

    def _depth(self) -> float:
        if self.hangs and not self.page.floats:
            return -500 - 0.9 * self.page.height
        if self.is_scenery:
            return -1000
        other = self.hint.other
        if other and self.hint.kind in ("behind", "in front of"):
            return -1000 if self.hint.kind == "behind" and other.order < 0 else 0
        return 0

    def _ground(self, low: Sequence[Placed]) -> float:
        """The line that most of what is near stands on."""
        far, near = self.page.ground
        lines = sorted(thing.y for thing in low if thing.y > far + 0.3 * (near - far))
        return lines[len(lines) // 2] if lines else near - 0.22 * (near - far)

    def _scale(self, unit: float) -> float:
        """Units for a height of 1 in this cluster, where nothing is in its way."""
        page, cluster = self.page, self.cluster
        if self.hint.left:
            return self.hint.left.height / cluster.members[0].height
        if self.hint.company:
            return self.hint.company[0].height / cluster.members[0].height
        if self.is_scenery:
            line = self._line()
            room = line - page.top - MARGIN * page.height
            scale = min(0.95 * unit, room / cluster.above, 0.62 * page.height / cluster.above)
            return max(scale, 0.3 * page.height / cluster.above)
        most = (0.34, 0.4) if self.hangs and not page.floats else (0.46, 0.4)
        scale = min(unit, most[0] * page.height / cluster.above, most[1] * page.width / cluster.width)
        return max(scale, 0.09 * page.height / cluster.above)

    def _line(self) -> float:
        far, near = self.page.ground
        return far + (near - far) * BACK

    def _vault(self) -> list[Placed]:
        """What spans the sky: behind everything, its ends on the far ground."""
        page, far = self.page, self.page.ground[0]
        high = far - page.top - 0.5 * MARGIN * page.height
        scale = min(0.94 * page.width / self.cluster.width, high / self.cluster.above)
        return self.cluster.put(page.width / 2, far - 0.01 * page.height, scale, -900)

    def _tries(self) -> Iterator[_Try]:
        stiffness = 1.6 if self.hint.company else 0.5  # one of several is hardly smaller than they are
        for shrink in SHRINKS if self.hint.left is None else SHRINKS[:1]:
            scale = self.unit * shrink
            best = 9.0
            for x, y in self._places(scale):
                size = scale * self._nearness(y)
                hidden = self._hidden(x, y, size)
                best = min(best, hidden)
                yield _Try(x, y, size, hidden, self._strain(x, y, size) + stiffness * (1 - shrink))
            if best <= FREE and self.hint.other is None and self.hint.place is None:
                return

    def _places(self, scale: float) -> Iterator[tuple[float, float]]:
        page, half, tall = self.page, self.cluster.width * scale / 2, self.cluster.above * scale
        edge = (0.06 if self.hangs else 0.03) * page.width  # what hangs also leans
        left, right = half + edge, page.width - half - edge
        for y in self._lines(tall):
            for column in range(COLUMNS):
                yield left + max(0.0, right - left) * column / (COLUMNS - 1), y

    def _lines(self, tall: float) -> list[float]:
        page = self.page
        far, near = page.ground
        top = page.top + MARGIN * page.height + tall
        if page.floats:
            return _steps(top, page.height * (1 - MARGIN))
        if self.hangs:
            return _steps(top, max(top, 0.86 * far))
        if self.is_scenery:
            return [self._line()]
        lines = [self.ground, near - 0.06 * (near - far), self.ground - 0.25 * (near - far)]
        if self.hint.other and not self.hint.other.aloft:
            depth = {"behind": -0.12, "in front of": 0.12}.get(self.hint.kind or "", 0.0)
            lines.insert(0, min(self.hint.other.y + depth * (near - far), 0.985 * page.height))
        return [max(line, far + 0.1 * (near - far)) for line in lines]

    def _nearness(self, y: float) -> float:
        """Farther things are smaller."""
        far, near = self.page.ground
        if self.hangs or self.is_scenery or near <= far:
            return 1.0
        return 1 - 0.3 * max(0.0, self.ground - y) / (near - far)

    def _hidden(self, x: float, y: float, scale: float) -> float:
        """How much of it, or of the others, is hidden: mostly shares of what is behind, and a little of the smaller."""
        wide, tall = self.cluster.width * scale, self.cluster.above * scale
        total, order = 0.0, y + self._depth()
        for thing in self.done:
            across = min(x + wide / 2, thing.x + thing.width / 2) - max(x - wide / 2, thing.x - thing.width / 2)
            down = min(y, thing.y) - max(y - tall, thing.y - thing.height)
            if across <= 0 or down <= 0:
                continue
            mine, other = wide * tall, thing.width * thing.height
            behind = other if order > thing.order else mine
            total += (0.75 * across * down / behind + 0.25 * across * down / min(mine, other)) * self._weight(thing)
        return total

    def _meets(self, thing: Placed, spot: _Try) -> bool:
        """Whether it would hide a thing that stands no nearer than it does by much."""
        is_across = abs(thing.x - spot.x) < (thing.width + self.cluster.width * spot.scale) / 2
        return is_across and thing.y - spot.y < 0.06 * self.page.height

    def _weight(self, thing: Placed) -> float:
        """Scenery may be half hidden by what stands before it, and what is behind something is."""
        if thing is self.hint.other and self.hint.kind in ("behind", "in front of"):
            return 0.1
        is_back = thing.order < -100
        return 0.35 if is_back != self.is_scenery and not self.hangs else 1.0

    def _strain(self, x: float, y: float, scale: float) -> float:
        """How far it is from where it was said to be, or else from where one would put it."""
        page, hint = self.page, self.hint
        wide, tall = self.cluster.width * scale, self.cluster.above * scale
        strain = 0.0
        if hint.place:
            strain += 4 * self._out_of_place(hint.place, x / page.width, (y - tall / 2) / page.height)
        if hint.other:
            strain += 3 * self._apart(hint.other, x, y, wide) / page.width
        elif hint.company:
            apart = min(math.hypot(x - each.x, y - each.y) for each in hint.company)
            strain += 0.5 * max(0.0, apart - 1.1 * wide) / page.width
        elif not hint.place:
            strain += 0.12 * abs(x / page.width - 0.5)
        if not (self.hangs or self.is_scenery):
            strain += 0.2 * abs(y - self.ground) / page.height
        if self.hangs and not page.floats and not self.is_high:
            strain += 0.1 * y / page.height
        if hint.left:
            strain += 4 * max(0.0, LEAST_MOVE - math.hypot(x - hint.left.x, y - hint.left.y) / page.width)
        return strain

    def _out_of_place(self, place: Place, across: float, down: float) -> float:
        out = 0.0
        if "left" in place:
            out += max(0.0, across - 0.27)
        elif "right" in place:
            out += max(0.0, 0.73 - across)
        elif place in ("top", "bottom", "centre"):
            out += 0.25 * abs(across - 0.5)
        if "top" in place:
            out += max(0.0, down - 0.3)
        elif "bottom" in place and not self.cluster.is_aloft:
            out += max(0.0, 0.62 - down)
        return out

    def _apart(self, other: Placed, x: float, y: float, wide: float) -> float:
        kind = self.hint.kind
        if kind in ("behind", "in front of"):
            return abs(abs(x - other.x) - 0.35 * other.width) + 0.5 * abs(y - other.y)
        beside = (wide + other.width) / 2 + 0.06 * other.width
        side = {"left of": -1, "right of": 1}.get(kind or "")
        across = abs(x - other.x - side * beside) if side else abs(abs(x - other.x) - beside)
        return across + (0.0 if self.hangs or self.is_scenery else 0.5 * abs(y - other.y))


def _steps(top: float, low: float) -> list[float]:
    return [top + (low - top) * step / 8 for step in range(9)] if low > top else [top]

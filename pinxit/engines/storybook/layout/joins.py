"""Where one thing is to another: beside it, on it, in its hands; lengths are those of a cluster."""

import math

from pinxit.engines.storybook.layout.placed import SCENERY, Cluster, Placed, towards
from pinxit.engines.storybook.scene import Relation

HEAP = 3
"""From so many on, what is in a basket overlaps."""


def join(cluster: Cluster, base: Placed, added: Cluster, relation: Relation, place: int, count: int) -> None:
    """Add the members of `added` to `cluster`, where `relation` puts them beside `base`."""
    first = added.members[0]
    if relation.kind == "around":
        _encircle(cluster, base, added, place, count)
        return
    if relation.kind == "above":
        dx, dy, order = (place - (count - 1) / 2) * first.width * 1.1, base.y - base.height * 1.12, 0.1
    elif relation.kind == "holding":
        dx, dy, order = _in_hand(base, first, place)
    else:
        dx, dy, order = _beside(cluster, base, added, relation, place)
    _move(added, base.x + dx, dy, base.order + order, aloft=relation.kind in ("above", "holding"))
    cluster.members += added.members


def _encircle(cluster: Cluster, base: Placed, added: Cluster, place: int, count: int) -> None:
    """One of `count` around `base`: from its left over its back to its right, and before it what is low enough."""
    first = added.members[0]
    is_low = first.height < 0.5 * base.height
    start, sweep = (200, 340) if is_low else (200, 220)
    share = place / max(1, count - (0 if is_low and count > 3 else 1)) if count > 1 else 0.0
    angle = math.radians(start - sweep * share)
    crowd = max(1.0, count * first.width / (4.2 * (base.width + first.width)))
    across = (0.5 * base.width + 0.62 * added.width) * crowd
    behind = max(0.0, math.sin(angle))
    lift = math.sin(angle) * (0.3 * base.height if is_low else 0.42 * first.height)
    _resize(added, 1 - 0.2 * behind)
    _move(added, base.x + math.cos(angle) * across, base.y - lift, base.order - lift / 10, aloft=False)
    first.faces = towards(first.faces, -1 if math.cos(angle) > 0 else 1)
    cluster.members += added.members


def _move(cluster: Cluster, dx: float, dy: float, order: float, *, aloft: bool) -> None:
    for thing in cluster.members:
        thing.x, thing.y, thing.order = thing.x + dx, thing.y + dy, thing.order + order
        thing.aloft = thing.aloft or aloft


def bear(cluster: Cluster, base: Placed, loads: list[tuple[Relation, Cluster]]) -> None:
    """Put `loads` on top of, astride or into `base`, side by side; what bears them is made to fit, and so are they."""
    kind = loads[0][0].kind
    if base.bears == "flat" and all(load.members[0].flies for _, load in loads):
        _alight(base, [load for _, load in loads])
    _fit_base(base, [load for _, load in loads], kind)
    share = {"inside": 0.78, "riding": 0.7}.get(kind, 0.94)
    heaped = kind == "inside" and len(loads) >= HEAP
    gap = (-0.16 if heaped else 0.06) * max(load.width for _, load in loads)
    wide = sum(load.width + gap for _, load in loads) - gap
    rows = 1 if len(loads) < 4 or wide < 1.7 * base.width * share else 2
    per_row = math.ceil(len(loads) / rows)
    shrink = max(min(base.width * share * rows / wide, 1.0), 0.25)
    for row in range(rows):
        line = loads[row * per_row : (row + 1) * per_row]
        # those behind stand in the gaps of those before them
        x = -sum((load.width + gap) * shrink for _, load in line) / 2 + row * 0.5 * (line[0][1].width + gap) * shrink
        for relation, load in line:
            half = load.width * shrink / 2
            dy, order = _seat(base, load.members[0], relation.kind, shrink, row)
            _resize(load, shrink)
            middle = base.x + (base.seat[0] - 0.5) * base.width if base.seat else base.x
            _move(load, middle + x + half - (load.left + load.right) / 2, dy, base.order + order, aloft=True)
            x += 2 * half + gap * shrink
            cluster.members += load.members


def _alight(base: Placed, loads: list[Cluster]) -> None:
    """A butterfly on a flower does not press it flat, and is no larger than it."""
    base.bears = "load"
    for load in loads:
        _resize(load, min(1.0, 0.62 * base.height / load.above))
    base.is_sized = True


def _fit_base(base: Placed, loads: list[Cluster], kind: str) -> None:
    """Stretch a table, flatten a leaf, lower a pillar to a seat, and enlarge a basket for what is in it."""
    wide = sum(load.width for load in loads) * 1.06
    tallest = max(load.above for load in loads)
    if base.bears == "flat":
        base.width, base.height = max(base.width, 1.3 * min(wide, 3 * base.width)), 0.26 * tallest
    elif base.is_table:
        base.width *= min(max(wide / (base.width * 0.94), 0.8), 2.2)
    elif kind == "inside" and base.bears != "vehicle":
        grow = min(max(1.0, 1.25 * min(wide, 1.5 * loads[0].width) / base.width, 0.8 * tallest / base.height), 2.6)
        base.width, base.height = base.width * grow, base.height * grow
    elif kind == "on" and base.bears == "load" and not (base.seat or base.is_sized) and base.height < SCENERY:
        squat = min(1.0, 0.62 * tallest / base.height)
        base.width, base.height = base.width * squat, base.height * squat


def _seat(base: Placed, first: Placed, kind: str, shrink: float, row: int) -> tuple[float, float]:
    """Where the feet of a load are, and its order: passengers sit behind what carries them, half hidden."""
    top, high, tall = base.y - base.height, base.height, first.height * shrink
    if base.seat:
        return top + base.seat[1] * high, 0.01
    if kind in ("riding", "inside") and base.bears == "vehicle":
        return top + min(0.4 * tall, 0.5 * high), -0.01 - 0.001 * row
    if kind == "riding" and base.bears == "astride":
        return base.y - 0.36 * high, -0.01
    if kind == "riding":
        is_small = tall < 0.6 * high
        return (top + 0.2 * high, 0.01) if is_small else (top + 0.3 * high + 0.34 * tall, -0.01)
    if kind == "inside":
        return top + base.brim * high + 0.3 * tall - 0.5 * row * tall, -0.01 - 0.001 * row
    sunk = 0.5 if base.bears == "flat" else 0.07
    return top + sunk * high - 0.72 * row * tall, 0.01 - 0.001 * row


def _resize(cluster: Cluster, factor: float) -> None:
    for thing in cluster.members:
        thing.x, thing.y = thing.x * factor, thing.y * factor
        thing.width, thing.height = thing.width * factor, thing.height * factor


def _in_hand(base: Placed, first: Placed, place: int) -> tuple[float, float, float]:
    """In front of the holder, on the side that it faces, at the height of its hands; several are piled up."""
    largest = (0.45 if place == 0 else 0.34) * base.height
    if first.height > largest:
        first.width, first.height = first.width * largest / first.height, largest
    side = -1 if base.faces == "left" else 1
    if first.flies:
        return side * (base.width * 0.75 + first.width * (0.3 + place)), base.y - base.height * 0.82, -0.02
    side = side if place % 2 == 0 else -side
    lift = (0.62 if first.aloft else 0.24) * base.height + (place // 2) * 0.9 * first.height
    reach = 0.46 if base.faces == "front" else 0.5
    return side * (base.width * reach + first.width * 0.2), base.y - lift, 0.02


def _beside(
    cluster: Cluster, base: Placed, added: Cluster, relation: Relation, place: int
) -> tuple[float, float, float]:
    """Next to each other on the ground, close or apart, as the relation says; several stand on both sides."""
    kind, first = relation.kind, added.members[0]
    if kind == "under":
        return _under(cluster, base, first, place)
    gap = {"hugging": -0.24, "facing": 0.06, "in front of": -0.45}.get(kind, 0.08)
    if first.is_table and kind in ("facing", "beside"):
        gap = -0.22  # whoever works at a table stands a little behind it
    span = min(base.width, first.width)
    side = -1 if kind == "right of" or (kind != "left of" and place % 2) else 1
    if kind == "behind":
        return _cover(base, first, side)
    edge = cluster.right if side > 0 else -cluster.left
    dx = side * (edge - side * base.x + gap * span) + (-added.left if side > 0 else -added.right)
    if kind in ("facing", "hugging"):
        base.faces, first.faces = towards(base.faces, side), towards(first.faces, -side)
    if first.is_table:
        return dx, 0.05 * base.height, 0.05
    depth = -0.08 if kind == "in front of" else 0.0
    is_small = kind == "hugging" and first.height < 0.6 * base.height
    return dx, depth * base.height, depth or (0.05 if is_small else 0.03)


def _cover(base: Placed, cover: Placed, side: int) -> tuple[float, float, float]:
    """What one is behind hides a part of one, and not the face, which looks out beside it or over it."""
    base.faces = towards(base.faces, -side)
    if cover.height < 0.6 * base.height:
        return side * 0.12 * base.width, 0.08 * base.height, 0.08
    hidden = min(0.42 * base.width, cover.width)
    return side * (base.width / 2 + cover.width / 2 - hidden), 0.08 * base.height, 0.08


def _under(cluster: Cluster, base: Placed, first: Placed, place: int) -> tuple[float, float, float]:
    """What is under a tree stands at its foot; the cover is not so tall that it takes the page, nor hidden by it."""
    if first.height > 2.1 * base.height:
        first.width, first.height = first.width * 2.1 * base.height / first.height, 2.1 * base.height
    elif first.height < 1.7 * base.height and len(cluster.members) == 1:
        _resize(cluster, max(first.height / (1.7 * base.height), 0.4))
    return (0.18 + 0.3 * place) * base.width, 0.05 * base.height, -0.05

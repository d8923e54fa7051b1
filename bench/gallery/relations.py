"""How one painted thing stands to another, or in its picture, told from their boxes alone. y grows downwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was painted, in pixels."""

    title: str
    left: float
    top: float
    right: float
    bottom: float
    order: int = 0
    """Things of a higher number are painted over those of a lower."""
    worn: tuple[str, ...] = ()
    """Titles of what it wears."""
    wearer: int | None = None
    """The order of what wears it, whose box it then has."""

    @property
    def wide(self) -> float:
        return self.right - self.left

    @property
    def high(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


def across(one: Thing, other: Thing) -> float:
    """The share of the narrower thing's width that both take; below 0 there is a gap."""
    return (min(one.right, other.right) - max(one.left, other.left)) / max(1e-9, min(one.wide, other.wide))


def along(one: Thing, other: Thing) -> float:
    """The share of the lower thing's height that both take; below 0 there is a gap."""
    return (min(one.bottom, other.bottom) - max(one.top, other.top)) / max(1e-9, min(one.high, other.high))


def within(one: Thing, other: Thing) -> float:
    """The share of `one` that lies in the box of `other`."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, wide) * max(0.0, high) / max(1e-9, one.wide * one.high)


def is_left_of(one: Thing, other: Thing) -> bool:
    """Each has its middle outside the facing quarter of the other: they may overlap a little."""
    return one.x < other.left + other.wide / 4 and other.x > one.right - one.wide / 4


def is_above(one: Thing, other: Thing) -> bool:
    return one.y < other.top + other.high / 4 and other.y > one.bottom - one.high / 4


def is_on(one: Thing, other: Thing) -> bool:
    """It is over the other, and its feet are somewhere on it: on the seat, the back or the far edge of a table."""
    feet = (one.bottom - other.top) / max(1e-9, other.high)
    return across(one, other) >= 0.5 and -0.12 <= feet <= 0.85 and one.y < other.y + 0.1 * other.high


def is_under(one: Thing, other: Thing) -> bool:
    """Below the other's top, and in its width: beneath a table, or before the trunk of a tree."""
    return across(one, other) >= 0.5 and one.top > other.top + other.high / 5 and one.y > other.y


def is_behind(one: Thing, other: Thing) -> bool:
    """Painted before the other and no nearer than it, with some of it hidden or close by."""
    return one.order < other.order and one.bottom <= other.bottom + 0.02 * other.high and across(one, other) > 0


def is_beside(one: Thing, other: Thing) -> bool:
    """At one height, not over each other, and no farther apart than the larger is wide."""
    gap = max(one.left, other.left) - min(one.right, other.right)
    return along(one, other) >= 0.4 and across(one, other) <= 0.35 and gap <= max(one.wide, other.wide)


def is_inside(one: Thing, other: Thing) -> bool:
    """In a box, or in a vase or a car whose rim it looks over."""
    return within(one, other) >= 0.6 or (is_on(one, other) and one.bottom > other.top + 0.04 * other.high)


def is_holding(one: Thing, other: Thing) -> bool:
    """What is held touches its holder, from its feet up to an arm's length over its head."""
    reach = one.high / 4
    touches = other.left <= one.right + reach / 2 and other.right >= one.left - reach / 2
    return touches and other.bottom >= one.top - reach and one.top - reach <= other.y <= one.bottom


def is_wearing(one: Thing, other: Thing) -> bool:
    return other.wearer == one.order


def is_near(one: Thing, other: Thing) -> bool:
    """Within half of the larger one's width and height."""
    return across(one, other) >= -0.5 and along(one, other) >= -0.5


RELATIONS: dict[str, Callable[[Thing, Thing], bool]] = {
    "left of": is_left_of,
    "right of": lambda one, other: is_left_of(other, one),
    "above": is_above,
    "below": lambda one, other: is_above(other, one),
    "on": is_on,
    "riding": is_on,
    "under": is_under,
    "behind": is_behind,
    "in front of": lambda one, other: is_behind(other, one),
    "beside": is_beside,
    "inside": is_inside,
    "holding": is_holding,
    "wearing": is_wearing,
    "near": is_near,
}
AS_A_WHOLE = frozenset(["on", "inside"])
SIDES: dict[str, tuple[float, float]] = {
    "left": (0, 0.42), "right": (0.58, 1), "top": (0, 0.42), "bottom": (0.55, 1), "centre": (0.4, 0.6),
}  # fmt: skip
"""Where the middle of a thing is that is at a side of the picture, in shares of the side's length."""


def stands(one: list[Thing], kind: str, other: list[Thing]) -> bool:
    """Whether each of `one` stands so to at least one of `other`. Nobody stands to what is not there.

    A bunch in a vase and rows of candles on a cake are in and on it as a whole.
    """
    if kind == "between":
        return stands(one, "left of", other) and stands(one, "right of", other)
    holds = RELATIONS[kind]
    if not (one and other):
        return False
    if kind in AS_A_WHOLE and any(holds(whole(one), to) for to in other):
        return True
    return all(any(holds(each, to) for to in other if to is not each) for each in one)


def whole(things: list[Thing]) -> Thing:
    """All of them as one thing."""
    return replace(
        things[0],
        left=min(thing.left for thing in things),
        top=min(thing.top for thing in things),
        right=max(thing.right for thing in things),
        bottom=max(thing.bottom for thing in things),
    )


def is_at(thing: Thing, place: str, width: float, height: float) -> bool:
    """Whether a thing is at a place of the picture: "left", "top right", "centre"."""
    x, y = thing.x / width, thing.y / height
    shares = {"left": [x], "right": [x], "top": [y], "bottom": [y], "centre": [x, y]}
    return all(SIDES[side][0] <= share <= SIDES[side][1] for side in place.split() for share in shares[side])

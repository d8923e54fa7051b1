"""What bodies do, as far as it moves them: what jumps is off the ground, what dances leans."""

from dataclasses import replace

from pinxit.engines.storybook.layout.placed import Placed

JUMP = 0.34
"""How high one jumps, as a share of one's height."""
LEAN = 9.0
"""Degrees by which one leans forward in a run."""


def lying(thing: Placed) -> Placed:
    """A person who sleeps, and is drawn upright, lies on the ground."""
    return replace(thing, tilt=-90.0, y=(thing.height - thing.width) / 2)


def posed(thing: Placed, *, is_bound: bool) -> Placed:
    """A single thing as its pose has it. One that is bound to another has its place from that one."""
    side = -1 if thing.faces == "left" else 1
    if thing.pose == "flying" and not is_bound:
        return replace(thing, aloft=True, tilt=-5.0 * side)
    if thing.pose == "falling" and not is_bound:
        return replace(thing, aloft=True, tilt=150.0 if thing.copy % 2 == 0 else 205.0)
    if thing.pose == "jumping" and not (is_bound or thing.aloft):
        return replace(thing, y=-JUMP * thing.height, tilt=-6.0 * side)
    if thing.pose == "running" and not is_bound:
        # all run one way
        return replace(thing, tilt=LEAN, faces="front" if thing.faces == "front" else "right")
    if thing.pose == "dancing":
        return replace(thing, tilt=8.0 if thing.copy % 2 else -8.0)
    if thing.pose == "upside down":
        return replace(thing, tilt=180.0)
    if thing.pose == "sitting" and not is_bound:
        return replace(thing, aloft=False)
    return thing

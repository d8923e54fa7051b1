"""Speech bubbles: where one hides least, and its tail that points at who speaks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from pinxit.engines.storybook.painting.lettering import PLUM, Style, set_within
from pinxit.engines.storybook.painting.raster import rasterise

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""

WIDTH, HEIGHT = 0.44, 0.17
"""The most that the words of a bubble take of the page's width and height."""
CROSSED = 30.0
"""What it costs to cross an earlier bubble or its tail, where hiding as much as the bubble is large costs 4."""
MARGIN = 0.02
"""Of the page, that a bubble keeps from its edges."""
STEPS = 13
"""Places that are tried across and down."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks."""

    mouth: tuple[float, float]
    head: float
    """How wide the head is."""


Spoken = tuple[Box, Speaker]
"""A bubble and who speaks it."""


def words_of(text: str, face: str, colour: str | None, page: tuple[int, int]) -> Image.Image:
    """The words of a bubble on a page of this size."""
    style = Style(colour or PLUM, None, 0.0, shadow=False)
    width, height = WIDTH * page[0], HEIGHT * page[1]
    longest = min(1.0, max(0.42, len(text) / 24))  # a short word is not shouted across the page
    return set_within(
        text, face, max(8, round(width * longest)), max(6, round(height * (0.56 + 0.44 * longest))), style
    )


def place(
    words: Image.Image, speaker: Speaker, page: tuple[int, int], others: Sequence[Box], spoken: Sequence[Spoken] = ()
) -> Box:
    """Where the bubble for `words` hides the least of `others`, is near the speaker, and crosses nothing of what was
    `spoken` before."""
    pad = _padding(words)
    wide, high = words.width + 2 * pad[0], words.height + 2 * pad[1]
    edge = MARGIN * page[0], MARGIN * page[1]
    span = max(0.0, page[0] - wide - 2 * edge[0]), max(0.0, page[1] - high - 2 * edge[1])
    spots = [(edge[0] + span[0] * i / (STEPS - 1), edge[1] + span[1] * j / (STEPS - 1))
             for j in range(STEPS) for i in range(STEPS)]  # fmt: skip
    boxes = [(x, y, x + wide, y + high) for x, y in spots]
    return min(boxes, key=lambda box: _cost(box, speaker, others) + CROSSED * _crossed(box, speaker, spoken))


def _crossed(box: Box, speaker: Speaker, spoken: Sequence[Spoken]) -> int:
    """How many of the earlier bubbles and tails touch this bubble or its tail."""
    tail = _along(box, speaker)
    touched = 0
    for other, whose in spoken:
        before = _along(other, whose)
        touched += any(_is_in(point, other) for point in tail) or any(_is_in(point, box) for point in before)
        touched += _shared(box, other) > 0
    return touched


def _along(box: Box, speaker: Speaker) -> list[tuple[float, float]]:
    """Points on the way from a bubble's middle to the mouth."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return [(x + (speaker.mouth[0] - x) * n / 12, y + (speaker.mouth[1] - y) * n / 12) for n in range(13)]


def _is_in(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _cost(box: Box, speaker: Speaker, others: Sequence[Box]) -> float:
    """What a bubble there hides, and how far its tail reaches; one beside or above the head is best."""
    hidden = sum(_shared(box, other) for other in others)
    x, y = speaker.mouth
    gap = math.hypot(max(box[0] - x, x - box[2], 0), max(box[1] - y, y - box[3], 0))
    low = max(0.0, (box[1] + box[3]) / 2 - y)
    covers = gap < 0.55 * speaker.head
    area = (box[2] - box[0]) * (box[3] - box[1])
    return 4 * hidden / area + (abs(gap - 0.8 * speaker.head) + 2 * low) / (box[2] - box[0]) + 20 * covers


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)


def _padding(words: Image.Image) -> tuple[float, float]:
    lesser = min(words.height, words.width)
    return 0.26 * lesser + 0.05 * words.width, 0.24 * lesser + 0.07 * words.height


def paint(canvas: Image.Image, words: Image.Image, box: Box, speaker: Speaker) -> None:
    """Draw the bubble with its words onto the page."""
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    mouth = speaker.mouth
    far = math.hypot(mouth[0] - x, mouth[1] - y) or 1.0
    reach = max(0.0, 1 - 0.62 * speaker.head / far)
    tip = x + (mouth[0] - x) * reach, y + (mouth[1] - y) * reach
    line = max(1.5, 0.004 * min(canvas.size))
    reaching = min(left, tip[0]), min(top, tip[1]), max(right, tip[0]), max(bottom, tip[1])
    edge = 3 * line + 2
    whole = (
        max(0, int(reaching[0] - edge)), max(0, int(reaching[1] - edge)),
        min(canvas.width, int(reaching[2] + edge) + 1), min(canvas.height, int(reaching[3] + edge) + 1),
    )  # fmt: skip
    svg = _outline(box, (x, y), tip, line)
    image = Image.fromarray(rasterise(svg, whole, whole[2] - whole[0], whole[3] - whole[1]))
    canvas.alpha_composite(image, whole[:2])
    canvas.alpha_composite(words, (round(x - words.width / 2), round(y - words.height / 2)))


def _outline(box: Box, middle: tuple[float, float], tip: tuple[float, float], line: float) -> str:
    """A rounded bubble, drawn twice so that no line runs between it and its tail."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    turn = 0.42 * min(wide, high)
    across, down = tip[0] - middle[0], tip[1] - middle[1]
    far = math.hypot(across, down) or 1.0
    half = 0.17 * min(wide, 1.6 * high)
    root = _root(box, middle, (across, down), half)
    side = (-down / far * half, across / far * half)
    bend = (root[0] + tip[0]) / 2 + side[0] * 0.5, (root[1] + tip[1]) / 2 + side[1] * 0.5
    tail = (
        f"M{root[0] + side[0]} {root[1] + side[1]}Q{bend[0]} {bend[1]} {tip[0]} {tip[1]}"
        f"Q{bend[0] - side[0]} {bend[1] - side[1]} {root[0] - side[0]} {root[1] - side[1]}Z"
    )
    body = f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="{turn}"/><path d="{tail}"/>'
    return (
        f'<g fill="#fffdf7" stroke="#3d2b56" stroke-width="{2 * line:.2f}" stroke-linejoin="round">{body}</g>'
        f'<g fill="#fffdf7">{body}</g>'
    )


def _root(box: Box, middle: tuple[float, float], way: tuple[float, float], half: float) -> tuple[float, float]:
    """Where within the bubble the tail begins: towards its tip, and far enough from the corners to be covered."""
    wide, high = box[2] - box[0] - 2.4 * half, box[3] - box[1] - 2.4 * half
    shares = [abs(side) / 2 / abs(step) for side, step in ((wide, way[0]), (high, way[1])) if abs(step) > 1e-6]
    share = min([*shares, 0.9])
    return middle[0] + way[0] * share, middle[1] + way[1] * share

"""The words on a page: titles where they were asked for, ribbons, what stands on things, and what somebody says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PIL import Image

from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.layout.placed import Placed
from pinxit.engines.storybook.painting import boards, bubbles, lettering
from pinxit.engines.storybook.painting.looks import Look
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.sprites import Sprites
from pinxit.engines.storybook.reading.letter_words import Letters
from pinxit.engines.storybook.scene import STANDING, Lettering, Scene
from pinxit.jobs import Job

TITLE_WIDTH, TITLE_HEIGHT = 0.86, 0.19
"""Shares of the page that a title or a banner may take."""
SIDE_WIDTH, SIDE_HEIGHT = 0.4, 0.15
"""The same of what stands in a corner or at a side."""
BAND = 0.33
"""Share of the page's height that all words above take together, and so those in the middle and below."""
CAPTION_WIDTH, CAPTION_HEIGHT = 0.92, 0.15
MARGIN = 0.03
SPEECH_ROOM = 0.2
"""Share of the page's height that is kept free above those who speak."""
MOST_BORNE = 6
"""How many of a kind have the text of their kind on them."""
USUAL_AREA = (0.16, 0.36, 0.84, 0.76)
"""Where words go on a thing that is not known, in shares of its box."""
LEAST_WIDTH, LEAST_HEIGHT = 0.15, 0.052
"""Shares of the page that words on a thing may always take, however small it is."""
QUIET = 0.13
"""The deviation in luminance (0 to 1) of what is behind letters up to which they need no plate."""
SPRAY = "#ffe45c"
"""What graffiti are sprayed in, where no colour is named."""
CONTRAST = 0.36
"""The least difference in luminance between letters and what is behind them."""

Box = tuple[float, float, float, float]


class Sheet(Protocol):
    """The page that words are set on. Lengths are in units unless they are said to be pixels."""

    scene: Scene
    job: Job
    canvas: Image.Image
    placed: list[Placed]
    scale: float
    look: Look
    sprites: Sprites

    def picture(self) -> Image.Image: ...


@dataclass(slots=True)
class _Block:
    """Texts that stand together as one: in one place, face, colour and finish."""

    spot: str
    texts: list[Lettering]

    @property
    def first(self) -> Lettering:
        return self.texts[0]

    @property
    def words(self) -> str:
        return "\n".join(text.text for text in self.texts)


class Texts:
    """The words of one page, but for those on boards that stand in the scene."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.size = sheet.job.width, sheet.job.height
        lettering = sheet.scene.lettering
        self.speeches = [text for text in lettering if text.place == "speech" and self._is_known(text)]
        self.borne = [text for text in lettering if text.place == "on" and self._is_known(text)]
        others = [text for text in lettering if text not in self.speeches + self.borne and text.place not in STANDING]
        self.blocks = self._blocks(others)
        self.taken: list[Box] = []
        self.spoken: list[bubbles.Spoken] = []

    def _is_known(self, text: Lettering) -> bool:
        return text.subject is not None and text.subject < len(self.sheet.scene.subjects)

    def _blocks(self, texts: Sequence[Lettering]) -> list[_Block]:
        """Titles of one look and place are one; those at the bottom are set from the lowest up."""
        blocks: list[_Block] = []
        for text in texts:
            usual = "bottom" if text.place == "caption" else "top" if self.sheet.scene.subjects else "centre"
            usual = "top" if text.place == "banner" else usual
            spot = text.spot or usual
            same = next((block for block in blocks if block.spot == spot and _is_alike(block.first, text)), None)
            if same:
                same.texts.append(text)
            else:
                blocks.append(_Block(spot, [text]))
        order = {"title": 0, "banner": 1, "caption": 2}
        blocks.sort(key=lambda block: order.get(block.first.place, 0))
        low = [block for block in blocks if block.spot.startswith("bottom")]
        return [block for block in blocks if block not in low] + low[::-1]

    @property
    def top(self) -> float:
        """How much of the page above is taken by words, in pixels."""
        room = 0.0
        for block in self.blocks:
            if block.spot.startswith("top"):
                room += MARGIN * self.size[1] + self._image(block, None).height
        return max(room, SPEECH_ROOM * self.size[1] if self.speeches else 0.0)

    @property
    def bottom(self) -> float:
        """How much of the page below is taken by words, in pixels."""
        low = [block for block in self.blocks if block.spot == "bottom"]
        return sum(MARGIN * self.size[1] + self._image(block, None).height for block in low)

    def operations(self) -> Iterator[Operation]:
        """Each text is one stage of the picture."""
        yield from (lambda text=text: self._on(text) for text in self.borne)
        yield from (lambda block=block: self._set(block) for block in self.blocks)
        yield from (lambda text=text: self._say(text) for text in self.speeches)

    # ------------------------------------------------------------------------------------------------------ on the page

    def _most(self, block: _Block) -> tuple[int, int]:
        """The pixels that a block may take, across and down."""
        wide, high = self.size
        band = [each for each in self.blocks if _band(each.spot) == _band(block.spot)]
        high = round(high * min(1.0, BAND / (TITLE_HEIGHT * len(band))))
        if block.first.place == "caption":
            return round(CAPTION_WIDTH * wide), round(CAPTION_HEIGHT * high)
        if "left" in block.spot or "right" in block.spot:
            return round(SIDE_WIDTH * wide), round(SIDE_HEIGHT * high)
        is_alone = not self.sheet.scene.subjects and len(self.blocks) == 1 and block.first.place == "title"
        return round(TITLE_WIDTH * wide), round((0.5 if is_alone else TITLE_HEIGHT) * high)

    def _image(self, block: _Block, behind: float | None) -> Image.Image:
        """The block, on what bears it; `behind` is the luminance of the page there."""
        text, (width, height) = block.first, self._most(block)
        colour = one_colour(text.colour)
        if text.place in ("banner", "caption"):
            words = " ".join(each.text for each in block.texts)
            return boards.board(
                words, face=text.face, width=width, max_height=height, colour=colour, kind="ribbon", finish=text.finish
            )
        if text.finish == "neon":
            return boards.board(
                block.words, face=text.face, width=width, max_height=height, colour=colour, kind="tubes"
            )
        return lettering.letter(
            block.words, face=text.face, width=width, max_height=height, colour=colour, backdrop_luminance=behind
        )

    def _set(self, block: _Block) -> None:
        behind = None if self.sheet.job.transparent else self._luminance(block)
        image = self._image(block, behind)
        x, y = self._corner(block.spot, image.size)
        y = self._free(x, y, image.size, upwards=block.spot.startswith("bottom"))
        self._put(image, x, y)

    def _luminance(self, block: _Block) -> float:
        """How light the page is where the block goes."""
        x, y = self._corner(block.spot, self._most(block))
        most = self._most(block)
        band = self.sheet.picture().crop((round(x), round(y), round(x) + max(1, most[0]), round(y) + max(1, most[1])))
        return float(np.asarray(band.convert("L")).mean()) / 255

    def _corner(self, spot: str, size: tuple[int, int]) -> tuple[float, float]:
        """The left upper corner, in pixels, of something of this size at a spot."""
        wide, high = self.size
        edge = MARGIN * wide, MARGIN * high
        across = 0.0 if "left" in spot else 1.0 if "right" in spot else 0.5
        down = 0.0 if "top" in spot else 1.0 if "bottom" in spot else 0.5
        return (
            edge[0] + across * (wide - 2 * edge[0] - size[0]),
            edge[1] + down * (high - 2 * edge[1] - size[1]),
        )

    def _free(self, x: float, y: float, size: tuple[int, int], *, upwards: bool) -> float:
        """The next height from `y` on at which something of this size hides no words that are there already."""
        gap = 0.012 * self.size[1]
        for left, top, right, bottom in sorted(self.taken, key=lambda box: -box[1] if upwards else box[1]):
            if x < right and x + size[0] > left and y < bottom and y + size[1] > top:
                y = top - gap - size[1] if upwards else bottom + gap
        return min(max(0.0, y), max(0.0, self.size[1] - size[1]))

    def _put(self, image: Image.Image, x: float, y: float) -> None:
        """Put an image onto the page with its left upper corner at (x, y) pixels, moved so that none of it is cut."""
        image = self.sheet.look.letters(image)
        left = round(min(max(0.0, x), max(0.0, self.size[0] - image.width)))
        top = round(min(max(0.0, y), max(0.0, self.size[1] - image.height)))
        self.sheet.canvas.alpha_composite(image, (left, top))
        self.taken.append((left, top, left + image.width, top + image.height))

    # -------------------------------------------------------------------------------------------------------- on things

    def _on(self, text: Lettering) -> None:
        """Set a text on what bears it, on a plate where it could not be read without."""
        assert text.subject is not None
        wearer = self.sheet.sprites.wearer_of(text.subject)
        subject = text.subject if wearer is None else wearer
        things = [thing for thing in self.sheet.placed if thing.subject == subject]
        for thing in things[:MOST_BORNE]:
            area = self._chest(thing) if wearer is not None else self._area(thing)
            self._write(text, area, thing.tilt)

    def _area(self, thing: Placed) -> Box:
        """Where words fit on a thing, in pixels."""
        art, _ = self.sheet.sprites.art_of(thing)
        left, top, right, bottom = Letters.built_in().areas.get(art.title, USUAL_AREA)
        if art.faces != "front" and thing.faces != art.faces:
            left, right = 1 - right, 1 - left
        return self._pixels(thing, (left, top, right, bottom))

    def _chest(self, thing: Placed) -> Box:
        """Where a shirt has its words, on who wears it."""
        _, anchors = self.sheet.sprites.art_of(thing)
        if anchors.is_side_on:
            x, y = (anchors.nape[0] + anchors.back[0]) / 2, anchors.back[1]
            return self._pixels(thing, (x - 0.2, y + 0.08, x + 0.2, min(0.95, y + 0.34)))
        x = (anchors.throat[0] + anchors.nape[0]) / 2
        y, half = max(anchors.throat[1], anchors.nape[1]), max(0.2, 0.5 * anchors.head)
        return self._pixels(thing, (x - half, y + 0.05, x + half, min(0.95, y + 0.31)))

    def _pixels(self, thing: Placed, shares: Box) -> Box:
        left, top = thing.x - thing.width / 2, thing.y - thing.height
        return (
            (left + shares[0] * thing.width) * self.sheet.scale, (top + shares[1] * thing.height) * self.sheet.scale,
            (left + shares[2] * thing.width) * self.sheet.scale, (top + shares[3] * thing.height) * self.sheet.scale,
        )  # fmt: skip

    def _write(self, text: Lettering, area: Box, tilt: float) -> None:
        wide, high = self._legible(text.text, area[2] - area[0], area[3] - area[1])
        middle = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
        colour = one_colour(text.colour)
        behind, deviation = self._behind(middle, wide, high)
        ink = colour or (lettering.CREAM if behind < 0.5 else lettering.PLUM)
        is_larger = wide > 1.05 * (area[2] - area[0]) or high > 1.05 * (area[3] - area[1])
        if text.finish == "neon":
            image = boards.board(text.text, face=text.face, width=wide, max_height=high, colour=colour, kind="tubes")
        elif text.face == "graffiti":
            image = lettering.letter(
                text.text,
                face=text.face,
                width=wide,
                max_height=high,
                colour=colour or SPRAY,
                backdrop_luminance=behind,
            )
        elif is_larger or deviation > QUIET or abs(_luminance(ink) - behind) < CONTRAST:
            image = self._plate(text, colour, wide, high)
        else:
            style = lettering.Style(ink, None, 0.0, shadow=False)
            image = lettering.set_within(text.text, text.face, wide, high, style)
        if tilt:
            image = image.rotate(-tilt, Image.Resampling.BICUBIC, expand=True)
        self._put(image, middle[0] - image.width / 2, middle[1] - image.height / 2)

    def _plate(self, text: Lettering, colour: str | None, wide: int, high: int) -> Image.Image:
        """The words on a label; light letters on a dark one."""
        is_light = colour is not None and _luminance(colour) > 1 - CONTRAST
        kind: boards.Board = "tag" if is_light else "plate"
        return boards.board(text.text, face=text.face, width=wide, max_height=high, colour=colour, kind=kind)

    def _legible(self, text: str, wide: float, high: float) -> tuple[int, int]:
        """The pixels that words on a thing take: those of its area, and more where they would be too small."""
        page = self.size
        longest = max((len(word) for word in text.split()), default=1)
        least = LEAST_HEIGHT * min(page)
        least_wide = min(0.46 * page[0], max(LEAST_WIDTH * page[0], 0.52 * least * min(len(text), max(longest, 14))))
        wide = min(max(wide, least_wide), 0.9 * page[0])
        lines = max(1.0, 0.52 * least * len(text) / wide)
        return max(4, round(wide)), max(4, round(min(max(high, 1.25 * least * lines), 0.4 * page[1])))

    def _behind(self, middle: tuple[float, float], wide: float, high: float) -> tuple[float, float]:
        """The mean and the deviation of the luminance where words go."""
        x, y = middle
        left, top = round(x - 0.42 * wide), round(y - 0.36 * high)
        box = left, top, left + max(1, round(0.84 * wide)), top + max(1, round(0.72 * high))
        values = np.asarray(self.sheet.picture().crop(box).convert("L")).astype(float) / 255
        return float(values.mean()), float(values.std())

    # ----------------------------------------------------------------------------------------------------------- spoken

    def _say(self, text: Lettering) -> None:
        """A bubble beside who speaks; of several who speak alike, the next one each time."""
        things = [thing for thing in self.sheet.placed if thing.subject == text.subject]
        if not things:
            return
        before = [each for each in self.speeches if each.subject == text.subject]
        thing = things[before.index(text) % len(things)]
        speaker = self._speaker(thing)
        words = self.sheet.look.letters(bubbles.words_of(text.text, text.face, one_colour(text.colour), self.size))
        others = [self._pixels(each, (0.1, 0, 0.9, 0.8)) for each in self.sheet.placed] + 3 * self.taken
        box = bubbles.place(words, speaker, self.size, others, self.spoken)
        bubbles.paint(self.sheet.canvas, words, box, speaker)
        self.spoken.append((box, speaker))
        self.taken.append(box)

    def _speaker(self, thing: Placed) -> bubbles.Speaker:
        _, anchors = self.sheet.sprites.art_of(thing)
        x, y = anchors.eyes
        left, top, right, bottom = self._pixels(thing, (0, 0, 1, 1))
        head = max(anchors.head, 0.25) * (right - left)
        return bubbles.Speaker((left + x * (right - left), top + (y + 0.05) * (bottom - top)), head)


def _band(spot: str) -> str:
    """Above, below, or between."""
    return next((band for band in ("top", "bottom") if spot.startswith(band)), "centre")


def _is_alike(one: Lettering, other: Lettering) -> bool:
    return (one.place, one.face, one.colour, one.finish) == (other.place, other.face, other.colour, other.finish)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

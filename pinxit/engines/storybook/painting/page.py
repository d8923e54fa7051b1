"""Paints a scene, one operation at a time: the setting from far to near, each thing with its shadow, then the words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from pinxit.engines.storybook.art import Art, Arts
from pinxit.engines.storybook.colour import assorted, own_gray
from pinxit.engines.storybook.figures import Drawing, Wear, figure
from pinxit.engines.storybook.layout.arrange import arrange
from pinxit.engines.storybook.layout.kept import has_spots, noted, rounded, settle
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Placed
from pinxit.engines.storybook.layout.poses import JUMP
from pinxit.engines.storybook.painting import boards, flourishes, shadows
from pinxit.engines.storybook.painting.camera import frame
from pinxit.engines.storybook.painting.finish import glow, grain
from pinxit.engines.storybook.painting.looks import Sheet, look_of, most_detail
from pinxit.engines.storybook.painting.looks.over import on_layer, over
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.patterns import Dye, dyed
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.painting.texts import Texts, one_colour
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.things import kinds_of
from pinxit.engines.storybook.scene import STANDING, Lettering, Scene, Subject
from pinxit.engines.storybook.settings import View
from pinxit.engines.storybook.wardrobe import Anchors, Dressed, Worn, anchors, dress, is_put_on, stethoscope, string
from pinxit.jobs import Job, Quality

UNITS = 1000
"""Units along the shorter side of a picture."""
DETAIL: dict[Quality, int] = {"low": 0, "medium": 1, "high": 2, "xhigh": 2, "max": 2}
SATURATION = {"vivid": 1.16, "natural": 0.84}
"""What DALL·E 3's styles do to the colours of the finished picture."""
CLOSE = ("facing", "beside")
"""Relations to the one that a tool is used on."""
LEAST_BOARD, WIDEST_BOARD = 0.24, 0.5
"""Shares of the page's height that a standing board has at least, and of its width that it is not enlarged beyond."""
LIGHT_SHARE = 0.7
"""How much of the setting's light falls on the subjects; they keep a little of their own, so as to stand out."""
LARGEST_LAYER = 2048
"""Pixels along the longer side that a setting is rasterised at; it is soft, and larger ones are scaled up from it."""
SHADED = (8e6, 12e6, 30e6)
"""Pixels times soft shades that a sprite is rasterised with, by detail; beyond that it is scaled up."""
LARGEST_SPRITE = 1400
"""Pixels along the longer side that a sprite is rasterised at; a larger one is scaled up from it."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """What one subject looks like: an SVG body and the part of it that is seen."""

    body: str
    box: tuple[float, float, float, float]
    """Left, top, right and bottom of what is seen, in the body's own lengths."""
    art: Art
    anchors: Anchors

    @property
    def shape(self) -> float:
        """Width over height."""
        left, top, right, bottom = self.box
        return (right - left) / (bottom - top)


class PagePainter:
    """Paints one scene as one page. `operations` are run in order; `canvas` shows the picture so far."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        self.scene = scene
        self.job = job
        self.pack = pack
        self.detail = DETAIL[job.quality]
        self.scale = min(job.width, job.height) / UNITS
        self.width, self.height = job.width / self.scale, job.height / self.scale
        self.canvas = Image.new("RGBA", (job.width, job.height), (255, 255, 255, 0))
        self.framing = frame(scene, self._view())
        self.backdrop = self.framing.backdrop
        self.look = look_of(scene.style, self._sheet())
        self.words: Image.Image | None = None
        """Boards that stand in the scene, where nothing hides them: their words stay as they are set."""
        self.drawings: dict[tuple[object, ...], Image.Image] = {}
        self.sprites = [self._sprite(subject) for subject in scene.subjects]
        self.company: dict[tuple[int, int], Sprite] = {}
        self.outfits: dict[tuple[int, tuple[int, ...]], Dressed | None] = {}
        self.signs = [text for text in scene.lettering if text.place in STANDING]
        self.texts = Texts(self)
        self.placed = self._arrange()
        """Where everything is, with what it wears."""

    def operations(self) -> Iterator[Operation]:
        """What is to be done, far to near. Each is a visible stage of the picture."""
        if not self.job.transparent:
            yield from (lambda at=at: self._lay_behind(at) for at in range(len(self.backdrop.layers)))
        yield from (lambda thing=thing: self._place(thing) for thing in self.placed)
        yield from (lambda tie=tie: self._lay(tie) for tie in self._ties())
        if not self.job.transparent:
            yield from (lambda layer=layer: self._lay(layer, box=self.framing.box) for layer in self.backdrop.front)
        if self.look.paints_page:
            yield self._paint_over
        yield from self.texts.operations()
        if self.job.style is not None:
            yield self._saturate
        if self.detail == 2 and not self.job.transparent and self.look.is_finished:
            yield self._finish

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""
        if self.job.transparent:
            return self.canvas.copy()
        under = Image.new("RGBA", self.canvas.size, (250, 247, 240, 255))
        under.alpha_composite(self.canvas)
        return under.convert("RGB")

    def seen(self) -> list[Seen]:
        """Where each subject is in the picture, far ones first: as much of it as is on the page."""
        return [
            Seen(
                thing.subject,
                max(0.0, (thing.x - thing.width / 2) * self.scale),
                max(0.0, (thing.y - thing.height) * self.scale),
                min(self.job.width, (thing.x + thing.width / 2) * self.scale),
                min(self.job.height, thing.y * self.scale),
                worn=thing.worn,
            )
            for thing in self.placed
            if thing.subject >= 0
        ]

    # ------------------------------------------------------------------------------------------------------ preparation

    def _sheet(self) -> Sheet:
        """What a look has to know of the page."""
        return Sheet(
            width=self.job.width, height=self.job.height, unit=self.scale, seed=self.job.seed, detail=self.detail,
            is_clear=self.job.transparent, horizon=self.backdrop.horizon * self.scale, setting=self.scene.setting,
            floats=self.backdrop.floats,
        )  # fmt: skip

    def _view(self) -> View:
        scene = self.scene
        return View(
            width=self.width, height=self.height, time=scene.time, weather=scene.weather, season=scene.season,
            seed=self.job.seed, detail=min(self.detail, most_detail(scene.style)), colour=one_colour(scene.backdrop),
            room=scene.room, without=self._countable(), water=scene.water,
        )  # fmt: skip

    def _countable(self) -> frozenset[str]:
        """The kinds of things that only the subjects may show, so that their number is right, or that nothing may."""
        arts = [self.pack.get(subject.art) for subject in self.scene.subjects]
        shown = {name for art in arts for name in (art.group, art.title)}
        left_out = frozenset(self.scene.layout.without) if self.scene.layout else frozenset()
        counted = frozenset(kind for kind, names in Grammar.built_in().countable.items() if names & shown)
        return left_out | counted | kinds_of(self.scene.excluded)

    def _one_of(self, thing: Placed) -> Sprite:
        """The sprite of one of several: people that come together differ."""
        first, key = self.sprites[thing.subject], (thing.subject, thing.copy)
        if thing.copy == 0 or not first.art.is_person or thing.worn:
            return first
        if key not in self.company:
            subject = self.scene.subjects[thing.subject]
            others = (first.art.name, *Grammar.built_in().company.get(first.art.name, ()))
            self.company[key] = self._sprite(replace(subject, art=others[thing.copy % len(others)]), thing.copy)
        return self.company[key]

    def _sprite(self, subject: Subject, copy: int = 0) -> Sprite:
        art = self.pack.get(subject.art)
        if art.shape not in ("face", "bust"):
            return Sprite(art.body, art.box, art, anchors(art, None))
        garment, wear = self._garment(subject)
        drawn: Drawing = figure(art, garment=garment, seed=self.job.seed + copy, wear=wear)
        return Sprite(drawn.body, (0, 0, drawn.width, drawn.height), art, anchors(art, drawn))

    def _garment(self, subject: Subject) -> tuple[str | None, Wear]:
        """The colour of a person's clothes, and their pattern: of what they are said to wear."""
        for relation in self.scene.relations:
            if relation.kind == "wearing" and self.scene.subjects[relation.subject] == subject:
                worn = self.scene.subjects[relation.other]
                art = self.pack.get(worn.art)
                if not is_put_on(art, worn.word):
                    colour = one_colour(worn.colour) if worn.colour else art.colour
                    return colour, Wear(worn.pattern, worn.second, art.title == "dress")
        return None, Wear()

    def _outfit(self, thing: Placed) -> Dressed | None:
        """The thing in what it wears, or None for one that wears nothing that is put on."""
        if thing.subject < 0 or not thing.worn:
            return None
        sprite, key = self.sprites[thing.subject], (thing.subject, thing.worn)
        if key not in self.outfits:
            coloured = sprite.art.shape in ("face", "bust") or sprite.art.is_person
            subjects = [self.scene.subjects[number] for number in thing.worn]
            worn = [
                Worn(self.pack.get(each.art), each.colour, each.word, each.pattern, each.second) for each in subjects
            ]
            worn = [each for each in worn if is_put_on(each.art, each.word) or not coloured]
            self.outfits[key] = dress(sprite.body, sprite.box, sprite.anchors, worn, self.job.seed) if worn else None
        return self.outfits[key]

    def _arrange(self) -> list[Placed]:
        """Give everything its place, and note it in the scene, so that a scene that is changed can keep it."""
        boards, page = [self._board_shape(text) for text in self.signs], self._page()
        place = settle if has_spots(self.scene) else arrange
        bare = [rounded(thing) for thing in place(self.scene, page, self._measure, self.job.seed, boards)]
        placed = _legible([self._roomier(thing, page) for thing in bare], page)
        if self.job.transparent and not has_spots(self.scene):
            _fill(placed, bare, page)
            placed = [self._roomier(rounded(thing), page) for thing in bare]
        self.scene = noted(self.scene, bare, page, self._countable())
        return placed

    def _roomier(self, thing: Placed, page: Page) -> Placed:
        """The thing's place with room for what it wears, made smaller where a hat would reach over the page's top."""
        if (dressed := self._outfit(thing)) is None:
            return thing
        sprite = self.sprites[thing.subject]
        (left, top, right, low), (first, crown, last, hem) = sprite.box, dressed.box
        across, down = thing.width / (right - left), thing.height / (low - top)
        room = thing.y - page.top - 0.015 * page.height
        fit = min(1.0, room / ((low - crown) * down)) if room > 0 and not thing.aloft else 1.0
        across, down = across * fit, down * fit
        shift = ((first + last) - (left + right)) / 2 * across * (-1 if self._is_mirrored(thing) else 1)
        return replace(
            thing, x=thing.x + shift, y=thing.y + (hem - low) * down,
            width=(last - first) * across, height=(hem - crown) * down,
        )  # fmt: skip

    def _ties(self) -> Iterator[str]:
        """What reaches from one thing to another, as SVG on the page: a stethoscope, the string of a kite."""
        for relation in self.scene.relations:
            kind, user = relation.kind, self._of(relation.subject)
            patient = next(
                (r.other for r in self.scene.relations if r.subject == relation.subject and r.kind in CLOSE), None
            )
            if kind == "using" and user and patient is not None and (other := self._of(patient)):
                yield stethoscope(self._at(user, "throat"), self._at(other, "throat"), user.height)
            elif kind == "holding" and user and self._is_flown(relation.other):
                flown = [thing for thing in self.placed if thing.subject == relation.other]
                yield "".join(string(self._at(user, "hand"), (held.x, held.y), user.height) for held in flown)

    def _of(self, subject: int) -> Placed | None:
        return next((thing for thing in self.placed if thing.subject == subject), None)

    def _is_flown(self, subject: int) -> bool:
        return self.sprites[subject].art.stance == "floats"

    def _at(self, thing: Placed, anchor: Literal["hand", "throat"]) -> tuple[float, float]:
        """Where on the page a thing has its hand or its throat."""
        marks = self.sprites[thing.subject].anchors
        x, y = getattr(marks.mirrored() if self._is_mirrored(thing) else marks, anchor)
        return thing.x + (x - 0.5) * thing.width, thing.y + (y - 1) * thing.height

    def _is_mirrored(self, thing: Placed) -> bool:
        faces = self.sprites[thing.subject].art.faces
        return faces != "front" and thing.faces != faces

    def _measure(self, subject: int) -> tuple[Art, float]:
        sprite = self.sprites[subject]
        return sprite.art, sprite.shape

    def _page(self) -> Page:
        top = self.texts.top / self.scale
        if self.job.transparent:
            ground = 0.9 * self.height, 0.97 * self.height
            return Page(self.width, self.height, ground, top=top, flat=True)
        page = self.framing.page(self.width, self.height, top)
        far, near = page.ground
        near = max(far + 0.1 * (near - far), min(near, self.height - self.texts.bottom / self.scale))
        return replace(page, ground=(far, near))

    # ----------------------------------------------------------------------------------------------------- operations

    def _lay_behind(self, number: int) -> None:
        """A layer of the setting, and after the last one what the lens and the look do to them all."""
        layers = self.backdrop.layers
        self._lay(layers[number], number / max(1, len(layers) - 1), self.framing.box)
        if number == len(layers) - 1:
            if self.framing.blur:
                radius = self.framing.blur * min(self.canvas.size)
                self.canvas = self.canvas.filter(ImageFilter.GaussianBlur(radius))
            self.canvas = self.look.setting(self.canvas)

    def _lay(self, layer: str, near: float = 1.0, box: tuple[float, float, float, float] | None = None) -> None:
        shrink = min(1.0, LARGEST_LAYER / max(self.canvas.size))
        wide, high = (max(1, round(side * shrink)) for side in self.canvas.size)
        shown = box or (0, 0, self.width, self.height)
        image = Image.fromarray(rasterise(self.look.scenery(layer, near), shown, wide, high))
        image, corner = on_layer(self.look, image, near, self.scale * shrink)
        if shrink < 1:
            image = image.resize((round(image.width / shrink), round(image.height / shrink)))
        self.canvas.alpha_composite(image, (round(corner[0] / shrink), round(corner[1] / shrink)))

    def _paint_over(self) -> None:
        """What the look does to the page as a whole; words on boards are set on it again, as they were."""
        self.canvas = over(self.look, self.canvas if self.job.transparent else self.picture())
        if self.words:
            self.canvas.alpha_composite(self.words)

    def _place(self, thing: Placed) -> None:
        wide, high = max(1, round(thing.width * self.scale)), max(1, round(thing.height * self.scale))
        is_board = thing.subject < 0
        image = self._board(self.signs[-1 - thing.subject], wide, high) if is_board else self._drawn(thing, wide, high)
        if thing.tilt:
            image = image.rotate(-thing.tilt, Image.Resampling.BICUBIC, expand=True)
        low = thing.y * self.scale + (0 if is_board else self.look.border(self.scale))
        swims = thing.pose == "swimming" and self.scene.setting == "sea" and not self.framing.above
        if swims:
            image = flourishes.sunk(image)
        else:
            self._shade(thing, image)
        self._sketch(flourishes.behind(thing), thing)
        self._stamp(image, thing.x * self.scale, low)
        self._sketch(flourishes.before(thing, on_water=swims), thing)
        if self.signs and self.look.paints_page:
            self._keep_words(image, thing.x * self.scale, low, is_board=is_board)

    def _sketch(self, drawing: str, thing: Placed) -> None:
        """Lines around a thing, as SVG in units of the page."""
        if drawing and not self.job.transparent:
            wide, high = 2.2 * thing.width, 2.2 * thing.height
            left, top = thing.x - wide / 2, thing.y - 0.75 * high
            size = max(1, round(wide * self.scale)), max(1, round(high * self.scale))
            image = Image.fromarray(rasterise(drawing, (left, top, left + wide, top + high), *size))
            self._stamp(image, thing.x * self.scale, (top + high) * self.scale)

    def _keep_words(self, image: Image.Image, x: float, y: float, *, is_board: bool) -> None:
        """Remember a board's pixels, and what hides them."""
        page, self.words = self.canvas, self.words or Image.new("RGBA", self.canvas.size)
        self.canvas = self.words if is_board else Image.new("RGBA", page.size)
        self._stamp(image, x, y)
        if not is_board:
            seen = ImageChops.subtract(self.words.getchannel("A"), self.canvas.getchannel("A"))
            self.words.putalpha(seen)
        self.canvas = page

    def _coarseness(self, thing: Placed, wide: int, high: int) -> float:
        """At which share of its size a thing is rasterised: art full of soft shades takes long where it is large."""
        shades = self._one_of(thing).body.count("<filter")
        soft = math.sqrt(SHADED[self.detail] / (wide * high * shades)) if shades else 1.0
        return min(1.0, LARGEST_SPRITE / max(wide, high), soft)

    def _drawn(self, thing: Placed, wide: int, high: int) -> Image.Image:
        """A thing in the look, with the look's margin around it. Kept, since a scene of twelve balloons draws one."""
        shrink, subject = self._coarseness(thing, wide, high), self.scene.subjects[thing.subject]
        asked = assorted(subject.colour, thing.copy, subject.count)
        key = (id(self._one_of(thing)), asked, wide, high, self._is_mirrored(thing), thing.worn)
        if key not in self.drawings:
            image = self._draw(thing, max(1, round(wide * shrink)), max(1, round(high * shrink)))
            border, unit = self.look.border(self.scale * shrink), self.scale * shrink
            image = self.look.thing(ImageOps.expand(image, border, (0, 0, 0, 0)) if border else image, unit)
            full = wide + 2 * self.look.border(self.scale), high + 2 * self.look.border(self.scale)
            self.drawings[key] = image if image.size == full else _enlarged(image, full)
        return self.drawings[key]

    def _draw(self, thing: Placed, wide: int, high: int) -> Image.Image:
        sprite, subject = self._one_of(thing), self.scene.subjects[thing.subject]
        is_dressed = sprite.art.shape in ("face", "bust") and sprite.art.is_person
        leaves = Grammar.built_in().seasonal[self.scene.season].get(sprite.art.title)
        asked = assorted(subject.colour, thing.copy, subject.count) or own_gray(sprite.art.title, sprite.art.group)
        dye = Dye() if is_dressed else Dye(asked or leaves, subject.pattern, subject.second)
        dressed = self._outfit(thing)
        if sprite.art.picture is not None:
            pixels = np.asarray(sprite.art.picture.resize((wide, high), Image.Resampling.LANCZOS))
        elif dressed:
            layers = ((dressed.behind, Dye()), (dressed.body, dye), (dressed.before, Dye()))
            group = sprite.art.group
            drawings = [(self.look.drawing(body), own) for body, own in layers if body]
            parts = [_sprite_pixels(body, dressed.box, wide, high, own, group) for body, own in drawings]
            pixels = _stacked(parts)
        else:
            body = self.look.drawing(sprite.body)
            pixels = _sprite_pixels(body, sprite.box, wide, high, dye, sprite.art.group)
        if not self.job.transparent and sprite.art.title not in Grammar.built_in().lights:
            pixels = _lit(pixels, self.backdrop.light)
        image = Image.fromarray(pixels)
        if self._is_mirrored(thing):
            image = ImageOps.mirror(image)
        return image if image.size == (wide, high) else image.resize((wide, high), Image.Resampling.LANCZOS)

    def _stamp(self, image: Image.Image, x: float, y: float) -> None:
        """Put `image` with the middle of its lower edge at (x, y) pixels; what reaches over an edge is cut."""
        left, top = round(x - image.width / 2), round(y - image.height)
        cut_left, cut_top = max(0, -left), max(0, -top)
        if cut_left >= image.width or cut_top >= image.height or left >= self.canvas.width or top >= self.canvas.height:
            return
        self.canvas.alpha_composite(image, (max(0, left), max(0, top)), (cut_left, cut_top))

    def _shade(self, thing: Placed, image: Image.Image) -> None:
        """The shadow that it throws, if there is ground below it."""
        x, y = thing.x * self.scale, thing.y * self.scale
        is_shadowless = self.look.shadow == "none" or "shadow" in kinds_of(self.scene.excluded)
        if self.job.transparent or self.backdrop.floats or is_shadowless:
            return
        if self.framing.above:
            shadow, right, down = shadows.dropped(image, self.backdrop.shadow)
            self._stamp(shadow, x + right, y + down)
        elif not thing.aloft:
            lift = JUMP * thing.height if thing.pose == "jumping" else 0.0
            size = thing.width * self.scale, thing.height * self.scale
            throw = shadows.hard if self.look.shadow == "hard" else shadows.below
            for shadow, across, below in throw(*size, self.backdrop.shadow, touches=lift == 0):
                self._stamp(shadow, x + across, y + lift * self.scale + below)

    # ---------------------------------------------------------------------------------------------------------- words

    def art_of(self, thing: Placed) -> tuple[Art, Anchors]:
        """The art of a thing, and where it has its head, as it is turned."""
        sprite = self.sprites[thing.subject]
        return sprite.art, sprite.anchors.mirrored() if self._is_mirrored(thing) else sprite.anchors

    def wearer_of(self, subject: int) -> int | None:
        """Who wears a subject, if anybody does."""
        return next((r.subject for r in self.scene.relations if r.kind == "wearing" and r.other == subject), None)

    def _board_shape(self, text: Lettering) -> float:
        image = boards.board(text.text, face=text.face, width=360, max_height=360, kind=_standing(text))
        return image.width / image.height

    def _board(self, text: Lettering, wide: int, high: int) -> Image.Image:
        board = boards.board(
            text.text, face=text.face, width=wide, max_height=high, colour=one_colour(text.colour),
            kind=_standing(text), finish=text.finish,
        )  # fmt: skip
        return self.look.letters(board)

    def _saturate(self) -> None:
        assert self.job.style is not None
        alpha = self.canvas.getchannel("A")
        self.canvas = ImageEnhance.Color(self.canvas.convert("RGB")).enhance(SATURATION[self.job.style]).convert("RGBA")
        self.canvas.putalpha(alpha)

    def _finish(self) -> None:
        self.canvas = grain(glow(self.picture()), self.job.seed).convert("RGBA")


def _enlarged(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """RGBA at a larger size, its steps smoothed away."""
    factor = size[0] / image.width
    image = image.convert("RGBa").resize(size, Image.Resampling.BICUBIC)
    return (image.filter(ImageFilter.GaussianBlur(0.4 * factor)) if factor > 1.3 else image).convert("RGBA")


def _standing(text: Lettering) -> boards.Board:
    kinds: dict[str, boards.Board] = {"slate": "slate", "billboard": "billboard", "page": "page"}
    return "neon" if text.finish == "neon" else kinds.get(text.place, "sign")


def _legible(placed: list[Placed], page: Page) -> list[Placed]:
    """Enlarge boards that are too small to be read, and put those where they and the others hide each other least."""
    others = [thing for thing in placed if thing.subject >= 0]
    far = () if page.floats or page.flat else (page.ground[0] + 0.03 * page.height,)
    for thing in placed:
        factor = min(LEAST_BOARD * page.height / thing.height, max(WIDEST_BOARD * page.width / thing.width, 1.0))
        if thing.subject >= 0 or factor <= 1.02:
            continue
        thing.width, thing.height = thing.width * factor, thing.height * factor
        edge = thing.width / 2 + 0.03 * page.width
        places = [(float(x), y) for y in (thing.y, *far) for x in (thing.x, *np.linspace(edge, page.width - edge, 9))]
        thing.x, thing.y = min(
            places, key=lambda place: sum(_hidden(thing, place[0], place[1], each) for each in others)
        )
        thing.x = min(max(thing.x, edge), page.width - edge)
        orders = [other.order for other in placed]
        thing.order = min(orders) - 1 if thing.y in far else max(orders) + 1
    return sorted(placed, key=lambda thing: thing.order)


def _hidden(board: Placed, x: float, y: float, other: Placed) -> float:
    """How much of a thing and of the upper part of a board hides one the other, with the board at (x, y)."""
    wide = min(x + board.width / 2, other.x + other.width / 2) - max(x - board.width / 2, other.x - other.width / 2)
    high = min(y - 0.35 * board.height, other.y) - max(y - board.height, other.y - other.height)
    return max(0.0, wide) * max(0.0, high)


def _fill(placed: list[Placed], bare: list[Placed], page: Page) -> None:
    """Enlarge what stands on a transparent page until it fills it, and centre it: `bare` is moved, `placed` is how much
    room it takes with what is worn."""
    if not placed:
        return
    left, right = min(t.x - t.width / 2 for t in placed), max(t.x + t.width / 2 for t in placed)
    top, bottom = min(t.y - t.height for t in placed), max(t.y for t in placed)
    high = page.height - page.top
    scale = min(0.9 * page.width / (right - left), 0.9 * high / (bottom - top))
    for thing in bare:
        thing.x = page.width / 2 + (thing.x - (left + right) / 2) * scale
        thing.y = page.top + high / 2 + (thing.y - (top + bottom) / 2) * scale
        thing.width, thing.height = thing.width * scale, thing.height * scale


@lru_cache(maxsize=48)
def _sprite_pixels(
    body: str, box: tuple[float, float, float, float], width: int, height: int, dye: Dye, group: str
) -> NDArray[np.uint8]:
    """A sprite at its size, in its colour. Kept, since a scene of twelve balloons draws one."""
    shrink = min(1.0, LARGEST_SPRITE / max(width, height))
    wide, high = max(1, round(width * shrink)), max(1, round(height * shrink))
    pixels = rasterise(body, box, wide, high)
    return dyed(pixels, dye, group)


def _stacked(layers: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Pictures of one size, each over those before it."""
    under = Image.fromarray(layers[0])
    for layer in layers[1:]:
        under = Image.alpha_composite(under, Image.fromarray(layer))
    return np.asarray(under)


def _lit(pixels: NDArray[np.uint8], light: Sequence[float]) -> NDArray[np.uint8]:
    """The same pixels in coloured light: a factor for red, green and blue."""
    if tuple(light) == (1.0, 1.0, 1.0):
        return pixels
    factors = np.array([*(1 - LIGHT_SHARE * (1 - factor) for factor in light), 1.0], dtype=np.float32)
    lit: NDArray[np.uint8] = np.minimum(pixels * factors, 255).astype(np.uint8)
    return lit

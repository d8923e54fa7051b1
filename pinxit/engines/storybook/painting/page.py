"""Paints a scene, one operation at a time: the setting from far to near, each thing with its shadow, then the words."""

from collections.abc import Iterator
from dataclasses import replace

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.layout.arrange import arrange
from pinxit.engines.storybook.layout.filled import fill
from pinxit.engines.storybook.layout.kept import has_spots, noted, rounded, settle
from pinxit.engines.storybook.layout.legible import legible
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Placed
from pinxit.engines.storybook.layout.poses import JUMP
from pinxit.engines.storybook.painting import boards, flourishes, shadows
from pinxit.engines.storybook.painting.camera import frame
from pinxit.engines.storybook.painting.drawings import Drawings
from pinxit.engines.storybook.painting.finish import glow, grain
from pinxit.engines.storybook.painting.looks import Sheet, look_of, most_detail
from pinxit.engines.storybook.painting.looks.over import on_layer, over
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.painting.sprites import Sprites
from pinxit.engines.storybook.painting.texts import Texts
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.things import kinds_of
from pinxit.engines.storybook.scene import STANDING, Lettering, Scene
from pinxit.engines.storybook.settings import View
from pinxit.jobs import Job, Quality

UNITS = 1000
"""Units along the shorter side of a picture."""
DETAIL: dict[Quality, int] = {"low": 0, "medium": 1, "high": 2, "xhigh": 2, "max": 2}
SATURATION = {"vivid": 1.16, "natural": 0.84}
"""What DALL·E 3's styles do to the colours of the finished picture."""
LARGEST_LAYER = 2048
"""Pixels along the longer side that a setting is rasterised at; it is soft, and larger ones are scaled up from it."""


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
        self.sprites = Sprites(scene, pack, job.seed)
        light = None if job.transparent else self.backdrop.light
        self.drawings = Drawings(scene, self.sprites, self.look, scale=self.scale, detail=self.detail, light=light)
        self.signs = [text for text in scene.lettering if text.place in STANDING]
        self.texts = Texts(self)
        self.placed = self._arrange()
        """Where everything is, with what it wears."""

    def operations(self) -> Iterator[Operation]:
        """What is to be done, far to near. Each is a visible stage of the picture."""
        if not self.job.transparent:
            yield from (lambda at=at: self._lay_behind(at) for at in range(len(self.backdrop.layers)))
        yield from (lambda thing=thing: self._place(thing) for thing in self.placed)
        yield from (lambda tie=tie: self._lay(tie) for tie in self.sprites.ties(self.placed))
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

    def _arrange(self) -> list[Placed]:
        """Give everything its place, and note it in the scene, so that a scene that is changed can keep it."""
        boards, page = [self._board_shape(text) for text in self.signs], self._page()
        place = settle if has_spots(self.scene) else arrange
        bare = [rounded(thing) for thing in place(self.scene, page, self.sprites.measure, self.job.seed, boards)]
        placed = legible([self.sprites.roomier(thing, page) for thing in bare], page)
        if self.job.transparent and not has_spots(self.scene):
            fill(placed, bare, page)
            placed = [self.sprites.roomier(rounded(thing), page) for thing in bare]
        self.scene = noted(self.scene, bare, page, self._countable())
        return placed

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
        if is_board:
            image = self._board(self.signs[-1 - thing.subject], wide, high)
        else:
            image = self.drawings.drawn(thing, wide, high)
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


def _standing(text: Lettering) -> boards.Board:
    kinds: dict[str, boards.Board] = {"slate": "slate", "billboard": "billboard", "page": "page"}
    return "neon" if text.finish == "neon" else kinds.get(text.place, "sign")

"""What painters of sheets share: a canvas, the things of a scene cut out for it, and words set on it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from PIL import Image, ImageChops, ImageFilter

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting import looks
from pinxit.engines.storybook.painting.lettering import Style, set_within
from pinxit.engines.storybook.painting.looks import look_of
from pinxit.engines.storybook.painting.looks.over import over
from pinxit.engines.storybook.painting.page import DETAIL, UNITS, PagePainter
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.scene import Scene, Subject
from pinxit.jobs import Job

PAPER = (250, 247, 240, 255)


class Sheet:
    """A sheet in the making. A kind of sheet says in `painted` and `lettered` what is done."""

    styles_parts: ClassVar[bool] = False
    """Each part is painted in the style by itself: parts have words of their own, or details that would be lost."""
    is_worked_over: ClassVar[bool] = True
    """What is painted first is painted over as a whole, if the style is one that works so."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        self.scene, self.job, self.pack = scene, job, pack
        self.detail = DETAIL[job.quality]
        self.width, self.height = job.width, job.height
        self.side = min(job.width, job.height)
        """The shorter side, which lengths are shares of."""
        self.canvas = Image.new("RGBA", (job.width, job.height), (255, 255, 255, 0))
        self.look = look_of(scene.style, self.looked_at(job.width, job.height))

    def operations(self) -> Iterator[Operation]:
        """What is painted, then the style over all of it if it is one that works so, then the words."""
        yield from self.painted()
        if self.look.paints_page and self.is_worked_over:
            yield self._paint_over
        yield from self.pictured()
        yield from self.lettered()

    def painted(self) -> Iterator[Operation]:
        """What is painted before the words are set."""
        raise NotImplementedError

    def pictured(self) -> Iterator[Operation]:
        """What is in the style by itself, and is painted after what is worked over as a whole."""
        yield from ()

    def lettered(self) -> Iterator[Operation]:
        """How the words are set."""
        yield from ()

    def _paint_over(self) -> None:
        self.canvas = over(self.look, self.canvas if self.job.transparent else self.picture()).convert("RGBA")

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""
        if self.job.transparent:
            return self.canvas.copy()
        under = Image.new("RGBA", self.canvas.size, PAPER)
        under.alpha_composite(self.canvas)
        return under.convert("RGB")

    def seen(self) -> list[Seen]:
        """Where each subject is in the picture; none where a kind of sheet strews or hides them."""
        return []

    # ---------------------------------------------------------------------------------------------------------- parts

    def looked_at(self, width: int, height: int) -> looks.Sheet:
        """What a look has to know of a sheet of this size."""
        return looks.Sheet(
            width=width, height=height, unit=self.side / UNITS, seed=self.job.seed, detail=self.detail,
            is_clear=self.job.transparent, horizon=0.6 * height, setting=self.scene.setting, floats=True,
        )  # fmt: skip

    def ground(self, colour: str) -> None:
        """One colour all over, as the style has it."""
        self.canvas.paste(Image.new("RGBA", self.canvas.size, colour))
        if not self.look.paints_page:
            layer = self.look.layer(self.canvas, 0.0, self.side / UNITS)
            self.canvas = self.look.setting(layer).convert("RGBA")

    def sub_job(self, width: float, height: float, *, transparent: bool, seed: int = 0) -> Job:
        """The job to paint a part of the sheet."""
        wide, high = max(1, round(width)), max(1, round(height))
        return replace(self.job, width=wide, height=high, transparent=transparent, seed=self.job.seed + seed)

    def page(
        self, scene: Scene, width: float, height: float, *, transparent: bool = False, seed: int = 0
    ) -> PagePainter:
        """The scene painted as a page of this size, finished."""
        job = self.sub_job(width, height, transparent=transparent, seed=seed)
        style = None if self.look.paints_page and not self.styles_parts else self.scene.style
        painter = PagePainter(replace(scene, format="page", style=style), job, self.pack)
        for operation in painter.operations():
            operation()
        return painter

    def cut_out(self, scene: Scene, width: float, height: float, *, seed: int = 0) -> Image.Image:
        """The things of the scene on nothing, as large as fits, cropped to what is seen."""
        return self.cut_out_seen(scene, width, height, seed=seed)[0]

    def cut_out_seen(
        self, scene: Scene, width: float, height: float, *, seed: int = 0
    ) -> tuple[Image.Image, list[Seen]]:
        """The same, with where each thing is in the image."""
        painter = self.page(replace(scene, lettering=()), width / 0.9, height / 0.9, transparent=True, seed=seed)
        box = painter.canvas.getchannel("A").point(lambda level: 255 * (level > 8)).getbbox()
        image = painter.canvas.crop(box) if box else painter.canvas
        scale = min(width / image.width, height / image.height)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        seen = [moved(each, -box[0], -box[1]) if box else each for each in painter.seen()]
        if abs(scale - 1) < 0.02:
            return image, seen
        return image.resize(size, Image.Resampling.LANCZOS), [moved(each, 0, 0, scale) for each in seen]

    def ornament(self, words: str, width: float, height: float) -> Image.Image | None:
        """A piece of art by its words, cut out; None where the pack has none."""
        find = getattr(self.pack, "find", None)
        match = find(words) if find else None
        if match is None:
            return None
        return self.cut_out(Scene(setting="plain", subjects=(Subject(word=words, art=match.art),)), width, height)

    # ------------------------------------------------------------------------------------------------------- painting

    def lay(self, body: str, box: tuple[float, float, float, float] | None = None) -> None:
        """SVG in pixels of the sheet onto it; `box` is the part that it is in, where that is small."""
        left, top, right, bottom = box or (0, 0, self.width, self.height)
        left, top, right, bottom = int(left), int(top), -int(-right), -int(-bottom)
        if right > left and bottom > top:
            image = Image.fromarray(
                rasterise(self.look.drawing(body), (left, top, right, bottom), right - left, bottom - top)
            )
            self.put(image, left, top)

    def put(self, image: Image.Image, left: float, top: float) -> None:
        """The image with its corner at these pixels; what reaches over an edge is cut."""
        x, y = round(left), round(top)
        cut_left, cut_top = max(0, -x), max(0, -y)
        if cut_left < image.width and cut_top < image.height and x < self.width and y < self.height:
            self.canvas.alpha_composite(image, (max(0, x), max(0, y)), (cut_left, cut_top))

    def centre(self, image: Image.Image, x: float, y: float) -> None:
        """The image with its middle at these pixels."""
        self.put(image, x - image.width / 2, y - image.height / 2)

    def words(
        self, text: str, width: float, height: float, *, face: str, colour: str, outline: str | None = None
    ) -> Image.Image:
        """The text as large as fits, exactly as written."""
        style = Style(colour, outline, 0.06 if outline else 0.0, shadow=False)
        return self.look.letters(set_within(text, face, max(8, round(width)), max(8, round(height)), style))


def moved(seen: Seen, left: float, top: float, scale: float = 1.0) -> Seen:
    """Where a thing of a part is on the sheet: enlarged, then moved by so many pixels."""
    return replace(
        seen, left=seen.left * scale + left, top=seen.top * scale + top,
        right=seen.right * scale + left, bottom=seen.bottom * scale + top,
    )  # fmt: skip


def shadow_of(image: Image.Image, blur: float, strength: float, colour: str = "#1d1030") -> Image.Image:
    """The soft shadow of an image, with room for it around: three times `blur` on each side."""
    room = round(3 * blur) + 1
    alpha = Image.new("L", (image.width + 2 * room, image.height + 2 * room))
    alpha.paste(image.getchannel("A"), (room, room))
    alpha = alpha.filter(ImageFilter.GaussianBlur(blur)).point(lambda level: round(level * strength))
    shadow = Image.new("RGBA", alpha.size, colour)
    shadow.putalpha(alpha)
    return shadow


def masked(image: Image.Image, body: str) -> Image.Image:
    """The image where the SVG, drawn in its size, is painted; the image's own transparency is kept."""
    size = image.size
    mask = Image.fromarray(rasterise(body, (0, 0, *size), *size)).getchannel("A")
    cut = image.convert("RGBA")
    cut.putalpha(ImageChops.multiply(cut.getchannel("A"), mask))
    return cut

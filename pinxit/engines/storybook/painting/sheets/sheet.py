"""What painters of sheets share: a canvas, the things of a scene cut out for it, and words set on it."""

from collections.abc import Iterator
from dataclasses import replace

from PIL import Image, ImageChops, ImageFilter

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.painting.lettering import Style, set_within
from pinxit.engines.storybook.painting.page import DETAIL, PagePainter
from pinxit.engines.storybook.painting.painter import Operation, Seen
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.scene import Scene, Subject
from pinxit.jobs import Job

PAPER = (250, 247, 240, 255)


class Sheet:
    """A sheet in the making. A kind of sheet says in `operations` what is done."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        self.scene, self.job, self.pack = scene, job, pack
        self.detail = DETAIL[job.quality]
        self.width, self.height = job.width, job.height
        self.side = min(job.width, job.height)
        """The shorter side, which lengths are shares of."""
        self.canvas = Image.new("RGBA", (job.width, job.height), (255, 255, 255, 0))

    def operations(self) -> Iterator[Operation]:
        raise NotImplementedError

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

    def sub_job(self, width: float, height: float, *, transparent: bool, seed: int = 0) -> Job:
        """The job to paint a part of the sheet."""
        wide, high = max(1, round(width)), max(1, round(height))
        return replace(self.job, width=wide, height=high, transparent=transparent, seed=self.job.seed + seed)

    def page(
        self, scene: Scene, width: float, height: float, *, transparent: bool = False, seed: int = 0
    ) -> PagePainter:
        """The scene painted as a page of this size, finished."""
        job = self.sub_job(width, height, transparent=transparent, seed=seed)
        painter = PagePainter(replace(scene, format="page"), job, self.pack)
        for operation in painter.operations():
            operation()
        return painter

    def cut_out(self, scene: Scene, width: float, height: float, *, seed: int = 0) -> Image.Image:
        """The things of the scene on nothing, as large as fits, cropped to what is seen."""
        painter = self.page(replace(scene, lettering=()), width / 0.9, height / 0.9, transparent=True, seed=seed)
        box = painter.canvas.getchannel("A").point(lambda level: 255 * (level > 8)).getbbox()
        image = painter.canvas.crop(box) if box else painter.canvas
        scale = min(width / image.width, height / image.height)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        return image if abs(scale - 1) < 0.02 else image.resize(size, Image.Resampling.LANCZOS)

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
            image = Image.fromarray(rasterise(body, (left, top, right, bottom), right - left, bottom - top))
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
        return set_within(text, face, max(8, round(width)), max(8, round(height)), style)


def one_colour(word: str | None) -> str | None:
    """The #rrggbb of a colour word; None for none, and for a rainbow and its like, which are more than one."""
    colour = named(word) if word else None
    return None if colour in (RAINBOW, ASSORTED) else colour


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

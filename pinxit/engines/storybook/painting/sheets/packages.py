"""Paints packaging: a box, a bag, a can, a bottle, a jar, a carton or a label, with its subject and its words on it."""

from collections.abc import Iterator

from PIL import Image

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.sheets.designed import Box, Designed
from pinxit.engines.storybook.painting.sheets.designs import is_dark
from pinxit.engines.storybook.painting.sheets.ornaments import border, rays, strewn
from pinxit.engines.storybook.painting.sheets.products import PRODUCTS, Product
from pinxit.engines.storybook.painting.sheets.sheet import shadow_of
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

ROOM = 0.86
"""Share of the sheet that the product takes."""


class PackagePainter(Designed):
    """One product that stands on a ground, seen from the front; the words are on its printed face."""

    def __init__(self, scene: Scene, job: Job, pack: Arts) -> None:
        super().__init__(scene, job, pack)
        self.product: Product = PRODUCTS[scene.variety or "box"]
        high = min(ROOM * self.height, ROOM * self.width / self.product.shape)
        wide = high * self.product.shape
        left, top = (self.width - wide) / 2, (self.height - high) / 2 - 0.005 * self.height
        self.box: Box = (left, top, left + wide, top + high)
        a, b, c, d = self.product.face
        self.face: Box = (left + a * wide, top + b * high, left + c * wide, top + d * high)

    def painted(self) -> Iterator[Operation]:
        if not self.job.transparent:
            yield self._ground
        yield self._stand
        yield self._print
        yield self._light

    def pictured(self) -> Iterator[Operation]:
        yield self._picture

    def lettered(self) -> Iterator[Operation]:
        if self.texts:
            yield self._words

    # ---------------------------------------------------------------------------------------------------------- parts

    @property
    def main(self) -> str:
        """The colour that the product is printed in."""
        return self.palette.ground if self.palette.dark else self.palette.accent

    def _ground(self) -> None:
        ground = one_colour(self.scene.backdrop) or self.shade(self.palette.second, 0.68)
        self.ground(ground)
        x, y = self.width / 2, 0.52 * self.height
        low = self.box[3]
        body = (
            f'<defs><radialGradient id="g"><stop stop-color="#fff" stop-opacity=".75"/>'
            f'<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>'
            f'<linearGradient id="f" x2="0" y2="1"><stop stop-color="{self.shade(ground, -0.16)}" stop-opacity=".0"/>'
            f'<stop offset="1" stop-color="{self.shade(ground, -0.2)}"/></linearGradient></defs>'
            f'<rect y="{0.8 * low}" width="{self.width}" height="{self.height - 0.8 * low}" fill="url(#f)"/>'
            f'<circle cx="{x}" cy="{y}" r="{0.62 * self.side}" fill="url(#g)"/>'
        )
        self.paper(body)

    def _stand(self) -> None:
        """The shadow on the ground, and the product without its print."""
        left, _, right, bottom = self.box
        if not self.job.transparent:
            wide, high = right - left, 0.05 * self.side
            disc = Image.new("RGBA", (max(2, round(0.9 * wide)), max(2, round(high))), "#000000")
            self.centre(shadow_of(disc, 0.018 * self.side, 0.4), (left + right) / 2, bottom - 0.012 * self.side)
        self.paper(self._drawn(self.product.body))

    def _drawn(self, body: str) -> str:
        """A product's SVG, which is drawn on 1000 units of height, at its place and in its colours."""
        left, top, _, bottom = self.box
        contents = self._contents()
        for name, colour in {
            "MAIN": self.main, "DEEP": self.shade(self.main, -0.35), "PALE": self.shade(self.main, 0.45),
            "PAPER": self.palette.paper, "ACCENT": self.palette.second, "FILL": contents,
            "FILLDEEP": self.shade(contents, -0.3),
        }.items():  # fmt: skip
            body = body.replace(f"{{{name}}}", colour)
        return f'<g transform="translate({left} {top}) scale({(bottom - top) / 1000})">{body}</g>'

    def _contents(self) -> str:
        """The colour of what is in a bottle or a jar: its subject's own."""
        subjects = self.scene.subjects
        if not subjects:
            return self.palette.second
        return one_colour(subjects[0].colour) or self.pack.get(subjects[0].art).colour

    def _print(self) -> None:
        """The printed face: a ground with rays or pieces, a panel for the words, and a line along its edges."""
        left, top, right, bottom = self.face
        wide, high = right - left, bottom - top
        palette = self.palette
        x, y = (left + right) / 2, top + 0.6 * high
        radius = self.product.radius * wide
        shape = f'x="{left}" y="{top}" width="{wide}" height="{high}"'
        clip = f'<clipPath id="c"><rect {shape} rx="{radius}"/></clipPath>'
        ground = palette.paper if self.product.is_label else self.main
        body = f'<rect {shape} fill="{ground}"/>'
        tone = self.shade(ground, -0.1) if not is_dark(ground) else self.shade(ground, 0.14)
        if self.dice.random() < 0.6:
            body += rays(x, y, wide + high, tone, 0.7, 18)
        else:
            body += strewn(self.design.pieces, self.face, 0.026 * wide, (tone,), 40, self.dice)
        if self.scene.subjects:
            radius, tone = 0.36 * min(wide, 0.9 * high), self.shade(palette.second, 0.3)
            body += f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{tone}"/>'
        gap = 0.03 * wide
        line = palette.accent if self.product.is_label else self.shade(self.main, 0.6)
        body += border((left + gap, top + gap, right - gap, bottom - gap), line, 0.008 * wide, 0.02 * wide, "double")
        self.paper(f"<defs>{clip}</defs><g clip-path='url(#c)'>{body}</g>")

    def _parts(self) -> tuple[Box, Box, Box]:
        """On the printed face: where the title, the picture and the small words are."""
        left, top, right, bottom = self.face
        edge, high = 0.08 * (right - left), bottom - top
        small = 0.13 * high if len(self.texts) > 1 else 0.0
        title = 0.27 * high if self.texts else 0.0
        left, right = left + edge, right - edge
        head, foot = top + 0.06 * high + title, bottom - 0.05 * high - small
        return (
            (left, top + 0.06 * high, right, head),
            (left, head + (0.03 * high if self.texts else 0), right, foot),
            (left, foot, right, bottom - 0.05 * high),
        )

    def _picture(self) -> None:
        if not self.scene.subjects:
            return
        _, (left, top, right, bottom), _ = self._parts()
        image = self.things(0.9 * (right - left), 0.86 * (bottom - top))
        x, y = (left + right) / 2, (top + bottom) / 2
        self.centre(shadow_of(image, 0.008 * self.side, 0.3), x, y + 0.008 * self.side)
        self.centre(image, x, y)
        self.place_found(x - image.width / 2, y - image.height / 2)

    def _words(self) -> None:
        head, _, foot = self._parts()
        first, *others = self.lines(self.palette.paper if self.product.is_label else self.main)
        self.set_stack([first], head)
        self.set_stack(others, foot)

    def _light(self) -> None:
        """Light and shade over all, which make it round or give it sides."""
        self.paper(self._drawn(self.product.light))

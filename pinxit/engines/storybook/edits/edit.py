"""One edit, from the caller's pictures to the page: what it works on, and the operations that change it."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from pinxit import pictures
from pinxit.engines.cutting.cutout import Cutout, cut_out
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.adding import Canvas, add, is_worn, paste
from pinxit.engines.storybook.edits.asked import NOT_FOUND, PARTS_NOT_FOUND, Addition, Turn
from pinxit.engines.storybook.edits.changes import Change, apply
from pinxit.engines.storybook.edits.compose import compose, without_table
from pinxit.engines.storybook.edits.faces import Box, find_face
from pinxit.engines.storybook.edits.framing import fitted
from pinxit.engines.storybook.edits.hole import Hole
from pinxit.engines.storybook.edits.inscriptions import PlacedText
from pinxit.engines.storybook.edits.instruction import instruct
from pinxit.engines.storybook.edits.lettering import letter
from pinxit.engines.storybook.edits.newpage import Finish, NewPage, joined, recoloured
from pinxit.engines.storybook.edits.spread import spread
from pinxit.engines.storybook.painting.page import DETAIL, PagePainter
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

BLENDS = (0.35, 0.7, 1.0)
"""A change comes over the picture in so many stages, each a preview."""
FALLBACK = "children's book"
"""What is made of a picture where nothing else can be: it is painted anew in the engine's own manner."""
OUTLINED = frozenset(["pencil", "ink", "comic", "pop art", "children's book"])
"""Styles that draw a line around what stands on white paper; the others would smear the paper's white into it."""
VIGNETTE, SOFTNESS = 0.44, 0.05
"""The oval that stands for a subject which cannot be told from its background: half its axes and the softness of its
edge, as shares of the picture's sides."""
TURNS: dict[Turn, Callable[[Image.Image], Image.Image]] = {
    "mirror": ImageOps.mirror,
    "upside down": lambda image: image.transpose(Image.Transpose.ROTATE_180),
    "turn right": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "turn left": lambda image: image.transpose(Image.Transpose.ROTATE_90),
}


class Edit:
    """Paints one job of the task "edit". `operations` are run in order; `picture` shows what there is so far."""

    scene: Scene | None = None

    def __init__(self, job: Job, pack: ArtPack, tell: Callable[[str], None]) -> None:
        self.job = job
        self.pack = pack
        self.size = job.width, job.height
        self.asked = instruct(job.prompt, pack, len(job.inputs))
        self.notes: list[str] = []
        self.pages = NewPage(job, pack, self.asked, self.notes)
        self.alpha: Image.Image | None = None
        self.painter: PagePainter | None = None
        self.last: Operation | None = None
        """What is drawn onto a page when it is painted."""
        self.hole: Hole | None = None
        if job.mask:
            self._begin_hole(job.inputs[0])
        else:
            self._begin_whole(job.inputs[self.asked.base])
        for note in dict.fromkeys(self.notes):
            tell(note)

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order; each is a visible stage of the picture."""
        if self.hole:
            yield from (partial(self._in_hole, self.hole, operation) for operation in self.hole.operations())
        elif self.painter:
            yield from self.painter.operations()
            yield self._take_page
            if self.last:
                yield self.last
        elif self.asked.backdrop == "clear":
            yield self._clear_backdrop
        if self.asked.colour:
            yield from self._blended(self._recolour)
        for kind in self.asked.changes:
            yield from self._blended(partial(self._change, Change(kind)))
        yield from (partial(self._paste, wanted.number) for wanted in self.asked.pastes)
        yield from (partial(self._add, number) for number in range(len(self.asked.additions)))
        if self.asked.lettering:
            yield self._letter

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""
        if self.painter:
            return self.painter.picture()
        return self._page().convert("RGBA" if self.job.transparent else "RGB")

    # ----------------------------------------------------------------------------------------------- what is worked on

    def _begin_hole(self, base: Image.Image) -> None:
        """Only what the mask clears is made anew. Orders to take something away are met by filling it."""
        asked = self.asked
        self._take(base.resize(self.size, Image.Resampling.LANCZOS) if base.size != self.size else base, on_paper=False)
        draft = asked.described or joined([addition.draft for addition in asked.additions]) or Draft()
        draft.lettering += [each.text for each in asked.lettering if each.text not in draft.lettering]
        if asked.scene and not asked.described:  # "replace the background with a beach"
            draft = asked.scene
        has_setting = bool(draft.said.keys() & {"setting", "room"})
        others = self.pages.cut_out(self.job.inputs[1:])
        shown, others = self.pages.cast(draft, others)
        scene, props = compose(draft, shown, others, self.job.fidelity, self.pack)
        water = asked.water[0] if asked.water else None
        hole = Hole(self.job, self._page(), without_table(scene), has_setting=has_setting, water=water, pack=props)
        if asked.water and hole.is_around and draft.said.get("setting") != "lake":
            self.notes.append(f'"{asked.water[1]}" (the mask lies around something, and has no ground for it)')
        if not hole.hole.any():
            self.notes.append("the mask has no clear pixels: nothing was to be made anew")
        marked = (NOT_FOUND, PARTS_NOT_FOUND)  # the mask says where they are
        self.notes += [note for note in asked.unmet if not any(reason in note for reason in marked)]
        asked.additions, asked.lettering, asked.pastes = [], [], []
        asked.changes = [] if asked.described else asked.changes
        asked.colour = asked.colour or asked.colour_of_part
        is_emptied = any(NOT_FOUND in note for note in asked.unmet) or asked.described or asked.water or draft.said
        is_changed = bool(asked.colour or asked.changes) and not (is_emptied or hole.draws_things)
        self.hole, asked.colour = None if is_changed else hole, asked.colour if is_changed else None

    def _begin_whole(self, base: Image.Image) -> None:
        asked, job = self.asked, self.job
        for turn in asked.turns:
            base = TURNS[turn](base)
        self._take(fitted(base, self.size))
        if len(job.inputs) > 1 and not asked.pastes and not asked.scene:
            asked.scene, asked.backdrop = Draft(), "new"  # the pictures side by side
        if asked.scene and not asked.scene_is_likely and not self.cutout.is_clean:
            asked.scene, asked.backdrop = None, "keep"
        if job.transparent and asked.backdrop == "keep" and not self.alpha:
            asked.backdrop = "clear"
        if asked.scene:
            self.painter, finish = self.pages.begin(asked.scene)
            self.last = partial(self._finish, finish) if finish else None
        elif asked.does_nothing:
            asked.changes = [FALLBACK]
            self.notes.append("the picture was painted anew in the manner of a children's book instead")
        is_lake = asked.scene is not None and asked.scene.said.get("setting") == "lake"
        dry = [f'"{asked.water[1]}" (mark with a mask where it is to be)'] if asked.water and not is_lake else []
        self.notes = [*asked.unmet, *dry, *self.notes]
        if not self.painter:
            self.notes += self._doubts()
        self.notes += [note for each in asked.lettering if (note := _guess_of_text(each))]

    def _doubts(self) -> Iterator[str]:
        """What is told of a picture that is changed: what was not found in it, or guessed, and what is not used."""
        asked = self.asked
        if (asked.backdrop == "clear" or asked.colour) and not self.cutout.is_clean:
            done = ": the whole picture was tinted" if asked.colour else ": an oval of the picture was left"
            yield f"no subject could be told from its background{done}"
        yield from filter(None, map(self._guess_of, asked.additions))
        used = {asked.base, *(wanted.number for wanted in asked.pastes)}
        yield from (f"picture {number + 1} is not used" for number in range(len(self.job.inputs)) if number not in used)

    def _guess_of(self, addition: Addition) -> str | None:
        """What is told of the place of an addition that nothing in the picture was found for."""
        if is_worn(addition, self.pack):
            return None if self.face else f'where to put "{addition.draft.subjects[0].word}" was guessed'
        return f'where "{addition.on}" is was guessed' if addition.on else None

    def _take(self, image: Image.Image, *, on_paper: bool = True) -> None:
        """Go on with `image`. Of one with alpha the colours are kept apart from it, and spread over what is clear."""
        is_clear = image.mode == "RGBA" and self.job.transparent
        self.alpha = image.getchannel("A") if is_clear else None
        self.canvas = spread(image, on_paper=on_paper) if is_clear else pictures.flatten(image)

    def _page(self) -> Image.Image:
        """What there is so far, to be added to: RGBA where a part of it is clear, else RGB."""
        if self.alpha is None:
            return self.canvas
        page = self.canvas.convert("RGBA")
        page.putalpha(self.alpha)
        return page

    def _put(self, page: Image.Image) -> None:
        """Go on with a page that was added to: what was added is as opaque as it was painted."""
        self.canvas, self.alpha = page.convert("RGB"), page.getchannel("A") if page.mode == "RGBA" else None

    @cached_property
    def cutout(self) -> Cutout:
        """The subject of the picture as it was at first."""
        return cut_out(self._page())

    @cached_property
    def face(self) -> Box | None:
        """Somebody's face in the picture as it was at first, if there is anything for it to wear."""
        is_needed = any(is_worn(addition, self.pack) for addition in self.asked.additions)
        return find_face(pictures.flatten(self._page())) if is_needed else None

    # ------------------------------------------------------------------------------------------------------- operations

    def _in_hole(self, hole: Hole, operation: Operation) -> None:
        operation()
        self._put(hole.canvas)

    def _take_page(self) -> None:
        assert self.painter is not None, "there is a page"
        page, self.painter = self.painter.picture(), None
        self._take(page)

    def _finish(self, finish: Finish) -> None:
        self._put(finish(self._page()))

    def _clear_backdrop(self) -> None:
        """Leave the subject alone, on nothing or on white; an oval of the picture, where none could be told."""
        if self.cutout.is_clean:
            page = Image.new("RGBA", self.size, (255, 255, 255, 0))
            page.paste(self.cutout.image, self.cutout.box[:2])
        else:
            page = self.canvas.convert("RGBA")
            page.putalpha(_oval(self.size))
        self._take(page)

    def _blended(self, change: Callable[[], None]) -> Iterator[Operation]:
        """A change in stages, each a visible step from the picture before it to the picture after."""
        before: list[Image.Image] = []
        after: list[Image.Image] = []

        def begin() -> None:
            before.append(self.canvas)
            change()
            after.append(self.canvas)
            self.canvas = Image.blend(before[0], after[0], BLENDS[0])

        def go_on(share: float) -> None:
            self.canvas = Image.blend(before[0], after[0], share)

        yield begin
        yield from (partial(go_on, share) for share in BLENDS[1:])

    def _change(self, change: Change) -> None:
        job = self.job
        ground = pictures.flatten(self._page()) if change.kind in OUTLINED else self.canvas
        self.canvas = apply(change, ground, seed=job.seed, detail=DETAIL[job.quality], fidelity=job.fidelity)

    def _recolour(self) -> None:
        """Give another colour to what the mask marks, or to the subject; a tint to all, where none could be told."""
        colour = named(self.asked.colour or "")
        if colour and self.job.mask:
            part = self.canvas.convert("RGBA")
            part.putalpha(ImageOps.invert(self.job.mask))
            self.canvas = Image.composite(self.canvas, recoloured(part, colour).convert("RGB"), self.job.mask)
        elif colour and self.cutout.is_clean:
            image, place = recoloured(self.cutout.image, colour), self.cutout.box[:2]
            page = self._page().copy()
            page.paste(image, place, None if self.alpha else image)
            self._take(page)
        elif colour:
            self._change(Change("tint", colour))

    def _subject(self) -> Canvas:
        return Canvas(self._page(), self.cutout.box if self.cutout.is_clean else None, self.face)

    def _paste(self, number: int) -> None:
        wanted = next(each for each in self.asked.pastes if each.number == number)
        is_faithful = self.job.fidelity == "high"
        self._put(paste(self._subject(), cut_out(self.job.inputs[number]), wanted, is_faithful=is_faithful))

    def _add(self, number: int) -> None:
        self._put(add(self._subject(), self.asked.additions[number], self.job, self.pack))

    def _letter(self) -> None:
        is_on_something = any(each.is_guessed for each in self.asked.lettering)
        self._put(letter(self._subject() if is_on_something else Canvas(self._page(), None), self.asked.lettering))


def _guess_of_text(text: PlacedText) -> str | None:
    """What is told of the place of words that are to go onto something."""
    if text.on:
        return f'where "{text.on}" is was guessed'
    return f'where to put "{text.text.text}" was guessed' if text.is_guessed else None


def _oval(size: tuple[int, int]) -> Image.Image:
    """White in an oval in the middle, black around it, with a soft edge."""
    (wide, high), mask = size, Image.new("L", size)
    across, down = VIGNETTE * wide, VIGNETTE * high
    ImageDraw.Draw(mask).ellipse((wide / 2 - across, high / 2 - down, wide / 2 + across, high / 2 + down), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(SOFTNESS * min(size)))

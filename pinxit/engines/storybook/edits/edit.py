"""One edit, from the caller's pictures to the page: what it works on, and the operations that change it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from pinxit import pictures
from pinxit.engines.storybook.art import ArtPack
from pinxit.engines.storybook.colour import named, recolour
from pinxit.engines.storybook.edits.adding import Canvas, add, is_worn, paste
from pinxit.engines.storybook.edits.changes import Change, apply
from pinxit.engines.storybook.edits.compose import compose, meant
from pinxit.engines.storybook.edits.cutout import Cutout, cut_out
from pinxit.engines.storybook.edits.faces import Box, find_face
from pinxit.engines.storybook.edits.framing import fitted
from pinxit.engines.storybook.edits.hole import Hole
from pinxit.engines.storybook.edits.instruction import NOT_FOUND, TIMES, WEATHERS, Addition, Turn, instruct
from pinxit.engines.storybook.edits.letters import letter
from pinxit.engines.storybook.paint import DETAIL, Operation, Painter
from pinxit.engines.storybook.staging import Draft
from pinxit.jobs import Job

BLENDS = (0.35, 0.7, 1.0)
"""A change comes over the picture in so many stages, each a preview."""
FALLBACK = "children's book"
"""What is made of a picture where nothing else can be: it is painted anew in the engine's own manner."""
VIGNETTE, SOFTNESS = 0.44, 0.05
"""The oval that stands for a subject which cannot be told from its background: half its axes and the softness of its
edge, as shares of the picture's sides."""
TURNS: dict[Turn, Callable[[Image.Image], Image.Image]] = {
    "mirror": ImageOps.mirror,
    "upside down": lambda image: image.transpose(Image.Transpose.ROTATE_180),
    "turn right": lambda image: image.transpose(Image.Transpose.ROTATE_270),
    "turn left": lambda image: image.transpose(Image.Transpose.ROTATE_90),
}
SAID = {kind: ("time", said) for said, kind in TIMES.items()}
SAID |= {kind: ("weather", said) for said, kind in WEATHERS.items()}
SAID |= {season: ("season", season) for season in ("spring", "summer", "autumn", "winter")}
"""What a change is in a scene that is painted: part of it from the start."""


class Edit:
    """Paints one job of the task "edit". `operations` are run in order; `picture` shows what there is so far."""

    def __init__(self, job: Job, pack: ArtPack, tell: Callable[[str], None]) -> None:
        self.job = job
        self.pack = pack
        self.size = job.width, job.height
        self.asked = instruct(job.prompt, pack, len(job.inputs))
        self.notes: list[str] = []
        self.alpha: Image.Image | None = None
        self.painter: Painter | None = None
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
        elif self.asked.backdrop == "clear":
            yield self._clear_backdrop
        for kind in self.asked.changes:
            yield from self._blended(partial(self._change, Change(kind)))
        if self.asked.colour:
            yield from self._blended(self._recolour)
        yield from (partial(self._paste, wanted.number) for wanted in self.asked.pastes)
        yield from (partial(self._add, number) for number in range(len(self.asked.additions)))
        if self.asked.lettering:
            yield self._letter

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""
        if self.painter:
            return self.painter.picture()
        if not self.job.transparent:
            return self.canvas.copy()
        clear = self.canvas.convert("RGBA")
        if self.alpha:
            clear.putalpha(self.alpha)
        return clear

    # ----------------------------------------------------------------------------------------------- what is worked on

    def _begin_hole(self, base: Image.Image) -> None:
        """Only what the mask clears is made anew. Orders to take something away are met by filling it."""
        asked = self.asked
        self._take(base.resize(self.size, Image.Resampling.LANCZOS) if base.size != self.size else base)
        draft = asked.described or _joined([addition.draft for addition in asked.additions]) or Draft()
        draft.lettering += [text for text in asked.lettering if text not in draft.lettering]
        if asked.scene and not asked.described:  # "replace the background with a beach"
            draft = asked.scene
        has_setting = bool(draft.said.keys() & {"setting", "room"})
        others = self._cut_out(self.job.inputs[1:])
        scene, props = compose(
            draft, meant(draft, asked.spoken) if others else None, others, self.job.fidelity, self.pack
        )
        self.hole = Hole(self.job, self.canvas, scene, has_setting=has_setting, pack=props)
        if not self.hole.hole.any():
            self.notes.append("the mask has no clear pixels: nothing was to be made anew")
        self.notes += [note for note in asked.unmet if NOT_FOUND not in note]  # the mask says where they are
        asked.additions, asked.lettering, asked.pastes, asked.colour = [], [], [], None
        asked.changes = [] if asked.described else asked.changes

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
            self._begin_page(asked.scene)
        elif asked.does_nothing:
            asked.changes = [FALLBACK]
            self.notes.append("the picture was painted anew in the manner of a children's book instead")
        self.notes = [*asked.unmet, *self.notes]
        if not self.painter:
            self.notes += self._doubts()

    def _doubts(self) -> Iterator[str]:
        """What is told of a picture that is changed: what was not found in it, or guessed, and what is not used."""
        asked = self.asked
        if (asked.backdrop == "clear" or asked.colour) and not self.cutout.is_clean:
            yield "no subject could be told from its background"
        yield from filter(None, map(self._guess_of, asked.additions))
        used = {asked.base, *(wanted.number for wanted in asked.pastes)}
        yield from (f"picture {number + 1} is not used" for number in range(len(self.job.inputs)) if number not in used)

    def _guess_of(self, addition: Addition) -> str | None:
        """What is told of the place of an addition that nothing in the picture was found for."""
        if is_worn(addition, self.pack):
            return None if self.face else f'where to put "{addition.draft.subjects[0].word}" was guessed'
        return f'where "{addition.on}" is was guessed' if addition.on else None

    def _begin_page(self, draft: Draft) -> None:
        """A new scene with the pictures in it. What else is asked for becomes part of the scene, as far as it can."""
        asked = self.asked
        cutouts = self._cut_out(self.job.inputs)
        if asked.colour and (colour := named(asked.colour)):
            cutouts = [replace(each, image=_recoloured(each.image, colour)) for each in cutouts]
            asked.colour = None
        draft = _joined([draft, *(addition.draft for addition in asked.additions)]) or draft
        for kind in [kind for kind in asked.changes if kind in SAID]:
            draft.said.setdefault(*SAID[kind])
            asked.changes.remove(kind)
        draft.lettering += [text for text in asked.lettering if text not in draft.lettering]
        draft.style = None  # the page is painted in our own, and then changed
        who = meant(draft, asked.spoken)
        if who is None and not asked.scene_is_likely and draft.subjects:
            who = 0  # a description begins with what is in the picture
        asked.additions, asked.lettering = [], []
        scene, props = compose(draft, who, cutouts, self.job.fidelity, self.pack)
        self.painter = Painter(scene, self.job, props)

    def _cut_out(self, images: Sequence[Image.Image]) -> list[Cutout]:
        """The subjects of pictures that go into another one."""
        cutouts = [cut_out(image) for image in images]
        if not all(cutout.is_clean for cutout in cutouts):
            self.notes.append("what could not be told from its background stands there as a print of the whole picture")
        return cutouts

    def _take(self, image: Image.Image) -> None:
        self.canvas = pictures.flatten(image)
        self.alpha = image.getchannel("A") if image.mode == "RGBA" and self.job.transparent else None

    @cached_property
    def cutout(self) -> Cutout:
        """The subject of the picture as it was at first."""
        image = self.canvas
        if self.alpha:
            image = self.canvas.convert("RGBA")
            image.putalpha(self.alpha)
        return cut_out(image)

    @cached_property
    def face(self) -> Box | None:
        """Somebody's face in the picture as it was at first, if there is anything for it to wear."""
        is_needed = any(is_worn(addition, self.pack) for addition in self.asked.additions)
        return find_face(self.canvas) if is_needed else None

    # ------------------------------------------------------------------------------------------------------- operations

    def _in_hole(self, hole: Hole, operation: Operation) -> None:
        operation()
        self.canvas = hole.canvas

    def _take_page(self) -> None:
        assert self.painter is not None, "there is a page"
        page, self.painter = self.painter.picture(), None
        self._take(page)

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
        self.canvas = apply(change, self.canvas, seed=job.seed, detail=DETAIL[job.quality], fidelity=job.fidelity)

    def _recolour(self) -> None:
        """Give the subject another colour, or the whole picture a tint, where no subject could be told."""
        colour = named(self.asked.colour or "")
        if colour and self.cutout.is_clean:
            image = _recoloured(self.cutout.image, colour)
            canvas = self.canvas.copy()
            canvas.paste(image, self.cutout.box[:2], image)
            self.canvas = canvas
        elif colour:
            self._change(Change("tint", colour))

    def _subject(self) -> Canvas:
        return Canvas(self.canvas, self.cutout.box if self.cutout.is_clean else None, self.face)

    def _paste(self, number: int) -> None:
        wanted = next(each for each in self.asked.pastes if each.number == number)
        is_faithful = self.job.fidelity == "high"
        before = self.canvas
        self.canvas = paste(self._subject(), cut_out(self.job.inputs[number]), wanted, is_faithful=is_faithful)
        self._show_new(before)

    def _add(self, number: int) -> None:
        before = self.canvas
        self.canvas = add(self._subject(), self.asked.additions[number], self.job, self.pack)
        self._show_new(before)

    def _letter(self) -> None:
        before = self.canvas
        self.canvas = letter(self.canvas, self.asked.lettering)
        self._show_new(before)

    def _show_new(self, before: Image.Image) -> None:
        """On a transparent page, make seen what was drawn."""
        if self.alpha:
            new = ImageChops.difference(before, self.canvas).convert("L").point(lambda level: 255 * (level > 6))
            self.alpha = ImageChops.lighter(self.alpha, new)


def _joined(drafts: list[Draft]) -> Draft | None:
    """Several descriptions as one; the first says where and when it all is. None where there are none."""
    if not drafts:
        return None
    first, *others = drafts
    joined = replace(
        first, subjects=list(first.subjects), relations=list(first.relations), lettering=list(first.lettering),
        missing=list(first.missing), said=dict(first.said),
    )  # fmt: skip
    for draft in others:
        shift = len(joined.subjects)
        joined.subjects += draft.subjects
        joined.relations += [
            replace(bond, subject=bond.subject + shift, other=bond.other + shift) for bond in draft.relations
        ]
        joined.lettering += draft.lettering
        joined.said = draft.said | joined.said
    return joined


def _recoloured(image: Image.Image, colour: str) -> Image.Image:
    return Image.fromarray(recolour(np.asarray(image.convert("RGBA")), colour))


def _oval(size: tuple[int, int]) -> Image.Image:
    """White in an oval in the middle, black around it, with a soft edge."""
    (wide, high), mask = size, Image.new("L", size)
    across, down = VIGNETTE * wide, VIGNETTE * high
    ImageDraw.Draw(mask).ellipse((wide / 2 - across, high / 2 - down, wide / 2 + across, high / 2 + down), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(SOFTNESS * min(size)))

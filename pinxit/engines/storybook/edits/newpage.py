"""A new scene with the caller's pictures in it: cut out, printed on something, or on a shelf."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from pinxit.engines.cutting.cutout import Cutout, cut_out
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.adding import stamp
from pinxit.engines.storybook.edits.altering import TIMES, WEATHERS
from pinxit.engines.storybook.edits.asked import Instruction
from pinxit.engines.storybook.edits.casting import SHELF, in_order
from pinxit.engines.storybook.edits.casting import cast as cast_of
from pinxit.engines.storybook.edits.compose import compose, undone
from pinxit.engines.storybook.edits.inscriptions import PlacedText
from pinxit.engines.storybook.edits.pasting import drawn
from pinxit.engines.storybook.edits.props import NAME, Props
from pinxit.engines.storybook.edits.shelf import shelve
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.reading.staging import Draft, stage
from pinxit.engines.storybook.recolour import recolour
from pinxit.jobs import Job

Finish = Callable[[Image.Image], Image.Image]
"""What is drawn onto a page when it is painted."""
STUDIO, WALL = "#c9d6de", "#ecdfc8"
"""What is behind a thing that is printed on, and behind a shelf."""
SAID = {kind: ("time", said) for said, kind in TIMES.items()}
SAID |= {kind: ("weather", said) for said, kind in WEATHERS.items()}
SAID |= {season: ("season", season) for season in ("spring", "summer", "autumn", "winter")}
"""What a change is in a scene that is painted: part of it from the start."""


class NewPage:
    """Composes it. `notes` are told to the caller."""

    def __init__(self, job: Job, pack: ArtPack, asked: Instruction, notes: list[str]) -> None:
        self.job = job
        self.pack = pack
        self.asked = asked
        self.notes = notes

    def begin(self, draft: Draft) -> tuple[PagePainter, Finish | None]:
        """A new scene with the pictures in it. What else is asked for becomes part of the scene, as far as it can."""
        asked = self.asked
        cutouts = self.cut_out(self.job.inputs)
        if asked.colour and (colour := named(asked.colour)):
            cutouts = [replace(each, image=recoloured(each.image, colour)) for each in cutouts]
            asked.colour = None
        new = [each.draft for each in asked.additions if not all(one in draft.subjects for one in each.draft.subjects)]
        draft = joined([draft, *new]) or draft
        for kind in [kind for kind in asked.changes if kind in SAID]:
            draft.said.setdefault(*SAID[kind])
            asked.changes.remove(kind)
        draft.lettering += [each.text for each in asked.lettering if each.is_usual and each.text not in draft.lettering]
        draft.style = None  # the page is painted in our own, and then changed
        asked.additions, asked.lettering = [], [each for each in asked.lettering if not each.is_usual]
        if asked.is_print:
            return self._print(draft, cutouts[0])
        if any(subject.art == SHELF for subject in draft.subjects):
            return self._shelf(draft, cutouts)
        shown, cutouts = self.cast(draft, cutouts)
        scene, props = compose(draft, shown, cutouts, self.job.fidelity, self.pack)
        return PagePainter(scene, self.job, props), None

    def _print(self, draft: Draft, cutout: Cutout) -> tuple[PagePainter, Finish]:
        """A scene with a picture printed on its first thing."""
        draft.said.setdefault("setting", "plain")
        draft.backdrop = draft.backdrop or STUDIO
        painter = PagePainter(stage(draft, self.pack), self.job, self.pack)
        thing = next(placed for placed in painter.placed if placed.subject == 0)
        edges = thing.x - thing.width / 2, thing.y - thing.height, thing.x + thing.width / 2, thing.y
        left, top, right, bottom = (round(edge * painter.scale) for edge in edges)
        art, is_faithful = self.pack.get(draft.subjects[0].art), self.job.fidelity == "high"
        box = left, top, right, bottom
        return painter, lambda page: stamp(page, cutout, art, box, is_faithful=is_faithful)

    def _shelf(self, draft: Draft, cutouts: list[Cutout]) -> tuple[PagePainter, Finish]:
        """The scene of a shelf, empty, and then a shelf as large as the pictures and the other things need it."""
        asked, job, pack = self.asked, self.job, self.pack
        asked.lettering = [*map(PlacedText, draft.lettering), *asked.lettering]
        has_title = bool(asked.lettering)
        props, shown = Props(pack, cutouts, job.fidelity), self._named(draft, cutouts)
        images = [props.get(NAME.format(number)).picture for number in range(len(cutouts))]
        size = max(64, job.width // 2), max(64, job.height // 2)
        for number, subject in enumerate(draft.subjects):
            if number not in shown and subject.art != SHELF:
                one = stage(Draft(subjects=[subject]), pack)
                images.append(drawn(one, pack, size, seed=job.seed, quality=job.quality))
        draft.said.setdefault("setting", "plain")
        empty = replace(draft, subjects=[], relations=[], lettering=[], backdrop=draft.backdrop or WALL)
        shown_there = [each for each in images if each]
        painter = PagePainter(stage(empty, pack), job, pack)
        return painter, lambda page: shelve(page, shown_there, has_title=has_title)

    def cast(self, draft: Draft, cutouts: list[Cutout]) -> tuple[list[int], list[Cutout]]:
        """Which things of a scene the pictures are, and the pictures in the order of those things, then the others."""
        shown = self._named(draft, cutouts)
        order, is_sure = in_order(cutouts, [self.pack.get(draft.subjects[number].art) for number in shown])
        if shown and not is_sure:
            self.notes.append("which picture shows what was guessed, in the order of the words")
        self.notes += undone(draft, shown, self.job.prompt)
        return shown, [cutouts[n] for n in order] + [each for n, each in enumerate(cutouts) if n not in order]

    def _named(self, draft: Draft, cutouts: Sequence[Cutout]) -> list[int]:
        """The things of a scene that the pictures are."""
        asked = self.asked
        if not cutouts or not (asked.names_pictures or self.job.mask):
            return []
        shown = cast_of(draft, asked.spoken, self.job.prompt, len(cutouts), self.pack)
        if not (shown or asked.scene_is_likely or self.job.mask) and draft.subjects:
            return [0]  # a description begins with what is in the picture
        return shown

    def cut_out(self, images: Sequence[Image.Image]) -> list[Cutout]:
        """The subjects of pictures that go into another one."""
        cutouts = [cut_out(image) for image in images]
        if not all(cutout.is_clean for cutout in cutouts):
            self.notes.append("what could not be told from its background stands there as a print of the whole picture")
        return cutouts


def joined(drafts: list[Draft]) -> Draft | None:
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
        joined.lettering += [
            text if text.subject is None else replace(text, subject=text.subject + shift) for text in draft.lettering
        ]
        joined.said = draft.said | joined.said
    return joined


def recoloured(image: Image.Image, colour: str) -> Image.Image:
    """A picture as it is in another colour."""
    return Image.fromarray(recolour(np.asarray(image.convert("RGBA")), colour))

"""Another picture like one that is given: the same subject, composed anew."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from random import Random

from PIL import Image, ImageOps

from pinxit import pictures
from pinxit.engines.cutting.cutout import Cutout, cut_out
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import PALETTE
from pinxit.engines.storybook.edits.changes import Change, apply
from pinxit.engines.storybook.edits.faces import find_face
from pinxit.engines.storybook.edits.framing import fitted
from pinxit.engines.storybook.edits.props import NAME, Props
from pinxit.engines.storybook.painting.page import DETAIL, PagePainter
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.scene import Relation, Scene, Subject
from pinxit.jobs import Job

MOODS = ("warm", "cool", "vivid", "soft", "bright", "muted")
"""The light that a photograph may be seen in."""
NEAREST, FARTHEST = 1.5, 1.12
"""How much closer the frame may be moved to a photograph."""
LEAN = 4.0
"""Degrees that the frame may be turned by."""


class Variation:
    """Paints one job of the task "vary". `operations` are run in order; `picture` shows what there is so far."""

    scene: Scene | None = None

    def __init__(self, job: Job, pack: ArtPack) -> None:
        self.job = job
        self.random = Random(job.seed)
        self.canvas = pictures.flatten(fitted(job.inputs[0], (job.width, job.height)))
        cutout = cut_out(job.inputs[0])
        self.painter = self._page(cutout, pack) if cutout.is_clean else None

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order; each is a visible stage of the picture."""
        if self.painter:
            yield from self.painter.operations()
            return
        yield self._reframe
        mood = Change(self.random.choice(MOODS))
        yield partial(self._set_mood, mood)

    def picture(self) -> Image.Image:
        """A copy of what is painted so far."""
        return self.painter.picture() if self.painter else self.canvas.copy()

    def _page(self, cutout: Cutout, pack: ArtPack) -> PagePainter:
        """The subject before another plain ground: larger, smaller, turned round, or in company of itself."""
        random = self.random
        ground = _ground_of(self.canvas, random)
        other = replace(cutout, image=ImageOps.mirror(cutout.image))
        first, second = random.sample((cutout, other), 2)
        props = Props(pack, (first, second), "high")
        subjects = [Subject(word="the first picture", art=NAME.format(0), size=random.choice(("normal", "big")))]
        relations: tuple[Relation, ...] = ()
        if random.random() < 0.4:
            subjects.append(Subject(word="the first picture", art=NAME.format(1), size="small"))
            relations = (Relation(kind=random.choice(("beside", "left of")), subject=0, other=1),)
        scene = Scene(setting="plain", subjects=tuple(subjects), relations=relations, backdrop=ground)
        return PagePainter(scene, self.job, props)

    def _reframe(self) -> None:
        """Another part of the photograph, nearer, perhaps mirrored and a little turned."""
        random, canvas = self.random, self.canvas
        if random.random() < 0.5:
            canvas = ImageOps.mirror(canvas)
        zoom, lean = random.uniform(FARTHEST, NEAREST), random.uniform(-LEAN, LEAN)
        wide, high = canvas.width / zoom, canvas.height / zoom
        # what is turned shows its corners unless the frame stays so far from the edge
        spare = 0.075 * min(canvas.size)
        left, top = (_between(random, room, spare) for room in (canvas.width - wide, canvas.height - high))
        if face := find_face(canvas):  # nobody's head is cut off
            left = min(_around(left, wide, face[0], face[2]), canvas.width - wide)
            top = min(_around(top, high, face[1], face[3]), canvas.height - high)
        if min(left, top, canvas.width - wide - left, canvas.height - high - top) < spare:
            lean = 0.0
        turned = canvas.rotate(lean, Image.Resampling.BICUBIC, center=(left + wide / 2, top + high / 2))
        box = (left, top, left + wide, top + high)
        self.canvas = turned.resize(canvas.size, Image.Resampling.LANCZOS, box=box)

    def _set_mood(self, mood: Change) -> None:
        job = self.job
        self.canvas = apply(mood, self.canvas, seed=job.seed, detail=DETAIL[job.quality], fidelity="high")


def _between(random: Random, room: float, spare: float) -> float:
    """Somewhere in `room`, `spare` from both ends if it has so much."""
    return random.uniform(min(spare, room / 2), max(room - spare, room / 2))


def _around(start: float, length: float, first: float, last: float) -> float:
    """Where a frame of a `length` begins, as near to `start` as it holds what reaches from `first` to `last`, with half
    as much on both sides where it is long enough."""
    room = min(0.5 * (last - first), max(0.0, (length - (last - first)) / 2))
    return max(0.0, min(max(start, last + room - length), first - room))


def _ground_of(picture: Image.Image, random: Random) -> str:
    """A colour for the ground: one that suits the picture's own, or another that is painted with."""
    corners = picture.resize((8, 8), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(corners, tuple), "an RGB picture has tuples for pixels"
    own = "#{:02x}{:02x}{:02x}".format(*corners[:3])
    return random.choice((own, own, *PALETTE[:6]))

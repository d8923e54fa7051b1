"""What the subjects of a scene look like: their art, the people who come with them, and what they wear."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pinxit.engines.storybook.art import Art, Arts
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.figures import Drawing, Wear, figure
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Placed
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Scene, Subject
from pinxit.engines.storybook.wardrobe import Anchors, Dressed, Worn, anchors, dress, is_put_on, stethoscope, string

CLOSE = ("facing", "beside")
"""Relations to the one that a tool is used on."""


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


class Sprites:
    """The sprites of one scene, by the number of their subject."""

    def __init__(self, scene: Scene, pack: Arts, seed: int) -> None:
        self.scene = scene
        self.pack = pack
        self.seed = seed
        self.firsts = [self._sprite(subject) for subject in scene.subjects]
        """Of each subject the first, where it is several."""
        self.company: dict[tuple[int, int], Sprite] = {}
        self.outfits: dict[tuple[int, tuple[int, ...]], Dressed | None] = {}

    def of(self, thing: Placed) -> Sprite:
        """The sprite of one of several: people that come together differ."""
        first, key = self.firsts[thing.subject], (thing.subject, thing.copy)
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
        drawn: Drawing = figure(art, garment=garment, seed=self.seed + copy, wear=wear)
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

    def outfit(self, thing: Placed) -> Dressed | None:
        """The thing in what it wears, or None for one that wears nothing that is put on."""
        if thing.subject < 0 or not thing.worn:
            return None
        sprite, key = self.firsts[thing.subject], (thing.subject, thing.worn)
        if key not in self.outfits:
            coloured = sprite.art.shape in ("face", "bust") or sprite.art.is_person
            subjects = [self.scene.subjects[number] for number in thing.worn]
            worn = [
                Worn(self.pack.get(each.art), each.colour, each.word, each.pattern, each.second) for each in subjects
            ]
            worn = [each for each in worn if is_put_on(each.art, each.word) or not coloured]
            self.outfits[key] = dress(sprite.body, sprite.box, sprite.anchors, worn, self.seed) if worn else None
        return self.outfits[key]

    def is_flown(self, subject: int) -> bool:
        """Whether who holds it holds its string."""
        return self.firsts[subject].art.stance == "floats"

    def at(self, thing: Placed, anchor: Literal["hand", "throat"]) -> tuple[float, float]:
        """Where on the page a thing has its hand or its throat."""
        marks = self.firsts[thing.subject].anchors
        x, y = getattr(marks.mirrored() if self.is_mirrored(thing) else marks, anchor)
        return thing.x + (x - 0.5) * thing.width, thing.y + (y - 1) * thing.height

    def is_mirrored(self, thing: Placed) -> bool:
        """Whether it looks the other way than its art does."""
        faces = self.firsts[thing.subject].art.faces
        return faces != "front" and thing.faces != faces

    def measure(self, subject: int) -> tuple[Art, float]:
        """What a layout has to know: the art, and its width over its height."""
        sprite = self.firsts[subject]
        return sprite.art, sprite.shape

    def roomier(self, thing: Placed, page: Page) -> Placed:
        """The thing's place with room for what it wears, made smaller where a hat would reach over the page's top."""
        if (dressed := self.outfit(thing)) is None:
            return thing
        sprite = self.firsts[thing.subject]
        (left, top, right, low), (first, crown, last, hem) = sprite.box, dressed.box
        across, down = thing.width / (right - left), thing.height / (low - top)
        room = thing.y - page.top - 0.015 * page.height
        fit = min(1.0, room / ((low - crown) * down)) if room > 0 and not thing.aloft else 1.0
        across, down = across * fit, down * fit
        shift = ((first + last) - (left + right)) / 2 * across * (-1 if self.is_mirrored(thing) else 1)
        return replace(
            thing, x=thing.x + shift, y=thing.y + (hem - low) * down,
            width=(last - first) * across, height=(hem - crown) * down,
        )  # fmt: skip

    def ties(self, placed: Sequence[Placed]) -> Iterator[str]:
        """What reaches from one thing to another, as SVG on the page: a stethoscope, the string of a kite."""
        first = {thing.subject: thing for thing in reversed(placed)}
        for relation in self.scene.relations:
            kind, user = relation.kind, first.get(relation.subject)
            patient = next(
                (r.other for r in self.scene.relations if r.subject == relation.subject and r.kind in CLOSE), None
            )
            if kind == "using" and user and patient is not None and (other := first.get(patient)):
                yield stethoscope(self.at(user, "throat"), self.at(other, "throat"), user.height)
            elif kind == "holding" and user and self.is_flown(relation.other):
                flown = [thing for thing in placed if thing.subject == relation.other]
                yield "".join(string(self.at(user, "hand"), (held.x, held.y), user.height) for held in flown)

    def art_of(self, thing: Placed) -> tuple[Art, Anchors]:
        """The art of a thing, and where it has its head, as it is turned."""
        sprite = self.firsts[thing.subject]
        return sprite.art, sprite.anchors.mirrored() if self.is_mirrored(thing) else sprite.anchors

    def wearer_of(self, subject: int) -> int | None:
        """Who wears a subject, if anybody does."""
        return next((r.subject for r in self.scene.relations if r.kind == "wearing" and r.other == subject), None)

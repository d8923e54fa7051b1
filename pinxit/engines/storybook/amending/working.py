"""A scene that is being changed: its things keep their numbers until all is done, whatever is taken away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from pinxit.engines.storybook.art import Art, Faces
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.layout.sizes import seen_height
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import MAX_COUNT, Draft, stage
from pinxit.engines.storybook.scene import Lettering, Place, Relation, RelationKind, Scene, Size, Spot, Subject

CARRIED = ("holding", "wearing", "using")
"""Relations whose second goes wherever the first goes."""
BORNE = ("on", "inside", "riding")
"""Relations whose first goes wherever the second goes."""
SIZES: tuple[Size, ...] = ("tiny", "small", "normal", "big", "huge")
OPPOSITE: dict[str, Faces] = {"left": "right", "right": "left"}
TALLEST, WIDEST = 0.92, 0.96
"""Shares of a page that a thing may be enlarged to."""


class Working:
    """The parts of a scene, each to be changed by itself. `number` is always that of a subject."""

    def __init__(self, scene: Scene, pack: ArtPack) -> None:
        self.scene = scene
        self.pack = pack
        self.subjects: list[Subject | None] = list(scene.subjects)
        self.relations = list(scene.relations)
        self.lettering = list(scene.lettering)

    def finished(self) -> Scene:
        """The scene as it is now."""
        kept = [number for number, subject in enumerate(self.subjects) if subject]
        places = {number: place for place, number in enumerate(kept)}
        relations = [
            replace(bond, subject=places[bond.subject], other=places[bond.other])
            for bond in self.relations
            if bond.subject in places and bond.other in places
        ]
        return replace(
            self.scene,
            subjects=tuple(subject for subject in self.subjects if subject),
            relations=tuple(dict.fromkeys(relations)),
            lettering=tuple(self.lettering),
        )

    def set(self, **fields: Any) -> None:
        """Change fields of the scene itself."""
        self.scene = replace(self.scene, **fields)

    def get(self, number: int) -> Subject:
        """The subject of this number, which must still be there."""
        subject = self.subjects[number]
        assert subject is not None, "it was not taken away"
        return subject

    def art(self, number: int) -> Art:
        """The art of the subject of this number."""
        return self.pack.get(self.get(number).art)

    @property
    def numbers(self) -> list[int]:
        """The numbers of those that are still there."""
        return [number for number, subject in enumerate(self.subjects) if subject]

    def alter(self, number: int, **fields: Any) -> None:
        """Change fields of one subject."""
        self.subjects[number] = replace(self.get(number), **fields)

    # ------------------------------------------------------------------------------------------------ more and fewer

    def add(self, subject: Subject) -> int:
        """Take in a new subject, and tell its number."""
        self.subjects.append(subject)
        return len(self.subjects) - 1

    def relate(self, kind: RelationKind, subject: int, other: int) -> None:
        """Take in a new relation."""
        self.relations.append(Relation(kind=kind, subject=subject, other=other))

    def remove(self, number: int) -> None:
        """Take a thing away, with what it wears and holds; what lay on it comes to where it stood."""
        spots = self.get(number).at
        for bond in self.relations:
            if bond.subject == number and bond.kind in CARRIED and self.subjects[bond.other]:
                self.subjects[bond.other] = None
            elif bond.other == number and bond.kind in BORNE and spots and self.subjects[bond.subject]:
                lowered = tuple(replace(each, y=spots[0].y, aloft=None) for each in self.get(bond.subject).at)
                self.alter(bond.subject, at=lowered)
        self.subjects[number] = None

    def count(self, number: int, count: int) -> None:
        """So many of a thing; those that there are stay where they are."""
        subject = self.get(number)
        if count < 1:
            self.remove(number)
            return
        count = min(count, MAX_COUNT)
        # of a crowd those stay that stand in front
        nearest = sorted(range(len(subject.at)), key=lambda at: (-subject.at[at].y, -subject.at[at].height))[:count]
        spots = tuple(subject.at[at] for at in sorted(nearest))
        self.alter(number, count=count, at=spots, word=_spelt(subject.word, subject.count, count))

    def split(self, number: int, copies: Sequence[int]) -> int:
        """Make some of several a subject of their own, so that they can be changed by themselves; its number."""
        subject = self.get(number)
        if len(copies) >= subject.count:
            return number
        chosen = [spot for copy, spot in enumerate(subject.at) if copy in copies]
        others = [spot for copy, spot in enumerate(subject.at) if copy not in copies]
        left, taken = subject.count - len(copies), len(copies)
        self.alter(number, count=left, at=tuple(others), word=_spelt(subject.word, subject.count, left))
        word = _spelt(subject.word, subject.count, taken)
        return self.add(replace(subject, count=taken, at=tuple(chosen), word=word))

    def exchange(self, number: int, new: Subject, *, count: int | None) -> None:
        """Another thing in the place of one, as large as it is by nature beside what was there."""
        old = self.get(number)
        factor = seen_height(self.pack.get(new.art), new.size) / seen_height(self.pack.get(old.art), old.size)
        factor = min(max(factor, 0.35), 2.5)
        spots = tuple(self._in_page(replace(spot, height=spot.height * factor, width=None)) for spot in old.at)
        floats = self.pack.get(old.art).stance == "floats", self.pack.get(new.art).stance == "floats"
        spots = spots if floats[0] == floats[1] else tuple(replace(spot, aloft=None) for spot in spots)
        number_of = old.count if count is None else count
        self.subjects[number] = replace(new, count=number_of, at=spots[:number_of], place=old.place)
        is_alive = self.pack.get(new.art).is_alive
        for bond in self.relations:
            if bond.subject == number and bond.kind in CARRIED and not is_alive and self.subjects[bond.other]:
                self.subjects[bond.other] = None

    # ------------------------------------------------------------------------------------------------ size and place

    def resize(self, number: int, factor: float) -> None:
        """Larger or smaller on the same feet, and whatever it bears and holds with it."""
        subject = self.get(number)
        if factor == 1:
            return
        step = (1 if factor > 1 else -1) * (2 if factor >= 2 or factor <= 0.5 else 1)
        size = SIZES[min(max(SIZES.index(subject.size) + step, 0), len(SIZES) - 1)]
        if not subject.at:
            self.alter(number, size=size)
            return
        base = subject.at[0]
        factor = self._bounded(base, factor)
        self.alter(number, size=size, at=tuple(self._in_page(_scaled(spot, factor, spot)) for spot in subject.at))
        for follower in self._followers(number):
            spots = tuple(_scaled(spot, factor, base) for spot in self.get(follower).at)
            self.alter(follower, at=spots)

    def free(self, number: int, place: Place | None = None) -> None:
        """Let a thing move; what it bears and holds goes with it. Where it stood beside others no longer counts."""
        subject = self.get(number)
        self.relations = [
            bond for bond in self.relations
            if bond.kind in (*CARRIED, *BORNE) and not (bond.subject == number and bond.kind in BORNE)
            or number not in (bond.subject, bond.other)
        ]  # fmt: skip
        self.alter(number, place=place, at=tuple(replace(spot, is_free=True, order=None) for spot in subject.at))
        for follower in self._followers(number):
            self.alter(follower, at=())

    def shift(self, number: int, dx: float, dy: float) -> None:
        """Move a thing by a share of the page, and whatever it bears and holds with it."""
        layout = self.scene.layout
        if layout is None:
            return
        for each in (number, *self._followers(number)):
            self.alter(each, at=tuple(
                self._in_page(_moved(spot, dx * layout.width, dy * layout.height)) for spot in self.get(each).at
            ))  # fmt: skip

    def turn(self, number: int, faces: str) -> None:
        """Let it look to the left, to the right, or to the other side."""
        spots = self.get(number).at
        if faces in OPPOSITE:
            self.alter(number, at=tuple(replace(spot, faces=cast(Faces, faces)) for spot in spots))
        else:
            self.alter(number, at=tuple(replace(spot, faces=OPPOSITE.get(spot.faces or "")) for spot in spots))

    def _followers(self, number: int) -> list[int]:
        """What goes wherever a thing goes, over any number of steps."""
        found: list[int] = []
        waiting = [number]
        while waiting:
            at = waiting.pop()
            for bond in self.relations:
                follower = bond.other if bond.kind in CARRIED and bond.subject == at else None
                follower = bond.subject if bond.kind in BORNE and bond.other == at else follower
                if follower is not None and follower not in (*found, number) and self.subjects[follower]:
                    found.append(follower)
                    waiting.append(follower)
        return found

    def _bounded(self, spot: Spot, factor: float) -> float:
        layout = self.scene.layout
        if layout is None or factor <= 1:
            return factor
        tall, wide = TALLEST * layout.height / spot.height, WIDEST * layout.width / (spot.width or spot.height)
        return max(1.0, min(factor, tall, wide))

    def _in_page(self, spot: Spot) -> Spot:
        """The spot so near to its old one that all of the thing is on the page."""
        layout = self.scene.layout
        if layout is None:
            return spot
        half = (spot.width or spot.height) / 2
        x = min(max(spot.x, half), layout.width - half) if 2 * half < layout.width else layout.width / 2
        return replace(spot, x=x, y=min(max(spot.y, spot.height), 0.995 * layout.height))

    # --------------------------------------------------------------------------------------------------- surroundings

    def surround(self, said: dict[str, str], backdrop: str | None) -> None:
        """Another setting, time, weather or season, as the words would have it for these things."""
        subjects = [each for each in self.subjects if each]
        staged = stage(Draft(subjects=subjects, said=dict(said), backdrop=backdrop), self.pack)
        fields: dict[str, Any] = {key: said[key] for key in ("time", "weather", "season") if key in said}
        if "setting" in said or "room" in said:
            fields |= {"setting": staged.setting, "room": staged.room, "water": staged.water, "backdrop": backdrop}
            if staged.time == "night" and "time" not in said and staged.setting in ("night sky", "space"):
                fields["time"] = "night"
            if staged.setting == "snow":
                fields.setdefault("season", staged.season)
        elif backdrop and self.scene.setting == "plain":
            fields["backdrop"] = backdrop
        if self.scene.setting == "snow" and said.get("season") in ("spring", "summer", "autumn"):
            fields.setdefault("setting", "meadow")  # the snow has melted
        if self.scene.setting == "night sky" and said.get("time", "night") != "night":
            fields.setdefault("setting", "meadow")
        if "season" in fields and fields["season"] != "winter" and self.scene.weather == "snow":
            fields.setdefault("weather", "clear")
        self.set(**fields)

    # ----------------------------------------------------------------------------------------------------------- words

    def letter(self, text: Lettering) -> None:
        """Take in a new text."""
        self.lettering.append(text)

    def wearer(self) -> int | None:
        """Who puts on what nobody is named for: the first that can."""
        return next((number for number in self.numbers if self.wears(number)), None)

    def wears(self, number: int) -> bool:
        """It can be dressed: it is alive, or made like somebody, as a snowman is."""
        art = self.art(number)
        return art.is_alive or art.title in Grammar.built_in().wearers

    def main(self) -> int | None:
        """What "it" is: the first thing that is not worn by another."""
        worn = {bond.other for bond in self.relations if bond.kind in CARRIED}
        return next((number for number in self.numbers if number not in worn), None)

    def is_worn(self, number: int) -> bool:
        """Whether it is something to wear."""
        return self.art(number).title in Grammar.built_in().worn


def _spelt(word: str, before: int, count: int) -> str:
    """The word for one, or for several: "duck", "ducks"."""
    *first, last = word.split()
    if count == 1 and before > 1:
        last = next(iter(singulars(last)), last)
    elif count > 1 and before == 1 and not last.endswith("s"):
        last = f"{last[:-1]}ies" if last.endswith("y") and last[-2:-1] not in "aeiou" else f"{last}s"
    return " ".join([*first, last])


def _scaled(spot: Spot, factor: float, base: Spot) -> Spot:
    """The spot after everything around `base` grew."""
    return replace(
        spot, x=base.x + (spot.x - base.x) * factor, y=base.y + (spot.y - base.y) * factor,
        height=spot.height * factor, width=None if spot.width is None else spot.width * factor,
    )  # fmt: skip


def _moved(spot: Spot, dx: float, dy: float) -> Spot:
    order = None if spot.order is None else spot.order + dy
    return replace(spot, x=spot.x + dx, y=spot.y + dy, order=order)

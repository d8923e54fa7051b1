"""What a prompt leaves unsaid: who wears what, what lies on a table, and where and when it all is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pinxit.engines.storybook import fonts, pictograms
from pinxit.engines.storybook.art import Art, Arts
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.outfits import outfit, title_of
from pinxit.engines.storybook.reading.things import kinds_of
from pinxit.engines.storybook.scene import PAINTED_STYLES, PHOTO, STYLE, TABLE, Lettering, Relation, Scene, Subject

MAX_COUNT = 100
"""How many of a kind are drawn; the rest is told in `Scene.missing`."""
PICKED = ("plant", "food")
"""What says where a picture is only as the first in it: not so a rose on a letter, and mushrooms on a pizza."""


@dataclass(slots=True)
class Draft:
    """A scene in the making: what was read so far."""

    subjects: list[Subject] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    lettering: list[Lettering] = field(default_factory=list)
    borne: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By the number of a text: the words for what it stands on, which was named after it."""
    missing: list[str] = field(default_factory=list)
    roles: list[tuple[int, str]] = field(default_factory=list)
    """Subjects, and the part that each plays: a cat that is dressed as a detective."""
    doings: dict[int, tuple[str, str]] = field(default_factory=dict)
    """By the number of a subject: what it does for which there is art, and the words for it."""
    excluded: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """Setting, room, time, weather and season, where the prompt named them."""
    style: str | None = None
    backdrop: str | None = None


def stage(draft: Draft, pack: Arts) -> Scene:
    """Complete `draft` to a scene."""
    return _Staging(draft, pack).scene()


class _Staging:
    def __init__(self, draft: Draft, pack: Arts) -> None:
        self.draft = draft
        self.pack = pack
        self.grammar = Grammar.built_in()

    def scene(self) -> Scene:
        self._dress()
        self._dress_up()
        self._take_in_hand()
        surroundings = self._surroundings()
        self._set_table(surroundings)
        self._cap()
        draft = self.draft
        painted = self.grammar.furnished.get(
            surroundings["room" if surroundings["setting"] == "room" else "setting"], ()
        )
        draft.missing = [words for words in draft.missing if words.split()[-1] not in painted]
        if draft.style not in (None, STYLE, *PAINTED_STYLES):
            draft.missing.append(f"the style of {draft.style}")
        if draft.style == PHOTO:
            draft.missing.append("a real photograph")
        for text in draft.lettering:
            if lacking := fonts.lacking(pictograms.EMOJI.sub("", text.text)) + pictograms.undrawn(text.text):
                draft.missing.append(f"the letters {lacking} (no font has them)")
        return Scene(
            subjects=tuple(draft.subjects),
            relations=tuple(draft.relations),
            lettering=tuple(draft.lettering),
            style=self.grammar.nearest_styles.get(draft.style or "", draft.style),
            backdrop=draft.backdrop,
            excluded=tuple(draft.excluded),
            missing=tuple(dict.fromkeys(draft.missing)),
            **surroundings,
        )

    def _get(self, subject: Subject) -> Art:
        return self.pack.get(subject.art)

    def _art(self, number: int) -> Art:
        return self._get(self.draft.subjects[number])

    def _dress(self) -> None:
        """What can be worn and belongs to nothing is worn by the one who was named before it."""
        for number, subject in enumerate(self.draft.subjects):
            bound = any(number in (relation.subject, relation.other) for relation in self.draft.relations)
            if bound or self._get(subject).title not in self.grammar.worn:
                continue
            wearer = next((at for at in range(number - 1, -1, -1) if self._wears(self._art(at))), None)
            if wearer is not None:
                self.draft.relations.append(Relation(kind="wearing", subject=wearer, other=number))

    def _wears(self, art: Art) -> bool:
        return art.is_alive or art.title in self.grammar.wearers

    def _dress_up(self) -> None:
        """Those who play a part have its clothes on."""
        for number, role in self.draft.roles:
            worn = [bond.other for bond in self.draft.relations if (bond.subject, bond.kind) == (number, "wearing")]
            for piece in outfit(role, [self._art(at).title for at in worn], self.pack):
                self.draft.subjects.append(piece)
                self.draft.relations.append(
                    Relation(kind="wearing", subject=number, other=len(self.draft.subjects) - 1)
                )

    def _take_in_hand(self) -> None:
        """A tool held by someone who attends to another reaches from the one to the other."""
        attentive = {relation.subject for relation in self.draft.relations if relation.kind in ("facing", "beside")}
        for at, relation in enumerate(self.draft.relations):
            is_tool = self._art(relation.other).title in self.grammar.tools
            if relation.kind == "holding" and is_tool and relation.subject in attentive:
                self.draft.relations[at] = replace(relation, kind="using")

    def _set_table(self, surroundings: dict[str, Any]) -> None:
        """Put what is small onto a table, in a room that has one: the patient, the cake, the bowl of fruit."""
        table = next((at for at, subject in enumerate(self.draft.subjects) if subject.art == TABLE), None)
        comes_with_room = surroundings["setting"] == "room" and surroundings["room"] in self.grammar.tabled
        if table is None and not comes_with_room:
            return
        if surroundings.get("camera") == "above":
            return  # the ground is the top of the table
        carried = {
            r.subject if r.kind in ("on", "inside", "riding", "under") else r.other
            for r in self.draft.relations
            if r.kind not in ("facing", "beside")
        }
        carried |= self._grounded()
        small = [at for at in range(len(self.draft.subjects)) if at not in carried and self._is_small(at)]
        if not comes_with_room:
            small = [at for at in small if not self._art(at).is_alive]
        if not small or "table" in kinds_of(self.draft.excluded):
            return
        if table is None:
            table = len(self.draft.subjects)
            self.draft.subjects.append(Subject(word="table", art=TABLE))
        self.draft.relations += [Relation(kind="on", subject=number, other=table) for number in small]

    def _is_small(self, number: int) -> bool:
        """It is of a size to lie on a table."""
        subject = self.draft.subjects[number]
        low = self._art(number).tall <= self.grammar.tallest_on_table
        is_few = subject.count <= self.grammar.most_on_table
        return subject.art != TABLE and subject.size != "huge" and low and is_few

    def _grounded(self) -> set[int]:
        """Who is on the floor with another: a mouse behind a pumpkin, a cat that looks at a dog; but a puppy that a vet
        looks at is on the table."""
        found: set[int] = set()
        for bond in self.draft.relations:
            both = {bond.subject, bond.other}
            if bond.kind in ("facing", "beside", "left of", "right of"):
                are_alike = all(map(self._is_small, both)) or any(self._art(number).is_person for number in both)
                found |= set() if are_alike else both
            elif bond.kind in ("under", "behind", "in front of", "hugging", "between", "around"):
                found |= both
        return found

    def _cap(self) -> None:
        """Keep counts to what a page holds, and say what was left out."""
        for at, subject in enumerate(self.draft.subjects):
            if subject.count > MAX_COUNT:
                self.draft.missing.append(f"{subject.count - MAX_COUNT} more {subject.word}")
                self.draft.subjects[at] = replace(subject, count=MAX_COUNT)

    def _surroundings(self) -> dict[str, Any]:
        """Setting, room, light, weather and season: what was said, else what the subjects are at home in."""
        grammar, said = self.grammar, dict(self.draft.said)
        # a fox that is an astronaut is in space
        played = [title for _, role in self.draft.roles if (title := title_of(role, self.pack))]
        few = [subject for subject in self.draft.subjects if subject.count <= grammar.most_on_table]
        titles = [*played, *(self._get(subject).title for subject in few)]
        if "setting" not in said and "room" in said:
            said["setting"] = "room"
        if said.get("season") == "winter" and said.get("weather") == "snow":
            said.setdefault("setting", "snow")
        if "setting" not in said:
            said["setting"] = self._home(played, titles)
        if "room" not in said:
            said["room"] = next((grammar.homes[title] for title in titles if title in grammar.homes), "living room")
        setting = self._shore(said["setting"])
        water, said["setting"] = setting == "bank", "meadow" if setting == "bank" else setting
        if said["setting"] in ("night sky", "space"):
            said["time"] = "night"
        if said["setting"] == "snow":
            said.setdefault("season", "winter")
        return {**said, "water": water}

    def _home(self, played: list[str], titles: list[str]) -> str:
        """Where they are at home; who plays a part is where the part is played."""
        grammar, arts = self.grammar, [self._get(subject) for subject in self.draft.subjects]
        # a ship says more of where it all is than the parrot on it
        vehicles_first = sorted(arts, key=lambda art: not art.group.startswith("transport"))
        is_outdoors = any(
            art.group.startswith(("place-building", "place-other", "place-geo"))
            or art.title in grammar.countable["tree"]
            for art in arts
        )
        stands = any(art.is_alive and art.stance == "stands" for art in arts)
        told = [art for art in vehicles_first if art is arts[0] or not art.group.startswith(PICKED)]
        homes = [grammar.habitats.get(title) for title in (*played, *(art.title for art in told))]
        # who reads a book under a tree is in no room, and who flies a kite is not in the sky; no fire burns in space
        lost = {"room"} if is_outdoors else set[str]()
        lost |= {"sky"} if stands else set()
        lost |= {"space"} if "campfire" in titles else set()
        kept = [home for home in homes if home and home not in lost]
        if kept[:1] == ["underwater"] and "time" in self.draft.said and any(art.is_person for art in arts):
            return "sea"  # a mermaid looks at the moon from a rock
        if any(subject.pose == "swimming" for subject in self.draft.subjects) and kept[:1] != ["underwater"]:
            return "sea"
        if kept and not any(title in grammar.homes for title in played):
            return kept[0]
        is_room = any(title in grammar.homes for title in titles) and not is_outdoors
        return "room" if is_room else self._usual_setting()

    def _shore(self, setting: str) -> str:
        """On the water for what floats or swims; for all others the sea's beach, or the bank of a lake."""
        if setting not in ("sea", "lake"):
            return setting
        arts = [self._get(subject) for subject in self.draft.subjects]
        swims = any(subject.pose == "swimming" for subject in self.draft.subjects)
        if setting == "lake" and self._is_on_the_bank(arts):
            return "bank"
        if (
            swims
            or (not arts and setting == "sea")
            or any({art.group, art.title} & self.grammar.afloat for art in arts)
        ):
            return "sea"
        return "beach" if setting == "sea" else "bank"

    def _is_on_the_bank(self, arts: Sequence[Art]) -> bool:
        """A bear that fishes and the willows around the swans are beside the water, if nobody is in a boat."""
        afloat, land = self.grammar.afloat, self.grammar.countable["tree"] | {"bridge"}
        is_boat = any(art.group == "transport-water" for art in arts)
        stays_dry = any(art.is_alive and not {art.group, art.title} & afloat for art in arts)
        stays_dry |= any(art.title in land or art.group == "place-building" for art in arts)
        return stays_dry and not is_boat and any({art.group, art.title} & afloat for art in arts)

    def _usual_setting(self) -> str:
        if (
            "weather" in self.draft.said
            or "season" in self.draft.said
            or "time" in self.draft.said
            or not self.draft.subjects
        ):
            return "meadow"
        arts = [self._get(subject) for subject in self.draft.subjects]
        small = all(art.tall < 0.7 and not art.is_alive for art in arts)
        return "plain" if small else "meadow"

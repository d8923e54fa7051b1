"""A description that is being changed, and what is spoken of in it."""

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.aspects import Aspect, aspects, insert, set_aspect, spans
from pinxit.service.planners.rules.description import exchange, qualify, recolour, recount
from pinxit.service.planners.rules.lettering import letter
from pinxit.service.planners.rules.lexicon import pairs, words
from pinxit.service.planners.rules.nouns import Noun
from pinxit.service.planners.rules.order import Order, is_picture
from pinxit.service.planners.rules.phrasing import bare_name, is_colour
from pinxit.service.planners.rules.reading import Reading, capital, is_look, read, uncapital

GROUND = frozenset(["background", "backdrop", "setting", "scenery", "surroundings", "location", "place", "environment"])
TOPICS = frozenset(["time", "day", "weather", "season", "style", "sky", "view", "perspective", "look", "medium"])


class Picture:
    """A description and what was spoken of last, which "it" means."""

    def __init__(self, description: str, focus: str = "") -> None:
        self.description = description
        self.focus = focus

    def find(self, target: str) -> Noun | None:
        """Where the description names `target`."""
        return nouns.find(self.reading(), read(target).words)

    def reading(self) -> Reading:
        """The description as it is now."""
        return read(self.description)

    def meant(self, target: str) -> Noun | None:
        """What `target` names; for "it", what was spoken of last, or the one thing that the picture is of."""
        spoken = read(target).words
        if not is_picture(spoken) and spoken[-1] not in words("things.persons"):
            return self.find(target)
        if self.focus and spoken[0] not in words("things.persons"):
            found = self.find(self.focus)
            if found:
                return found
        shown = nouns.things(self.reading(), 60)
        shown = [noun for noun in shown if not self.is_setting(noun)]
        lone = len(shown) == 1 or (spoken[0] in words("things.persons") and bool(shown))
        return shown[0] if lone else None

    def is_setting(self, noun: Noun) -> bool:
        """Whether the noun says how or where, and not what."""
        reading = self.reading()
        spoken = reading.words[noun.start : noun.end]
        return any(start <= noun.start < end for start, end in spans(reading, "style")) or spoken[-1] in GROUND

    def said(self, clause: str) -> None:
        """Say one more thing at the end, before the style."""
        self.description = insert(self.description, clause)

    def set(self, found: list[Aspect]) -> None:
        """Say these of setting and style, in the place of what was said."""
        for wanted in found:
            self.description = set_aspect(self.description, wanted)

    def name(self, noun: Noun) -> str:
        """ "the cat", or a name as it is written."""
        name = self.reading().part(noun.head, noun.end)
        if name.lower() in words("things.kin") and noun.start == noun.head:
            return name if noun.head else name.lower()
        return name if noun.head and name[:1].isupper() else f"the {name.lower()}"

    def main(self) -> Noun | None:
        """What the picture is of: the first thing in it."""
        shown = nouns.things(self.reading(), 60)
        return shown[0] if shown else None

    def is_main(self, what: str) -> bool:
        """Whether `what` is what the picture is of."""
        noun = self.find(what)
        return noun is not None and noun == self.main()

    def become(self, noun: Noun, value: str) -> None:
        """Put another thing in the place of the noun; "it" is that from then on."""
        value = self._not_twice(noun, value)
        thing, found = _set_apart(value)
        self.description = capital(exchange(self.reading(), noun, thing))
        self.set(found)
        self.focus = bare_name(value)

    def _not_twice(self, noun: Noun, value: str) -> str:
        """`value` without the end that follows the noun already: "in a cave"."""
        reading, after = read(value), self.reading().words[noun.end :]
        ends = [at for at in range(1, len(reading.words)) if nouns.is_boundary(reading.words[at])]
        same = next((at for at in ends if after[: len(reading.words) - at] == reading.words[at:]), None)
        return reading.part(0, same) if same else value

    def look(self, target: str, noun: Noun, value: str) -> None:
        """The noun in another colour, or with an adjective; all that bear the name, where many are meant."""
        spoken, reading = read(value).words, self.reading()
        if spoken[0] == "in":
            value, spoken = read(value).part(1), spoken[1:]
        name = reading.words[noun.head]
        many = nouns.is_plural(read(target).words[-1]) and not nouns.is_plural(name)
        same = nouns.occurrences(reading, [name]) if many else [noun]
        for each in sorted(same, key=lambda found: -found.start):
            reading = self.reading()
            if is_colour(spoken):
                self.description = recolour(reading, each, value)
            else:
                self.description = qualify(reading, each, pairs("comparatives").get(spoken[0], value))


def _set_apart(value: str) -> tuple[str, list[Aspect]]:
    """ "an owl at night" as the thing, and when it is: this takes the place of what was said of that."""
    reading = read(value)
    for place in range(1, len(reading.words)):
        found = aspects(reading.part(place)) if reading.words[place] in words("grammar.prepositions") else []
        if found and all(each.kind in ("time", "season", "weather") for each in found):
            return reading.part(0, place), found
    return value, []


def make_ground(picture: Picture, value: str) -> None:
    """Set the background: a place, a colour, or something to be seen behind."""
    spoken = read(value).words
    found = aspects(value)
    if found and found[0].kind != "style":
        return picture.set(found)
    if is_colour(spoken) or (len(spoken) == 1 and spoken[0] in ("transparent", "plain", "blurred", "blurry")):
        plain = nouns.with_article(f"{value} background")
        return picture.set([Aspect("place", f"on {plain}")])
    if "with" in spoken and set(spoken) & {"background", "backdrop"}:
        return picture.set([Aspect("place", f"on {nouns.with_article(value)}")])
    if spoken[-1] in ("background", "backdrop"):
        return picture.set([Aspect("place", f"on {nouns.with_article(value)}")])
    if is_look(spoken[0]) or spoken[0] in pairs("comparatives") or spoken[0].endswith("er"):
        return picture.said(f"with {nouns.article(value)} {value} background")
    if spoken[0] in words("grammar.prepositions"):
        return picture.set([Aspect("place", uncapital(value))])
    picture.set([Aspect("place", f"with {nouns.with_article(value)} in the background")])


def counts(picture: Picture, spoken: list[str], value: str) -> bool:
    """ "make it three", "make it three cats"."""
    reading = picture.reading()
    number = pairs("numbers.words").get(spoken[0], 0) if spoken[0] not in ("a", "an", "another", "both") else 0
    if spoken[0].isascii() and spoken[0].isdigit() and len(spoken[0]) < 7:
        number = int(spoken[0])
    rest = [word for word in spoken[1:] if word not in ("of", "them", "these", "those", "instead")]
    noun = (picture.find(" ".join(rest)) if rest else picture.meant("it") or picture.main()) if number else None
    if noun is None:
        return False
    picture.focus = nouns.singular(reading.words[noun.head])
    picture.description = recount(reading, noun, number, spoken[0] if spoken[0].isdigit() else "")
    return True


def write(picture: Picture, order: Order) -> None:
    """Write what the order quotes."""
    picture.description = letter(picture.description, order.value)

"""Reads a prompt onto its sheet: a page by itself, a designed sheet, or a grid with a scene in each of its fields."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.bonds import PLURAL_COUNT
from pinxit.engines.storybook.reading.fields import FEW, SPLIT, Field, Fields, fields_of, is_told, says
from pinxit.engines.storybook.reading.format_words import Formats
from pinxit.engines.storybook.reading.formats import (
    MADE,
    Held,
    Sheet,
    find_sheet,
    is_style,
    motion_of,
    set_aside,
    style_apart,
    theme_of,
    words_of,
)
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.grids import MOST_COLUMNS, MOST_ROWS, shape_of
from pinxit.engines.storybook.scene import TABLE, Format, Lettering, Motion, Scene, Season, Subject

Page = Callable[[str], Scene]

LETTERED = re.compile(
    r"[,;:]?\s*(?:and\s+)?(?:with\s+)?(?:the\s+|an?\s+)?(?:title[ds]?|heading|headline|words?|texts?|label(?:l?ed|s)?|captions?"
    r"|captioned|called|named|entitled|saying|reading|reads?|says?|that says?)?\s*:?\s*"
    r"\x00\d+\x00(?:\s*(?:,\s*and\b|,|\band\b)?\s*\x00\d+\x00)*",
    re.IGNORECASE,
)
"""Quoted texts with the words that announce them."""
FRAMES = 6
"""Frames of a sprite sheet that says no number."""
HERE = "\x01"
"""Stands where the words for the sheet stood, while the number of its fields is looked for."""
DESIGNED: frozenset[Format] = frozenset(["poster", "card", "cover", "menu", "ticket", "packaging"])
BARE: frozenset[Format] = frozenset(["icon", "sticker", "sprite sheet", "pattern"])
"""Kinds on which things stand on no ground."""
FRAMED: frozenset[Format] = frozenset(["grid", "sprite sheet"])
OUTDOORS = frozenset(["meadow", "forest", "mountains", "garden", "farm"])
YEAR: tuple[Season, ...] = ("summer", "autumn", "winter", "spring")
PRONOUN = re.compile(
    r"\b(?:he|she|it(?! (?:rains|snows|starts|gets|becomes|is (?:raining|snowing|night|day|dark)))|they|him|them)\b",
    re.I,
)
"""Words for the one who was spoken of before; the "it" of "it rains" is no one."""
PRICED = re.compile(
    r"(?P<dish>[^\x00,;:.$€£\d]{3,60}?)[\s(:–-]+"
    r"(?P<price>[$€£]\s?\d{1,4}(?:[.,]\d{1,2})?|\d{1,4}(?:[.,]\d{1,2})?\s?[€$£])"
)
BEFORE_DISH = re.compile(r"^(?:.*\b(?:with|including|includes|of|for|has|items?|dishes|and)\b|\W)+")
MOST_DISH_WORDS = 6
OWNED = frozenset(["her", "his", "its", "their", "up", "down", "away"])
SHOWN_WITH = re.compile(r"\b(?:with|featuring|showing)\b")
THEY = re.compile(r"\b(?:they(?: both)?|both of them|both|them)\b", re.IGNORECASE)
ON_COLOUR = re.compile(r"\bon (?:an? )?((?:[a-z]+ )?[a-z]+)(?=\s*(?:[,.;]|with\b|$))", re.IGNORECASE)
LED = re.compile(
    r"^[^\x00]*?\x01\s*(?:(?:of the|of|showing|with|featuring|about|for|depicting|where|in which|that shows?"
    r"|each (?:showing|with|of))\b|:)?\s*",
    re.S,
)
ASIDE = re.compile(
    r"^(?:(?:please|create|make|draw|design|generate|paint|show|give|i|me|us|want|an?|the|need|\s)\b|\s)*",
    re.IGNORECASE,
)


def on_sheet(prompt: str, page: Page, pack: ArtPack) -> Scene:
    """The scene that `prompt` asks for on the kind of sheet that it asks for; `page` reads what is on a page."""
    held = set_aside(_spaced(prompt))
    sheet = find_sheet(held)
    if sheet is None:
        return page(prompt)
    reading = _OnSheet(held, sheet, page, pack)
    return reading.grid() if sheet.format in FRAMED else reading.single()


def _spaced(prompt: str) -> str:
    """ "a four-panel comic" says four panels."""
    names = "|".join(sorted(Formats.built_in().fields, key=len, reverse=True))
    return re.sub(rf"\b(\w+)-({names})\b", r"\1 \2", prompt, flags=re.IGNORECASE)


class _OnSheet:
    def __init__(self, held: Held, sheet: Sheet, page: Page, pack: ArtPack) -> None:
        self.held, self.sheet, self.pack = held, sheet, pack
        self.read = page
        self.theme = theme_of(held.restored(held.text))

    def page(self, words: str) -> Scene:
        """What these words, part of the prompt, show on a page."""
        return self.read(self.held.restored(_on_backgrounds(words)))

    # ------------------------------------------------------------------------------------------------- single sheets

    def single(self) -> Scene:
        """A sheet with one picture and its words."""
        text, sheet = self.held.text, self.sheet
        rest = f"{text[: sheet.start]} {MADE} {text[sheet.end :]}"
        if sheet.format == "card":
            rest = self._without_receiver(rest)
        scene = self._things(rest.replace(" about ", " of "))
        if sheet.format == "menu":
            dishes = [Lettering(text=f"{dish} {price}") for dish, price in priced(text)]
            scene = replace(scene, lettering=(*scene.lettering, *dishes))
        if sheet.format == "packaging":
            scene = replace(scene, lettering=tuple(replace(each, place="title") for each in scene.lettering))
        scene = replace(scene, missing=tuple(each for each in scene.missing if not self._is_of_sheet(each)))
        if not scene.subjects and (sheet.format in DESIGNED or sheet.format in BARE) and self._is_unset(scene):
            named_things = self._things(rest, is_bare=True).subjects
            usual = named_things or self._usual_subjects()
            scene = replace(scene, subjects=usual, setting="plain" if usual else scene.setting)
        if sheet.format in BARE and scene.subjects:
            scene = replace(scene, setting="plain")
        theme = self.theme if sheet.format in DESIGNED else None
        return replace(scene, format=sheet.format, variety=sheet.variety, theme=theme)

    def _things(self, words: str, *, is_bare: bool | None = None) -> Scene:
        """The scene of these words; clouds, stars and snow are things where there is no sky to be full of them."""
        scene = self._without_table(self.page(words), words)
        is_bare = self.sheet.format in BARE if is_bare is None else is_bare
        known = {subject.art for subject in scene.subjects}
        for piece in SPLIT.split(re.sub(rf"^.*\b{MADE}\b\s*(?:of|to|with|about|for|:)?", "", words)) if is_bare else ():
            if is_style(piece):
                continue
            piece = SHOWN_WITH.split(piece)[-1]
            found = re.fullmatch(r"(?:an? |the |some )?([a-z' -]+?)(?: on an? .*)?", piece.strip().lower())
            match = self.pack.find(found[1]) if found and not self.page(piece).subjects else None
            if found and match and match.via in ("name", "alias") and match.art not in known and not named(found[1]):
                scene = replace(scene, subjects=(*scene.subjects, Subject(word=found[1], art=match.art)))
        return scene

    def _without_table(self, scene: Scene, words: str) -> Scene:
        """Nothing stands on a table that nobody spoke of, where a thing is shown for itself."""
        tables = [number for number, each in enumerate(scene.subjects) if each.art == TABLE]
        if (
            not tables
            or "table" in words.lower()
            or self.sheet.format not in BARE | DESIGNED
            and (self.sheet.variety not in ("sticker", "icon"))
        ):
            return scene
        gone = tables[-1]
        relations = tuple(each for each in scene.relations if gone not in (each.subject, each.other))
        return replace(scene, subjects=scene.subjects[:gone], relations=relations, setting="plain")

    def _without_receiver(self, rest: str) -> str:
        """ "a card for my grandma" does not show her."""
        found = re.search(
            r"\bfor (?:my |our |your |his |her |an? |the )*(?:[\w-]+[- ]years?[- ]old |best |little |dear )*(\w+)", rest
        )
        match = self.pack.find(found[1]) if found else None
        if found and match and self.pack.get(match.art).is_person and not re.match(r"\s+who", rest[found.end() :]):
            return f"{rest[: found.start()]} {rest[found.end() :]}"
        return rest

    def _is_of_sheet(self, missing: str) -> bool:
        """A missing noun that is a word for the occasion, which the whole sheet shows."""
        formats, words = Formats.built_in(), missing.split()
        return any(formats.themes.at(words, at)[0] for at in range(len(words)))

    def _is_unset(self, scene: Scene) -> bool:
        """No place was spoken of either."""
        return scene.setting in ("meadow", "plain", "room") and not scene.missing

    def _usual_subjects(self) -> tuple[Subject, ...]:
        """What a sheet for this occasion shows where nothing is asked for."""
        shown: list[Subject] = []
        for words in Formats.built_in().shown.get(self.theme or "", ()):
            number, _, word = words.partition(" ")
            count, word = (int(number), word) if number.isdigit() else (1, words)
            if match := self.pack.find(word):
                shown.append(Subject(word=word, art=match.art, count=count))
        return tuple(shown)

    # --------------------------------------------------------------------------------------------------------- grids

    def grid(self) -> Scene:
        """A sheet with a scene in each of its fields."""
        text, sheet = self.held.text, self.sheet
        is_sprites = sheet.format == "sprite sheet"
        shape = shape_of(f"{text[: sheet.start]}{HERE} {text[sheet.end :]}", sheet)
        body, styled = style_apart(_body(shape.rest))
        lettered = [] if is_told(body, shape.count) else [found[0] for found in LETTERED.finditer(body)]
        body = LETTERED.sub(" ", body) if lettered else body
        things = partial(self._things, is_bare=True)
        one = Fields((Field(body),), is_same=True)
        fields = one if is_sprites else fields_of(body, shape.count, shape.columns, things)
        usual = FRAMES if is_sprites else (FEW if fields.is_same else len(fields.fields))
        said = None if shape.is_usual and not fields.is_same else shape.count
        count = said or min(usual, MOST_ROWS * MOST_COLUMNS)
        missing = [f"{shape.asked - count} more fields"] if shape.asked else []
        texts = list(fields.fields)
        missing += [self.held.restored(each.words).strip() for each in texts[count:]]
        if fields.is_told and len(texts) < count:
            missing.append(f"{count - len(texts)} more fields, which were not described")
            count = len(texts)
        whole = self.page(" ".join([fields.before, *lettered, styled]))
        frames = tuple(self._frames([texts[number % len(texts)] for number in range(count)], fields, whole))
        frames, lettering = self._captioned(frames, whole)
        style = whole.style or next((frame.style for frame in frames if frame.style), None)
        missing += [each for frame in (whole, *frames) for each in frame.missing]
        columns = shape.columns if shape.columns and shape.columns <= count else 0
        return Scene(
            setting="plain", backdrop=frames[0].backdrop if is_sprites else None, lettering=lettering, style=style,
            format=sheet.format, variety=sheet.variety, columns=columns,
            motion=self._motion(frames) if is_sprites else "walking",
            frames=tuple(replace(frame, missing=()) for frame in frames),
            missing=tuple(dict.fromkeys(missing)),
        )  # fmt: skip

    def _motion(self, frames: tuple[Scene, ...]) -> Motion:
        """What is said; else who is alive walks, and a thing hops."""
        subjects = frames[0].subjects
        is_alive = not subjects or self.pack.get(subjects[0].art).is_alive
        return motion_of(self.held.text) or ("walking" if is_alive else "jumping")

    def _frames(self, texts: list[Field], fields: Fields, whole: Scene) -> Iterator[Scene]:
        hero = next(iter(whole.subjects), None)
        cast: list[Subject] = []
        is_bare = self.sheet.format == "sprite sheet" or self.sheet.variety in ("sticker", "icon")
        before: Scene | None = whole if says(fields.before, "setting", "room") else None
        for number, field in enumerate(texts):
            scene = self._frame(field, hero if fields.is_told else None, cast)
            if before and hero and fields.is_told:
                scene = _gone_on(scene, before, field.words, hero)
            before = scene
            cast += [each for each in scene.subjects if self.pack.get(each.art).is_alive and each not in cast]
            hero = hero or next(iter(scene.subjects), None)
            if is_bare and scene.subjects:
                format: Format = {"sticker": "sticker", "icon": "icon"}.get(self.sheet.variety or "", "page")  # type: ignore[assignment]
                scene = replace(scene, setting="plain", format=format)
            elif fields.is_same and self.sheet.variety != "comic":  # a story goes on where it began
                scene = _varied(scene, number, field.words)
            yield scene

    def _frame(self, field: Field, hero: Subject | None, cast: Sequence[Subject] = ()) -> Scene:
        words = field.words
        if len(cast) > 1:  # "they" are all who were seen so far
            words = THEY.sub(" and ".join(f"a {each.colour or ''} {each.word}" for each in cast[:3]), words, count=1)
        if hero:
            called = (
                f"a {hero.colour or ''} {hero.word}"
                if hero.count == 1
                else f"{hero.count} {hero.colour or ''} {hero.word}"
            )
            words = PRONOUN.sub(called, words, count=1)
            if self._says_no_one(words):
                words = f"{called} {words}"
        is_place = says(words, "setting", "room")
        scene = self._things(words, is_bare=self.sheet.variety in ("sticker", "icon") or not is_place)
        if field.is_plain and not is_place:
            scene = replace(scene, setting="plain")
        return replace(scene, subjects=self._as_told(scene.subjects, field))

    def _as_told(self, subjects: tuple[Subject, ...], field: Field) -> tuple[Subject, ...]:
        """The first subject as the field wants it: the member of its kind, in its colour, alone if not counted."""
        match = self.pack.find(field.member) if field.member else None
        if match and field.member:
            first = (
                replace(subjects[0], word=field.member, art=match.art)
                if subjects
                else Subject(word=field.member, art=match.art)
            )
            subjects = (first, *subjects[1:])
        if not subjects:
            return ()
        first = replace(subjects[0], colour=field.colour or subjects[0].colour)
        numbers = Grammar.built_in().numbers.keys()
        if (
            len(subjects) == 1
            and first.count == PLURAL_COUNT
            and not any(w in numbers or w.isdigit() for w in words_of(field.words))
        ):
            first = replace(first, count=1)
        return (first, *subjects[1:])

    def _says_no_one(self, words: str) -> bool:
        """ "sleeping in a bed" is said of the one who was spoken of before."""
        first = (words.split() or [""])[0].lower()
        grammar = Grammar.built_in()
        is_led_on = (words.lower().split()[1:2] or [""])[0] in grammar.determiners | OWNED  # "brushes her teeth"
        is_form = first.endswith(("ing", "s")) and first.rstrip("s") not in grammar.numbers.keys() | grammar.determiners
        is_deed = is_form and (is_led_on or self._is_deed(first))
        return is_deed or first in ("asleep", "in", "on", "under", "at")

    def _is_deed(self, word: str) -> bool:
        match = self.pack.find(word)
        return word in Grammar.built_in().breaks or word.endswith("ing") or match is None or match.via == "embedding"

    def _captioned(self, frames: tuple[Scene, ...], whole: Scene) -> tuple[tuple[Scene, ...], tuple[Lettering, ...]]:
        """Words of the whole sheet are its title; as many as there are fields are the fields' captions, one each."""
        said = whole.lettering
        if len(said) != len(frames) or len(said) == 1:
            return frames, said
        captions = (replace(each, place="caption") for each in said)
        return tuple(replace(frame, lettering=(each,)) for frame, each in zip(frames, captions, strict=True)), ()


def priced(text: str) -> Iterator[tuple[str, str]]:
    """Dishes with their prices that were not quoted: "with pizza margherita $12, spaghetti $14"."""
    for found in PRICED.finditer(text):
        dish = BEFORE_DISH.sub("", found["dish"]).strip(" :-–")
        if dish and len(dish.split()) <= MOST_DISH_WORDS:
            yield dish[0].upper() + dish[1:], found["price"].strip()


def _body(rest: str) -> str:
    """What the fields show: what comes after the words for the sheet, or before them in "a cat in a grid"."""
    before, _, after = rest.partition(HERE)
    after = LED.sub("", f"{HERE}{after}", count=1).strip(" ,;")
    before = re.sub(r"\b(?:in|into|as|on)\s+(?:an?|the)?\s*(?:[\w-]+\s*)?$", "", before.rstrip())
    before = ASIDE.sub("", before).strip(" ,;:")
    known = Grammar.built_in()
    kept = [word for word in before.split() if word.lower() not in known.determiners]
    says = any(word.lower() not in known.made | known.breaks | {"strip", "row", "series", "sheet"} for word in kept)
    return f"{before if says else ''} {after}".strip()


def _on_backgrounds(words: str) -> str:
    """ "on white" is a background on a sheet that has no ground."""
    return ON_COLOUR.sub(lambda found: f"on a {found[1]} background" if named(found[1]) else found[0], words)


def _gone_on(scene: Scene, before: Scene, words: str, hero: Subject) -> Scene:
    """The scene where the one before it was, if the same one is in it and nothing is said of another place."""
    is_same_one = any(subject.art == hero.art for subject in scene.subjects)
    if says(words, "setting", "room") or not is_same_one:
        return scene
    scene = replace(scene, setting=before.setting, room=before.room, water=before.water)
    return scene if says(words, "season", "weather") else replace(scene, season=before.season, weather=before.weather)


def _varied(scene: Scene, number: int, words: str) -> Scene:
    """The same scene in another season, where it is outdoors and nothing was said of one."""
    is_said = says(words, "season", "time", "weather")
    if is_said or scene.setting not in OUTDOORS or number == 0:
        return scene
    return replace(scene, season=YEAR[number % len(YEAR)])

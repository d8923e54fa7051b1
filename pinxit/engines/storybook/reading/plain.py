"""A prompt before it is read: out of markup, emoji and other languages into plain English of some length."""

from dataclasses import dataclass

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.nouns import normalise, singulars
from pinxit.engines.storybook.reading import digest
from pinxit.engines.storybook.reading.east import things_in
from pinxit.engines.storybook.reading.emoji import without_emoji
from pinxit.engines.storybook.reading.languages import english_words, language_of
from pinxit.engines.storybook.reading.lexicon import lexicon
from pinxit.engines.storybook.reading.tongues import QUOTED, in_english
from pinxit.engines.storybook.reading.written import as_sentences

LONG_EASTERN = 900
"""Characters of a Chinese, Japanese or Korean prompt that is read in full."""
EASTERN = frozenset(["ja", "ko", "zh"])


@dataclass(frozen=True, slots=True)
class Plain:
    """What is to be read, and what was left out of it."""

    text: str
    note: str | None = None


def in_plain_english(prompt: str, pack: ArtPack) -> Plain:
    """`prompt` as English words. A plain English prompt of usual length comes back as it is."""
    text = without_emoji(as_sentences(prompt), pack)
    language = language_of(QUOTED.sub(" ", text[:4000]), pack)
    if language in EASTERN:
        head, rest = text[:LONG_EASTERN], text[LONG_EASTERN:]
    else:
        head, rest = digest.head_and_rest(text) if digest.is_long(text) else (text, "")
    said = in_english(head, language, pack)
    if not rest:
        return Plain(said)
    told = f" {normalise(said)} "
    things = [f"a {thing}" for thing in _most_named(rest, language, pack) if f" {normalise(thing)}" not in told]
    return Plain(f"{said}\n{', '.join(things)}.", "details of a long text")


def _most_named(text: str, language: str, pack: ArtPack) -> list[str]:
    if language in EASTERN:
        return digest.named_most(things_in(text, lexicon(language, pack)), str, frozenset())
    words = digest.WORD.findall(text)
    if language == "en":
        return digest.named_most(words, lambda word: _english_thing(word, pack), english_words())
    return digest.named_most(words, lambda word: lexicon(language, pack).thing(word), frozenset())


def _english_thing(word: str, pack: ArtPack) -> str | None:
    single = next((form for form in [word, *singulars(word)] if pack.knows(form)), None)
    match = pack.find(single) if single else None
    return single if match and match.via in ("name", "alias") else None

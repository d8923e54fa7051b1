"""Which language a prompt is in: by its script, by its small words, and where it has none, by its nouns."""

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.meaning import everyday_words
from pinxit.engines.storybook.nouns import fold, singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.lexicon import lexicon
from pinxit.engines.storybook.reading.themes import themes

MAX_WORDS = 80
"""Words that are looked at."""
SURE = 2
"""So many more small words than of any other language make it sure."""
FEW = 4
"""Words for which every language is tried."""
WORD = re.compile(r"(?:l|d|qu|c|n|s|j|un|dell|nell|sull|all)['’](?=\w)|[^\W\d_]+(?:['’-][^\W\d_]+)*", re.I)
KANA = re.compile("[ぁ-ゖァ-ヺ]")
HAN = re.compile("[㐀-鿿]")
HANGUL = re.compile("[가-힣]")
CYRILLIC = re.compile("[а-яё]", re.I)
UKRAINIAN = re.compile("[іїєґ]", re.I)
LATIN = re.compile("[a-z]", re.I)


def language_of(prompt: str, pack: ArtPack) -> str:
    """The code of the language, "en" where it is English or cannot be told."""
    if not prompt.isascii() and (found := _by_script(prompt)):
        return found
    words = [word.lower().replace("’", "'") for word in WORD.findall(prompt[: 12 * MAX_WORDS])][:MAX_WORDS]
    counts: Counter[str] = Counter(language for word in words for language in _signs().get(word, ()))
    english = counts.pop("en", 0)
    best = max(counts.values(), default=0)
    if not words or best < english or (best == english and english >= SURE):
        return "en"
    likely = [language for language in sorted(counts) if counts[language] == best] if best else []
    if best < english + SURE:
        return _by_nouns(words, pack, likely)
    return likely[0] if len(likely) == 1 else _by_nouns(words, pack, likely, spoken=True)


def _by_script(prompt: str) -> str | None:
    """The language of a script that only one of ours is written in; a word of it in an English prompt is no more."""
    others = {"ja": KANA, "zh": HAN, "ko": HANGUL, "ru": CYRILLIC}
    letters = {language: len(script.findall(prompt)) for language, script in others.items()}
    if letters["ja"]:
        letters["ja"] += letters.pop("zh")
    language = max(letters, key=lambda code: letters[code])
    if not letters[language] or letters[language] * 4 < len(LATIN.findall(prompt)):
        return None
    return "uk" if language == "ru" and UKRAINIAN.search(prompt) else language


@cache
def _languages() -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for languages in _signs().values() for language in languages))


@cache
def _signs() -> dict[str, list[str]]:
    """Languages by small word."""
    text = files("pinxit.engines.storybook").joinpath("words", "tongues", "signs.toml").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for language, words in tomllib.loads(text)["signs"].items():
        for word in words:
            if language not in found.setdefault(word, []):
                found[word].append(language)
    return found


def _by_nouns(words: list[str], pack: ArtPack, likely: list[str], *, spoken: bool = False) -> str:
    """The language that knows most of the words. English goes before the others, unless one of them is `spoken`."""
    words = [word for word in words if len(word) > 1][:24]
    english = sum(_is_english(word, pack) for word in words)
    if not spoken and 2 * english > len(words):
        return "en"
    met = sum(word in everyday_words() for word in words if not _is_english(word, pack))
    candidates = likely or _candidates(words, pack)
    known = {code: sum(lexicon(code, pack).find((word,)) is not None for word in words) for code in candidates}
    best = max(known, key=lambda code: known[code], default="en")
    return best if spoken or known.get(best, 0) > english + met / 2 else "en"


def _candidates(words: list[str], pack: ArtPack) -> list[str]:
    """The languages that have one of the words for some art, those with the most first; else all, if these are few."""
    latin = [code for code in _languages() if code != "en"]
    named_in = pack.languages_of(sorted({*words, *map(fold, words)}), latin)
    counts = Counter(language for found in named_in.values() for language in found)
    return [language for language, _ in counts.most_common(4)] or (latin if len(words) <= FEW else [])


@cache
def english_words() -> frozenset[str]:
    """The words of English that the grammar knows."""
    grammar = Grammar.built_in()
    sets = (
        grammar.breaks, grammar.determiners, grammar.adverbs, grammar.adjectives, grammar.made, grammar.nothing,
        grammar.numbers, grammar.measures, grammar.parts, grammar.family,
    )  # fmt: skip
    tables = (grammar.styles, grammar.places, grammar.relations, grammar.sizes)
    phrases = (word for table in tables for phrase in table.phrases() for word in phrase)
    ideas = (word for name in themes() for word in name.split())
    return frozenset(word for words in sets for word in words) | frozenset(phrases) | frozenset(ideas)


def _is_english(word: str, pack: ArtPack) -> bool:
    if word in english_words() or named(word):
        return True
    return any(pack.knows(form) for form in [word, *singulars(word)])

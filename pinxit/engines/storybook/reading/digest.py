"""Long prompts: the first words are read in full, and of the rest what is named most often."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

FULL = 400
"""Words of a prompt that is read in full."""
HEAD = 160
"""Of a longer one, about so many are read in full; the sentence is ended."""
MOST = 16
"""Things that are taken from the rest."""
LOOKED_UP = 160
"""Different words of the rest that are looked up, the most frequent first."""
MAX_NOTES = 8
"""Things that a scene lists as missing one by one."""
MAX_NOTE = 80
"""Characters of one of them."""
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
END = re.compile(r"[.!?\n。！？]")

Name = Callable[[str], str | None]
"""The plain English name of a thing by a word for it, None if it is no thing."""


def is_long(prompt: str) -> bool:
    """There is more than can be read in full."""
    return len(prompt) > 4 * FULL and sum(1 for _ in WORD.finditer(prompt)) > FULL


def head_and_rest(prompt: str) -> tuple[str, str]:
    """The beginning of a long prompt, up to the end of a sentence, and what comes after it."""
    words = WORD.finditer(prompt)
    edge = next((found.start() for at, found in enumerate(words) if at == HEAD), len(prompt))
    end = END.search(prompt, edge)
    cut = end.end() if end and end.end() - edge < 400 else edge
    return prompt[:cut], prompt[cut:]


def named_most(words: Iterable[str], name: Name, known: frozenset[str]) -> list[str]:
    """The things that `words` name most often, the most frequent first, then the earliest."""
    counts = Counter(word.lower() for word in words)
    found: Counter[str] = Counter()
    for word, count in counts.most_common(LOOKED_UP):
        if len(word) > 2 and word not in known and (thing := name(word)):
            found[thing] += count
    return [thing for thing, _ in found.most_common(MOST)]


def shorten(phrase: str) -> str:
    """The phrase, or its beginning."""
    return phrase if len(phrase) <= MAX_NOTE else f"{phrase[:MAX_NOTE]}…"


def in_short(missing: list[str]) -> list[str]:
    """What is missing, the first few by name and the others by their number."""
    missing = list(dict.fromkeys(shorten(each) for each in missing))
    if len(missing) <= MAX_NOTES:
        return missing
    return [*missing[: MAX_NOTES - 1], f"{len(missing) - MAX_NOTES + 1} more things"]

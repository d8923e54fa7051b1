"""Emoji within a text: which of its signs are pictures, and the art of each."""

import re
import unicodedata
from functools import cache, lru_cache

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.artpack import ArtPack

BASE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\u3030\u303d]"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|{BASE}(?!\ufe0e)[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d{BASE}[\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)
"""One emoji: a sign with its variants, those that are joined to it, or the two letters of a flag."""
UNSAID = re.compile(r"\b(heavy|black|white|sign|symbol|with smiling eyes)\b")
"""Words of a sign's name that say nothing of what it shows."""
KNOWN_AS = {"heavy black heart": "red heart", "black sun with rays": "sun", "black telephone": "telephone"}
"""Names of signs that were black and white before they were emoji."""
FIRST_HELD = 0xE000
"""The private characters that hold the places of emoji in a text start here."""


def held(text: str) -> tuple[str, dict[str, Art]]:
    """The text with a private character for each emoji that there is art of, and the art by that character.

    An emoji without art is left out.
    """
    arts: dict[str, Art] = {}

    def hold(found: re.Match[str]) -> str:
        art = art_of(found[0])
        if art is None:
            return "" if _is_picture(found[0]) else found[0]
        holder = next((c for c, each in arts.items() if each is art), chr(FIRST_HELD + len(arts)))
        arts[holder] = art
        return holder

    return EMOJI.sub(hold, text), arts


def undrawn(text: str) -> str:
    """The emoji of `text` that there is no art of."""
    return "".join(each for each in EMOJI.findall(text) if _is_picture(each) and art_of(each) is None)


@lru_cache(maxsize=512)
def art_of(emoji: str) -> Art | None:
    """The art of one emoji, found by its name."""
    name = unicodedata.name(emoji[0], "").lower()
    names = [KNOWN_AS.get(name, name)]
    names += [" ".join(UNSAID.sub(" ", names[0]).split()), names[0].removesuffix(" face")]
    pack = _pack()
    for name in names if emoji[0] < "\U0001f1e6" or emoji[0] > "\U0001f1ff" else []:
        match = pack.find(name) if name else None
        if match and match.via in ("name", "alias") and match.words >= len(name.split()) - 1:
            return pack.get(match.art)
    return None


def _is_picture(emoji: str) -> bool:
    """It is a picture, and no sign that fonts have too, such as a star or an arrow."""
    return emoji[0] >= "\U0001f000" or "\ufe0f" in emoji


@cache
def _pack() -> ArtPack:
    return ArtPack()

"""A prompt as words and marks: quoted texts are set aside, emoji are read by their names."""

import re
import unicodedata
from dataclasses import dataclass

MAX_WORDS = 400
"""Words of a prompt that are read; a page holds no more."""

QUOTED = re.compile(r'"([^"\n]{1,400})"|“([^”\n]{1,400})”|«([^»\n]{1,400})»|(?<![\w])[\'‘]([^\'’\n]{1,400})[\'’](?!\w)')
SHOUTED = re.compile(
    r"\b(?:words?|text|letters|says?|saying|reads?|reading|titled|called)[:,]? "
    r"((?:[A-Z0-9][A-Z0-9!?&'.-]*+ ?){1,8})(?=[\s.,;]|$)"
)
"""Text in capitals after a word that announces it: a banner saying WELCOME HOME."""
TOKEN = re.compile(r"\x00\d+\x00|[^\W_]+(?:['’\-][^\W_]+)*|[,.;:!?()\n]")
MARK = re.compile(r"\x00(\d+)\x00")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is to be read."""

    tokens: tuple[str, ...]
    """Words and marks in lower case; the place of a quoted text is held by a mark that `quoted` knows."""
    texts: tuple[str, ...]
    """The quoted texts, as written."""
    is_cut: bool
    """There was more than MAX_WORDS."""

    def quoted(self, token: str) -> str | None:
        """The text whose place `token` holds, if it holds one."""
        mark = MARK.fullmatch(token)
        return self.texts[int(mark[1])] if mark else None


def tokenise(prompt: str) -> Prompt:
    """Split `prompt` into what can be read word by word."""
    texts: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        text = next(group for group in found.groups() if group is not None)
        texts.append(text.strip())
        kept = found[0][: found.start(1) - found.start()] if found.re is SHOUTED else ""
        return f"{kept} \x00{len(texts) - 1}\x00 "

    prompt = re.sub(r"(?<=\d),(?=\d{3}\b)", "", prompt)  # 1,000 is one number
    prompt = QUOTED.sub(set_aside, prompt.replace("\x00", " "))
    prompt = SHOUTED.sub(set_aside, prompt)
    prompt = "".join(f" {unicodedata.name(c, '')} " if unicodedata.category(c) == "So" else c for c in prompt)
    tokens = TOKEN.findall(prompt.lower().replace("’", "'"))
    return Prompt(tuple(tokens[:MAX_WORDS]), tuple(texts), len(tokens) > MAX_WORDS)

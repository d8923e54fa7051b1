"""A prompt as words and marks: quoted texts are set aside, emoji are read by their names."""

import re
import unicodedata
from dataclasses import dataclass

MAX_WORDS = 400
"""Words of a prompt that are read; a page holds no more."""

QUOTED = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”“\n]{1,400})[”“]|„([^“”„\n]{1,400})[“”]|«([^»\n]{1,400})»|»([^«\n]{1,400})«|「([^」\n]{1,400})」"
    r"|『([^』\n]{1,400})』|‚([^‘’\n]{1,400})[‘’](?!\w)|``?([^`'\n]{1,400})(?:`|''?)"
    r"|(?<![\w])[\'‘]([^\'’\n]{1,400}(?:[\'’]\w[^\'’\n]{0,400})*?)[\'’](?!\w)"
)
"""Text in quotation marks of any language. An apostrophe within a word closes none: 'Dragon's Keep'."""
SHOUTED = re.compile(
    r"\b(?:words?|text|letters|says?|saying|reads?|reading|titled|called)[:,]? "
    r"((?:[A-Z0-9][A-Z0-9!?&'.-]*+ ?){1,8})(?=[\s.,;]|$)"
)
"""Text in capitals after a word that announces it: a banner saying WELCOME HOME."""
WORD = r"[A-Z][\w'’&!?-]*"
TITLED = re.compile(
    r"\b(?:the (?:words?|title|text|caption|slogan|phrase)|says|saying|titled|entitled|labelled|labeled)[:,]? "
    rf"(?!I\b)({WORD}(?: (?:(?:of|the|and|in|to|for|a|an|on|is|at|&) )?(?:{WORD}|\d+))*)(?=\s+[a-z(]|[.,;:!?]|\s*$)"
)
"""Text in Title Case after a word that announces it: a book titled Good Night Moon."""
SPOKEN = re.compile(
    r"\b(?:sign|banner|billboard|board|blackboard|chalkboard|placard|plaque|bubble|poster)\s+(?:that |which )?"
    r"(?:says?|saying|reads?|reading)[:,]? ((?!the words?\b|in )[a-z0-9][\w'’!?&-]*(?: [\w'’!?&-]+){0,5}?)"
    r"(?=\s+(?:in|on|at|next|beside|near|with|and|under|above|while|over|by|behind)\b|[.,;:]|\s*$)"
)
"""Plain text after a sign that says it: a sign that says keep out."""
ONE_WORD = re.compile(
    r"\b(?:the|a single) word[:,]? ([A-Za-z][\w'’-]*)(?=\s+(?:in|on|at|across|above|written|painted)\b|[.,;:!]|\s*$)"
)
"""One word after "the word": the word love."""
AUTHOR = re.compile(
    r"\b(?:titled|entitled|title)[:,]?\s*\x00\d+\x00\s*,?\s*by ([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})(?=[\s.,;]|$)"
)
"""Who wrote what has a quoted title: a book titled "The Brave Snail" by Ada Moss."""
UNQUOTED = (SHOUTED, TITLED, SPOKEN, ONE_WORD, AUTHOR)
ALL_QUOTED = re.compile(r"\s*[\"“](?=[^\"”“]*\s\S+\s\S)([^\"”“]+)[\"”]\s*\.?\s*")
"""A prompt that is in quotation marks as a whole, as it was copied from somewhere: nothing in it is to be set."""
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
        kept = "" if found.re is QUOTED else found[0][: found.start(1) - found.start()]
        return f"{kept} \x00{len(texts) - 1}\x00 "

    prompt = re.sub(r"(?<=\d),(?=\d{3}\b)", "", prompt)  # 1,000 is one number
    whole = ALL_QUOTED.fullmatch(prompt)
    prompt = QUOTED.sub(set_aside, (whole[1] if whole and whole[1][0].isalnum() else prompt).replace("\x00", " "))
    for pattern in UNQUOTED:
        prompt = pattern.sub(set_aside, prompt)
    prompt = "".join(f" {unicodedata.name(c, '')} " if unicodedata.category(c) == "So" else c for c in prompt)
    tokens = TOKEN.findall(prompt.lower().replace("’", "'"))
    return Prompt(tuple(tokens[:MAX_WORDS]), tuple(texts), len(tokens) > MAX_WORDS)

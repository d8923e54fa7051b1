"""Prompts that were not written as sentences: JSON, Markdown, HTML, links, flags and weights of other painters."""

import html
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

FLAG = re.compile(r"(?:^|\s)(?:--|—|–)(?P<name>[a-z]{1,12})\b(?P<value>(?:[ =](?!--|—|–)[^\s]+)*)", re.I)
VALUED = frozenset(
    "ar aspect v version style stylize s q quality seed c chaos iw weird stop repeat r sref cref cw sw niji p profile "
    "exp w h width height steps cfg sampler".split()
)
"""Flags with one value, of whose words nothing is to be seen."""
LINK = re.compile(r"\[([^\]\n]{1,200})\]\([^()\s]{1,500}\)")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|<lora:[^>]*>", re.I)
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,500})?/?>|<!--.{0,500}?-->", re.I | re.S)
UNREAD = re.compile(r"<(script|style)\b.{0,2000}?</\1>", re.I | re.S)
WEIGHT = re.compile(r"[(\[{]+([^()\[\]{}:\n]{1,200}?)(?::\d(?:\.\d+)?)[)\]}]+|::-?\d+(?:\.\d+)?")
MARKUP = re.compile(r"^\s{0,3}(?:#{1,6}|[-*+•]|>|\d{1,2}[.)])\s+|^\s*```.*$|\*\*|__|`", re.M)
COUNTED = re.compile(r"\b([1-9])((?:girl|boy|woman|man|person|animal|other)s?)\b", re.I)
"""Tags as "1girl"."""
LETTERS = ("text", "caption", "title", "words", "lettering", "label", "inscription")
WITHOUT = ("negative", "negative_prompt", "avoid", "exclude", "without", "no", "not")
LOOKS = ("color", "colour", "colors", "colours", "size", "mood", "age", "pattern")
MAIN = ("subject", "prompt", "object", "name", "type", "character", "animal", "item", "description", "kind")
WHERE = ("background", "setting", "scene", "location", "place", "environment", "weather", "season", "time")
MAX_DEPTH = 12


def as_sentences(prompt: str) -> str:
    """`prompt` in words alone. Whatever is words already comes back as it is."""
    text = _from_json(prompt) if prompt.lstrip()[:1] in ("{", "[") else prompt
    if "<" in text:
        text = UNREAD.sub(" ", text) if "</s" in text.lower() else text
        text = html.unescape(ADDRESS.sub(" ", TAG.sub(" \n ", text)))
    if "](" in text:
        text = LINK.sub(r"\1", text)
    if "//" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    if "--" in text or "—" in text or "–" in text:
        text = FLAG.sub(_flag, text)
    if ":" in text:
        text = WEIGHT.sub(lambda found: found[1] or "", text)
    text = COUNTED.sub(r"\1 \2", praise().sub(",", text))
    return MARKUP.sub("", text) if re.search(r"[#*`>•_+]|^\s*(?:-|\d{1,2}[.)])\s", text, re.M) else text


@cache
def praise() -> re.Pattern[str]:
    """What says how good the picture is to be, between commas."""
    text = files("pinxit.engines.storybook").joinpath("words", "praise.toml").read_text("utf-8")
    phrases = "|".join(map(re.escape, sorted(tomllib.loads(text)["phrases"], key=len, reverse=True)))
    return re.compile(rf"(?<=,)\s*(?:{phrases})\s*(?=,|\.|$)|^\s*(?:{phrases})\s*,", re.I)


def _flag(found: re.Match[str]) -> str:
    """ "--no hats" is kept as words; the value of any other flag goes with it."""
    name, value = found["name"].lower(), found["value"]
    if name == "no":
        return "".join(f", without {part}" for part in re.split(r"[\s,=]+", value.strip(" =")) if part)
    if name in VALUED:
        return re.sub(r"^[ =]\S+", "", value)
    return value


def _from_json(prompt: str) -> str:
    """The values of a structured prompt as sentences; other text that begins with a bracket stays as it is."""
    try:
        tree = json.loads(prompt)
    except (ValueError, RecursionError):
        return prompt
    return ". ".join(_sentences(tree, "", 0)) if isinstance(tree, dict | list) else prompt


def _sentences(tree: Any, key: str, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(tree, dict):
        yield from _of_table({str(name).lower(): value for name, value in tree.items()}, depth)
    elif isinstance(tree, list):
        if tree and all(isinstance(each, str) for each in tree):
            yield _phrase(", ".join(tree), key)
        else:
            for each in tree:
                yield from _sentences(each, key, depth + 1)
    elif isinstance(tree, str) and tree.strip():
        yield _phrase(tree.strip(), key)


def _of_table(table: dict[str, Any], depth: int) -> Iterator[str]:
    """What one thing is like goes before its name: {"subject": "cat", "color": "black", "count": 2}."""
    main = next((name for name in MAIN if isinstance(table.get(name), str)), None)
    if main:
        looks = [_one(table[name]) for name in LOOKS if isinstance(table.get(name), str | list)]
        count = next((table[name] for name in ("count", "number", "quantity") if type(table.get(name)) is int), None)
        before = [str(count)] if count is not None and 0 < count < 100 else []
        is_plain = len(table[main].split()) <= 4
        yield " ".join([*before, *filter(None, looks), table[main]]) if is_plain else table[main]
    for name, value in table.items():
        if name != main and not (main and name in LOOKS):
            yield from _sentences(value, name, depth + 1)


def _one(value: Any) -> str:
    words = [value] if isinstance(value, str) else [each for each in value if isinstance(each, str)]
    return words[0] if len(words) == 1 and len(words[0].split()) <= 2 else ""


def _phrase(value: str, key: str) -> str:
    if key in LETTERS:
        return f"with the text “{value}”"
    if key in WITHOUT:
        return ", ".join(f"without {part.strip()}" for part in value.split(",") if part.strip())
    if key in WHERE and len(value.split()) <= 3:
        return f"in the {value}" if key in WHERE[:6] else value
    if "style" in key and "style" not in value:
        return f"{value} style"
    return value

"""Calls of the painting tool: found in what a model wrote, and checked against what the conversation allows."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pinxit.service.planners.base import Conversation, Message, Paint, PlannerFailed
from pinxit.service.planners.briefing import TOOL, can_edit, pictures_of

#: Where a call may begin within text: a list or an object, or the tool's name as a function of Python.
START = re.compile(rf"\[\s*(?=[{{\w])|\{{|{TOOL}\s*\(")
#: Strings and brackets. A quotation mark that opens nothing is one that is not closed yet.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|' r"'(?:[^'\\]|\\.)*'|" r"""[\[\](){}"']""", re.DOTALL)
#: A call, whole or broken off, rather than some code or data that the user asked for.
CALLED = re.compile(rf"""["'](?:name|function|tool|tool_name|action)["']\s*:\s*["']{TOOL}["']|{TOOL}\s*\(""")
PARAMETERS = ("prompt", "pictures", "instruction")
#: Names of the fields of calls, as models write them. The first two of each are said by everybody.
NAMES = ("name", "function", "tool", "tool_name", "action")
ARGUMENTS = ("arguments", "parameters", "args", "input", "tool_input", "action_input")
MAX_DEPTH = 8
WRAPPERS = ("tool_calls", "tool_call", "function_call", "function")


@dataclass(frozen=True, slots=True)
class Call:
    """A call as a model made it: of any tool, with arguments that are a mapping, or JSON, or neither."""

    name: str
    arguments: object


def paint(call: Call, conversation: Conversation) -> Paint:
    """What a call asks for, within what may be done. Numbers of pictures that do not exist are left out.

    Raises `PlannerFailed` for a call that asks for nothing that can be painted.
    """
    if not conversation.may_draw:
        raise PlannerFailed("It painted where it was told not to.")
    if call.name != TOOL:
        raise PlannerFailed(f"It called a tool that there is not: {call.name[:80]!r}.")
    arguments = parsed(call.arguments) if isinstance(call.arguments, str) else call.arguments
    if not isinstance(arguments, dict):
        raise PlannerFailed(f"It called `{TOOL}` with arguments that are no JSON object: {str(call.arguments)[:80]!r}.")
    prompt, instruction = (_text(arguments.get(name)) for name in ("prompt", "instruction"))
    if not prompt:
        raise PlannerFailed(f"It called `{TOOL}` without a prompt.")
    pictures = _pictures(arguments.get("pictures"), conversation)
    return Paint(prompt, pictures, instruction or _last_words(conversation)) if pictures else Paint(prompt)


def calls_in(text: str) -> list[Call]:
    """The calls that are written in a text, however they are wrapped."""
    found, at = list[Call](), 0
    while start := START.search(text, at):
        end = balanced(text, start.start())
        calls = list(_read(parsed(text[start.start() : end]))) if end else []
        found += calls
        at = end if end and calls else start.start() + 1
    return found


def balanced(text: str, start: int) -> int | None:
    """Where the brackets that open at or after `start` are all closed again; None where they are not yet."""
    depth = 0
    for token in TOKEN.finditer(text, start):
        if token[0] in ('"', "'"):
            return None
        depth += (token[0] in "([{") - (token[0] in ")]}")
        if depth <= 0 and len(token[0]) == 1:
            return token.end()
    return None


def parsed(text: str) -> object:
    """What a text of JSON or of a Python expression means; calls become `Call`. None where it is neither."""
    try:
        return json.loads(text, strict=False)  # models write line breaks into strings
    except (ValueError, RecursionError):
        pass
    try:
        return _evaluated(ast.parse(text.strip(), mode="eval").body)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _evaluated(node: ast.expr) -> object:
    if isinstance(node, ast.List):
        return [_evaluated(item) for item in node.elts]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        values = map(ast.literal_eval, node.args)
        named = {word.arg: ast.literal_eval(word.value) for word in node.keywords if word.arg}
        return Call(node.func.id, dict(zip(PARAMETERS, values, strict=False)) | named)
    return ast.literal_eval(node)


def _read(value: object, depth: int = 0) -> Iterator[Call]:
    if isinstance(value, Call):
        yield value
    elif depth > MAX_DEPTH:
        return
    elif isinstance(value, list):
        for item in value:
            yield from _read(item, depth + 1)
    elif isinstance(value, dict):
        inner = next((value[name] for name in WRAPPERS if isinstance(value.get(name), dict | list)), None)
        if inner is not None:
            yield from _read(inner, depth + 1)
        elif call := _call(value):
            yield call


def _call(value: dict[Any, Any]) -> Call | None:
    """The call that an object is, where it is one and not just any object in an answer."""
    name = next((value[key] for key in NAMES if isinstance(value.get(key), str)), "")
    arguments = next((value[key] for key in ARGUMENTS if isinstance(value.get(key), dict | str)), None)
    is_usual = isinstance(value.get("name"), str) and any(key in value for key in ARGUMENTS[:2])
    if arguments is not None and (name == TOOL or is_usual):
        return Call(name, arguments)
    if isinstance(value.get(TOOL), dict):
        return Call(TOOL, value[TOOL])
    if "prompt" in value and (name == TOOL or set(value) <= set(PARAMETERS)):
        return Call(TOOL, value)
    return None


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _pictures(value: object, conversation: Conversation) -> tuple[int, ...]:
    """Numbers as the model counts, from 1, as lists, texts or alone, to ours; those to work from where it says none."""
    if not can_edit(conversation):
        return ()
    known = [number for entry in conversation.entries for number in pictures_of(entry)]
    chosen = tuple(dict.fromkeys(number for said in _numbers(value) for number in known if number + 1 == said))
    if chosen or conversation.action != "edit":
        return chosen
    shown = [entry.pictures for entry in conversation.entries if isinstance(entry, Message) and entry.role == "user"]
    return (shown[-1] if shown else ()) or (max(known),)


def _numbers(value: object) -> Iterator[float]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield from map(int, re.findall(r"(?<![\d.])-?\d{1,9}(?!\d)", item))
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield item


def _last_words(conversation: Conversation) -> str:
    said = [entry for entry in conversation.entries if isinstance(entry, Message) and entry.role != "assistant"]
    users = [message for message in said if message.role == "user"] or said
    return users[-1].text.strip() if users else ""

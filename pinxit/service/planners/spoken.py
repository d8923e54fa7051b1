"""Text as it comes in, piece by piece, told apart into what is for the user and calls that were written as text.

Small models write a call into their answer, in the forms that they were trained on: in tags
(`<tool_call>{...}</tool_call>`), in a fence of backticks, as a bare JSON object, or as `image_generation(...)`.
"""

import re

from pinxit.service.planners.briefing import TOOL
from pinxit.service.planners.calls import CALLED, Call, balanced, calls_in

TAGS = "tool_calls?|function_?calls?|tool_code|tool_response"
#: What may turn out to be a call, or is a model's thoughts, or repeats what it was told of earlier pictures as if it
#: had painted one; what is held back from there on is named by its group.
OPENING = re.compile(
    rf"""\s* (?:
    (?P<thought> <think(?:ing)?> )
    | (?P<tagged> <\|?(?:{TAGS}|python_tag)\|?> | <function=[^>]*> | \[TOOL_CALLS\] )
    | (?P<stray> </(?:{TAGS}|function|think(?:ing)?)> )
    | (?P<echo> \[picture\ \d+\]\ is\ painted )
    | (?P<fenced> ``` )
    | (?P<bare> (?:\[\s*)? \{{\s*["'] | (?:\[\s*)? {TOOL}\s*\( )
    )""",
    re.VERBOSE,
)
CLOSING = {
    "thought": re.compile(r"</think(?:ing)?>"),
    "tagged": re.compile(rf"</?\|?(?:{TAGS}|function)(?:=[^>]*)?\|?>"),
    "fenced": re.compile(r"```"),
}
FENCED_JSON = re.compile(r"\s*```\w*\s*[\[{]")
#: What an object that never ends must have said to have been meant as a call.
CUT_OFF = re.compile(r"""["'](?:prompt|arguments|parameters)["']\s*:""")
#: The end of a text that may be the first half of an opening. White space waits for what comes after it.
UNSURE = re.compile(
    rf"""\s* (?:
    <[|/\w=]{{0,40}}
    | \[[A-Z_]{{0,12}}
    | \[p[a-z]{{0,6}} (?:\ \d* (?:\][\ a-z]{{0,11}})? )?
    | `{{1,2}}
    | (?:\[\s*)? (?: \{{ | (?:{"|".join(TOOL[:length] for length in range(len(TOOL), 0, -1))}) )? \s*
    )$""",
    re.VERBOSE,
)


class Spoken:
    """Reads a text. What `feed` and `finish` return is in order: text for the user, and calls."""

    def __init__(self) -> None:
        self._rest = ""
        self._opening: re.Match[str] | None = None
        self._said = False

    def feed(self, text: str) -> list[str | Call]:
        """What is sure, now that `text` has come."""
        self._rest += text
        found = list[str | Call]()
        while (step := self._step()) is not None:
            found += step
        return found

    def finish(self) -> list[str | Call]:
        """What is left, now that the text is over, or interrupted by something else."""
        if self._opening is None:
            text, self._rest = self._rest.rstrip(), ""
            return self._say(text)
        return self._end(len(self._rest), is_whole=False)

    def _step(self) -> list[str | Call] | None:
        """Take one piece off the rest, or None where more has to come first."""
        if self._opening is not None:
            end = self._find_end(self._opening)
            return None if end is None else self._end(end, is_whole=True)
        self._opening = OPENING.search(self._rest)
        if self._opening is not None:
            before = self._rest[: self._opening.start()]
            self._rest = self._rest[self._opening.start() :]
            self._opening = OPENING.match(self._rest)
            return self._say(before)
        unsure = UNSURE.search(self._rest)
        before = self._rest[: unsure.start()] if unsure else self._rest
        self._rest = self._rest[len(before) :]
        return self._say(before) or None

    def _find_end(self, opening: re.Match[str]) -> int | None:
        if opening.lastgroup == "bare":
            return balanced(self._rest, 0)
        if opening.lastgroup in ("stray", "echo"):
            return opening.end()
        closing = CLOSING[opening.lastgroup or ""].search(self._rest, opening.end())
        return closing.end() if closing else None

    def _end(self, end: int, *, is_whole: bool) -> list[str | Call]:
        """What the held text up to `end` comes to: calls, one that cannot be read, or text after all."""
        kind = self._opening.lastgroup if self._opening else None
        held, self._rest, self._opening = self._rest[:end], self._rest[end:], None
        if kind in ("thought", "stray"):
            return []
        if kind == "fenced" and not CALLED.search(held) and not FENCED_JSON.match(held):
            return self._say(held)
        if calls := calls_in(held):
            return [*calls]
        is_cut_off = kind == "bare" and not is_whole and CUT_OFF.search(held)
        is_call = kind in ("tagged", "echo") or is_cut_off or CALLED.search(held)
        return [Call(TOOL, held)] if is_call else self._say(held)

    def _say(self, text: str) -> list[str | Call]:
        text = text if self._said else text.lstrip()
        self._said = self._said or bool(text)
        return [text] if text else []

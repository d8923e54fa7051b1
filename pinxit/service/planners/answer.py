"""The answer of a chat server, put together from its chunks."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from pinxit.service.planners.base import Conversation, Paint, PlannerFailed, Say, Step
from pinxit.service.planners.calls import Call, paint, parsed
from pinxit.service.planners.spoken import Spoken

#: More pictures than this at one request are a model that repeats itself, and so is a longer answer.
MAX_PAINTS = 4
MAX_BYTES = 64 * 1024
TAIL_LENGTH = 800
#: What small models fall into: the same words over and over, half of `TAIL_LENGTH` and more of them.
REPEATED = re.compile(r"((.{8,100}?)\2{3,}).{0,100}\Z", re.DOTALL)


class _Function(BaseModel):
    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class _ToolCall(BaseModel):
    index: int | None = None
    function: _Function = Field(default_factory=_Function)


class _Delta(BaseModel):
    content: str | list[Any] | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(BaseModel):
    delta: _Delta = Field(default_factory=_Delta)
    finish_reason: str | None = None


class Chunk(BaseModel):
    """One event of a stream of `/chat/completions`: what is read of it."""

    choices: list[_Choice] | None = None
    error: dict[str, Any] | str | None = None


@dataclass(slots=True)
class _Growing:
    """A call whose name and arguments come in pieces."""

    index: int | None
    name: str = ""
    arguments: str = ""


class Answer:
    """Reads chunks. What it may not say yet, because a picture comes first or a failure might, it keeps."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._spoken = Spoken()
        self._growing: list[_Growing] = []
        self._kept: list[str | Call | _Growing] = []
        self._bytes = 0
        self._tail = ""
        self._has_said = False

    @property
    def is_full(self) -> bool:
        """Whether nothing more is read: all the pictures that one answer may have are there."""
        return sum(not isinstance(piece, str) for piece in self._kept) > MAX_PAINTS

    def read(self, chunk: Chunk) -> Iterator[str]:
        """The text for the user that can be said at once. Raises `PlannerFailed` when there is no end to it."""
        for choice in (chunk.choices or ())[:1]:
            # Text comes as text; thoughts may come as a list.
            content = choice.delta.content if isinstance(choice.delta.content, str) else ""
            text = content + (choice.delta.refusal or "")
            self._count(text)
            yield from self._take(self._spoken.feed(text))
            if choice.delta.tool_calls:
                yield from self._take(self._spoken.finish())
            for piece in choice.delta.tool_calls or ():
                self._grow(piece)

    def finish(self) -> list[Step]:
        """The steps that were kept, now that the answer is whole. Raises `PlannerFailed` where it comes to nothing."""
        steps: list[Step] = [Say(text) for text in self._take(self._spoken.finish())]
        self._has_said = self._has_said or bool(steps)
        faults = list[PlannerFailed]()
        for piece in self._kept:
            if isinstance(piece, str):
                steps.append(Say(piece))
                continue
            call = piece if isinstance(piece, Call) else Call(piece.name, piece.arguments)
            try:
                steps.append(paint(call, self._conversation))
            except PlannerFailed as fault:
                faults.append(fault)
        return self._judged(steps, faults)

    def _judged(self, steps: list[Step], faults: list[PlannerFailed]) -> list[Step]:
        """A call that makes no sense is forgiven beside one that does."""
        paints = [step for step in steps if isinstance(step, Paint)]
        if not paints and faults:
            raise faults[0]
        if not paints and self._conversation.must_draw:
            raise PlannerFailed("The model painted nothing, though a picture was owed.")
        if not steps and not self._has_said:
            raise PlannerFailed("The model's answer is empty.")
        extra = paints[MAX_PAINTS:]
        return [step for step in steps if not any(step is other for other in extra)]

    def _take(self, pieces: list[str | Call]) -> Iterator[str]:
        for piece in pieces:
            if self._kept or self._conversation.must_draw or isinstance(piece, Call):
                self._kept.append(piece)
            else:
                self._has_said = True
                yield piece

    def _grow(self, piece: _ToolCall) -> None:
        name, said = piece.function.name or "", piece.function.arguments or ""
        arguments = said if isinstance(said, str) else json.dumps(said)
        self._count(name + arguments)
        if not name + arguments:
            return
        call = next((call for call in reversed(self._growing) if call.index == piece.index), None)
        # Some servers give every call the index 0.
        if call is None or (name and call.arguments and parsed(call.arguments) is not None):
            call = _Growing(piece.index)
            self._growing.append(call)
            self._kept.append(call)
        call.name = name or call.name
        call.arguments += arguments

    def _count(self, text: str) -> None:
        self._bytes += len(text.encode())
        if self._bytes > MAX_BYTES:
            raise PlannerFailed(f"The model's answer has no end: it is longer than {MAX_BYTES} bytes.")
        self._tail += text
        if len(self._tail) >= TAIL_LENGTH:
            self._tail = self._tail[-TAIL_LENGTH:]
            found = REPEATED.search(self._tail)
            # A few different letters are a ruled line, or the border of a table.
            if found and len(found[1]) > TAIL_LENGTH // 2 and len(set(found[2])) > 5:
                raise PlannerFailed(f"The model repeats itself without an end: {found[2]!r}.")
            self._tail = self._tail[-TAIL_LENGTH // 2 :]

"""What a planner is told of a conversation, what it may decide, and the protocol that planners follow."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

Role = Literal["user", "assistant", "system", "developer"]
Action = Literal["auto", "generate", "edit"]


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said. `pictures` are the numbers of those that were shown with it."""

    role: Role
    text: str
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that was made in this conversation, by its number, and its revised prompt, empty where unknown.

    `is_new` says that it was made of words alone, or of pictures that were.
    """

    picture: int
    prompt: str
    is_new: bool = True


Entry = Message | Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that was said and drawn so far, oldest first, and what may be done about it.

    Pictures are numbered from 0 in the order in which they appear.
    """

    entries: tuple[Entry, ...]
    instructions: str | None = None
    """What the caller's program asks of every answer."""
    may_draw: bool = True
    must_draw: bool = False
    """At least one picture is owed, whatever was said. Never without `may_draw`."""
    action: Action = "auto"
    """"generate" never works from pictures; "edit" always does, where there is one."""
    has_mask: bool = False
    """A mask was sent for the first picture to work from."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Make a picture.

    `prompt` says all that it is to show, in the end. `pictures` are the numbers of those to work from, the one to be
    changed first; none makes it of words alone. `instruction` says what is to be done with them, in the imperative.
    """

    prompt: str
    pictures: tuple[int, ...] = ()
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A piece of the answer in words. Pieces that follow each other are one message."""

    text: str


Step = Paint | Say


class Planner(Protocol):
    """Decides what is to be done about the last message of a conversation."""

    def plan(self, conversation: Conversation) -> AsyncGenerator[Step, None]:
        """Yield what is to be done, in order. Says or paints at least once; paints only where it may, and where it
        must. Raises `PlannerFailed`, upon which whoever runs it falls back on another."""

    async def close(self) -> None:
        """Let go of what it holds."""


class PlannerFailed(Exception):
    """A planner gave no answer, or one that makes no sense. Its message is for the server's owner, and holds no key."""

"""A conversation as a chat server is told it: messages, the one tool, and whether it is to be called."""

import json
from collections.abc import Iterable
from typing import Any

from pinxit.service.planners.base import Conversation, Drawing, Entry, Message

TOOL = "image_generation"

PAINTER = f"""\
You are an assistant that can paint. The tool `{TOOL}` paints a picture and shows it to the user.
When the user wants a picture, or wants one changed, call the tool; never say that you painted without calling it. \
Answer anything else in words.
`prompt` describes the whole picture as it is to look in the end. Keep every subject, colour, count and quoted text \
of the conversation that still holds, and add what is asked now."""
WRITER = "You are an assistant. You cannot paint in this answer: answer in words."
PICTURES = """\
Pictures are numbered: [picture 1] stands where the user or you showed it. You are not shown what is in them."""
OWED = f"Now call `{TOOL}`, whatever was said."
AFRESH = "Paint every picture anew: no picture can be worked from."
EDITED = "Work from a picture that is there: `pictures` must name one at least."
MASKED = "The user marked a part of the first picture to work from: only that part is to change."
ASKED = "The program that the user talks through asks this of you:"


def brief(conversation: Conversation) -> dict[str, Any]:
    """The fields `messages`, `tools` and `tool_choice` of a request to `/chat/completions`.

    There is one system message, the first, and then roles alternate, which is what the strictest chat templates take.
    Pictures go by their numbers counted from 1, as people count; no bytes of them are sent.
    """
    fields: dict[str, Any] = {"messages": [_system(conversation), *_turns(conversation)]}
    if conversation.may_draw:
        fields["tools"] = [_tool(conversation)]
        # With one tool this asks what its name would; llama.cpp takes no name here.
        fields["tool_choice"] = "required" if conversation.must_draw else "auto"
    return fields


def pictures_of(entry: Entry) -> tuple[int, ...]:
    """The numbers of the pictures that an entry shows."""
    return (entry.picture,) if isinstance(entry, Drawing) else entry.pictures


def can_edit(conversation: Conversation) -> bool:
    """Whether there is a picture that may be worked from."""
    return conversation.action != "generate" and any(map(pictures_of, conversation.entries))


def _system(conversation: Conversation) -> dict[str, Any]:
    said = [PAINTER if conversation.may_draw else WRITER]
    if any(map(pictures_of, conversation.entries)):
        said.append(PICTURES)
    if conversation.may_draw:
        said += _duties(conversation)
    asked = [conversation.instructions or "", *(entry.text for entry in _program(conversation.entries))]
    if any(asked):
        said += [ASKED, *filter(None, asked)]
    return {"role": "system", "content": "\n".join(said)}


def _duties(conversation: Conversation) -> Iterable[str]:
    if conversation.action == "generate":
        yield AFRESH
    if can_edit(conversation):
        if conversation.action == "edit":
            yield EDITED
        if conversation.has_mask:
            yield MASKED
    if conversation.must_draw:
        yield OWED


def _program(entries: Iterable[Entry]) -> list[Message]:
    """What the caller's program said rather than its user. Where no user says anything, the program speaks for one."""
    said = [entry for entry in entries if isinstance(entry, Message)]
    has_user = any(message.role == "user" for message in said)
    return [message for message in said if has_user and message.role in ("system", "developer")]


def _turns(conversation: Conversation) -> list[dict[str, Any]]:
    """The entries as messages, the user's last one at the end.

    A picture may stand after the request to change it (guide, "Multi-turn image generation", by image ID); in its
    place it would read as the answer to it.
    """
    program = _program(conversation.entries)
    entries = [entry for entry in conversation.entries if entry not in program]
    asked = [at for at, entry in enumerate(entries) if isinstance(entry, Message) and entry.role != "assistant"]
    if asked:
        entries.append(entries.pop(asked[-1]))
    turns = _Turns(calls=conversation.may_draw)
    for entry in entries:
        if isinstance(entry, Drawing):
            turns.draw(entry)
        else:
            turns.say("assistant" if entry.role == "assistant" else "user", _told(entry))
    return turns.messages


class _Turns:
    """Messages whose roles alternate. Pictures are told as `calls` of the tool, or in words."""

    def __init__(self, *, calls: bool) -> None:
        self.messages: list[dict[str, Any]] = []
        self._calls = calls

    def say(self, role: str, text: str) -> None:
        if not text.strip():
            return
        if self.messages and self.messages[-1]["role"] == role:
            self.messages[-1]["content"] += f"\n\n{text}"
            return
        if not self.messages and role == "assistant":
            self.messages.append({"role": "user", "content": "Hello."})
        self.messages.append({"role": role, "content": text})

    def draw(self, drawing: Drawing) -> None:
        number = drawing.picture + 1
        shown = f"[picture {number}]"
        if not self.messages:
            self.say("user", f"{shown} You painted it earlier. {_known(drawing)}".rstrip())
        elif self._calls:
            self._call(drawing, number)
            self.say("assistant", f"{shown} is painted.")
        else:
            self.say("assistant", f"{shown} is painted. {_known(drawing)}".rstrip())

    def _call(self, drawing: Drawing, number: int) -> None:
        arguments = json.dumps({"prompt": drawing.prompt or "(not known)"}, ensure_ascii=False)
        # Nine letters and digits are what Mistral's template takes for an id.
        call = {
            "id": f"image{number:04d}",
            "type": "function",
            "function": {"name": TOOL, "arguments": arguments},
        }
        if self.messages[-1]["role"] != "assistant":
            self.messages.append({"role": "assistant", "content": ""})
        self.messages[-1]["tool_calls"] = [call]
        result = {"role": "tool", "tool_call_id": call["id"], "content": f"Painted and shown as picture {number}."}
        self.messages.append(result)


def _known(drawing: Drawing) -> str:
    return f"It shows: {drawing.prompt}" if drawing.prompt else ""


def _told(message: Message) -> str:
    shown = " ".join(f"[picture {number + 1}]" for number in message.pictures)
    return "\n".join(filter(None, (shown, message.text)))


def _tool(conversation: Conversation) -> dict[str, Any]:
    properties: dict[str, Any] = {"prompt": {"type": "string", "description": "All that the picture is to show."}}
    if can_edit(conversation):
        last = 1 + max(number for entry in conversation.entries for number in pictures_of(entry))
        properties["pictures"] = {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": last},
            "description": "Numbers of the pictures to work from, the one to be changed first; [] for a new picture.",
        }
        properties["instruction"] = {
            "type": "string",
            "description": "What is to be done with those pictures, in the imperative; empty for a new picture.",
        }
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    described = "Paint a picture and show it to the user."
    return {"type": "function", "function": {"name": TOOL, "description": described, "parameters": parameters}}

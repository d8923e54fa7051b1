"""Decides whether a request for a response is accepted: its fields, its tools, its items."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from pinxit import faults
from pinxit.admission.images import check_count, check_named, check_together
from pinxit.catalog import Catalog, Model
from pinxit.errors import InvalidRequest, PinxitError
from pinxit.options import Option, cut, listed
from pinxit.wire.images import ImageReference
from pinxit.wire.responses import (
    ImageCall,
    ImageTool,
    InputImage,
    InputText,
    ItemReference,
    Message,
    OtherItem,
    OutputText,
    Part,
    Refusal,
    ResponseRequest,
)

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

Given = Message | ImageCall | ItemReference | OtherItem
"""An item as a caller sends it: its id may be empty."""

TOOL = "image_generation"
#: What a response may be asked for (contract 3.1).
OPTIONS = {
    "model": Option(min_length=1, max_length=512),
    "temperature": Option(minimum=0.0, maximum=2.0),
    "top_p": Option(minimum=0.0, maximum=1.0),
    "top_logprobs": Option(minimum=0, maximum=20),
    "max_output_tokens": Option(minimum=16),
    "max_tool_calls": Option(minimum=1),
    "truncation": Option(values=("auto", "disabled")),
    "service_tier": Option(values=("auto", "default", "flex", "scale", "priority", "fast", "ultrafast")),
    "prompt_cache_retention": Option(values=("in_memory", "in-memory", "24h")),
    "safety_identifier": Option(max_length=512),
    "user": Option(max_length=512),
}
#: What the tool takes beside the options of its image model.
TOOL_OPTIONS = {
    "type": Option(values=(TOOL,)),
    "action": Option(values=("generate", "edit", "auto")),
    "n": Option(minimum=1, maximum=1),
    "input_image_mask": Option(),
}
#: What the vendor's answers say of a tool where the caller says nothing (contract 3.2).
TOOL_DEFAULTS = {
    "background": "auto",
    "moderation": "auto",
    "n": 1,
    "output_compression": 100,
    "output_format": "png",
    "quality": "auto",
    "size": "auto",
}
ROLES = ("user", "assistant", "system", "developer")
CHOICES = ("none", "auto", "required")
MODES = ("auto", "required")
#: What a part of a message may be, for whoever says it.
PARTS: dict[str, type[BaseModel]] = {
    "input_text": InputText,
    "input_image": InputImage,
    "output_text": OutputText,
    "refusal": Refusal,
}
#: Metadata: pairs, and the characters of a name and of what it says (contract 3.1).
MAX_PAIRS, MAX_NAME, MAX_VALUE = 16, 64, 512
STATUSES = ("in_progress", "completed", "incomplete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An accepted request: what of it decides, read; and the keys that the compat mode left out."""

    request: ResponseRequest
    items: tuple[Given, ...]
    tool: ImageTool
    echoed_tools: tuple[dict[str, Any], ...]
    may_draw: bool
    must_draw: bool
    conversation_id: str | None
    ignored: tuple[str, ...]


class ResponseAdmission:
    """Makes a request of a body. `strict` refuses what compat ignores (contract 10)."""

    def __init__(self, catalog: Catalog, *, strict: bool = False) -> None:
        self.catalog = catalog
        self.strict = strict

    def admit(self, body: Mapping[str, Any]) -> Asked:
        """Raises `InvalidRequest` or `ImageRefused`, worded by contract 6.3 and 6.4."""
        ignored: list[str] = []
        if body.get("model") is None:
            raise faults.missing("model")
        request = self._parse(body, ResponseRequest, OPTIONS, ignored)
        check_metadata(request.metadata)
        _check_together(request)
        tool, echoed = self._read_tools(request.tools or [], ignored)
        may, must = _choose(request.tool_choice, has_tool=tool is not None)
        return Asked(
            request=request,
            items=self.read_items(request.input, "input", ignored),
            tool=tool or self._tool({"type": TOOL}, ignored),
            echoed_tools=tuple(echoed),
            may_draw=may,
            must_draw=must,
            conversation_id=_conversation_of(request.conversation),
            ignored=tuple(ignored),
        )

    def read_items(self, sent: Any, name: str, ignored: list[str], *, limit: int | None = None) -> tuple[Given, ...]:
        """Items as they are sent, up to `limit`: a text is what a user says. Adds to `ignored` what is not known."""
        if sent is None:
            return ()
        if isinstance(sent, str):
            return (Message(id="", role="user", content=[InputText(text=sent)]),)
        if not isinstance(sent, list):
            raise faults.wrong_type(name, "one of a string or an array of items", sent)
        if limit is not None:
            check_count(name, len(sent), limit, least=0)
        return tuple(self._item(each, f"{name}[{place}]", ignored) for place, each in enumerate(sent))

    # ---------------------------------------------------------------------------------------------------------- fields

    def _parse(
        self,
        sent: Mapping[str, Any],
        kind: type[M],
        options: Mapping[str, Option],
        ignored: list[str],
        at: str = "",
        *,
        model: str = "",
    ) -> M:
        """Make a `kind` of what was `sent` at a place in the body. Nulls are "left out"."""
        unknown = [name for name, value in sent.items() if name not in kind.model_fields and value is not None]
        if unknown and self.strict:
            raise faults.within(at, faults.unknown(unknown[0]))
        ignored += [f"{at}.{name}" if at else name for name in unknown]
        fields = {name: value for name, value in sent.items() if name in kind.model_fields and value is not None}
        found: faults.Faults = {}
        made = faults.parse(fields, kind, options, found, model=model)
        if fault := faults.first_of(found, kind.model_fields):
            raise faults.within(at, fault)
        assert made is not None, "fields that do not parse have a fault"
        return made

    # ----------------------------------------------------------------------------------------------------------- tools

    def _read_tools(
        self, sent: Sequence[dict[str, Any]], ignored: list[str]
    ) -> tuple[ImageTool | None, list[dict[str, Any]]]:
        """Our tool, if it is among them, and all of them as they are echoed."""
        ours: ImageTool | None = None
        echoed = []
        for place, tool in enumerate(sent):
            at = f"tools[{place}]"
            if not isinstance(tool.get("type"), str):
                raise faults.within(at, faults.missing("type"))
            if tool["type"] != TOOL:
                echoed.append(_as_the_vendor_has_it(tool))
                continue
            made = self._tool(tool, ignored, at)
            ours = ours or made
            given = made.model_dump(exclude_none=True, exclude=_inline(made))
            echoed.append({"type": TOOL, **TOOL_DEFAULTS, **given})
        return ours, echoed

    def _tool(self, sent: Mapping[str, Any], ignored: list[str], at: str = "tools[0]") -> ImageTool:
        fields = {name: value for name, value in sent.items() if value is not None}
        fields.setdefault("model", self.catalog.default.gpt_model)
        model = _placed(f"{at}.model", lambda: self._image_model(fields["model"]))
        options = self.catalog.profile(model).takes("edits") | TOOL_OPTIONS
        if self.strict and (extensions := [name for name in fields if name in options and options[name].extension]):
            raise faults.within(at, faults.unknown(extensions[0]))
        options = {name: option for name, option in options.items() if name in ImageTool.model_fields}
        tool = self._parse(fields, ImageTool, options, ignored, at, model=model.id)
        if tool.input_image_mask:
            check_named(f"{at}.input_image_mask", tool.input_image_mask)
        _placed("tools", lambda: check_together(fields))
        return tool

    def _image_model(self, name: Any) -> Model:
        if not isinstance(name, str):
            raise faults.wrong_type("model", "a string", name)
        model = self.catalog.resolve(name)
        if self.catalog.profile(model).answer != "gpt-image":
            fit = tuple(each.id for each in self.catalog.models if self.catalog.profile(each).answer == "gpt-image")
            message = f"Invalid value: '{cut(name)}'. Supported values are: {listed(fit, 'and')}."
            raise InvalidRequest(message, param="model", code="invalid_value")
        return model

    # ----------------------------------------------------------------------------------------------------------- items

    def _item(self, sent: Any, at: str, ignored: list[str]) -> Given:
        if not isinstance(sent, dict):
            raise faults.wrong_type(at, "an object", sent)
        kind = sent.get("type") or ("message" if "role" in sent else "item_reference" if "id" in sent else None)
        if not isinstance(kind, str):
            raise faults.within(at, faults.missing("type"))
        if kind == "message":
            return self._message(sent, at, ignored)
        if kind == "image_generation_call":
            return self._call(sent, at, ignored)
        if kind == "item_reference":
            return self._parse({**sent, "type": kind}, ItemReference, {}, ignored, at)
        return _other(sent, kind)

    def _call(self, sent: dict[str, Any], at: str, ignored: list[str]) -> ImageCall | ItemReference:
        """A picture that was made. One of ours needs no more than its id."""
        own = ("seed", "is_new", "error")  # which we know of ours, and take from nobody
        fields = {name: value for name, value in sent.items() if name not in own and value is not None}
        call = self._parse({"status": "completed", "id": "", **fields}, ImageCall, {}, ignored, at)
        if call.result is not None or call.status == "failed":  # of which there is nothing to be found
            return call
        if not call.id:
            raise faults.within(at, faults.missing("id"))
        return ItemReference(id=call.id)

    def _message(self, sent: dict[str, Any], at: str, ignored: list[str]) -> Message:
        role, content = sent.get("role"), sent.get("content")
        if role is None or content is None:
            raise faults.within(at, faults.missing("role" if role is None else "content"))
        Option(values=ROLES).check(f"{at}.role", role, "")
        if isinstance(content, str):
            kind = "output_text" if role == "assistant" else "input_text"
            content = [{"type": kind, "text": content}]
        if not isinstance(content, list):
            raise faults.wrong_type(f"{at}.content", "one of a string or an array of parts", content)
        parts = [self._part(part, f"{at}.content[{place}]", ignored) for place, part in enumerate(content)]
        status = sent.get("status") if sent.get("status") in STATUSES else "completed"
        name = sent.get("id")
        return Message(id=name if isinstance(name, str) else "", role=role, status=status, content=parts)  # type: ignore[arg-type]

    def _part(self, sent: Any, at: str, ignored: list[str]) -> Part:
        if not isinstance(sent, dict):
            raise faults.wrong_type(at, "an object", sent)
        kind = sent.get("type")
        if kind is None:
            raise faults.within(at, faults.missing("type"))
        if kind == "input_file":
            sent = {"type": "input_image", **_picture_of_file(sent)}
            kind = "input_image"
        Option(values=(*PARTS, "input_file")).check(f"{at}.type", kind, "")
        part: Any = self._parse(sent, PARTS[kind], {}, ignored, at)
        if isinstance(part, InputImage):
            check_named(at, ImageReference(image_url=part.image_url, file_id=part.file_id))
        return part  # type: ignore[no-any-return]


def _other(sent: Mapping[str, Any], kind: str) -> OtherItem:
    """An item that nothing is done about."""
    name = sent.get("id")
    fields = {**sent, "id": name if isinstance(name, str) else "", "type": kind}
    if kind in ("function_call", "function_call_output"):  # as the vendor fills in
        fields["status"] = sent.get("status") or "completed"
    return OtherItem.model_validate(fields)


def _inline(tool: ImageTool) -> set[str]:
    """What of a tool is not echoed: a mask that was sent with it, which would be kept with every response."""
    mask = tool.input_image_mask
    return {"input_image_mask"} if mask and mask.file_id is None else set()


def check_metadata(metadata: Mapping[str, str] | None) -> None:
    """Raises for more, or for longer texts, than is kept (contract 3.1)."""
    if metadata is None:
        return
    if len(metadata) > MAX_PAIRS:
        message = (
            f"Invalid 'metadata': too many properties. Expected an object with at most {MAX_PAIRS} properties, "
            f"but got an object with {len(metadata)} properties instead."
        )
        raise InvalidRequest(message, param="metadata", code="object_above_max_properties")
    for name, value in metadata.items():
        if len(name) > MAX_NAME:
            message = (
                f"Invalid property name in 'metadata': '{cut(name)}' is too long. Expected a string with maximum "
                f"length {MAX_NAME}, but got a string with length {len(name)} instead."
            )
            raise InvalidRequest(message, param="metadata", code="property_name_above_max_length")
        Option(max_length=MAX_VALUE).check(f"metadata.{cut(name)}", value, "")


def _check_together(request: ResponseRequest) -> None:
    """Refuse what excludes each other, and a request that asks for nothing."""
    if request.previous_response_id is not None and request.conversation is not None:
        message = (
            "Mutually exclusive parameters: 'previous_response_id'. Ensure you are only providing one of: "
            "'previous_response_id' or 'conversation'."
        )
        raise InvalidRequest(message, param="previous_response_id", code="mutually_exclusive_parameters")
    if request.background and request.store is False:
        message = "Background responses are kept until they are asked for: 'background' needs 'store' to be true."
        raise InvalidRequest(message, param="background", code="invalid_value")
    if request.input is None and request.previous_response_id is None and request.conversation is None:
        raise faults.missing("input")


def _choose(choice: Any, *, has_tool: bool) -> tuple[bool, bool]:
    """Whether a picture may be drawn, and whether one must be (contract 3.1)."""
    if choice is None or choice == "auto":
        return has_tool, False
    if isinstance(choice, str):
        Option(values=CHOICES).check("tool_choice", choice, "")
        return has_tool and choice != "none", has_tool and choice == "required"
    if not isinstance(choice, dict):
        raise faults.wrong_type("tool_choice", f"one of {listed(CHOICES, 'or')}, or an object", choice)
    kind = choice.get("type")
    if not isinstance(kind, str):
        raise faults.missing("tool_choice.type")
    if kind == "allowed_tools":
        return _choose_allowed(choice, has_tool=has_tool)
    if kind != TOOL:
        return False, False
    if not has_tool:
        message = f"Tool choice '{TOOL}' not found in 'tools' parameter."
        raise InvalidRequest(message, param="tool_choice")
    return True, True


def _choose_allowed(choice: Mapping[str, Any], *, has_tool: bool) -> tuple[bool, bool]:
    mode, tools = choice.get("mode") or "auto", choice.get("tools")
    Option(values=MODES).check("tool_choice.mode", mode, "")
    if not isinstance(tools, list):
        raise faults.wrong_type("tool_choice.tools", "an array", tools)
    may = has_tool and any(isinstance(tool, dict) and tool.get("type") == TOOL for tool in tools)
    return may, may and mode == "required"


def _conversation_of(conversation: Any) -> str | None:
    name = conversation.get("id") if isinstance(conversation, dict) else conversation
    if conversation is not None and not isinstance(name, str):
        raise faults.wrong_type("conversation", "one of a string or an object with an 'id'", conversation)
    return name


def _as_the_vendor_has_it(tool: dict[str, Any]) -> dict[str, Any]:
    """Another's tool, with what the vendor fills in."""
    return {"parameters": None, "strict": True, **tool} if tool["type"] == "function" else tool


def _picture_of_file(sent: Mapping[str, Any]) -> dict[str, Any]:
    """A file among the parts of a message: a picture, if it is one."""
    url = sent.get("file_data") or sent.get("file_url")
    return {"image_url": url} if url else {"file_id": sent.get("file_id")}


def _placed(param: str, work: Callable[[], T]) -> T:
    """Do `work`; what it raises is the fault of `param`."""
    try:
        return work()
    except PinxitError as exc:
        raise type(exc)(exc.message, param=param, code=exc.code) from None

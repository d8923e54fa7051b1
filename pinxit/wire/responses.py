"""The Responses API as it travels (contract 3): names are the vendor's, and nothing here computes."""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    InstanceOf,
    JsonValue,
    SerializerFunctionWrapHandler,
    Tag,
    model_serializer,
)

from pinxit.errors import PinxitError
from pinxit.wire.blobs import Kept
from pinxit.wire.images import ImageOptions, ImageReference, Usage
from pinxit.wire.sparse import Sparse

Status = Literal["queued", "in_progress", "completed", "failed", "cancelled", "incomplete"]
CallStatus = Literal["in_progress", "generating", "completed", "failed"]
Role = Literal["user", "assistant", "system", "developer"]


# ------------------------------------------------------------------------------------------------------------- requests


class ImageTool(ImageOptions):
    """The image_generation tool: the options of the Image API, and whose they are. None is "left out"."""

    type: Literal["image_generation"] = "image_generation"
    action: str | None = None
    input_image_mask: ImageReference | None = None
    n: int | None = None


class ResponseRequest(BaseModel):
    """The body of POST /v1/responses. What nothing here depends on is echoed as it came."""

    model_config = ConfigDict(extra="forbid")

    model: str
    input: Any = None
    instructions: str | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: Any = None
    max_tool_calls: int | None = None
    previous_response_id: str | None = None
    conversation: Any = None
    metadata: dict[str, str] | None = None
    stream: bool | None = None
    stream_options: dict[str, Any] | None = None
    background: bool | None = None
    store: bool | None = None
    include: list[str] | None = None
    parallel_tool_calls: bool | None = None
    max_output_tokens: int | None = None
    reasoning: dict[str, Any] | None = None
    text: dict[str, Any] | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_logprobs: int | None = None
    truncation: str | None = None
    service_tier: str | None = None
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: dict[str, Any] | None = None
    prompt_cache_retention: str | None = None
    context_management: list[dict[str, Any]] | None = None
    moderation: dict[str, Any] | None = None


class ResponseQuery(BaseModel):
    """The query of GET /v1/responses/{response_id}."""

    model_config = ConfigDict(extra="forbid")

    include: list[str] | None = None
    stream: bool | None = None
    starting_after: int | None = None
    include_obfuscation: bool | None = None


class ItemQuery(BaseModel):
    """The query of the lists of items."""

    model_config = ConfigDict(extra="forbid")

    limit: int | None = None
    order: str | None = None
    after: str | None = None
    include: list[str] | None = None


# ---------------------------------------------------------------------------------------------------------------- items


class InputText(Sparse):
    type: Literal["input_text"] = "input_text"
    text: str


class InputImage(BaseModel):
    """A picture that somebody shows; its nulls travel too. `kept` is the one that was stored of it."""

    type: Literal["input_image"] = "input_image"
    detail: str = "auto"
    file_id: str | None = None
    image_url: str | None = None
    kept: InstanceOf[Kept] | None = Field(default=None, exclude=True)


class OutputText(Sparse):
    type: Literal["output_text"] = "output_text"
    annotations: list[JsonValue] = []
    logprobs: list[JsonValue] = []
    text: str


class Refusal(Sparse):
    type: Literal["refusal"] = "refusal"
    refusal: str


Part = Annotated[InputText | InputImage | OutputText | Refusal, Field(discriminator="type")]


class Message(Sparse):
    """What somebody says."""

    id: str
    type: Literal["message"] = "message"
    status: Literal["in_progress", "completed", "incomplete"] = "completed"
    role: Role
    content: list[Part]


class CallError(BaseModel):
    """Why a picture was not made; its nulls travel too."""

    code: str | None
    message: str
    param: str | None = None
    type: str


class ImageCall(Sparse):
    """A picture that is made, or was. `result` is base64; what is not known yet is left out."""

    id: str
    type: Literal["image_generation_call"] = "image_generation_call"
    status: CallStatus = "completed"
    action: Literal["generate", "edit"] | None = None
    background: str | None = None
    output_format: str | None = None
    quality: str | None = None
    result: str | None = None
    revised_prompt: str | None = None
    size: str | None = None
    error: CallError | None = None
    seed: int | None = Field(default=None, exclude=True)
    """What it was painted by: does not travel."""
    is_new: bool = Field(default=False, exclude=True)
    """It was made of words alone, or of pictures that were: does not travel."""

    @model_serializer(mode="wrap")
    def _without_nulls(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What is not known is left out; of a failed call it is known that there is no result."""
        fields = {name: value for name, value in serialize(self).items() if value is not None}
        return fields | {"result": None} if self.status == "failed" else fields


class ItemReference(Sparse):
    """An item that was said or drawn before, by its id."""

    type: Literal["item_reference"] = "item_reference"
    id: str


class OtherItem(BaseModel):
    """An item that belongs to another tool: kept and listed as it came."""

    model_config = ConfigDict(extra="allow")

    id: str
    type: str


def _kind(item: Any) -> str:
    kind = item.get("type") if isinstance(item, dict) else item.type
    return kind if kind in ("message", "image_generation_call") else "other"


Item = Annotated[
    Annotated[Message, Tag("message")]
    | Annotated[ImageCall, Tag("image_generation_call")]
    | Annotated[OtherItem, Tag("other")],
    Discriminator(_kind),
]


class ItemList(BaseModel):
    object: Literal["list"] = "list"
    data: list[Item]
    first_id: str | None
    last_id: str | None
    has_more: bool


# ------------------------------------------------------------------------------------------------------------ responses


class CachedTokens(BaseModel):
    cached_tokens: int = 0
    cache_write_tokens: int = 0


class ReasoningTokens(BaseModel):
    reasoning_tokens: int = 0


class ResponseUsage(BaseModel):
    """What the mainline model would have read and written; pictures are not in it."""

    input_tokens: int
    input_tokens_details: CachedTokens = CachedTokens()
    output_tokens: int
    output_tokens_details: ReasoningTokens = ReasoningTokens()
    total_tokens: int


class Searches(BaseModel):
    num_requests: int = 0


class ToolUsage(BaseModel):
    image_gen: Usage
    web_search: Searches = Searches()


class ResponseFault(BaseModel):
    code: str
    message: str


class Incomplete(BaseModel):
    reason: str


class ConversationName(BaseModel):
    id: str


class Response(BaseModel):
    """A response; its nulls travel too."""

    id: str
    object: Literal["response"] = "response"
    created_at: int
    status: Status
    background: bool = False
    completed_at: int | None = None
    conversation: ConversationName | None = None
    error: ResponseFault | None = None
    incomplete_details: Incomplete | None = None
    instructions: str | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    metadata: dict[str, str] = {}
    model: str
    output: list[Item] = []
    parallel_tool_calls: bool = True
    previous_response_id: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: str | None = None
    reasoning: dict[str, JsonValue] = {"effort": None, "summary": None}
    safety_identifier: str | None = None
    service_tier: str = "default"
    store: bool = True
    temperature: float = 1.0
    text: dict[str, JsonValue] = {"format": {"type": "text"}, "verbosity": "medium"}
    tool_choice: str | dict[str, JsonValue] = "auto"
    tools: list[dict[str, JsonValue]] = []
    tool_usage: ToolUsage | None = None
    top_logprobs: int = 0
    top_p: float = 1.0
    truncation: str = "disabled"
    usage: ResponseUsage | None = None
    user: str | None = None
    notes: tuple[str, ...] = Field(default=(), exclude=True)
    """What was not done of what the pictures were to show."""


class ResponseDeleted(BaseModel):
    id: str
    object: Literal["response"] = "response"
    deleted: Literal[True] = True


class TokenCount(BaseModel):
    object: Literal["response.input_tokens"] = "response.input_tokens"
    input_tokens: int


# --------------------------------------------------------------------------------------------------------------- events


class Event(BaseModel):
    """What all events have. Whoever sends them numbers them, from 0 and without gaps."""

    type: str
    sequence_number: int = -1


class ResponseEvent(Event):
    type: Literal[
        "response.created",
        "response.queued",
        "response.in_progress",
        "response.completed",
        "response.failed",
        "response.incomplete",
    ]
    response: Response


class ItemEvent(Event):
    type: Literal["response.output_item.added", "response.output_item.done"]
    output_index: int
    item: Item


class CallEvent(Event):
    type: Literal[
        "response.image_generation_call.in_progress",
        "response.image_generation_call.generating",
        "response.image_generation_call.completed",
    ]
    output_index: int
    item_id: str


class PartialImageEvent(Event):
    type: Literal["response.image_generation_call.partial_image"] = "response.image_generation_call.partial_image"
    output_index: int
    item_id: str
    partial_image_index: int
    partial_image_b64: str
    size: str
    quality: str
    background: str
    output_format: str


class PartEvent(Event):
    type: Literal["response.content_part.added", "response.content_part.done"]
    item_id: str
    output_index: int
    content_index: int = 0
    part: OutputText


class TextDelta(Event):
    type: Literal["response.output_text.delta"] = "response.output_text.delta"
    item_id: str
    output_index: int
    content_index: int = 0
    delta: str
    logprobs: list[JsonValue] = []


class TextDone(Event):
    type: Literal["response.output_text.done"] = "response.output_text.done"
    item_id: str
    output_index: int
    content_index: int = 0
    text: str
    logprobs: list[JsonValue] = []


class ErrorEvent(Event):
    """What went wrong, before the response fails; `cause` does not travel."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    type: Literal["error"] = "error"
    error: CallError
    cause: PinxitError = Field(exclude=True)


ResponseStreamEvent = (
    ResponseEvent | ItemEvent | CallEvent | PartialImageEvent | PartEvent | TextDelta | TextDone | ErrorEvent
)

"""One response in the making: what a planner decides, painted and said, as the events of contract 3.3."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from pinxit import tokens
from pinxit.admission.responses import MAX_PAIRS
from pinxit.errors import Busy, Cancelled, Closing, EngineFailed, PinxitError
from pinxit.service.identifiers import make_id
from pinxit.service.images import ImageService
from pinxit.service.planners.base import Conversation, Paint, Planner, PlannerFailed, Say, Step
from pinxit.service.transcript import Transcript, words_of
from pinxit.wire.errors import TYPES
from pinxit.wire.images import (
    Completed,
    EditRequest,
    GenerateRequest,
    ImageEvent,
    ImageOptions,
    ImageReference,
    Partial,
    Usage,
)
from pinxit.wire.responses import (
    CallError,
    CallEvent,
    ErrorEvent,
    ImageCall,
    ImageTool,
    ItemEvent,
    Message,
    OutputText,
    PartEvent,
    PartialImageEvent,
    Response,
    ResponseEvent,
    ResponseFault,
    ResponseStreamEvent,
    ResponseUsage,
    TextDelta,
    TextDone,
    ToolUsage,
)

logger = logging.getLogger(__name__)

Events = AsyncGenerator[ResponseStreamEvent, None]

#: Pictures of one response at most, whatever the planner says.
MAX_CALLS = 10
#: The code of a response that failed by our fault, and all codes that one may have (contract 6.4).
SERVER_ERROR = "server_error"
CODES = frozenset(
    f"""{SERVER_ERROR} rate_limit_exceeded invalid_prompt invalid_image invalid_image_format invalid_base64_image
    invalid_image_url image_too_large image_too_small image_parse_error image_content_policy_violation
    invalid_image_mode image_file_too_large unsupported_image_media_type empty_image_file failed_to_download_image
    image_file_not_found""".split()
)
#: Under which name the metadata say who planned, where it was not who should have, and what they say.
PLANNER_NOTE, FELL_BACK = "pinxit_planner", "director, because the configured planner failed"
#: Under which name they say what was not done, and in how many characters at most (contract 3.1).
NOT_DONE, MAX_NOTE = "pinxit_not_done", 512
BUG = "The server had an error while processing your request."
#: How long a full queue is left alone at most (seconds).
PATIENCE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What a response is to be made of: all that was said so far, the tool, and whether it may and must be used."""

    transcript: Transcript
    tool: ImageTool
    may_draw: bool
    must_draw: bool
    max_calls: int
    instructions: str | None = None
    mask: ImageReference | None = None

    def conversation(self) -> Conversation:
        """What a planner is told."""
        return Conversation(
            entries=self.transcript.entries(),
            instructions=self.instructions,
            may_draw=self.may_draw,
            must_draw=self.must_draw,
            action=self.tool.action or "auto",  # type: ignore[arg-type]
            has_mask=self.mask is not None,
        )


class Turn:
    """Makes one response. `response` grows with the events, and is whole at the last of them."""

    def __init__(
        self, response: Response, plan: Plan, images: ImageService, planner: Planner, fallback: Planner
    ) -> None:
        self.response = response
        self.plan = plan
        self.images = images
        self.planner = planner
        self.fallback = fallback
        self.usages: list[Usage] = []
        self.pictures = plan.transcript.pictures()
        self.calls = 0
        self.message: Message | None = None
        """What is being said."""
        self.is_patient = False
        """Nobody waits, so that a full queue is waited for."""
        self.ids: list[str] = []
        """What items are to be called, in order: they were announced by a server that died."""

    async def events(self, *, is_new: bool = True) -> Events:
        """Every event, in order and not yet numbered; `is_new` says that it has not been announced yet.

        The last carries the whole response. What goes wrong comes as events too, and the response has failed then.
        """
        response = self.response
        if is_new:
            yield ResponseEvent(type="response.created", response=_copy(response))
            if response.status == "queued":
                yield ResponseEvent(type="response.queued", response=_copy(response))
        response.status = "in_progress"
        yield ResponseEvent(type="response.in_progress", response=_copy(response))
        try:
            async with aclosing(self._work()) as events:
                async for event in events:
                    yield event
        except Exception as raised:  # a bug too: whoever reads the stream or polls must hear of it
            exc = raised if isinstance(raised, PinxitError) else EngineFailed(BUG)
            if exc is not raised:
                logger.exception("a bug while making %s", response.id)
            response.status = "failed"
            response.error = ResponseFault(code=_code_of(exc), message=exc.message)
            await asyncio.to_thread(self._count)
            yield ErrorEvent(error=error_of(exc), cause=exc)
            yield ResponseEvent(type="response.failed", response=response)
            return
        response.status = "completed"
        response.completed_at = int(time.time())
        await asyncio.to_thread(self._count)
        yield ResponseEvent(type="response.completed", response=response)

    async def _work(self) -> Events:
        async with aclosing(self._steps()) as steps:
            async for step in steps:
                doing = self._say(step.text) if isinstance(step, Say) else self._paint(step)
                async with aclosing(doing) as events:
                    async for event in events:
                        yield event
        if not (self.response.output and self.response.output[-1] is self.message):
            async with aclosing(self._say("")) as events:  # after a picture comes a message, and mostly an empty one
                async for event in events:
                    yield event
        for event in self._end_message():
            yield event

    async def _steps(self) -> AsyncGenerator[Step, None]:
        """What is to be done, by the planner, or by the other one if it fails before it has drawn anything."""
        conversation = await asyncio.to_thread(self.plan.conversation)
        has_painted = False
        try:
            async with aclosing(self.planner.plan(conversation)) as steps:
                async for step in steps:
                    has_painted |= isinstance(step, Paint)
                    yield step
                    if self.calls >= min(self.plan.max_calls, MAX_CALLS):
                        return
            return
        except PlannerFailed as exc:
            logger.warning("the planner failed, and the director takes over: %s", exc)
            self._tell(PLANNER_NOTE, FELL_BACK)
        if not has_painted:
            async with aclosing(self.fallback.plan(conversation)) as steps:
                async for step in steps:
                    yield step

    # --------------------------------------------------------------------------------------------------------- pictures

    async def _paint(self, step: Paint) -> Events:
        for event in self._end_message():
            yield event
        self.calls += 1
        call = ImageCall(id=self._make_id("ig_"), status="in_progress")
        self.response.output.append(call)
        at = self._at(call)
        yield ItemEvent(type="response.output_item.added", **self._index(call), item=call.model_copy())
        yield CallEvent(type="response.image_generation_call.in_progress", **at)
        yield CallEvent(type="response.image_generation_call.generating", **at)
        request, description = self._request(step, call)
        try:
            async with aclosing(self._make(request, description)) as stages:
                async for stage in stages:
                    if isinstance(stage, Partial):
                        yield _partial(stage, at)
                    elif isinstance(stage, Completed):
                        self._take(call, step, stage)
        except PinxitError as exc:
            call.status, call.error = "failed", error_of(exc)
            yield ItemEvent(type="response.output_item.done", **self._index(call), item=call.model_copy())
            raise
        yield CallEvent(type="response.image_generation_call.completed", **at)
        yield ItemEvent(type="response.output_item.done", **self._index(call), item=call.model_copy())

    async def _make(
        self, request: GenerateRequest | EditRequest, description: str | None
    ) -> AsyncGenerator[ImageEvent, None]:
        while True:
            try:
                async with aclosing(self.images.make(request, base_url="", description=description)) as stages:
                    async for stage in stages:
                        yield stage
                return
            except Busy as exc:  # before anything was begun
                if not self.is_patient:
                    raise
                await asyncio.sleep(min(exc.retry_after_seconds, PATIENCE_SECONDS))

    def _request(self, step: Paint, call: ImageCall) -> tuple[GenerateRequest | EditRequest, str | None]:
        """The request that a step amounts to, and what an edit is to show in the end, where that is known.

        An edit of a picture that was made goes on with its seed, so that what is painted anew stays alike.
        """
        tool = self.plan.tool
        chosen = tool.model_dump(include=set(ImageOptions.model_fields), exclude_none=True)
        chosen["stream"] = True
        named = [self.pictures[number] for number in step.pictures if number < len(self.pictures)]
        worked_from = named[: self.images.max_inputs(tool.model)]
        if len(named) > len(worked_from):
            self._note((f"{len(named) - len(worked_from)} pictures more than {len(worked_from)} are not used",))
        if self.plan.mask and not worked_from:
            self._note(("the mask is not used: there is no picture that it is of",))
        made = [picture for picture in self.pictures if isinstance(picture, ImageCall)]
        base = worked_from[0] if worked_from else None
        call.seed = self.images.choose_seed(tool)
        if tool.seed is None:
            call.seed = base.seed if isinstance(base, ImageCall) and base.seed is not None else call.seed + len(made)
        call.seed %= 2**32
        call.is_new = all(isinstance(picture, ImageCall) and picture.is_new for picture in worked_from)
        call.action = "edit" if worked_from else "generate"
        chosen["seed"] = call.seed
        if not worked_from:
            chosen.pop("input_fidelity", None)
            return GenerateRequest(**chosen, prompt=step.prompt), None
        references = [self.plan.transcript.reference(picture) for picture in worked_from]
        prompt = step.instruction or step.prompt
        request = EditRequest(**chosen, prompt=prompt, images=references, mask=self.plan.mask)
        return request, step.prompt if call.is_new and len(references) == 1 and not self.plan.mask else None

    def _take(self, call: ImageCall, step: Paint, made: Completed) -> None:
        call.status = "completed"
        call.result = made.b64_json
        call.revised_prompt = step.prompt
        call.size, call.quality = made.size, made.quality
        call.background, call.output_format = made.background, made.output_format
        self.usages.append(made.usage)
        self._note(made.notes)

    def _note(self, notes: tuple[str, ...]) -> None:
        """Say in the metadata, too, what of a picture was not done: a stream has no header for it."""
        response = self.response
        response.notes = tuple(dict.fromkeys((*response.notes, *notes)))
        if response.notes:
            self._tell(NOT_DONE, "; ".join(response.notes)[:MAX_NOTE])

    def _tell(self, name: str, text: str) -> None:
        """Say something in the metadata, if there is room for it."""
        metadata = self.response.metadata
        if name in metadata or len(metadata) < MAX_PAIRS:
            self.response.metadata = {**metadata, name: text}

    # --------------------------------------------------------------------------------------------------------- messages

    async def _say(self, text: str) -> Events:
        """Say a piece of a message, which begins with the first and ends before a picture."""
        if self.message is None:
            self.message = Message(id=self._make_id("msg_"), role="assistant", status="in_progress", content=[])
            self.response.output.append(self.message)
            added = self.message.model_copy()
            yield ItemEvent(type="response.output_item.added", **self._index(self.message), item=added)
            self.message.content = [OutputText(text="")]
            yield self._part("response.content_part.added", self.message)
        _text(self.message).text += text
        if text:
            yield TextDelta(**self._at(self.message), delta=text)

    def _end_message(self) -> list[ResponseStreamEvent]:
        message, self.message = self.message, None
        if message is None:
            return []
        message.status = "completed"
        done = message.model_copy(deep=True)
        return [
            TextDone(**self._at(message), text=_text(message).text),
            self._part("response.content_part.done", message),
            ItemEvent(type="response.output_item.done", **self._index(message), item=done),
        ]

    def _part(self, kind: Any, message: Message) -> PartEvent:
        return PartEvent(type=kind, **self._at(message), part=_text(message).model_copy())

    # ----------------------------------------------------------------------------------------------------------- places

    def _make_id(self, prefix: str) -> str:
        return self.ids.pop(0) if self.ids and self.ids[0].startswith(prefix) else make_id(prefix)

    def _index(self, item: Message | ImageCall) -> dict[str, Any]:
        return {"output_index": next(at for at, each in enumerate(self.response.output) if each is item)}

    def _at(self, item: Message | ImageCall) -> dict[str, Any]:
        return self._index(item) | {"item_id": item.id}

    # ----------------------------------------------------------------------------------------------------------- tokens

    def _count(self) -> None:
        """What was read and written in words, and what the pictures cost (contract 3.2)."""
        read = words_of(self.plan.instructions, self.plan.transcript.items)
        calls = [item for item in self.response.output if isinstance(item, ImageCall)]
        written = [item for item in self.response.output if isinstance(item, Message)]
        arguments = [json.dumps({"prompt": call.revised_prompt}) for call in calls if call.revised_prompt]
        inputs = tokens.count_words(read)
        outputs = sum(map(tokens.count_words, [*arguments, *(_text(message).text for message in written)]))
        self.response.usage = ResponseUsage(input_tokens=inputs, output_tokens=outputs, total_tokens=inputs + outputs)
        self.response.tool_usage = ToolUsage(image_gen=tokens.total(self.usages))


def _text(message: Message) -> OutputText:
    """The only part of a message of ours."""
    part = message.content[0]
    assert isinstance(part, OutputText), "we say nothing but text"
    return part


def _partial(event: Partial, at: dict[str, Any]) -> PartialImageEvent:
    return PartialImageEvent(
        **at,
        partial_image_index=event.partial_image_index,
        partial_image_b64=event.b64_json,
        size=event.size,
        quality=event.quality,
        background=event.background,
        output_format=event.output_format,
    )


def error_of(exc: PinxitError) -> CallError:
    """An error within a response."""
    return CallError(code=exc.code or SERVER_ERROR, message=exc.message, param=exc.param, type=TYPES[type(exc)])


def _code_of(exc: PinxitError) -> str:
    """Why a response failed, in one of the words that there are for it."""
    if exc.code in CODES:
        return str(exc.code)
    if isinstance(exc, Busy):
        return "rate_limit_exceeded"
    return SERVER_ERROR if isinstance(exc, EngineFailed | Cancelled | Closing) else "invalid_image"


def _copy(response: Response) -> Response:
    """The response as it is now: events are snapshots."""
    return response.model_copy(update={"output": list(response.output)})

"""Responses that nobody waits for: queued, made, streamed to whoever comes back, taken over from servers that died."""

import asyncio
import base64
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

from pydantic import ConfigDict

from pinxit import pictures as formats
from pinxit.admission.responses import Asked
from pinxit.errors import Busy, Cancelled, InvalidRequest
from pinxit.options import cut
from pinxit.service.conversations import ConversationService
from pinxit.service.responses import LEASE_SECONDS, ResponseService, kept_of
from pinxit.service.transcript import Transcript, items_of, record_of
from pinxit.service.turn import SERVER_ERROR, Plan, Turn
from pinxit.store.responses import UNDER_WAY, Kept
from pinxit.wire.blobs import Kept as Picture
from pinxit.wire.images import ImageReference
from pinxit.wire.responses import (
    Event,
    ImageTool,
    PartialImageEvent,
    Response,
    ResponseDeleted,
    ResponseEvent,
    ResponseFault,
    ResponseStreamEvent,
)

logger = logging.getLogger(__name__)

#: How often leases are renewed, and what other servers left is taken over (seconds).
TEND_SECONDS = 5
#: How often a server may die of a response before it is given up.
MAX_ATTEMPTS = 3
#: Responses that are made at once; the others are queued.
AT_ONCE = 4
#: How often what another server streams is looked for (seconds).
POLL_SECONDS = 0.5
#: The last events of a response.
ENDS = ("response.completed", "response.failed")
#: The key of a row that says that its events are kept.
STREAMED = "streamed"


class PastEvent(Event):
    """An event as it was streamed."""

    model_config = ConfigDict(extra="allow")


class _Log:
    """The events of one response: those that a server which died has streamed, and what follows them."""

    def __init__(self, past: list[dict[str, Any]]) -> None:
        self.past = past
        self.partials: list[str] = []
        self._next = 0

    def number(self, kind: str) -> int:
        """The number of an event of a `kind`: that which it had before, as long as all goes as it went then."""
        number = self._next
        if number < len(self.past) and self.past[number]["type"] != kind:
            number = len(self.past)
        self._next = number + 1
        return number

    def has(self, body: dict[str, Any]) -> bool:
        """Whether the event has been streamed."""
        return int(body["sequence_number"]) < len(self.past)


class BackgroundService:
    """Makes responses in the background; `max_waiting` of them may wait."""

    def __init__(self, service: ResponseService, conversations: ConversationService, *, max_waiting: int) -> None:
        self.service = service
        self.responses = service.responses
        self.conversations = conversations
        self.max_waiting = max_waiting
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._bells: dict[str, asyncio.Event] = {}
        self._at_once = asyncio.Semaphore(AT_ONCE)

    # ---------------------------------------------------------------------------------------------------------- callers

    async def start(self, asked: Asked) -> Response:
        """Keep a response that is to be made, and begin. What is returned outlives this server."""
        if len(self._tasks) >= self.max_waiting:
            message = f"{len(self._tasks)} responses are already waiting. Please try again in 5s."
            raise Busy(message, retry_after_seconds=5)
        turn, brought = await self.service.prepare(asked)
        response = turn.response
        await self.service.pictures.put_all(brought.fresh)
        kept = kept_of(response, "queued", _request(turn.plan, brought.mask))
        kept.body[STREAMED] = bool(asked.request.stream)
        await self.responses.add(kept, brought.records, lease=self._lease(), conversation_id=None)
        queued = response.model_copy()
        self._begin(turn, kept)
        return queued

    async def check_streamed(self, response_id: str) -> None:
        """Raises `NotFound`, and `InvalidRequest` for a response whose events are not kept."""
        kept = await self.service.find(response_id)
        if not kept.body.get(STREAMED):
            message = f"Response with id '{cut(response_id)}' was not created with 'background' and 'stream'."
            raise InvalidRequest(message, param="stream", code="invalid_value")

    async def events(self, response_id: str, after: int = -1) -> AsyncGenerator[PastEvent, None]:
        """What is streamed of a response behind event number `after`, until its end."""
        kept = await self.responses.find(response_id)
        while kept is not None:
            bell = self._bells.setdefault(response_id, asyncio.Event())
            for body in await self.responses.events(response_id, after):
                after = body["sequence_number"]
                yield PastEvent.model_validate(await self._filled(body))
            if kept.status not in UNDER_WAY:
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await bell.wait()
            kept = await self.responses.find(response_id)
        self._ring(response_id)

    async def delete(self, response_id: str) -> ResponseDeleted:
        """Delete a response, and stop what is made of it. Raises `NotFound`."""
        deleted = await self.service.delete(response_id)
        self._stop(response_id)
        return deleted

    async def cancel(self, response_id: str) -> Response:
        """Stop a response. Raises as `ResponseService.cancel`."""
        response = await self.service.cancel(response_id)
        self._stop(response_id)
        return response

    # ------------------------------------------------------------------------------------------------------------ works

    async def tend(self) -> None:
        """Go on with what is under way, stop what is not wanted any more, and take over what was left. Never ends."""
        while True:
            try:
                await self._tend()
            except Exception:  # a database that is away for a while
                logger.exception("responses could not be tended")
            await asyncio.sleep(TEND_SECONDS)

    async def stop(self) -> None:
        """Leave what is under way to the next server."""
        ids, tasks = list(self._tasks), list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
            await self.responses.renew(ids, 0)

    async def _tend(self) -> None:
        ids = [*self._tasks, *self.service.foreground]
        if ids:
            wanted = await self.responses.renew(ids, self._lease())
            for response_id in [each for each in ids if each not in wanted]:
                self._stop(response_id)
        now = int(self.service.clock())
        for kept in await self.responses.claim(now, self._lease()):
            if kept.request is None or kept.attempts >= MAX_ATTEMPTS:
                await self._give_up(kept)
            else:
                logger.info("%s is taken over", kept.id)
                self._begin(await self._turn(kept), kept)

    async def _turn(self, kept: Kept) -> Turn:
        """The making of a response that was begun somewhere else."""
        request: dict[str, Any] = kept.request or {}
        response = Response.model_validate({**kept.body, "status": "queued"})
        so_far = []
        if response.conversation is not None:
            so_far = await self.conversations.items(response.conversation.id)
        elif kept.previous_id is not None:
            so_far = await self.service.history(kept.previous_id)
        brought = await asyncio.to_thread(items_of, await self.responses.records(kept.id, "input"))
        plan = Plan(
            transcript=Transcript([*so_far, *brought]),
            tool=ImageTool.model_validate(request["tool"]),
            may_draw=request["may_draw"],
            must_draw=request["must_draw"],
            max_calls=request["max_calls"],
            instructions=response.instructions,
            mask=_mask_of(request["mask"]),
        )
        return self.service.turn(response, plan)

    def _begin(self, turn: Turn, kept: Kept) -> None:
        turn.is_patient = True
        task = asyncio.create_task(self._work(turn, kept))
        self._tasks[kept.id] = task
        task.add_done_callback(lambda ended: self._end(kept.id, ended))

    def _end(self, response_id: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(response_id, None)
        self._ring(response_id)
        if not task.cancelled() and (exc := task.exception()) is not None:
            logger.error("a bug while making %s", response_id, exc_info=exc)

    async def _work(self, turn: Turn, kept: Kept) -> None:
        past = await self.responses.events(kept.id, -1) if kept.body.get(STREAMED) else []
        turn.ids = [body["item"]["id"] for body in past if body["type"] == "response.output_item.added"]
        log = _Log(past)
        async with self._at_once, aclosing(turn.events()) as events:
            async for event in events:
                await self.service.keep_made(event)
                body = await self._body(event, log) if kept.body.get(STREAMED) else None
                if event.type in ENDS:
                    await self._finish(turn.response, kept, log.partials, body)
                    return
                if event.type == "response.in_progress":
                    await self.responses.begin(kept.id)
                if body is not None and not log.has(body):
                    await self.responses.add_event(kept.id, body)
                    self._ring(kept.id)

    async def _finish(self, response: Response, kept: Kept, partials: list[str], event: dict[str, Any] | None) -> None:
        """Keep what became of a response, unless nobody wants it any more."""
        records = [
            record_of(item, "output", [name for name in partials if name.startswith(f"{item.id}.")])
            for item in response.output
        ]
        ended = kept_of(response, response.status)
        ended.body[STREAMED] = kept.body.get(STREAMED)
        conversation_id = response.conversation.id if response.conversation else None
        if not await self.responses.finish(ended, records, conversation_id=conversation_id, event=event):
            await self.service.pictures.discard(name for record in records for name in record.pictures)

    async def _body(self, event: ResponseStreamEvent, log: "_Log") -> dict[str, Any]:
        """An event as it is kept for whoever reads it, now or later: its pictures are stored."""
        number = log.number(event.type)
        body = event.model_copy(update={"sequence_number": number}).model_dump(mode="json")
        if isinstance(event, PartialImageEvent):
            name = f"{event.item_id}.{event.partial_image_index}"
            content = await asyncio.to_thread(base64.b64decode, body.pop("partial_image_b64"))
            await self.service.pictures.put(name, content)
            log.partials.append(name)
        for item in _items_in(body):
            item.pop("result", None)
        return body

    async def _filled(self, body: dict[str, Any]) -> dict[str, Any]:
        """An event with its pictures."""
        if body["type"] == "response.image_generation_call.partial_image":
            name = f"{body['item_id']}.{body['partial_image_index']}"
            body["partial_image_b64"] = await self._base64(name)
        for item in _items_in(body):
            if item["type"] == "image_generation_call" and item["status"] == "completed":
                item["result"] = await self._base64(item["id"])
        return body

    async def _base64(self, name: str) -> str:
        try:
            content = await self.service.pictures.read(name)
        except FileNotFoundError:  # deleted in between
            raise Cancelled("The response was deleted.") from None
        return await asyncio.to_thread(formats.to_base64, content)

    async def _give_up(self, kept: Kept) -> None:
        """A response that its server died of, or that somebody waited for who has gone."""
        response = Response.model_validate({**kept.body, "status": "failed"})
        message = "The server stopped while it was working on this response."
        response.error = ResponseFault(code=SERVER_ERROR, message=message)
        body = None
        if kept.body.get(STREAMED):
            event = ResponseEvent(type="response.failed", response=response)
            number = await self.responses.count_events(kept.id)
            body = event.model_copy(update={"sequence_number": number}).model_dump(mode="json")
        await self._finish(response, kept, [], body)

    def _stop(self, response_id: str) -> None:
        if (task := self._tasks.get(response_id)) is not None:
            task.cancel()
        self._ring(response_id)

    def _ring(self, response_id: str) -> None:
        """Wake whoever reads what is streamed of a response."""
        if (bell := self._bells.pop(response_id, None)) is not None:
            bell.set()

    def _lease(self) -> int:
        return int(self.service.clock()) + LEASE_SECONDS


def _request(plan: Plan, mask: str | None) -> dict[str, Any]:
    """What another server needs to make the response, beside its row and its items. `mask` is a picture's name."""
    return {
        "tool": plan.tool.model_dump(exclude_none=True, exclude={"input_image_mask"}),
        "may_draw": plan.may_draw,
        "must_draw": plan.must_draw,
        "max_calls": plan.max_calls,
        "mask": {"kept": mask} if mask else plan.mask and plan.mask.model_dump(exclude_none=True),
    }


def _mask_of(kept: dict[str, str] | None) -> ImageReference | None:
    if kept is None:
        return None
    return ImageReference(kept=Picture(kept["kept"])) if "kept" in kept else ImageReference.model_validate(kept)


def _items_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The items that an event speaks of."""
    found = list(body.get("response", {}).get("output", []))
    return [*found, body["item"]] if "item" in body else found

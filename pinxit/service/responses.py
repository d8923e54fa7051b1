"""Responses: made while the caller waits or in the background, kept, found again, gone on from."""

import asyncio
import base64
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from pinxit import pictures as formats
from pinxit import tokens
from pinxit.admission.responses import Asked
from pinxit.catalog import Catalog, Profile
from pinxit.errors import Cancelled, InvalidRequest, NotFound
from pinxit.options import cut
from pinxit.service.conversations import ConversationService
from pinxit.service.identifiers import is_id, make_id
from pinxit.service.images import ImageService
from pinxit.service.intake import Brought, Intake
from pinxit.service.pages import page
from pinxit.service.planners.base import Planner
from pinxit.service.transcript import Transcript, item_of, items_of, record_of, uploaded, words_of
from pinxit.service.turn import MAX_CALLS, Plan, Turn
from pinxit.store.items import Record
from pinxit.store.pictures import Pictures
from pinxit.store.responses import Kept, Responses
from pinxit.wire.images import ImageReference
from pinxit.wire.responses import (
    ConversationName,
    ErrorEvent,
    ImageCall,
    InputImage,
    Item,
    ItemEvent,
    ItemList,
    ItemQuery,
    Message,
    Response,
    ResponseDeleted,
    ResponseEvent,
    ResponseStreamEvent,
    TokenCount,
)

PREFIX = "resp_"
#: How long a server is at work on a response before another may think that it died (seconds).
LEASE_SECONDS = 30
#: What `include` says for the pictures that were shown.
IMAGE_URLS = "message.input_image.image_url"
#: Items of a list at most, and unless the caller says how many (contract 3.5).
MAX_LISTED, LISTED = 100, 20

Events = AsyncGenerator[ResponseStreamEvent, None]


class ResponseService:
    """Makes and keeps responses. `planner` decides what they are; where it fails, `fallback` does."""

    def __init__(
        self,
        catalog: Catalog,
        images: ImageService,
        responses: Responses,
        pictures: Pictures,
        conversations: ConversationService,
        *,
        planner: Planner,
        fallback: Planner,
        keep_seconds: int = 30 * 86_400,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.catalog = catalog
        self.images = images
        self.responses = responses
        self.pictures = pictures
        self.conversations = conversations
        self.intake = Intake(responses, images.opener)
        self.planner = planner
        self.fallback = fallback
        self.keep_seconds = keep_seconds
        self.clock = clock
        self.foreground: set[str] = set()
        """Responses that a caller of ours waits for, and that are kept as being under way."""
        self.default_profile = catalog.profile(catalog.resolve(catalog.default.gpt_model))
        """What says which pictures may come without a tool."""

    # ----------------------------------------------------------------------------------------------------------- making

    async def respond(self, asked: Asked) -> Events:
        """Yield every event of a response that the caller waits for, numbered; the last carries the whole."""
        self.images.check_room(asked.tool.model, 1)
        turn, brought = await self.prepare(asked)
        recorder = _Recorder(self, turn, brought, asked) if turn.response.store else None
        number = 0
        try:
            async with aclosing(turn.events()) as events:
                async for event in events:
                    if recorder:
                        await recorder.see(event)
                    yield event.model_copy(update={"sequence_number": number})
                    number += 1
        finally:
            if recorder:
                await asyncio.shield(recorder.close())

    async def prepare(self, asked: Asked) -> tuple[Turn, Brought]:
        """Read what a request brings, and find what it goes on from. Raises what contract 6.4 says."""
        request = asked.request
        so_far = await self._so_far(asked)
        profile = self.catalog.profile(self.catalog.resolve(asked.tool.model))
        brought = await self.intake.read(asked.items, profile, so_far=so_far)
        mask = await self._mask(asked, profile, brought)
        transcript = Transcript([*so_far, *brought.items], brought.fresh)
        plan = Plan(
            transcript=transcript,
            tool=asked.tool,
            may_draw=asked.may_draw,
            must_draw=asked.must_draw,
            max_calls=request.max_tool_calls or MAX_CALLS,
            instructions=request.instructions,
            mask=mask,
        )
        return self.turn(_response(asked, int(self.clock())), plan), brought

    async def _mask(self, asked: Asked, profile: Profile, brought: Brought) -> ImageReference | None:
        """The mask of a request, read; one that was sent with it becomes a picture of its first item."""
        mask = asked.tool.input_image_mask
        if mask is None:
            return None
        content = await self.images.opener.read(mask, "tools[0].input_image_mask", profile)
        if mask.file_id is not None:
            return mask
        if brought.records:
            brought.mask = name = make_id("pic_")
            brought.fresh[name] = content
            first = brought.records[0]
            brought.records[0] = replace(first, pictures=(*first.pictures, name))
            return uploaded(content)
        return ImageReference(image_url=_data_url(content))

    def turn(self, response: Response, plan: Plan) -> Turn:
        return Turn(response, plan, self.images, self.planner, self.fallback)

    async def _so_far(self, asked: Asked) -> list[Item]:
        if asked.conversation_id is not None:
            return await self.conversations.items(asked.conversation_id)
        previous = asked.request.previous_response_id
        return [] if previous is None else await self.history(previous)

    async def history(self, response_id: str) -> list[Item]:
        """All that was said and drawn until the end of a response. Raises `InvalidRequest` if it is not there."""
        try:
            if not is_id(PREFIX, response_id):
                raise LookupError(response_id)
            return await asyncio.to_thread(items_of, await self.responses.context(response_id))
        except LookupError:
            message = f"Previous response with id '{cut(response_id)}' not found."
            raise InvalidRequest(message, param="previous_response_id", code="previous_response_not_found") from None

    async def keep_made(self, event: ResponseStreamEvent) -> None:
        """Store a picture as soon as it is made, before anybody hears of it."""
        if isinstance(event, ItemEvent) and isinstance(event.item, ImageCall) and event.item.result is not None:
            content = await asyncio.to_thread(base64.b64decode, event.item.result)
            await self.pictures.put(event.item.id, content)

    async def count_tokens(self, asked: Asked) -> TokenCount:
        """What a request would cost to read."""
        turn, _ = await self.prepare(asked)
        read = words_of(asked.request.instructions, turn.plan.transcript.items)
        return TokenCount(input_tokens=await asyncio.to_thread(tokens.count_words, read))

    # ---------------------------------------------------------------------------------------------------------- keeping

    async def retrieve(self, response_id: str) -> Response:
        """Raises `NotFound` for a response that never was, was not stored, or was deleted."""
        kept = await self.find(response_id)
        response = Response.model_validate({**kept.body, "status": kept.status})
        records = await self.responses.records(response_id, "output")
        response.output = [await self._with_result(item_of(record)) for record in records]
        return response

    async def find(self, response_id: str) -> Kept:
        """The row of a response. Raises `NotFound`."""
        kept = await self.responses.find(response_id) if is_id(PREFIX, response_id) else None
        if kept is None:
            raise NotFound(f"Response with id '{cut(response_id)}' not found.")
        return kept

    async def delete(self, response_id: str) -> ResponseDeleted:
        """Raises `NotFound`. What other responses go on from stays until they are deleted too, and cannot be found."""
        await self.find(response_id)
        await self.forget(response_id)
        return ResponseDeleted(id=response_id)

    async def forget(self, response_id: str) -> None:
        """Delete a response, if it is still there."""
        names = await self.responses.delete(response_id, int(self.clock()))
        await self.pictures.discard(names or [])

    async def cancel(self, response_id: str) -> Response:
        """Stop what is made in the background. Raises `NotFound`, and `InvalidRequest` for anything else."""
        kept = await self.find(response_id)
        if not kept.body["background"]:
            raise InvalidRequest("Cannot cancel a synchronous response.")
        await self.responses.cancel(response_id)
        return await self.retrieve(response_id)

    async def sweep(self) -> None:
        """Delete what is too old, and pictures that nothing speaks of."""
        now = int(self.clock())
        await self.pictures.discard(await self.responses.delete_before(now - self.keep_seconds, now))
        await self.pictures.sweep(now, self.responses.living_pictures)

    async def input_items(self, response_id: str, query: ItemQuery) -> ItemList:
        """What a response was asked. Raises `NotFound`."""
        await self.find(response_id)
        records = {record.id: record for record in await self.responses.records(response_id, "input")}
        return await self.listed(await asyncio.to_thread(items_of, list(records.values())), query)

    async def listed(self, items: list[Item], query: ItemQuery) -> ItemList:
        """One page of items, newest first unless the query says otherwise."""
        chosen, has_more = page(items, query, LISTED)
        data = [await self.shown(item, include=query.include or []) for item in chosen]
        first, last = (data[0].id, data[-1].id) if data else (None, None)
        return ItemList(data=data, first_id=first, last_id=last, has_more=has_more)

    async def shown(self, item: Item, *, include: Sequence[str]) -> Item:
        """An item as it is listed: with the picture that was made, and those that were shown, if they are asked for."""
        if isinstance(item, Message):
            parts = [
                await self._with_url(part, IMAGE_URLS in include) if isinstance(part, InputImage) else part
                for part in item.content
            ]
            return item.model_copy(update={"content": parts})
        return await self._with_result(item)

    async def _with_url(self, part: InputImage, with_urls: bool) -> InputImage:
        if not with_urls:
            return part.model_copy(update={"image_url": None})
        if part.image_url is None and part.kept is not None:
            try:
                content = await self.pictures.read(part.kept.name)
            except FileNotFoundError:
                return part
            return part.model_copy(update={"image_url": await asyncio.to_thread(_data_url, content)})
        return part

    async def _with_result(self, item: Item) -> Item:
        if not isinstance(item, ImageCall) or item.status != "completed":
            return item
        try:
            content = await self.pictures.read(item.id)
        except FileNotFoundError:
            return item
        return item.model_copy(update={"result": await asyncio.to_thread(formats.to_base64, content)})


class _Recorder:
    """Keeps a response that the caller waits for: before they hear of it, and again when it has ended."""

    def __init__(self, service: ResponseService, turn: Turn, brought: Brought, asked: Asked) -> None:
        self.service = service
        self.turn = turn
        self.brought = brought
        self.asked = asked
        self.is_announced = False
        self.has_ended = False

    async def see(self, event: ResponseStreamEvent) -> None:
        """Write what must be there before an event is sent."""
        request = self.asked.request
        await self.service.keep_made(event)
        if isinstance(event, ErrorEvent) and request.stream:  # at which clients go away
            await self._end(self.turn.response)
        elif isinstance(event, ResponseEvent):
            if event.type == "response.created" and (request.stream or request.previous_response_id):
                await self._announce()  # what it goes on from is not to be deleted meanwhile
            elif event.type == "response.completed":
                await self._end(event.response)

    async def close(self) -> None:
        """The caller went away, or everything is said."""
        service, response = self.service, self.turn.response
        service.foreground.discard(response.id)
        if self.has_ended:
            return
        if self.is_announced and self.asked.request.stream:
            await service.responses.cancel(response.id)
        elif self.is_announced:  # nobody has heard of it
            await service.forget(response.id)
        made = [item.id for item in response.output if isinstance(item, ImageCall) and item.status == "completed"]
        await service.pictures.discard(made)

    async def _announce(self) -> None:
        service, response = self.service, self.turn.response
        await service.pictures.put_all(self.brought.fresh)
        lease = int(service.clock()) + LEASE_SECONDS
        kept = kept_of(response, "in_progress")
        await service.responses.add(kept, self.brought.records, lease=lease, conversation_id=None)
        service.foreground.add(response.id)
        self.is_announced = True

    async def _end(self, response: Response) -> None:
        service, conversation_id = self.service, self.asked.conversation_id
        made = output_records(response)
        kept = kept_of(response, response.status)
        if self.is_announced:
            if not await service.responses.finish(kept, made, conversation_id=conversation_id):
                await service.pictures.discard(name for record in made for name in record.pictures)
        else:
            await service.pictures.put_all(self.brought.fresh)
            records = [*self.brought.records, *made]
            await service.responses.add(kept, records, lease=0, conversation_id=conversation_id)
        self.has_ended = True


def kept_of(response: Response, status: str, request: dict[str, Any] | None = None) -> Kept:
    """The row of a response."""
    body = response.model_dump(mode="json", exclude={"output"})
    return Kept(response.id, response.created_at, status, body, response.previous_response_id, request)


def output_records(response: Response) -> list[Record]:
    return [record_of(item, "output") for item in response.output]


async def fold(events: AsyncIterator[ResponseStreamEvent]) -> Response:
    """The plain answer: what the last event carries. Raises what made the response fail."""
    last: ResponseStreamEvent | None = None
    async for event in events:
        if isinstance(event, ErrorEvent):
            raise event.cause
        last = event
    if not isinstance(last, ResponseEvent):
        raise Cancelled("The response was not finished.")
    return last.response


def _response(asked: Asked, now: int) -> Response:
    """The response before anything is made: what was asked, echoed."""
    request = asked.request
    echoed = request.model_dump(include=set(Response.model_fields) - {"tools", "tool_choice"}, exclude_none=True)
    echoed.pop("conversation", None)
    reasoning = {"effort": None, "summary": None, **(request.reasoning or {})}
    text = {"format": {"type": "text"}, "verbosity": "medium", **(request.text or {})}
    return Response(
        **{
            **echoed,
            "id": make_id(PREFIX),
            "created_at": now,
            "status": "queued" if request.background else "in_progress",
            "reasoning": reasoning,
            "text": text,
            "service_tier": "default",
            "tools": list(asked.echoed_tools),
            "tool_choice": request.tool_choice or "auto",
            "conversation": ConversationName(id=asked.conversation_id) if asked.conversation_id else None,
        }
    )


def _data_url(content: bytes) -> str:
    media_type = next(each.media_type for each in formats.FORMATS.values() if each.magic.match(content))
    return f"data:{media_type};base64,{formats.to_base64(content)}"

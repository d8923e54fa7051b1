"""Answering: the same events, streamed as they come or folded into one JSON body; a hang-up ends the work of both."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from pinxit.api.errors import envelope
from pinxit.errors import Cancelled, PinxitError

T = TypeVar("T")
E = TypeVar("E", bound=BaseModel)
Fold = Callable[[AsyncIterator[E]], Awaitable[BaseModel]]

#: A comment is sent after so much silence, so that proxies keep the connection (contract 2).
PING_SECONDS = 15


async def plain(request: Request, events: AsyncGenerator[E, None], fold: Fold[E]) -> Response:
    """Await all `events` and answer with what `fold` makes of them."""

    async def whole() -> BaseModel:
        async with aclosing(events):
            return await fold(events)

    answer = await while_connected(request, whole())
    return await asyncio.to_thread(json, answer)  # megabytes of pictures: not on the event loop


def json(answer: BaseModel) -> Response:
    return Response(answer.model_dump_json(indent=2, exclude_none=True), media_type="application/json")


async def stream(request: Request, events: AsyncGenerator[E, None]) -> Response:
    """Stream `events`. The first is awaited here, so that early errors still get a status of their own."""
    try:
        first = await while_connected(request, anext(events))
    except BaseException:
        await events.aclose()
        raise
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    media_type = "text/event-stream; charset=utf-8"
    return StreamingResponse(_lines(first, events), headers=headers, media_type=media_type)


async def _lines(first: E, events: AsyncGenerator[E, None]) -> AsyncGenerator[str, None]:
    async with aclosing(events):
        yield await asyncio.to_thread(_line, first)
        try:
            async with aclosing(_with_pings(events)) as pieces:
                async for piece in pieces:
                    yield piece
        except PinxitError as exc:
            yield f"event: error\ndata: {_mid_stream_error(exc)}\n\n"


async def _with_pings(events: AsyncGenerator[E, None]) -> AsyncGenerator[str, None]:
    while True:
        coming = asyncio.ensure_future(anext(events))
        try:
            while not (await asyncio.wait({coming}, timeout=PING_SECONDS))[0]:
                yield ": ping\n\n"
            yield await asyncio.to_thread(_line, coming.result())
        except StopAsyncIteration:
            return
        finally:
            if not coming.done():
                coming.cancel()
                await asyncio.wait({coming})


def _line(event: BaseModel) -> str:
    name: str = getattr(event, "type")  # noqa: B009 - every event of ours has one; BaseModel does not say so
    return f"event: {name}\ndata: {event.model_dump_json(exclude_none=True)}\n\n"


def _mid_stream_error(exc: PinxitError) -> str:
    """The error object within an event: the only form at which both SDKs raise (contract 2)."""
    body = envelope(exc).error.model_dump_json()
    return f'{{"type":"error","error":{body}}}'


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await `work`, cancelling it if the caller hangs up first. The body must have been read."""
    task = asyncio.ensure_future(work)
    hangup = asyncio.ensure_future(_hangup(request))
    try:
        await asyncio.wait({task, hangup}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Cancelled("The caller went away.")
        return task.result()
    finally:
        for pending in (task, hangup):
            pending.cancel()
        await asyncio.wait({task, hangup})


async def _hangup(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

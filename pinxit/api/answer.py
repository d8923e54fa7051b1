"""Answering: the same events, streamed as they come or folded into one JSON body; a hang-up ends the work of both."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing
from json import dumps
from secrets import token_hex
from typing import Any, TypeVar
from urllib.parse import quote

import anyio
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from pinxit.api.errors import envelope
from pinxit.errors import Cancelled, PinxitError

T = TypeVar("T")
E = TypeVar("E", bound=BaseModel)
Fold = Callable[[AsyncIterator[E]], Awaitable[BaseModel]]

#: A comment is sent after so much silence, so that proxies keep the connection (contract 2).
PING_SECONDS = 15.0
#: Bytes of a plain answer that are copied at once.
LARGE_PART = 2**16
#: Ignored fields that the header names at most, so that no caller can make it as long as they like.
MAX_IGNORED = 20
#: Characters of what the header says was not done; proxies take a few thousand of all headers together.
MAX_NOTES = 1000


async def plain(request: Request, events: AsyncGenerator[E, None], fold: Fold[E]) -> Response:
    """Await all `events` and answer with what `fold` makes of them."""

    async def whole() -> BaseModel:
        async with aclosing(events):
            return await fold(events)

    return await long_json(await while_connected(request, whole()))


def name_ignored(response: Response, ignored: Sequence[str]) -> None:
    """Name the fields that were ignored in a header."""
    if ignored:
        response.headers["pinxit-ignored"] = ", ".join(quote(name[:64], safe="") for name in ignored[:MAX_IGNORED])


def _notes(answer: BaseModel) -> dict[str, str]:
    """What of the prompt was not done, as a header; characters that headers cannot carry are percent-encoded."""
    notes: Sequence[str] = getattr(answer, "notes", ())
    said = quote("; ".join(notes), safe=" !#$&'()*+,/:;=?@[]<>|\"")[:MAX_NOTES]
    said = re.sub(r"%.?$", "", said)  # no half of an escape
    return {"pinxit-not-done": said} if said else {}


def json(answer: BaseModel, ignored: Sequence[str] = ()) -> Response:
    """One JSON body, of an answer that is at hand and short; the `ignored` fields are named in a header."""
    response = Response(answer.model_dump_json(indent=2), media_type="application/json")
    name_ignored(response, ignored)
    return response


async def long_json(answer: BaseModel, ignored: Sequence[str] = ()) -> Response:
    """The same of one that may hold pictures; what its `notes` say was not done stands in a header too."""
    parts = await asyncio.to_thread(_parts, answer)
    headers = {"content-length": str(sum(map(len, parts)))} | _notes(answer)
    response = StreamingResponse(_each(parts), headers=headers, media_type="application/json")
    name_ignored(response, ignored)
    return response


def _parts(answer: BaseModel) -> list[bytes]:
    """The body in pieces of a picture or less. One string of them all would hold up the event loop, in whichever thread
    it was made, for as long as it takes to copy; and the standard encoder takes seven times as long for a picture."""
    mark, large = token_hex(16), list[str]()
    text = dumps(_set_aside(answer.model_dump(), mark, large), indent=2, ensure_ascii=False)
    first, *others = (piece.encode() for piece in text.split(f'"{mark}"'))
    return [first, *(part for value, piece in zip(large, others, strict=True) for part in (to_json(value), piece))]


def _set_aside(value: Any, mark: str, large: list[str]) -> Any:
    """`value` with `mark` in place of its long strings, which are added to `large` in their order."""
    if isinstance(value, dict):
        return {key: _set_aside(each, mark, large) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_set_aside(each, mark, large) for each in value]
    if isinstance(value, str) and len(value) > LARGE_PART:
        large.append(value)
        return mark
    return value


async def _each(parts: list[bytes]) -> AsyncGenerator[bytes, None]:
    """Small parts together, and large ones by themselves."""
    waiting = bytearray()
    for part in parts:
        if len(waiting) + len(part) > LARGE_PART and waiting:
            yield bytes(waiting)
            waiting.clear()
        if len(part) > LARGE_PART:
            yield part
        else:
            waiting += part
    yield bytes(waiting)


async def stream(request: Request, events: AsyncGenerator[E, None]) -> Response:
    """Stream `events`. The first is awaited here, so that early errors still get a status of their own."""
    try:
        first = await while_connected(request, anext(events))
    except BaseException:
        await events.aclose()
        raise
    return _streamed(lines(first, events), _notes(first))


def stream_at_once(events: AsyncGenerator[E, None]) -> Response:
    """Stream `events`, however long the first of them takes, and even if there is none: nothing is refused any more."""
    return _streamed(_lines(events, PING_SECONDS))


def _streamed(text: AsyncGenerator[str, None], notes: dict[str, str] | None = None) -> Response:
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"} | (notes or {})
    return StreamingResponse(text, headers=headers, media_type="text/event-stream; charset=utf-8")


async def lines(
    first: E, events: AsyncGenerator[E, None], *, ping_seconds: float = PING_SECONDS
) -> AsyncGenerator[str, None]:
    """The text of a stream, with a comment after every `ping_seconds` of silence."""
    async with aclosing(events):
        yield await asyncio.to_thread(_line, first)
        async with aclosing(_lines(events, ping_seconds)) as rest:
            async for line in rest:
                yield line


async def _lines(events: AsyncGenerator[E, None], ping_seconds: float) -> AsyncGenerator[str, None]:
    async with aclosing(events):
        try:
            async with aclosing(_with_pings(events, ping_seconds)) as pieces:
                async for piece in pieces:
                    yield piece
        except PinxitError as exc:
            yield f"event: error\ndata: {_mid_stream_error(exc)}\n\n"


async def _with_pings(events: AsyncGenerator[E, None], seconds: float) -> AsyncGenerator[str, None]:
    while True:
        coming = asyncio.ensure_future(anext(events))
        try:
            while not (await asyncio.wait({coming}, timeout=seconds))[0]:
                yield ": ping\n\n"
            yield await asyncio.to_thread(_line, coming.result())
        except StopAsyncIteration:
            return
        finally:
            coming.cancel()
            await _ended({coming})


def _line(event: BaseModel) -> str:
    name: str = getattr(event, "type")  # noqa: B009 - every event of ours has one; BaseModel does not say so
    return f"event: {name}\ndata: {event.model_dump_json()}\n\n"


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
        await _ended({task, hangup})


async def _ended(tasks: set[asyncio.Future[Any]]) -> None:
    """Wait until cancelled tasks have cleaned up, however often the server cancels whoever waits: closing a generator
    that still runs is an error."""
    with anyio.CancelScope(shield=True):
        await asyncio.wait(tasks)


async def _hangup(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

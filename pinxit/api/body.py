"""Reading a request body into plain fields, JSON or form alike, no further and no longer than its limits."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeVar

import pydantic_core
from starlette.requests import Request

from pinxit import faults
from pinxit.api.forms import FormLimits, read_form
from pinxit.errors import InvalidRequest, TooLarge, TooSlow
from pinxit.wire.blobs import Blob

C = TypeVar("C", list[Any], dict[str, Any])

JSON_TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "")
"""What a JSON body may call itself; curl says the last but one of whatever it sends."""
FORM_TYPE = "multipart/form-data"
MIN_BYTES_PER_SECOND = 2**13
"""Whoever sends more slowly than this, over all, is given up."""
LARGE_NUMBER = re.compile(rb"\d[eE]\+?\d{3}|\d{300}\.")
"""What a number looks like that no float holds."""
LARGE_JSON_BYTES = 2**16
"""A longer JSON body is parsed off the event loop."""


@dataclass(frozen=True, slots=True)
class Body:
    """The fields of a request. Those of a form are texts, lists of texts, dicts of texts, and lists of `Blob`."""

    fields: dict[str, Any]
    is_form: bool = False


async def read_json(request: Request, *, max_bytes: int, idle_seconds: float) -> dict[str, Any]:
    """Read a JSON object. Raises `InvalidRequest` for anything else, `TooLarge` past `max_bytes`, `TooSlow`."""
    check_content_type(request, JSON_TYPES)
    data = bytearray()
    async for chunk in limited(request, max_bytes=max_bytes, idle_seconds=idle_seconds):
        data += chunk
    try:
        if len(data) > LARGE_JSON_BYTES:
            fields = await asyncio.to_thread(pydantic_core.from_json, data, allow_inf_nan=False)
        else:
            fields = pydantic_core.from_json(data, allow_inf_nan=False)
    except ValueError as exc:
        message = f"We could not parse the JSON body of your request: {exc}. The API expects a JSON object."
        raise InvalidRequest(message) from None
    if not isinstance(fields, dict):
        raise InvalidRequest("The body of your request must be a JSON object.")
    if LARGE_NUMBER.search(data) and not await asyncio.to_thread(_is_finite, fields):
        raise InvalidRequest("The JSON body of your request holds a number that is too large.")
    return fields


def _is_finite(value: object) -> bool:
    """No number of a parsed body is infinite, as 1e999 becomes: JSON has no word for it."""
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    return all(map(_is_finite, value)) if isinstance(value, list) else not isinstance(value, float) or isfinite(value)


@asynccontextmanager
async def read(
    request: Request,
    *,
    files: Collection[str],
    limits: FormLimits,
    idle_seconds: float,
    takes_json: bool = True,
    strict: bool = False,
) -> AsyncGenerator[Body, None]:
    """Read a form, or a JSON object where `takes_json`; `files` are the names of the parts that are no texts.

    `strict` refuses a bare name that comes twice, as the vendor does. The files are closed at the end of the block.
    """
    kind = check_content_type(request, (FORM_TYPE, *(JSON_TYPES if takes_json else ())))
    if kind != FORM_TYPE:
        yield Body(await read_json(request, max_bytes=limits.max_bytes, idle_seconds=idle_seconds))
        return
    chunks = limited(request, max_bytes=limits.max_bytes, idle_seconds=idle_seconds)
    parts = await read_form(chunks, request.headers["content-type"], files=files, limits=limits)
    try:
        yield Body(_gathered(parts, strict=strict), is_form=True)
    finally:
        for _, content in parts:
            if isinstance(content, Blob):
                content.file.close()


async def limited(request: Request, *, max_bytes: int, idle_seconds: float) -> AsyncGenerator[bytes, None]:
    """The body as it comes.

    Raises `TooLarge` as soon as more than `max_bytes` are announced or have come, and `TooSlow` when it pauses for
    `idle_seconds`, or takes longer than that and a second for every MIN_BYTES_PER_SECOND.
    """
    too_large = TooLarge(f"The body of your request is longer than the {max_bytes} bytes that are read.")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise too_large
    clock = asyncio.get_running_loop().time
    count, started = 0, clock()
    chunks: AsyncIterator[bytes] = aiter(request.stream())
    while True:
        patience = min(idle_seconds, started + idle_seconds + count / MIN_BYTES_PER_SECOND - clock())
        try:
            async with asyncio.timeout(max(0.0, patience)):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise TooSlow("The body of your request came too slowly, and was given up.") from None
        count += len(chunk)
        if count > max_bytes:
            raise too_large
        yield chunk


def check_content_type(request: Request, accepted: Collection[str]) -> str:
    """Refuse what says that it is none of `accepted`; a body that says nothing is read as JSON."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said in accepted:
        return said
    names = [kind for kind in (FORM_TYPE, "application/json") if kind in accepted]
    message = (
        f"Unsupported content type: '{said[:100]}'. This API method only accepts {' and '.join(map(repr, names))} "
        "requests, but you specified another in the Content-Type header."
    )
    raise InvalidRequest(message, code="unsupported_content_type")


def _gathered(parts: list[tuple[str, str | Blob]], *, strict: bool) -> dict[str, Any]:
    """The parts by name: image, image[] and image[0] become a list, expires_after[seconds] a dict in a dict."""
    fields: dict[str, Any] = {}
    for full_name, content in parts:
        found = re.fullmatch(r"([^\[\]]+)(?:\[([^\[\]]*)\])?", full_name)
        name, key = (found[1], found[2]) if found else (full_name, None)
        if isinstance(content, Blob) or (key is not None and re.fullmatch(r"\d*", key)):
            if strict and key is None and name in fields:
                raise faults.duplicate(name)
            _collection(fields, name, list).append(content)
        elif key is not None:
            _collection(fields, name, dict)[key] = content
        elif name in fields:
            raise faults.duplicate(name)
        else:
            fields[name] = content
    return fields


def _collection(fields: dict[str, Any], name: str, kind: type[C]) -> C:
    """The list or dict under `name`. Raises for a name that is used in two ways."""
    here = fields.setdefault(name, kind())
    if not isinstance(here, kind):
        raise faults.duplicate(name)
    return here

"""Our errors as HTTP: one table of statuses, one envelope (contract 6)."""

import logging
from dataclasses import dataclass
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pinxit import errors
from pinxit.wire.errors import TYPES, ErrorBody, ErrorEnvelope

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Row:
    """The status of an error, and what SDKs should do: "true" asks them to try again."""

    status: int
    retry: Literal["true", "false"] = "false"


STATUS = {
    errors.InvalidRequest: Row(400),
    errors.ImageRefused: Row(400),
    errors.NotFound: Row(404),
    errors.MethodNotAllowed: Row(405),
    errors.TooSlow: Row(408),
    errors.TooLarge: Row(413),
    errors.Busy: Row(429, "true"),
    errors.Cancelled: Row(499),
    errors.EngineFailed: Row(500),
    errors.OutOfMemory: Row(500),
    errors.Closing: Row(503, "true"),
}


def envelope(exc: errors.PinxitError) -> ErrorEnvelope:
    body = ErrorBody(message=exc.message, type=TYPES[type(exc)], param=exc.param, code=exc.code)
    return ErrorEnvelope(error=body)


def answer(exc: errors.PinxitError) -> Response:
    row = STATUS[type(exc)]
    headers: dict[str, str] = {"x-should-retry": row.retry}
    if isinstance(exc, errors.Busy):
        headers["retry-after"] = str(exc.retry_after_seconds)
    return Response(envelope(exc).model_dump_json(), row.status, headers, media_type="application/json")


async def on_pinxit_error(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, errors.PinxitError)
    return answer(exc)


async def on_http_exception(request: Request, exc: Exception) -> Response:
    """Starlette's own refusals: a path or a verb that no route has."""
    assert isinstance(exc, HTTPException)
    asked = f"{request.method} {request.url.path}"
    if exc.status_code == 404:
        return answer(errors.NotFound(f"Invalid URL ({asked})"))
    if exc.status_code == 405:
        refusal = answer(errors.MethodNotAllowed(f"Not allowed to {request.method} on {request.url.path}."))
        refusal.headers.update(exc.headers or {})
        return refusal
    return answer(errors.InvalidRequest(exc.detail))


async def on_disconnect(request: Request, exc: Exception) -> Response:
    """The caller hung up while we read: nobody sees this answer."""
    return answer(errors.Cancelled("The caller went away."))


async def on_bug(request: Request, exc: Exception) -> Response:
    """Anything else is our fault; the traceback is logged and never sent."""
    logger.error("a bug while answering %s %s", request.method, request.url.path, exc_info=exc)
    message = "The server had an error while processing your request."
    broken = answer(errors.EngineFailed(message))
    broken.headers["connection"] = "close"  # as the server does, which sees the bug too
    return broken


HANDLERS = {
    errors.PinxitError: on_pinxit_error,
    HTTPException: on_http_exception,
    ClientDisconnect: on_disconnect,
    Exception: on_bug,
}

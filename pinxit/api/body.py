"""Reading a request body into plain fields, no further than its limit."""

from typing import Any

import pydantic_core
from starlette.requests import Request

from pinxit.errors import InvalidRequest, TooLarge


async def read_json(request: Request, *, max_bytes: int) -> dict[str, Any]:
    """Read a JSON object. Raises `InvalidRequest` for anything else, `TooLarge` past `max_bytes`."""
    check_content_type(request)
    data = await read_bytes(request, max_bytes=max_bytes)
    try:
        fields = pydantic_core.from_json(data, allow_inf_nan=False)
    except ValueError as exc:
        message = f"We could not parse the JSON body of your request: {exc}. The API expects a JSON object."
        raise InvalidRequest(message) from None
    if not isinstance(fields, dict):
        raise InvalidRequest("The body of your request must be a JSON object.")
    return fields


async def read_bytes(request: Request, *, max_bytes: int) -> bytes:
    """Read the body. Raises `TooLarge` as soon as more than `max_bytes` are announced or have come."""
    too_large = TooLarge(f"The body of your request is longer than the {max_bytes} bytes that are read.")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise too_large
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > max_bytes:
            raise too_large
    return bytes(data)


def check_content_type(request: Request) -> None:
    """Refuse what says that it is not JSON; a body that says nothing is read as JSON."""
    said = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if said not in ("application/json", "text/plain", "application/x-www-form-urlencoded", ""):
        message = (
            f"Unsupported content type: '{said}'. This API method only accepts 'application/json' requests, "
            "but you specified another in the Content-Type header."
        )
        raise InvalidRequest(message, code="unsupported_content_type")

"""The headers that every answer carries, errors included (contract 0)."""

import logging
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)


class VendorHeaders:
    """Adds x-request-id, openai-processing-ms and the other constant headers around an app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, started = f"req_{uuid.uuid4().hex}", time.monotonic()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                milliseconds = round((time.monotonic() - started) * 1000)
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                headers["openai-processing-ms"] = str(milliseconds)
                headers["openai-version"] = "2020-10-01"
                headers["x-content-type-options"] = "nosniff"
                logger.info(
                    "%s %s %.200r %d in %d ms",
                    request_id,
                    scope["method"],
                    scope["path"],
                    message["status"],
                    milliseconds,
                )
            await send(message)

        await self.app(scope, receive, send_with_headers)

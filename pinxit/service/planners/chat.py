"""The planner that asks a language model: any OpenAI-compatible chat server, by its URL."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from pinxit.errors import ConfigError
from pinxit.service.planners.answer import Answer, Chunk
from pinxit.service.planners.base import Conversation, PlannerFailed, Say, Step
from pinxit.service.planners.briefing import brief

MAX_REASON_BYTES = 4096
HEADERS = {"accept": "text/event-stream", "accept-encoding": "identity"}

T = TypeVar("T")


class Chat:
    """Asks the model `model` of the server whose OpenAI base URL is `url` ("http://127.0.0.1:11434/v1").

    `seconds` is how long an answer may be waited for, in all. `options` are more fields for every request, such as
    `temperature`. Nothing is read from the environment: no proxy and no key. Raises `ConfigError`.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str | None = None,
        seconds: float = 60.0,
        *,
        options: Mapping[str, Any] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = _checked(url, model, key or "")
        self._name = str(self._url.copy_with(username=None, password=None))
        self._key = key
        self._seconds = seconds
        self._fields = {**(options or {}), "model": model, "stream": True}
        headers = HEADERS | ({"authorization": f"Bearer {key}"} if key else {})
        self._client = httpx2.AsyncClient(headers=headers, timeout=None, trust_env=False, transport=transport)

    async def plan(self, conversation: Conversation) -> AsyncGenerator[Step, None]:
        """Text as the model says it; pictures when its answer is whole, and with them the text that follows.

        Where a picture is owed, its text waits too. So what fails has painted nothing. Raises `PlannerFailed`.
        """
        answer = Answer(conversation)
        async with aclosing(self._chunks(self._fields | brief(conversation))) as chunks:
            async for chunk in chunks:
                for text in answer.read(chunk):
                    yield Say(text)
                if answer.is_full:
                    break
        for step in answer.finish():
            yield step

    async def close(self) -> None:
        await self._client.aclose()

    async def _chunks(self, body: dict[str, Any]) -> AsyncGenerator[Chunk, None]:
        """The answer to one request, as it comes. The connection is closed with this generator."""
        wait = _Patience(self._seconds)
        try:
            request = self._client.build_request("POST", self._url, json=body)
            async with aclosing(await wait(self._client.send(request, stream=True))) as response:
                if response.status_code != 200:
                    raise self._failed(f"answered {response.status_code}: {await wait(_reason(response))}")
                async for chunk in self._read(response, wait):
                    yield chunk
        except TimeoutError:
            raise self._failed(f"took more than {self._seconds:g} s") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            raise self._failed(f"could not be asked: {type(error).__name__}: {error}") from None

    async def _read(self, response: httpx2.Response, wait: "_Patience") -> AsyncGenerator[Chunk, None]:
        is_finished = False
        events = aiter(httpx2.EventSource(response))
        while event := await wait(anext(events, None)):
            if event.data == "[DONE]":
                return
            try:
                chunk = Chunk.model_validate_json(event.data)
            except ValidationError:
                raise self._failed(f"sent what is no chunk of an answer: {event.data[:200]}") from None
            if chunk.error:
                raise self._failed(f"broke off: {_message(chunk.error)}")
            is_finished = is_finished or any(choice.finish_reason for choice in chunk.choices or ())
            yield chunk
        if not is_finished:
            raise self._failed("broke off in the middle of its answer")

    def _failed(self, what: str) -> PlannerFailed:
        said = " ".join(f"The chat server at {self._name} {what}".split())
        return PlannerFailed(said.replace(self._key, "***") if self._key else said)


class _Patience:
    """Time that may be spent on waiting, in all; what passes between the waits does not count."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    async def __call__(self, awaitable: Awaitable[T]) -> T:
        began = time.monotonic()
        async with asyncio.timeout(self._left):
            result = await awaitable
        self._left -= time.monotonic() - began
        return result


class _Refusal(BaseModel):
    """The body of an answer that is an error, in the spellings that servers have for it."""

    error: dict[str, Any] | str | None = None
    message: str | None = None
    detail: Any = None


async def _reason(response: httpx2.Response) -> str:
    """Why a server refused, as far as it says so in words."""
    data = bytearray()
    async for part in response.aiter_bytes():
        data += part
        if len(data) > MAX_REASON_BYTES:
            break
    try:
        refusal = _Refusal.model_validate_json(bytes(data))
    except ValidationError:
        return data.decode("utf-8", "replace")[:300]
    return _message(refusal.error or refusal.message or refusal.detail)


def _message(error: object) -> str:
    return str(error.get("message") if isinstance(error, dict) else error)[:300]


def _checked(url: str, model: str, key: str) -> httpx2.URL:
    """The URL to post to. Raises `ConfigError` where nobody can be asked."""
    try:
        parts = httpx2.URL(url)
    except httpx2.InvalidURL:
        parts = httpx2.URL("")
    if parts.scheme not in ("http", "https") or not parts.host or parts.query or parts.fragment:
        raise ConfigError(f"Setting 'chat_url' must be like http://127.0.0.1:11434/v1, not {url!r}.")
    if not model:
        raise ConfigError("Setting 'chat_model' is not set: the chat server must be asked for one of its models.")
    if not (key.isascii() and key.isprintable()):
        raise ConfigError("Setting 'chat_key' has characters that no HTTP header can carry.")
    return parts.copy_with(path=f"{parts.path.rstrip('/')}/chat/completions")

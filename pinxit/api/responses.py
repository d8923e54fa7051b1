"""/v1/responses"""

import asyncio
import logging
from typing import TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from pinxit.admission.responses import Asked, ResponseAdmission
from pinxit.api import answer, body
from pinxit.api.fields import admit
from pinxit.config import Config
from pinxit.options import Option
from pinxit.service.background import BackgroundService
from pinxit.service.responses import MAX_LISTED, ResponseService, fold
from pinxit.wire.responses import ItemQuery, ResponseQuery

Q = TypeVar("Q", bound=BaseModel)

logger = logging.getLogger(__name__)

QUERY_OPTIONS = {"starting_after": Option(minimum=0)}
ITEM_OPTIONS = {"limit": Option(minimum=1, maximum=MAX_LISTED), "order": Option(values=("asc", "desc"))}


async def create(request: Request) -> Response:
    service: ResponseService = request.app.state.responses
    background: BackgroundService = request.app.state.background
    asked = await _read(request)
    wanted = asked.request
    logger.info("response by %.64r for user %.64r", wanted.model, wanted.safety_identifier or wanted.user)
    if wanted.background:
        queued = await background.start(asked)
        if wanted.stream:
            response = await answer.stream(request, background.events(queued.id))
        else:
            response = answer.json(queued)
    elif wanted.stream:
        response = await answer.stream(request, service.respond(asked))
    else:
        response = await answer.plain(request, service.respond(asked), fold)
    answer.name_ignored(response, asked.ignored)
    return response


async def retrieve(request: Request) -> Response:
    service: ResponseService = request.app.state.responses
    background: BackgroundService = request.app.state.background
    response_id = request.path_params["response_id"]
    query, ignored = read_query(request, ResponseQuery, QUERY_OPTIONS)
    if not query.stream:
        return await answer.long_json(await service.retrieve(response_id), ignored)
    await background.check_streamed(response_id)
    after = -1 if query.starting_after is None else query.starting_after
    response = answer.stream_at_once(background.events(response_id, after))
    answer.name_ignored(response, ignored)
    return response


async def delete(request: Request) -> Response:
    background: BackgroundService = request.app.state.background
    deleted = await background.delete(request.path_params["response_id"])
    logger.info("%s is deleted", deleted.id)
    return answer.json(deleted)


async def cancel(request: Request) -> Response:
    background: BackgroundService = request.app.state.background
    return await answer.long_json(await background.cancel(request.path_params["response_id"]))


async def input_items(request: Request) -> Response:
    service: ResponseService = request.app.state.responses
    query, ignored = read_query(request, ItemQuery, ITEM_OPTIONS)
    return await answer.long_json(await service.input_items(request.path_params["response_id"], query), ignored)


async def input_tokens(request: Request) -> Response:
    service: ResponseService = request.app.state.responses
    asked = await _read(request)
    return answer.json(await service.count_tokens(asked), asked.ignored)


async def _read(request: Request) -> Asked:
    admission: ResponseAdmission = request.app.state.response_admission
    config: Config = request.app.state.config
    fields = await body.read_json(request, max_bytes=config.max_form_bytes, idle_seconds=config.idle_seconds)
    return await asyncio.to_thread(admission.admit, fields)  # there may be thousands of items


def read_query(request: Request, kind: type[Q], options: dict[str, Option]) -> tuple[Q, list[str]]:
    """The query as a `kind`, and what of it is ignored; lists come as include[]=, include[0]= or include= alike."""
    config: Config = request.app.state.config
    sent: dict[str, object] = {}
    for full_name, value in request.query_params.multi_items():
        name = full_name.partition("[")[0]
        if name == "include":
            sent["include"] = [*sent.get("include", []), value]  # type: ignore[misc]
        elif value:
            sent[name] = value
    return admit(sent, kind, options, strict=config.strict, is_text=True)

"""/v1/conversations"""

from typing import TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from pinxit.admission.responses import ResponseAdmission, check_metadata
from pinxit.api import answer, body
from pinxit.api.fields import admit
from pinxit.api.responses import ITEM_OPTIONS, read_query
from pinxit.config import Config
from pinxit.service.conversations import ConversationService
from pinxit.service.intake import Brought
from pinxit.service.responses import ResponseService
from pinxit.wire.conversations import ConversationRequest, ConversationUpdate, ItemsRequest
from pinxit.wire.responses import ItemQuery

M = TypeVar("M", bound=BaseModel)

#: Items that are added at once, at most (contract 3.5).
MAX_ITEMS = 20


async def create(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    wanted, ignored = await _read(request, ConversationRequest)
    check_metadata(wanted.metadata)
    made = await service.create(wanted.metadata or {}, await _brought(request, wanted.items, ignored))
    return answer.json(made, ignored)


async def retrieve(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    return answer.json(await service.retrieve(request.path_params["conversation_id"]))


async def update(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    wanted, ignored = await _read(request, ConversationUpdate)
    check_metadata(wanted.metadata)
    return answer.json(await service.update(request.path_params["conversation_id"], wanted.metadata), ignored)


async def delete(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    return answer.json(await service.delete(request.path_params["conversation_id"]))


async def list_items(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    responses: ResponseService = request.app.state.responses
    query, ignored = read_query(request, ItemQuery, ITEM_OPTIONS)
    items = await service.items(request.path_params["conversation_id"])
    return await answer.long_json(await responses.listed(items, query), ignored)


async def add_items(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    responses: ResponseService = request.app.state.responses
    conversation_id = request.path_params["conversation_id"]
    await service.retrieve(conversation_id)
    wanted, ignored = await _read(request, ItemsRequest)
    brought = await _brought(request, wanted.items, ignored)
    await service.append(conversation_id, brought)
    query = ItemQuery(order="asc", limit=MAX_ITEMS)
    return await answer.long_json(await responses.listed(brought.items, query), ignored)


async def retrieve_item(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    responses: ResponseService = request.app.state.responses
    query, ignored = read_query(request, ItemQuery, ITEM_OPTIONS)
    item = await service.item(request.path_params["conversation_id"], request.path_params["item_id"])
    return await answer.long_json(await responses.shown(item, include=query.include or []), ignored)


async def delete_item(request: Request) -> Response:
    service: ConversationService = request.app.state.conversations
    return answer.json(await service.remove(request.path_params["conversation_id"], request.path_params["item_id"]))


async def _read(request: Request, kind: type[M]) -> tuple[M, list[str]]:
    config: Config = request.app.state.config
    fields = await body.read_json(request, max_bytes=config.max_form_bytes, idle_seconds=config.idle_seconds)
    return admit(fields, kind, {}, strict=config.strict)


async def _brought(request: Request, items: object, ignored: list[str]) -> Brought:
    admission: ResponseAdmission = request.app.state.response_admission
    responses: ResponseService = request.app.state.responses
    given = admission.read_items(items, "items", ignored, limit=MAX_ITEMS)
    return await responses.intake.read(given, responses.default_profile, name="items")

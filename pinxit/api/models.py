"""/v1/models"""

from starlette.requests import Request
from starlette.responses import Response

from pinxit.api import answer
from pinxit.service.models import ModelService


async def list_models(request: Request) -> Response:
    service: ModelService = request.app.state.models
    return answer.json(service.list())


async def retrieve(request: Request) -> Response:
    service: ModelService = request.app.state.models
    return answer.json(service.retrieve(request.path_params["model"]))

"""/v1/images"""

import logging
import time

from starlette.requests import Request
from starlette.responses import Response

from pinxit.admission.images import Admission, Admitted
from pinxit.api import answer, body
from pinxit.api.forms import FormLimits
from pinxit.config import Config
from pinxit.service.images import ImageService, fold
from pinxit.store.links import Links
from pinxit.wire.images import EditRequest, GenerateRequest, ImageRequest, VariationRequest

logger = logging.getLogger(__name__)


async def generate(request: Request) -> Response:
    admission: Admission = request.app.state.admission
    config: Config = request.app.state.config
    fields = await body.read_json(request, max_bytes=config.max_json_bytes, idle_seconds=config.idle_seconds)
    return await _answer(request, admission.admit(fields, GenerateRequest))


async def edit(request: Request) -> Response:
    return await _work_from_pictures(request, EditRequest)


async def vary(request: Request) -> Response:
    return await _work_from_pictures(request, VariationRequest)


async def _work_from_pictures(request: Request, kind: type[EditRequest] | type[VariationRequest]) -> Response:
    admission: Admission = request.app.state.admission
    config: Config = request.app.state.config
    reading = body.read(
        request,
        files=("image", "images", "mask"),
        limits=FormLimits(config.max_form_bytes, config.max_image_bytes),
        idle_seconds=config.idle_seconds,
        takes_json=kind is EditRequest or not admission.strict,
        strict=admission.strict,
    )
    async with reading as sent:
        admitted: Admitted[ImageRequest] = admission.admit(sent.fields, kind, is_form=sent.is_form)
        return await _answer(request, admitted)


async def _answer(request: Request, admitted: Admitted[ImageRequest]) -> Response:
    """What was asked for, streamed or plain. The pictures to work from have been read when this returns."""
    service: ImageService = request.app.state.images
    wanted = admitted.request
    user = wanted.safety_identifier or wanted.user
    logger.info("%s %s for user %.64r", wanted.operation, wanted.model, user)
    events = service.make(wanted, base_url=str(request.base_url).rstrip("/"))
    if wanted.stream:
        response = await answer.stream(request, events)
    else:
        response = await answer.plain(request, events, fold)
    answer.name_ignored(response, admitted.ignored)
    return response


async def link(request: Request) -> Response:
    """A DALL·E picture behind its signed link; needs no key, as the vendor's did not."""
    links: Links = request.app.state.links
    name = request.path_params["name"]
    expires = request.query_params.get("se", "")
    data = await links.get(name, expires, request.query_params.get("sig", ""))
    seconds_left = max(0, int(expires) - int(time.time()))
    headers = {"content-disposition": "inline", "cache-control": f"private, max-age={seconds_left}"}
    return Response(data, headers=headers, media_type=f"image/{name.rpartition('.')[2]}")

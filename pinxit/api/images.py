"""/v1/images"""

import logging
import time
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from pinxit.admission import Admission
from pinxit.api import answer, body
from pinxit.config import Config
from pinxit.service.images import ImageService, fold
from pinxit.store.links import Links
from pinxit.wire.images import GenerateRequest

logger = logging.getLogger(__name__)
#: Ignored fields that the header names at most, so that no caller can make it as long as they like.
MAX_IGNORED = 20


async def generate(request: Request) -> Response:
    service: ImageService = request.app.state.images
    admission: Admission = request.app.state.admission
    config: Config = request.app.state.config
    fields = await body.read_json(request, max_bytes=config.max_json_bytes)
    admitted = admission.admit(fields, GenerateRequest)
    wanted = admitted.request
    logger.info("generate %s for user %.64r", wanted.model, wanted.safety_identifier or wanted.user)
    events = service.generate(wanted, base_url=str(request.base_url).rstrip("/"))
    if wanted.stream:
        response = await answer.stream(request, events)
    else:
        response = await answer.plain(request, events, fold)
    if admitted.ignored:
        names = ", ".join(quote(name[:64], safe="") for name in admitted.ignored[:MAX_IGNORED])
        response.headers["pinxit-ignored"] = names
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

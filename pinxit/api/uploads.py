"""/v1/uploads"""

import logging

from starlette.requests import Request
from starlette.responses import Response

from pinxit.api import answer, body
from pinxit.api.fields import admit
from pinxit.api.files import FILE_OPTIONS, FORM_BYTES
from pinxit.api.forms import MAX_FILENAME, FormLimits
from pinxit.config import Config
from pinxit.options import Option
from pinxit.service.uploads import MAX_PART_BYTES, UploadService
from pinxit.wire.uploads import CompleteRequest, PartRequest, UploadRequest

logger = logging.getLogger(__name__)

NAME = Option(min_length=1, max_length=MAX_FILENAME)


async def create(request: Request) -> Response:
    service: UploadService = request.app.state.uploads
    config: Config = request.app.state.config
    sent = await body.read_json(request, max_bytes=config.max_json_bytes, idle_seconds=config.idle_seconds)
    size = Option(minimum=0, maximum=config.max_upload_bytes)
    options = FILE_OPTIONS | {"filename": NAME, "mime_type": NAME, "bytes": size}
    wanted, ignored = admit(sent, UploadRequest, options, strict=config.strict)
    upload = await service.create(wanted)
    logger.info("%s is to have %d bytes", upload.id, upload.bytes)
    return answer.json(upload, ignored)


async def add_part(request: Request) -> Response:
    service: UploadService = request.app.state.uploads
    config: Config = request.app.state.config
    reading = body.read(
        request,
        files=("data",),
        limits=FormLimits(MAX_PART_BYTES + FORM_BYTES, MAX_PART_BYTES),
        idle_seconds=config.idle_seconds,
        takes_json=False,
        strict=config.strict,
    )
    async with reading as sent:
        wanted, ignored = admit(sent.fields, PartRequest, {}, strict=config.strict, is_text=True)
        part = await service.add_part(request.path_params["upload_id"], wanted)
        logger.info("%s of %s has %d bytes", part.id, part.upload_id, wanted.data.size)
    return answer.json(part, ignored)


async def complete(request: Request) -> Response:
    service: UploadService = request.app.state.uploads
    config: Config = request.app.state.config
    sent = await body.read_json(request, max_bytes=config.max_json_bytes, idle_seconds=config.idle_seconds)
    wanted, ignored = admit(sent, CompleteRequest, {}, strict=config.strict)
    upload = await service.complete(request.path_params["upload_id"], wanted)
    assert upload.file is not None, "a completed upload has its file"
    logger.info("%s is complete: %s has %d bytes", upload.id, upload.file.id, upload.bytes)
    return answer.json(upload, ignored)


async def cancel(request: Request) -> Response:
    service: UploadService = request.app.state.uploads
    upload = await service.cancel(request.path_params["upload_id"])
    logger.info("%s is cancelled", upload.id)
    return answer.json(upload)

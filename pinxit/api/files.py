"""/v1/files"""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator
from mimetypes import MimeTypes
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from pinxit.api import answer, body
from pinxit.api.fields import admit
from pinxit.api.forms import FormLimits
from pinxit.config import Config
from pinxit.options import Option
from pinxit.service.files import MAX_LISTED, PURPOSES, FileService
from pinxit.wire.files import FileQuery, FileRequest

logger = logging.getLogger(__name__)

#: What a file may be, for uploads too (contract 4).
FILE_OPTIONS = {
    "purpose": Option(values=PURPOSES),
    "expires_after.anchor": Option(values=("created_at",)),
    "expires_after.seconds": Option(minimum=3600, maximum=2_592_000),
}
QUERY_OPTIONS = {"limit": Option(minimum=1, maximum=MAX_LISTED), "order": Option(values=("asc", "desc"))}
#: Bytes of a form beside the file in it.
FORM_BYTES = 2**21

#: The system's own table of types is left alone, so that every server answers alike.
TYPES = MimeTypes()
TYPES.add_type("application/jsonl", ".jsonl")
TYPES.add_type("image/webp", ".webp")
#: Types that no browser runs; everything else is sent as bytes that mean nothing.
HARMLESS = re.compile(
    r"(image/(?!svg)|audio/|video/)[\w.-]+"
    r"|text/(plain|csv|markdown|tab-separated-values)|application/(json|jsonl|pdf|zip|gzip|x-tar)"
)


async def create(request: Request) -> Response:
    service: FileService = request.app.state.files
    config: Config = request.app.state.config
    reading = body.read(
        request,
        files=("file",),
        limits=FormLimits(config.max_file_bytes + FORM_BYTES, config.max_file_bytes),
        idle_seconds=config.idle_seconds,
        takes_json=False,
        strict=config.strict,
    )
    async with reading as sent:
        wanted, ignored = admit(sent.fields, FileRequest, FILE_OPTIONS, strict=config.strict, is_text=True)
        file = await service.create(wanted)
    logger.info("%s has %d bytes", file.id, file.bytes)
    return answer.json(file, ignored)


async def list_files(request: Request) -> Response:
    service: FileService = request.app.state.files
    config: Config = request.app.state.config
    sent = {name: value for name, value in request.query_params.items() if value}
    if sent.get("limit") == "0":  # as the vendor's own tests have it (contract 9)
        del sent["limit"]
    query, ignored = admit(sent, FileQuery, QUERY_OPTIONS, strict=config.strict, is_text=True)
    found = await service.list(query)
    return await asyncio.to_thread(answer.json, found, ignored)


async def retrieve(request: Request) -> Response:
    service: FileService = request.app.state.files
    return answer.json(await service.retrieve(request.path_params["file_id"]))


async def delete(request: Request) -> Response:
    service: FileService = request.app.state.files
    deleted = await service.delete(request.path_params["file_id"])
    logger.info("%s is deleted", deleted.id)
    return answer.json(deleted)


async def content(request: Request) -> Response:
    """The bytes as they were sent. A browser that comes here keeps them, and never shows or runs them."""
    service: FileService = request.app.state.files
    file, stored = await service.open(request.path_params["file_id"])
    headers = {
        "content-type": media_type(file.filename),
        "content-length": str(stored.size),
        "content-disposition": disposition(file.filename),
    }
    chunks = _nothing() if request.method == "HEAD" else stored.chunks()
    return StreamingResponse(chunks, headers=headers)


def media_type(filename: str) -> str:
    """The type that a file's name speaks of, if no browser runs what is of that type."""
    guess, encoding = TYPES.guess_type(filename.replace("\\", "/").rpartition("/")[2])
    return guess if guess and not encoding and HARMLESS.fullmatch(guess) else "application/octet-stream"


def disposition(filename: str) -> str:
    """The Content-Disposition of a file to be kept under its name: RFC 6266, with a plain name for old clients."""
    plain = re.sub(r"[^ !#$&+\-.0-9A-Z^_`a-z{}~()@,=\[\]]", "_", filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


async def _nothing() -> AsyncGenerator[bytes, None]:
    return
    yield b""

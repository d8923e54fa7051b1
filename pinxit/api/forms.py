"""Reading multipart/form-data as it comes: every part within its limits, small ones in memory, large ones on disk."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header

from pinxit.errors import InvalidRequest, TooLarge
from pinxit.wire.blobs import Blob

#: A part that is larger than this is written to disk.
SPOOL_BYTES = 2**20
#: So much of a part is gathered before it is written.
WRITE_BYTES = 2**18
#: The parts of the fullest form that anything of ours takes are 16 images, a mask and some twenty texts.
MAX_PARTS = 64
#: All texts of a form together; the longest prompt has 32,000 characters.
MAX_TEXT_BYTES = 2**20
MAX_FILENAME = 255


@dataclass(frozen=True, slots=True)
class FormLimits:
    """How much is read of a form, in bytes."""

    max_bytes: int
    """Of the whole body."""
    max_part_bytes: int
    """Of one file."""


@dataclass(slots=True)
class _Part:
    """A part that is coming in."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    name: str = ""
    filename: str = ""
    is_file: bool = False
    is_expected: bool = False
    """Its name is one of those that files have here."""
    size: int = 0
    pending: bytearray = field(default_factory=bytearray)
    file: SpooledTemporaryFile[bytes] = field(default_factory=lambda: SpooledTemporaryFile(SPOOL_BYTES))

    @property
    def media_type(self) -> str:
        said = dict(self.headers).get("content-type", "application/octet-stream")
        return said.partition(";")[0].strip().lower()


class _Form:
    """What the parser has found so far; it calls the methods below."""

    def __init__(self, files: Collection[str], limits: FormLimits) -> None:
        self.files = files
        self.limits = limits
        self.parts: list[_Part] = []
        self._header = bytearray(), bytearray()
        self._text_bytes = 0

    def on_part_begin(self) -> None:
        if len(self.parts) == MAX_PARTS:
            raise InvalidRequest(f"Your form has more than {MAX_PARTS} parts.")
        self.parts.append(_Part())

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def on_header_end(self) -> None:
        name, value = (part.decode("latin-1") for part in self._header)
        self.parts[-1].headers.append((name.lower(), value))
        self._header = bytearray(), bytearray()

    def on_headers_finished(self) -> None:
        part = self.parts[-1]
        _, options = parse_options_header(dict(part.headers).get("content-disposition"))
        if b"name" not in options:
            raise InvalidRequest("A part of your form has no name in its Content-Disposition header.")
        part.name = options[b"name"].decode("utf-8", "replace")
        part.filename = options.get(b"filename", b"").decode("utf-8", "replace")[-MAX_FILENAME:]
        part.is_expected = part.name.partition("[")[0] in self.files
        part.is_file = part.is_expected or bool(part.filename)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self.parts[-1]
        part.pending += data[start:end]
        part.size += end - start
        if part.is_file and part.size > self.limits.max_part_bytes:
            raise too_large(f"'{part.name[:64]}' is larger", self.limits.max_part_bytes)
        if not part.is_file:
            self._text_bytes += end - start
            if self._text_bytes > MAX_TEXT_BYTES:
                raise too_large("the texts of your form are longer", MAX_TEXT_BYTES)

    async def write(self) -> None:
        """Move what has come of files out of the buffers, once there is enough of it."""
        for part in self.parts:
            is_last = part is self.parts[-1]
            if part.is_file and (len(part.pending) >= WRITE_BYTES or (part.pending and not is_last)):
                await self.flush(part)

    async def flush(self, part: _Part) -> None:
        pending, part.pending = part.pending, bytearray()
        if part.size > SPOOL_BYTES:  # it goes, or has gone, to disk
            await asyncio.to_thread(part.file.write, pending)
        else:
            part.file.write(pending)

    def close(self) -> None:
        for part in self.parts:
            part.file.close()


async def read_form(
    chunks: AsyncIterator[bytes], content_type: str, *, files: Collection[str], limits: FormLimits
) -> list[tuple[str, str | Blob]]:
    """The parts of a form as (name, text or `Blob`), in order; those called one of `files`, as image or image[], are
    blobs, whatever they say of themselves, and so are others that are no texts.

    Raises `InvalidRequest` for what is no form, `TooLarge` for a part that is over its limit. The caller closes the
    blobs' files.
    """
    _, options = parse_options_header(content_type)
    if not options.get(b"boundary"):
        raise InvalidRequest("The Content-Type header of your multipart/form-data request names no boundary.")
    form = _Form(files, limits)
    try:
        parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": form.on_part_begin,
                "on_part_data": form.on_part_data,
                "on_header_field": form.on_header_field,
                "on_header_value": form.on_header_value,
                "on_header_end": form.on_header_end,
                "on_headers_finished": form.on_headers_finished,
            },
        )
        async for chunk in chunks:
            parser.write(chunk)
            await form.write()
        if parser.state != MultipartState.END:
            raise InvalidRequest("Your multipart/form-data request ends before its last boundary.")
        return [(part.name, await _content(form, part)) for part in form.parts]
    except FormParserError as exc:
        form.close()
        raise InvalidRequest(f"We could not parse the multipart/form-data body of your request: {exc}") from None
    except BaseException:
        form.close()
        raise


async def _content(form: _Form, part: _Part) -> str | Blob:
    """A file where one is expected, or where what came is no text; a text may come as a file."""
    if part.is_file:
        await form.flush(part)
        part.file.seek(0)
    if not part.is_expected and part.size <= MAX_TEXT_BYTES:
        try:
            text = (part.file.read() if part.is_file else bytes(part.pending)).decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            part.file.close()
            return text
    return Blob(cast(BinaryIO, part.file), part.size, part.filename, part.media_type)


def too_large(what: str, limit: int) -> TooLarge:
    return TooLarge(f"The body of your request is too large: {what} than {limit} bytes.")

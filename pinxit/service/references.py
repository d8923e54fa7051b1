"""References: the pictures that a request works from, out of its parts, stored files, links of ours and URLs."""

import asyncio
import math
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from pinxit import pictures
from pinxit.catalog import Inputs, Profile
from pinxit.errors import ImageRefused, InvalidRequest, NotFound, PinxitError, TooLarge
from pinxit.fetch import Fetcher
from pinxit.jobs import Job, Task
from pinxit.options import cut
from pinxit.pictures import Encoded
from pinxit.service.files import FileService
from pinxit.store.links import Links
from pinxit.store.pictures import Pictures
from pinxit.wire.images import EditRequest, ImageReference, ImageRequest, VariationRequest

#: Pixels a side into which references are shrunk, by the fidelity that is asked for; the first keeps what its output
#: can show.
LONGEST_SIDE = {"low": 1024, "high": 2048}
#: Pixels of all references of a request together, but the first.
MAX_REFERENCE_PIXELS = 16_000_000
#: Requests whose pictures are decoded at once, one picture of each at a time.
MAX_DECODING = 2
PNG = pictures.FORMATS["png"].magic
#: The path of a link of ours (store/links.py).
LINK_PATH = re.compile(r"/v1/images/links/([^/]+)")


@dataclass(frozen=True, slots=True)
class Opened:
    """The references of one request, of which only the headers were read."""

    task: Task = "generate"
    images: tuple[Encoded, ...] = ()
    mask: Encoded | None = None
    alpha_is_mask: bool = False
    """The alpha of the only picture is its mask."""


NOTHING = Opened()
"""What a generation works from."""


class Opener:
    """Reads what references name: up to `max_bytes` for a request, and `max_pixels` for a picture.

    Without `files`, `links`, `pictures` and `fetcher` only uploaded parts and data URLs can be read.
    """

    def __init__(
        self,
        *,
        files: FileService | None = None,
        links: Links | None = None,
        pictures: Pictures | None = None,
        fetcher: Fetcher | None = None,
        max_pixels: int,
        max_bytes: int = 2**28,
    ) -> None:
        self.files = files
        self.links = links
        self.pictures = pictures
        self.fetcher = fetcher
        self.max_pixels = max_pixels
        self.max_bytes = max_bytes
        self._threads = ThreadPoolExecutor(MAX_DECODING, thread_name_prefix="decoding")
        self._turns = asyncio.Semaphore(MAX_DECODING)

    async def open(self, request: ImageRequest, profile: Profile) -> Opened:
        """Read the headers, and refuse what `profile` does not take, in the words of contract 6.3."""
        if not isinstance(request, EditRequest | VariationRequest):
            return NOTHING
        inputs = profile.inputs
        assert inputs is not None, "a model that edits says what it takes"
        images: list[Encoded] = []
        for number, reference in enumerate(request.images):
            images.append(await self._open(reference, f"images[{number}]", number + 1, inputs))
            self.check_total(sum(image.size for image in images))
        if isinstance(request, VariationRequest):
            _check_shape(images[0], inputs)
            return Opened("vary", tuple(images))
        mask = await self._open(request.mask, "mask", None, inputs) if request.mask else None
        _check_shape(images[0], inputs)
        if mask:
            _check_mask(mask, images[0])
        elif inputs.alpha_is_mask:
            _check_has_alpha(images[0])
        return Opened("edit", tuple(images), mask, inputs.alpha_is_mask and not mask)

    def check_total(self, size: int) -> None:
        """Raise `TooLarge` where the pictures of a request have too many bytes together."""
        if size > self.max_bytes:
            raise TooLarge(f"The pictures of your request have more than {self.max_bytes} bytes together.")

    async def read(self, reference: ImageReference, name: str, profile: Profile) -> bytes:
        """The bytes of one picture that can be worked from; `name` is its place in the body. Raises as `open` does."""
        assert profile.inputs is not None, "a model that edits says what it takes"
        data = await self._read(reference, name, None, profile.inputs)
        await self._inspect(data, reference, name, None, profile.inputs)
        return data

    async def decode(self, opened: Opened, job: Job, check_room: Callable[[], None]) -> Job:
        """The job with its inputs and its mask, decoded one after the other, each no larger than can be used.

        Requests take turns, and `check_room` says, when it is this one's, whether what is decoded will be painted.
        """
        if not opened.images:
            return job
        async with self._turns:
            check_room()
            return await asyncio.get_running_loop().run_in_executor(self._threads, _decode_all, opened, job)

    async def _open(self, reference: ImageReference, name: str, number: int | None, inputs: Inputs) -> Encoded:
        """The header of one reference; `number` counts pictures from 1, and is None for a mask."""
        data = await self._read(reference, name, number, inputs)
        return await self._inspect(data, reference, name, number, inputs)

    async def _inspect(
        self, data: bytes, reference: ImageReference, name: str, number: int | None, inputs: Inputs
    ) -> Encoded:
        if len(data) > inputs.max_bytes or (inputs.formats == ("png",) and not PNG.match(data)):
            raise _too_many_bytes(name, len(data), inputs)
        try:
            return await asyncio.to_thread(pictures.inspect, data, max_pixels=self.max_pixels)
        except pictures.Undecodable as exc:
            raise _unreadable(exc, reference, name, number) from None

    async def _read(self, reference: ImageReference, name: str, number: int | None, inputs: Inputs) -> bytes:
        if reference.upload is not None:
            return await asyncio.to_thread(reference.upload.read)
        if reference.kept is not None:
            return await self._read_kept(reference.kept.name)
        if reference.file_id is not None:
            return await self._read_file(reference.file_id, name, inputs)
        url = reference.image_url or ""
        try:
            data = await asyncio.to_thread(pictures.parse_data_url, url)
        except pictures.Undecodable as exc:
            raise _unreadable(exc, reference, name, number) from None
        if data is not None:
            return data
        if (ours := await self._read_link(url)) is not None:
            return ours
        if self.fetcher is None:
            raise InvalidRequest(f"Error while downloading {url[:200]}.", param="url", code="invalid_image_url")
        return await self.fetcher.get(url)

    async def _read_file(self, file_id: str, name: str, inputs: Inputs) -> bytes:
        if self.files is None:
            raise NotFound(f"No such File object: {cut(file_id)}", param=f"{name}.file_id")
        try:
            file, content = await self.files.open(file_id)
        except NotFound as exc:
            raise NotFound(exc.message, param=f"{name}.file_id") from None
        if file.bytes > inputs.max_bytes:
            raise _too_many_bytes(name, file.bytes, inputs)
        return await content.read()

    async def _read_kept(self, name: str) -> bytes:
        gone = NotFound("A picture of this conversation has been deleted.", param="input")
        if self.pictures is None:
            raise gone
        try:
            return await self.pictures.read(name)
        except FileNotFoundError:
            raise gone from None

    async def _read_link(self, url: str) -> bytes | None:
        """The picture behind a link that we signed: it is read and not fetched, since we are at no public address."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        found = LINK_PATH.fullmatch(parts.path)
        if found is None or self.links is None:
            return None
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        try:
            return await self.links.get(found[1], query.get("se", ""), query.get("sig", ""))
        except NotFound:
            return None


def _too_many_bytes(name: str, size: int, inputs: Inputs) -> InvalidRequest:
    """The refusal of a picture that is too large, or, where only PNG is taken, of another kind (contract 6.3)."""
    if inputs.formats == ("png",):
        return InvalidRequest(f"Uploaded image must be a PNG and less than {inputs.max_bytes // 2**20} MB.")
    message = f"Invalid file '{name}': it has {size} bytes, more than the {inputs.max_bytes} of an image."
    return InvalidRequest(message, param=name, code="image_file_too_large")


def _check_shape(image: Encoded, inputs: Inputs) -> None:
    if inputs.is_square and image.width != image.height:
        size = f"{image.width}x{image.height}"
        message = f"Invalid input image - expected an image with equal width and height, got {size} instead."
        raise InvalidRequest(message, code="invalid_image_format")


def _check_mask(mask: Encoded, image: Encoded) -> None:
    code = "invalid_mask_image_format"
    if mask.mode not in ("RGBA", "LA"):
        raise ImageRefused("Invalid mask image format - mask image missing alpha channel", code=code)
    if (mask.width, mask.height) != (image.width, image.height):
        raise ImageRefused("Invalid mask image format - mask size does not match image size", code=code)


def _check_has_alpha(image: Encoded) -> None:
    if image.mode not in ("RGBA", "LA", "L"):
        message = f"Invalid input image - format must be in ['RGBA', 'LA', 'L'], got {image.mode}."
        raise InvalidRequest(message, code="invalid_image_format")


def _unreadable(exc: pictures.Undecodable, reference: ImageReference, name: str, number: int | None) -> PinxitError:
    """The refusal of a picture that cannot be read: by its number in a form, by its place in JSON (contract 6.3)."""
    if isinstance(exc, pictures.TooManyPixels):
        param = name if reference.upload is None or number is None else "image"
        return ImageRefused(f"Invalid image: {exc}.", param=param, code="image_too_large")
    if reference.upload is None:
        kind = "file_id" if reference.file_id is not None else "image_url"
        return ImageRefused("Invalid image data.", param=f"{name}.{kind}", code="invalid_image_file")
    return _damaged(f"image {number}" if number else "the mask")


def _damaged(which: str) -> ImageRefused:
    message = f"Invalid image file or mode for {which}, please check your image file."
    return ImageRefused(message, code="invalid_image_file")


def _decode_all(opened: Opened, job: Job) -> Job:
    others = max(1, len(opened.images) - 1)
    box = min(LONGEST_SIDE[job.fidelity], math.isqrt(MAX_REFERENCE_PIXELS // others))
    sides = [(max(box, 2 * job.width), max(box, 2 * job.height)), *[(box, box)] * (len(opened.images) - 1)]
    images = [
        _decode(image, f"image {number}", *side)
        for number, (image, side) in enumerate(zip(opened.images, sides, strict=False), 1)
    ]
    alpha = None
    if opened.mask:
        alpha = _decode(opened.mask, "the mask", *sides[0]).getchannel("A")
    elif opened.alpha_is_mask and images[0].mode == "RGBA":
        alpha = images[0].getchannel("A")
        images[0] = images[0].convert("RGB")
    mask = alpha.resize((job.width, job.height), Image.Resampling.BILINEAR) if alpha else None
    return replace(job, inputs=tuple(images), mask=mask)


def _decode(image: Encoded, which: str, width: int, height: int) -> Image.Image:
    """Decode into `width` x `height` pixels; `which` says in an error which picture it is."""
    try:
        return image.decode(width, height)
    except pictures.Undecodable:
        raise _damaged(which) from None

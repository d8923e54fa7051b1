"""Images: a wire request becomes jobs, and their frames become wire events."""

import asyncio
import math
import random
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any, cast

from PIL.Image import Image as Pixels

from pinxit import pictures, tokens
from pinxit.catalog import Catalog, Profile
from pinxit.dispatcher import Dispatcher
from pinxit.errors import ImageRefused
from pinxit.jobs import Fidelity, Frame, Job, Picture, Preview, Quality, Style
from pinxit.service.origins import Origins
from pinxit.service.references import NOTHING, Opened, Opener
from pinxit.store.links import Links
from pinxit.wire.images import (
    Completed,
    DalleCompleted,
    EditRequest,
    GenerateRequest,
    Image,
    ImageEvent,
    ImageOptions,
    ImageRequest,
    ImagesResponse,
    Partial,
    Usage,
)

#: Words that ask for a shape, in the order in which they are looked for (contract 1.2: "chosen from the prompt").
LANDSCAPE = r"\b(landscape|panorama|panoramic|widescreen|wide[- ]angle|banner|skyline|horizontal|16:9|3:2|horizon)\b"
PORTRAIT = r"\b(portrait|poster|book cover|cover|vertical|tall|full[- ]body|phone wallpaper|bookmark|9:16|2:3)\b"
#: The quality words of DALL·E, in ours (contract 1.2).
DALLE_QUALITIES = {"standard": "medium", "hd": "high"}
#: What the events of a stream are called, by their operation: partial, then completed (contract 2).
EVENTS: dict[str, tuple[Any, Any]] = {
    "generations": ("image_generation.partial_image", "image_generation.completed"),
    "edits": ("image_edit.partial_image", "image_edit.completed"),
}


class ImageService:
    """Makes pictures. `dispatcher` knows who paints them; `seed` makes runs repeatable."""

    def __init__(
        self,
        catalog: Catalog,
        dispatcher: Dispatcher,
        links: Links,
        opener: Opener,
        origins: Origins,
        *,
        seed: int | None = None,
    ) -> None:
        self.catalog = catalog
        self.dispatcher = dispatcher
        self.links = links
        self.opener = opener
        self.origins = origins
        self.seed = seed

    async def make(
        self, request: ImageRequest, *, base_url: str, description: str | None = None
    ) -> AsyncGenerator[ImageEvent, None]:
        """Yield what streaming clients see of a generation, an edit or variations; the plain answer is `fold` of it.

        `base_url` is the address that was asked, without a slash at its end; links begin with it. `description` says
        what an edit is to show in the end, where that is known.
        """
        profile = self.catalog.profile(self.catalog.resolve(request.model))
        count: Any = request.n or profile.options["n"].default
        scheduler = self.dispatcher.scheduler(request.model)
        scheduler.check_room(count)
        opened = await self.opener.open(request, profile)
        job = self.make_job(request, prompt_of(request), profile, opened)
        job = await self.opener.decode(opened, job, partial(scheduler.check_room, count))
        sizes = [(image.width, image.height) for image in opened.images]
        painter = self.dispatcher.painter(request.model).name
        if opened.images:
            go_on = partial(self.origins.go_on, has_seed=request.seed is not None, description=description)
            job = await asyncio.to_thread(go_on, job, opened.images, painter)
        del opened  # the files; what is worked from is in the job
        jobs = [replace(job, seed=(job.seed + number) % 2**32) for number in range(count)]
        keep = await asyncio.to_thread(pictures.keeper, job.inputs[0] if job.inputs else None, job.mask)
        sent = 0
        async with aclosing(scheduler.run(jobs)) as frames:
            async for number, frame in frames:
                image = await asyncio.to_thread(keep, frame.image)
                exif = await asyncio.to_thread(self.origins.exif, frame, image, jobs[number], painter)
                if profile.answer == "dall-e":
                    yield await self._dalle(request, profile, frame, image, exif, base_url)
                    continue
                said = describe(request, jobs[number]) | {"image_index": number, "notes": frame.notes}
                said["b64_json"] = await asyncio.to_thread(encode_base64, image, request, exif)
                if isinstance(frame, Preview):
                    sent += 1
                    unfinished, _ = EVENTS[request.operation]
                    yield Partial(type=unfinished, **said, partial_image_index=frame.index)
                else:
                    usage = await asyncio.to_thread(self._usage, request, profile, job, sizes, sent)
                    _, completed = EVENTS[request.operation]
                    yield Completed(type=completed, **said, usage=usage, safety_identifier=request.safety_identifier)
                    sent = 0

    def make_job(self, options: ImageOptions, prompt: str, profile: Profile, opened: Opened = NOTHING) -> Job:
        """Make every choice that the caller left open. The only place where options become a Job."""
        defaults = {name: option.default for name, option in profile.options.items()}
        chosen = defaults | options.model_dump(exclude_none=True, exclude={"images", "mask"})
        size = choose_size(prompt, profile, opened) if chosen["size"] == "auto" else str(chosen["size"])
        width, height = pictures.parse_size(size)
        quality = profile.auto_quality if chosen["quality"] == "auto" else str(chosen["quality"])
        quality = DALLE_QUALITIES.get(quality, quality)
        painter = self.dispatcher.painter(options.model)
        checkpoint = painter.checkpoint_for(opened.task, has_mask=bool(opened.mask))
        if checkpoint and opened.task != "generate" and not checkpoint.takes_pictures:
            message = f"The model '{options.model}' is painted by {checkpoint.id} here, which takes no pictures."
            raise ImageRefused(message, param="image", code="invalid_value")
        steps = checkpoint.level(quality).steps if checkpoint else self.catalog.count_steps(painter.engine, quality)
        return Job(
            prompt=prompt,
            width=width,
            height=height,
            seed=self.choose_seed(options),
            steps=steps,
            checkpoint=checkpoint.id if checkpoint else None,
            quality=cast(Quality, quality),
            transparent=wants_transparency(prompt, options, profile),
            style=cast(Style | None, chosen.get("style")),
            previews=(options.partial_images or 0) if chosen.get("stream") else 0,
            task=opened.task,
            fidelity=cast(Fidelity, chosen.get("input_fidelity") or profile.auto_fidelity),
        )

    def check_room(self, model: str, count: int) -> None:
        """Raise `Closing` or `Busy` where `count` pictures by `model` would not be admitted."""
        self.dispatcher.scheduler(model).check_room(count)

    def max_inputs(self, model: str) -> int:
        """How many pictures `model` works from at most."""
        inputs = self.catalog.profile(self.catalog.resolve(model)).inputs
        return inputs.max_count if inputs else 0

    def choose_seed(self, options: ImageOptions) -> int:
        """The seed of the first picture; the others count on from it."""
        for seed in (options.seed, self.seed):
            if seed is not None:
                return seed
        return random.getrandbits(32)

    async def _dalle(
        self, request: ImageRequest, profile: Profile, frame: Frame, image: Pixels, exif: bytes, base_url: str
    ) -> DalleCompleted:
        item = Image()
        if profile.revises_prompts and isinstance(frame, Picture):
            item.revised_prompt = frame.caption or prompt_of(request)
        if (request.response_format or profile.options["response_format"].default) == "url":
            data = await asyncio.to_thread(encode, image, request, exif)
            item.url = base_url + await self.links.put(data, "png")
        else:
            item.b64_json = await asyncio.to_thread(encode_base64, image, request, exif)
        return DalleCompleted(created_at=int(time.time()), image=item, notes=frame.notes)

    def _usage(
        self,
        request: ImageRequest,
        profile: Profile,
        job: Job,
        sizes: Sequence[tuple[int, int]],
        partial_images: int,
    ) -> Usage:
        """What a picture cost; `sizes` are those of the pictures that it was made from, as they were sent."""
        assert profile.tokens is not None, "GPT image profiles name a table of tokens"
        table = self.catalog.tokens[profile.tokens]
        text = tokens.count_text(prompt_of(request)) + profile.text_tokens_per_input * len(sizes)
        inputs = sum(tokens.count_input(*size, job.fidelity) for size in sizes)
        picture = tokens.count_picture(table, job.quality, job.width, job.height)
        return tokens.usage(text, inputs, picture, partial_images)


def prompt_of(request: ImageRequest) -> str:
    """What is asked for in words; variations ask for nothing."""
    return request.prompt if isinstance(request, GenerateRequest | EditRequest) else ""


def choose_size(prompt: str, profile: Profile, opened: Opened = NOTHING) -> str:
    """Resolve `size: auto`: by the first picture to work from, or else by the words of the prompt.

    Words ask for the first of the profile's sizes in their shape. Of several references the words may make something
    new, so that they come first.
    """
    shapes = {size: pictures.parse_size(size) for size in profile.auto_sizes}
    words = prompt if len(opened.images) != 1 and not opened.mask else ""
    if re.search(LANDSCAPE, words, re.IGNORECASE):
        return next((size for size, (width, height) in shapes.items() if width > height), profile.auto_sizes[0])
    if re.search(PORTRAIT, words, re.IGNORECASE):
        return next((size for size, (width, height) in shapes.items() if width < height), profile.auto_sizes[0])
    if opened.images:
        shape = math.log(opened.images[0].width / opened.images[0].height)
        return min(shapes, key=lambda size: abs(math.log(shapes[size][0] / shapes[size][1]) - shape))
    return profile.auto_sizes[0]


def wants_transparency(prompt: str, options: ImageOptions, profile: Profile) -> bool:
    """Resolve `background: auto`: opaque, unless the words ask for a transparent one and the file can hold it."""
    if "background" not in profile.options or options.background not in (None, "auto"):
        return options.background == "transparent"
    can = pictures.FORMATS[options.output_format or "png"].has_alpha
    can = can and "transparent" in profile.options["background"].values
    return can and re.search(r"\btransparent background\b", prompt, re.IGNORECASE) is not None


def encode(image: Pixels, options: ImageOptions, exif: bytes = b"") -> bytes:
    compression = 100 if options.output_compression is None else options.output_compression
    return pictures.encode(image, options.output_format or "png", compression, exif)


def encode_base64(image: Pixels, options: ImageOptions, exif: bytes = b"") -> str:
    return pictures.to_base64(encode(image, options, exif))


def describe(options: ImageOptions, job: Job) -> dict[str, Any]:
    """What every event echoes: the choices as they were resolved, never "auto" (contract 1.5)."""
    return {
        "created_at": int(time.time()),
        "size": f"{job.width}x{job.height}",
        "quality": job.quality,
        "background": "transparent" if job.transparent else "opaque",
        "output_format": options.output_format or "png",
    }


async def fold(events: AsyncIterator[ImageEvent]) -> ImagesResponse:
    """The plain answer: the same events, only the finished ones (contract 1.5)."""
    finished = [event async for event in events if not isinstance(event, Partial)]
    last = finished[-1]
    notes = tuple(dict.fromkeys(note for event in finished for note in event.notes))
    if isinstance(last, DalleCompleted):
        data = [event.image for event in finished if isinstance(event, DalleCompleted)]
        return ImagesResponse(created=last.created_at, data=data, notes=notes)
    made = [event for event in finished if isinstance(event, Completed)]
    return ImagesResponse(
        created=last.created_at,
        data=[Image(b64_json=event.b64_json) for event in made],
        usage=tokens.total([event.usage for event in made]),
        notes=notes,
        **last.model_dump(include={"background", "output_format", "quality", "safety_identifier", "size"}),
    )

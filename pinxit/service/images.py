"""Images: a wire request becomes jobs, and their frames become wire events."""

import asyncio
import random
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, cast

from pinxit import pictures, tokens
from pinxit.catalog import Catalog, Profile
from pinxit.jobs import Job, Picture, Preview, Quality, Style
from pinxit.scheduler import Scheduler
from pinxit.store.links import Links
from pinxit.wire.images import (
    DalleCompleted,
    GenerateCompleted,
    GeneratePartial,
    GenerateRequest,
    Image,
    ImageEvent,
    ImageOptions,
    ImagesResponse,
)

#: Words that ask for a shape, in the order in which they are looked for (contract 1.2: "chosen from the prompt").
LANDSCAPE = r"\b(landscape|panorama|panoramic|widescreen|wide[- ]angle|banner|skyline|horizontal|16:9|3:2|horizon)\b"
PORTRAIT = r"\b(portrait|poster|book cover|cover|vertical|tall|full[- ]body|phone wallpaper|bookmark|9:16|2:3)\b"
#: The quality words of DALL·E, in ours (contract 1.2).
DALLE_QUALITIES = {"standard": "medium", "hd": "high"}


class ImageService:
    """Makes pictures. `engine` names the engine behind `scheduler`, for its steps; `seed` makes runs repeatable."""

    def __init__(
        self, catalog: Catalog, scheduler: Scheduler, links: Links, *, engine: str, seed: int | None = None
    ) -> None:
        self.catalog = catalog
        self.scheduler = scheduler
        self.links = links
        self.engine = engine
        self.seed = seed

    async def generate(self, request: GenerateRequest, *, base_url: str) -> AsyncGenerator[ImageEvent, None]:
        """Yield what streaming clients see; the plain answer is `fold` of the same events.

        `base_url` is the address that was asked, without a slash at its end; links begin with it.
        """
        profile = self.catalog.profile(self.catalog.resolve(request.model))
        count: Any = request.n or profile.options["n"].default
        seed = self._seed(request)
        jobs = [self.make_job(request, request.prompt, profile, seed=seed + number) for number in range(count)]
        sent = 0
        async with aclosing(self.scheduler.run(jobs)) as frames:
            async for number, frame in frames:
                job = jobs[number]
                if isinstance(frame, Picture) and profile.answer == "dall-e":
                    yield await self._dalle(request, profile, frame, base_url)
                    continue
                said = describe(request, job) | {"image_index": number}
                said["b64_json"] = await asyncio.to_thread(encode_base64, frame.image, request)
                if isinstance(frame, Preview):
                    sent += 1
                    yield GeneratePartial(**said, partial_image_index=frame.index)
                else:
                    usage = await asyncio.to_thread(self._usage, request, profile, job, sent)
                    yield GenerateCompleted(**said, usage=usage, safety_identifier=request.safety_identifier)
                    sent = 0

    def make_job(self, options: ImageOptions, prompt: str, profile: Profile, *, seed: int) -> Job:
        """Make every choice that the caller left open. The only place where options become a Job."""
        chosen = {name: option.default for name, option in profile.options.items()} | options.model_dump(
            exclude_none=True
        )
        size = choose_size(prompt, profile) if chosen["size"] == "auto" else str(chosen["size"])
        width, height = pictures.parse_size(size)
        quality = profile.auto_quality if chosen["quality"] == "auto" else str(chosen["quality"])
        quality = DALLE_QUALITIES.get(quality, quality)
        return Job(
            prompt=prompt,
            width=width,
            height=height,
            seed=seed % 2**32,
            steps=self.catalog.count_steps(self.engine, quality),
            quality=cast(Quality, quality),
            transparent=wants_transparency(prompt, options, profile),
            style=cast(Style | None, chosen.get("style")),
            previews=(options.partial_images or 0) if chosen.get("stream") else 0,
        )

    def _seed(self, request: GenerateRequest) -> int:
        """The seed of the first picture; the others count on from it."""
        for seed in (request.seed, self.seed):
            if seed is not None:
                return seed
        return random.getrandbits(32)

    async def _dalle(
        self, request: GenerateRequest, profile: Profile, picture: Picture, base_url: str
    ) -> DalleCompleted:
        image = Image(revised_prompt=(picture.caption or request.prompt) if profile.revises_prompts else None)
        if (request.response_format or profile.options["response_format"].default) == "url":
            data = await asyncio.to_thread(encode, picture.image, request)
            image.url = base_url + await self.links.put(data, "png")
        else:
            image.b64_json = await asyncio.to_thread(encode_base64, picture.image, request)
        return DalleCompleted(created_at=int(time.time()), image=image)

    def _usage(self, request: GenerateRequest, profile: Profile, job: Job, partial_images: int) -> Any:
        assert profile.tokens is not None, "GPT image profiles name a table of tokens"
        table = self.catalog.tokens[profile.tokens]
        picture = tokens.count_picture(table, job.quality, job.width, job.height)
        return tokens.usage(tokens.count_text(request.prompt), picture, partial_images)


def choose_size(prompt: str, profile: Profile) -> str:
    """Resolve `size: auto` by the words of the prompt: the first of the profile's sizes in the shape they ask for."""
    shapes = {size: pictures.parse_size(size) for size in profile.auto_sizes}
    if re.search(LANDSCAPE, prompt, re.IGNORECASE):
        return next((size for size, (width, height) in shapes.items() if width > height), profile.auto_sizes[0])
    if re.search(PORTRAIT, prompt, re.IGNORECASE):
        return next((size for size, (width, height) in shapes.items() if width < height), profile.auto_sizes[0])
    return profile.auto_sizes[0]


def wants_transparency(prompt: str, options: ImageOptions, profile: Profile) -> bool:
    """Resolve `background: auto`: opaque, unless the words ask for a transparent one and the file can hold it."""
    if "background" not in profile.options or options.background not in (None, "auto"):
        return options.background == "transparent"
    can = pictures.FORMATS[options.output_format or "png"].has_alpha
    can = can and "transparent" in profile.options["background"].values
    return can and re.search(r"\btransparent background\b", prompt, re.IGNORECASE) is not None


def encode(image: Any, options: ImageOptions) -> bytes:
    compression = 100 if options.output_compression is None else options.output_compression
    return pictures.encode(image, options.output_format or "png", compression)


def encode_base64(image: Any, options: ImageOptions) -> str:
    return pictures.to_base64(encode(image, options))


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
    finished = [event async for event in events if not isinstance(event, GeneratePartial)]
    last = finished[-1]
    if isinstance(last, DalleCompleted):
        data = [event.image for event in finished if isinstance(event, DalleCompleted)]
        return ImagesResponse(created=last.created_at, data=data)
    made = [event for event in finished if isinstance(event, GenerateCompleted)]
    return ImagesResponse(
        created=last.created_at,
        data=[Image(b64_json=event.b64_json) for event in made],
        usage=tokens.total([event.usage for event in made]),
        **last.model_dump(include={"background", "output_format", "quality", "safety_identifier", "size"}),
    )

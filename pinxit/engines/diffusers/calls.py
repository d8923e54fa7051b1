"""A job as the call of a pipeline: which class, at which size, with which arguments."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageOps

from pinxit.checkpoints import Checkpoint
from pinxit.engines.diffusers.sizes import native_size, shrunk
from pinxit.jobs import Job
from pinxit.pictures import flatten

#: What is added to the words, for choices that a pipeline has no argument for.
STYLE_WORDS = {"vivid": "vivid colours, dramatic light", "natural": "natural colours, soft light"}
PLAIN_GROUND = "isolated on a plain white background"
#: What a variation is asked for where the model looks at its pictures and wants words too.
VARIATION = "The same subject in a new composition."


@dataclass(frozen=True, slots=True)
class Call:
    """How a pipeline is called for a job; the prompt and the seed are left to whoever calls it."""

    pipeline: str
    """The name of a diffusers class."""
    width: int
    height: int
    prompt: str
    steps: int
    """`num_inference_steps`, of which a strength below 1 leaves out the first."""
    arguments: dict[str, Any] = field(default_factory=dict)
    """What the class takes beside those; a call leaves out what it does not know."""
    notes: tuple[str, ...] = ()
    """What of the job is not done."""


def plan(job: Job, checkpoint: Checkpoint) -> Call:
    """Make the call for `job`. The checkpoint was found able to do the job's task when it was admitted."""
    width, height = native_size(job.width, job.height, checkpoint, job.quality)
    level = checkpoint.level(job.quality)
    arguments: dict[str, Any] = {checkpoint.guidance_as: level.guidance}
    if checkpoint.negative_prompt is not None and level.guidance > 1:
        arguments["negative_prompt"] = checkpoint.negative_prompt
    kind, given, notes = _way(job, checkpoint, (width, height))
    return Call(
        pipeline=kind,
        width=width,
        height=height,
        prompt=_words(job, paints_over=kind == checkpoint.image_to_image),
        steps=math.ceil(round(job.steps / given.get("strength", 1.0), 6)),
        arguments=arguments | given,
        notes=notes,
    )


def _way(job: Job, checkpoint: Checkpoint, size: tuple[int, int]) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The class that does it, the pictures for it, and what is not done."""
    if not job.inputs:
        return checkpoint.pipeline, {}, ()
    if job.mask and checkpoint.inpaint:
        return _inpaint(job, checkpoint, checkpoint.inpaint, job.mask, size)
    if checkpoint.edit and checkpoint.references:
        most = checkpoint.references.max_count
        shown = [_shown(image, job, checkpoint) for image in job.inputs[:most]]
        return checkpoint.edit, {"image": shown if most > 1 else shown[0]}, _left_out(len(job.inputs) - most)
    assert checkpoint.image_to_image, "a checkpoint that takes no pictures was asked for an edit"
    given = {"image": side_by_side(job.inputs, size), "strength": _strength(job, checkpoint)}
    return checkpoint.image_to_image, given, ()


def _inpaint(
    job: Job, checkpoint: Checkpoint, kind: str, mask: Image.Image, size: tuple[int, int]
) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The first picture with the mask; the others are shown to a class that takes references beside it."""
    given = {
        "image": flatten(job.inputs[0]).resize(size, Image.Resampling.LANCZOS),
        "mask_image": ImageOps.invert(mask).resize(size, Image.Resampling.BILINEAR),
        "strength": checkpoint.strengths.masked,
    }
    others = [_shown(image, job, checkpoint) for image in job.inputs[1:]]
    if not others:
        return kind, given, ()
    if not _takes_references(kind):
        return kind, given, _left_out(len(others))
    return kind, given | {"image_reference": others}, ()


def _takes_references(kind: str) -> bool:
    import inspect

    import diffusers

    return "image_reference" in inspect.signature(getattr(diffusers, kind).__call__).parameters


def _left_out(count: int) -> tuple[str, ...]:
    if count <= 0:
        return ()
    return (f"the last {count} pictures" if count > 1 else "the last picture",)


def _shown(image: Image.Image, job: Job, checkpoint: Checkpoint) -> Image.Image:
    """A reference as the model sees it: as large as the fidelity says."""
    references = checkpoint.references
    most = (
        1.0
        if references is None
        else references.high_megapixels
        if job.fidelity == "high"
        else references.low_megapixels
    )
    return flatten(image).resize(shrunk(*image.size, most), Image.Resampling.LANCZOS)


def _strength(job: Job, checkpoint: Checkpoint) -> float:
    strengths = checkpoint.strengths
    if job.task == "vary":
        return strengths.varied
    return strengths.high if job.fidelity == "high" else strengths.low


def side_by_side(images: Sequence[Image.Image], size: tuple[int, int]) -> Image.Image:
    """One picture to paint over: the only one stretched to `size`, or all of them in a row or in rows, each whole."""
    width, height = size
    if len(images) == 1:
        return flatten(images[0]).resize(size, Image.Resampling.LANCZOS)
    columns = min(len(images), max(1, round(math.sqrt(len(images) * width / height))))
    rows = math.ceil(len(images) / columns)
    sheet = Image.new("RGB", size, "white")
    for number, image in enumerate(images):
        left, top = number % columns * width // columns, number // columns * height // rows
        fitted = ImageOps.contain(flatten(image), (width // columns, height // rows))
        sheet.paste(
            fitted, (left + (width // columns - fitted.width) // 2, top + (height // rows - fitted.height) // 2)
        )
    return sheet


def _words(job: Job, *, paints_over: bool) -> str:
    """The prompt with what is said in words for want of an argument.

    Painting over a picture follows a description of the whole, and not an instruction; there is one where the picture
    was drawn of words here.
    """
    prompt = (job.description if paints_over else None) or job.prompt
    if job.task == "vary" and not prompt and not paints_over:
        prompt = VARIATION
    parts = [prompt.rstrip(" .,") if job.style or job.transparent else prompt]
    if job.style:
        parts.append(STYLE_WORDS[job.style])
    if job.transparent:
        parts.append(PLAIN_GROUND)
    return ", ".join(part for part in parts if part)

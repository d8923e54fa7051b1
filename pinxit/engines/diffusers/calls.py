"""A job as the call of a pipeline: which class, at which size, with which arguments."""

import itertools
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
#: The shortest edge in pixels, and the most edges to one, of pictures that are looked at: of FLUX.2 in diffusers.
MIN_EDGE, MAX_SHAPE = 64, 8
#: Classes that take a single prompt a call: their text encoder sees the pictures, which it would have to for each.
ONE_AT_A_TIME = frozenset({"QwenImageEditPipeline", "QwenImageEditPlusPipeline", "QwenImageEditInpaintPipeline"})


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
    """What the class takes beside those; a call leaves out what it does not know. A list of pictures is shared by all
    jobs of a call; a single picture or text is one job's."""
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
    steps = job.steps
    if "strength" in given:
        steps, given["strength"] = _schedule(job.steps, given["strength"])
    return Call(
        pipeline=kind,
        width=width,
        height=height,
        prompt=_words(job, paints_over=kind == checkpoint.image_to_image),
        steps=steps,
        arguments=arguments | given,
        notes=notes,
    )


def is_alone(job: Job, checkpoint: Checkpoint) -> bool:
    """Whether a call cannot paint others with `job`: some classes take one, and those that inpaint with references give
    each job of a call one of them where there are as many."""
    kind = _kind(job, checkpoint)
    return kind in ONE_AT_A_TIME or (kind == checkpoint.inpaint and len(job.inputs) > 1 and _takes_references(kind))


def _schedule(steps: int, strength: float) -> tuple[int, float]:
    """`num_inference_steps` and the strength for it, with which exactly `steps` are taken.

    Pipelines leave out the first of them, and some round that up and some down: so their product is to be whole. A
    strength below 1 leaves out one at least, as nothing would be left of the picture otherwise.
    """
    if strength >= 1:
        return steps, 1.0
    least = max(round(steps / strength), steps + 1)
    total = next(total for total in itertools.count(least) if steps / total * total == steps)
    return total, steps / total


def _kind(job: Job, checkpoint: Checkpoint) -> str:
    """The diffusers class that paints `job`."""
    if not job.inputs:
        return checkpoint.pipeline
    kind = (checkpoint.inpaint if job.mask else None) or checkpoint.edit or checkpoint.image_to_image
    assert kind, "a checkpoint that takes no pictures was asked for an edit"
    return kind


def _way(job: Job, checkpoint: Checkpoint, size: tuple[int, int]) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The class that does it, the pictures for it, and what is not done."""
    kind = _kind(job, checkpoint)
    if not job.inputs:
        return kind, {}, ()
    if job.mask and kind == checkpoint.inpaint:
        return _inpaint(job, checkpoint, kind, job.mask, size)
    if kind == checkpoint.edit and checkpoint.references:
        most = checkpoint.references.max_count
        shown = [_shown(image, job, checkpoint) for image in job.inputs[:most]]
        return kind, {"image": shown if most > 1 else shown[0]}, _left_out(len(job.inputs) - most)
    return kind, {"image": side_by_side(job.inputs, size), "strength": _strength(job, checkpoint)}, ()


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
    # of one size, since the pipeline would cut all to the shape of the first
    alike = [others[0], *(ImageOps.pad(each, others[0].size, color="white") for each in others[1:])]
    return kind, given | {"image_reference": alike}, ()


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
    width, height = shrunk(*image.size, most)
    shown = flatten(image).resize((width, height), Image.Resampling.LANCZOS)
    edge = max(MIN_EDGE, math.ceil(max(width, height) / MAX_SHAPE))
    return ImageOps.pad(shown, (max(width, edge), max(height, edge)), color="white")


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

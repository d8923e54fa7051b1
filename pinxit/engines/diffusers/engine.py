"""Paints with open models: brings them to the device, calls their pipelines, and lets go of what is not needed."""

import gc
import inspect
import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PIL import Image

from pinxit.checkpoints import Checkpoint
from pinxit.engines.cutting.cutout import cut_out
from pinxit.engines.diffusers.calls import Call, is_alone, plan
from pinxit.engines.diffusers.devices import Device
from pinxit.engines.diffusers.latents import Trajectory
from pinxit.engines.diffusers.loading import Loaded, load
from pinxit.engines.diffusers.sizes import MEGA, native_size
from pinxit.errors import Cancelled, ConfigError, EngineFailed, ImageRefused, OutOfMemory
from pinxit.jobs import Job, Picture, Watch
from pinxit.weights import Weights

logger = logging.getLogger(__name__)

RIM = 2
"""Pixels at each edge of what a decoder makes that are no ground to go by: it saw nothing beyond them."""


class DiffusersEngine:
    """Paints on one device with the open models of `checkpoints`, of which as many stay there as its memory holds.

    `first` is loaded at once, the others when a job asks for them.
    """

    def __init__(
        self, checkpoints: Sequence[Checkpoint], weights: Weights, device: Device, *, first: Checkpoint | None = None
    ) -> None:
        self.device = device
        self._checkpoints = {checkpoint.id: checkpoint for checkpoint in checkpoints}
        self._weights = weights
        self._first = first
        self._loaded: OrderedDict[str, Loaded] = OrderedDict()

    def load(self) -> None:
        import diffusers  # noqa: F401  # several seconds, which are better spent now than in the first job

        if self._first:
            self._bring(self._first)

    def render(self, job: Job, watch: Watch) -> Picture:
        (picture,) = self.render_batch([job], [watch])
        if isinstance(picture, BaseException):
            raise picture
        return picture

    def batch(self, job: Job) -> tuple[Hashable, int]:
        """Jobs of one model, size and quality are painted together, as many as the device gains by.

        Never where a step cache compares the whole batch with itself: one picture would hang on the others.
        """
        checkpoint = self._checkpoint(job)
        width, height = native_size(job.width, job.height, checkpoint, job.quality)
        must_be_alone = checkpoint.step_cache or is_alone(job, checkpoint)
        most = 1 if must_be_alone else int(checkpoint.batch_megapixels * MEGA // (width * height))
        inputs = (*map(id, job.inputs), id(job.mask))  # those of one request only
        choices = (job.steps, job.quality, job.task, job.fidelity, job.transparent, job.style, job.description)
        return (checkpoint.id, job.width, job.height, *choices, *inputs), max(1, most)

    def render_batch(self, jobs: Sequence[Job], watches: Sequence[Watch]) -> list[Picture | BaseException]:
        followers = [Follower(job, watch) for job, watch in zip(jobs, watches, strict=True)]
        checkpoint = self._checkpoint(jobs[0])
        with self._minding_memory(jobs[0]):
            loaded = self._ready(checkpoint)
            calls = [plan(job, checkpoint) for job in jobs]
            pipeline = loaded.pipeline(calls[0].pipeline)
            for follower, call in zip(followers, calls, strict=True):
                follower.tell(call.notes + unread(pipeline, call.prompt))
            try:
                images = _call(pipeline, loaded, calls, followers)
            except _EverybodyLeft:
                return [follower.left or Cancelled("The caller went away.") for follower in followers]
        return [follower.finish(image) for follower, image in zip(followers, images, strict=True)]

    def close(self) -> None:
        self._loaded.clear()
        _free(self.device)

    def _checkpoint(self, job: Job) -> Checkpoint:
        name = job.checkpoint or next(iter(self._checkpoints))
        return self._checkpoints[name]

    def _ready(self, checkpoint: Checkpoint) -> Loaded:
        """The model on the device. What is wrong with it is for the server's log, not for callers."""
        try:
            return self._bring(checkpoint)
        except (ConfigError, EngineFailed) as exc:
            logger.error("%s cannot be loaded: %s", checkpoint.id, exc)
            raise EngineFailed(f"The model '{checkpoint.id}' cannot be loaded; the server's log says why.") from None

    def _bring(self, checkpoint: Checkpoint) -> Loaded:
        """The model on the device, after those that were used the longest ago have made room for it."""
        if checkpoint.id in self._loaded:
            self._loaded.move_to_end(checkpoint.id)
            return self._loaded[checkpoint.id]
        taken = [each.checkpoint.memory_gib for each in self._loaded.values()]
        while taken and sum(taken) + checkpoint.memory_gib > self.device.memory_gib:
            name = next(iter(self._loaded))
            del self._loaded[name]  # and nothing else may hold it while the next one is read
            taken.pop(0)
            logger.info("%s makes room for %s on %s", name, checkpoint.id, self.device.name)
            _free(self.device)
        self._loaded[checkpoint.id] = load(checkpoint, self._weights, self.device)
        return self._loaded[checkpoint.id]

    def _keep_the_last(self) -> None:
        """Leave the device to the model that was used last."""
        while len(self._loaded) > 1:
            self._loaded.popitem(last=False)
        _free(self.device)

    @contextmanager
    def _minding_memory(self, job: Job) -> Iterator[None]:
        """Make a sentence of it when the device is full, and leave it to the model at work alone."""
        import torch

        try:
            yield
        except (torch.OutOfMemoryError, MemoryError, RuntimeError) as exc:
            if isinstance(exc, RuntimeError) and not _is_about_memory(exc):
                raise
            exc.__traceback__ = None  # its frames hold the tensors that filled the device
        else:
            return
        self._keep_the_last()
        raise OutOfMemory(
            f"{self.device.name} has not enough memory for a picture of {job.width}x{job.height} at this quality: "
            "a smaller size or a lower quality needs less."
        )


class _EverybodyLeft(Exception):
    """Nobody waits for anything of this call."""


class Follower:
    """One job of a call: what its caller is told and shown, and whether it is still there."""

    def __init__(self, job: Job, watch: Watch) -> None:
        self.job = job
        self.left: Cancelled | None = None
        """How the caller left, once it has."""
        self._watch = watch
        self._steps = 0

    def tell(self, notes: Sequence[str]) -> None:
        for note in notes:
            self._watch.tell(note)

    def advance(self, done: int, steps: int) -> bool:
        """Take notice that so many of the pipeline's `steps` are done; True when a preview is due.

        They are counted in the job's own steps, of which there may be a few more or less.
        """
        is_due = False
        try:
            while self.left is None and self._steps < self.job.steps * done // steps:
                self._steps += 1
                is_due |= self._watch.step()
        except Cancelled as exc:
            self.left = exc
            return False
        return is_due

    def show(self, image: Image.Image) -> None:
        self._watch.show(self._fitted(image))

    def finish(self, image: Image.Image) -> Picture | BaseException:
        """The picture as it was ordered, or why there is none."""
        if self.left is None:
            self.advance(1, 1)  # whatever was not counted, as by a pipeline that cannot be watched
        if self.left is not None:
            return self.left
        try:
            return Picture(self._fitted(_cut_from_ground(image) if self.job.transparent else image))
        except ImageRefused as exc:
            return exc

    def _fitted(self, image: Image.Image) -> Image.Image:
        image = image if image.mode == "RGBA" and self.job.transparent else image.convert("RGB")
        size = (self.job.width, self.job.height)
        image = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
        return image.convert("RGBA") if self.job.transparent else image


def _call(pipeline: Any, loaded: Loaded, calls: Sequence[Call], followers: Sequence[Follower]) -> list[Image.Image]:
    """Call the pipeline once for all, and show on the way what is due."""
    import torch

    call, known = calls[0], inspect.signature(pipeline.__call__).parameters
    arguments = {
        "prompt": [plain(pipeline, each.prompt) for each in calls],
        "width": call.width,
        "height": call.height,
        "num_inference_steps": call.steps,
        # drawn by the processor, so that a seed gives the same noise on every device and in every batch
        "generator": [torch.Generator("cpu").manual_seed(follower.job.seed) for follower in followers],
        **{name: _for_each(value, len(calls)) for name, value in call.arguments.items()},
    }
    try:
        with Trajectory(pipeline.scheduler) as trajectory:
            arguments["callback_on_step_end"] = _observer(pipeline, loaded, call, followers, trajectory)
            made = pipeline(**{name: value for name, value in arguments.items() if name in known}).images
    finally:
        pipeline.maybe_free_model_hooks()
    return list(made)


def _for_each(value: Any, count: int) -> Any:
    """A picture or a text for each job of a call.

    If there were one for all, the first job's seed alone would be drawn from to encode it, and each of the others would
    give another picture than in a call of its own.
    """
    return [value] * count if count > 1 and isinstance(value, str | Image.Image) else value


def _observer(
    pipeline: Any, loaded: Loaded, call: Call, followers: Sequence[Follower], trajectory: Trajectory
) -> Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]:
    """What the pipeline calls after every step."""

    def observe(_: Any, number: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        steps = max(number + 1, int(getattr(pipeline, "num_timesteps", 0)) or call.steps)
        due = [position for position, each in enumerate(followers) if each.advance(number + 1, steps)]
        if all(follower.left for follower in followers):
            raise _EverybodyLeft
        if due:
            previews = loaded.previewer.paint(trajectory.destination(), call.width, call.height)
            for position in due:
                followers[position].show(previews[position])
        return {}

    return observe


def plain(pipeline: Any, prompt: str) -> str:
    """`prompt` with a space in whatever a tokenizer would take for a mark of its own, such as <|im_end|>."""
    tokenizers = (getattr(pipeline, name, None) for name in ("tokenizer", "tokenizer_2", "tokenizer_3"))
    for tokenizer in filter(None, tokenizers):
        for mark in tokenizer.get_added_vocab():
            if len(mark) > 2:
                prompt = prompt.replace(mark, f"{mark[0]} {mark[1:]}")
    return prompt


def unread(pipeline: Any, prompt: str) -> tuple[str, ...]:
    """A note of the words that the model's text encoder does not read, since there are too many before them."""
    tokenizer = getattr(pipeline, "tokenizer", None)
    if tokenizer is None:
        return ()
    parameter = inspect.signature(pipeline.__call__).parameters.get("max_sequence_length")
    most = parameter.default if parameter else tokenizer.model_max_length
    if len(prompt) < most:  # a token is a character at least
        return ()
    tokens = tokenizer(prompt, truncation=False)["input_ids"]
    if len(tokens) <= most:
        return ()
    last = tokenizer.decode(tokens[: most - 1], skip_special_tokens=True).split()[-4:]
    return (f"the words after '{' '.join(last)}'",)


def _cut_from_ground(image: Image.Image) -> Image.Image:
    """The subject of a picture that was painted on a plain ground, RGBA, everything else clear.

    Raises `ImageRefused` where none can be told from the rest: an opaque picture is not given out for a clear one.
    """
    if image.mode == "RGBA":
        return image
    inner = image.crop((RIM, RIM, image.width - RIM, image.height - RIM))
    found = cut_out(inner)
    if not found.is_clean:
        message = "The background of this picture cannot be made transparent. Try another prompt, or an opaque one."
        raise ImageRefused(message, param="background", code="invalid_value")
    sheet = Image.new("RGBA", image.size, (0, 0, 0, 0))
    sheet.paste(found.image, (found.box[0] + RIM, found.box[1] + RIM))
    return sheet


def _is_about_memory(exc: RuntimeError) -> bool:
    """Whether torch ran out of memory, for which the processor's allocator raises a plain RuntimeError."""
    import torch

    if isinstance(exc, torch.OutOfMemoryError):
        return True
    return any(words in str(exc).lower() for words in ("out of memory", "not enough memory", "can't allocate memory"))


def _free(device: Device) -> None:
    """Give what nothing holds any more back to the device."""
    gc.collect()
    if device.kind in ("cuda", "mps"):
        import torch

        getattr(torch, device.kind).empty_cache()

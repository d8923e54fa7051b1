"""Brings an open model to a device: its pipeline, what is added to it, and how it is tuned."""

import inspect
import json
import logging
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from pinxit.checkpoints import Checkpoint
from pinxit.engines.diffusers.devices import Device
from pinxit.engines.diffusers.previews import Previewer
from pinxit.errors import ConfigError, EngineFailed
from pinxit.weights import Weights

#: How far the first block's output may change before the others are computed again, as diffusers advises for FLUX.
FIRST_BLOCK_THRESHOLD = 0.08
#: What cannot use that cache, since its first blocks return words and picture apart and its last ones together.
NO_FIRST_BLOCK = frozenset({"Flux2Transformer2DModel"})
NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class Loaded:
    """An open model on its device, with a pipeline for each way that it paints. They share one set of weights."""

    def __init__(self, checkpoint: Checkpoint, pipeline: Any, device: Device, tiny: Any = None) -> None:
        self.checkpoint = checkpoint
        self.device = device
        self._pipelines: dict[str, Any] = {}
        self._first = pipeline
        self.factor = int(getattr(pipeline, "vae_scale_factor", 8))
        """How many pixels a row or a column of the latents stands for."""
        _tune(pipeline, checkpoint)
        if not self._is_offloaded:
            pipeline.to(device.name)
        self.previewer = Previewer(pipeline.vae, checkpoint.layout, self.factor, tiny)

    def pipeline(self, name: str) -> Any:
        """The pipeline of the diffusers class called `name`."""
        if name not in self._pipelines:
            import diffusers

            kind = getattr(diffusers, name)
            pipeline = self._first if type(self._first) is kind else _derived(self._first, kind)
            pipeline.set_progress_bar_config(disable=True)
            if self._is_offloaded:
                self._offload(pipeline)
            self._pipelines[name] = pipeline
        return self._pipelines[name]

    @property
    def _is_offloaded(self) -> bool:
        """Whether the weights come to the device when they are needed; for a processor they are there."""
        return self.checkpoint.offload is not None and self.device.kind != "cpu"

    def _offload(self, pipeline: Any) -> None:
        if self.checkpoint.offload == "model":
            pipeline.enable_model_cpu_offload(device=self.device.name)
        else:
            pipeline.enable_sequential_cpu_offload(device=self.device.name)


def load(checkpoint: Checkpoint, weights: Weights, device: Device) -> Loaded:
    """Read `checkpoint` from disk, with no network. A processor works in float32, whatever the weights are in.

    Raises `ConfigError` where its settings ask for what there is not, and `EngineFailed` where its weights are no good.
    """
    import diffusers
    import torch

    index = _index(checkpoint, weights)
    _look_over(checkpoint, index, device)
    dtype = torch.float32 if device.kind == "cpu" else getattr(torch, checkpoint.dtype)
    with _quiet(), _blaming(checkpoint, weights):
        pipeline = getattr(diffusers, checkpoint.pipeline).from_pretrained(
            weights.path(checkpoint),
            dtype=dtype,
            variant=checkpoint.variant,
            use_safetensors=True,
            local_files_only=True,
            **_parts(checkpoint, index, weights, dtype),
        )
        _check_ways(pipeline, checkpoint)
        _add_loras(pipeline, checkpoint, weights)
        return Loaded(checkpoint, pipeline, device, _tiny_decoder(checkpoint, weights, device, dtype))


def _index(checkpoint: Checkpoint, weights: Weights) -> dict[str, Any]:
    """Which classes the parts of the pipeline are of: its `model_index.json`."""
    path = weights.path(checkpoint) / "model_index.json"
    wanted = [path, *map(weights.part_path, checkpoint.parts)]
    if checkpoint.preview:
        wanted.append(weights.tiny_decoder_path(checkpoint.preview) / "config.json")
    for each in wanted:
        if not each.is_file():
            hint = "" if checkpoint.local else f" `pinxit models pull {checkpoint.id}` gets it."
            raise EngineFailed(f"The open model {checkpoint.id!r} lacks {each}.{hint}")
    try:
        index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise EngineFailed(f"The open model {checkpoint.id!r} is damaged: {path} is no JSON.") from None
    return index


def _look_over(checkpoint: Checkpoint, index: dict[str, Any], device: Device) -> None:
    """Refuse in a sentence what would fail deep in a library, or too late. Raises `ConfigError`."""
    import diffusers

    for kind in _ways(checkpoint):
        if kind not in dir(diffusers):
            raise _wrong(checkpoint, f"names the class {kind}, which diffusers {diffusers.__version__} does not have")
    if checkpoint.quantization in ("int8", "nf4"):
        if device.kind != "cuda":
            raise _wrong(checkpoint, f"is quantized as {checkpoint.quantization}, which only works on a CUDA device")
        _need(checkpoint, "bitsandbytes", f"quantized as {checkpoint.quantization}")
    if checkpoint.gguf:
        _need(checkpoint, "gguf", "read from a GGUF file")
    if checkpoint.loras:
        _need(checkpoint, "peft", "used with a LoRA")
    if index.get("processor", [None])[0] == "transformers":  # all of those with pictures import it
        _need(checkpoint, "torchvision", "shown pictures")


def _ways(checkpoint: Checkpoint) -> list[str]:
    """The classes that the model paints by."""
    return list(filter(None, (checkpoint.pipeline, checkpoint.edit, checkpoint.image_to_image, checkpoint.inpaint)))


def _check_ways(pipeline: Any, checkpoint: Checkpoint) -> None:
    """Refuse a class that the parts of `pipeline` do not make up, before a job asks for it."""
    import diffusers

    for kind in _ways(checkpoint):
        lacking = sorted(_wanted(getattr(diffusers, kind), always=True) - set(pipeline.components))
        if lacking:
            raise _wrong(checkpoint, f"names the class {kind}, but has no {' and no '.join(lacking)} for it")


def _need(checkpoint: Checkpoint, package: str, purpose: str) -> None:
    if find_spec(package) is None:
        raise _wrong(checkpoint, f"cannot be {purpose} without the package {package}: pip install {package}")


def _wrong(checkpoint: Checkpoint, fault: str) -> ConfigError:
    return ConfigError(f"The open model {checkpoint.id!r} {fault}.")


@contextmanager
def _blaming(checkpoint: Checkpoint, weights: Weights) -> Iterator[None]:
    """Make a sentence of what libraries raise for files that are missing, damaged, or of another model."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, SafetensorError) as exc:
        raise _unfit(checkpoint, weights, _shortened(exc)) from exc
    except NotImplementedError as exc:  # torch has nothing to copy from
        raise _unfit(checkpoint, weights, "its files lack weights that its config.json speaks of") from exc
    except RuntimeError as exc:
        if "loading state_dict" not in str(exc):
            raise
        raise _unfit(checkpoint, weights, _shortened(exc)) from exc


def _unfit(checkpoint: Checkpoint, weights: Weights, reason: str) -> EngineFailed:
    path = weights.path(checkpoint)
    return EngineFailed(f"The open model {checkpoint.id!r} cannot be loaded from {path}: {reason}.")


def _shortened(exc: Exception) -> str:
    """What is the matter, in one line, as some libraries add the names of everything that there is."""
    return textwrap.shorten(str(exc) or type(exc).__name__, 300, placeholder=" …").rstrip(".")


@contextmanager
def _quiet() -> Iterator[None]:
    """No bars and no advice while weights are read; and never a prompt in the log, as when one is cut."""
    import diffusers
    import transformers

    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()
    logging.getLogger("accelerate").setLevel(logging.ERROR)
    yield


def _parts(checkpoint: Checkpoint, index: dict[str, Any], weights: Weights, dtype: Any) -> dict[str, Any]:
    """What stands in for parts of the pipeline, as arguments for reading it."""
    import diffusers

    given: dict[str, Any] = {}
    if "safety_checker" in index:  # what may be painted is the server's to say, for every model alike
        given |= {"safety_checker": None, "requires_safety_checker": False}
    if checkpoint.gguf:
        kind = getattr(diffusers, index["transformer"][1])
        given["transformer"] = kind.from_single_file(
            str(weights.part_path(checkpoint.gguf)),
            config=str(weights.path(checkpoint)),
            subfolder="transformer",
            quantization_config=diffusers.GGUFQuantizationConfig(compute_dtype=dtype),
            dtype=dtype,
            local_files_only=True,
        )
    if checkpoint.quantization in ("int8", "nf4"):
        given["quantization_config"] = _bitsandbytes(checkpoint.quantization, index, dtype)
    return given


def _tiny_decoder(checkpoint: Checkpoint, weights: Weights, device: Device, dtype: Any) -> Any:
    import diffusers

    if checkpoint.preview is None:
        return None
    path = weights.tiny_decoder_path(checkpoint.preview)
    return diffusers.AutoencoderTiny.from_pretrained(path, dtype=dtype, local_files_only=True).to(device.name)


def _bitsandbytes(kind: str, index: dict[str, Any], dtype: Any) -> Any:
    """The weights of the large parts in 8 or 4 bits; needs the package `bitsandbytes` and a CUDA device."""
    from diffusers.quantizers import PipelineQuantizationConfig

    options: dict[str, Any] = {"load_in_8bit": True}
    if kind == "nf4":
        options = {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": dtype}
    large = [name for name in ("transformer", "unet", "text_encoder", "text_encoder_2") if name in index]
    return PipelineQuantizationConfig(
        quant_backend="bitsandbytes_8bit" if kind == "int8" else "bitsandbytes_4bit",
        quant_kwargs=options,
        components_to_quantize=large,
    )


def _add_loras(pipeline: Any, checkpoint: Checkpoint, weights: Weights) -> None:
    names = [f"adapter-{number}" for number in range(len(checkpoint.loras))]
    for name, lora in zip(names, checkpoint.loras, strict=True):
        path = weights.part_path(lora)
        pipeline.load_lora_weights(path.parent, weight_name=path.name, adapter_name=name, local_files_only=True)
        if not any(name in found for found in pipeline.get_list_adapters().values()):
            raise _wrong(checkpoint, f"takes nothing of the LoRA {path}, which was made for another model")
    if names:
        pipeline.set_adapters(names, [lora.weight for lora in checkpoint.loras])


def _tune(pipeline: Any, checkpoint: Checkpoint) -> None:
    """What makes the denoiser lighter or faster, as far as the checkpoint asks for it."""
    import diffusers
    import torch

    denoiser = getattr(pipeline, "transformer", None) or pipeline.unet
    if checkpoint.quantization == "fp8-storage":
        denoiser.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=denoiser.dtype)
    _choose_attention(denoiser, checkpoint)
    if checkpoint.step_cache:
        kind, is_first_block = type(denoiser).__name__, checkpoint.step_cache == "first-block"
        if not hasattr(denoiser, "enable_cache") or (is_first_block and kind in NO_FIRST_BLOCK):
            raise _wrong(checkpoint, f"has the step cache {checkpoint.step_cache!r}, which {kind} cannot use")
        first_block = diffusers.FirstBlockCacheConfig(threshold=FIRST_BLOCK_THRESHOLD)
        denoiser.enable_cache(first_block if is_first_block else diffusers.TaylorSeerCacheConfig())
    if checkpoint.compile:
        compile_ = denoiser.compile_repeated_blocks if getattr(denoiser, "_repeated_blocks", None) else denoiser.compile
        compile_()


def _choose_attention(denoiser: Any, checkpoint: Checkpoint) -> None:
    """Set the backend, also where none was chosen: to set one for a model makes it that of every model without one."""
    try:
        denoiser.set_attention_backend(checkpoint.attention or "native")
    except (ValueError, ImportError, RuntimeError) as exc:
        fault = f"cannot use the attention backend {checkpoint.attention!r}: {_shortened(exc)}"
        raise _wrong(checkpoint, fault) from exc


def _derived(pipeline: Any, kind: Any) -> Any:
    """A pipeline of another class over the same parts, as they are: on their device and in their precision."""
    wanted = _wanted(kind)
    parts = {name: part for name, part in pipeline.components.items() if name in wanted}
    settings = {name: pipeline.config[name] for name in wanted - set(parts) if name in pipeline.config}
    return kind(**parts, **settings)


def _wanted(kind: Any, *, always: bool = False) -> set[str]:
    """What pipelines of a class are made of; `always` leaves out what they can do without."""
    named = [each for each in inspect.signature(kind.__init__).parameters.values() if each.kind in NAMED]
    return {each.name for each in named if not always or each.default is each.empty} - {"self"}

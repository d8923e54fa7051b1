"""Open models: where their weights come from, under which licence, and how a pipeline paints with them."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from pinxit.errors import ConfigError
from pinxit.rows import Row

Layout = Literal["spatial", "packed", "flux2", "qwen"]


class Part(Row):
    """Weights that are added to a pipeline, or stand in for a part of it."""

    source: str
    """A repository of the hub, "owner/name", or a folder here."""
    revision: str = "main"
    file: str
    """The file in it."""


class Lora(Part):
    """A low-rank adapter, and how strongly it acts."""

    weight: float = 1.0


class TinyDecoder(Row):
    """A small autoencoder (TAESD and its kin) for previews that are better than a linear guess."""

    source: str
    revision: str = "main"


class Level(Row):
    """What one quality of the API means to a model."""

    steps: int = Field(ge=1)
    guidance: float = 1.0
    """Weight of classifier-free guidance; 1 is none."""
    megapixels: float = Field(gt=0)
    """How many pixels are painted at most, in millions (of 1,000,000); a larger picture is resampled from that."""


class Strengths(Row):
    """How far a picture that is painted over may be left behind, 0 to 1.

    `low` and `high` are the two of `input_fidelity`, `masked` is for what a mask opens, `varied` for variations.
    """

    low: float = Field(default=0.8, gt=0, le=1)
    high: float = Field(default=0.55, gt=0, le=1)
    masked: float = Field(default=1.0, gt=0, le=1)
    varied: float = Field(default=0.7, gt=0, le=1)


class References(Row):
    """How a model that looks at pictures takes them."""

    max_count: int = Field(ge=1)
    low_megapixels: float = 0.3
    high_megapixels: float = 1.0
    """How large a reference is shown to the model at most, by `input_fidelity`."""


class Checkpoint(Row):
    """An open model. Everything but `id` and `source` may come from the family that it extends."""

    id: str
    source: str
    """A repository of the hub, "owner/name", or a folder here that holds a `model_index.json`."""
    revision: str = "main"
    variant: str | None = None
    """The variant of the weight files that is pulled and loaded, such as "fp16"."""
    title: str = ""
    licence: str = "see its source"
    licence_url: str = ""
    is_commercial: bool = True
    """Whether the licence allows any use; where it does not, consent is asked for, and it is never chosen unasked."""
    rank: int = 0
    """The highest rank that is present and fits the device paints where nothing else is said; 0 is never chosen."""
    on_cpu: bool = False
    """Whether a processor paints it in seconds, so that it may be chosen where there is no other device."""
    download_gib: float | None = None
    memory_gib: float = Field(gt=0)
    """Memory of the device that weights and work take together, without offloading."""

    pipeline: str
    """The diffusers class that paints from words."""
    edit: str | None = None
    """The class that looks at references, as `image`."""
    image_to_image: str | None = None
    """The class that paints over a picture, by a strength."""
    inpaint: str | None = None
    """The class that paints where a mask is white."""
    edits_by: str | None = None
    masks_by: str | None = None
    """Ids of other models that make the edits, and the masked ones, where they are present."""
    references: References | None = None
    strengths: Strengths = Strengths()

    dtype: Literal["float32", "float16", "bfloat16"] = "bfloat16"
    layout: Layout
    """How latents travel through the pipeline, for previews."""
    multiple: int = Field(default=16, ge=1)
    """Width and height of what is painted are multiples of it, in pixels."""
    min_megapixels: float = 0.262
    """Smaller pictures are painted at this many pixels and resampled."""
    guidance_as: Literal["guidance_scale", "true_cfg_scale"] = "guidance_scale"
    negative_prompt: str | None = None
    """Sent where guidance is above 1 and the pipeline wants one."""
    low: Level
    medium: Level
    high: Level
    batch_megapixels: float = 1.1
    """Jobs are painted together up to so many pixels in all: more saturates the device and gains nothing."""

    loras: tuple[Lora, ...] = ()
    gguf: Part | None = None
    """A GGUF file in place of the transformer; needs the package `gguf`."""
    preview: TinyDecoder | None = None
    quantization: Literal["fp8-storage", "int8", "nf4"] | None = None
    attention: str | None = None
    """A diffusers attention backend, such as "flash" or "sage"."""
    step_cache: Literal["first-block", "taylorseer"] | None = None
    compile: bool = False
    offload: Literal["model", "sequential"] | None = None

    @model_validator(mode="after")
    def _edits_need_a_way(self) -> Self:
        if self.edit and not self.references:
            raise ValueError(f"'edit' names {self.edit}, which needs a table 'references'")
        if self.gguf and self.quantization:
            raise ValueError("'gguf' brings weights that are quantized already: leave 'quantization' out")
        if self.inpaint and not self.takes_pictures:
            raise ValueError(f"'inpaint' names {self.inpaint}; edits without a mask need 'edit' or 'image_to_image'")
        return self

    def level(self, quality: str) -> Level:
        """What `quality` means; those above high are high."""
        levels = {"low": self.low, "medium": self.medium}
        return levels.get(quality, self.high)

    @property
    def takes_pictures(self) -> bool:
        """Whether it can work from pictures, in any way."""
        return bool(self.edit or self.image_to_image)

    @property
    def local(self) -> Path | None:
        """The folder that `source` is, if it is one of this machine and not of the hub."""
        return local_folder(self.source)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every single file that is wanted beside the pipeline."""
        return (*self.loras, *((self.gguf,) if self.gguf else ()))


def local_folder(source: str) -> Path | None:
    """`source` as a folder of this machine, or None where it names a repository of the hub: absolute paths, and those
    that begin with "." or "~", are folders."""
    return Path(source).expanduser() if source.startswith(("/", ".", "~")) or Path(source).is_absolute() else None


#: What is true of particular weights, and not of what extends them with weights of its own.
OF_THE_WEIGHTS = ("rank", "title", "variant", "licence", "licence_url", "is_commercial", "download_gib")


class Checkpoints(Row):
    """Every open model that is known, whether its weights are here or not."""

    models: tuple[Checkpoint, ...]

    @classmethod
    def known(cls, own: Mapping[str, Mapping[str, Any]] | None = None) -> Self:
        """The built-in ones with those of the settings, `own`, by their ids. Raises `ConfigError` for a wrong table.

        A table of `own` with the id of a built-in model changes it; any other extends a model or a family. An empty
        text takes away what was inherited.
        """
        tables = tomllib.loads(files("pinxit").joinpath("checkpoints.toml").read_text(encoding="utf-8"))
        families, models = tables["families"], dict(tables["models"])
        for name, table in (own or {}).items():
            models[name] = models.get(name, {}) | dict(table)
        return cls(models=tuple(_read(name, models, families) for name in models))

    @cached_property
    def by_id(self) -> dict[str, Checkpoint]:
        return {model.id: model for model in self.models}

    def get(self, name: str) -> Checkpoint:
        """The model called `name`. Raises `ConfigError` for another name."""
        try:
            return self.by_id[name]
        except KeyError:
            raise ConfigError(f"There is no open model {name!r}: `pinxit models list` names them.") from None


def _read(name: str, models: Mapping[str, Any], families: Mapping[str, Any]) -> Checkpoint:
    try:
        return Checkpoint.model_validate(_extended(name, models, families) | {"id": name})
    except ValidationError as exc:
        error = exc.errors()[0]
        where = ".".join(map(str, error["loc"])) or name
        raise ConfigError(f"The model {name!r} of the settings is wrong at {where!r}: {error['msg']}.") from None


def _extended(
    name: str, models: Mapping[str, Any], families: Mapping[str, Any], seen: tuple[str, ...] = ()
) -> dict[str, Any]:
    """One table with all that it extends. A model may extend a model or a family."""
    if name in seen:
        raise ConfigError(f"The models {', '.join(seen)} extend each other in a circle.")
    table = models.get(name) or families.get(name)
    if table is None:
        known = ", ".join([*families, *models])
        raise ConfigError(f"The model {seen[-1]!r} extends {name!r}, which there is not. There are: {known}.")
    own = dict(table)
    base = own.pop("extends", None)
    if base is None:
        return own
    inherited = _extended(base, models, families, (*seen, name))
    not_inherited = OF_THE_WEIGHTS if "source" in own else ("rank",)
    merged = {key: value for key, value in inherited.items() if key not in not_inherited} | own
    return {key: value for key, value in merged.items() if value != ""}

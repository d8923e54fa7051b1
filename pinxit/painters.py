"""What paints which model: the engine, and the open model that it is to use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from pinxit.catalog import Catalog
from pinxit.checkpoints import Checkpoint, Checkpoints
from pinxit.config import Config
from pinxit.engines import ENGINES
from pinxit.engines.diffusers.devices import Device, find_devices
from pinxit.errors import ConfigError
from pinxit.jobs import Task
from pinxit.weights import Weights

#: The engine that paints with open models, and the packages that it needs; the extra `pinxit[diffusers]` brings them.
OPEN_MODELS = "diffusers"
NEEDED = ("torch", "diffusers", "transformers", "accelerate")
HOW_TO_INSTALL = "pip install 'pinxit[diffusers]'"


@dataclass(frozen=True, slots=True)
class Painter:
    """An engine, and the open models that it is to use for a model of ours."""

    engine: str
    checkpoint: Checkpoint | None = None
    edits: Checkpoint | None = None
    masked: Checkpoint | None = None
    """Those that make its edits, and its edits with a mask, where that is another one."""

    @property
    def name(self) -> str:
        return self.checkpoint.id if self.checkpoint else self.engine

    def checkpoint_for(self, task: Task, *, has_mask: bool) -> Checkpoint | None:
        """The open model for a job, if the engine paints with any."""
        if task == "generate":
            return self.checkpoint
        return (self.masked if has_mask else self.edits) or self.checkpoint


@dataclass(frozen=True, slots=True)
class Painters:
    """Who paints what: `default` for every model that `by_model` does not name."""

    default: Painter
    reason: str = "by the setting 'engine'"
    """Why `default` is what it is."""
    by_model: Mapping[str, Painter] = field(default_factory=dict)
    devices: tuple[Device, ...] = ()
    """Where open models are painted, if any are."""

    def of(self, model: str) -> Painter:
        """Who paints what is asked of `model`, a public id."""
        return self.by_model.get(model, self.default)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Every open model that may be asked for, the default painter's first."""
        painters = (self.default, *self.by_model.values())
        named = [each for painter in painters for each in (painter.checkpoint, painter.edits, painter.masked) if each]
        return tuple({each.id: each for each in named}.values())

    @property
    def engines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(painter.engine for painter in (self.default, *self.by_model.values())))


def assign(config: Config, catalog: Catalog, checkpoints: Checkpoints, weights: Weights) -> Painters:
    """Say who paints what. Raises `ConfigError` for an engine or an alias that names nothing that can paint."""
    house = _House(checkpoints, weights)
    devices = find_devices(config.device, config.memory_gib) if house.here else ()
    if config.engine == "auto":
        default, reason = house.choose(devices)
    else:
        default, reason = house.find(config.engine), "by the setting 'engine'"
    by_model = {name: house.painter(each) for name, each in house.here.items()}
    if default.engine == OPEN_MODELS:
        by_model["storybook"] = Painter("storybook")
    for name, target in config.aliases.items():
        if target == "storybook" or target not in catalog.names:
            names = (name, *catalog.names[name].aliases) if name in catalog.names else (name,)
            by_model |= dict.fromkeys(names, house.find(target))
        elif name in catalog.names:
            raise ConfigError(f"The alias {name!r} is a model's own id: it can stand for an engine or an open model.")
    return Painters(default, reason, by_model, devices)


class _House:
    """What could paint here."""

    def __init__(self, checkpoints: Checkpoints, weights: Weights) -> None:
        self.missing = lacking()
        self.known = checkpoints.by_id
        self.here = {} if self.missing else {each.id: each for each in checkpoints.models if weights.is_present(each)}
        """The open models that can be used."""

    def find(self, name: str) -> Painter:
        """What is called `name` in the settings. Raises `ConfigError` for what cannot paint."""
        if name in ENGINES or ":" in name:
            return Painter(name)
        if name not in self.known:
            engines = ", ".join(ENGINES)
            raise ConfigError(f"Nothing called {name!r} paints: choose {engines}, an open model, or 'module:Class'.")
        if self.missing:
            raise ConfigError(f"{name!r} needs {', '.join(self.missing)}: {HOW_TO_INSTALL}.")
        if name not in self.here:
            raise ConfigError(f"The weights of {name!r} are not here: get them with `pinxit models pull {name}`.")
        return self.painter(self.here[name])

    def painter(self, checkpoint: Checkpoint) -> Painter:
        """The painter for an open model, with those beside it that make its edits, if they are here."""
        edits, masked = (self.here.get(name or "") for name in (checkpoint.edits_by, checkpoint.masks_by))
        return Painter(OPEN_MODELS, checkpoint, edits, masked or (None if checkpoint.inpaint else edits))

    def choose(self, devices: tuple[Device, ...]) -> tuple[Painter, str]:
        """The best open model that is here and fits every device, or storybook; and why."""
        names = ", ".join(f"{device.name} ({device.memory_gib:.0f} GiB)" for device in devices)
        ranked = sorted((each for each in self.here.values() if each.rank > 0), key=lambda each: -each.rank)
        for each in ranked:
            if all(_fits(each, device) for device in devices):
                return self.painter(each), f"the best of the open models here that fits {names}"
        storybook = Painter("storybook")
        if self.missing:
            return storybook, f"open models need {', '.join(self.missing)}: {HOW_TO_INSTALL}"
        if not ranked:
            return storybook, "no open model is here; `pinxit models` lists some, and `pinxit models pull` gets one"
        named = ", ".join(f"{each.id} ({each.memory_gib:g} GiB)" for each in ranked)
        return storybook, f"of {named}, none fits {names}; the setting 'engine' can name one all the same"


def _fits(checkpoint: Checkpoint, device: Device) -> bool:
    return checkpoint.memory_gib <= device.memory_gib and (device.kind != "cpu" or checkpoint.on_cpu)


def lacking() -> tuple[str, ...]:
    """The packages that open models need and that are not installed; nothing is imported to find out."""
    return tuple(name for name in NEEDED if find_spec(name) is None)

"""The devices that open models are painted on, and how much memory each has."""

import os
import sys
from dataclasses import dataclass

from pinxit.errors import ConfigError

#: The share of a device's memory that is left to others where nothing is set: of a GPU, and of the machine's own.
FREE_OF_GPU, FREE_OF_MACHINE = 0.08, 0.5


@dataclass(frozen=True, slots=True)
class Device:
    """A device as torch names it, and the memory that open models may take of it, in GiB."""

    name: str
    memory_gib: float
    title: str = ""

    @property
    def kind(self) -> str:
        return self.name.partition(":")[0]


def find_devices(setting: str = "auto", memory_gib: float | None = None) -> tuple[Device, ...]:
    """The devices that `setting` names, or all GPUs for "auto", or the processor where there are none.

    `memory_gib` is what may be taken of each, if not most of it. Imports torch. Raises `ConfigError` for a device that
    is not there.
    """
    names = _all() if setting == "auto" else [name.strip() for name in setting.split(",") if name.strip()]
    if not names:
        raise ConfigError("The setting 'device' names no device: choose auto, cpu, cuda, cuda:0 or mps.")
    return tuple(_describe(name, memory_gib) for name in names)


def _all() -> list[str]:
    import torch

    if torch.cuda.is_available():
        return [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    return ["mps"] if _has_mps() else ["cpu"]


def _has_mps() -> bool:
    import torch

    return sys.platform == "darwin" and torch.backends.mps.is_available()


def _describe(name: str, memory_gib: float | None) -> Device:
    import torch

    kind, _, number = name.partition(":")
    if kind == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if not (number or "0").isdecimal() or int(number or 0) >= count:
            raise ConfigError(f"The device {name!r} is not there: torch finds {count or 'no'} CUDA devices.")
        properties = torch.cuda.get_device_properties(int(number or 0))
        own = properties.total_memory / 2**30 * (1 - FREE_OF_GPU)
        return Device(f"cuda:{number or 0}", memory_gib or own, properties.name)
    if name == "cpu" or (name == "mps" and _has_mps()):
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        return Device(
            name, memory_gib or machine * (1 - FREE_OF_MACHINE), "the processor" if name == "cpu" else "Apple GPU"
        )
    raise ConfigError(f"The device {name!r} is not there: choose auto, cpu, cuda, cuda:0 or mps.")

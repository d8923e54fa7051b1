"""What is installed, what is missing and how to install it, and which device paints."""

import asyncio
import platform
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from pinxit import __version__
from pinxit.app import casting, furnish, make_engines
from pinxit.config import Config
from pinxit.engines.testcard import TestcardEngine
from pinxit.errors import ConfigError
from pinxit.painters import Painters

READY = "ready"


def report(config: Config) -> Iterator[str]:
    """Yield the findings, a line each. Raises `ConfigError` in the end if a server with these settings cannot work."""
    engine, places = _try_engine(config), asyncio.run(_try_places(config))
    yield f"pinxit {__version__}, Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    yield f"data:    {config.data}"
    yield f"stores:  {places}"
    yield f"engine:  {engine.name}: {engine.state}"
    yield f"         {engine.reason}"
    yield f"device:  {_find_device()}"
    yield f"models:  {engine.models}; see `pinxit models`"
    for extra, missing in _missing_by_extra().items():
        if extra == "dev":
            continue
        if missing:
            yield f"extra:   {extra} lacks {', '.join(missing)}; install it with: pip install 'pinxit[{extra}]'"
        else:
            yield f"extra:   {extra} is installed"
    if engine.state != READY or places != READY:
        raise ConfigError("A server with these settings would not work: see above.")


async def _try_places(config: Config) -> str:
    """Open the database and the object store, and close them again; makes them where they are not there."""
    try:
        async with furnish(config, engine=TestcardEngine()).keeping():
            return READY
    except ConfigError as exc:
        return str(exc)


@dataclass(frozen=True, slots=True)
class _Found:
    """What paints for the vendor's ids, whether it can, and why it is this one."""

    name: str
    state: str
    reason: str
    models: str = "none"


def _try_engine(config: Config) -> _Found:
    try:
        catalog, painters = casting(config)
    except ConfigError as exc:
        return _Found(config.engine, str(exc), "by the setting 'engine'")
    here = ", ".join(checkpoint.id for checkpoint in painters.checkpoints) or "none"
    state = _try_painter(config, painters)
    return _Found(painters.default.name, state, painters.reason, f"{len(catalog.names)} ids; open models here: {here}")


def _try_painter(config: Config, painters: Painters) -> str:
    """Load the engine and close it again; an engine may fail in any way, and that is what is to be told."""
    try:
        engine, *_ = make_engines(painters.default.engine, config, painters)
        engine.load()
    except ConfigError as exc:
        return str(exc)
    except Exception as exc:
        return f"cannot be loaded: {exc}"
    engine.close()
    return READY


def _find_device() -> str:
    """The device that torch would use, without installing or requiring torch."""
    if find_spec("torch") is None:
        has_card = Path("/proc/driver/nvidia/version").exists()
        return f"CPU ({'an NVIDIA GPU is there, torch is not' if has_card else 'no torch'})"
    import torch

    if torch.cuda.is_available():
        return f"CUDA: {torch.cuda.get_device_name()}"
    if sys.platform == "darwin" and torch.backends.mps.is_available():
        return "MPS (Apple GPU)"
    return "CPU (torch finds no GPU)"


def _missing_by_extra() -> dict[str, list[str]]:
    """What each extra of the installed package still needs."""
    wanted: dict[str, list[Requirement]] = defaultdict(list)
    for line in metadata.requires("pinxit") or ():
        requirement = Requirement(line)
        for extra in metadata.metadata("pinxit").get_all("Provides-Extra") or ():
            marker = requirement.marker
            if marker is not None and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""}):
                wanted[extra].append(requirement)
    return {extra: [need.name for need in needs if not _has(need)] for extra, needs in wanted.items()}


def _has(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False

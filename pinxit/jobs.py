"""The few nouns that engines know: a Job goes in, Previews and a Picture come out."""

from dataclasses import dataclass
from typing import Literal, Protocol

from PIL.Image import Image

Quality = Literal["low", "medium", "high", "xhigh", "max"]
Style = Literal["vivid", "natural"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One picture to paint, with every choice already made. `width` and `height` are pixels."""

    prompt: str
    width: int
    height: int
    seed: int
    steps: int
    """How many times the engine calls `watch.step`."""
    quality: Quality = "medium"
    transparent: bool = False
    style: Style | None = None
    previews: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """An unfinished picture, numbered from 0."""

    index: int
    image: Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture; `caption` says in words what was painted, where the engine knows."""

    image: Image
    caption: str | None = None


Frame = Preview | Picture


class Watch(Protocol):
    """Whoever is waiting for the picture, as an engine sees them."""

    def step(self) -> bool:
        """Call after every step. True when a preview is due; raises `Cancelled` when nobody is waiting."""

    def show(self, image: Image) -> None:
        """Hand over the preview that was due. The engine must not paint on this image any more."""

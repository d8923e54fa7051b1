"""The few nouns that engines know: a Job goes in, Previews and a Picture come out."""

from dataclasses import dataclass
from typing import Literal, Protocol

from PIL.Image import Image

Quality = Literal["low", "medium", "high", "xhigh", "max"]
Style = Literal["vivid", "natural"]
Fidelity = Literal["low", "high"]
Task = Literal["generate", "edit", "vary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One picture to paint, with every choice already made. `width` and `height` are pixels."""

    prompt: str
    width: int
    height: int
    seed: int
    steps: int
    """How many times the engine calls `watch.step`."""
    checkpoint: str | None = None
    """The open model that paints it, for an engine that has several."""
    quality: Quality = "medium"
    transparent: bool = False
    style: Style | None = None
    previews: int = 0
    task: Task = "generate"
    """"edit" changes or uses `inputs` as the prompt says; "vary" makes another picture like the only one of them."""
    inputs: tuple[Image, ...] = ()
    """The pictures to work from, upright, RGB or RGBA, of any size of at least one pixel. Not to be painted on."""
    mask: Image | None = None
    """Of the first input, stretched to the job's size: "L", 255 where it is kept and 0 where it is made anew."""
    description: str | None = None
    """What an edit is to show in the end, all of it, where that is known: `inputs` is then one picture that was made of
    words alone, by this seed, and an engine that cannot change it as the prompt says may paint this instead. Of a
    variation it is what the picture was made of, by another seed."""
    scene: str | None = None
    """The scene of the only input, as its engine wrote it, where that input is one that was drawn of a scene by this
    seed: an engine that reads scenes changes this one, and with it nothing but what the prompt says."""
    fidelity: Fidelity = "low"
    """How much of the inputs' detail is to be kept."""


@dataclass(frozen=True, slots=True)
class Preview:
    """An unfinished picture, numbered from 0; `notes` as for `Picture`."""

    index: int
    image: Image
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture; `caption` says in words what was painted, where the engine knows.

    `notes` are what the engine said by `Watch.tell`; the scheduler puts them here.
    """

    image: Image
    caption: str | None = None
    notes: tuple[str, ...] = ()
    scene: str | None = None
    """What was read in the words that it was made of alone, as JSON, by an engine that can go on from it."""


Frame = Preview | Picture


class Watch(Protocol):
    """Whoever is waiting for the picture, as an engine sees them."""

    def step(self) -> bool:
        """Call after every step. True when a preview is due; raises `Cancelled` when nobody is waiting."""

    def show(self, image: Image) -> None:
        """Hand over the preview that was due. The engine must not paint on this image any more."""

    def tell(self, note: str) -> None:
        """Say what of the prompt is not done, in a few words for the caller: before the first step, if possible."""

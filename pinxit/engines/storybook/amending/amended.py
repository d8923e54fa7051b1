"""What comes of an instruction: the scene as it is to be now, and what is not done."""

from dataclasses import dataclass

from pinxit.engines.storybook.scene import Scene


@dataclass(frozen=True, slots=True)
class Amended:
    """A scene as it is to be now, and what of the instruction is not done."""

    scene: Scene
    notes: tuple[str, ...]

"""What a setting is given to paint, and what it hands back."""

from dataclasses import dataclass

from pinxit.engines.storybook.scene import Season, Time, Weather


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The picture to fill. Lengths are in units: the picture's shorter side is 1000 of them."""

    width: float
    height: float
    time: Time
    weather: Weather
    season: Season
    seed: int
    detail: int
    """0 low, 1 medium, 2 high: how much is painted. The composition is the same in all three."""
    colour: str | None = None
    """#rrggbb of a plain backdrop; None leaves the choice to the setting."""
    without: frozenset[str] = frozenset()
    """Of "planet", "house", "bird", "boat", "palm", "tree", "flower", "mushroom", "cloud", "sun", "moon", "star",
    "fence" and "path": what the setting must not paint, since subjects are of that kind and would be miscounted, or
    since the prompt excludes it."""
    room: str = "living room"
    """Which kind of room, where the setting is a room."""
    water: bool = False
    """A river runs through the meadow, where the setting is a meadow; feet stand on its near bank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """A painted setting: SVG fragments in the view's units, each with its own definitions, to be stacked in order."""

    layers: tuple[str, ...]
    """Painted behind the subjects, far to near."""
    front: tuple[str, ...]
    """Painted over the subjects: translucent, or kept to the bottom edge and the corners."""
    horizon: float
    """The y in units where the ground begins."""
    ground: tuple[float, float]
    """The y in units of the farthest and the nearest line on which feet may stand."""
    floats: bool
    """Nothing stands here, so nothing throws a shadow on the ground."""
    shadow: str
    """#rrggbb of shadows on the ground."""
    light: tuple[float, float, float]
    """Factors for the red, green and blue of subjects in this light; day is 1, 1, 1."""

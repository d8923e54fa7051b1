"""What a picture shows, as a small typed tree: the prompt after reading, before any place or pixel is chosen."""

from dataclasses import dataclass
from typing import Literal

Setting = Literal[
    "meadow", "beach", "forest", "snow", "city", "night sky", "room", "plain",
    "sea", "underwater", "desert", "mountains", "farm", "garden", "space", "sky",
]  # fmt: skip
Time = Literal["day", "dawn", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog", "storm"]
Season = Literal["spring", "summer", "autumn", "winter"]
Size = Literal["tiny", "small", "normal", "big", "huge"]
RelationKind = Literal[
    "hugging", "holding", "wearing", "riding", "on", "under", "behind", "in front of",
    "beside", "inside", "above", "left of", "right of", "near", "facing",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something to draw: a noun with art, and what was said of it."""

    word: str
    """The caller's own words for it, e.g. "baby otter"."""
    art: str
    """The name of its art in the pack, e.g. "fluent:otter"."""
    colour: str | None = None
    """A colour word or #rrggbb to paint it in; None keeps the art's own colours."""
    count: int = 1
    size: Size = "normal"
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """`subjects[subject]` stands in this relation to `subjects[other]`."""

    kind: RelationKind
    subject: int
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """Words to set in the picture, exactly as written."""

    text: str
    place: Literal["title", "sign", "caption"] = "title"
    face: Literal["storybook", "serif", "sans", "script", "hand", "pixel"] = "storybook"
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One picture. `missing` lists what was asked for and has no art, so that nothing is dropped in silence."""

    setting: Setting = "meadow"
    time: Time = "day"
    weather: Weather = "clear"
    season: Season = "summer"
    subjects: tuple[Subject, ...] = ()
    relations: tuple[Relation, ...] = ()
    lettering: tuple[Lettering, ...] = ()
    style: str | None = None
    backdrop: str | None = None
    """The colour of a plain backdrop, if one was named."""
    missing: tuple[str, ...] = ()

"""What a picture shows, as a small typed tree: the prompt after reading, before any place or pixel is chosen."""

from dataclasses import dataclass
from typing import Literal

Setting = Literal[
    "meadow", "beach", "forest", "snow", "city", "night sky", "room", "plain",
    "sea", "underwater", "desert", "mountains", "farm", "garden", "space", "sky", "cave",
]  # fmt: skip
Time = Literal["day", "dawn", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog", "storm"]
Season = Literal["spring", "summer", "autumn", "winter"]
Size = Literal["tiny", "small", "normal", "big", "huge"]
RelationKind = Literal[
    "hugging", "holding", "using", "wearing", "riding", "on", "under", "behind", "in front of",
    "beside", "inside", "above", "left of", "right of", "facing", "between", "around",
]  # fmt: skip

Place = Literal[
    "left", "right", "top", "bottom", "centre", "top left", "top right", "bottom left", "bottom right",
]  # fmt: skip
"""A place in the picture, as the one who looks at it sees it."""
Pattern = Literal["striped", "spotted", "checkered", "starry", "flowered", "hearts"]
Depth = Literal["foreground", "background"]
Pose = Literal["sleeping", "jumping", "flying", "swimming", "running", "dancing", "falling", "upside down", "sitting"]
Camera = Literal["normal", "close-up", "wide", "above", "below"]
Format = Literal[
    "page", "grid", "sprite sheet", "pattern", "icon", "sticker",
    "poster", "card", "cover", "menu", "ticket", "packaging",
]  # fmt: skip

Motion = Literal["standing", "walking", "running", "jumping", "flying", "turning"]

STYLE = "children's book"
"""The style that everything is drawn in."""
PAINTED_STYLES = frozenset([
    "watercolour", "oil", "ghibli", "impressionist", "van gogh", "cubist", "japanese print", "pop art",
    "pencil", "ink", "chalk", "crayon", "comic", "anime", "manga", "line art", "blueprint",
    "flat", "minimalist", "poster", "paper cut-out", "silhouette", "3d render", "clay", "low poly",
    "pixel art", "stained glass", "mosaic", "embroidery", "neon", "photo", "cinematic",
    "vintage", "black and white", "sepia",
])  # fmt: skip
"""Other styles that a page is painted in: each has a look (painting/looks)."""
PHOTO = "photo"
"""The style that comes as near to a photograph as drawn things can: it is told that this is none."""
STANDING = frozenset(["sign", "slate", "billboard", "page"])
"""Places of lettering that are things of the scene, with a spot of their own."""
TABLE = "pinxit:table"
"""The art of a table, on which small things are put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where one thing stands on a page, in units: the page's shorter side is 1000 of them, and y grows downwards."""

    x: float
    """Its middle."""
    y: float
    """Where it stands: the bottom of what is seen."""
    height: float
    width: float | None = None
    """None is as wide as it is drawn at this height."""
    faces: Literal["left", "right", "front"] | None = None
    """Which way it looks; None is its own way."""
    order: float | None = None
    """Smaller is painted earlier; None is by where it stands."""
    aloft: bool | None = None
    """It does not touch the ground; None is as its kind does."""
    tilt: float = 0.0
    """Degrees, clockwise."""
    copy: int | None = None
    """Which one of several it is, from 0: it decides what they do not share, such as who of a crowd it is."""
    is_free: bool = False
    """It keeps its size and is to move: to wherever its subject's place or relations say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The page that a scene's spots are of."""

    width: float
    height: float
    ground: tuple[float, float]
    """The farthest and the nearest line on which feet may stand."""
    floats: bool = False
    """Nothing stands: things hang in space, water or air."""
    flat: bool = False
    """There is no ground, only what stands on nothing."""
    without: tuple[str, ...] = ()
    """Kinds of things that the setting shows none of, since the subjects were of them; it stays without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something to draw: a noun with art, and what was said of it."""

    word: str
    """The caller's own words for it, e.g. "baby otter"."""
    art: str
    """The name of its art in the pack, e.g. "fluent:otter"."""
    colour: str | None = None
    """A colour word or #rrggbb to paint it in; None keeps the art's own colours."""
    pattern: Pattern | None = None
    """What its colour is patterned with."""
    second: str | None = None
    """The colour of the pattern's marks, or of the parts of a thing that is of two colours."""
    count: int = 1
    size: Size = "normal"
    place: Place | None = None
    """Where in the picture it was asked for."""
    at: tuple[Spot, ...] = ()
    """Where each of it stands, in a picture that was laid out already; those that have no spot are given one."""
    depth: Depth | None = None
    """How near it was asked for."""
    pose: Pose | None = None
    """What it does with its body."""


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
    place: Literal["title", "banner", "sign", "slate", "billboard", "page", "caption", "on", "speech"] = "title"
    """What bears it: the page, a board, the thing that is `subject`, or the bubble of who is `subject` and speaks."""
    spot: Place | None = None
    """Where on the page it is; None is where such a text usually is."""
    subject: int | None = None
    """The number of what it is on, or of who says it."""
    face: Literal[
        "storybook", "serif", "sans", "script", "hand", "pixel", "elegant", "comic", "graffiti", "stencil",
        "typewriter", "blackletter",
    ] = "storybook"  # fmt: skip
    colour: str | None = None
    finish: Literal["plain", "neon", "chalk"] = "plain"
    """Neon glows on a dark plate, chalk is rough."""
    at: Spot | None = None
    """Where its board stands, in a picture that was laid out already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One picture. `missing` lists what was asked for and has no art, so that nothing is dropped in silence."""

    setting: Setting = "meadow"
    room: str = "living room"
    """Which kind of room, where the setting is a room."""
    water: bool = False
    """A river runs through it, where the setting is a meadow."""
    time: Time = "day"
    weather: Weather = "clear"
    season: Season = "summer"
    subjects: tuple[Subject, ...] = ()
    relations: tuple[Relation, ...] = ()
    lettering: tuple[Lettering, ...] = ()
    style: str | None = None
    """The style that was asked for; one that is not STYLE is missing from the picture, and listed there."""
    backdrop: str | None = None
    """The colour of a plain backdrop, if one was named."""
    camera: Camera = "normal"
    """How near, and from where, everything is seen."""
    format: Format = "page"
    """What kind of sheet it is."""
    variety: str | None = None
    """Which kind of that: of a card "postcard" or "invitation", of packaging "jar", of a cover "album"."""
    theme: str | None = None
    """The occasion or the trade that a designed sheet is for, a table of formats.toml: its colours and ornaments."""
    motion: Motion = "walking"
    """What the figure of a sprite sheet does from frame to frame."""
    frames: tuple["Scene", ...] = ()
    """What each field of a grid or a sprite sheet shows, row by row; empty for any other format."""
    columns: int = 0
    """Fields in a row of a grid or a sprite sheet; 0 for as many as suit the sheet's shape."""
    layout: Layout | None = None
    """The page on which its things were given places; without one, all are given new ones."""
    excluded: tuple[str, ...] = ()
    """What the picture is to be without, in the caller's words: "people", "text"."""
    missing: tuple[str, ...] = ()

"""Bodies for people's faces: a jumper and trousers, a dress, dungarees, a romper or a festive coat."""

from collections.abc import Callable
from dataclasses import dataclass

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures.page import Page, pairs, symmetric
from pinxit.engines.storybook.figures.sampling import INK, PAPER, PLUM, distance, mix, sample, skin_of

GARMENTS = (
    "#e4572e",
    "#2f9e8f",
    "#f2b134",
    "#4c7fd9",
    "#d95f8f",
    "#7a5cc7",
    "#5aa64b",
    "#d84a4a",
    "#3fa7c9",
    "#ef8a3c",
)
TROUSERS = ("#4a5a8c", "#6b5b53", "#3f6b7d", "#5c4f7a", "#7a6a4f")
SHOES = ("#8a4b38", "#c8453d", "#3b3f5c", "#f4f1ea", "#a86b3c")
CHILDREN = frozenset("boy girl child".split())
WOMEN = frozenset("woman girl mrs princess queen bride".split())
GOWNED = frozenset("princess queen veil bride".split())


def person(page: Page, art: Art, words: frozenset[str], garment: str | None) -> None:
    """A dressed body under a face: a jumper and trousers, a dress, dungarees, a romper or Father Christmas's coat."""
    skin = skin_of(sample(art))
    festive = bool(words & {"claus", "santa", "mrs"})
    cloth = garment or ("#d9363e" if festive else page.choice.choice([c for c in GARMENTS if distance(c, skin) > 140]))
    child = bool(words & CHILDREN)
    head = 46.0 if words & {"baby", "angel"} else 40.0 if child else 34.0
    scale = min(head / (art.box[3] - art.box[1]), head * 1.12 / (art.box[2] - art.box[0]))
    if words & {"baby", "angel"}:
        _romper(page, cloth, skin)
        page.joints.neck, page.joints.hand = ((-11.0, 2.5), (11.0, 2.5)), (19.0, 18.0)
    else:
        size = 0.84 if child else 1.0
        _clothes(page, _Outfit.of(page, words, cloth, skin, festive), size)
        page.joints.neck, page.joints.hand = ((-11.5 * size, 2.0), (11.5 * size, 2.0)), (18.6 * size, 29.5 * size)
    page.place(art, scale, 2.5)


@dataclass(frozen=True, slots=True)
class _Outfit:
    cloth: str
    skin: str
    lower: str
    shoes: str
    cut: str

    @classmethod
    def of(cls, page: Page, words: frozenset[str], cloth: str, skin: str, festive: bool) -> "_Outfit":
        lower, shoes = page.choice.choice(TROUSERS), page.choice.choice(SHOES)
        if festive:
            return cls(cloth, skin, mix(cloth, PLUM, 0.2), "#3a3140", "dress" if "mrs" in words else "coat")
        if words & {"prince", "king", "crown"}:
            return cls(cloth, skin, "#4a3f6b", "#3b2f45", "coat")
        if words & GOWNED:
            return cls(cloth, skin, lower, shoes, "gown")
        if page.wear.is_dress:
            return cls(cloth, skin, lower, shoes, "dress")
        if page.wear.pattern:
            return cls(cloth, skin, lower, shoes, "jumper")
        cuts = ("dress", "dress", "dungarees", "jumper") if words & WOMEN else ("jumper", "jumper", "dungarees")
        return cls(cloth, skin, lower, shoes, page.choice.choice(cuts))


def _clothes(page: Page, wear: _Outfit, size: float) -> None:
    """A standing body `64 * size` high. Legs first, then the skirt or jumper over them, then the arms."""

    def at(d: str) -> str:
        return " ".join(_number(float(t) * size) if t[-1].isdigit() else t for t in d.split())

    hem = {"gown": 58.0, "dress": 42.0, "coat": 38.0}.get(wear.cut, 33.0)
    bare = wear.cut in ("dress", "gown")
    for side in (-1, 1):
        points = [(side * 6.4 * size, 30 * size), (side * 6.9 * size, 44 * size), (side * 6.6 * size, 57 * size)]
        leg = wear.skin if bare else wear.lower
        page.limb(points, (8 if bare else 11) * size, page.fall(leg, 28 * size, 62 * size))
        inner, outer = side * 2.0, side * 15.5
        sole = at(
            f"M {inner} 64 V 60 Q {inner} 55.5 {side * 7.0} 55.5 "
            f"Q {outer} 57 {outer} 62 Q {outer} 64 {side * 13.5} 64 Z"
        )
        page.path(sole, page.fall(wear.shoes, 55 * size, 65 * size))
    page.include(-16 * size, 0, 16 * size, 64 * size)
    flare = {"gown": 27.0, "dress": 22.0, "coat": 17.5}.get(wear.cut, 13.2)
    waist = 12.0 if bare else 13.0
    outline = (
        f"8 -4 14.5 0 15 7 15 13 {waist} 17 {waist} 22 {waist + 1} 30 {flare} {hem - 6} {flare} {hem - 2} "
        f"{flare} {hem} {flare} {hem} {flare - 3} {hem} {flare - 3} {hem} 0 {hem} 0 {hem}"
    )
    down = [(float(x) * size, float(y) * size) for x, y in pairs(outline)]
    torso = symmetric(f"M0 {-4 * size:g}", " ".join(f"{x:.2f} {y:.2f}" for x, y in down))
    page.path(torso, page.ball(wear.cloth))
    page.pattern_on(torso, wear.cloth, (-flare * size, -4 * size, flare * size, hem * size))
    page.include(-flare * size, -4 * size, flare * size, hem * size)
    _trim(page, wear, at, hem, flare, torso)
    page.shadow(0, -1 * size, 15 * size, 8.5 * size, 0.5, torso)
    waving = page.choice.choice((-1, 1)) if page.choice.random() < 0.3 else 0
    for side in (-1, 1):
        _arm(page, wear, size, side, raised=side == waving)


def _arm(page: Page, wear: _Outfit, size: float, side: int, raised: bool) -> None:
    """A sleeve and a hand; a raised one waves beside the head."""
    bend = page.choice.uniform(18, 21)
    x, y = (25.5, -10.5) if raised else (18.6, 29.5)
    points = ((13, 6.5), (25, 8), (25, -4.5)) if raised else ((13, 5.5), (bend, 14), (18.2, 24))
    low, high = (-8, 14) if raised else (0, 30)
    page.oval(side * x * size, y * size, 4.1 * size, 4.4 * size, page.ball(wear.skin))
    sleeve = page.fall(mix(wear.cloth, PLUM, 0.05), low * size, high * size)
    page.limb([(side * px * size, py * size) for px, py in points], 8.8 * size, sleeve)


def _trim(page: Page, wear: _Outfit, at: Callable[[str], str], hem: float, flare: float, torso: str) -> None:
    if wear.cut == "dungarees":
        bib = at("M -7.5 10 H 7.5 V 20 H 13.5 V 33.2 H -13.5 V 20 H -7.5 Z")
        page.path(bib, page.fall(wear.lower, 0, 36), page.within(torso))
        for side in (-1, 1):
            page.path(at(f"M {side * 4.4} 11 L {side * 7} -1.5 L {side * 10} 0 L {side * 7.5} 11 Z"), wear.lower)
            page.path(at(f"M {side * 6 - 1.3} 12 h 2.6 v 2.6 h -2.6 z"), "#f6cf5a")
    elif wear.cut == "coat":
        page.path(
            at(f"M {-flare} {hem - 4} Q 0 {hem} {flare} {hem - 4} V {hem - 1} Q 0 {hem + 3} {-flare} {hem - 1} Z"),
            PAPER,
        )
        page.path(at("M -13 22 H 13 V 26 H -13 Z"), INK)
        page.path(at("M -3 21 H 3 V 27 H -3 Z M -1.4 22.6 V 25.4 H 1.4 V 22.6 Z"), "#f6cf5a", 'fill-rule="evenodd"')
    elif wear.cut == "jumper":
        clip = page.within(torso)
        page.path(at("M -14 29.5 H 14 V 34 H -14 Z"), mix(wear.cloth, PLUM, 0.22), clip)
        light = mix(wear.cloth, PAPER, 0.6)
        for y in page.choice.choice(((), (), (12.5, 18.5), (10.0, 15.0, 20.0))) if not page.wear.pattern else ():
            page.path(at(f"M -16 {y} H 16 V {y + 2.4} H -16 Z"), light, clip)
    elif wear.cut in ("dress", "gown"):
        light = mix(wear.cloth, PAPER, 0.55)
        page.path(
            at(f"M {-flare} {hem - 4} Q 0 {hem} {flare} {hem - 4} V {hem - 2} Q 0 {hem + 2} {-flare} {hem - 2} Z"),
            light,
        )
        page.path(at("M -12 20 H 12 V 22.6 H -12 Z"), light)


def _romper(page: Page, cloth: str, skin: str) -> None:
    """A sitting baby in a romper suit, bare feet forward."""
    torso = symmetric("M0 -8", "10 -8 15 -2 17 7", "20 17 20 25 17 29", "14 33 7 34 0 34")
    page.path(torso, page.ball(cloth))
    page.include(-20, -8, 20, 34)
    page.shadow(0, 0, 18, 9, 0.5, torso)
    for y in (12, 18, 24):
        page.oval(0, y, 1.3, 1.3, PAPER)
    for side in (-1, 1):
        page.limb([(side * 8, 29), (side * 14, 27), (side * 18, 30)], 10, page.fall(cloth, 22, 38))
        page.oval(side * 21, 30, 5.4, 6, page.ball(skin))
        page.oval(side * 17.5, 22, 4, 4, page.ball(skin))
        page.limb([(side * 13, 5), (side * 22, 10), (side * 19, 17.5)], 8.5, page.fall(cloth, 0, 24))


def _number(value: float) -> str:
    return f"{value:.2f}"

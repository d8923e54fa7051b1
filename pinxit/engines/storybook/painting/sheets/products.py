"""The shapes of packaging, as SVG on 1000 units of height; {MAIN} and its like are colours to be filled in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """How a product is drawn: its body, the light over it, and where on it is printed."""

    shape: float
    """Width over height."""
    face: tuple[float, float, float, float]
    """Left, top, right and bottom of the printed face, as shares of its width and height."""
    body: str
    light: str
    is_label: bool = False
    """The print is on paper that is stuck to it."""
    radius: float = 0.0
    """Of the printed face's corners, as a share of its width."""


def _fall(name: str, *stops: tuple[float, str, float], down: bool = False) -> str:
    turn = ' x2="0" y2="1"' if down else ""
    parts = "".join(f'<stop offset="{at}" stop-color="{c}" stop-opacity="{o}"/>' for at, c, o in stops)
    return f'<defs><linearGradient id="{name}"{turn}>{parts}</linearGradient></defs>'


_ROUND = _fall(
    "r", (0, "#000", 0.34), (0.12, "#000", 0.06), (0.24, "#fff", 0.34), (0.4, "#fff", 0.0), (0.72, "#000", 0.0),
    (1, "#000", 0.4),
)  # fmt: skip
"""Light from the upper left on something round."""
_SOFT = _fall("r", (0, "#fff", 0.2), (0.5, "#fff", 0.0), (1, "#000", 0.2))

BOX = Product(
    0.76, (0.0, 0.06, 0.84, 1.0),
    '<path d="M0 60L90 0H760L638 60Z" fill="{PALE}"/><path d="M638 60L760 0V925L638 1000Z" fill="{DEEP}"/>'
    '<path d="M0 60H638V1000H0Z" fill="{MAIN}"/>',
    _SOFT + '<path d="M0 60H638V1000H0Z" fill="url(#r)" fill-opacity=".6"/>'
    '<path d="M638 60L760 0V925L638 1000Z" fill="#000" fill-opacity=".14"/>'
    '<path d="M0 60H638M638 60V1000" stroke="#fff" stroke-opacity=".4" stroke-width="3"/>',
)  # fmt: skip
BAG = Product(
    0.72, (0.06, 0.17, 0.94, 0.95),
    '<path d="M26 70Q10 500 8 985Q8 1000 24 1000H696Q712 1000 712 985Q710 500 694 70Z" fill="{MAIN}"/>'
    '<path d="M18 8H702L694 150H26Z" fill="{DEEP}"/>'
    '<path d="M18 8H702V40H18Z" fill="{PALE}"/>'
    '<path d="M22 96H698" stroke="{PALE}" stroke-width="5" stroke-dasharray="12 8"/>',
    _ROUND + '<path d="M18 8H702L694 70Q710 500 712 985Q712 1000 696 1000H24Q8 1000 8 985Q10 500 26 70Z" fill="url(#r)"'
    ' fill-opacity=".55"/><path d="M60 190Q44 600 52 960M660 190Q676 600 668 960" stroke="#fff" stroke-opacity=".22" '
    'stroke-width="9" fill="none"/>',
)  # fmt: skip
CAN = Product(
    0.54, (0.02, 0.14, 0.98, 0.88),
    '<path d="M60 30H480L536 110V900L490 985H50L4 900V110Z" fill="#c9ced6"/>'
    '<ellipse cx="270" cy="32" rx="212" ry="30" fill="#e6e9ee"/>'
    '<ellipse cx="270" cy="34" rx="186" ry="22" fill="#b4bac4"/>'
    '<path d="M240 26h60q22 8 0 16h-60q-22 -8 0 -16z" fill="#eef0f4"/>'
    '<path d="M4 130H536V890H4Z" fill="{MAIN}"/>',
    _ROUND + '<path d="M60 30Q270 64 480 30L536 110V900L490 985Q270 1015 50 985L4 900V110Z" fill="url(#r)"/>',
)  # fmt: skip
BOTTLE = Product(
    0.42, (0.06, 0.5, 0.94, 0.86),
    '<path d="M150 90H270V250Q270 320 350 380Q412 425 412 500V945Q412 998 356 998H64Q8 998 8 945V500Q8 425 70 380'
    'Q150 320 150 250Z" fill="{FILL}"/>'
    '<path d="M150 90H270V250Q270 290 300 320H120Q150 290 150 250Z" fill="#eef5f5" fill-opacity=".8"/>'
    '<rect x="138" y="0" width="144" height="92" rx="14" fill="{DEEP}"/>'
    '<rect x="138" y="70" width="144" height="20" fill="{MAIN}"/>'
    '<rect x="142" y="96" width="136" height="22" rx="8" fill="#fff" fill-opacity=".5"/>',
    _ROUND + '<path d="M138 0H282V92H270V250Q270 320 350 380Q412 425 412 500V945Q412 998 356 998H64Q8 998 8 945V500'
    'Q8 425 70 380Q150 320 150 250V92H138Z" fill="url(#r)" fill-opacity=".75"/>'
    '<path d="M48 480Q50 440 92 412M44 900V520" stroke="#fff" stroke-opacity=".55" stroke-width="13" fill="none" '
    'stroke-linecap="round"/>',
    is_label=True, radius=0.03,
)  # fmt: skip
JAR = Product(
    0.82, (0.09, 0.36, 0.91, 0.86),
    '<path d="M120 150H700Q812 190 812 300V900Q812 998 716 998H104Q8 998 8 900V300Q8 190 120 150Z" fill="#f3f8f8" '
    'fill-opacity=".92"/>'
    '<path d="M40 300Q410 270 780 300V890Q780 970 700 970H120Q40 970 40 890Z" fill="{FILL}"/>'
    '<ellipse cx="410" cy="300" rx="370" ry="26" fill="{FILLDEEP}" fill-opacity=".55"/>'
    '<rect x="96" y="4" width="628" height="150" rx="26" fill="{MAIN}"/>'
    '<rect x="96" y="112" width="628" height="42" fill="{DEEP}"/>',
    _ROUND + '<path d="M96 30Q96 4 122 4H698Q724 4 724 30V150Q812 190 812 300V900Q812 998 716 998H104Q8 998 8 900V300'
    'Q8 190 96 150Z" fill="url(#r)" fill-opacity=".62"/><path d="M60 330V880" stroke="#fff" stroke-opacity=".6" '
    'stroke-width="16" stroke-linecap="round"/>',
    is_label=True, radius=0.04,
)  # fmt: skip
CARTON = Product(
    0.58, (0.0, 0.27, 0.78, 1.0),
    '<path d="M454 260L580 220V950L454 1000Z" fill="{DEEP}"/><path d="M0 260H454V1000H0Z" fill="{MAIN}"/>'
    '<path d="M0 260L40 90H494L454 260Z" fill="{PALE}"/><path d="M454 260L494 90L580 220Z" fill="{DEEP}"/>'
    '<path d="M40 20H494V92H40Z" fill="{MAIN}"/><circle cx="240" cy="178" r="52" fill="{ACCENT}"/>'
    '<circle cx="240" cy="170" r="52" fill="{PAPER}"/>',
    _SOFT + '<path d="M0 260H454V1000H0Z" fill="url(#r)" fill-opacity=".6"/>'
    '<path d="M454 260L580 220V950L454 1000Z" fill="#000" fill-opacity=".14"/>'
    '<path d="M0 260H454V1000M40 92H494" stroke="#fff" stroke-opacity=".4" stroke-width="3" fill="none"/>',
)  # fmt: skip
LABEL = Product(
    1.0, (0.04, 0.04, 0.96, 0.96),
    '<rect width="1000" height="1000" rx="60" fill="{MAIN}"/>',
    '<rect x="6" y="6" width="988" height="988" rx="56" fill="none" stroke="#fff" stroke-opacity=".35" '
    'stroke-width="5"/>',
    is_label=True, radius=0.05,
)  # fmt: skip
PRODUCTS = {"box": BOX, "bag": BAG, "can": CAN, "bottle": BOTTLE, "jar": JAR, "carton": CARTON, "label": LABEL}

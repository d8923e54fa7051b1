"""Small drawn ornaments of designed sheets, as SVG: pieces that are strewn, rays, borders, corners and dividers."""

import math
from random import Random

PIECES = ("dots", "stars", "leaves", "crosses")
"""Pieces that suit any pattern."""


def piece(kind: str, x: float, y: float, size: float, colour: str, turn: float = 0.0) -> str:
    """One small mark with its middle at (x, y), about twice `size` across."""
    draw = _PIECES.get(kind, _dot)
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.0f}) scale({size:.2f})" fill="{colour}">{draw()}</g>'
    )


def _dot() -> str:
    return '<circle r=".6"/>'


def _star() -> str:
    spokes = ((math.pi * n / 5, 1 if n % 2 == 0 else 0.45) for n in range(10))
    points = " ".join(f"{math.sin(turn) * far:.3f},{-math.cos(turn) * far:.3f}" for turn, far in spokes)
    return f'<polygon points="{points}"/>'


def _leaf() -> str:
    return '<path d="M0 1.1C-.9.4-.7-.6 0-1.1C.7-.6.9.4 0 1.1Z"/>'


def _cross() -> str:
    return '<path d="M-.22-.9h.44v.68h.68v.44h-.68v.68h-.44v-.68h-.68v-.44h.68z"/>'


def _heart() -> str:
    return '<path d="M0 .95C-1.5-.1-1-1.05-.45-1.05C-.15-1.05 0-.8 0-.6C0-.8.15-1.05.45-1.05C1-1.05 1.5-.1 0 .95Z"/>'


def _flake() -> str:
    arm = '<path d="M-.09-1h.18v2h-.18zM-.4-.75l.4.3l.4-.3v.22l-.4.3l-.4-.3zM-.4.75l.4-.3l.4.3v-.22l-.4-.3l-.4.3z"/>'
    return "".join(f'<g transform="rotate({angle})">{arm}</g>' for angle in (0, 60, 120))


def _strip() -> str:
    return '<rect x="-.28" y="-.9" width=".56" height="1.8" rx=".12"/>'


_PIECES = {
    "dots": _dot, "stars": _star, "leaves": _leaf, "crosses": _cross, "hearts": _heart, "snow": _flake,
    "confetti": _strip,
}  # fmt: skip


def strewn(
    kind: str, box: tuple[float, float, float, float], size: float, colours: tuple[str, ...], many: int, dice: Random
) -> str:
    """Pieces all over a box, none of them on another."""
    left, top, right, bottom = box
    spots: list[tuple[float, float]] = []
    body = ""
    for _ in range(many * 4):
        x, y = dice.uniform(left, right), dice.uniform(top, bottom)
        if len(spots) < many and all(math.hypot(x - a, y - b) > 3.2 * size for a, b in spots):
            spots.append((x, y))
            body += piece(kind, x, y, size * dice.uniform(0.6, 1.15), dice.choice(colours), dice.uniform(0, 360))
    return body


def rays(x: float, y: float, reach: float, colour: str, opacity: float, many: int = 16) -> str:
    """Beams of light from a point."""
    parts = []
    for number in range(many):
        one, other = (2 * math.pi * (number + side) / many for side in (-0.25, 0.25))
        parts.append(
            f"M{x:.1f} {y:.1f}L{x + reach * math.cos(one):.1f} {y + reach * math.sin(one):.1f}"
            f"L{x + reach * math.cos(other):.1f} {y + reach * math.sin(other):.1f}Z"
        )
    return f'<path d="{"".join(parts)}" fill="{colour}" fill-opacity="{opacity}"/>'


def border(box: tuple[float, float, float, float], colour: str, width: float, radius: float, kind: str) -> str:
    """A frame of lines along a box: "double", "single", "notched" or "scalloped"."""
    left, top, right, bottom = box
    if kind == "scalloped":
        return _scallops(box, colour, width * 2.6)
    if kind == "notched":
        cut = width * 5
        path = (
            f"M{left + cut:.1f} {top:.1f}H{right - cut:.1f}A{cut:.1f} {cut:.1f} 0 0 0 {right:.1f} {top + cut:.1f}"
            f"V{bottom - cut:.1f}A{cut:.1f} {cut:.1f} 0 0 0 {right - cut:.1f} {bottom:.1f}H{left + cut:.1f}"
            f"A{cut:.1f} {cut:.1f} 0 0 0 {left:.1f} {bottom - cut:.1f}V{top + cut:.1f}"
            f"A{cut:.1f} {cut:.1f} 0 0 0 {left + cut:.1f} {top:.1f}Z"
        )
        return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"/>'
    lines = ((0.0, width), (width * 2.4, width * 0.45)) if kind == "double" else ((0.0, width),)
    return "".join(
        f'<rect x="{left + inset:.1f}" y="{top + inset:.1f}" width="{right - left - 2 * inset:.1f}" '
        f'height="{bottom - top - 2 * inset:.1f}" rx="{max(0.0, radius - inset):.1f}" fill="none" stroke="{colour}" '
        f'stroke-width="{thick:.1f}"/>'
        for inset, thick in lines
    )


def _scallops(box: tuple[float, float, float, float], colour: str, size: float) -> str:
    """Half discs along the edges, looking inwards."""
    left, top, right, bottom = box
    across, down = (max(2, round(side / (2 * size))) for side in (right - left, bottom - top))
    wide, high = (right - left) / across, (bottom - top) / down
    discs = [(left + (n + 0.5) * wide, y, wide / 2) for n in range(across) for y in (top, bottom)]
    discs += [(x, top + (n + 0.5) * high, high / 2) for n in range(down) for x in (left, right)]
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{colour}"/>' for x, y, r in discs)


def divider(x: float, y: float, width: float, colour: str, kind: str) -> str:
    """A line that is broken by a piece in its middle."""
    thick, gap = max(1.0, width * 0.008), width * 0.09
    lines = "".join(
        f'<rect x="{start:.1f}" y="{y - thick / 2:.1f}" width="{width / 2 - gap:.1f}" height="{thick:.1f}" '
        f'fill="{colour}"/>'
        for start in (x - width / 2, x + gap)
    )
    dots = "".join(piece("dots", x + side * gap * 0.62, y, width * 0.012, colour) for side in (-1, 1))
    return lines + dots + piece(kind, x, y, width * 0.03, colour)


def bunting(width: float, y: float, size: float, colours: tuple[str, ...], sag: float) -> str:
    """Flags on a string from the left edge to the right, hanging in an arc; the string has the last colour."""
    many = max(5, round(width / (size * 1.25)))

    def at(share: float) -> tuple[float, float]:
        return width * share, y + sag * 4 * share * (1 - share)

    body = (
        f'<path d="M0 {y:.1f}Q{width / 2:.1f} {y + 2 * sag:.1f} {width:.1f} {y:.1f}" fill="none" '
        f'stroke="{colours[-1]}" stroke-width="{size * 0.07:.1f}"/>'
    )
    for number in range(many):
        (x, low), (x2, low2) = at((number + 0.12) / many), at((number + 0.88) / many)
        body += (
            f'<path d="M{x:.1f} {low:.1f}L{x2:.1f} {low2:.1f}L{(x + x2) / 2:.1f} {(low + low2) / 2 + size:.1f}Z" '
            f'fill="{colours[number % max(1, len(colours) - 1)]}"/>'
        )
    return body


def sprig(x: float, y: float, length: float, colour: str, turn: float) -> str:
    """A twig with leaves on both sides, growing from (x, y) at `turn` degrees from upwards."""
    leaf = "M0 0C-.09-.08-.08-.2 0-.28C.08-.2.09-.08 0 0Z"
    leaves = "".join(
        f'<path transform="translate(0 {-0.22 - 0.16 * n:.2f}) rotate({side * 48})" d="{leaf}"/>'
        for n in range(4)
        for side in (-1, 1)
    )
    stem = f'<path d="M-.015 0L-.006 -.92L.006 -.92L.015 0Z"/><path transform="translate(0 -.82)" d="{leaf}"/>'
    move = f"translate({x:.1f} {y:.1f}) rotate({turn:.0f}) scale({length:.1f})"
    return f'<g transform="{move}" fill="{colour}">{stem}{leaves}</g>'

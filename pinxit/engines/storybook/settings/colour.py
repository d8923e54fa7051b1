"""Colours as #rrggbb text: mixing, lighting, shading and greying them."""

from functools import lru_cache

Factor = tuple[float, float, float]
_WARM_WHITE = "#fffaf0"
_SHADE: Factor = (0.42, 0.42, 0.56)
"""What full shade leaves of red, green and blue: painted shadows lean to violet."""


def parts(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def join(red: float, green: float, blue: float) -> str:
    """The colour of these three, clipped to 0 to 255."""
    return "#" + "".join(f"{min(255, max(0, round(value))):02x}" for value in (red, green, blue))


@lru_cache(maxsize=8192)
def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` stirred in."""
    return join(*(a + (b - a) * share for a, b in zip(parts(one), parts(other), strict=True)))


@lru_cache(maxsize=8192)
def lit(colour: str, light: Factor) -> str:
    """The colour in a light of these factors."""
    red, green, blue = parts(colour)
    return join(red * light[0], green * light[1], blue * light[2])


@lru_cache(maxsize=8192)
def grey(colour: str, share: float) -> str:
    """The colour with `share` (0 to 1) of its saturation taken away."""
    red, green, blue = parts(colour)
    level = 0.3 * red + 0.59 * green + 0.11 * blue
    return join(*(value + (level - value) * share for value in (red, green, blue)))


def lighter(colour: str, share: float) -> str:
    """Towards a warm white by `share` (0 to 1)."""
    return mix(colour, _WARM_WHITE, share)


def darker(colour: str, share: float) -> str:
    """Into violet shade by `share` (0 to 1)."""
    return mix(colour, lit(colour, _SHADE), share)

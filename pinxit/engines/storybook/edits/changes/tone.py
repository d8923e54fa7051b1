"""Tones: warmer, brighter, grayer, of one colour. They look at colour and brightness, and not at what is shown."""

import colorsys

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    floats,
    luma,
    mix,
    picture,
    ramp,
    rgb,
)
from pinxit.engines.storybook.edits.changes.view import View

WARMTH, COOLNESS = (1.13, 1.0, 0.80), (0.88, 1.0, 1.17)
"""What becomes of red, green and blue."""
GRAY_MIX = (0.36, 0.50, 0.14)
"""What the three channels add to black and white: redder than the eye's, so that skies are darker and skin lighter."""
SEPIA = ("#1e120a", "#7a5636", "#d6b98d", "#fbf1dc")
TINT, DUOTONE = "#3f78d0", "#f2a65a"
"""The colours of a tint and a duotone for which none is given."""
FILM_GRAIN = 0.022
"""Standard deviation of the grain of old film."""


def warm(image: Image.Image, view: View) -> Image.Image:
    """Warmer light at the same brightness."""
    return picture(_balanced(floats(image), WARMTH))


def cool(image: Image.Image, view: View) -> Image.Image:
    """Cooler light at the same brightness."""
    return picture(_balanced(floats(image), COOLNESS))


def _balanced(colours: Colours, balance: tuple[float, float, float]) -> Colours:
    light = luma(colours)
    shifted = colours * factors(*balance)
    return shifted * (light / np.maximum(luma(shifted), np.float32(1e-3)))


def bright(image: Image.Image, view: View) -> Image.Image:
    """Brighter, most in the middle tones."""
    return picture(_exposed(floats(image), 0.66))


def dark(image: Image.Image, view: View) -> Image.Image:
    """Darker, most in the middle tones."""
    return picture(_exposed(floats(image), 1.55))


def _exposed(colours: Colours, power: float) -> Colours:
    """Brightness to a power, hue and saturation as they were."""
    light = luma(colours) + np.float32(0.01)
    scaled = colours * light ** np.float32(power - 1)
    return mix(scaled, colours ** np.float32(power), 0.4)


def contrast(image: Image.Image, view: View) -> Image.Image:
    """Deeper shadows, brighter lights, crisper texture."""
    colours = floats(image)
    light = luma(colours)
    crisp = colours + 0.35 * (light - blur(light, 0.01 * max(light.shape)))
    middle = float(np.clip(np.median(light[::4, ::4]), 0.3, 0.6))
    return picture(_curved(crisp, middle, 1.55))


def _curved(colours: Colours, middle: float, slope: float) -> Colours:
    """An S-shaped curve through black, `middle` and white that is `slope` steep in the middle."""
    values = np.linspace(-0.25, 1.25, 512)
    inside = np.clip(values, 0, 1)
    low = middle * (np.minimum(inside, middle) / middle) ** slope
    high = (1 - middle) * (np.maximum(1 - np.maximum(inside, middle), 0) / (1 - middle)) ** slope
    table = np.where(inside <= middle, low, 1 - high).astype(np.float32)
    return np.interp(colours, values, table).astype(np.float32)


def soft(image: Image.Image, view: View) -> Image.Image:
    """Low contrast and a gentle glow."""
    colours = floats(image)
    gentle = mix(colours, np.float32(0.56) + 0 * colours[:1], 0.24)
    spread = blur(gentle, 0.012 * max(image.size))
    glow = 1 - (1 - gentle) * (1 - 0.45 * spread)
    return picture(mix(gentle, glow, 0.3 if view.is_faithful else 0.55))


def vivid(image: Image.Image, view: View) -> Image.Image:
    """Stronger colours, those most that are weak, and skin least."""
    colours = floats(image)
    light = luma(colours)
    spread = colours.max(axis=0) - colours.min(axis=0)
    is_skin = ramp(colours[0] - colours[2], 0.08, 0.2) * ramp(colours[1] - colours[2], -0.02, 0.05)
    gain = 1 + 0.75 * (1 - 0.6 * ramp(spread, 0.25, 0.8)) * (1 - 0.55 * is_skin)
    return picture(_curved(light + (colours - light) * gain, 0.46, 1.12))


def muted(image: Image.Image, view: View) -> Image.Image:
    """Weaker colours and softer blacks."""
    colours = floats(image)
    return picture(mix(luma(colours), colours, 0.45) * np.float32(0.86) + np.float32(0.075))


def black_and_white(image: Image.Image, view: View) -> Image.Image:
    """Shades of gray with clear steps between them."""
    gray = _curved(_gray(floats(image)), 0.48, 1.22)
    return picture(np.repeat(gray[None], 3, axis=0))


def _gray(colours: Colours) -> Plane:
    light = sum(share * band for share, band in zip(GRAY_MIX, colours, strict=True))
    gray = np.asarray(light, dtype=np.float32)
    return gray + 0.25 * (gray - blur(gray, 0.012 * max(gray.shape)))


def sepia(image: Image.Image, view: View) -> Image.Image:
    """A brown print."""
    return picture(_ramped(_curved(_gray(floats(image)), 0.5, 1.1), SEPIA) * _vignette(image, 0.16))


def vintage(image: Image.Image, view: View) -> Image.Image:
    """A faded colour print: yellowed lights, blue-green shadows, grain, darker corners."""
    colours = floats(image)
    faded = mix(luma(colours), colours, 0.66) * np.float32(0.84) + np.float32(0.085)
    faded = faded * mix(factors(0.90, 1.02, 1.04), factors(1.08, 1.02, 0.82), ramp(luma(faded), 0.1, 0.8))
    grain = view.dice("grain").standard_normal(colours.shape[1:], dtype=np.float32)
    strength = FILM_GRAIN * (0.5 if view.is_faithful else 1.0)
    return picture((faded + np.float32(strength) * grain) * _vignette(image, 0.30))


def _vignette(image: Image.Image, depth: float) -> Plane:
    """What is left of the light: 1 in the middle, less in the corners."""
    ys = np.linspace(-1, 1, image.height, dtype=np.float32)[:, None]
    xs = np.linspace(-1, 1, image.width, dtype=np.float32)[None, :]
    return 1 - np.float32(depth) * ramp(np.sqrt(xs * xs + ys * ys), 0.55, 1.4)


def tint(image: Image.Image, view: View) -> Image.Image:
    """Everything in shades of one colour, with a trace of what it was."""
    colours, colour = floats(image), view.colour or TINT
    shades = _ramped(_curved(luma(colours), 0.5, 1.05), _shades(colour))
    return picture(mix(shades, colours, 0.22 if view.is_faithful else 0.1))


def duotone(image: Image.Image, view: View) -> Image.Image:
    """Two colours: the lights in one, the shadows in a dark one opposite to it."""
    red, green, blue = rgb(view.colour or DUOTONE)[:, 0, 0]
    hue, lightness, saturation = colorsys.rgb_to_hls(float(red), float(green), float(blue))
    opposite = _text(colorsys.hls_to_rgb((hue + 0.5) % 1, 0.15, min(1.0, 0.35 + 0.4 * saturation)))
    middle = _text(colorsys.hls_to_rgb((hue + 0.04) % 1, 0.5 * (lightness + 0.4), 0.8 * saturation))
    light = _text(colorsys.hls_to_rgb(hue, max(0.82, lightness), saturation))
    return picture(_ramped(_curved(_gray(floats(image)), 0.48, 1.25), (opposite, middle, light)))


def _shades(colour: str) -> tuple[str, str, str]:
    """From nearly black by way of a colour to nearly white."""
    hue, _, saturation = colorsys.rgb_to_hls(*(float(part) for part in rgb(colour)[:, 0, 0]))
    tones = ((0.05, 0.7), (0.47, 1.0), (0.95, 0.9))
    dark_one, middle, light = (_text(colorsys.hls_to_rgb(hue, level, saturation * share)) for level, share in tones)
    return dark_one, middle, light


def _text(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)


def _ramped(light: Plane, stops: tuple[str, ...]) -> Colours:
    """Brightness as a place between colours that are evenly spaced from black to white."""
    at = np.linspace(0, 1, len(stops))
    colours = np.stack([rgb(stop)[:, 0, 0] for stop in stops])
    return np.stack([np.interp(light, at, colours[:, band]) for band in range(3)]).astype(np.float32)


def negative(image: Image.Image, view: View) -> Image.Image:
    """Every colour as its opposite."""
    return picture(1 - floats(image))

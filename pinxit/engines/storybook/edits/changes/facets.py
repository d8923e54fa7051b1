"""A drawing as flat triangles whose corners lie on its edges."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.engines.storybook.painting.raster import rasterise

LOOKED_AT = 160
"""Pixels along the longer side in which edges are looked for."""
TRIES = 14
"""How often a corner looks around for a stronger edge."""
SPLITS = (((0, 1, 2), (0, 2, 3)), ((0, 1, 3), (1, 2, 3)))
"""The two ways to cut a square with these corners into triangles."""

Plane = NDArray[np.float32]


def faceted(image: Image.Image, across: int, dice: np.random.Generator, slope: float) -> Image.Image:
    """RGBA in triangles, about `across` along its shorter side; each is lighter or darker by how it leans."""
    scale = LOOKED_AT / max(image.size)
    size = max(2, round(image.width * scale)), max(2, round(image.height * scale))
    small = image.convert("RGBa").resize(size, Image.Resampling.BOX)
    colours = np.asarray(small.convert("RGBA"), dtype=np.float32)
    step = min(size) / across
    xs, ys = _corners(np.asarray(small, dtype=np.float32).mean(axis=2), step, dice)
    parts = []
    for points in _triangles(xs, ys):
        x, y = (min(max(sum(point[axis] for point in points) / 3, 0), size[axis] - 1) for axis in (0, 1))
        lean = (points[0][0] + points[2][0] - 2 * points[1][0]) / (2 * step)
        light = 1 + slope * lean + float(dice.normal(0, 0.25 * slope))
        red, green, blue, _ = (min(255, round(float(level) * light)) for level in colours[int(y), int(x)])
        colour, path = f"#{red:02x}{green:02x}{blue:02x}", "L".join(f"{px:.1f} {py:.1f}" for px, py in points)
        parts.append(f'<path d="M{path}z" fill="{colour}" stroke="{colour}" stroke-width="0.4"/>')
    return Image.fromarray(rasterise("".join(parts), (0, 0, size[0] - 1, size[1] - 1), *image.size))


def _corners(light: Plane, step: float, dice: np.random.Generator) -> tuple[Plane, Plane]:
    """A grid of corners `step` pixels apart, each moved to the strongest edge that it finds near by."""
    height, width = light.shape
    edge = np.hypot(*np.gradient(light))
    rows, columns = max(2, round(height / step)), max(2, round(width / step))
    ys, xs = np.meshgrid(np.linspace(0, height - 1, rows + 1), np.linspace(0, width - 1, columns + 1), indexing="ij")
    best, down, over = np.full(ys.shape, -1.0), ys.copy(), xs.copy()
    for _ in range(TRIES):
        y = np.clip(ys + dice.uniform(-0.42, 0.42, ys.shape) * step, 0, height - 1)
        x = np.clip(xs + dice.uniform(-0.42, 0.42, xs.shape) * step, 0, width - 1)
        found = edge[y.astype(int), x.astype(int)]
        down, over = np.where(found > best, y, down), np.where(found > best, x, over)
        best = np.maximum(best, found)
    down[0], down[-1], over[:, 0], over[:, -1] = -1, height, -1, width
    return over.astype(np.float32), down.astype(np.float32)


def _triangles(xs: Plane, ys: Plane) -> Iterator[list[tuple[float, float]]]:
    rows, columns = xs.shape
    for row in range(rows - 1):
        for column in range(columns - 1):
            around = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
            corners = [(float(xs[at]), float(ys[at])) for at in around]
            for triangle in SPLITS[(row + column) % 2]:
                yield [corners[at] for at in triangle]

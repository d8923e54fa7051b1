"""SVG to pixels: the one place where a drawing is rasterised."""

import numpy as np
import pyvips
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]


def rasterise(body: str, box: Box, width: float, height: float, *, stretch: bool = True) -> Pixels:
    """The part `box` (left, top, right, bottom) of an SVG body as (height, width, 4) pixels with straight alpha.

    A box of another shape is stretched to the pixels, or else fitted into their middle.
    """
    left, top, right, bottom = box
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{ratio} '
        f'viewBox="{left} {top} {right - left} {bottom - top}" width="{width}" height="{height}">{body}</svg>'
    )
    pixels: Pixels = np.asarray(pyvips.Image.svgload_buffer(svg.encode()))
    return pixels

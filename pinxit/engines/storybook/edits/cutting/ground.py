"""Where a picture shows its background, shadows included: flooded from the border up to the subject's edges."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.cutting.border import solved, surface, terms
from pinxit.engines.storybook.edits.cutting.gaps import holes, without_marks
from pinxit.engines.storybook.edits.cutting.masks import (
    Floats,
    Mask,
    around,
    blurred,
    highest,
    most,
    regions,
    smoothed,
    spread,
    summed,
)
from pinxit.engines.storybook.edits.cutting.view import WORK, View, look

TINT, LOOSE_TINT = 4.0, 8.0
"""Levels that the background's colour may differ in hue, and near edges, where JPEG mixes hues; in deep shadows it may
differ by up to 8 more."""
CLOSED = 2
"""Half the width, in work pixels, of the gaps in an outline through which the background does not run in."""
LEAST_PART = 0.0002
"""Of the picture: what is smaller is dust."""
LEAST_SHARE, MOST_SHARE = 0.02, 0.92
"""Of the picture, that a subject takes."""
LEAST_EDGE, MOST_ROUGH = 0.68, 1.25
"""The share of a subject's outline that lies along edges, and its length over that of the outline smoothed; furs are
rougher, but all of their outline is edge. Parts of busy photographs reach 0.65, or else 1.7."""


def tell_apart(picture: Image.Image) -> tuple[Mask, Floats] | None:
    """Where a reduced RGB picture shows background, and that background's colours everywhere; or None."""
    view = look(picture)
    if view is None or not (ground := _joined(view)).any():
        return None
    backdrop = _backdrop(view, ground)
    ground = _shaded(view, backdrop, ground | holes(view, backdrop, ground))
    # Where no edge says where the subject ends, it ends smoothly.
    ground = np.where(spread(view.sharp >= 1, 2), ground, smoothed(ground, 2.5))
    ground = without_marks(view, backdrop, _without_specks(ground))
    return (ground, _backdrop(view, ground, is_close=True)) if _is_sound(view, ground) else None


def _gain(view: View, backdrop: Floats) -> Floats:
    """How much of the backdrop's light there is; near black, where that means little, it is near 1."""
    light = summed(backdrop * backdrop) + np.float32(3 * 25**2)
    return np.asarray(1 + summed((view.soft - backdrop) * backdrop) / light, dtype=np.float32)


def _alike(view: View, backdrop: Floats, gain: Floats, tint: float) -> Mask:
    """Where the picture has the backdrop's colour, in about as much light or in a shadow."""
    rest = most(np.abs(view.soft - gain[..., None] * backdrop))
    return np.asarray((gain > 0.3) & (gain < 1.12) & (rest < tint + 12 * np.abs(1 - gain)))


def _joined(view: View) -> Mask:
    """The background that is joined to the border without an edge between, in the same light."""
    gain = _gain(view, view.model)
    free = _alike(view, view.model, gain, TINT) & (view.sharp < 1)
    labels, sizes = regions(~spread(~free, CLOSED) & (np.abs(gain - 1) < 0.07))
    touching = np.bincount(labels[view.ring], minlength=len(sizes))
    touching = np.bincount(labels[view.plain], minlength=len(sizes)) > np.maximum(8, 0.5 * touching)
    touching[0] = False
    return spread(touching[labels], CLOSED + 1, free)


def _backdrop(view: View, ground: Mask, *, is_close: bool = False) -> Floats:
    """The background's colours everywhere: the model, and what the ground differs from it, at large and near by."""
    shape = ground.shape[0], ground.shape[1]
    rows, columns = (each[::7] for each in np.nonzero(ground))
    off = (view.pixels - view.model)[rows, columns]
    factors = solved(terms((rows, columns), shape, 3), off, np.ones(len(off), dtype=np.float32))
    colours = view.model + surface(factors, shape, 3)
    colours = colours + _average(view.pixels - colours, ground, 4)
    return colours + _average(view.pixels - colours, ground, 1) if is_close else colours


def _average(values: Floats, where: Mask, step: int) -> Floats:
    """Everywhere, the mean of the (height, width, 3) values that are near by, of every so many pixels."""
    middle = slice(step // 2, None, step)
    known = where[middle, middle, None].astype(np.float32)
    known = blurred(np.concatenate([values[middle, middle] * known, known], axis=-1), min(step, 2))
    mean = known[..., :3] / (known[..., 3:] + np.float32(0.01))
    height, width = where.shape
    bands = [Image.fromarray(np.ascontiguousarray(mean[..., band])) for band in range(3)]
    return np.stack([np.asarray(band.resize((width, height), Image.Resampling.BILINEAR)) for band in bands], axis=-1)


def _shaded(view: View, backdrop: Floats, ground: Mask) -> Mask:
    """The ground with its shadows and lights, which only ever grow stronger on the way in from it."""
    gain = _gain(view, backdrop)
    shade = np.abs(gain - 1)
    free = _alike(view, backdrop, gain, TINT) & (view.sharp < 1)
    core = ~spread(~free, CLOSED)
    shaded, rim = ground, spread(ground, 2)
    for light in np.arange(0, 0.66, 0.06):
        shaded = spread(shaded, 10, core & (shade > light - 0.04) & (shade < light + 0.06) | shaded)
    labels, sizes = regions(shaded & ~rim)
    # A shadow begins softly. What lies behind an edge about as deep as itself is the subject, entered through a gap.
    depth = 255 * np.bincount(labels.ravel(), weights=shade.ravel(), minlength=len(sizes)) / np.maximum(sizes, 1)
    edge = highest(np.where(view.sharp >= 1, view.contrast, 0), 2)
    leaks = around(labels, len(sizes), edge, rim, 6) > 0.25 * depth
    shaded &= ~(leaks[labels] & (labels > 0))
    shaded = spread(shaded, CLOSED + 1, free | shaded)
    return spread(shaded, 3, (view.sharp < 1) & _alike(view, backdrop, gain, LOOSE_TINT) | shaded)


def _without_specks(ground: Mask) -> Mask:
    labels, sizes = regions(~ground)
    sizes[0] = 0
    return np.asarray((sizes < max(LEAST_PART * ground.size, 0.001 * sizes.max()))[labels])


def _is_sound(view: View, ground: Mask) -> bool:
    """Whether what is not ground has the size and the outline of a subject."""
    subject = ~ground
    rim = spread(ground, 1) & subject
    smooth = smoothed(subject, 3 * max(ground.shape) / WORK)
    inner = rim & ~view.ring
    edge = float(spread(view.sharp >= 1, 2)[inner].mean()) if inner.any() else 0.0
    rough = float(rim.sum()) / max(1.0, float((spread(~smooth, 1) & smooth).sum()))
    is_outlined = edge > LEAST_EDGE and rough < MOST_ROUGH + 7 * max(0.0, edge - 0.9)
    return bool(LEAST_SHARE < subject.mean() < MOST_SHARE) and is_outlined

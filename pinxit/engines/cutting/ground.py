"""Where a picture shows its background, shadows included: flooded from the border up to the subject's edges."""

import numpy as np
from PIL import Image

from pinxit.engines.cutting.border import solved, surface, terms
from pinxit.engines.cutting.gaps import holes, without_marks
from pinxit.engines.cutting.masks import (
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
from pinxit.engines.cutting.view import WORK, View, look

TINT, LOOSE_TINT = 4.0, 8.0
"""Levels that the background's colour may differ in hue, and near edges, where JPEG mixes hues; in deep shadows it may
differ by up to 8 more."""
COOL = 40.0
"""Levels by which a shadow's colour may turn from red to blue, times the share of light that is gone in it."""
CLOSED = 2
"""Half the width, in work pixels, of the gaps in an outline through which the background does not run in."""
LEAST_PART = 0.0002
"""Of the picture: what is smaller is dust."""
LEAST_SHARE, MOST_SHARE = 0.02, 0.92
"""Of the picture, that a subject takes."""
LEAST_EDGE, MOST_ROUGH = 0.68, 1.25
"""The share of a subject's outline that lies along edges, and its length over that of the outline smoothed; furs are
rougher, but all of their outline is edge. Parts of busy photographs reach 0.65, or else 1.7."""
SURE_EDGE, BETTER_EDGE = 0.9, 0.03
"""The share from which on a subject has no background left around it, and how much more another try must have."""
ROUNDS, LEAST_GROWTH = 30, 0.0005
"""How often the background is followed further inwards, and the share of the picture that a round must add."""


def tell_apart(picture: Image.Image) -> tuple[Mask, Floats] | None:
    """Where a reduced RGB picture shows background, and that background's colours everywhere; or None."""
    view = look(picture)
    if view is None or not (start := _joined(view, view.model)).any():
        return None
    ground = _refined(view, start)
    edge, is_sound = _outlined(view, ground)
    if edge < SURE_EDGE:  # pale things on pale grounds have little of an edge, and lose more by being followed into
        other = _refined(view, _followed(view, start))
        other_edge, is_other_sound = _outlined(view, other)
        if is_other_sound and (not is_sound or other_edge > edge + BETTER_EDGE):
            ground, is_sound = other, True
    return (ground, _backdrop(view, ground, is_close=True)) if is_sound else None


def _followed(view: View, ground: Mask) -> Mask:
    """The ground, followed inwards where its colours change slowly, as those of a wall do around a spot of light."""
    for _ in range(ROUNDS):
        wider = ground | _joined(view, _backdrop(view, ground))
        growth = float(wider.mean() - ground.mean())
        ground = wider
        if growth < LEAST_GROWTH:
            break
    return ground


def _refined(view: View, ground: Mask) -> Mask:
    """The ground with its shadows and holes, and without what is no part of it."""
    backdrop = _backdrop(view, ground)
    ground = _shaded(view, backdrop, ground | holes(view, backdrop, ground))
    # Where no edge says where the subject ends, it ends smoothly.
    ground = np.where(spread(view.sharp >= 1, 2), ground, smoothed(ground, 2.5))
    return without_marks(view, backdrop, ground | _specks(view, backdrop, ground))


def _gain(view: View, backdrop: Floats) -> Floats:
    """How much of the backdrop's light there is; near black, where that means little, it is near 1."""
    light = summed(backdrop * backdrop) + np.float32(3 * 25**2)
    return np.asarray(1 + summed((view.soft - backdrop) * backdrop) / light, dtype=np.float32)


def _alike(view: View, backdrop: Floats, gain: Floats, tint: float) -> Mask:
    """Where the picture has the backdrop's colour, in about as much light or in a shadow."""
    off = view.soft - gain[..., None] * backdrop
    cool = np.clip((off[..., 2] - off[..., 0]) / 2, 0, COOL * np.maximum(1 - gain, 0))
    off[..., 0] += cool
    off[..., 2] -= cool
    rest = most(np.abs(off))
    return np.asarray((gain > 0.3) & (gain < 1.12) & (rest < tint + 12 * np.abs(1 - gain)))


def _joined(view: View, backdrop: Floats) -> Mask:
    """The background that is joined to the border without an edge between, in the same light."""
    gain = _gain(view, backdrop)
    free = _alike(view, backdrop, gain, TINT) & (view.sharp < 1)
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


def _specks(view: View, backdrop: Floats, ground: Mask) -> Mask:
    """What is too small for a part of the subject; larger where it is as the background is, but for an edge."""
    labels, sizes = regions(~ground)
    alike = _alike(view, backdrop, _gain(view, backdrop), TINT)
    is_line = np.bincount(labels[alike], minlength=len(sizes)) > 0.8 * sizes
    sizes[0] = 0
    largest = sizes.max()
    is_speck = (sizes < max(LEAST_PART * ground.size, 0.001 * largest)) | (sizes < 0.01 * largest) & is_line
    return np.asarray(is_speck[labels] & ~ground)


def _outlined(view: View, ground: Mask) -> tuple[float, bool]:
    """The share of the subject's outline that is an edge, and whether it has the size and the outline of a subject."""
    subject = ~ground
    rim = spread(ground, 1) & subject
    smooth = smoothed(subject, 3 * max(ground.shape) / WORK)
    inner = rim & ~view.ring
    edge = float(spread(view.sharp >= 1, 2)[inner].mean()) if inner.any() else 0.0
    rough = float(rim.sum()) / max(1.0, float((spread(~smooth, 1) & smooth).sum()))
    is_outlined = edge > LEAST_EDGE and rough < MOST_ROUGH + 7 * max(0.0, edge - 0.9)
    return edge, bool(LEAST_SHARE < subject.mean() < MOST_SHARE) and is_outlined

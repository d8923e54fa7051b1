"""Where background is seen through the subject: a handle, a ring, the space between two fingers."""

import numpy as np

from pinxit.engines.cutting.masks import (
    Floats,
    Mask,
    around,
    blurred,
    distances,
    extent,
    filled,
    most,
    regions,
    spread,
    summed,
)
from pinxit.engines.cutting.view import View

LEAST_HOLE = 0.0008
"""Of the picture: smaller than this nothing is a hole in a large thing."""
THINNEST_WALL = 0.08
"""Of a hole's width: what has a thinner wall around it is no ring but a drawing in outline."""
COMMON = 12.0, 244.0
"""Mean levels, below and above which the background is black or white, as many things within a thing are, too."""


def holes(view: View, backdrop: Floats, ground: Mask) -> Mask:
    """What looks just like the background: rims and clefts that noise kept from the ground, and what holes show."""
    away = most(np.abs(blurred(view.soft - backdrop)))
    noise = 3 + 2 * float(np.percentile(away[ground], 75))
    plain = away < noise
    near = spread(ground, 8, ground | plain)
    labels, sizes = regions(near | plain & ~spread(~spread(~plain, 4), 5))  # clefts, unlike halls behind a gap
    is_near = np.bincount(labels[ground], minlength=len(sizes)) > 0
    near = is_near[labels] & (labels > 0)
    # How a shaded background goes on behind the subject is known less well.
    plain = away < noise + 0.04 * float(np.ptp(summed(backdrop[ground]) / 3))
    labels, sizes = regions(plain & (view.sharp < 1) & ~near)
    framed = around(labels, len(sizes), spread(view.sharp >= 1, 1), ~ground, 2) > 0.3
    return np.asarray(near | (labels > 0) & ((sizes > 12) & framed)[labels])


def without_marks(view: View, backdrop: Floats, ground: Mask) -> Mask:
    """The ground without what it does not reach from outside and what is no hole."""
    labels, sizes = regions(ground)
    is_outer = np.bincount(labels[view.ring], minlength=len(sizes)) > 0
    inner = np.flatnonzero((sizes > 20) & ~is_outer & (np.arange(len(sizes)) > 0))[:60]
    outer = (labels > 0) & is_outer[labels]
    if not len(inner):
        return outer
    things, areas = regions(~outer)
    edges, far = spread(view.sharp >= 1, 2), distances(outer)
    least = max(LEAST_HOLE * ground.size, 0.004 * float((~outer).sum()))
    kept = outer
    for label in inner:
        region = labels == label
        rim = spread(region, 1) & ~region
        thing = things[rim].max()
        if sizes[label] < min(least, 0.03 * areas[thing]) or edges[rim].mean() < 0.8:
            continue
        is_common = not COMMON[0] < backdrop[region].mean() < COMMON[1]
        if _is_hole(region, things == thing, far[rim], is_common=is_common):
            kept = kept | region
    return kept


def _is_hole(region: Mask, thing: Mask, far: Floats, *, is_common: bool) -> bool:
    """Whether background seen inside a thing is seen through it: there is a wall around it and nothing afloat in it.

    `far` says how far the pixels around it are from the background outside. Eyes, teeth and labels may be as white as
    paper: what has a colour so common must also be shaped like the hole in a handle, or in a ring.
    """
    width, size = float(region.sum()) ** 0.5, float(thing.sum()) ** 0.5
    walls = np.maximum(far - 3, 0)  # the ground ends so far from edges, on both sides together
    wall, thinner = float(np.median(walls)), float(np.percentile(walls, 25))
    if wall < THINNEST_WALL * width or filled(region).sum() > 1.02 * width**2:
        return False
    is_handle = wall > 0.1 * width and thinner < (0.11 if wall > 0.93 * width else 0.19) * size
    return not is_common or is_handle or _is_ring(region, thing)


def _is_ring(region: Mask, thing: Mask) -> bool:
    """Whether the region is round and in the middle of the thing."""
    (top, left, bottom, right), (upper, first, lower, last) = extent(region), extent(thing)
    fullness = region.sum() / ((bottom - top) * (right - left))
    off = np.hypot(top + bottom - upper - lower, left + right - first - last) / 2
    return bool(0.68 < fullness < 0.9 and off < 0.12 * thing.sum() ** 0.5)

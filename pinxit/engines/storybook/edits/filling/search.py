"""The search for like patches, and the vote of what was found on what is painted."""

import numpy as np

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, Places, multiply
from pinxit.engines.storybook.edits.filling.patches import CHANNELS, RADIUS, Level, target_traits

STEPS = (1, 4)
"""Pixels from which offsets are taken over."""
TIDY, LEAST_TIDY = 0.1, 0.25
"""What a neighbour with another offset costs: a share of the usual cost, and squared levels that are added."""
WEAR, MOST_WEAR = 0.2, 5
"""What a source costs more for each time that it was copied too often: a share of the usual cost, so many times."""
SHARP, USUAL = 2.0, 60
"""How much more the better patches have to say: 1 paints softly, 8 hardly mixes them; beside one at this percentile."""
COMPARED = 1000
"""Sources that all targets are compared with at once: times TRAITS that is what `multiply` takes."""


def search_all(level: Level, some: Mask | None = None) -> None:
    """Find for each target, or for each of some (targets,), the source most like it, among all."""
    targets, seen = level.targets, target_traits(level)
    if some is not None:
        targets, seen = targets[some], seen[some]
    known = level.traits[level.sources]
    price = np.einsum("ij,ij->i", known, known) + _wear(level)[level.sources]
    best, least = np.zeros(len(seen), np.intp), np.full(len(seen), np.inf, np.float32)
    for start in range(0, len(known), COMPARED):
        part = known[start : start + COMPARED]
        distance = np.empty((len(seen), len(part)), np.float32)
        multiply(seen, -2 * part.T, distance)
        distance += price[start : start + COMPARED]
        nearest = distance.argmin(axis=1)
        distances = distance[np.arange(len(seen)), nearest]
        better = distances < least
        best[better], least[better] = start + nearest[better], distances[better]
    level.found[targets] = level.sources[best]
    level.cost[targets] = least + np.einsum("ij,ij->i", seen, seen)


def search(level: Level, rng: np.random.Generator, rounds: int, reach: int) -> None:
    """Find for each target a source much like it: PatchMatch (Barnes et al. 2009), all targets at a time.

    An offset that the neighbours have too is worth something, so that what is copied hangs together. Each round takes
    over offsets from nearby, then tries ones at random: up to `reach` pixels away, a quarter of that, and so on.
    """
    quest = _Quest(level, target_traits(level))
    targets = level.targets
    for _ in range(rounds):
        for step in STEPS:
            for shift in (step, -step, step * level.width, -step * level.width):
                quest.attempt(level.found.take(targets + np.int32(shift), mode="clip") - np.int32(shift))
        size = reach
        while size >= 1:
            down, across = rng.integers(-size, size + 1, (2, len(targets)), dtype=np.int32)
            quest.attempt(quest.best + down * np.int32(level.width) + across)
            size //= 4
    level.cost[targets] = quest.cost


class _Quest:
    """The best that each target has found so far."""

    def __init__(self, level: Level, seen: Floats) -> None:
        self.level, self.seen = level, seen
        width = level.width
        self.around = np.clip(
            level.targets + np.array([[1], [-1], [width], [-width]], np.int32), 0, level.hole.size - 1
        )  # fmt: skip
        self.best = level.found[level.targets]
        self.wear = _wear(level)
        self.cost = self._price(self.best)
        self.bond = np.float32(TIDY * np.median(self.cost) + LEAST_TIDY)

    def attempt(self, places: Places) -> None:
        """Take these places where they are better."""
        level = self.level
        np.clip(places, 0, level.hole.size - 1, out=places)
        price = self._price(places)
        price[~level.is_source.take(places)] = np.inf
        moves = level.found.take(self.around)
        moves -= self.around
        bonds = (moves == places - level.targets).sum(axis=0, dtype=np.float32)
        bonds -= (moves == self.best - level.targets).sum(axis=0, dtype=np.float32)
        better = price - self.bond * bonds < self.cost
        self.best[better] = places[better]
        self.cost[better] = price[better]
        level.found[level.targets] = self.best

    def _price(self, places: Places) -> Floats:
        difference = self.level.traits.take(places, axis=0)
        difference -= self.seen
        return np.asarray(np.einsum("ij,ij->i", difference, difference)) + self.wear.take(places)


def _wear(level: Level) -> Floats:
    """What each source costs more because it was copied more than once, so that nothing repeats itself at once."""
    counts = np.bincount(level.found[level.targets], minlength=level.hole.size).astype(np.float32)
    return np.clip(counts - 1, 0, MOST_WEAR) * np.float32(WEAR * np.median(level.cost[level.targets]))


def vote(level: Level) -> None:
    """Paint the hole with the mean of what patches over each pixel show there (Wexler et al. 2007).

    Every second patch takes part, as on the white squares of a chessboard: the others say the same.
    """
    places = np.flatnonzero(level.hole).astype(np.int32)
    flat = level.pixels.reshape(-1, CHANNELS)
    weight = _weights(level)
    colour, total = np.zeros((len(places), CHANNELS), np.float32), np.zeros((len(places), 1), np.float32)
    for down in range(-RADIUS, RADIUS + 1):
        for across in range(-RADIUS + (down + RADIUS) % 2, RADIUS + 1, 2):
            move = np.int32(down * level.width + across)
            middles = places - move
            share = weight.take(middles, mode="clip")[:, None]
            seen = flat.take(level.found.take(middles, mode="clip") + move, axis=0, mode="clip")
            seen *= share
            colour += seen
            total += share
    flat[places] = colour / total


def _weights(level: Level) -> Floats:
    """What the patch around each place has to say: more the better it fits, and the nearer it is to what is known."""
    cost = level.cost[level.targets]
    usual = max(1.0, float(np.percentile(cost, USUAL)))
    fit = np.exp(-np.minimum(cost * np.float32(SHARP / usual), 60) / 2)
    weight = np.zeros(level.hole.size, np.float32)
    weight[level.targets] = fit * level.trust + np.float32(1e-12)
    return weight

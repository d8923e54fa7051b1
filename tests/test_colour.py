"""Colour words are known, and a recoloured thing has the asked colour and keeps its eyes, leaves and edges."""

import numpy as np
import pytest
import pyvips

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import ASSORTED, PALETTE, assorted, named, own_gray
from pinxit.engines.storybook.recolour import recolour


@pytest.fixture(scope="module")
def sprite():
    pack = ArtPack()

    def paint(name: str, size: int = 256) -> np.ndarray:
        art = pack.get(name)
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="0 0 {art.width} {art.height}" width="{size}" height="{size}">{art.body}</svg>'
        )
        return pyvips.Image.svgload_buffer(svg.encode()).numpy()

    yield paint
    pack.close()


def lch(pixels: np.ndarray) -> np.ndarray:
    """Lightness, chroma and hue of the solid pixels, (n, 3)."""
    solid = np.ascontiguousarray(pixels[pixels[..., 3] > 250][:, :3])
    image = pyvips.Image.new_from_memory(solid.data, len(solid), 1, 3, "uchar").copy(interpretation="srgb")
    return image.colourspace("oklch").numpy().reshape(-1, 3)


@pytest.mark.parametrize("colour,hue", [("blue", 260), ("green", 145), ("purple", 315), ("yellow", 95), ("red", 27)])
@pytest.mark.parametrize("name", ["fluent:red-apple", "fluent:cat", "noto:automobile", "fluent:rabbit"])
def test_most_of_the_thing_takes_the_asked_hue(sprite, name, colour, hue):
    lightness, chroma, hues = lch(recolour(sprite(name), colour)).T
    vivid = hues[chroma > 0.05]
    away = np.abs((vivid - hue + 180) % 360 - 180)
    assert len(vivid) > 0.4 * len(hues)
    assert np.median(away) < 22


def test_gray_black_and_white_take_the_hue_away(sprite):
    cat = sprite("fluent:cat")
    lightness = {word: np.median(lch(recolour(cat, word))[:, 0]) for word in ("white", "gray", "black")}
    assert lightness["white"] > 0.9 and 0.5 < lightness["gray"] < 0.8 and lightness["black"] < 0.4
    for word in lightness:
        assert np.median(lch(recolour(cat, word))[:, 1]) < 0.03


@pytest.mark.parametrize("name", ["noto:cat", "noto:panda", "noto:dog"])
def test_dark_eyes_stay_dark(sprite, name):
    before = sprite(name)
    ink = (before[..., :3].max(axis=2) < 62) & (before[..., 3] > 250)
    assert ink.sum() > 50
    for colour in ("white", "pink", "light blue"):
        after = recolour(before, colour)
        assert np.percentile(after[ink][:, :3].max(axis=1), 90) < 90


def test_a_leaf_stays_green_on_a_blue_apple(sprite):
    before = sprite("noto:red-apple").astype(int)
    leaf = (before[..., 1] > before[..., 0] + 40) & (before[..., 1] > before[..., 2] + 40) & (before[..., 3] > 250)
    assert leaf.sum() > 100
    after = recolour(before.astype(np.uint8), "blue").astype(int)
    assert np.abs(after[leaf] - before[leaf]).mean() < 4


HUES = {"blue": 260, "green": 145, "purple": 315, "yellow": 90, "red": 27}


def away(hues: np.ndarray, hue: float) -> np.ndarray:
    return np.abs((hues - hue + 180) % 360 - 180)


@pytest.mark.parametrize("colour", HUES)
@pytest.mark.parametrize(
    "name, group, least",
    [
        ("fluent:butterfly", "animal-bug", 0.9), ("fluent:socks", "clothing", 0.9), ("noto:socks", "clothing", 0.85),
        ("fluent:duck", "animal-bird", 0.85), ("noto:duck", "animal-bird", 0.75), ("fluent:parrot", "animal-bird", 0.7),
        ("fluent:tropical-fish", "animal-marine", 0.8), ("fluent:black-cat", "animal-mammal", 0.9),
    ],
)  # fmt: skip
def test_every_large_part_takes_the_asked_hue(sprite, name, group, least, colour):
    lightness, chroma, hues = lch(recolour(sprite(name), colour, group=group)).T
    vivid = chroma > 0.05
    assert (away(hues[vivid], HUES[colour]) < 32).mean() > least


def test_parts_of_two_colours_still_differ_in_lightness(sprite):
    before = sprite("fluent:butterfly")
    lightness = lch(before)[:, 0]
    dark, light = lightness < 0.45, lightness > 0.58
    for colour in ("blue", "yellow", "gray"):
        after = lch(recolour(before, colour))[:, 0]
        assert np.median(after[dark]) < np.median(after[light]) - 0.04


def test_a_blue_bicycle_keeps_its_tyres_and_pale_wheels(sprite):
    before = sprite("fluent:bicycle")
    lightness, chroma, hues = lch(before).T
    after = lch(recolour(before, "blue", group="transport-ground"))
    frame, wheels = (chroma > 0.15) & (away(hues, 10) < 30), (lightness > 0.9) & (chroma < 0.03)
    assert np.median(away(after[frame][:, 2], 260)) < 15
    assert np.median(after[wheels][:, 0]) > 0.9 and np.median(after[wheels][:, 1]) < 0.03
    tyres = (lightness < 0.34) & (chroma < 0.13)
    assert np.abs(after[tyres] - lch(before)[tyres])[:, 0].mean() < 0.02


@pytest.mark.parametrize(
    "name, group, low, high",
    [
        ("fluent:tulip", "plant-flower", 110, 160), ("fluent:sunflower", "plant-flower", 110, 160),
        ("fluent:red-apple", "food-fruit", 110, 150), ("fluent:automobile", "transport-ground", 225, 260),
        ("fluent:duck", "animal-bird", 75, 95),
    ],
)  # fmt: skip
def test_leaves_windows_and_beaks_keep_their_colours(sprite, name, group, low, high):
    before = sprite(name)
    lightness, chroma, hues = lch(before).T
    part = (hues > low) & (hues < high) & (chroma > 0.1) & (lightness > 0.5)
    assert part.sum() > 100
    after = lch(recolour(before, "purple", group=group))
    assert np.median(away(after[part][:, 2], np.median(hues[part]))) < 12


@pytest.mark.parametrize("word", ["colourful", "colorful", "multicoloured", "multi-colored", "assorted"])
def test_assorted_things_have_a_hue_each(word):
    assert named(word) == ASSORTED
    shown = [assorted(word, copy, 10) for copy in range(10)]
    assert shown == list(PALETTE) and len(set(PALETTE)) == 10
    assert assorted(word, 0, 1) is None
    assert assorted("red", 3, 5) == "red" and assorted(None, 3, 5) is None


def test_animals_that_are_called_black_are_black(sprite):
    colour = own_gray("black cat", "animal-mammal")
    assert colour == "black" and own_gray("cat", "animal-mammal") is None and own_gray("white flag", "flag") is None
    assert np.median(lch(recolour(sprite("fluent:black-cat"), colour))[:, 1]) < 0.03


def test_shading_is_kept(sprite):
    elephant = sprite("fluent:elephant")
    before, after = (lch(pixels)[:, 0] for pixels in (elephant, recolour(elephant, "teal")))
    assert np.corrcoef(before, after)[0, 1] > 0.9


def test_alpha_and_kept_pixels_are_untouched(sprite):
    before = sprite("fluent:cat")
    keep = np.zeros(before.shape[:2], dtype=bool)
    keep[:128] = True
    after = recolour(before, "blue", keep=keep)
    assert (after[..., 3] == before[..., 3]).all()
    assert (after[:128] == before[:128]).all() and (after[128:] != before[128:]).any()
    assert (before == sprite("fluent:cat")).all(), "the sprite given is not changed"


def test_a_rainbow_has_many_hues(sprite):
    hues = lch(recolour(sprite("fluent:cat"), "rainbow"))[:, 2]
    counts = np.histogram(hues, bins=12, range=(0, 360))[0]
    assert (counts > 0.02 * len(hues)).sum() >= 8


def test_an_empty_sprite_stays_empty():
    assert not recolour(np.zeros((8, 8, 4), dtype=np.uint8), "red").any()


@pytest.mark.parametrize(
    "words,like",
    [
        ("ginger", "#d9792b"), ("Light  Sky-Blue", None), ("dark green", None), ("#fa0", "#ffaa00"),
        ("bluish", named("blue")),
        ("reddish", named("red")), ("chartreuse", "#7fff00"), ("rust-coloured", named("rust")), ("grey", named("gray")),
        ("rainbow", "rainbow"), ("pale pink", None), ("very dark blue", None),
    ],
)  # fmt: skip
def test_colour_words_are_known(words, like):
    found = named(words)
    assert found is not None
    assert like is None or found == like


@pytest.mark.parametrize("words", ["", "banana", "dark", "the", "#12", "light", "rgb", "colour"])
def test_other_words_are_no_colours(words):
    assert named(words) is None


def test_light_and_dark_move_lightness():
    def lightness(word: str) -> float:
        red, green, blue = (int((named(word) or "")[i : i + 2], 16) for i in (1, 3, 5))
        return 0.3 * red + 0.6 * green + 0.1 * blue

    assert lightness("dark green") < lightness("green") < lightness("light green") < lightness("pale green")


def test_an_unknown_colour_is_refused_by_name():
    with pytest.raises(ValueError, match="banana"):
        recolour(np.zeros((2, 2, 4), dtype=np.uint8), "banana")

"""Colour words are known, and a recoloured thing has the asked colour and keeps its eyes, leaves and edges."""

import numpy as np
import pytest
import pyvips

from pinxit.engines.storybook.art import ArtPack
from pinxit.engines.storybook.colour import named, recolour


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

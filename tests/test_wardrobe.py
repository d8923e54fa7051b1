"""Worn things sit where they are worn: hats on crowns, scarves at necks, glasses at eyes, and nothing is cut off."""

import math

import numpy as np
import pytest
import pyvips

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.figures import figure
from pinxit.engines.storybook.wardrobe import Worn, anchors, dress, stethoscope, string

CREATURES = (
    "fluent:cat", "noto:cat", "fluent:otter", "noto:otter", "fluent:fox", "noto:bear", "fluent:penguin", "fluent:horse",
    "fluent:owl", "fluent:girl", "noto:man", "fluent:health-worker", "fluent:person-walking", "fluent:robot",
)  # fmt: skip
HATS = [
    ("fluent:top-hat", "top hat"), ("fluent:crown", "crown"), ("fluent:billed-cap", "cap"),
    ("fluent:graduation-cap", "graduation cap"), ("fluent:womans-hat", "straw hat"), ("fluent:top-hat", "party hat"),
    ("fluent:rescue-workers-helmet", "helmet"), ("fluent:top-hat", "santa hat"), ("fluent:top-hat", "wizard hat"),
    ("fluent:top-hat", "beanie"), ("fluent:top-hat", "cowboy hat"),
]  # fmt: skip


@pytest.fixture(scope="module")
def pack():
    with_art = ArtPack()
    yield with_art
    with_art.close()


def undressed(pack, name):
    art = pack.get(name)
    if art.shape not in ("face", "bust"):
        return art.body, art.box, anchors(art, None)
    drawing = figure(art, garment=None, seed=1)
    return drawing.body, (0, 0, drawing.width, drawing.height), anchors(art, drawing)


def put_on(pack, name, *worn, seed=1):
    return dress(*undressed(pack, name), [Worn(pack.get(art), colour, word) for art, colour, word in worn], seed)


def paint(content, box, margin=0.0, size=240):
    """RGBA of `box` and `margin` of its larger side around it, with the lengths of one pixel."""
    left, top, right, low = box
    side = margin * max(right - left, low - top)
    wide, high = right - left + 2 * side, low - top + 2 * side
    step = max(wide, high) / size
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{left - side} {top - side} {wide} {high}" '
        f'width="{wide / step}" height="{high / step}">{content}</svg>'
    )
    return pyvips.Image.svgload_buffer(svg.encode()).numpy(), left - side, top - side, step


def middle_of(pixels, left, top, step):
    rows, columns = np.nonzero(pixels[..., 3] > 128)
    return left + step * columns.mean(), top + step * rows.mean()


def test_anchors_lie_on_the_thing_for_all_creatures(pack):
    for art in map(pack.get, pack.names()):
        if not art.group.startswith(("animal", "person", "cat-face", "monkey-face")):
            continue
        own = anchors(art, figure(art, garment=None, seed=3) if art.shape in ("face", "bust") else None)
        places = (own.crown, own.eyes, own.throat, own.nape, own.hand, own.back)
        assert all(0 <= value <= 1 for place in places for value in place), art.name
        assert 0 < own.head <= 1 and 0 <= own.gap <= 1, art.name
        assert math.dist(own.throat, own.nape) > 0.02, art.name


@pytest.mark.parametrize("name", ["fluent:person-walking", "noto:man-running", "fluent:woman-kneeling"])
def test_art_that_looks_the_other_way_has_mirrored_anchors(pack, name):
    one, other = (anchors(pack.get(each), None) for each in (name, f"{name}-facing-right"))
    assert other.crown == pytest.approx((1 - one.crown[0], one.crown[1]))
    assert other.throat == pytest.approx((1 - one.throat[0], one.throat[1]))


@pytest.mark.parametrize("name", CREATURES)
def test_a_scarf_is_at_the_neck_in_its_colour(pack, name):
    _, box, own = undressed(pack, name)
    dressed = put_on(pack, name, ("noto:scarf", "blue", "scarf"))
    pixels, left, top, step = paint(dressed.behind + dressed.body + dressed.before, box)
    share = [(a + b) / 2 for a, b in zip(own.throat, own.nape, strict=True)]
    wide, high = box[2] - box[0], box[3] - box[1]
    column, row = (box[0] + share[0] * wide - left) / step, (box[1] + share[1] * high - top) / step
    reach = max(4, 0.04 * max(wide, high) / step)
    spot = pixels[int(row - reach) : int(row + 2 * reach), int(column - reach) : int(column + reach)].reshape(-1, 4)
    red, _, blue, alpha = np.median(spot, axis=0)
    assert alpha == 255 and blue > red + 40


@pytest.mark.parametrize("name", CREATURES)
@pytest.mark.parametrize("hat,word", HATS)
def test_a_hat_is_on_the_crown_and_nothing_of_it_is_cut(pack, name, hat, word):
    _, box, own = undressed(pack, name)
    dressed = put_on(pack, name, (hat, None, word))
    pixels, left, top, step = paint(dressed.before, dressed.box, margin=0.3)
    rows, columns = np.nonzero(pixels[..., 3] > 0)
    low = dressed.box
    assert left + step * columns.min() >= low[0] - step and left + step * columns.max() <= low[2] + step
    assert top + step * rows.min() >= low[1] - step and top + step * rows.max() <= low[3] + step
    x, y = middle_of(pixels, left, top, step)
    crown = box[0] + own.crown[0] * (box[2] - box[0]), box[1] + own.crown[1] * (box[3] - box[1])
    head = own.head * (box[2] - box[0])
    assert y < crown[1] + 0.15 * head, "most of it is above the crown"
    assert abs(x - crown[0]) < 0.5 * head
    lowest = top + step * np.quantile(rows, 0.98)
    assert crown[1] - 0.1 * head < lowest < crown[1] + 0.6 * head, "its rim rests on the head"


@pytest.mark.parametrize("name", CREATURES)
@pytest.mark.parametrize("title", ["glasses", "sunglasses", "goggles"])
def test_glasses_are_at_the_eyes(pack, name, title):
    _, box, own = undressed(pack, name)
    dressed = put_on(pack, name, (f"fluent:{title}", None, title))
    x, y = middle_of(*paint(dressed.before, dressed.box))
    eyes = box[0] + own.eyes[0] * (box[2] - box[0]), box[1] + own.eyes[1] * (box[3] - box[1])
    assert math.dist((x, y), eyes) < 0.3 * own.head * (box[2] - box[0])


@pytest.mark.parametrize("name", ["fluent:bear", "fluent:boy", "fluent:cat"])
def test_a_backpack_is_seen_in_its_colour(pack, name):
    dressed = put_on(pack, name, ("fluent:backpack", "#1464c8", "backpack"))
    pixels = paint(dressed.behind + dressed.body + dressed.before, dressed.box)[0].astype(int)
    blue = (pixels[..., 2] > pixels[..., 0] + 50) & (pixels[..., 3] > 200)
    assert blue.sum() > 0.02 * (pixels[..., 3] > 200).sum()


@pytest.mark.parametrize("name", ["fluent:cat", "noto:dog", "fluent:penguin", "fluent:horse", "fluent:elephant"])
@pytest.mark.parametrize(
    "art, word", [("fluent:t-shirt", "sweater"), ("fluent:coat", "coat"), ("fluent:dress", "dress")]
)
def test_a_garment_covers_the_torso_and_only_the_body(pack, name, art, word):
    body, box, own = undressed(pack, name)
    cloth = paint(put_on(pack, name, (art, "blue", word)).before, box)[0][..., 3] > 128
    seen = paint(body, box)[0][..., 3] > 0
    assert 0.12 < cloth.sum() / seen.sum() < 0.75
    assert (cloth & ~seen).sum() < 0.01 * cloth.sum()
    eyes = round(own.eyes[1] * cloth.shape[0]), round(own.eyes[0] * cloth.shape[1])
    assert not cloth[eyes[0] - 4 : eyes[0] + 5, eyes[1] - 4 : eyes[1] + 5].any(), "the face stays free"


@pytest.mark.parametrize("name", ["fluent:cat", "fluent:penguin", "fluent:fox", "fluent:boy", "fluent:horse"])
def test_a_cape_hangs_from_the_shoulders(pack, name):
    _, box, own = undressed(pack, name)
    dressed = put_on(pack, name, ("fluent:coat", "blue", "red cape"))
    pixels, left, top, step = paint(dressed.behind + dressed.before, dressed.box)
    _, y = middle_of(pixels, left, top, step)
    assert y > box[1] + min(own.throat[1], own.nape[1]) * (box[3] - box[1])
    assert bool(dressed.behind) != own.is_side_on, "from the front it is behind the body"
    assert (pixels[..., 3] > 128).sum() * step**2 > 0.08 * (box[2] - box[0]) * (box[3] - box[1])


def test_trousers_on_an_animal_are_left_out(pack):
    dressed = put_on(pack, "fluent:cat", ("fluent:jeans", "blue", "jeans"))
    assert not paint(dressed.before, dressed.box)[0][..., 3].any()


def test_the_body_keeps_its_place_and_its_pixels(pack):
    body, box, _ = undressed(pack, "fluent:cat")
    dressed = put_on(pack, "fluent:cat", ("fluent:top-hat", None, "top hat"))
    assert dressed.box[1] < box[1] and dressed.box[3] == box[3]
    before, after = paint(body, box)[0].astype(int), paint(dressed.body, box)[0].astype(int)
    assert (np.abs(before - after).max(axis=-1) > 12).mean() < 0.002, "but for the soft edge of the cut"


def test_what_is_worn_repeats_and_is_not_shared(pack):
    worn = (("noto:scarf", "red", "scarf"), ("fluent:top-hat", None, "party hat"))
    assert put_on(pack, "fluent:cat", *worn) == put_on(pack, "fluent:cat", *worn)
    one, other = (put_on(pack, "fluent:cat", *worn, seed=seed) for seed in (1, 2))
    ids = [set(part.split('"')[0] for part in each.before.split('id="w')[1:]) for each in (one, other)]
    assert ids[0] and not ids[0] & ids[1]


@pytest.mark.parametrize("colour", ["rainbow", "dark green", "#fa0", "no colour at all", None])
@pytest.mark.parametrize(
    "art", ["noto:scarf", "fluent:ribbon", "fluent:necktie", "fluent:prayer-beads", "fluent:coat",
            "fluent:sports-medal",
            "fluent:headphone", "fluent:hibiscus", "fluent:glasses", "fluent:top-hat", "fluent:backpack"],
)  # fmt: skip
def test_any_colour_word_can_be_worn(pack, art, colour):
    for name in ("fluent:cat", "fluent:fox"):
        dressed = put_on(pack, name, (art, colour, ""))
        assert (paint(dressed.behind + dressed.before, dressed.box)[0][..., 3] > 128).any()


@pytest.mark.parametrize("link", [stethoscope, string])
@pytest.mark.parametrize("end", [(80, 60), (20, 20), (50, 50)])
def test_a_link_joins_its_two_ends(link, end):
    pixels, left, top, step = paint(link((20, 20), end, 100), (0, 0, 100, 100), margin=0.2, size=420)
    for x, y in ((20, 20), end):
        column, row = round((x - left) / step), round((y - top) / step)
        assert (pixels[row - 4 : row + 5, column - 4 : column + 5, 3] > 100).any()

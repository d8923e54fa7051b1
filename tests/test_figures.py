"""Bodies for heads: they stand on their feet, repeat by seed, and wear what they are told."""

import re

import numpy as np
import pytest
import pyvips

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.figures import Drawing, figure

HEADS = (
    "fluent:fox", "noto:panda", "fluent:unicorn", "fluent:robot", "fluent:man", "noto:girl", "fluent:baby",
    "fluent:health-worker", "noto:farmer", "fluent:princess", "noto:prince", "fluent:santa-claus",
)  # fmt: skip


@pytest.fixture(scope="module")
def pack():
    with_art = ArtPack()
    yield with_art
    with_art.close()


def paint(drawing: Drawing, height: int = 240) -> np.ndarray:
    wide = round(drawing.width / drawing.height * height)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" width="{wide}" height="{height}">{drawing.body}</svg>'
    )
    return pyvips.Image.svgload_buffer(svg.encode()).numpy()


@pytest.mark.parametrize("name", HEADS)
def test_a_figure_stands_on_the_bottom_edge_and_fits_its_box(pack, name):
    drawing = figure(pack.get(name), garment=None, seed=1)
    solid = paint(drawing)[..., 3] > 200
    assert 60 < drawing.height < 140
    assert solid[-3:].sum() >= 10, "the feet reach the bottom edge"
    assert solid[:4].any(), "the head reaches the top edge"
    assert not solid[:, 0].any() and not solid[:, -1].any(), "nothing is cut off at the sides"


@pytest.mark.parametrize("name", HEADS)
def test_a_figure_is_one_piece(pack, name):
    solid = paint(figure(pack.get(name), garment=None, seed=3))[..., 3] > 120
    rows = solid.sum(axis=1)
    assert rows[2:-2].min() > 0, "no gap between head, body and feet"


@pytest.mark.parametrize("name", ["fluent:fox", "fluent:man", "noto:farmer"])
def test_a_head_is_a_third_to_two_thirds_of_the_figure(pack, name):
    art = pack.get(name)
    drawing = figure(art, garment=None, seed=1)
    found = re.search(r'scale\(([\d.]+)\) translate\([^)]*\)"><g [^>]*><svg', drawing.body)
    assert found
    assert 0.3 < float(found[1]) * (art.box[3] - art.box[1]) / drawing.height < 0.7


def test_the_same_seed_draws_the_same_and_seeds_differ(pack):
    art = pack.get("fluent:man")
    bodies = [figure(art, garment=None, seed=seed).body for seed in range(6)]
    assert figure(art, garment=None, seed=0).body == bodies[0]
    assert len({paint(figure(art, garment=None, seed=seed)).tobytes() for seed in range(6)}) > 2


@pytest.mark.parametrize("name", ["fluent:woman", "noto:boy", "fluent:health-worker"])
def test_a_garment_is_worn(pack, name):
    pixels = paint(figure(pack.get(name), garment="#1464c8", seed=2)).astype(int)
    lower = pixels[len(pixels) // 2 :]
    blue = (lower[..., 2] > lower[..., 0] + 60) & (lower[..., 3] > 200)
    assert blue.sum() > 0.1 * (lower[..., 3] > 200).sum()


def test_two_figures_share_no_ids(pack):
    first, second = (figure(pack.get("fluent:fox"), garment=None, seed=seed) for seed in (1, 2))

    def own(drawing):
        return {part.split('"')[0] for part in drawing.body.split('id="')[1:] if part.startswith("f")} - art_ids

    art_ids = {part.split('"')[0] for part in pack.get("fluent:fox").body.split('id="')[1:]}
    assert own(first) and not own(first) & own(second)


def test_every_face_and_bust_gets_a_body(pack):
    heads = [pack.get(name) for name in pack.names()]
    heads = [art for art in heads if art.shape in ("face", "bust")]
    assert len(heads) > 50
    for art in heads[::7]:
        drawing = figure(art, garment=None, seed=5)
        assert (paint(drawing, 60)[-2:, :, 3] > 100).any(), art.name

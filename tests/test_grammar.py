"""Every piece of art that the grammar speaks of is in the pack, under that title."""

import tomllib
from importlib.resources import files

import pytest

from pinxit.engines.storybook.artpack import ArtPack

TABLES = tomllib.loads(files("pinxit.engines.storybook").joinpath("words", "grammar.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def titles():
    pack = ArtPack()
    yield {pack.get(name).title for name in pack.names()}
    pack.close()


@pytest.mark.parametrize("table", ["worn", "garments", "containers", "overhead", "tools", "lights"])
def test_titles(table, titles):
    assert set(TABLES[table]["titles"]) <= titles


@pytest.mark.parametrize("table", ["habitats", "homes"])
def test_homes(table, titles):
    assert {title for each in TABLES[table].values() for title in each} <= titles


def test_seasons(titles):
    assert {title for each in TABLES["seasonal"].values() for title in each} <= titles


def test_company():
    pack = ArtPack()
    for first, others in TABLES["company"].items():
        assert all(pack.get(name).shape == pack.get(first).shape for name in others)
    pack.close()

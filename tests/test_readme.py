"""The README's tables say what is there; `test_docs.py` runs its code."""

import re
from pathlib import Path

import pytest

from pinxit.api import ROUTES
from pinxit.app import build
from pinxit.catalog import Catalog
from pinxit.config import Config
from tests.conftest import running

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


# -------------------------------------------------------------------------------------------------------- the tables


def rows(heading):
    """The rows of the table whose head begins with `heading`, cell by cell."""
    table = README[README.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


SUPPORT = rows("| | so far |")


def paths(cell):
    return re.findall(r"`(?:GET |POST |DELETE )?(/[^`]+)`", cell)


def test_every_route_is_in_the_table():
    promised = {path for what, state in SUPPORT if state.startswith("yes") for path in paths(f"{what} {state}")}
    assert promised == {route.path for route in ROUTES}


@pytest.mark.anyio
@pytest.mark.parametrize("what", [what for what, state in SUPPORT if state.startswith("not yet")])
async def test_what_is_not_yet_there_is_not_there(what, tmp_path):
    import httpx2

    async with running(build(Config(data=tmp_path, engine="testcard"))) as app:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://test") as http:
            for path in paths(what):
                assert (await http.post(path, json={})).status_code in (404, 405)


def test_the_options_of_each_model_are_in_the_table():
    catalog = Catalog.built_in()
    told = {}
    for models, options in rows("| models | options |"):
        for model in re.findall(r"`([^`]+)`", models):
            told[model] = {"images" if name == "image" else name for name in re.findall(r"`([^`]+)`", options)}
    assert told.keys() == {model.id for model in catalog.models}
    for model in catalog.models:
        profile = catalog.profile(model)
        known = {name for name, option in profile.options.items() if not option.extension} - {"seed"}
        assert told[model.id] == known


def test_the_pictures_are_there():
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README) + re.findall(r"\]\(((?:docs/|NOTICE)[^)]*)\)", README):
        assert (REPOSITORY / path).is_file(), path

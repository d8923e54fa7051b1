import openai as sdk
import pytest

from pinxit.catalog import Catalog
from pinxit.pictures import parse_size

pytestmark = pytest.mark.anyio


async def test_list(openai):
    ids = [model.id async for model in openai.models.list()]
    assert {"gpt-image-1", "dall-e-2", "dall-e-3", "gpt-image-1-mini", "gpt-image-2-2026-04-21", "storybook"} <= set(
        ids
    )
    assert len(ids) == len(set(ids))


async def test_every_listed_model_draws(openai):
    async for model in openai.models.list():
        assert (await openai.images.generate(model=model.id, prompt="a cat")).data


async def test_retrieve(openai):
    model = await openai.models.retrieve("gpt-image-1")
    assert (model.id, model.object, model.created) == ("gpt-image-1", "model", 1745517030)
    with pytest.raises(sdk.NotFoundError) as info:
        await openai.models.retrieve("nope")
    assert info.value.code == "model_not_found"


def test_the_catalog_keeps_together():
    """Every default and every automatic choice is one that the profile itself allows, and is priced."""
    catalog = Catalog.built_in()
    for model in catalog.names.values():
        profile = catalog.profile(model)
        for name, option in profile.options.items():
            if option.default is not None:
                option.check(name, option.default, model.id)
        for size in profile.auto_sizes:
            profile.options["size"].check("size", size, model.id)
            assert parse_size(size)
        for quality in set(profile.options["quality"].values) - {"auto", "standard", "hd"}:
            for engine in ("storybook", "testcard", "another"):
                assert catalog.count_steps(engine, quality) > 3  # so that three previews have steps of their own
            if profile.tokens and quality in ("low", "medium", "high"):
                assert "1024x1024" in catalog.tokens[profile.tokens][quality]

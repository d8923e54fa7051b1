"""Open models through the API, with one that was trained to follow its prompt: what is asked for is what is seen."""

import asyncio
import base64
import io
import threading
import time
from pathlib import Path

import httpx2
import numpy as np
import openai as sdk
import pytest
from click.testing import CliRunner
from openai import AsyncOpenAI
from PIL import Image, ImageDraw

from pinxit.app import build, casting
from pinxit.cli import main
from pinxit.config import load
from pinxit.engines.diffusers.engine import DiffusersEngine
from pinxit.engines.diffusers.previews import Previewer
from pinxit.weights import Weights
from tests.conftest import client_of, running, serving, until

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")
pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("open models")]
SETTINGS = Path(__file__).parent / "weights" / "shapes.toml"
#: As the pictures were painted that the model learnt from.
COLOURS = {
    "red": (225, 30, 35),
    "green": (30, 160, 60),
    "blue": (35, 75, 225),
    "yellow": (250, 220, 40),
    "purple": (140, 45, 180),
    "orange": (250, 135, 15),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}


@pytest.fixture
def config(tmp_path):
    return load(SETTINGS, {}, {"data": tmp_path / "data", "engine": "shapes"})


def opened(answer, number=0):
    return Image.open(io.BytesIO(base64.b64decode(answer.data[number].b64_json)))


def colour_at(image, left, top, right, bottom):
    """The name of the colour that most of a part of the picture is nearest to; edges from 0 to 1."""
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    part = np.asarray(image.convert("RGB").crop([round(edge) for edge in box]), dtype=float).reshape(-1, 3)
    middle = np.median(part, axis=0)
    return min(COLOURS, key=lambda name: np.abs(middle - COLOURS[name]).sum())


def middle(image):
    return colour_at(image, 0.42, 0.42, 0.58, 0.58)


def ground(image):
    return colour_at(image, 0.02, 0.02, 0.12, 0.12)


def distance(one, other):
    """The mean difference of two pictures, in levels of 255."""
    pixels = (np.asarray(each.convert("RGB").resize((64, 64)), dtype=float) for each in (one, other))
    return float(np.abs(next(pixels) - next(pixels)).mean())


def png(image, name="picture.png"):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return name, buffer.getvalue(), "image/png"


def drawn(shape, colour, back, size=256):
    """A picture to work from, as a caller might have one."""
    image = Image.new("RGB", (size, size), COLOURS[back])
    box = (size * 0.25, size * 0.25, size * 0.75, size * 0.75)
    draw = ImageDraw.Draw(image)
    (draw.ellipse if shape == "circle" else draw.rectangle)(box, fill=COLOURS[colour])
    return image


async def generate(client, prompt, **options):
    defaults = {"model": "gpt-image-1", "size": "1024x1024", "quality": "medium", "extra_body": {"seed": 3}}
    return await client.images.generate(prompt=prompt, **defaults | options)


# --------------------------------------------------------------------------------------------------- what is painted


async def test_the_prompt_is_followed(openai):
    asked = [
        ("red", "circle", "blue"),
        ("yellow", "star", "black"),
        ("green", "square", "white"),
        ("blue", "triangle", "yellow"),
        ("white", "heart", "purple"),
        ("black", "circle", "orange"),
    ]
    answers = [await generate(openai, f"a {colour} {shape} on a {back} background") for colour, shape, back in asked]
    seen = [(middle(opened(answer)), ground(opened(answer))) for answer in answers]
    assert seen == [(colour, back) for colour, _, back in asked]
    assert {opened(answer).size for answer in answers} == {(1024, 1024)}
    square, triangle = [
        opened(await generate(openai, f"a white {shape} on a black background")) for shape in ("square", "triangle")
    ]
    assert filled(square) > 0.8 > 0.7 > filled(triangle)  # of the box around it: a half for a triangle


def filled(image):
    """How much of the box around what is white is white."""
    white = np.asarray(image.convert("L").resize((128, 128))) > 127
    rows, columns = np.flatnonzero(white.any(1)), np.flatnonzero(white.any(0))
    return white[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].mean()


@pytest.mark.parametrize("size", ["1536x1024", "1024x1536"])
async def test_width_comes_first(openai, size):
    image = opened(await generate(openai, "a red circle on a white background", size=size))
    assert f"{image.width}x{image.height}" == size
    assert (middle(image), ground(image)) == ("red", "white")


async def test_seeds_repeat_and_n_counts_on_from_them(openai):
    both = await generate(openai, "a circle", n=2, extra_body={"seed": 7})
    again, after = [await generate(openai, "a circle", extra_body={"seed": seed}) for seed in (7, 8)]
    assert distance(opened(both), opened(again)) < 1
    assert distance(opened(both, 1), opened(after)) < 1
    assert distance(opened(both), opened(both, 1)) > 5


async def test_quality_is_steps_and_guidance(openai):
    """The words weigh more at high quality: its pictures are farther from those of a word that means nothing."""
    reach = {}
    for quality in ("low", "high"):
        asked, none = [
            await generate(openai, prompt, quality=quality, n=6)
            for prompt in ("a red star on a green background", "hm")
        ]
        assert asked.quality == quality
        reach[quality] = np.mean([distance(opened(asked, number), opened(none, number)) for number in range(6)])
    assert reach["high"] > reach["low"] * 1.05


async def stages(client):
    events = await client.images.generate(
        model="gpt-image-1", prompt="a red circle on a white background", size="1024x1024", quality="high",
        stream=True, partial_images=3, extra_body={"seed": 5},
    )  # fmt: skip
    *partials, final = [Image.open(io.BytesIO(base64.b64decode(event.b64_json))) async for event in events]
    assert len(partials) == 3 and {each.size for each in (*partials, final)} == {(1024, 1024)}
    return partials, final


async def test_partial_images_show_what_is_coming(openai):
    """In colours that are guessed from the latents: the thing is there, darker and redder than its ground."""
    partials, final = await stages(openai)
    assert (middle(final), ground(final)) == ("red", "white")
    for partial in partials:
        thing, behind = (np.asarray(partial.convert("RGB").resize((8, 8)), dtype=float)[at] for at in ((4, 4), (0, 0)))
        assert thing.sum() < behind.sum() and thing[0] - thing[1:].mean() > behind[0] - behind[1:].mean()


class WholeDecoder:
    """A model's own decoder in place of a tiny one: it shows stages as they are, and not as they are guessed."""

    def __init__(self, vae):
        self.vae, self.dtype = vae, vae.dtype

    def decode(self, latents):
        return self.vae.decode(latents / self.vae.config.scaling_factor)


async def test_stages_come_nearer_to_the_picture(config):
    class Decoding(DiffusersEngine):
        def _bring(self, checkpoint):
            loaded = super()._bring(checkpoint)
            vae = loaded.pipeline(checkpoint.pipeline).vae
            loaded.previewer = Previewer(vae, checkpoint.layout, loaded.factor, WholeDecoder(vae))
            return loaded

    _, painters = casting(config)
    engine = Decoding(painters.checkpoints, Weights(config.weights), painters.devices[0])
    async with running(build(config, engine=engine)) as app, client_of(app) as client:
        partials, final = await stages(client)
    distances = [distance(each, final) for each in partials]
    assert all(later < earlier + 1 for earlier, later in zip(distances, distances[1:], strict=False))
    assert distances[-1] < 0.5 * distances[0]


# ------------------------------------------------------------------------------------------- what is worked from


async def edit(client, image, prompt, **options):
    defaults = {"model": "gpt-image-1", "size": "1024x1024", "quality": "medium", "extra_body": {"seed": 3}}
    return await client.images.edit(image=image, prompt=prompt, **defaults | options)


async def test_a_mask_keeps_what_is_outside_and_changes_what_is_inside(openai):
    picture = drawn("square", "green", "blue", 1024)
    picture.putpixel((5, 7), (1, 2, 3))
    mask = Image.new("RGBA", picture.size, "black")
    mask.paste((0, 0, 0, 0), (200, 200, 824, 824))
    prompt = "a yellow circle on a blue background"
    image = opened(await edit(openai, png(picture), prompt, mask=png(mask))).convert("RGB")
    assert middle(image) == "yellow"
    outside = np.asarray(mask.getchannel("A")) == 255
    assert (np.asarray(image)[outside] == np.asarray(picture)[outside]).all()


async def test_the_picture_that_is_worked_from_matters(openai):
    prompt = "a circle"
    blue, red = [
        opened(await edit(openai, png(drawn("circle", colour, back)), prompt, input_fidelity="high"))
        for colour, back in (("blue", "white"), ("red", "black"))
    ]
    assert (middle(blue), ground(blue)) == ("blue", "white")
    assert (middle(red), ground(red)) == ("red", "black")


async def test_input_fidelity_keeps_more_of_it(openai):
    picture, prompt = drawn("square", "green", "white"), "a purple star on a yellow background"
    low, high = [
        opened(await edit(openai, png(picture), prompt, input_fidelity=fidelity)) for fidelity in ("low", "high")
    ]
    assert distance(high, picture) < distance(low, picture)


async def test_several_pictures_are_all_worked_from(openai):
    one, two = drawn("circle", "red", "white"), drawn("square", "blue", "white")
    both = opened(await edit(openai, [png(one), png(two)], "two things", input_fidelity="high"))
    alone = opened(await edit(openai, [png(one)], "two things", input_fidelity="high"))
    assert distance(both, alone) > 5


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")  # as the newest SDK calls variations
async def test_variations_are_like_the_picture_and_not_the_same(openai):
    picture = drawn("circle", "red", "white")
    answer = await openai.images.create_variation(
        image=png(picture), n=2, response_format="b64_json", size="256x256", extra_body={"seed": 4}
    )
    for number in range(2):
        assert 1 < distance(opened(answer, number), picture) < 60
    assert distance(opened(answer), opened(answer, 1)) > 1


# --------------------------------------------------------------------------------------------------- what else is asked


async def test_a_transparent_background_is_clear_or_refused(openai):
    image = opened(await generate(openai, "a red circle", background="transparent"))
    alpha = np.asarray(image.getchannel("A"))
    assert image.mode == "RGBA" and alpha[8:40, 8:40].max() == 0 and alpha[480:540, 480:540].min() == 255
    assert middle(image) == "red"


async def test_styles_are_words(openai):
    vivid, natural = [
        opened(
            await openai.images.generate(
                model="dall-e-3", prompt="a circle", style=style, response_format="b64_json", extra_body={"seed": 3}
            )
        )
        for style in ("vivid", "natural")
    ]
    assert distance(vivid, natural) > 0.5


async def test_words_that_the_model_does_not_read_are_told(http):
    fields = {"model": "gpt-image-1", "prompt": "a red circle " + "and a star " * 40, "quality": "low"}
    answer = await http.post("/v1/images/generations", json=fields)
    assert "the words after" in answer.headers["pinxit-not-done"]


async def test_a_conversation_goes_on_from_its_picture(openai):
    tool = {"type": "image_generation", "quality": "medium", "size": "1024x1024"}
    first = await openai.responses.create(model="gpt-5", input="Draw a red circle on a white background", tools=[tool])
    second = await openai.responses.create(
        model="gpt-5", input="Make the circle blue", previous_response_id=first.id, tools=[tool]
    )
    one, two = (Image.open(io.BytesIO(base64.b64decode(each.output[0].result))) for each in (first, second))
    assert (middle(one), ground(one)) == ("red", "white")
    assert (middle(two), ground(two)) == ("blue", "white")


async def test_open_models_are_listed_and_drawn_by_name(openai):
    ids = [model.id async for model in openai.models.list()]
    assert "shapes" in ids and "flux2-klein-4b" not in ids  # which is not here, and could not be used
    image = opened(await generate(openai, "a red circle on a white background", model="shapes", size="320x256"))
    assert image.size == (320, 256) and middle(image) == "red"
    assert opened(await generate(openai, "a red circle", model="storybook", quality="low")).size == (1024, 1024)


# ------------------------------------------------------------------------------------------------ when things go wrong


class Watched(DiffusersEngine):
    """Knows how many steps were done, and can be told to find the device full."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.steps = 0
        self.is_full = False
        self.slowly = 0.0

    def render_batch(self, jobs, watches):
        if self.is_full:
            with self._minding_memory(jobs[0]):
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
        return super().render_batch(jobs, [Counted(self, watch) for watch in watches])


class Counted:
    def __init__(self, engine, watch):
        self.engine, self.show, self.tell = engine, watch.show, watch.tell
        self.watch = watch

    def step(self):
        is_due = self.watch.step()
        self.engine.steps += 1
        time.sleep(self.engine.slowly)
        return is_due


@pytest.fixture
async def watched(config):
    """An app over an engine that is watched, and the engine."""
    _, painters = casting(config)
    engine = Watched(painters.checkpoints, Weights(config.weights), painters.devices[0])
    async with running(build(config, engine=engine)) as app:
        yield app, engine


async def test_a_full_device_fails_one_request_and_leaves_the_server_serving(watched):
    app, engine = watched
    async with client_of(app) as client:
        engine.is_full = True
        with pytest.raises(sdk.InternalServerError, match="not enough memory for a picture of 1024x1024"):
            await generate(client, "a red circle")
        engine.is_full = False
        assert middle(opened(await generate(client, "a red circle on a white background"))) == "red"


async def test_hanging_up_ends_the_work_within_a_step(config):
    _, painters = casting(config)
    engine = Watched(painters.checkpoints, Weights(config.weights), painters.devices[0])
    engine.slowly = 0.2
    async with serving(build(config, engine=engine)) as address:
        client = AsyncOpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
        call = asyncio.create_task(generate(client, "a red circle", quality="high"))
        await until(lambda: engine.steps >= 2)
        call.cancel()
        async with httpx2.AsyncClient(base_url=address) as http:
            async with asyncio.timeout(10):
                while (await http.get("/health")).json()["waiting"]:
                    await asyncio.sleep(0.02)
        assert engine.steps < 8
        assert middle(opened(await generate(client, "a red circle on a white background", quality="low"))) == "red"
        await client.close()


async def test_callers_at_once_get_what_each_asked_for(watched):
    """They are painted together, and none sees anything of the others: words, seeds, and a picture of one's own."""
    app, engine = watched
    colours = ("red", "blue", "yellow", "green")
    async with client_of(app) as client:
        await generate(client, "a circle")  # by now it has loaded
        asked = [f"a {colour} circle on a white background" for colour in colours]
        alone = [await generate(client, prompt, extra_body={"seed": 3 + at}) for at, prompt in enumerate(asked)]
        calls = [generate(client, prompt, extra_body={"seed": 3 + at}) for at, prompt in enumerate(asked)]
        mine = edit(client, png(drawn("square", "black", "white")), "a black square on a white background")
        *together, edited = await asyncio.gather(*calls, mine)
    assert [middle(opened(answer)) for answer in together] == list(colours)
    assert max(distance(opened(one), opened(two)) for one, two in zip(alone, together, strict=True)) < 2
    assert middle(opened(edited)) == "black"


async def test_health_says_loading_until_the_weights_are_there(config):
    class Slow(Watched):
        def load(self):
            assert go.wait(20)
            super().load()

    go = threading.Event()
    _, painters = casting(config)
    engine = Slow(painters.checkpoints, Weights(config.weights), painters.devices[0])
    async with running(build(config, engine=engine)) as app:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
            assert (await http.get("/health")).json()["status"] == "loading"
            go.set()
            async with asyncio.timeout(60):
                while (await http.get("/health")).json()["status"] == "loading":
                    await asyncio.sleep(0.05)
            assert (await http.get("/health")).json()["status"] == "ready"


def test_the_commands_know_it(tmp_path):
    environment = {"PINXIT_DATA": str(tmp_path), "PINXIT_ENGINE": "shapes"}

    def run(*arguments):
        return CliRunner().invoke(main, [str(each) for each in arguments], env=environment)

    picture = tmp_path / "circle.png"
    said = run(
        "generate", "a red circle on a white background", "--model", "shapes", "--config", SETTINGS, "-o", picture
    )
    assert said.exit_code == 0, said.output
    assert middle(Image.open(picture)) == "red"
    doctor = run("doctor", "--config", SETTINGS).output
    assert "engine:  shapes: ready" in doctor and "by the setting 'engine'" in doctor
    info = run("models", "info", "shapes", "--config", SETTINGS).output
    assert "Coloured shapes, for tests" in info and "Apache-2.0" in info

import asyncio
import base64
import io
from dataclasses import replace

import httpx2
import openai as sdk
import pytest
from PIL import Image
from pydantic import BaseModel

from pinxit.api import answer
from pinxit.app import build
from tests.conftest import client_of, running, serving, state_of, until
from tests.engines import GatedEngine, HardToEncodeEngine, RecordingEngine

pytestmark = pytest.mark.anyio

GPT_MODELS = [
    "gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest", "gpt-image-2",
    "gpt-image-2.5-flare", "gpt-image-2.6-sunburst", "storybook",
]  # fmt: skip


class Named(BaseModel):
    """The least that an event is."""

    type: str


def decoded(b64):
    image = Image.open(io.BytesIO(base64.b64decode(b64)))
    image.load()
    return image


@pytest.mark.parametrize("model", GPT_MODELS)
async def test_generate(openai, model):
    answer = await openai.images.generate(model=model, prompt="a siamese cat", size="1536x1024", quality="low")
    assert decoded(answer.data[0].b64_json).size == (1536, 1024)
    assert (answer.size, answer.quality, answer.background, answer.output_format) == (
        "1536x1024",
        "low",
        "opaque",
        "png",
    )
    assert answer.usage.input_tokens == 10  # recorded for this prompt: contract 7.2
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens


@pytest.mark.parametrize(
    "size, quality, count",
    [
        ("1024x1024", "low", 272),
        ("1024x1536", "medium", 1584),
        ("1536x1024", "high", 6208),
        ("1024x1024", "auto", 4160),
    ],
)
async def test_output_tokens(openai, size, quality, count):
    answer = await openai.images.generate(model="gpt-image-1", prompt="a cat", size=size, quality=quality)
    assert answer.usage.output_tokens == count
    assert answer.usage.output_tokens_details.image_tokens == count


@pytest.mark.parametrize(
    "size, quality, count", [("1024x1024", "high", 7024), ("1024x1024", "low", 202), ("1536x1024", "low", 303)]
)
async def test_output_tokens_of_gpt_image_2(openai, size, quality, count):
    answer = await openai.images.generate(model="gpt-image-2", prompt="a cat", size=size, quality=quality)
    assert answer.usage.output_tokens == count


async def test_several_pictures_differ_and_their_usage_is_summed(openai):
    answer = await openai.images.generate(model="gpt-image-1", prompt="a cat", n=3, quality="low")
    assert len({image.b64_json for image in answer.data}) == 3
    assert answer.usage.output_tokens == 3 * 272


async def test_auto_is_resolved_before_it_is_echoed(openai):
    answer = await openai.images.generate(
        model="gpt-image-1.5", prompt="a poster of a cat", size="auto", quality="auto"
    )
    assert (answer.size, answer.quality, answer.background) == ("1024x1536", "medium", "opaque")
    assert decoded(answer.data[0].b64_json).size == (1024, 1536)


@pytest.mark.parametrize("output_format, magic", [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
async def test_bytes_match_the_format(openai, output_format, magic):
    answer = await openai.images.generate(model="gpt-image-1", prompt="a cat", output_format=output_format)
    assert decoded(answer.data[0].b64_json).format == magic
    assert answer.output_format == output_format


@pytest.mark.parametrize("output_format", ["jpeg", "webp"])
async def test_compression_makes_files_smaller(openai, output_format):
    wanted = {"model": "storybook", "prompt": "a cat", "output_format": output_format, "size": "256x256", "seed": 1}
    sizes = []
    for compression in (100, 50, 0):
        answer = await openai.images.generate(**_split(wanted), output_compression=compression)
        sizes.append(len(answer.data[0].b64_json))
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > sizes[2]


def _split(wanted):
    """`seed` is an extension, which the SDK sends by extra_body."""
    return {name: value for name, value in wanted.items() if name != "seed"} | {"extra_body": {"seed": wanted["seed"]}}


async def test_transparent_has_alpha(openai):
    for wanted in ({"background": "transparent"}, {"prompt": "a cat on a transparent background"}):
        answer = await openai.images.generate(**{"model": "gpt-image-1", "prompt": "a cat"} | wanted)
        assert answer.background == "transparent"
        assert decoded(answer.data[0].b64_json).mode == "RGBA"
    words = "a cat on a transparent background"
    answer = await openai.images.generate(model="gpt-image-1", prompt=words, output_format="jpeg")
    assert answer.background == "opaque"


async def test_same_seed_same_picture(openai):
    wanted = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low"}
    one, two, other = [(await openai.images.generate(**wanted, extra_body={"seed": s})).data[0] for s in (5, 5, 6)]
    assert one.b64_json == two.b64_json != other.b64_json


async def test_seed_setting_makes_every_run_the_same(config):
    answers = []
    for _ in range(2):
        async with running(build(config.model_copy(update={"seed": 3}))) as app, client_of(app) as openai:
            answers.append(await openai.images.generate(model="gpt-image-1", prompt="a cat", n=2))
    assert [image.b64_json for image in answers[0].data] == [image.b64_json for image in answers[1].data]


async def test_default_model(openai):
    plain = await openai.images.generate(prompt="a cat")
    assert plain.data[0].url and plain.usage is None
    marked = await openai.images.generate(prompt="a cat", quality="low")
    assert marked.data[0].b64_json and marked.quality == "low"


async def test_null_is_left_out(openai):
    answer = await openai.images.generate(model="gpt-image-1", prompt="a cat", n=None, size=None, quality="low")
    assert len(answer.data) == 1


async def test_images_alias(http):
    answer = await http.post("/v1/images", json={"prompt": "a cat", "background": "transparent", "quality": "high"})
    assert answer.status_code == 200 and answer.json()["background"] == "transparent"


async def test_safety_identifier_is_echoed(openai):
    answer = await openai.images.generate(
        model="gpt-image-1", prompt="a cat", quality="low", extra_body={"safety_identifier": "user-7"}
    )
    assert answer.safety_identifier == "user-7"


async def test_every_option_reaches_the_job(config):
    engine = RecordingEngine()
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        await openai.images.generate(
            model="gpt-image-1", prompt="p", n=2, size="1024x1536", quality="low", background="transparent",
            extra_body={"seed": 9},
        )  # fmt: skip
        stream = await openai.images.generate(model="gpt-image-1", prompt="p", stream=True, partial_images=2)
        assert len([event async for event in stream]) == 3
        await openai.images.generate(model="dall-e-3", prompt="p", quality="hd", style="natural", size="1792x1024")
    first, second, streamed, dalle = engine.jobs
    assert streamed.previews == 2
    assert (first.width, first.height, first.quality, first.transparent, first.seed) == (1024, 1536, "low", True, 9)
    assert second == replace(first, seed=10)
    assert (dalle.width, dalle.height, dalle.quality, dalle.style) == (1792, 1024, "high", "natural")


# ------------------------------------------------------------------------------------------------------------- DALL·E


async def test_dalle_answers_have_only_created_and_data(http):
    answer = (await http.post("/v1/images/generations", json={"model": "dall-e-2", "prompt": "a cat"})).json()
    assert answer.keys() == {"created", "data"}
    assert answer["data"][0].keys() == {"url"}


async def test_dalle_3_revises_the_prompt(openai):
    answer = await openai.images.generate(model="dall-e-3", prompt="a cat", response_format="b64_json")
    assert "a cat" in answer.data[0].revised_prompt
    assert decoded(answer.data[0].b64_json).format == "PNG"


async def test_dalle_link_is_absolute_signed_and_dies(config):
    import time

    app = build(config.model_copy(update={"link_seconds": 3}))
    async with serving(app) as address, httpx2.AsyncClient() as http:
        openai = sdk.AsyncOpenAI(api_key="k", base_url=f"{address}/v1", max_retries=0)
        async with openai:
            url = (await openai.images.generate(model="dall-e-2", prompt="a cat", size="256x256")).data[0].url
        assert url.startswith(f"{address}/v1/images/links/img-")
        found = await http.get(url)
        assert found.status_code == 200 and found.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(found.content)).size == (256, 256)
        forged = httpx2.URL(url).copy_merge_params({"se": str(int(time.time()) + 9999)})
        assert (await http.get(forged)).status_code == 404
        while time.time() < int(httpx2.URL(url).params["se"]) + 1:
            await asyncio.sleep(0.1)
        assert int(found.headers["cache-control"].partition("max-age=")[2]) <= 3
        dead = await http.get(url)
        assert dead.status_code == 404 and dead.json()["error"]["message"].startswith("This link")


# ---------------------------------------------------------------------------------------------------------- streaming


@pytest.mark.parametrize("partial_images", [0, 1, 2, 3])
async def test_stream(openai, partial_images):
    stream = await openai.images.generate(
        model="gpt-image-1", prompt="a cat", quality="low", stream=True, partial_images=partial_images
    )
    *partials, last = [event async for event in stream]
    assert [event.partial_image_index for event in partials] == list(range(partial_images))
    assert {event.type for event in partials} <= {"image_generation.partial_image"}
    assert last.type == "image_generation.completed"
    assert last.usage.output_tokens == 272 + 100 * partial_images  # contract 2
    assert (last.size, last.quality, last.background, last.output_format) == ("1024x1024", "low", "opaque", "png")
    pictures = [event.b64_json for event in (*partials, last)]
    assert len(set(pictures)) == len(pictures)
    assert {decoded(picture).size for picture in pictures} == {(1024, 1024)}


async def test_stream_of_several_pictures(openai):
    stream = await openai.images.generate(
        model="gpt-image-1", prompt="a cat", quality="low", n=2, stream=True, partial_images=1
    )
    events = [event async for event in stream]
    assert [event.type.rpartition(".")[2] for event in events] == ["partial_image", "completed"] * 2
    assert [event.image_index for event in events] == [0, 0, 1, 1]
    assert [event.usage.output_tokens for event in events[1::2]] == [372, 372]


async def test_the_stream_paints_what_the_plain_answer_paints(openai):
    wanted = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low", "extra_body": {"seed": 1}}
    plain = await openai.images.generate(**wanted)
    stream = await openai.images.generate(**wanted, stream=True)
    assert [event.b64_json async for event in stream] == [plain.data[0].b64_json]


async def test_stream_bytes(http):
    fields = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low", "stream": True, "partial_images": 1}
    answer = await http.post("/v1/images/generations", json=fields)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    first, second, rest = answer.text.split("\n\n")
    assert first.startswith('event: image_generation.partial_image\ndata: {"type":"image_generation.partial_image",')
    assert second.startswith('event: image_generation.completed\ndata: {"type":"image_generation.completed",')
    assert rest == ""


async def test_silence_is_filled_with_comments():
    """Comments and no events: an event without data makes the Python SDK raise."""
    go = asyncio.Event()

    async def events():
        yield Named(type="one")
        await go.wait()
        yield Named(type="two")

    coming = events()
    lines = answer.lines(await anext(coming), coming, ping_seconds=0.01)
    assert (await anext(lines)).startswith("event: one\ndata: {")
    assert [await anext(lines) for _ in range(3)] == [": ping\n\n"] * 3
    go.set()
    *pings, last = [line async for line in lines]
    assert set(pings) <= {": ping\n\n"} and last.startswith("event: two\ndata: {")


async def test_the_loop_is_free_while_a_picture_is_encoded(config):
    """The picture cannot be encoded before /health has answered, which a loop that encodes could not do."""
    engine = HardToEncodeEngine()
    fields = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low"}
    async with serving(build(config, engine=engine)) as address, httpx2.AsyncClient() as http:
        call = asyncio.create_task(http.post(f"{address}/v1/images/generations", json=fields))
        await asyncio.to_thread(engine.is_encoding.wait, 10)
        assert (await http.get(f"{address}/health")).status_code == 200
        engine.go_on.set()
        assert (await call).status_code == 200


async def test_partials_arrive_while_the_engine_paints(config):
    engine = GatedEngine()
    async with serving(build(config, engine=engine)) as address:
        async with sdk.AsyncOpenAI(api_key="k", base_url=f"{address}/v1", max_retries=0) as openai:
            for _ in range(2):
                engine.gate.release()
            stream = await openai.images.generate(
                model="gpt-image-1", prompt="a cat", quality="low", stream=True, partial_images=1
            )
            events = aiter(stream)
            assert (await anext(events)).type == "image_generation.partial_image"
            assert engine.steps < 4 and not engine.finished
            for _ in range(2):
                engine.gate.release()
            assert (await anext(events)).type == "image_generation.completed"


# ------------------------------------------------------------------------------------------------------------ hang-up


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("steps_before", [0, 2])
async def test_a_hang_up_stops_the_engine_within_one_step(config, stream, steps_before):
    engine = GatedEngine()
    app = build(config, engine=engine)
    scheduler = state_of(app).dispatcher.scheduler("gpt-image-1")
    fields = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low", "stream": stream}
    fields |= {"partial_images": 3} if stream else {}
    async with serving(app) as address, httpx2.AsyncClient() as http:
        call = asyncio.create_task(http.post(f"{address}/v1/images/generations", json=fields))
        await asyncio.to_thread(engine.began.wait, 10)
        for _ in range(steps_before):
            engine.gate.release()
        await until(lambda: engine.steps == steps_before)
        call.cancel()
        await asyncio.wait({call})
        await until(lambda: not scheduler.tickets[0].is_wanted)
        engine.gate.release()  # the step under way ends, and is the last
        await until(engine.ended.is_set)
        assert engine.steps == steps_before and not engine.finished
        await until(lambda: scheduler.waiting == 0)


async def test_a_hang_up_while_waiting_never_begins(config):
    engine = GatedEngine()
    app = build(config, engine=engine)
    scheduler = state_of(app).dispatcher.scheduler("gpt-image-1")
    fields = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low"}
    async with serving(app) as address, httpx2.AsyncClient() as http:
        url = f"{address}/v1/images/generations"
        first, second = (asyncio.create_task(http.post(url, json=fields)) for _ in range(2))
        await until(lambda: scheduler.waiting == 2)
        second.cancel()
        await until(lambda: scheduler.waiting == 1)
        for _ in range(4):
            engine.gate.release()
        assert (await first).status_code == 200
        assert engine.steps == 4

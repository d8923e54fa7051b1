"""Edits and variations through the API: what may be sent, what it becomes, and what is kept."""

import base64
import io
from dataclasses import replace

import httpx2
import numpy as np
import openai as sdk
import pytest
from PIL import Image

from pinxit.app import build
from tests.conftest import client_of, running, serving
from tests.engines import BrokenEngine, GatedEngine, RecordingEngine
from tests.pictures import data_url, decoded, difference, encoded, mask, photo, png_header, sprite

pytestmark = pytest.mark.anyio

GPT = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low"}


@pytest.fixture
def engine():
    return RecordingEngine()


@pytest.fixture
async def app(config, engine):
    async with running(build(config, engine=engine)) as app:
        yield app


# ------------------------------------------------------------------------------------------- how pictures are sent


class Nameless(io.BytesIO):
    """Bytes without a name, which the SDK sends as "upload" and octet-stream."""


@pytest.mark.parametrize(
    "send",
    [
        lambda data: data,
        lambda data: Nameless(data),
        lambda data: ("photo.png", data, "image/png"),
        lambda data: ("photo.jpg", data, "image/jpeg"),  # not what it is
        lambda data: [data],
        lambda data: [("photo.png", data, "image/png")],
    ],
)
async def test_one_picture_however_it_is_sent(openai, engine, send):
    answer = await openai.images.edit(image=send(encoded(photo())), **GPT)
    assert decoded(answer.data[0].b64_json).size == (1536, 1024)  # the shape that is nearest to the picture's
    (job,) = engine.jobs
    assert job.task == "edit" and [image.size for image in job.inputs] == [(300, 200)]
    assert difference(job.inputs[0], photo()) == 0


async def test_a_data_url_as_the_shell_writes_it(http):
    text = base64.encodebytes(encoded(photo())).decode()
    body = GPT | {"images": [{"image_url": f"data:image/png;base64,{text}"}], "image": None}
    assert (await http.post("/v1/images/edits", json=body)).status_code == 200


async def test_strict_takes_json_for_gpt_models_only(config):
    async with running(build(config.model_copy(update={"strict": True}))) as app:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://test") as http:
            for model, status in (("gpt-image-1", 200), ("dall-e-2", 400)):
                body = {"model": model, "prompt": "a cat", "images": [{"image_url": data_url(photo())}]}
                answer = await http.post("/v1/images/edits", json=body)
                assert answer.status_code == status
    assert answer.json()["error"]["code"] == "unsupported_content_type"


async def test_several_pictures_keep_their_order(openai, engine):
    colours = ["red", "green", "blue", "yellow"]
    await openai.images.edit(image=[encoded(Image.new("RGB", (8, 8), colour)) for colour in colours], **GPT)
    assert [image.getpixel((0, 0)) for image in engine.jobs[0].inputs] == [
        (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names", [["image", "image"], ["image[]", "image[]"], ["image[0]", "image[1]"], ["image", "image[]"]]
)
async def test_every_name_of_a_part(http, engine, names):
    files = [(name, ("a.png", encoded(photo()), "image/png")) for name in names]
    answer = await http.post("/v1/images/edits", data=GPT, files=files)
    assert answer.status_code == 200 and len(engine.jobs[0].inputs) == 2


async def test_a_part_without_a_file_name_is_a_picture_too(http, engine):
    content = b"\r\n".join([
        b"--b", b'Content-Disposition: form-data; name="prompt"', b"", b"a cat",
        b"--b", b'Content-Disposition: form-data; name="model"', b"", b"gpt-image-1",
        b"--b", b'Content-Disposition: form-data; name="image"', b"", encoded(photo()), b"--b--", b"",
    ])  # fmt: skip
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = await http.post("/v1/images/edits", content=content, headers=headers)
    assert answer.status_code == 200 and engine.jobs[0].inputs[0].size == (300, 200)


async def test_sixteen_pictures_are_taken_and_seventeen_are_not(openai, engine):
    picture = encoded(photo((16, 16)))
    answer = await openai.images.edit(image=[picture] * 16, **GPT)
    assert len(engine.jobs[0].inputs) == 16 and answer.usage.input_tokens_details.image_tokens == 16 * 194
    with pytest.raises(sdk.BadRequestError) as info:
        await openai.images.edit(image=[picture] * 17, **GPT)
    assert (info.value.param, info.value.code) == ("image", "array_above_max_length")


async def test_json_by_data_url_file_id_and_link(http, openai, engine):
    """A link of ours is read, and not fetched: the server need not reach itself."""
    file = await openai.files.create(file=("a.png", encoded(photo())), purpose="vision")
    link = (await openai.images.generate(model="dall-e-2", prompt="a cat", size="256x256")).data[0].url
    engine.jobs.clear()
    images = [{"image_url": data_url(photo(), "WEBP")}, {"file_id": file.id}, {"image_url": link}]
    masked = {"image_url": data_url(mask())}
    answer = await http.post("/v1/images/edits", json=GPT | {"images": images, "mask": masked})
    assert answer.status_code == 200, answer.text
    (job,) = engine.jobs
    assert [image.size for image in job.inputs] == [(300, 200), (300, 200), (256, 256)]
    assert job.mask.size == (1536, 1024) and job.mask.getextrema() == (0, 255)


async def test_a_file_can_be_the_mask(http, openai, engine):
    picture, masked = [
        await openai.files.create(file=("a.png", encoded(image)), purpose="vision") for image in (photo(), mask())
    ]
    body = GPT | {"images": [{"file_id": picture.id}], "mask": {"file_id": masked.id}}
    assert (await http.post("/v1/images/edits", json=body)).status_code == 200
    assert engine.jobs[0].mask is not None


async def test_a_deleted_file_is_no_picture_any_more(http, openai):
    file = await openai.files.create(file=("a.png", encoded(photo())), purpose="vision")
    await openai.files.delete(file.id)
    answer = await http.post("/v1/images/edits", json=GPT | {"images": [{"file_id": file.id}]})
    assert answer.status_code == 404 and answer.json()["error"]["param"] == "images[0].file_id"


@pytest.mark.parametrize(
    "fields, model",
    [
        ({}, "dall-e-2"), ({"n": "2"}, "dall-e-2"), ({"size": "512x512"}, "dall-e-2"), ({"quality": "low"}, "gpt-image-1"),
        ({"input_fidelity": "high"}, "gpt-image-1"), ({"size": "auto"}, "gpt-image-1"), ({"background": "opaque"}, "gpt-image-1"),
    ],
)  # fmt: skip
async def test_the_model_of_a_request_that_names_none(http, fields, model):
    answer = await http.post(
        "/v1/images/edits", data={"prompt": "a cat"} | fields, files={"image": encoded(sprite((64, 64)))}
    )
    assert answer.status_code == 200
    assert ("usage" in answer.json()) is (model == "gpt-image-1")


async def test_several_pictures_and_json_are_for_gpt_models(http):
    files = [("image[]", encoded(photo())), ("image[]", encoded(photo()))]
    assert "usage" in (await http.post("/v1/images/edits", data={"prompt": "a cat"}, files=files)).json()
    body = {"prompt": "a cat", "images": [{"image_url": data_url(photo())}]}
    assert "usage" in (await http.post("/v1/images/edits", json=body)).json()


# -------------------------------------------------------------------------------------------------- how it is decoded


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


FILES = {
    "palette": (lambda: encoded(photo().quantize(32)), "RGB", 12),
    "palette with alpha": (lambda: encoded(sprite().quantize(16)), "RGBA", 12),
    "gray": (lambda: encoded(photo().convert("L")), "RGB", 60),
    "gray with alpha": (lambda: encoded(sprite().convert("LA")), "RGBA", 90),
    "black and white": (lambda: encoded(photo().convert("1")), "RGB", 160),
    "16 bit": (lambda: encoded(Image.fromarray(np.asarray(photo().convert("L")).astype(np.uint16) * 257)), "RGB", 60),
    "CMYK": (lambda: encoded(photo().convert("CMYK"), "JPEG", quality=95), "RGB", 60),
    "JPEG": (lambda: encoded(photo(), "JPEG", quality=95), "RGB", 6),
    "progressive JPEG": (lambda: encoded(photo(), "JPEG", quality=95, progressive=True), "RGB", 6),
    "MPO": (lambda: encoded(photo(), "MPO", save_all=True, append_images=[photo()], quality=95), "RGB", 6),
    "WebP": (lambda: encoded(photo(), "WEBP", quality=95), "RGB", 6),
    "WebP with alpha": (lambda: encoded(sprite(), "WEBP", lossless=True), "RGBA", 1),
    "animated WebP": (
        lambda: encoded(photo(), "WEBP", save_all=True, append_images=[photo().rotate(9)], quality=95), "RGB", 6,
    ),
    "interlaced PNG": (lambda: encoded(photo(), "PNG", interlace=1), "RGB", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
async def test_every_kind_of_file_is_read(openai, engine, name):
    make, mode, tolerance = FILES[name]
    await openai.images.edit(image=make(), **GPT)
    (image,) = engine.jobs[0].inputs
    assert image.size == (300, 200)
    assert image.mode == mode or (image.mode, mode) == ("RGBA", "RGB")  # an animation may have alpha
    original = sprite() if mode == "RGBA" else photo()
    assert difference(_on_white(image), _on_white(original)) <= tolerance


def _on_white(image):
    under = Image.new("RGBA", image.size, "white")
    under.alpha_composite(image.convert("RGBA"))
    return under.convert("RGB")


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_pictures_are_turned_as_their_camera_was(openai, engine, orientation):
    stored = photo()
    await openai.images.edit(image=encoded(stored, "JPEG", quality=95, exif=exif(orientation)), **GPT)
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # Image.Transpose, by orientation
    upright = stored.transpose(Image.Transpose(turns[orientation])) if orientation in turns else stored
    (image,) = engine.jobs[0].inputs
    assert image.size == upright.size and difference(image, upright) < 6


async def test_alpha_is_kept(openai, engine):
    await openai.images.edit(image=encoded(sprite()), **GPT)
    assert engine.jobs[0].inputs[0].tobytes() == sprite().tobytes()


async def test_a_header_that_claims_too_many_pixels_is_refused_undecoded(openai):
    with pytest.raises(sdk.BadRequestError) as info:
        await openai.images.edit(image=png_header(60_000, 60_000), **GPT)
    assert info.value.code == "image_too_large" and "60000x60000" in info.value.message


@pytest.mark.parametrize("data", [
    b"", b"nope", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50, encoded(photo())[:-40],
    encoded(photo(), "JPEG")[:-400], encoded(photo(), "WEBP")[:-100], b"\x89PNG\r\n\x1a\n" + b"x" * 60, b"%PDF-1.4",
], ids=["empty", "text", "svg", "gif", "cut png", "cut jpeg", "cut webp", "junk png", "pdf"])  # fmt: skip
@pytest.mark.parametrize("number", [1, 2])
async def test_what_cannot_be_decoded_is_refused_by_number(openai, data, number):
    images = [encoded(photo()), encoded(photo())]
    images[number - 1] = data
    with pytest.raises(sdk.BadRequestError) as info:
        await openai.images.edit(image=images, **GPT)
    assert (info.value.type, info.value.param, info.value.code) == (
        "image_generation_user_error", None, "invalid_image_file",
    )  # fmt: skip
    assert info.value.body["message"] == f"Invalid image file or mode for image {number}, please check your image file."


# ----------------------------------------------------------------------------------------------------- what is kept


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("size", ["1024x1024", "1536x1024", "1024x1536", "auto"])
async def test_pixels_where_the_mask_is_opaque_come_out_unchanged(openai, size, stream):
    options = GPT | {"size": size, "stream": stream, "extra_body": {"seed": 3}}
    options |= {"partial_images": 2} if stream else {}
    masked = mask(box=(0, 0.7, 1, 0.95))  # where the engine paints
    answer = await openai.images.edit(image=encoded(photo()), mask=encoded(masked), **options)
    pictures = [event.b64_json async for event in answer] if stream else [answer.data[0].b64_json]
    assert len(pictures) == (3 if stream else 1)
    for b64 in pictures:
        picture = decoded(b64)
        kept = np.asarray(masked.getchannel("A").resize(picture.size, Image.Resampling.BILINEAR)) == 255
        before = np.asarray(photo().resize(picture.size, Image.Resampling.LANCZOS), dtype=float)
        after = np.asarray(picture.convert("RGB"), dtype=float)
        assert np.abs(before - after)[kept].mean() < 2
        assert np.abs(before - after)[~kept].mean() > 3


async def test_a_clear_pixel_is_where_to_edit(openai, engine):
    await openai.images.edit(image=encoded(photo()), mask=encoded(mask()), **GPT)
    held = engine.jobs[0].mask
    assert held.getpixel((held.width // 2, held.height // 2)) == 0 and held.getpixel((5, 5)) == 255


async def test_the_mask_is_for_the_first_picture(openai, engine):
    """Its size is compared with the first, and with no other."""
    await openai.images.edit(image=[encoded(photo()), encoded(photo((50, 60)))], mask=encoded(mask()), **GPT)
    assert len(engine.jobs[0].inputs) == 2 and engine.jobs[0].mask is not None


async def test_a_transparent_output_keeps_the_alpha_of_what_is_kept(openai):
    answer = await openai.images.edit(
        image=encoded(sprite()), mask=encoded(mask(box=(0, 0, 0.2, 1))), background="transparent", **GPT
    )
    picture = decoded(answer.data[0].b64_json)
    assert picture.mode == "RGBA" and answer.background == "transparent"
    assert picture.getpixel((picture.width // 2, picture.height // 2))[3] == 255
    assert picture.getpixel((picture.width - 2, 2))[3] == 0


async def test_dall_e_2_edits_where_its_picture_is_clear(openai, engine):
    answer = await openai.images.edit(
        model="dall-e-2", image=encoded(sprite((64, 64))), prompt="a cat", size="256x256", response_format="b64_json"
    )
    (job,) = engine.jobs
    assert job.mask.getpixel((0, 0)) == 0 and job.mask.getpixel((128, 128)) == 255
    picture = decoded(answer.data[0].b64_json)
    assert picture.size == (256, 256) and picture.getpixel((128, 100))[:3] == (200, 30, 30)


# ------------------------------------------------------------------------------------------------ options and answers


@pytest.mark.parametrize("size", ["1024x1024", "1536x1024", "1024x1536"])
async def test_the_size_that_is_asked_for_is_made_and_echoed(openai, size):
    answer = await openai.images.edit(image=encoded(photo()), size=size, **GPT)
    wide, high = map(int, size.split("x"))
    assert answer.size == size and decoded(answer.data[0].b64_json).size == (wide, high)


@pytest.mark.parametrize(
    "shape, size",
    [((300, 200), "1536x1024"), ((200, 300), "1024x1536"), ((200, 200), "1024x1024"), ((900, 100), "1536x1024")],
)
async def test_auto_takes_the_shape_of_the_picture(openai, shape, size):
    answer = await openai.images.edit(image=encoded(photo(shape)), size="auto", **GPT)
    assert answer.size == size


async def test_of_several_references_the_words_decide_the_shape(openai):
    images = [encoded(photo()), encoded(photo())]
    answer = await openai.images.edit(image=images, **GPT | {"prompt": "a poster with these"})
    assert answer.size == "1024x1536"


@pytest.mark.parametrize("output_format, magic", [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
async def test_bytes_match_the_format(openai, output_format, magic):
    answer = await openai.images.edit(image=encoded(photo()), output_format=output_format, **GPT)
    assert decoded(answer.data[0].b64_json).format == magic and answer.output_format == output_format


async def test_n_pictures_have_successive_seeds_and_the_same_inputs(openai, engine):
    answer = await openai.images.edit(image=encoded(photo()), n=3, extra_body={"seed": 5}, **GPT)
    assert len({image.b64_json for image in answer.data}) == 3
    first, second, third = engine.jobs
    assert second == replace(first, seed=6) and third == replace(first, seed=7)
    assert first.inputs is third.inputs
    assert answer.usage.input_tokens == 3 * (answer.usage.input_tokens // 3)


@pytest.mark.parametrize(
    "fidelity, shape, tokens",
    [
        (None, (512, 512), 194), ("low", (300, 200), 194), ("low", (512, 513), 323), ("low", (1024, 1024), 194),
        ("low", (1024, 1536), 323), ("high", (512, 512), 4354), ("high", (1024, 1536), 6563),
    ],
)  # fmt: skip
async def test_input_tokens(openai, fidelity, shape, tokens):
    options = {"input_fidelity": fidelity} if fidelity else {}
    answer = await openai.images.edit(
        image=encoded(Image.new("RGB", shape)), **GPT | {"prompt": "turn the logo to green"}, **options
    )
    assert answer.usage.input_tokens_details.image_tokens == tokens
    assert answer.usage.input_tokens_details.text_tokens == 27  # recorded for this prompt: contract 7.2


async def test_text_tokens_grow_with_the_pictures(openai):
    picture = encoded(Image.new("RGB", (8, 8)))
    answer = await openai.images.edit(image=[picture, picture], **GPT | {"prompt": "turn the logo to green"})
    assert answer.usage.input_tokens_details.text_tokens == 43  # recorded: contract 7.2
    answer = await openai.images.edit(model="gpt-image-2", image=picture, prompt="turn the logo to green")
    assert answer.usage.input_tokens_details.text_tokens == 12
    assert answer.usage.input_tokens_details.image_tokens == 4354  # it keeps its inputs as well as it can, always


async def test_fidelity_reaches_the_job_and_the_size_of_its_references(openai, engine):
    images = [encoded(photo((1600, 1600)), "JPEG")] * 2
    for fidelity, longest in (("low", 1024), ("high", 1600)):
        await openai.images.edit(image=images, input_fidelity=fidelity, **GPT)
        job = engine.jobs.pop()
        assert job.fidelity == fidelity and max(job.inputs[1].size) == longest


async def test_many_large_references_share_a_budget_of_pixels(openai, engine):
    large = encoded(Image.new("RGB", (2000, 2000), "red"))
    await openai.images.edit(image=[large] * 16, input_fidelity="high", **GPT)
    assert sum(image.width * image.height for image in engine.jobs[0].inputs[1:]) <= 16_000_000


@pytest.mark.parametrize("partial_images", [0, 1, 3])
async def test_stream(openai, partial_images):
    stream = await openai.images.edit(image=encoded(photo()), stream=True, partial_images=partial_images, **GPT)
    *partials, last = [event async for event in stream]
    assert [event.type for event in partials] == ["image_edit.partial_image"] * partial_images
    assert [event.partial_image_index for event in partials] == list(range(partial_images))
    assert last.type == "image_edit.completed"
    assert last.usage.output_tokens == 400 + 100 * partial_images
    assert last.usage.input_tokens_details.image_tokens == 194
    assert {event.size for event in (*partials, last)} == {"1536x1024"}


async def test_the_stream_paints_what_the_plain_answer_paints(openai):
    wanted = {"image": encoded(photo()), "extra_body": {"seed": 1}, **GPT}
    plain = await openai.images.edit(**wanted)
    stream = await openai.images.edit(**wanted, stream=True)
    assert [event.b64_json async for event in stream] == [plain.data[0].b64_json]


async def test_every_option_reaches_the_job(openai, engine):
    await openai.images.edit(
        model="gpt-image-1", image=encoded(photo()), prompt="p", n=1, size="1024x1536", quality="medium",
        background="transparent", input_fidelity="high", stream=False, extra_body={"seed": 9},
    )  # fmt: skip
    (job,) = engine.jobs
    assert (job.width, job.height, job.quality, job.transparent, job.seed) == (1024, 1536, "medium", True, 9)
    assert (job.task, job.fidelity, job.prompt, job.mask) == ("edit", "high", "p", None)


async def test_a_full_queue_refuses_before_it_decodes(config):
    """The picture cannot be decoded, and is never looked at."""
    engine = GatedEngine()
    async with serving(build(config.model_copy(update={"max_waiting": 1}), engine=engine)) as address:
        async with sdk.AsyncOpenAI(api_key="k", base_url=f"{address}/v1", max_retries=0) as openai:
            import asyncio

            first = asyncio.create_task(openai.images.generate(**GPT))
            await asyncio.to_thread(engine.began.wait, 10)
            with pytest.raises(sdk.RateLimitError):
                await openai.images.edit(image=b"nope", **GPT)
            for _ in range(4):
                engine.gate.release()
            await first


@pytest.mark.parametrize("stream", [False, True])
async def test_a_hang_up_stops_the_engine_within_one_step(config, stream):
    import asyncio

    engine = GatedEngine()
    async with serving(build(config, engine=engine)) as address, httpx2.AsyncClient() as http:
        fields = GPT | {"stream": str(stream).lower()} | ({"partial_images": "3"} if stream else {})
        call = asyncio.create_task(
            http.post(f"{address}/v1/images/edits", data=fields, files={"image": encoded(photo())})
        )
        await asyncio.to_thread(engine.began.wait, 10)
        call.cancel()
        await asyncio.wait({call})
        await asyncio.to_thread(_release_until, engine)
        assert not engine.finished and engine.steps <= 1


def _release_until(engine):
    """Let the engine go on, step by step, until it ends."""
    for _ in range(100):
        if engine.ended.wait(0.1):
            return
        engine.gate.release()


async def test_an_engine_that_breaks_is_a_500(config):
    async with running(build(config, engine=BrokenEngine())) as app, client_of(app) as openai:
        with pytest.raises(sdk.InternalServerError):
            await openai.images.edit(image=encoded(photo()), **GPT)


# ------------------------------------------------------------------------------------------------------- variations


#: The newest SDK calls variations deprecated, since the vendor's models for them are gone.
still_there = pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")


@still_there
async def test_variation(openai, engine):
    answer = await openai.images.create_variation(image=encoded(photo((64, 64))), n=2, size="256x256")
    assert len(answer.data) == 2 and all(image.url for image in answer.data)
    assert [(job.task, job.prompt, job.width) for job in engine.jobs] == [("vary", "", 256)] * 2


@still_there
async def test_variation_as_base64(openai):
    answer = await openai.images.create_variation(
        image=encoded(sprite((64, 64))), model="dall-e-2", response_format="b64_json", user="me"
    )
    assert decoded(answer.data[0].b64_json).size == (1024, 1024)


async def test_variation_of_a_file(http, openai):
    file = await openai.files.create(file=("a.png", encoded(photo((64, 64)))), purpose="vision")
    answer = await http.post("/v1/images/variations", json={"images": [{"file_id": file.id}], "size": "256x256"})
    assert answer.status_code == 200 and answer.json()["data"][0]["url"]


# ------------------------------------------------------------------------------------------------------------ notes


class Telling(RecordingEngine):
    """Says that it did not do all that was asked."""

    def render(self, job, watch):
        watch.tell('"a hat" (there is no art of it)')
        watch.tell("Müller\r\nset-cookie: a=b")
        return super().render(job, watch)


@pytest.mark.parametrize("stream", [False, True])
async def test_what_is_not_done_is_said_in_a_header(config, stream):
    async with running(build(config, engine=Telling())) as app, client_of(app) as openai:
        options = GPT | {"stream": stream} | ({"partial_images": 1} if stream else {})
        raw = await openai.images.with_raw_response.edit(image=encoded(photo()), **options)
        said = raw.headers["pinxit-not-done"]
        assert said == '"a hat" (there is no art of it); M%C3%BCller%0D%0Aset-cookie: a=b'
        assert "set-cookie" not in raw.headers


async def test_nothing_is_said_where_all_is_done(openai):
    raw = await openai.images.with_raw_response.edit(image=encoded(photo()), **GPT)
    assert "pinxit-not-done" not in raw.headers


async def test_the_bytes_of_an_upload_are_in_no_log(openai, caplog):
    caplog.set_level("DEBUG", logger="pinxit")
    await openai.images.edit(image=encoded(photo()), **GPT)
    assert "PNG" not in caplog.text and base64.b64encode(encoded(photo()))[:40].decode() not in caplog.text

"""Pictures say what they were made of, and edits go on from that; pictures that were changed since do not."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pinxit import pictures
from pinxit.app import build
from pinxit.config import Config
from pinxit.origins import Origin, from_exif, to_exif
from tests.conftest import client_of, running
from tests.engines import RecordingEngine

pytestmark = pytest.mark.anyio
PROMPT = "A gray cat with an orange scarf on a beach"


def photo(size=(96, 64)):
    rows, columns = np.mgrid[: size[1], : size[0]]
    return Image.fromarray(np.stack([rows * 2, columns * 2, rows + columns], axis=2).astype(np.uint8))


def origin_of(image, **more):
    return Origin.of(image, **{"prompt": PROMPT, "seed": 7, "painter": "storybook", "scene": None} | more)


# ------------------------------------------------------------------------------------------------------------ the file


@pytest.mark.parametrize("form", pictures.FORMATS)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_it_travels_in_every_format(form, mode):
    image = photo().convert(mode)
    origin = origin_of(image, prompt='Zwölf "Möwen" 🦩 — 海', scene='{"setting": "sea"}')
    file = pictures.encode(image, form, 90, to_exif(origin))
    read = pictures.inspect(file, max_pixels=10**6)
    assert from_exif(read.exif) == origin
    assert (read.width, read.height) == image.size
    decoded = read.decode(1000, 1000)
    assert origin.is_of(decoded)
    with Image.open(io.BytesIO(file)) as opened:  # and others still read the file
        assert opened.size == image.size and opened.load()


def test_a_picture_is_told_at_any_size_and_not_when_it_was_changed():
    image = photo((640, 480))
    origin = origin_of(image)
    assert origin.is_of(image.resize((97, 333)))
    assert origin.is_of(pictures.inspect(pictures.encode(image, "jpeg", 30), max_pixels=10**6).decode(640, 480))
    painted = image.copy()
    ImageDraw.Draw(painted).rectangle((0, 0, 200, 200), fill="red")
    assert not origin.is_of(painted)
    assert not origin.is_of(image.crop((100, 100, 640, 480)))
    assert not origin.is_of(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def test_a_prompt_that_is_too_long_is_left_out():
    assert to_exif(origin_of(photo(), prompt="word " * 12_100)) is None
    assert to_exif(origin_of(photo(), prompt="word " * 6_400)) is not None  # 32,000 characters


@pytest.mark.parametrize(
    "comment",
    [
        b"", b"pinxit", b"pinxit {", b"pinxit {}", b"ASCII\0\0\0pinxit null", b"ASCII\0\0\0pinxit \xff\xfe",
        b'ASCII\0\0\0pinxit {"prompt": "x", "seed": 1, "painter": "storybook", "look": "zz"}',
        b'ASCII\0\0\0pinxit {"prompt": 1, "seed": "x", "painter": [], "look": ""}',
    ],
)  # fmt: skip
def test_what_others_wrote_is_not_taken_for_it(comment):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    assert from_exif(exif.tobytes()) is None
    assert from_exif(b"pinxit " + comment) is None
    assert from_exif(b"MM\0*\xff\xff\xff\xffpinxit ") is None


def test_a_wrong_length_is_not_the_picture():
    assert not Origin(prompt="x", seed=1, painter="storybook", look="").is_of(photo())


# -------------------------------------------------------------------------------------------------------------- the API


def opened(answer, number=0):
    return Image.open(io.BytesIO(base64.b64decode(answer.data[number].b64_json))).convert("RGB")


def named(answer, name="picture.png"):
    return name, base64.b64decode(answer.data[0].b64_json), "image/png"


@pytest.fixture
async def drawing(tmp_path):
    async with running(build(Config(data=tmp_path, engine="storybook", seed=3))) as app, client_of(app) as client:
        yield client


async def draw(client, prompt=PROMPT, **options):
    defaults = {"model": "storybook", "size": "320x320", "quality": "low"}
    return await client.images.generate(prompt=prompt, **defaults | options)


async def edit(client, image, prompt, **options):
    defaults = {"model": "storybook", "size": "320x320", "quality": "low"}
    return await client.images.edit(image=image, prompt=prompt, **defaults | options)


@pytest.mark.parametrize("form", ["png", "webp", "jpeg"])
async def test_an_edit_changes_the_scene_and_nothing_else(drawing, form):
    first = await draw(drawing, output_format=form, output_compression=None if form == "png" else 90)
    second = await edit(drawing, named(first), "Make the scarf blue")
    direct = await draw(drawing, PROMPT.replace("orange", "blue"))
    assert np.array_equal(np.asarray(opened(second)), np.asarray(opened(direct)))
    third = await edit(drawing, named(second), "Remove the scarf")
    assert np.array_equal(np.asarray(opened(third)), np.asarray(opened(await draw(drawing, "A gray cat on a beach"))))


async def test_what_the_words_do_not_touch_stays(drawing):
    first = await draw(drawing)
    second = await edit(drawing, named(first), "Make the scarf blue")
    differs = (np.asarray(opened(first)) != np.asarray(opened(second))).any(axis=2)
    assert 0.002 < differs.mean() < 0.1


async def test_a_whole_new_picture_takes_it_for_a_reference(drawing):
    """The cat keeps its own look where the words have no gray and no scarf."""
    first = await draw(drawing)
    second = await edit(drawing, named(first), "A snowy forest with this cat in it")
    assert from_exif(pictures.inspect(named(second)[1], max_pixels=10**7).exif) is None


async def test_a_picture_that_was_painted_on_is_edited_as_it_is(drawing):
    first = await draw(drawing)
    origin = from_exif(pictures.inspect(named(first)[1], max_pixels=10**7).exif)
    image = opened(first)
    ImageDraw.Draw(image).rectangle((0, 0, 150, 320), fill=(255, 0, 255))
    changed = io.BytesIO(pictures.encode(image, "png", 100, to_exif(origin)))
    second = opened(await edit(drawing, ("changed.png", changed.getvalue(), "image/png"), "Add a hat"))
    assert (np.asarray(second)[200, 20] == (255, 0, 255)).all()


async def test_a_turn_of_a_conversation_changes_the_scene_as_an_edit_does(drawing):
    tools = [{"type": "image_generation", "model": "storybook", "size": "320x320", "quality": "low"}]
    ask = {"model": "gpt-5.5", "tools": tools}
    first = await drawing.responses.create(**ask, input="Draw a dog, a cat and a duck in a meadow")
    second = await drawing.responses.create(**ask, input="Remove the dog", previous_response_id=first.id)
    files = [base64.b64decode(each.output[0].result) for each in (first, second)]
    scenes = [json.loads(from_exif(pictures.inspect(file, max_pixels=10**7).exif).scene) for file in files]
    spots = [{each["word"]: each["at"] for each in scene["subjects"]} for scene in scenes]
    assert set(spots[1]) == {"cat", "duck"} and all(spots[0][word] == spots[1][word] for word in spots[1])
    images = [np.asarray(Image.open(io.BytesIO(file)).convert("RGB")) for file in files]
    assert (images[0] == images[1]).all(axis=2)[:, 170:].all()  # the dog is on the left


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")  # as the newest SDK calls variations
async def test_variations_keep_the_scene_and_change_the_composition(drawing):
    first = await draw(drawing, model="gpt-image-1", size="1024x1024")
    varied = await drawing.images.create_variation(
        image=named(first), model="dall-e-2", n=2, size="256x256", response_format="b64_json"
    )
    origins = [
        from_exif(pictures.inspect(base64.b64decode(each.b64_json), max_pixels=10**7).exif) for each in varied.data
    ]
    assert [each.prompt for each in origins] == [PROMPT, PROMPT]
    assert len({3, *(each.seed for each in origins)}) == 3
    assert json.loads(origins[0].scene)["setting"] == "beach"


async def test_only_what_is_made_of_words_alone_says_so(tmp_path):
    engine = RecordingEngine()
    async with running(build(Config(data=tmp_path), engine=engine)) as app, client_of(app) as client:
        first = await draw(client)
        second = await edit(client, named(first), "Add a hat")
        origin, none = (from_exif(pictures.inspect(named(each)[1], max_pixels=10**7).exif) for each in (first, second))
    assert origin.prompt == PROMPT and origin.seed == engine.jobs[0].seed
    assert engine.jobs[1].description and engine.jobs[1].seed == origin.seed
    assert none is None


async def test_it_can_be_turned_off(tmp_path):
    async with running(build(Config(data=tmp_path, engine="testcard", origins=False))) as app, client_of(app) as client:
        assert b"pinxit" not in named(await draw(client))[1]

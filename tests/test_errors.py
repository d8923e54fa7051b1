"""Every refusal of contract section 6 for images, as one table, streamed and plain."""

import json

import httpx2
import openai as sdk
import pytest

from pinxit import errors
from pinxit.api.errors import STATUS
from pinxit.app import build
from pinxit.wire.errors import TYPES
from tests.conftest import client_of, running, serving, state_of
from tests.engines import BreaksAfterPreviewEngine, BrokenEngine, GatedEngine, UnloadableEngine
from tests.pictures import data_url, encoded, mask, photo, png_header, sprite

pytestmark = pytest.mark.anyio

GPT = {"model": "gpt-image-1", "prompt": "a cat"}
REQUEST, IMAGE = "invalid_request_error", "image_generation_user_error"

PICTURE, SQUARE, CLEAR = encoded(photo()), encoded(photo((64, 64))), encoded(sprite((64, 64)))


def edit(fields, image=PICTURE, masked=None, path="edits"):
    """A form with one picture or several; the path, and what is sent."""
    images = image if isinstance(image, list) else [image]
    files = [("image" if len(images) == 1 else "image[]", data) for data in images if data is not None]
    files += [("mask", masked)] if masked is not None else []
    texts = {name: str(value) for name, value in fields.items()}
    # a form without files would not be sent as a form
    return f"/v1/images/{path}", {"data": texts, "files": files or {"other": b""}}


def vary(image=SQUARE, **fields):
    return edit(fields, image, path="variations")


def json_edit(**fields):
    return "/v1/images/edits", {"json": GPT | fields}


D2 = {"model": "dall-e-2", "prompt": "p"}
URL = {"image_url": data_url(photo())}

#: what is sent: the JSON of a generation, or a path and its body; type, param, code; the message
REFUSALS = [
    ({"model": "gpt-image-1"}, REQUEST, "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."),
    (GPT | {"prompt": ""}, REQUEST, "prompt", "empty_string", "Invalid 'prompt': empty string."),
    (GPT | {"prompt": None}, REQUEST, "prompt", "invalid_type", "Invalid type for 'prompt': expected a string, but got null instead."),
    (GPT | {"prompt": 7}, REQUEST, "prompt", "invalid_type", "Invalid type for 'prompt': expected a string, but got an integer instead."),
    (GPT | {"prompt": ["a"]}, REQUEST, "prompt", "invalid_type", "Invalid type for 'prompt': expected a string, but got an array instead."),
    (GPT | {"prompt": "x" * 32001}, REQUEST, "prompt", "string_above_max_length",
     "Invalid 'prompt': string too long. Expected a string with maximum length 32000, but got a string with length 32001 instead."),
    ({"model": "dall-e-3", "prompt": "x" * 4001}, REQUEST, "prompt", "string_above_max_length", "Invalid 'prompt': string too long."),
    ({"model": "dall-e-2", "prompt": "x" * 1001}, REQUEST, "prompt", "string_above_max_length", "Invalid 'prompt': string too long."),
    (GPT | {"model": "nope"}, IMAGE, "model", "invalid_value", "The model 'nope' does not exist."),
    (GPT | {"model": None}, REQUEST, "model", "invalid_type", "Invalid type for 'model': expected a string, but got null instead."),
    (GPT | {"model": 3}, REQUEST, "model", "invalid_type", "Invalid type for 'model': expected a string, but got an integer instead."),
    (GPT | {"n": 0}, REQUEST, "n", "integer_below_min_value", "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead."),
    (GPT | {"n": 11}, REQUEST, "n", "integer_above_max_value", "Invalid 'n': integer above maximum value. Expected a value <= 10, but got 11 instead."),
    (GPT | {"n": "2"}, REQUEST, "n", "invalid_type", "Invalid type for 'n': expected an integer, but got a string instead."),
    (GPT | {"n": 1.5}, REQUEST, "n", "invalid_type", "Invalid type for 'n': expected an integer, but got a decimal number instead."),
    (GPT | {"n": True}, REQUEST, "n", "invalid_type", "Invalid type for 'n': expected an integer, but got a boolean instead."),
    (GPT | {"n": {}}, REQUEST, "n", "invalid_type", "Invalid type for 'n': expected an integer, but got an object instead."),
    ({"model": "dall-e-3", "prompt": "p", "n": 2}, REQUEST, None, None, "You must provide n=1 for this model."),
    ({"model": "dall-e-2", "prompt": "p", "n": 15}, REQUEST, None, None, "15 is greater than the maximum of 10 - 'n'"),
    (GPT | {"quality": "ultra"}, REQUEST, "quality", "invalid_value",
     "Invalid value: 'ultra'. Supported values are: 'low', 'medium', 'high', and 'auto'."),
    (GPT | {"quality": 3}, REQUEST, "quality", "invalid_type",
     "Invalid type for 'quality': expected one of 'low', 'medium', 'high', or 'auto', but got an integer instead."),
    (GPT | {"quality": "hd"}, REQUEST, "quality", "invalid_value", "Invalid value: 'hd'."),
    (GPT | {"background": "pink"}, REQUEST, "background", "invalid_value",
     "Invalid value: 'pink'. Supported values are: 'transparent', 'opaque', and 'auto'."),
    (GPT | {"moderation": "off"}, REQUEST, "moderation", "invalid_value", "Invalid value: 'off'. Supported values are: 'auto' and 'low'."),
    (GPT | {"output_format": "gif"}, REQUEST, "output_format", "invalid_value",
     "Invalid value: 'gif'. Supported values are: 'png', 'webp', and 'jpeg'."),
    (GPT | {"output_compression": 101, "output_format": "jpeg"}, REQUEST, "output_compression", "integer_above_max_value", "Invalid 'output_compression'"),
    (GPT | {"output_compression": -1, "output_format": "jpeg"}, REQUEST, "output_compression", "integer_below_min_value", "Invalid 'output_compression'"),
    (GPT | {"output_compression": 50}, IMAGE, None, "invalid_png_output_compression", "Compression less than 100 is not supported for PNG output format"),
    (GPT | {"background": "transparent", "output_format": "jpeg"}, IMAGE, None, "invalid_transparent_background_output_format",
     "Transparent background is not supported for JPEG output format"),
    (GPT | {"model": "gpt-image-2", "background": "transparent"}, IMAGE, "background", "invalid_value",
     "Transparent background is not supported for this model."),
    (GPT | {"partial_images": 4}, REQUEST, "partial_images", "integer_above_max_value", "Invalid 'partial_images'"),
    (GPT | {"stream": "yes"}, REQUEST, "stream", "invalid_type", "Invalid type for 'stream': expected a boolean, but got a string instead."),
    (GPT | {"size": "512x512"}, REQUEST, "size", "invalid_value",
     "Invalid value: '512x512'. Supported values are: '1024x1024', '1024x1536', '1536x1024', and 'auto'."),
    (GPT | {"model": "gpt-image-2", "size": "bogus"}, IMAGE, "size", "invalid_value",
     "Invalid size 'bogus'. Expected WIDTHxHEIGHT, for example '1824x1024'."),
    (GPT | {"model": "gpt-image-2", "size": "1000x1001"}, IMAGE, "size", "invalid_value",
     "Invalid size '1000x1001'. Width and height must both be divisible by 16."),
    (GPT | {"model": "gpt-image-2", "size": "4096x2048"}, IMAGE, "size", "invalid_value",
     "Invalid size '4096x2048'. The longest edge must be less than or equal to 3840."),
    (GPT | {"model": "gpt-image-2", "size": "512x512"}, IMAGE, "size", "invalid_value",
     "Invalid size '512x512'. Requested resolution is below the current minimum pixel budget."),
    (GPT | {"model": "gpt-image-2", "size": "3840x3840"}, IMAGE, "size", "invalid_value", "Invalid size '3840x3840'."),
    (GPT | {"model": "gpt-image-2", "size": "3840x640"}, IMAGE, "size", "invalid_value", "Invalid size '3840x640'. The ratio"),
    ({"model": "dall-e-2", "prompt": "p", "size": "32x32"}, REQUEST, None, None, "'32x32' is not one of ['256x256', '512x512', '1024x1024'] - 'size'"),
    ({"model": "dall-e-3", "prompt": "p", "size": "512x512"}, REQUEST, None, "invalid_size", "The size is not supported by this model."),
    ({"model": "dall-e-3", "prompt": "p", "style": "wild"}, REQUEST, "style", "invalid_value",
     "Invalid value: 'wild'. Supported values are: 'vivid' and 'natural'."),
    (GPT | {"response_format": "url"}, REQUEST, "response_format", "invalid_value", "Invalid value: 'url'."),
    # the order of reporting: model, prompt, n, the rest
    (GPT | {"model": "nope", "prompt": 3, "n": 99}, IMAGE, "model", "invalid_value", "The model 'nope' does not exist."),
    (GPT | {"quality": 1, "n": 99, "prompt": ""}, REQUEST, "prompt", "empty_string", "Invalid 'prompt'"),
    (GPT | {"quality": 1, "n": 99}, REQUEST, "n", "integer_above_max_value", "Invalid 'n'"),
    # edits as forms: the same words, and those of text that stands for something else
    (edit({"model": "gpt-image-1"}), REQUEST, "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."),
    (edit(GPT | {"prompt": ""}), REQUEST, "prompt", "empty_string", "Invalid 'prompt': empty string."),
    (edit(GPT | {"prompt": "x" * 32001}), REQUEST, "prompt", "string_above_max_length", "Invalid 'prompt': string too long."),
    (edit({"prompt": "x" * 1001}, CLEAR), REQUEST, "prompt", "string_above_max_length", "Invalid 'prompt': string too long."),
    (edit(GPT, image=None), REQUEST, "image", "missing_required_parameter", "Missing required parameter: 'image'."),
    (edit(GPT, image=[SQUARE] * 17), REQUEST, "image", "array_above_max_length",
     "Invalid 'image': array too long. Expected an array with maximum length 16, but got an array with length 17 instead."),
    (edit(D2, image=[CLEAR, CLEAR]), REQUEST, "image", "array_above_max_length", "Invalid 'image': array too long."),
    (edit(GPT | {"n": "two"}), REQUEST, "n", "invalid_type",
     "Invalid type for 'n': expected an integer, but got a string value that could not be converted into an integer."),
    (edit(GPT | {"n": "1.5"}), REQUEST, "n", "invalid_type", "Invalid type for 'n': expected an integer"),
    (edit(GPT | {"n": "9" * 5000}), REQUEST, "n", "invalid_type", "Invalid type for 'n': expected an integer"),
    (edit(GPT | {"stream": "perhaps"}), REQUEST, "stream", "invalid_type",
     "Invalid type for 'stream': expected a boolean, but got a string value that could not be converted into a boolean."),
    (edit(GPT | {"n": 0}), REQUEST, "n", "integer_below_min_value", "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead."),
    (edit(GPT | {"n": 11}), REQUEST, "n", "integer_above_max_value", "Invalid 'n': integer above maximum value."),
    (edit(D2 | {"n": 15}, CLEAR), REQUEST, None, None, "15 is greater than the maximum of 10 - 'n'"),
    (edit(GPT | {"partial_images": 4, "stream": "true"}), REQUEST, "partial_images", "integer_above_max_value", "Invalid 'partial_images'"),
    (edit(GPT | {"size": "512x512"}), REQUEST, "size", "invalid_value", "Invalid value: '512x512'."),
    (edit(D2 | {"size": "1536x1024"}, CLEAR), REQUEST, None, None, "'1536x1024' is not one of ['256x256', '512x512', '1024x1024'] - 'size'"),
    (edit(GPT | {"model": "gpt-image-2", "size": "512x512"}), IMAGE, "size", "invalid_value", "Invalid size '512x512'."),
    (edit(GPT | {"quality": "ultra"}), REQUEST, "quality", "invalid_value", "Invalid value: 'ultra'."),
    (edit(GPT | {"background": "pink"}), REQUEST, "background", "invalid_value", "Invalid value: 'pink'."),
    (edit(GPT | {"output_format": "gif"}), REQUEST, "output_format", "invalid_value", "Invalid value: 'gif'."),
    (edit(GPT | {"moderation": "off"}), REQUEST, "moderation", "invalid_value", "Invalid value: 'off'."),
    (edit(GPT | {"input_fidelity": "medium"}), REQUEST, "input_fidelity", "invalid_value",
     "Invalid value: 'medium'. Supported values are: 'high' and 'low'."),
    (edit(GPT | {"model": "gpt-image-1-mini", "input_fidelity": "high"}), REQUEST, "input_fidelity", "invalid_value", "Invalid value: 'high'."),
    (edit(GPT | {"model": "gpt-image-2", "input_fidelity": "high"}), IMAGE, "input_fidelity", "invalid_input_fidelity_model",
     "The model 'gpt-image-2' does not support the 'input_fidelity' parameter."),
    (edit(GPT | {"background": "transparent", "output_format": "jpeg"}), IMAGE, None, "invalid_transparent_background_output_format",
     "Transparent background is not supported for JPEG output format"),
    (edit(GPT | {"model": "gpt-image-2", "background": "transparent"}), IMAGE, "background", "invalid_value",
     "Transparent background is not supported for this model."),
    (edit(GPT | {"output_compression": 50}), IMAGE, None, "invalid_png_output_compression", "Compression less than 100 is not supported for PNG output format"),
    (edit(GPT | {"model": "nope"}), IMAGE, "model", "invalid_value", "The model 'nope' does not exist."),
    (edit({"model": "dall-e-3", "prompt": "p"}), REQUEST, "model", "invalid_value", "Invalid value: 'dall-e-3'. Value must be 'gpt-image-1', "),
    (edit(GPT | {"response_format": "url"}), REQUEST, "response_format", "invalid_value", "Invalid value: 'url'."),
    # what pictures may be
    (edit(GPT, b"nope"), IMAGE, None, "invalid_image_file", "Invalid image file or mode for image 1, please check your image file."),
    (edit(GPT, [PICTURE, b"nope"]), IMAGE, None, "invalid_image_file", "Invalid image file or mode for image 2, please check your image file."),
    (edit(GPT, png_header(60_000, 60_000)), IMAGE, "image", "image_too_large", "Invalid image: 60000x60000 pixels are more than"),
    (edit(GPT, masked=b"nope"), IMAGE, None, "invalid_image_file", "Invalid image file or mode for the mask, please check your image file."),
    (edit(GPT, masked=PICTURE), IMAGE, None, "invalid_mask_image_format", "Invalid mask image format - mask image missing alpha channel"),
    (edit(GPT, masked=encoded(mask((30, 20)))), IMAGE, None, "invalid_mask_image_format", "Invalid mask image format - mask size does not match image size"),
    (edit(D2, encoded(photo((64, 64)), "JPEG")), REQUEST, None, None, "Uploaded image must be a PNG and less than 4 MB."),
    (edit(D2, CLEAR + b"x" * 2**22), REQUEST, None, None, "Uploaded image must be a PNG and less than 4 MB."),
    (edit(D2, encoded(sprite((64, 48)))), REQUEST, None, "invalid_image_format",
     "Invalid input image - expected an image with equal width and height, got 64x48 instead."),
    (edit(D2, SQUARE), REQUEST, None, "invalid_image_format", "Invalid input image - format must be in ['RGBA', 'LA', 'L'], got RGB."),
    (edit(D2, SQUARE, masked=encoded(photo((64, 64)), "JPEG")), REQUEST, None, None, "Uploaded image must be a PNG and less than 4 MB."),
    # edits as JSON
    (json_edit(), REQUEST, "images", "missing_required_parameter", "Missing required parameter: 'images'."),
    (json_edit(images=None), REQUEST, "images", "invalid_type", "Invalid type for 'images': expected an array, but got null instead."),
    (json_edit(images={}), REQUEST, "images", "invalid_type", "Invalid type for 'images': expected an array, but got an object instead."),
    (json_edit(images=[]), REQUEST, "images", "empty_array", "Invalid 'images': empty array."),
    (json_edit(images=[URL] * 17), REQUEST, "images", "array_above_max_length", "Invalid 'images': array too long."),
    (json_edit(images=["x"]), REQUEST, "images[0]", "invalid_type", "Invalid type for 'images[0]': expected an object, but got a string instead."),
    (json_edit(images=[URL, {"image_url": 3}]), REQUEST, "images[1].image_url", "invalid_type",
     "Invalid type for 'images[1].image_url': expected a string, but got an integer instead."),
    (json_edit(images=[{}]), REQUEST, "images[0].image_url", "missing_required_parameter", "Missing required parameter: 'images[0].image_url'."),
    (json_edit(images=[URL | {"file_id": "file-x"}]), REQUEST, "images[0]", "mutually_exclusive_parameters", "Mutually exclusive parameters: 'images[0]'."),
    (json_edit(images=[URL | {"size": 1}]), REQUEST, "images[0].size", "unknown_parameter", "Unknown parameter: 'images[0].size'."),
    (json_edit(images=[{"upload": {}}]), REQUEST, "images[0].upload", "unknown_parameter", "Unknown parameter: 'images[0].upload'."),
    (json_edit(images=[{"image_url": "data:image/png;base64," + "A" * 20_971_520}]), REQUEST, "images[0].image_url", "string_above_max_length",
     "Invalid 'images[0].image_url': string too long. Expected a string with maximum length 20971520"),
    (json_edit(images=[{"image_url": "data:image/svg+xml;base64,PHN2Zy8+"}]), IMAGE, "images[0].image_url", "invalid_image_file", "Invalid image data."),
    (json_edit(images=[URL, {"image_url": "data:image/png;base64,!!!"}]), IMAGE, "images[1].image_url", "invalid_image_file", "Invalid image data."),
    (json_edit(images=[{"image_url": "data:text"}]), IMAGE, "images[0].image_url", "invalid_image_file", "Invalid image data."),
    (json_edit(images=[{"image_url": "ftp://example.com/a.png"}]), REQUEST, "url", "invalid_image_url", "Error while downloading ftp://example.com/a.png."),
    (json_edit(images=[{"image_url": "http://127.0.0.1/a.png"}]), REQUEST, "url", "invalid_image_url", "Error while downloading from 127.0.0.1"),
    (json_edit(images=[URL], mask="x"), REQUEST, "mask", "invalid_type", "Invalid type for 'mask': expected an object, but got a string instead."),
    (json_edit(images=[URL], mask={}), REQUEST, "mask.image_url", "missing_required_parameter", "Missing required parameter: 'mask.image_url'."),
    (json_edit(image="x"), REQUEST, "image", "invalid_parameter", "For application/json on /v1/images/edits, use 'images' (array)."),
    (("/v1/images/edits", {"data": GPT, "files": {"images": PICTURE}}), REQUEST, "images", "invalid_parameter",
     "Invalid parameter: 'images'. For multipart/form-data use 'image' or 'image[]'."),
    # variations
    (vary(image=None), REQUEST, "image", "missing_required_parameter", "Missing required parameter: 'image'."),
    (vary(model="gpt-image-1"), REQUEST, "model", "invalid_value", "Invalid value: 'gpt-image-1'. Value must be 'dall-e-2'."),
    (vary(model="dall-e-3"), REQUEST, "model", "invalid_value", "Invalid value: 'dall-e-3'. Value must be 'dall-e-2'."),
    (vary(PICTURE), REQUEST, None, "invalid_image_format", "Invalid input image - expected an image with equal width and height, got 300x200 instead."),
    (vary(encoded(photo((64, 64)), "JPEG")), REQUEST, None, None, "Uploaded image must be a PNG and less than 4 MB."),
    (vary(n=11), REQUEST, None, None, "11 is greater than the maximum of 10 - 'n'"),
    (vary(size="64x64"), REQUEST, None, None, "'64x64' is not one of ['256x256', '512x512', '1024x1024'] - 'size'"),
    (vary(response_format="png"), REQUEST, "response_format", "invalid_value", "Invalid value: 'png'."),
    # the order of reporting: model, prompt, images, n, the rest
    (edit({"model": "nope", "n": "x"}, b"nope"), IMAGE, "model", "invalid_value", "The model 'nope' does not exist."),
    (edit({"model": "gpt-image-1", "n": "x"}, image=None), REQUEST, "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."),
    (edit(GPT | {"n": "x", "quality": "ultra"}, image=None), REQUEST, "image", "missing_required_parameter", "Missing required parameter: 'image'."),
    (edit(GPT | {"quality": "ultra", "n": 11}), REQUEST, "n", "integer_above_max_value", "Invalid 'n'"),
]  # fmt: skip


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("sent, kind, param, code, message", REFUSALS)
async def test_refusals(http, sent, kind, param, code, message, stream):
    path, body = sent if isinstance(sent, tuple) else ("/v1/images/generations", {"json": sent})
    fields = body.get("json", body.get("data"))
    if str(fields.get("model")).startswith("gpt") and "stream" not in fields:
        wanted = stream if "json" in body else str(stream).lower()
        body = body | {"json" if "json" in body else "data": fields | {"stream": wanted}}
    answer = await http.post(path, **body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["type"], error["param"], error["code"]) == (kind, param, code)
    assert error["message"].startswith(message)


@pytest.mark.parametrize(
    "fields, unknown",
    [
        (GPT | {"style": "vivid"}, "style"),
        (GPT | {"response_format": "b64_json"}, "response_format"),
        (GPT | {"seed": 1}, "seed"),
        (GPT | {"sparkle": 1, "n": 99}, "sparkle"),
        ({"model": "dall-e-3", "prompt": "p", "background": "opaque"}, "background"),
    ],
)
async def test_strict_refuses_what_compat_ignores(config, http, fields, unknown):
    compat = await http.post("/v1/images/generations", json=fields)
    if "n" in fields:
        assert compat.json()["error"]["param"] == "n"
    else:
        assert compat.status_code == 200
        ignored = compat.headers.get("pinxit-ignored")
        assert ignored == (None if unknown in ("seed", "response_format") else unknown)
    async with running(build(config.model_copy(update={"strict": True}))) as app:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as strict_http:
            strict = await strict_http.post("/v1/images/generations", json=fields)
    assert strict.status_code == 400
    assert strict.json()["error"] == {
        "message": f"Unknown parameter: '{unknown}'.",
        "type": REQUEST,
        "param": unknown,
        "code": "unknown_parameter",
    }


@pytest.mark.parametrize("fields", [GPT | {"response_format": None}, GPT | {"sparkle": None}, {"prompt": "p"}])
async def test_strict_is_strict_with_nulls_and_with_a_missing_model(config, fields):
    async with running(build(config.model_copy(update={"strict": True}))) as app:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
            error = (await http.post("/v1/images/generations", json=fields)).json()["error"]
    assert error["code"] in ("unknown_parameter", "missing_required_parameter")


async def test_a_stream_that_cannot_be_is_refused_and_not_ignored(http):
    """An SDK that asked for a stream reads a plain answer as no events at all, and says nothing."""
    fields = {"model": "dall-e-2", "prompt": "p"}
    answer = await http.post("/v1/images/generations", json=fields | {"stream": True})
    assert answer.status_code == 400 and answer.json()["error"]["code"] == "unknown_parameter"
    answer = await http.post("/v1/images/generations", json=fields | {"stream": False})
    assert answer.status_code == 200


async def test_partial_images_without_a_stream_are_said_to_be_ignored(http):
    answer = await http.post("/v1/images/generations", json=GPT | {"quality": "low", "partial_images": 3})
    assert answer.headers["pinxit-ignored"] == "partial_images"


@pytest.mark.parametrize("field, value", [("quality", "x" * 100_000), ("model", "x" * 100_000), ("n", 10**4000)])
async def test_errors_quote_no_more_than_a_reader_needs(http, field, value):
    answer = await http.post("/v1/images/generations", json=GPT | {field: value})
    assert answer.status_code == 400 and len(answer.text) < 1000


async def test_what_callers_send_cannot_forge_the_log(http, caplog):
    caplog.set_level("INFO")
    await http.get("/v1/%0AFAKE LOG")
    assert "\nFAKE LOG" not in caplog.text and "FAKE LOG" in caplog.text


async def test_names_of_ignored_fields_cannot_break_the_header(http):
    fields = GPT | {"quality": "low", "a\r\nset-cookie: b": 1, "ß" * 100: 1, **{f"k{n}": n for n in range(100)}}
    answer = await http.post("/v1/images/generations", json=fields)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert len(answer.headers["pinxit-ignored"]) < 1000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b"3",
        b"\xff\xfe",
        b'{"prompt": NaN}',
        b"[" * 100_000,
        b'{"prompt": "\\ud800"}',
    ],
)
async def test_bodies_that_are_no_json_object(http, content):
    answer = await http.post("/v1/images/generations", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == REQUEST


async def test_a_body_over_the_limit(config, http):
    async def in_chunks():
        for _ in range(3):
            yield b" " * (config.max_json_bytes // 2)

    for content in (b" " * (config.max_json_bytes + 1), in_chunks()):
        answer = await http.post("/v1/images/generations", content=content)
        assert answer.status_code == 413 and answer.json()["error"]["type"] == REQUEST


async def test_multipart_is_refused_by_name(http):
    answer = await http.post("/v1/images/generations", data={"prompt": "p"}, files={"image": b"x"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "unsupported_content_type"


@pytest.mark.parametrize("method, path, status", [
    ("GET", "/_stainless_unknown_path", 404), ("POST", "/v1/nope", 404), ("GET", "/v1/images/generations", 405),
    ("DELETE", "/v1/models", 405), ("GET", "/v1/models/", 404), ("GET", "/v1/images/links/../../etc/passwd", 404),
    ("GET", "/v1/images/links/img-0.png?se=x&sig=y", 404), ("GET", "/v1/images/links/links.key?se=1&sig=ü", 404),
])  # fmt: skip
async def test_unknown_paths_and_verbs(http, method, path, status):
    answer = await http.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"].keys() == {"message", "type", "param", "code"}
    assert answer.headers["x-should-retry"] == "false"


async def test_every_answer_carries_the_vendors_headers(http):
    seen = set()
    for method, path in (("GET", "/v1/models"), ("GET", "/nope"), ("POST", "/v1/images/generations")):
        headers = (await http.request(method, path)).headers
        assert headers["x-request-id"].startswith("req_") and len(headers["x-request-id"]) == 36
        assert int(headers["openai-processing-ms"]) >= 0
        assert headers["openai-version"] == "2020-10-01"
        seen.add(headers["x-request-id"])
    assert len(seen) == 3


async def test_browsers_may_ask(http):
    headers = {"origin": "http://a.example", "access-control-request-method": "POST",
               "access-control-request-headers": "authorization,content-type,x-stainless-lang"}  # fmt: skip
    answer = await http.options("/v1/images/generations", headers=headers)
    assert answer.status_code == 200
    assert "x-stainless-lang" in answer.headers["access-control-allow-headers"]


# ------------------------------------------------------------------------------------------- errors of our own making


def _all(kind):
    return [kind, *(sub for child in kind.__subclasses__() for sub in _all(child))]


@pytest.mark.parametrize("kind", _all(errors.PinxitError)[1:])
def test_every_error_has_a_row(kind):
    assert kind in STATUS and kind in TYPES


class Raising:
    """An image service that fails at once, or after its first event."""

    def __init__(self, error, after=()):
        self.error, self.after = error, after

    async def make(self, request, *, base_url):
        for event in self.after:
            yield event
        raise self.error


SAMPLES = [
    errors.InvalidRequest("m", param="p", code="c"), errors.ImageRefused("m"), errors.NotFound("m"),
    errors.MethodNotAllowed("m"), errors.TooLarge("m"), errors.TooSlow("m"), errors.Busy("m", retry_after_seconds=3), errors.Closing("m"),
    errors.Cancelled("m"), errors.EngineFailed("m"), errors.OutOfMemory("m"),
]  # fmt: skip


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("stream", [False, True])
async def test_every_error_class_plain_and_streamed(app, http, error, stream):
    state_of(app).images = Raising(error)
    answer = await http.post("/v1/images/generations", json=GPT | {"stream": stream})
    row = STATUS[type(error)]
    assert answer.status_code == row.status
    assert answer.json()["error"] == {
        "message": "m",
        "type": TYPES[type(error)],
        "param": error.param,
        "code": error.code,
    }
    assert answer.headers["x-should-retry"] == row.retry
    assert answer.headers.get("retry-after") == ("3" if isinstance(error, errors.Busy) else None)


def test_samples_cover_every_error():
    assert {type(error) for error in SAMPLES} == set(_all(errors.PinxitError)[1:])


@pytest.mark.parametrize("stream", [False, True])
async def test_a_broken_engine_tells_no_secrets(config, stream):
    async with running(build(config, engine=BrokenEngine())) as app, client_of(app) as openai:
        with pytest.raises(sdk.InternalServerError) as info:
            await openai.images.generate(**GPT, stream=stream)
    assert "secret" not in str(info.value) and info.value.type == "server_error"


async def test_a_failure_in_mid_stream_is_raised_by_the_sdk(config):
    async with running(build(config, engine=BreaksAfterPreviewEngine())) as app, client_of(app) as openai:
        stream = await openai.images.generate(**GPT, stream=True, partial_images=1)
        events = aiter(stream)
        assert (await anext(events)).type == "image_generation.partial_image"
        with pytest.raises(sdk.APIError) as info:
            await anext(events)
    assert info.value.type == "server_error" and "secret" not in str(info.value)


async def test_an_engine_that_cannot_be_loaded(config):
    async with running(build(config, engine=UnloadableEngine())) as app:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
            answer = await http.post("/v1/images/generations", json=GPT)
            assert answer.status_code == 500 and "the weights are not there" in answer.text
            health = await http.get("/health")
            assert health.status_code == 503 and health.json()["status"] == "failed"


async def test_a_bug_is_an_envelope_and_not_a_traceback(app, http):
    state_of(app).images = Raising(RuntimeError("a secret"))
    answer = await http.post("/v1/images/generations", json=GPT)
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.json()["error"]["type"] == "server_error"
    assert answer.headers["x-request-id"].startswith("req_")


async def test_a_browser_can_read_the_answer_to_a_bug(app, http):
    state_of(app).images = Raising(RuntimeError("a secret"))
    answer = await http.post("/v1/images/generations", json=GPT, headers={"origin": "http://a.example"})
    assert answer.status_code == 500 and answer.headers["access-control-allow-origin"] == "*"
    assert "pinxit-ignored" in answer.headers["access-control-expose-headers"]


async def test_a_full_queue_is_429_and_says_when_to_return(config):
    engine = GatedEngine()
    async with serving(build(config.model_copy(update={"max_waiting": 1}), engine=engine)) as address:
        async with httpx2.AsyncClient(base_url=address) as http:
            import asyncio

            first = asyncio.create_task(http.post("/v1/images/generations", json=GPT | {"quality": "low"}))
            await asyncio.to_thread(engine.began.wait, 10)
            for stream in (False, True):
                answer = await http.post("/v1/images/generations", json=GPT | {"stream": stream})
                assert answer.status_code == 429
                assert 1 <= int(answer.headers["retry-after"]) <= 30
                assert answer.json()["error"]["code"] == "rate_limit_exceeded"
            for _ in range(4):
                engine.gate.release()
            assert (await first).status_code == 200
            assert json.loads((await http.get("/health")).text)["status"] == "ready"

"""Calls every endpoint with the official client that is on the path, strictly validated; run by test_sdk.py.

Usage: python sdk_calls.py BASE_URL VERSION
"""

import base64
import sys

import openai

base_url, version = sys.argv[1:]
assert openai.__version__ == version or version == "newest", openai.__version__
client = openai.OpenAI(api_key="My API Key", base_url=base_url, max_retries=0, _strict_response_validation=True)

plain = client.images.generate(model="gpt-image-1", prompt="a siamese cat", quality="low", n=2)
assert len(plain.data) == 2 and plain.usage.input_tokens == 2 * 10 and plain.quality == "low"
assert base64.b64decode(plain.data[0].b64_json).startswith(b"\x89PNG")

stream = client.images.generate(model="gpt-image-1", prompt="a cat", quality="low", stream=True, partial_images=2)
events = [event.type for event in stream]
assert events == ["image_generation.partial_image"] * 2 + ["image_generation.completed"], events

revised = client.images.generate(model="dall-e-3", prompt="a cat", style="natural", quality="hd").data[0]
assert revised.url.startswith(base_url) and revised.revised_prompt
old = client.images.generate(model="dall-e-2", prompt="a cat", size="256x256", response_format="b64_json")
assert base64.b64decode(old.data[0].b64_json).startswith(b"\x89PNG")

raw = client.images.with_raw_response.generate(model="gpt-image-1", prompt="a cat", quality="low")
assert raw.headers["x-request-id"].startswith("req_") and raw.parse().data

assert "gpt-image-1" in [model.id for model in client.models.list()]
assert client.models.retrieve("dall-e-3").object == "model"

for kind, code, call in (
    (openai.BadRequestError, "invalid_value", lambda: client.images.generate(model="nope", prompt="a cat")),
    (openai.BadRequestError, "empty_string", lambda: client.images.generate(prompt="", stream=True)),
    (openai.NotFoundError, "model_not_found", lambda: client.models.retrieve("nope")),
    (openai.NotFoundError, None, lambda: client.get("/_stainless_unknown_path", cast_to=object)),
):
    try:
        call()
    except openai.APIStatusError as exc:
        assert type(exc) is kind and exc.code == code and exc.request_id, exc
    else:
        raise AssertionError(f"{kind.__name__} was not raised")
print("ok", openai.__version__)

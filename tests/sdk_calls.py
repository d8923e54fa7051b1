"""Calls every endpoint with the official client that is on the path, strictly validated; run by test_sdk.py.

Usage: python sdk_calls.py BASE_URL VERSION
"""

import base64
import io
import sys
import warnings

import openai
from PIL import Image

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


def png(mode, colour, clear=None):
    """A square PNG; `clear` is a box in which it is clear."""
    image, buffer = Image.new(mode, (64, 64), colour), io.BytesIO()
    if clear:
        image.paste((0, 0, 0, 0), clear)
    image.save(buffer, "PNG")
    return buffer.getvalue()


photo, mask = png("RGB", "red"), png("RGBA", "red", (16, 16, 48, 48))
for image in (photo, [photo], [("a.png", photo, "image/png"), io.BytesIO(photo)]):
    edited = client.images.edit(model="gpt-image-1", image=image, prompt="a cat", quality="low", input_fidelity="high")
    assert edited.usage.input_tokens_details.image_tokens == 4354 * (len(image) if isinstance(image, list) else 1)
    assert base64.b64decode(edited.data[0].b64_json).startswith(b"\x89PNG")
stream = client.images.edit(
    model="gpt-image-1", image=photo, mask=mask, prompt="a cat", quality="low", stream=True, partial_images=1
)
assert [event.type for event in stream] == ["image_edit.partial_image", "image_edit.completed"]
assert client.images.edit(image=mask, prompt="a cat", size="256x256").data[0].url.startswith(base_url)
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the newest says so of variations
    varied = client.images.create_variation(image=photo, n=2, size="256x256", response_format="b64_json")
assert len(varied.data) == 2

assert "gpt-image-1" in [model.id for model in client.models.list()]
assert client.models.retrieve("dall-e-3").object == "model"

policy = {"anchor": "created_at", "seconds": 3600}
kept = client.files.create(file=("fox.png", b"\x89PNG"), purpose="vision", expires_after=policy)
assert (kept.bytes, kept.filename, kept.expires_at) == (4, "fox.png", kept.created_at + 3600)
assert client.files.wait_for_processing(kept.id).status == "processed"
assert client.files.retrieve(kept.id) == kept and client.files.content(kept.id).read() == b"\x89PNG"
parts = client.uploads.upload_file_chunked(
    file=b"0123456789", filename="n.txt", bytes=10, mime_type="text/plain", purpose="user_data", part_size=4
)
assert parts.status == "completed" and client.files.content(parts.file.id).read() == b"0123456789"
assert client.uploads.cancel(client.uploads.create(bytes=1, filename="a", mime_type="b", purpose="batch").id).id
assert [file.id for file in client.files.list(limit=1, order="asc")] == [kept.id, parts.file.id]
assert all(client.files.delete(file.id).deleted for file in client.files.list(limit=1))
assert not list(client.files.list())

tool = {"type": "image_generation", "quality": "low"}
ask = {"model": "gpt-5", "tools": [tool]}
first = client.responses.create(**ask, input="a gray cat and an otter")
assert [item.type for item in first.output] == ["image_generation_call", "message"], first.output
second = client.responses.create(**ask, input="make the cat black", previous_response_id=first.id)
assert second.output[0].revised_prompt == "A black cat and an otter" and second.usage.total_tokens
shown = {"type": "input_image", "image_url": "data:image/png;base64," + base64.b64encode(photo).decode()}
third = client.responses.create(
    **ask, input=[{"role": "user", "content": [{"type": "input_text", "text": "a cat"}, shown]}]
)
assert base64.b64decode(third.output[0].result).startswith(b"\x89PNG")
again = client.responses.create(
    **ask,
    input=[{"role": "user", "content": "make it blue"}, {"type": "image_generation_call", "id": third.output[0].id}],
)
assert again.status == "completed" and again.tools[0].type == "image_generation"
stream = client.responses.create(model="gpt-5", input="a cat", tools=[{**tool, "partial_images": 2}], stream=True)
events = list(stream)
assert [event.sequence_number for event in events] == list(range(15)) and events[-1].response.output[0].result
with client.responses.stream(**ask, input="Hello!") as helped:
    assert helped.get_final_response().output_text
waiting = client.responses.create(**ask, input="a cat", background=True)
while waiting.status in ("queued", "in_progress"):
    waiting = client.responses.retrieve(waiting.id)
assert waiting.status == "completed" and client.responses.cancel(waiting.id).status == "completed"
assert [item.id for item in client.responses.input_items.list(third.id)]
if hasattr(client, "conversations"):
    talk = client.conversations.create(items=[{"role": "user", "content": "a cat"}])
    assert (
        client.responses.create(**ask, input="make it blue", conversation=talk.id).output[0].revised_prompt
        == "A blue cat"
    )
    assert len(list(client.conversations.items.list(talk.id))) == 4
    assert client.conversations.delete(talk.id).deleted
client.responses.delete(first.id)

for kind, code, call in (
    (openai.NotFoundError, None, lambda: client.responses.retrieve(first.id)),
    (
        openai.BadRequestError,
        "previous_response_not_found",
        lambda: client.responses.create(**ask, input="a", previous_response_id=first.id),
    ),
    (openai.BadRequestError, "invalid_value", lambda: client.images.generate(model="nope", prompt="a cat")),
    (openai.BadRequestError, "empty_string", lambda: client.images.generate(prompt="", stream=True)),
    (
        openai.BadRequestError,
        "invalid_image_file",
        lambda: client.images.edit(model="gpt-image-1", image=b"x", prompt="a"),
    ),
    (
        openai.BadRequestError,
        "invalid_mask_image_format",
        lambda: client.images.edit(image=photo, mask=photo, prompt="a"),
    ),
    (openai.NotFoundError, "model_not_found", lambda: client.models.retrieve("nope")),
    (openai.NotFoundError, None, lambda: client.files.retrieve("file-abc123")),
    (openai.BadRequestError, "invalid_value", lambda: client.files.create(file=b"x", purpose="fun")),
    (openai.NotFoundError, None, lambda: client.get("/_stainless_unknown_path", cast_to=object)),
):
    try:
        call()
    except openai.APIStatusError as exc:
        assert type(exc) is kind and exc.code == code and exc.request_id, exc
    else:
        raise AssertionError(f"{kind.__name__} was not raised")
print("ok", openai.__version__)

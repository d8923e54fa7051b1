"""Whatever is sent, the answer is the vendor's: never a 5xx, never an error without its four keys.

Each endpoint gets FUZZ_CASES requests (40 unless the environment says otherwise), the same ones on every run:

    FUZZ_CASES=2000 python -m pytest tests/test_fuzz.py
"""

import asyncio
import json
import os
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pinxit.app import build
from pinxit.catalog import Catalog
from pinxit.config import Config
from tests.conftest import running
from tests.pictures import data_url, encoded, mask, photo, png_header, sprite

CASES = int(os.environ.get("FUZZ_CASES", "40"))
THOROUGH = settings(
    max_examples=CASES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
SMALL = (64, 64)
POSTS = [
    "/v1/images/generations", "/v1/images/edits", "/v1/images/variations", "/v1/files", "/v1/uploads", "/v1/responses",
    "/v1/responses/input_tokens", "/v1/conversations",
]  # fmt: skip
KNOWN = sorted(
    {name for profile in Catalog.built_in().profiles.values() for name in profile.options} | {"model", "image"}
)
USUAL = {
    "model": [model.id for model in Catalog.built_in().models],
    "prompt": ["a cat", "add a hat", ""],
    "size": ["auto", "256x256", "1024x1024", "1792x1024", "16x16", "1x9"],
    "quality": ["low", "medium", "hd", "standard", "auto"],
    "output_format": ["png", "jpeg", "webp"],
    "background": ["transparent", "opaque", "auto"],
    "response_format": ["url", "b64_json"],
    "input_fidelity": ["low", "high"],
    "n": [1, 2, 0, 11],
    "stream": [True, False],
    "partial_images": [0, 2],
    "output_compression": [0, 50, 100, 101],
    "seed": [0, 7],
}
PICTURES = [
    encoded(photo(SMALL)), encoded(sprite(SMALL)), encoded(photo((1, 1))), encoded(photo((90, 3)), "JPEG"),
    encoded(photo(SMALL), "WEBP"), encoded(mask(SMALL)), png_header(60_000, 60_000), png_header(0, 5), b"",
    b"\xff\xd8\xff", encoded(photo(SMALL))[:90],
]  # fmt: skip

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
pictures = st.sampled_from(PICTURES) | st.binary(max_size=80)
references = st.one_of(
    anything,
    st.sampled_from(
        [{"image_url": data_url(photo(SMALL))}, {"image_url": data_url(sprite(SMALL))}, {"file_id": "file-x"}]
    ),
    st.fixed_dictionaries({"image_url": st.text(max_size=30)}),
    st.fixed_dictionaries(
        {"image_url": st.sampled_from(["http://127.0.0.1/", "http://[::1]:1/", "data:,", "http://\udc80"])}
    ),
)


def values_of(name):
    usual = st.sampled_from(USUAL[name]) if name in USUAL else st.text(max_size=12)
    return st.one_of(usual, usual, usual, anything)


@st.composite
def bodies(draw, *, needs=("prompt",)):
    """The fields of a request: most of them known, most of those with a value that some model takes."""
    names = draw(st.lists(st.sampled_from(KNOWN) | st.text(max_size=10), max_size=5, unique=True))
    fields = {name: draw(values_of(name)) for name in (*needs, *names) if name not in ("images", "mask", "image")}
    if draw(st.integers(0, 9)) > 7:
        fields.pop(draw(st.sampled_from(sorted(fields))) if fields else "", None)
    return fields


@st.composite
def forms(draw, *, files=("image", "image[]", "mask"), needs=("prompt",)):
    """The parts of a form, in any order."""
    fields = draw(bodies(needs=needs))
    texts = [(name, (None, value if isinstance(value, str) else json.dumps(value))) for name, value in fields.items()]
    names = draw(st.lists(st.sampled_from(files) | st.text(max_size=6), min_size=1, max_size=3))
    blobs = [(name, (draw(st.sampled_from(["a.png", "ü\n.jpg", "x"])), draw(pictures))) for name in names]
    return draw(st.permutations([*texts, *blobs]))


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Send a request to a server that lives as long as this module; returns the answer, which is a proper one."""
    config = Config(data=tmp_path_factory.mktemp("data"), engine="testcard", max_image_pixels=10**7)
    with asyncio.Runner() as runner:
        life = running(build(config))
        app = runner.run(life.__aenter__())
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        http = httpx2.AsyncClient(transport=transport, base_url="http://test")

        def ask(method, path, **options):
            try:
                answer = runner.run(http.request(method, path, **options))
            except (UnicodeError, ValueError, httpx2.InvalidURL):  # what no client can send
                return None
            check(answer)
            return answer

        yield ask
        runner.run(http.aclose())
        runner.run(life.__aexit__(None, None, None))


def check(answer):
    assert answer.status_code < 500, answer.text
    assert answer.headers["x-request-id"].startswith("req_")
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        error = answer.json()["error"]
        assert error.keys() == {"message", "type", "param", "code"}
        assert isinstance(error["message"], str) and error["message"] and isinstance(error["type"], str)
        assert len(answer.content) < 4000


def as_json(fields):
    """The body as it is sent; a lone surrogate goes as an escape, as JavaScript sends it."""
    return {"content": json.dumps(fields), "headers": {"content-type": "application/json"}}


@THOROUGH
@given(fields=bodies())
def test_generations(ask, fields):
    ask("POST", "/v1/images/generations", **as_json(fields))


@THOROUGH
@given(fields=bodies(), images=anything | st.lists(references, max_size=3), masked=st.none() | references)
def test_edits_as_json(ask, fields, images, masked):
    ask("POST", "/v1/images/edits", **as_json(fields | {"images": images, "mask": masked}))


@THOROUGH
@given(files=forms())
def test_edits_as_forms(ask, files):
    ask("POST", "/v1/images/edits", files=files)


@THOROUGH
@given(files=forms(needs=()))
def test_variations(ask, files):
    ask("POST", "/v1/images/variations", files=files)


@THOROUGH
@given(
    path=st.sampled_from(POSTS),
    content=st.binary(max_size=200) | st.sampled_from([b"{}", b"[]", b"--b--\r\n", b"--b\r\n\r\n\r\n--b--\r\n"]),
    kind=st.sampled_from([
        "application/json", "multipart/form-data; boundary=b", "multipart/form-data", "text/html", "", "ü",
    ]),
)  # fmt: skip
def test_bodies_of_any_kind(ask, path, content, kind):
    ask("POST", path, content=content, headers={"content-type": kind.encode("latin-1")})


parts = st.one_of(
    st.fixed_dictionaries({"type": st.sampled_from(["input_text", "output_text"]), "text": st.text(max_size=30)}),
    references.filter(lambda each: isinstance(each, dict)).map(lambda each: {"type": "input_image", **each}),
    anything,
)
roles = st.sampled_from(["user", "assistant", "system", "pope"])
items = st.one_of(
    st.fixed_dictionaries({"role": roles, "content": st.text(max_size=40) | st.lists(parts, max_size=3)}),
    st.fixed_dictionaries({
        "type": st.sampled_from(["image_generation_call", "item_reference", "reasoning", "function_call", "x"]),
        "id": st.sampled_from(["ig_x", "msg_x", "ig_" + "a" * 22]) | anything,
    }),
    anything,
)  # fmt: skip
tools = st.one_of(
    bodies(needs=()).map(lambda fields: {"type": "image_generation", **fields}),
    st.fixed_dictionaries({"type": st.just("image_generation"), "input_image_mask": references, "action": anything}),
    st.sampled_from([{"type": "image_generation"}, {"type": "web_search"}, {"type": "function", "name": "f"}]),
    anything,
)
choices = st.sampled_from(["auto", "none", "required", {"type": "image_generation"}]) | anything
asked = st.fixed_dictionaries(
    {
        "model": st.just("gpt-5") | anything,
        "input": st.text(max_size=60) | st.lists(items, max_size=3) | anything,
        "tools": st.lists(tools, max_size=2),
    },
    optional={
        "tool_choice": choices, "stream": st.booleans(), "background": st.booleans(), "store": st.booleans() | anything,
        "metadata": st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2) | anything,
        "instructions": st.text(max_size=20), "previous_response_id": anything, "conversation": anything,
        "max_tool_calls": st.integers(0, 3), "include": anything, "temperature": anything, "x": anything,
    },
)  # fmt: skip


@THOROUGH
@given(fields=asked, query=st.dictionaries(
    st.sampled_from(["limit", "order", "after", "include", "include[]", "stream", "starting_after"]),
    st.sampled_from(["1", "0", "-1", "x", "asc", "desc", "true", "msg_x", "9" * 30]), max_size=3,
))  # fmt: skip
def test_responses(ask, fields, query):
    made = ask("POST", "/v1/responses", **as_json(fields))
    if made is None or made.status_code != 200 or fields.get("stream"):
        return
    path = f"/v1/responses/{made.json()['id']}"
    ask("GET", path, params=query)
    ask("GET", f"{path}/input_items", params=query)
    ask("POST", f"{path}/cancel")
    ask("DELETE", path)


@THOROUGH
@given(more=st.lists(items, max_size=3) | anything, metadata=st.dictionaries(st.text(max_size=5), st.text(max_size=5)))
def test_conversations(ask, more, metadata):
    made = ask("POST", "/v1/conversations", **as_json({"items": more, "metadata": metadata}))
    if made is not None and made.status_code == 200:
        path = f"/v1/conversations/{made.json()['id']}"
        ask("POST", f"{path}/items", **as_json({"items": more}))
        for item in ask("GET", f"{path}/items").json()["data"]:
            ask("GET", f"{path}/items/{item['id']}")
            ask("DELETE", f"{path}/items/{item['id']}")
        assert ask("DELETE", path).status_code == 200


ids = st.sampled_from(
    ["file-x", "upload_x", "%2e%2e", "file-" + "a" * 22, "resp_" + "a" * 22, "conv_" + "a" * 22, "\x00"]
) | st.text(max_size=12)


@THOROUGH
@given(
    purpose=st.sampled_from(["vision", "assistants", "nope"]) | st.text(max_size=8), content=pictures,
    extra=st.dictionaries(
        st.sampled_from(["expires_after[anchor]", "expires_after[seconds]", "expires_after", "purpose", "x"]),
        st.sampled_from(["created_at", "3600", "1", "x", "9" * 40]), max_size=3,
    ),
    query=st.dictionaries(
        st.sampled_from(["limit", "order", "after", "purpose"]),
        st.sampled_from(["1", "0", "-1", "x", "asc", "desc", "vision", "file-x", "9" * 30]), max_size=3,
    ),
)  # fmt: skip
def test_files(ask, purpose, content, extra, query):
    made = ask("POST", "/v1/files", data={"purpose": purpose} | extra, files={"file": ("a.png", content)})
    ask("GET", "/v1/files", params=query)
    if made is not None and made.status_code == 200:
        path = f"/v1/files/{made.json()['id']}"
        assert ask("GET", f"{path}/content").content == content
        assert ask("DELETE", path).status_code == 200 and ask("GET", path).status_code == 404


@THOROUGH
@given(
    fields=st.dictionaries(
        st.sampled_from(["bytes", "filename", "mime_type", "purpose", "expires_after", "x"]),
        st.sampled_from([3, 0, -1, 2**40, "a.png", "vision", {"anchor": "created_at", "seconds": 3600}]) | anything,
        max_size=6,
    ),
    part=pictures, ending=st.sampled_from(["complete", "cancel"]), parts=anything | st.just(...),
)  # fmt: skip
def test_uploads(ask, fields, part, ending, parts):
    whole = {"bytes": len(part), "filename": "a.png", "mime_type": "image/png", "purpose": "vision"}
    ask("POST", "/v1/uploads", **as_json(fields))
    made = ask("POST", "/v1/uploads", **as_json(whole | fields))
    if made is None or made.status_code != 200:
        return
    path = f"/v1/uploads/{made.json()['id']}"
    sent = ask("POST", f"{path}/parts", files={"data": part})
    named = [sent.json().get("id")] if parts is ... else parts
    ask("POST", f"{path}/{ending}", **as_json({"part_ids": named}))
    assert ask("POST", f"{path}/cancel").status_code in (200, 400)


@THOROUGH
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "HEAD", "PATCH"]),
    name=ids,
    rest=st.sampled_from(["", "/content", "/parts", "/complete", "/x", "/items", "/input_items", "/cancel"]),
)
def test_paths_of_any_kind(ask, method, name, rest):
    for root in (
        "/v1/files/",
        "/v1/uploads/",
        "/v1/models/",
        "/v1/images/",
        "/v1/images/links/",
        "/v1/responses/",
        "/v1/conversations/",
        "/",
    ):
        ask(method, root + quote(name, safe="") + rest)

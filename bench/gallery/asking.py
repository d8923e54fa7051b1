"""Edits, references, masks and turns as users make them: through the official client, from a server of its own."""

import base64
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import openai
from PIL import Image, ImageOps

from bench.gallery.book import PHOTO, PHOTOS, Entry
from bench.gallery.drawing import SEED
from bench.gallery.keeping import hole
from bench.gallery.measures import Case
from bench.gallery.painted import Painted, look
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.origins import from_exif

MODEL = "gpt-image-1"
SIDE = (1024, 1024)


@contextmanager
def serving() -> Iterator[openai.OpenAI]:
    """A client of a server in a process of its own, on a free port of the loopback."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", "--data", data]
        environment = os.environ | {"PINXIT_ENGINE": "storybook", "PINXIT_SEED": str(SEED)}
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        try:
            assert server.stdout is not None
            said = ""
            while "images.generate" not in said:
                assert server.poll() is None, "the server has ended"
                said += server.stdout.readline()
            found = re.search(r"http://\S+/v1", said)
            assert found is not None
            yield openai.OpenAI(base_url=found[0], api_key="none", max_retries=0)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def ask(entry: Entry, client: openai.OpenAI, pack: ArtPack) -> tuple[list[Painted], list[Case]]:
    """The pictures that were given, and each step with its result."""
    if entry.kind == "turns":
        return [], _in_turns(entry, client, pack)
    files = [_given(name, client) for name in entry.given]
    given = [_painted(file, pack) for file in files]
    cases, before = [], given[0]
    for number, step in enumerate(entry.steps):
        mask = _mask(entry) if entry.mask and not number else openai.omit
        answer = client.images.edit(
            model=MODEL, image=[("picture.png", file, "image/png") for file in files], prompt=step.prompt, mask=mask,
            size="1024x1024", quality="medium", background="transparent" if entry.transparent else "auto",
        )  # fmt: skip
        files = [_file(answer)]
        after = _painted(files[0], pack)
        cases.append(Case(entry, step, after, before))
        before = after
    return given, cases


def _in_turns(entry: Entry, client: openai.OpenAI, pack: ArtPack) -> list[Case]:
    """A conversation: each turn goes on from the response before."""
    cases: list[Case] = []
    previous: str | None = None
    for step in entry.steps:
        response = client.responses.create(
            model="gpt-5", input=step.prompt, previous_response_id=previous,
            tools=[{"type": "image_generation", "size": "1024x1024", "quality": "medium"}],
        )  # fmt: skip
        previous = response.id
        results = [item.result for item in response.output if item.type == "image_generation_call" and item.result]
        if not results:  # the answer was words
            break
        after = _painted(base64.b64decode(results[-1]), pack)
        cases.append(Case(entry, step, after, cases[-1].painted if cases else None))
    return cases


def _given(name: str, client: openai.OpenAI) -> bytes:
    """An input as the file that a user would send: a photograph, or a picture that was drawn here before."""
    if not name.startswith(PHOTO):
        return _file(client.images.generate(model=MODEL, prompt=name, size="1024x1024", quality="medium"))
    photo = Image.open(PHOTOS / f"{name.removeprefix(PHOTO)}.jpg").convert("RGB")
    return _png(ImageOps.fit(photo, SIDE, Image.Resampling.LANCZOS))


def _painted(file: bytes, pack: ArtPack) -> Painted:
    """The picture in a file, with the scene that pinxit wrote into it, if it was made of words alone."""
    opened = Image.open(io.BytesIO(file))
    origin = from_exif(opened.info.get("exif", b""))
    image = opened.convert("RGBA" if opened.mode == "RGBA" else "RGB")
    return look(image, origin.scene if origin else None, origin.seed if origin else 0, pack)


def _mask(entry: Entry) -> bytes:
    """Clear where the picture is to be made anew."""
    assert entry.mask is not None
    mask = Image.new("RGBA", SIDE, "white")
    mask.putalpha(hole(SIDE, entry.mask).point(lambda level: 255 - level))
    return _png(mask)


def _file(answer: openai.types.ImagesResponse) -> bytes:
    assert answer.data and answer.data[0].b64_json, "the answer holds a picture"
    return base64.b64decode(answer.data[0].b64_json)


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()

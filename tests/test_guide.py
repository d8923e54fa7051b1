"""The samples of the vendor's image guide run as they stand: Python, JavaScript and curl, the base URL changed.

The guide is the vendor's, and no part of this repository: IMAGE_GUIDE names a copy of it as a Markdown file. Without it
these tests are skipped; docs/images.md has samples of our own for the same calls, which `test_docs.py` runs always.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from tests.conftest import process
from tests.pictures import mask
from tests.samples import NODE_MODULES, drawn

GUIDE = Path(os.environ.get("IMAGE_GUIDE", "")) if os.environ.get("IMAGE_GUIDE") else None
TEXT = GUIDE.read_text(encoding="utf-8") if GUIDE and GUIDE.is_file() else ""
BLOCKS = [
    (language, code)
    for language, code in re.findall(r"^```(python|javascript|bash)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
]
#: What makes a block a call; the others are functions that calls need, and how a mask is made.
CALL = re.compile(r"images\.(?:generate|edit|create_variation)\(|/v1/images|files\.create\(|responses\.create\(")
SAMPLES = [(language, code) for language, code in BLOCKS if CALL.search(code)]
#: Functions that the guide defines once, and that samples of the same language call.
FUNCTIONS = {"create_file": "def create_file", "encode_image": "def encode_image"} | {
    "createFile": "function createFile", "encodeImage": "function encodeImage"
}  # fmt: skip
#: Where the guide's own pictures are; a server of ours has others of the same names.
PICTURES = "https://cdn.openai.com/API/docs/images/"

#: The guide's own slips, and what is put right: with a forgotten import, all that is changed of its samples.
SLIPS = {
    # the client's `.json()` is a text, which has no "data"
    'result.json()["data"][0]["b64_json"]': "result.data[0].b64_json",
    # jq's paths begin with a dot
    "jq -r 'data[0].b64_json'": "jq -r '.data[0].b64_json'",
}

pytestmark = pytest.mark.skipif(not SAMPLES, reason="IMAGE_GUIDE names no copy of the vendor's guide")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with process("--data", tmp_path_factory.mktemp("data"), environment={"PINXIT_FETCH_ALLOW": "127.0.0.1"}) as server:
        yield server.address


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    """The pictures that the samples work from, drawn by our own engine."""
    folder = tmp_path_factory.mktemp("originals")
    for name, prompt in {
        "body-lotion": "a lotion bottle on a white background", "soap": "a soap on a white background",
        "incense-kit": "a candle on a white background", "bath-bomb": "a crystal ball on a white background",
        "logo": "a brain on a white background", "woman": "a woman on a plain gray background",
        "sunlit_lounge": "a sunlit living room",
    }.items():  # fmt: skip
        drawn(prompt, (512, 512)).save(folder / f"{name}.png")
    Image.open(folder / "woman.png").save(folder / "woman.jpg")
    Image.open(folder / "woman.png").save(folder / "woman_futuristic.jpg")
    Image.open(folder / "logo.png").save(folder / "brain_logo.png")
    mask((512, 512), (0.3, 0.45, 0.75, 0.95)).save(folder / "mask.png")
    return folder


@pytest.fixture(scope="module")
def pictures(originals):
    """The address of a server that has the guide's pictures."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(originals))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as pictures:
        thread = Thread(target=pictures.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{pictures.server_port}/"
        pictures.shutdown()
        thread.join()


def with_functions(language, code):
    """A sample with the functions that it calls, and that the guide defines in blocks of their own."""
    for name, definition in FUNCTIONS.items():
        if f"{name}(" in code and definition not in code:
            block = next(block for kind, block in BLOCKS if kind == language and definition in block)
            twice = {line for line in block.splitlines() if line.startswith(("import ", "const ")) and line in code}
            code = "\n".join([*(line for line in block.splitlines() if line not in twice), code])
    return code


def mended(code):
    for slip, right in SLIPS.items():
        code = code.replace(slip, right)
    if "base64.b64decode" in code and "import base64" not in code:
        code = "import base64\n" + code  # the sample of a mask forgets it
    return code


def test_every_kind_of_sample_is_there():
    languages = [language for language, _ in SAMPLES]
    assert {language: languages.count(language) for language in languages} == {
        "python": 15, "javascript": 15, "bash": 4,
    }  # fmt: skip


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_sample(number, server, originals, pictures, tmp_path):
    language, code = SAMPLES[number]
    code = with_functions(language, code).replace(PICTURES, pictures)
    folder = tmp_path / "work"
    shutil.copytree(originals, folder)
    before = set(folder.iterdir())
    environment = os.environ | {"OPENAI_BASE_URL": f"{server}/v1", "OPENAI_API_KEY": "My API Key"}
    run(language, mended(code), folder, environment)
    if "create(" not in code.replace("files.create(", "").replace("create_file(", ""):
        return  # it only defines a function, and is run with a call of it
    written = written_since(before, folder, environment)
    if "images.generate" in code and "writeFile" not in code and language == "javascript":
        return  # the sample of transparency draws a picture and does nothing with it
    assert written, "the sample wrote no picture"
    for path in written:
        Image.open(path).load()


def run(language, code, folder, environment):
    """Run a sample as its reader would: in a folder with its pictures, under its language."""
    if language == "python":
        if "def create_file" in code:
            code += '\nassert create_file("soap.png").startswith("file-")\n'
        command = [sys.executable, "-c", code]
    elif language == "javascript":
        if "function createFile" in code:
            code += '\nif (!(await createFile("soap.png")).startsWith("file-")) throw new Error();\n'
        (folder / "node_modules").symlink_to(NODE_MODULES)
        (folder / "sample.mjs").write_text(code, encoding="utf-8")
        command = ["node", "sample.mjs"]
    else:
        code = code.replace("https://api.openai.com/v1", environment["OPENAI_BASE_URL"])
        command = ["bash", "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def written_since(before, folder, environment):
    """The pictures that were not there; a shell's process substitution may still be writing when curl has ended."""
    for _ in range(100):
        found = [path for path in folder.glob("*.png") if path not in before and path.stat().st_size]
        if found and all(path.read_bytes().endswith(b"IEND\xaeB`\x82") for path in found):
            return found
        time.sleep(0.1)
    return []

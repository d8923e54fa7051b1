"""Weights come from a hub whole, or not at all; lie where they are looked for; are shared, and go again."""

import json
import subprocess
import sys

import pytest

from pinxit.checkpoints import Checkpoints
from pinxit.errors import ConfigError, PullFailed
from pinxit.hub import files_of_pipeline
from pinxit.weights import RECORD, Weights
from tests.hub import Hub

INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "safety_checker": [None, None],
}
UNET, UNET_FP16 = "unet/diffusion_pytorch_model.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors"
VAE = "vae/diffusion_pytorch_model.safetensors"


def pipeline(**more):
    """A repository as those of Stable Diffusion are."""
    return {
        "model_index.json": json.dumps(INDEX).encode(),
        "LICENSE.md": b"do as you like",
        "README.md": b"a model",
        "tiny.safetensors": b"all in one" * 100,
        "unet/config.json": b"{}",
        UNET: b"unet" * 10_000,
        UNET_FP16: b"half" * 5_000,
        "unet/diffusion_pytorch_model.bin": b"pickled",
        "vae/config.json": b"{}",
        VAE: b"vae" * 1_000,
        "vae_1_0/diffusion_pytorch_model.safetensors": b"old",
        "safety_checker/model.safetensors": b"unused",
        "tokenizer/vocab.json": b"{}",
        "tokenizer/merges.txt": b"",
    } | more


PLAIN = {
    "model_index.json", "LICENSE.md", "unet/config.json", UNET, "vae/config.json", VAE, "tokenizer/vocab.json",
    "tokenizer/merges.txt",
}  # fmt: skip

#: huggingface_hub writes ten mebibytes at a time; what is cut is cut between.
LARGE, WRITTEN = b"unet" * 6 * 2**20, 10 * 2**20

TABLES = {
    "tiny": {"extends": "stable-diffusion", "source": "us/tiny", "licence": "Apache-2.0"},
    "half": {"extends": "tiny", "variant": "fp16"},
    "styled": {"extends": "tiny", "loras": [{"source": "us/lora", "file": "style.safetensors"}]},
    "packed": {"extends": "tiny", "gguf": {"source": "us/gguf", "file": "q4/unet.gguf"}},
    "previewed": {"extends": "tiny", "preview": {"source": "us/taesd"}},
    "branched": {"extends": "tiny", "revision": "a/branch"},
    "nowhere": {"extends": "tiny", "source": "us/nowhere"},
    "unrevised": {"extends": "tiny", "revision": "v9"},
    "misnamed": {"extends": "tiny", "source": "us//tiny"},
    "unfiled": {"extends": "tiny", "loras": [{"source": "us/lora", "file": "none.safetensors"}]},
}


@pytest.fixture
def hub():
    from huggingface_hub import close_session

    hub = Hub(
        us__tiny=pipeline(),
        us__lora={"style.safetensors": b"lora" * 100, "other.safetensors": b"other"},
        us__gguf={"q4/unet.gguf": b"gguf" * 100},
        us__taesd={"config.json": b"{}", "diffusion_pytorch_model.safetensors": b"taesd", "taesd.safetensors": b"no"},
    )
    yield hub
    hub.stop()
    close_session()


@pytest.fixture
def weights(hub, tmp_path):
    return Weights(tmp_path / "weights", endpoint=hub.endpoint)


@pytest.fixture
def known():
    return Checkpoints.known(TABLES)


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {RECORD}


# ---------------------------------------------------------------------------------------------------------------- pull


def test_what_was_pulled_is_here_without_a_network(hub, weights, known):
    tiny, said = known.get("tiny"), []
    assert not weights.is_present(tiny) and weights.size(tiny) == 0
    weights.pull(tiny, say=said.append)
    hub.stop()
    assert weights.is_present(tiny) and weights.check(tiny) == []
    folder = weights.path(tiny)
    assert folder == weights.folder / "us--tiny" and files_in(folder) == PLAIN
    assert (folder / UNET).read_bytes() == b"unet" * 10_000
    record = weights.record(tiny)
    assert record.commit == hub.commit("us/tiny") and record.licence == "Apache-2.0"
    assert record.files.keys() == PLAIN and record.files[UNET].size == 40_000
    assert weights.size(tiny) > 43_000
    assert f"Pulling us/tiny at {record.commit[:12]}: 8 files, 0.0 MiB" in said
    weights.pull(tiny, say=said.append)
    assert said[-1] == f"tiny is here already: {folder}"


def test_a_pull_that_the_hub_cuts_goes_on_by_itself(hub, weights, known):
    hub.repositories["us/tiny"] = pipeline(**{UNET: LARGE})
    hub.mishaps[UNET] = ["cut"]
    weights.pull(known.get("tiny"))
    assert [begin for name, begin in hub.fetched if name == UNET] == [0, WRITTEN]
    assert weights.check(known.get("tiny")) == []


def test_a_pull_that_broke_off_goes_on_where_it_stopped(hub, weights, known):
    hub.repositories["us/tiny"] = pipeline(**{UNET: LARGE})
    hub.mishaps[UNET] = ["cut", 503]
    with pytest.raises(PullFailed, match=r"does not give us/tiny: .*503.*\. Pull again to go on\.$"):
        weights.pull(known.get("tiny"))
    assert not weights.is_present(known.get("tiny"))
    assert "is not complete: it lacks the pipeline" in weights.check(known.get("tiny"))[0]
    before = len(hub.fetched)
    weights.pull(known.get("tiny"))
    after = dict(hub.fetched[before:])
    assert after[UNET] == WRITTEN and "unet/config.json" not in after
    assert weights.is_present(known.get("tiny")) and files_in(weights.path(known.get("tiny"))) == PLAIN


def test_what_comes_damaged_is_named_and_comes_anew(hub, weights, known):
    for name in (UNET, "tokenizer/vocab.json"):
        hub.mishaps[name] = ["damage"]
        with pytest.raises(PullFailed, match=f"{name} of us/tiny came, but is damaged: its hash is not"):
            weights.pull(known.get("tiny"))
    weights.pull(known.get("tiny"))
    assert weights.check(known.get("tiny")) == []


def test_what_decays_is_found_and_comes_anew(hub, weights, known):
    tiny = known.get("tiny")
    weights.pull(tiny)
    folder = weights.path(tiny)
    (folder / UNET).write_bytes(b"decayed!" * 5_000)
    assert weights.check(tiny) == [f"{folder / UNET} is damaged: its hash is not what the hub says."]
    assert weights.is_present(tiny)  # as far as can be seen without reading it
    (folder / VAE).write_bytes(b"short")
    (folder / "unet/config.json").unlink()
    assert not weights.is_present(tiny)
    assert {fault.removeprefix(f"{folder}/") for fault in weights.check(tiny)} == {
        f"{UNET} is damaged: its hash is not what the hub says.",
        f"{VAE} has 5 bytes instead of 3,000.",
        "unet/config.json is missing.",
    }
    hub.fetched.clear()
    weights.pull(tiny, is_thorough=True)
    assert {name for name, _ in hub.fetched} == {UNET, VAE, "unet/config.json"}
    assert weights.check(tiny) == []


def test_what_an_older_commit_left_undone_is_not_gone_on_with(hub, weights, known):
    hub.repositories["us/tiny"] = pipeline(**{UNET: LARGE})
    hub.mishaps[UNET] = ["cut", 503]
    with pytest.raises(PullFailed):
        weights.pull(known.get("tiny"))
    hub.repositories["us/tiny"] = pipeline()
    weights.pull(known.get("tiny"))
    assert hub.fetched[-1] != (UNET, WRITTEN) and weights.check(known.get("tiny")) == []
    assert files_in(weights.path(known.get("tiny"))) == PLAIN


def test_a_folder_stays_at_its_commit(hub, weights, known):
    weights.pull(known.get("tiny"))
    commit = weights.record(known.get("tiny")).commit
    hub.repositories["us/tiny"]["README.md"] = b"a new commit"
    (weights.path(known.get("tiny")) / VAE).unlink()
    with pytest.raises(PullFailed, match=f"has no revision '{commit}'"):  # this hub forgets
        weights.pull(known.get("tiny"))


def test_a_variant_takes_the_plain_files_of_components_without_it(hub, weights, known):
    half = known.get("half")
    weights.pull(half)
    assert weights.path(half).name == "us--tiny+fp16"
    assert files_in(weights.path(half)) == PLAIN - {UNET} | {UNET_FP16}
    assert not weights.is_present(known.get("tiny"))


def test_a_revision_has_a_folder_of_its_own(weights, known):
    weights.pull(known.get("branched"))
    assert weights.path(known.get("branched")).name == "us--tiny@a%2Fbranch"
    assert weights.is_present(known.get("branched")) and not weights.is_present(known.get("tiny"))


def test_a_lora_comes_alone_where_its_base_is_here(hub, weights, known):
    weights.pull(known.get("tiny"))
    hub.fetched.clear()
    styled = known.get("styled")
    assert not weights.is_present(styled)
    weights.pull(styled)
    assert hub.fetched == [("style.safetensors", 0)]
    assert weights.is_present(styled) and weights.path(styled) == weights.path(known.get("tiny"))
    assert weights.part_path(styled.loras[0]) == weights.folder / "us--lora" / "style.safetensors"
    assert weights.part_path(styled.loras[0]).read_bytes() == b"lora" * 100


def test_parts_of_one_repository_come_after_each_other(hub, weights, known):
    other = {"other": TABLES["tiny"] | {"loras": [{"source": "us/lora", "file": "other.safetensors"}]}}
    known = Checkpoints.known(TABLES | other)
    weights.pull(known.get("styled"))
    weights.pull(known.get("other"))
    assert weights.is_present(known.get("styled")) and weights.is_present(known.get("other"))


def test_a_gguf_stands_in_for_the_transformer(hub, weights, known):
    index = INDEX | {"transformer": INDEX["unet"]}
    transformer = {"transformer/config.json": b"{}", "transformer/diffusion_pytorch_model.safetensors": b"large"}
    hub.repositories["us/tiny"] = pipeline(**{"model_index.json": json.dumps(index).encode()}, **transformer)
    packed, tiny = known.get("packed"), known.get("tiny")
    weights.pull(packed)
    assert weights.is_present(packed) and not weights.is_present(tiny)
    assert files_in(weights.path(packed)) == PLAIN | {"transformer/config.json"}
    assert weights.part_path(packed.gguf).read_bytes() == b"gguf" * 100
    hub.fetched.clear()
    weights.pull(tiny)
    assert hub.fetched == [("transformer/diffusion_pytorch_model.safetensors", 0)]
    assert weights.is_present(tiny) and weights.is_present(packed)


def test_a_small_decoder_comes_too(hub, weights, known):
    weights.pull(known.get("previewed"))
    folder = weights.tiny_decoder_path(known.get("previewed").preview)
    assert files_in(folder) == {"config.json", "diffusion_pytorch_model.safetensors"}
    assert weights.is_present(known.get("previewed"))


def test_a_folder_of_ones_own_is_used_where_it_lies(hub, weights, tmp_path):
    own = tmp_path / "own"
    tables = {"own": TABLES["tiny"] | {"source": str(own), "loras": [{"source": str(own), "file": "a.safetensors"}]}}
    known = Checkpoints.known(tables)
    mine = known.get("own")
    assert not weights.is_present(mine)
    with pytest.raises(ConfigError, match="own needs .*/own/model_index.json, which is not there"):
        weights.pull(mine)
    own.mkdir()
    (own / "model_index.json").write_text("{}", encoding="utf-8")
    assert weights.check(mine) == [f"{own / 'a.safetensors'} is missing."]
    (own / "a.safetensors").write_bytes(b"lora")
    assert weights.is_present(mine) and weights.check(mine) == [] and weights.size(mine) >= 6
    assert weights.path(mine) == own and weights.part_path(mine.loras[0]) == own / "a.safetensors"
    weights.pull(mine)
    assert weights.remove(mine, known)[0] == f"Kept {own}: it is your own."
    assert weights.is_present(mine) and hub.described == 0


# ------------------------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "name, said",
    [
        ("nowhere", "There is no repository 'us/nowhere' at http://127.0.0.1:"),
        ("unrevised", "The repository 'us/tiny' has no revision 'v9'."),
        ("misnamed", "'us//tiny' is neither a repository, owner/name, nor a folder here."),
        ("unfiled", "The repository 'us/lora' has no 'none.safetensors' at 'main'."),
    ],
)
def test_mistakes_are_a_sentence(weights, known, name, said):
    with pytest.raises(PullFailed) as raised:
        weights.pull(known.get(name))
    assert str(raised.value).startswith(said) and "\n" not in str(raised.value)


def test_a_gated_repository_says_what_to_do(hub, weights, known):
    hub.gated.add("us/tiny")
    said = "us/tiny is gated: accept its terms at http://127.0.0.1:.*/us/tiny, then set HF_TOKEN to a token"
    with pytest.raises(PullFailed, match=said):
        weights.pull(known.get("tiny"))


def test_no_network_is_a_sentence(hub, weights, known):
    hub.stop()
    with pytest.raises(PullFailed, match=r"http://127.0.0.1:\d+ cannot be reached, or broke off: .*Pull again to go"):
        weights.pull(known.get("tiny"))


def test_a_full_disk_is_said_before_anything_comes(hub, weights, known):
    hub.sizes[VAE] = 2**60
    with pytest.raises(PullFailed, match=r"tiny needs 1073741824\.0 GiB more at .*, and [\d.]+ .iB are free there\."):
        weights.pull(known.get("tiny"))
    assert hub.fetched == [("model_index.json", 0)]


def test_a_repository_without_a_pipeline_or_safetensors_is_named(hub, weights, known):
    del hub.repositories["us/tiny"]["model_index.json"]
    with pytest.raises(PullFailed, match="'us/tiny' has no 'model_index.json' at 'main'"):
        weights.pull(known.get("tiny"))
    hub.repositories["us/tiny"] = pipeline()
    del hub.repositories["us/tiny"][UNET], hub.repositories["us/tiny"][UNET_FP16]
    with pytest.raises(PullFailed, match="no safetensors that a pipeline loads, only unet/diffusion_pytorch_model.bin"):
        weights.pull(known.get("tiny"))


def test_names_that_lead_out_of_the_folder_are_not_there(hub, weights, known):
    hub.repositories["us/lora"]["../style.safetensors"] = b"out"
    escaped = Checkpoints.known(
        {"out": TABLES["tiny"] | {"loras": [{"source": "us/lora", "file": "../style.safetensors"}]}}
    )
    with pytest.raises(PullFailed, match="has no '../style.safetensors'"):
        weights.pull(escaped.get("out"))


def test_only_one_pulls_at_a_time(weights, known):
    from filelock import FileLock

    weights.folder.mkdir()
    with FileLock(weights.folder / ".lock"):
        with pytest.raises(PullFailed, match="Another pinxit is changing"):
            weights.pull(known.get("tiny"))


def test_a_folder_that_cannot_be_made_is_named(hub, known, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="file.* cannot be changed: "):
        Weights(tmp_path / "file" / "weights", endpoint=hub.endpoint).pull(known.get("tiny"))


def test_without_huggingface_hub_it_says_what_to_install(tmp_path):
    code = f"""
import sys
sys.modules["huggingface_hub"] = None
from pathlib import Path
from pinxit.checkpoints import Checkpoints
from pinxit.weights import Weights
weights, tiny = Weights(Path({str(tmp_path)!r})), Checkpoints.known().get("sdxs-512")
assert not weights.is_present(tiny)
weights.pull(tiny)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "ConfigError" in done.stderr and "pip install 'pinxit[diffusers]'" in done.stderr


# -------------------------------------------------------------------------------------------------------------- remove


def test_removing_keeps_what_others_need(weights, known):
    weights.pull(known.get("styled"))
    base, lora = weights.path(known.get("styled")), weights.folder / "us--lora"
    said = weights.remove(known.get("styled"), known)
    assert said == [f"Kept {base}: tiny needs it.", f"Removed {lora}: 0.0 MiB."]
    assert weights.is_present(known.get("tiny")) and not lora.exists()
    weights.pull(known.get("styled"))
    assert weights.remove(known.get("tiny"), known) == [f"Kept {base}: styled needs it."]


def test_removing_the_last_one_leaves_nothing(weights, known):
    weights.pull(known.get("branched"))
    (said,) = weights.remove(known.get("branched"), known)
    assert said.startswith("Removed ") and not weights.path(known.get("branched")).exists()
    assert weights.remove(known.get("branched"), known) == []


def test_what_never_came_to_its_end_is_removed_too(hub, weights, known):
    hub.mishaps[UNET] = [503]
    with pytest.raises(PullFailed):
        weights.pull(known.get("tiny"))
    assert weights.size(known.get("tiny")) > 0
    weights.remove(known.get("tiny"), known)
    assert not weights.path(known.get("tiny")).exists()


# ------------------------------------------------------------------------------------------------------- what is chosen


def chosen(names, variant=None, components=("transformer", "text_encoder"), **options):
    index = {"_class_name": "X", "_diffusers_version": "0", **{name: ["library", "Class"] for name in components}}
    return set(files_of_pipeline(names, index, variant, **options)) - {"model_index.json"}


SHARDS = ["transformer/diffusion_pytorch_model-00001-of-00002.safetensors",
          "transformer/diffusion_pytorch_model-00002-of-00002.safetensors",
          "transformer/diffusion_pytorch_model.safetensors.index.json"]  # fmt: skip
NEW_SHARDS = ["transformer/diffusion_pytorch_model.fp16-00001-of-00002.safetensors",
              "transformer/diffusion_pytorch_model.fp16-00002-of-00002.safetensors",
              "transformer/diffusion_pytorch_model.safetensors.index.fp16.json"]  # fmt: skip
OLD_SHARDS = ["transformer/diffusion_pytorch_model-00001-of-00002.fp16.safetensors",
              "transformer/diffusion_pytorch_model.safetensors.fp16.index.json"]  # fmt: skip


@pytest.mark.parametrize(
    "names, variant, wanted",
    [
        (SHARDS, None, SHARDS),
        ([*SHARDS, *NEW_SHARDS], None, SHARDS),
        ([*SHARDS, *NEW_SHARDS], "fp16", NEW_SHARDS),
        ([*SHARDS, *OLD_SHARDS], "fp16", OLD_SHARDS),
        (SHARDS, "fp16", SHARDS),
        (["text_encoder/model.safetensors", "text_encoder/pytorch_model.bin"], None,
         ["text_encoder/model.safetensors"]),
        (["text_encoder/model.safetensors", "text_encoder/flax_model.msgpack", "text_encoder/model.onnx"], None,
         ["text_encoder/model.safetensors"]),
        (["text_encoder/model.safetensors", "text_encoder/pytorch_model.bin.index.json"], None,
         ["text_encoder/model.safetensors"]),
        (["text_encoder/model.non_ema.safetensors", "text_encoder/model.safetensors"], None,
         ["text_encoder/model.safetensors"]),
        (["flux.safetensors", "ae.safetensors", "config.json", "vae/model.safetensors"], None, []),
        (["text_encoder/tokenizer.model", "text_encoder/chat_template.jinja", "text_encoder/a/b.txt"], None,
         ["text_encoder/tokenizer.model", "text_encoder/chat_template.jinja", "text_encoder/a/b.txt"]),
        (["LICENSE", "LICENSE.txt", "text_encoder/code.py"], None, ["LICENSE", "LICENSE.txt"]),
    ],
)  # fmt: skip
def test_what_a_pipeline_loads(names, variant, wanted):
    assert chosen(names, variant) == set(wanted)


def test_weights_of_another_variant_only_are_named():
    with pytest.raises(PullFailed, match="no safetensors that a pipeline loads, only transformer/.*fp16"):
        chosen(NEW_SHARDS)
    with pytest.raises(PullFailed, match="no safetensors of the variant 'fp8'"):
        chosen(NEW_SHARDS, "fp8")
    assert chosen(NEW_SHARDS, has_transformer=False) == set()

"""Two models of the catalog at their real size on a GPU, through HTTP and alone: `python bench/gpu.py FOLDER`.

Speed does not depend on the values of weights: they are random, in bfloat16, made in FOLDER if they are not there (16
and 21 GB). For each model: seconds a picture at 1024x1024 in the bare pipeline and through HTTP, memory of the device,
and how long the server goes on after its caller has hung up. `--with 'compile = true'` adds a line to the model's
table; `--tiny` tries all this on a processor with tiny models.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
from engine import in_a_loop, serving, through_http

sys.path.insert(0, str(Path(__file__).parent.parent))  # tests/pipelines.py has the parts that are small in any case

from tests import pipelines

#: The sizes of the published models, where they are not the defaults of their diffusers classes.
KLEIN = {"num_layers": 5, "num_single_layers": 20, "num_attention_heads": 24, "joint_attention_dim": 3 * 2560}
QWEN3 = {
    "hidden_size": 2560,
    "num_hidden_layers": 36,
    "intermediate_size": 9728,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "vocab_size": 151936,
    "tie_word_embeddings": True,
}
FAMILIES = {"flux2-klein-4b": "flux2-klein", "z-image-turbo": "z-image"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the weights are kept, or are made")
    parser.add_argument("--model", choices=FAMILIES, action="append", help="one of them, or both")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--with", dest="lines", action="append", default=[], help="a line for the model's table")
    parser.add_argument("--tiny", action="store_true")
    arguments = parser.parse_args()
    for model in arguments.model or FAMILIES:
        measure(model, arguments)


def measure(model: str, arguments: argparse.Namespace) -> None:
    weights = arguments.folder / (model + ("-tiny" if arguments.tiny else ""))
    if not (weights / "model_index.json").exists():
        print(f"{model}: making {weights}")
        make(model, weights, is_tiny=arguments.tiny)
    settings = arguments.folder / f"{weights.name}.toml"
    levels = "" if not arguments.tiny else "memory_gib = 0.1\nmin_megapixels = 0.004\n" + "".join(
        f"{level} = {{ steps = {steps}, megapixels = 0.0041 }}\n" for level, steps in (("medium", 4), ("high", 400))
    )  # fmt: skip
    settings.write_text(
        f'device = "{"cpu" if arguments.tiny else "cuda:0"}"\n[models.measured]\nextends = "{FAMILIES[model]}"\n'
        f'source = "{weights.absolute()}"\n{levels}' + "".join(f"{line}\n" for line in arguments.lines),
        encoding="utf-8",
    )
    asked = argparse.Namespace(
        config=settings, model="measured", size="1024x1024", quality="medium", seconds=arguments.seconds
    )
    seconds = statistics.median(in_a_loop(asked))
    free_device()
    print(f"{model}, bare pipeline: {seconds:.3f} s a picture")
    with serving(settings, asked.model) as address:
        spent, _ = through_http(address, 1, asked)
        through = statistics.median(spent[1:])
        print(f"{model}, through HTTP: {through:.3f} s, {through / seconds:.2f} times the bare pipeline")
        spent, took = through_http(address, 8, asked)
        print(f"{model}, eight callers at once: {took / len(spent):.3f} s a picture")
        print(f"{model}, memory of the device: {memory_of_device()}")
        print(f"{model}, idle {hang_up(address, asked):.2f} s after its caller hung up")


def make(model: str, folder: Path, *, is_tiny: bool) -> None:
    """Save a pipeline with random weights of the real size."""
    import diffusers
    import torch
    import transformers

    if is_tiny:
        (pipelines.flux2_klein if model == "flux2-klein-4b" else pipelines.z_image)(folder)
        return
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        parts: dict[str, Any] = {"scheduler": pipelines.flow_scheduler(), "tokenizer": pipelines.qwen_tokenizer()}
        if model == "flux2-klein-4b":
            parts["vae"] = diffusers.AutoencoderKLFlux2()
            parts["text_encoder"] = transformers.Qwen3ForCausalLM(transformers.Qwen3Config(**QWEN3))
            parts["transformer"] = diffusers.Flux2Transformer2DModel(guidance_embeds=False, **KLEIN)
            pipeline = diffusers.Flux2KleinPipeline(**parts, is_distilled=True)
        else:
            parts["vae"] = flux_autoencoder()
            parts["text_encoder"] = transformers.Qwen3Model(transformers.Qwen3Config(**QWEN3))
            parts["transformer"] = diffusers.ZImageTransformer2DModel()
            for token in (parts["transformer"].x_pad_token, parts["transformer"].cap_pad_token):
                token.data.normal_()
            pipeline = diffusers.ZImagePipeline(**parts)
    shutil.rmtree(folder, ignore_errors=True)
    pipeline.save_pretrained(folder)
    torch.set_default_dtype(torch.float32)


def flux_autoencoder() -> Any:
    """The autoencoder of FLUX.1, which Z-Image uses too."""
    import diffusers

    return diffusers.AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=16,
        sample_size=1024,
        scaling_factor=0.3611,
        shift_factor=0.1159,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )


def free_device() -> None:
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def memory_of_device() -> str:
    try:
        command = ["nvidia-smi", "--query-gpu=name,memory.used", "--format=csv,noheader"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no NVIDIA GPU"


def hang_up(address: str, asked: argparse.Namespace) -> float:
    """Seconds from the end of the connection to a server that paints nothing."""
    fields = {"model": asked.model, "prompt": "a long work", "size": asked.size, "quality": "high", "n": 10}
    with httpx2.Client(base_url=address, timeout=600) as http:
        threading.Thread(target=_ask_and_leave, args=(address, fields)).start()
        while not http.get("/health").json()["waiting"]:
            time.sleep(0.005)
        time.sleep(1)  # which is when the caller leaves, with the work under way
        left = time.perf_counter()
        while http.get("/health").json()["waiting"]:
            time.sleep(0.005)
        return time.perf_counter() - left


def _ask_and_leave(address: str, fields: dict[str, Any]) -> None:
    try:
        httpx2.post(f"{address}/v1/images/generations", json=fields, timeout=1)
    except httpx2.TimeoutException:
        pass


if __name__ == "__main__":
    main()

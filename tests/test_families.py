"""The real loading and calling code over tiny pipelines of every family: of random weights, which paint no picture of
anything but answer to every choice."""

import gc
import math
import re
import shutil
import tomllib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pinxit.checkpoints import Checkpoints
from pinxit.engines.diffusers.calls import plan
from pinxit.engines.diffusers.devices import Device
from pinxit.engines.diffusers.engine import DiffusersEngine
from pinxit.engines.diffusers.latents import Trajectory, spread, to_vae
from pinxit.engines.diffusers.loading import Loaded, load
from pinxit.errors import Cancelled, ConfigError, EngineFailed
from pinxit.jobs import Job
from pinxit.weights import Weights
from tests import pipelines
from tests.test_engines import Waiting

pytest.importorskip("diffusers")
pytestmark = [
    pytest.mark.xdist_group("open models"),
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
]
MAKE = {
    "stable-diffusion": pipelines.stable_diffusion,
    "stable-diffusion-xl": pipelines.stable_diffusion_xl,
    "flux2-klein": pipelines.flux2_klein,
    "z-image": pipelines.z_image,
    "qwen-image": pipelines.qwen_image,
    "qwen-image-edit-2511": pipelines.qwen_image_edit,
}
FAMILIES = [name for name in MAKE if name != "qwen-image-edit-2511"]
ONE_OF_A_KIND = [name for name in FAMILIES if name != "stable-diffusion-xl"]
#: Weight of the guidance, as the real ones have it.
GUIDANCE = {"stable-diffusion": 3, "stable-diffusion-xl": 3, "z-image": 0, "qwen-image": 3}
STEPS = 3


class Studio:
    """Makes each tiny pipeline once, and the engines that paint with it."""

    def __init__(self, folder):
        self.folder = folder
        self._engines, self._loaded = {}, {}

    def source(self, family):
        folder = self.folder / family
        if not folder.exists():
            pipelines.calm(self.source("qwen-image"), folder) if family == "calm" else MAKE[family](folder)
        return folder

    def checkpoint(self, family, **choices):
        level = {"steps": STEPS, "guidance": GUIDANCE.get(family, 1), "megapixels": 0.0063}
        table = {
            "extends": "qwen-image" if family == "calm" else family,
            "source": str(self.source(family)),
            "memory_gib": 1,
            "multiple": 16,
            "min_megapixels": 0.004,
            **dict.fromkeys(("low", "medium", "high"), level),
        }
        return Checkpoints.known({"tiny": table | choices}).get("tiny")

    def new_engine(self, family, **choices):
        checkpoint = self.checkpoint(family, **choices)
        engine = DiffusersEngine([checkpoint], Weights(self.folder), Device("cpu", 4.0), first=checkpoint)
        engine.load()
        return engine

    def engine(self, family):
        """One that is shared by the tests; it is to be as good as new after each."""
        if family not in self._engines:
            self._engines[family] = self.new_engine(family)
        return self._engines[family]

    def loaded(self, family, **choices):
        if choices:
            return load(self.checkpoint(family, **choices), Weights(self.folder), Device("cpu", 4.0))
        if family not in self._loaded:
            self._loaded[family] = load(self.checkpoint(family), Weights(self.folder), Device("cpu", 4.0))
        return self._loaded[family]


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """With one thread: for such small matrices two are slower, and ten times so where others want the processor."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield Studio(tmp_path_factory.mktemp("pipelines"))
    torch.set_num_threads(threads)


def job(**choices):
    return Job(**{"prompt": "a red fox", "width": 96, "height": 64, "seed": 1, "steps": STEPS} | choices)


def picture(seed, width=96, height=80):
    """Soft fields of colour."""
    fields = np.random.default_rng(seed).integers(0, 256, (4, 4, 3), dtype=np.uint8)
    return Image.fromarray(fields).resize((width, height), Image.Resampling.BICUBIC)


REFERENCES = (picture(1), picture(2, 40, 90), picture(3, 200, 20))
MASK = Image.new("L", (96, 64), 255)
MASK.paste(0, (32, 16, 64, 48))
WAYS = {
    "words": {},
    "edit": {"task": "edit", "inputs": REFERENCES[:1]},
    "edit of three": {"task": "edit", "inputs": REFERENCES},
    "masked": {"task": "edit", "inputs": REFERENCES[:1], "mask": MASK},
    "masked, of three": {"task": "edit", "inputs": REFERENCES, "mask": MASK},
    "varied": {"task": "vary", "prompt": "", "inputs": REFERENCES[:1]},
}


def paint(engine, watch=None, **choices):
    return engine.render(job(**choices), watch or Waiting()).image


def distance(one, other):
    """The largest difference between two pictures, in levels of 255."""
    return int(np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max())


def mean_distance(one, other):
    return np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).mean()


# ------------------------------------------------------------------------------------------------------ every way


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_way_of_painting(studio, family, way):
    watch = Waiting(due=(1, 2))
    painted = paint(studio.engine(family), watch, **WAYS[way])
    assert painted.size == (96, 64)
    assert watch.steps == STEPS
    assert [shown.size for shown in watch.shown] == [painted.size] * 2
    assert distance(*watch.shown) > 5
    assert np.asarray(painted).std() > 10
    is_left_out = way == "masked, of three" and family != "flux2-klein"
    assert watch.notes == (["the last 2 pictures"] if is_left_out else [])


def test_qwen_edits_look_at_their_references(studio):
    """At 1024x1024 each, whatever was asked for: that is why this is one test."""
    engine = studio.engine("qwen-image-edit-2511")
    watch = Waiting(due=(1,))
    edit = job(task="edit", inputs=REFERENCES[:2], steps=1, prompt="an <|image_pad|>")
    assert engine.render(edit, watch).image.size == (96, 64)
    assert (watch.steps, len(watch.shown), watch.notes) == (1, 1, [])
    assert engine.batch(edit)[1] == 1


@pytest.mark.parametrize("family", ONE_OF_A_KIND)
def test_the_pictures_to_work_from_are_looked_at(studio, family):
    """All of them, where the model takes as many."""
    engine = studio.engine(family)
    for way, replaced in (("edit", 0), ("edit of three", 2), ("masked", 0), ("varied", 0)):
        choices = WAYS[way]
        inputs = (*choices["inputs"][:replaced], picture(9), *choices["inputs"][replaced + 1 :])
        assert distance(paint(engine, **choices), paint(engine, **choices | {"inputs": inputs})) > 5, way


def test_references_beside_a_mask_are_looked_at(studio):
    engine, masked = studio.engine("flux2-klein"), WAYS["masked, of three"]
    for replaced in (1, 2):
        inputs = (*REFERENCES[:replaced], picture(9), *REFERENCES[replaced + 1 :])
        assert distance(paint(engine, **masked), paint(engine, **masked | {"inputs": inputs})) > 10


@pytest.mark.parametrize("family", FAMILIES)
def test_the_engine_paints_what_the_pipeline_paints(studio, family):
    """Width first, and every choice in its place."""
    import torch

    checkpoint = studio.checkpoint(family)
    pipeline = studio.loaded(family).pipeline(checkpoint.pipeline)
    options = {checkpoint.guidance_as: GUIDANCE.get(family, 1)}
    if checkpoint.negative_prompt:
        options["negative_prompt"] = checkpoint.negative_prompt
    seeded = torch.Generator().manual_seed(1)
    options |= {"prompt": "a red fox", "num_inference_steps": STEPS, "generator": seeded}
    own = pipeline(width=96, height=64, **options).images[0]
    assert own.size == (96, 64)
    assert distance(own, paint(studio.engine(family))) <= 1


def test_marks_of_the_tokenizer_are_read_as_words(studio):
    """Not as the end of what the caller says, after which anyone could speak."""
    engine = studio.engine("z-image")
    ended = [paint(engine, prompt=f"a fox{mark}") for mark in ("<|im_end|>", "< |im_end|>", "<|im_start|>")]
    assert distance(ended[0], ended[1]) == 0
    assert distance(ended[0], ended[2]) > 0


@pytest.mark.parametrize("size", [(90, 61), (64, 96), (400, 100)])
def test_other_sizes_are_resampled(studio, size):
    watch = Waiting(due=(2,))
    painted = paint(studio.engine("z-image"), watch, width=size[0], height=size[1])
    assert {painted.size, *(shown.size for shown in watch.shown)} == {size}


@pytest.mark.parametrize("strength", [0.1, 0.35, 0.55, 0.7, 0.8, 0.95, 1.0])
def test_a_strength_leaves_the_steps_that_were_promised(studio, strength):
    """Of Stable Diffusion int(total * strength) remain; of the others int(total - total * strength) are left out."""
    strengths = {"low": strength}
    checkpoint = studio.checkpoint("z-image", strengths=strengths)
    for steps in range(1, 120):
        call = plan(job(steps=steps, **WAYS["edit"]), checkpoint)
        total, kept = call.steps, call.arguments["strength"]
        assert int(total * kept) == total - int(total - total * kept) == steps
        assert kept < 1 or strength == 1
        assert math.isclose(kept, strength, abs_tol=0.02 + 0.5 / steps) or total == steps + 1


# --------------------------------------------------------------------------------------------- seeds, batches, leaving


@pytest.mark.parametrize("family", FAMILIES)
def test_the_seed_decides_and_leaving_ends_a_call_at_that_step(studio, family):
    engine = studio.engine(family)
    before = paint(engine)
    for leaves_at in (0, 2):
        watch = Waiting(leaves_at=leaves_at)
        with pytest.raises(Cancelled):
            paint(engine, watch)
        assert watch.steps == leaves_at
    assert distance(before, paint(engine)) == 0
    assert distance(before, paint(engine, seed=2)) > 30


PROMPTS = ("a red fox", "a long prompt, of so many words that it takes far more tokens than the others do", "")


@pytest.mark.parametrize("way", ["words", "edit of three", "masked"])
@pytest.mark.parametrize("family", ONE_OF_A_KIND)
def test_a_batch_paints_what_each_job_would_be_alone(studio, family, way):
    engine = studio.engine(family)
    jobs = [job(**WAYS[way] | {"prompt": prompt, "seed": seed}) for seed, prompt in enumerate(PROMPTS)]
    assert len({engine.batch(each)[0] for each in jobs}) == 1
    assert engine.batch(jobs[0])[1] >= 3
    watches = [Waiting(due=(2,)) for _ in jobs]
    together = engine.render_batch(jobs, watches)
    for each, painted, watch in zip(jobs, together, watches, strict=True):
        alone = Waiting(due=(2,))
        assert distance(engine.render(each, alone).image, painted.image) <= 2
        assert distance(alone.shown[0], watch.shown[0]) <= 2
    other_words = paint(engine, **WAYS[way] | {"prompt": "green", "seed": 0})
    assert distance(other_words, together[0].image) > 20, "the words say nothing: this test proves nothing"


def test_references_beside_a_mask_are_for_one_job(studio):
    """The pipeline would give each job of a call another one of them."""
    assert studio.engine("flux2-klein").batch(job(**WAYS["masked, of three"]))[1] == 1


def test_who_leaves_a_batch_leaves_the_others_alone(studio):
    engine = studio.engine("z-image")
    jobs = [job(seed=seed) for seed in range(3)]
    watches = [Waiting(), Waiting(leaves_at=1), Waiting(due=(3,))]
    pictures = engine.render_batch(jobs, watches)
    assert isinstance(pictures[1], Cancelled)
    assert [watch.steps for watch in watches] == [STEPS, 1, STEPS]
    assert distance(pictures[2].image, paint(engine, seed=2)) <= 1
    leaving = [Waiting(leaves_at=number) for number in (1, 2)]
    assert all(isinstance(each, Cancelled) for each in engine.render_batch(jobs[:2], leaving))
    assert [watch.steps for watch in leaving] == [1, 2]


def test_what_changes_the_picture_keeps_jobs_apart(studio):
    engine = studio.engine("flux2-klein")
    base = WAYS["masked"]
    key = engine.batch(job(**base))[0]
    assert engine.batch(job(**base | {"prompt": "another", "seed": 7, "previews": 2}))[0] == key
    for choice in (
        {"width": 80},
        {"height": 80},
        {"steps": 4},
        {"quality": "high"},
        {"task": "vary"},
        {"inputs": (REFERENCES[0].copy(),)},
        {"inputs": REFERENCES},
        {"mask": MASK.copy()},
        {"mask": None},
        {"fidelity": "high"},
        {"transparent": True},
        {"style": "vivid"},
        {"description": "all of it"},
    ):
        assert engine.batch(job(**base | choice))[0] != key, choice


# ------------------------------------------------------------------------------------------------- latents, previews


@pytest.mark.parametrize("family", FAMILIES)
def test_latents_are_where_the_pipeline_has_them(studio, family):
    """What it decodes itself is what its last latents decode to by our own account of them."""
    import torch

    loaded = studio.loaded(family)
    layout, pipeline = loaded.checkpoint.layout, loaded.pipeline(loaded.checkpoint.pipeline)
    seen = {}
    own = pipeline(
        prompt="a red fox",
        width=96,
        height=64,
        num_inference_steps=2,
        generator=torch.Generator().manual_seed(1),
        callback_on_step_end=lambda pipeline, number, timestep, tensors: seen.update(tensors) or {},
    ).images[0]
    latents = to_vae(spread(seen["latents"], layout, 96, 64, loaded.factor), layout, pipeline.vae)
    assert latents.shape == (1, 4, 8, 12)
    with torch.no_grad():
        decoded = pipeline.vae.decode(latents.unsqueeze(2) if layout == "qwen" else latents).sample
    pixels = (decoded.reshape(3, 64, 96).permute(1, 2, 0) / 2 + 0.5).clamp(0, 1).numpy()
    assert distance(own, (pixels * 255).round()) <= 1


def test_latents_of_another_size_than_was_asked_for_keep_their_shape():
    import torch

    tokens = torch.arange(6 * 8, dtype=torch.float32).reshape(1, 48, 1)
    assert spread(tokens, "flux2", 80 * 16, 60 * 16, 8).tolist() == tokens.reshape(1, 1, 6, 8).tolist()
    assert spread(tokens, "flux2", 45 * 16, 60 * 16, 8).shape == (1, 1, 8, 6)


SCHEDULERS = {
    "FlowMatchEulerDiscreteScheduler": {"shift": 3.0},
    "EulerDiscreteScheduler": {},
    "EulerAncestralDiscreteScheduler": {"prediction_type": "v_prediction"},
    "DDIMScheduler": {"prediction_type": "v_prediction"},
    "DPMSolverMultistepScheduler": {},
    "PNDMScheduler": {"skip_prk_steps": True},
    "HeunDiscreteScheduler": {},
    "LCMScheduler": {"prediction_type": "sample"},
    "UniPCMultistepScheduler": {"prediction_type": "flow_prediction", "use_flow_sigmas": True},
}


@pytest.mark.parametrize("name", SCHEDULERS)
def test_the_destination_is_the_picture_that_a_perfect_denoiser_means(name):
    import diffusers
    import torch

    scheduler = getattr(diffusers, name)(**SCHEDULERS[name])
    step = scheduler.step
    scheduler.set_timesteps(5)
    torch.manual_seed(0)
    image = torch.rand(1, 4, 4, 4)
    kind = scheduler.config.get("prediction_type", "flow_prediction")
    latents = torch.randn(1, 4, 4, 4) * getattr(scheduler, "init_noise_sigma", 1.0)
    with Trajectory(scheduler) as trajectory:
        for number, timestep in enumerate(scheduler.timesteps[:3]):
            shown = scheduler.scale_model_input(latents, timestep) if kind != "flow_prediction" else latents
            output = denoise(scheduler, kind, image, shown, timestep, number)
            latents = scheduler.step(output, timestep, latents)[0]
            assert torch.allclose(trajectory.destination(), image, atol=2e-3)
    assert scheduler.step == step


def denoise(scheduler, kind, image, shown, timestep, number):
    """What a denoiser that knows the picture says of latents as it is shown them."""
    if kind == "sample":
        return image
    if kind == "flow_prediction":
        return (shown - image) / scheduler.sigmas[number]
    power = np.interp(float(timestep), range(1000), scheduler.alphas_cumprod)
    noise = (shown - power**0.5 * image) / (1 - power) ** 0.5
    return noise if kind == "epsilon" else power**0.5 * noise - (1 - power) ** 0.5 * image


def test_colours_are_learnt_from_the_encoder():
    """With one that can be guessed: each latent is the mean of eight by eight pixels, its channels a mix of colours."""
    import torch

    from pinxit.engines.diffusers.previews import Previewer

    mix = torch.tensor([[2.0, 1.0, -1.0], [0.0, 3.0, 1.0], [-1.0, 0.5, 2.0], [1.0, 1.0, 1.0]])

    class Averaging(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.mix = torch.nn.Parameter(mix.to(torch.bfloat16).unsqueeze(-1).unsqueeze(-1))
            self.config = type("Config", (), {"scaling_factor": 0.5, "shift_factor": 0.25})()

        dtype = property(lambda self: self.mix.dtype)

        def encode(self, pixels):
            return (torch.nn.functional.conv2d(torch.nn.functional.avg_pool2d(pixels, 8), self.mix) + 0.7,)

    vae = Averaging()
    previewer = Previewer(vae, "spatial", 8)
    assert vae.dtype == torch.bfloat16
    shown = picture(5, 96, 64)
    pixels = torch.from_numpy(np.asarray(shown, dtype=np.float32) / 127.5 - 1).permute(2, 0, 1).unsqueeze(0)
    latents = (vae.to(torch.float32).encode(pixels)[0] - 0.25) * 0.5
    (preview,) = previewer.paint(latents, 96, 64)
    assert preview.size == (12, 8)
    assert distance(preview, shown.resize((12, 8), Image.Resampling.BOX)) <= 3


def test_the_first_preview_shows_what_it_will_be(studio):
    """Of a model that was trained, whose colours were learnt when it was loaded."""
    weights = Path(__file__).parent / "weights"
    table = tomllib.loads((weights / "shapes.toml").read_text(encoding="utf-8"))["models"]["shapes"]
    shapes = Checkpoints.known({"shapes": table | {"source": str(weights / "shapes")}}).get("shapes")
    watch = Waiting(due=(1,))
    engine = DiffusersEngine([shapes], Weights(studio.folder), Device("cpu", 4.0))
    paint(engine, watch, prompt="a red circle on a blue background", width=64, height=64, steps=8)
    shown = np.asarray(watch.shown[0], dtype=int)
    middle, ground = shown[28:36, 28:36].mean(axis=(0, 1)), shown[:6].mean(axis=(0, 1))
    assert middle[0] - middle[2] > 80 and ground[2] - ground[0] > 80


def test_a_tiny_decoder_paints_previews(studio, tmp_path):
    import diffusers
    import torch

    source = pipelines.tiny_decoder(tmp_path / "decoder")
    watch = Waiting(due=(3,))
    loaded = studio.loaded("flux2-klein", preview={"source": str(source)})
    paint(studio.new_engine("flux2-klein", preview={"source": str(source)}), watch)
    assert watch.shown[0].size == (96, 64)
    latents = torch.randn(1, 4 * 6, 16)
    (preview,) = loaded.previewer.paint(latents, 96, 64)
    squares = latents.reshape(1, 4, 6, 4, 2, 2).permute(0, 3, 1, 4, 2, 5).reshape(1, 4, 8, 12)
    with torch.no_grad():
        decoded = diffusers.AutoencoderTiny.from_pretrained(source).decode(squares).sample[0]
    pixels = (decoded.permute(1, 2, 0) / 2 + 0.5).clamp(0, 1).numpy() * 255
    assert distance(preview, pixels) <= 1


# ------------------------------------------------------------------------------------------------------------ options


def saved_lora(studio, family, folder):
    """A strong adapter for `family`, as diffusers saves them."""
    import diffusers
    import torch
    from peft import LoraConfig, get_peft_model_state_dict

    kind = getattr(diffusers, studio.checkpoint(family).pipeline)
    pipeline = kind.from_pretrained(studio.source(family))
    part = "unet" if hasattr(pipeline, "unet") else "transformer"
    denoiser = getattr(pipeline, part)
    torch.manual_seed(0)
    denoiser.add_adapter(LoraConfig(r=2, init_lora_weights=False, target_modules=["to_q", "to_k", "to_v"]))
    kind.save_lora_weights(folder, **{f"{part}_lora_layers": get_peft_model_state_dict(denoiser)})
    return {"source": str(folder), "file": "pytorch_lora_weights.safetensors"}


@pytest.mark.parametrize("family", ONE_OF_A_KIND)
def test_loras(studio, family, tmp_path):
    lora = saved_lora(studio, family, tmp_path)
    plain = paint(studio.engine(family))
    assert distance(plain, paint(studio.new_engine(family, loras=[lora | {"weight": 3.0}]))) > 5
    assert distance(plain, paint(studio.new_engine(family, loras=[lora | {"weight": 0.0}]))) <= 1


def test_a_lora_of_another_model_is_refused(studio, tmp_path):
    lora = saved_lora(studio, "z-image", tmp_path)
    with pytest.raises(ConfigError, match="takes nothing of the LoRA .*, which was made for another model.$"):
        studio.loaded("stable-diffusion", loras=[lora])
    with pytest.raises(EngineFailed, match="cannot be loaded from .*: Target modules .{0,300}.$"):
        studio.loaded("qwen-image", loras=[lora])


@pytest.mark.parametrize("family", ["flux2-klein", "z-image", "qwen-image"])
def test_gguf(studio, family, tmp_path):
    pipelines.gguf_transformer(studio.source(family), tmp_path / "transformer.gguf")
    part = {"source": str(tmp_path), "file": "transformer.gguf"}
    sizes = [
        sum(weights.nbytes for weights in loaded.pipeline(loaded.checkpoint.pipeline).transformer.parameters())
        for loaded in (studio.loaded(family, gguf=part), studio.loaded(family))
    ]
    assert sizes[0] < 0.5 * sizes[1]
    engine = studio.new_engine(family, gguf=part)
    for way in ("words", "masked"):
        plain = paint(studio.engine(family), **WAYS[way])
        assert 0 < mean_distance(plain, paint(engine, **WAYS[way])) < 4


@pytest.mark.parametrize("family", ONE_OF_A_KIND)
def test_weights_kept_in_fp8(studio, family):
    import torch

    loaded = studio.loaded(family, quantization="fp8-storage")
    pipeline = loaded.pipeline(loaded.checkpoint.pipeline)
    denoiser = getattr(pipeline, "transformer", None) or pipeline.unet
    kinds = {
        weights.dtype
        for name, weights in denoiser.named_parameters()
        if ("blocks." in name or "layers." in name) and weights.dim() == 2
    }
    assert kinds == {torch.float8_e4m3fn}
    plain, other = (paint(studio.engine(family), seed=seed) for seed in (1, 2))
    light = paint(studio.new_engine(family, quantization="fp8-storage"))
    assert 0 < mean_distance(plain, light) < 0.6 * mean_distance(plain, other)


@pytest.mark.parametrize(
    "family, cache", [("flux2-klein", "taylorseer"), ("calm", "taylorseer"), ("calm", "first-block")]
)
def test_step_caches(studio, family, cache):
    """What one call left behind must not be in the next, however it ended."""
    engine, without = studio.new_engine(family, step_cache=cache), studio.new_engine(family)
    first, other = (paint(engine, seed=seed, steps=9) for seed in (1, 2))
    with pytest.raises(Cancelled):
        paint(engine, Waiting(leaves_at=7), steps=9)
    assert distance(first, paint(engine, steps=9)) == 0
    assert distance(first, other) > 10
    assert distance(first, paint(without, steps=9)) > 0, "nothing came from the cache"
    assert engine.batch(job())[1] == 1


@pytest.mark.parametrize(
    "family, choices, fault",
    [
        ("stable-diffusion", {"step_cache": "first-block"}, "'first-block', which UNet2DConditionModel cannot use"),
        ("flux2-klein", {"step_cache": "first-block"}, "'first-block', which Flux2Transformer2DModel cannot use"),
        ("z-image", {"step_cache": "taylorseer"}, "'taylorseer', which ZImageTransformer2DModel cannot use"),
        ("z-image", {"attention": "nope"}, "attention backend 'nope'"),
        ("z-image", {"attention": "flash"}, "attention backend 'flash'"),
        ("z-image", {"quantization": "nf4"}, "only works on a CUDA device"),
        ("z-image", {"inpaint": "ZImageInpaintingPipeline"}, "ZImageInpaintingPipeline, which diffusers"),
        (
            "qwen-image",
            {"inpaint": "QwenImageEditInpaintPipeline"},
            "QwenImageEditInpaintPipeline, but has no processor for it",
        ),
    ],
)
def test_settings_that_cannot_be_met_are_refused_in_a_sentence(studio, family, choices, fault):
    with pytest.raises(ConfigError, match=f"^The open model 'tiny' .*{fault}.*$"):
        studio.loaded(family, **choices)


@pytest.mark.parametrize(
    "choices, fault",
    [
        ({"source": "/nowhere"}, "lacks /nowhere/model_index.json.$"),
        ({"source": "owner/name"}, r"lacks .*owner--name/model_index.json. `pinxit models pull tiny` gets it.$"),
        ({"loras": [{"source": "/nowhere", "file": "a.safetensors"}]}, "lacks /nowhere/a.safetensors.$"),
        ({"gguf": {"source": "/nowhere", "file": "a.gguf"}}, "lacks /nowhere/a.gguf.$"),
        ({"preview": {"source": "/nowhere"}}, "lacks /nowhere/config.json.$"),
        ({"variant": "fp16"}, "cannot be loaded from .*fp16"),
        ({"pipeline": "QwenImagePipeline"}, "cannot be loaded from"),
    ],
)
def test_weights_that_are_not_there_are_named_in_a_sentence(studio, choices, fault):
    with pytest.raises(EngineFailed, match=f"^The open model 'tiny' .*{fault}"):
        studio.loaded("z-image", **choices)


def test_damaged_weights_are_named_in_a_sentence(studio, tmp_path):
    for file, damaged, fault in (
        ("model_index.json", b"{", "is damaged: .*model_index.json is no JSON.$"),
        (
            "transformer/diffusion_pytorch_model.safetensors",
            b"{",
            "^The open model 'tiny' cannot be loaded from .*: .{1,302}$",
        ),
        ("transformer/config.json", b'"n_layers": 3', "lack weights that its config.json speaks of.$"),
        ("transformer/config.json", b'"cap_feat_dim": 16', "cannot be loaded from .*expected shape"),
    ):
        folder = tmp_path / str(len(fault))
        shutil.copytree(studio.source("z-image"), folder)
        if b":" in damaged:
            key = damaged.split(b":")[0]
            damaged = re.sub(key + rb": \d+", damaged, (folder / file).read_bytes())
        (folder / file).write_bytes(damaged)
        with pytest.raises(EngineFailed, match=fault):
            studio.loaded("z-image", source=str(folder))


def test_bitsandbytes_is_asked_for_by_name(studio):
    if find_spec("bitsandbytes"):
        pytest.skip("it is installed")
    checkpoint = studio.checkpoint("z-image", quantization="int8")
    with pytest.raises(ConfigError, match="quantized as int8 without the package bitsandbytes: pip install"):
        load(checkpoint, Weights(studio.folder), Device("cuda:0", 4.0))


def test_what_a_processor_has_no_use_for_changes_nothing(studio):
    engine = studio.new_engine("flux2-klein", offload="sequential", attention="native", dtype="float16")
    assert distance(paint(engine), paint(studio.engine("flux2-klein"))) <= 1


def test_a_variant_is_read(studio, tmp_path):
    import diffusers

    pipeline = diffusers.ZImagePipeline.from_pretrained(studio.source("z-image"))
    pipeline.save_pretrained(tmp_path, variant="fp16")
    engine = studio.new_engine("z-image", source=str(tmp_path), variant="fp16")
    assert distance(paint(engine), paint(studio.engine("z-image"))) == 0


class CountingWeights(Weights):
    """Counts the models in memory whenever another one is looked for."""

    most, last = 0, None

    def path(self, checkpoint):
        if checkpoint is not self.last:
            self.most, self.last = max(self.most, models_in_memory()), checkpoint
        return super().path(checkpoint)


def models_in_memory():
    return sum(type(each) is Loaded for each in gc.get_objects())


def test_models_make_room_for_each_other(studio, caplog):
    """The one that was used the longest ago goes first, and is gone before another is read."""
    one, other = (studio.checkpoint(family, memory_gib=1.5) for family in ("z-image", "qwen-image"))
    two, three = (other.model_copy(update={"id": name}) for name in "bc")
    weights = CountingWeights(studio.folder)
    shared = models_in_memory()
    engine = DiffusersEngine([one, two, three], weights, Device("cpu", 4.0), first=one)
    caplog.set_level("INFO", "pinxit.engines.diffusers.engine")
    engine.load()
    pictures = {name: paint(engine, checkpoint=name) for name in ("tiny", "b", "c", "tiny", "c", "b")}
    said = [message.split(" on ")[0] for message in caplog.messages]
    assert said == ["tiny makes room for c", "b makes room for tiny", "tiny makes room for b"]
    assert weights.most - shared == 1
    assert distance(pictures["tiny"], paint(studio.engine("z-image"))) == 0
    assert distance(pictures["b"], pictures["c"]) == 0
    engine.close()

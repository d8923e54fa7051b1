"""Train a tiny text-to-picture diffusion pipeline of plain shapes: `train_shapes.py OUT_FOLDER [SHEET.png]`."""

import math
import sys
import time

import numpy as np
import torch  # noqa: TID253 - a script of its own, which no test imports
import torch.nn.functional as F  # noqa: TID253 - as above
from diffusers import (  # noqa: TID253 - as above
    AutoencoderKL,
    DDIMScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from PIL import Image, ImageDraw
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn  # noqa: TID253 - as above
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer  # noqa: TID253 - as above

SIZE = 64
PROMPT_LENGTH = 40
SHAPES = ("circle", "square", "triangle", "star", "heart")
COLOURS = {
    "red": (225, 30, 35),
    "green": (30, 160, 60),
    "blue": (35, 75, 225),
    "yellow": (250, 220, 40),
    "purple": (140, 45, 180),
    "orange": (250, 135, 15),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}
NAMES = tuple(COLOURS)
PALETTE = torch.tensor(list(COLOURS.values())) / 127.5 - 1
WORDS = (
    *("a an and the of on in at with it is its to for me we please picture image drawing painting photo icon".split()),
    *("draw paint make create show background shape colour color middle centre center big large small one".split()),
    *("simple flat plain style behind put add change replace turn into".split()),
)
CAPTIONS = (
    "a {colour} {shape} on a {back} background",
    "a {colour} {shape} on a {back} background",
    "{colour} {shape}, {back} background",
    "a {colour} {shape} with a {back} background",
    "a {colour} {shape} in front of a {back} background",
    "on a {back} background, a {colour} {shape}",
    "a {back} background with a {colour} {shape}",
    "a {colour} {shape}",
    "{colour} {shape}",
    "a {shape} on a {back} background",
    "a {back} background",
)
WRAPPERS = (
    *("{}", "{}", "{}", "{}.", "a picture of {}", "please draw {}", "{} in the middle", "paint {}, please."),
    *("make it {}", "an image of {}", "{}, simple flat style", "{junk} {}", "{} {junk}", "{junk} {} {junk}"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def outline(shape):
    """The corners of a shape in a box from -1 to 1, y down."""
    turn = np.linspace(0, 2 * math.pi, 60, endpoint=False)
    if shape == "circle":
        corners = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    elif shape == "square":
        corners = np.array([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    elif shape == "triangle":
        corners = np.array([(0, -1), (1, 0.85), (-1, 0.85)])
    elif shape == "star":
        corner = np.arange(10)
        reach = np.where(corner % 2, 0.5, 1.2)
        corners = np.stack([reach * np.sin(corner * math.pi / 5), -reach * np.cos(corner * math.pi / 5)], axis=1)
    else:
        rise = 13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)
        corners = np.stack([np.sin(turn) ** 3, -(rise + 2.5) / 15], axis=1)
    return corners


def draw_mask(shape, width, height, share, place=(0, 0)):
    """How much of each pixel the shape covers, 0 to 255: `share` of the short side wide, moved by `place` pixels."""
    fine = 4
    radius = share * min(width, height) / 2
    corners = (outline(shape) * radius + np.array(place) + np.array((width, height)) / 2) * fine
    sheet = Image.new("L", (width * fine, height * fine))
    ImageDraw.Draw(sheet).polygon([tuple(corner) for corner in corners], fill=255)
    return np.asarray(sheet.resize((width, height), Image.Resampling.BOX))


def draw_masks(chance, count, width=SIZE, height=SIZE):
    """Which shape each is, and the masks of as many shapes."""
    kinds = chance.integers(len(SHAPES), size=count)
    masks = [
        draw_mask(SHAPES[kind], width, height, chance.uniform(0.52, 0.68), chance.uniform(-3, 3, size=2))
        for kind in kinds
    ]
    return kinds, torch.from_numpy(np.stack(masks))


def colour_in(masks, front, back):
    cover = masks[:, None].float() / 255
    return back[:, :, None, None] + (front - back)[:, :, None, None] * cover


def pick_colours(chance, count):
    """Two different colours for each picture."""
    front = chance.integers(len(NAMES), size=count)
    return front, (front + chance.integers(1, len(NAMES), size=count)) % len(NAMES)


def junk(chance):
    """Words of no meaning, so that such words do little harm to a prompt."""
    words = []
    for _ in range(chance.integers(1, 4)):
        letters = chance.choice(list(LETTERS), size=chance.integers(2, 7))
        words.append(chance.choice(WORDS) if chance.random() < 0.6 else "".join(letters))
    return " ".join(words)


def caption(chance, shape, colour, back):
    if chance.random() < 0.1:
        return ""
    said = chance.choice(CAPTIONS).format(shape=shape, colour=colour, back=back)
    return chance.choice(WRAPPERS).format(said, junk=junk(chance))


def merged(pieces, merges):
    """The pieces of a word after the merges, in their order."""
    for left, right in merges:
        place = 0
        while place < len(pieces) - 1:
            if (pieces[place], pieces[place + 1]) == (left, right):
                pieces[place : place + 2] = [left + right]
            place += 1
    return pieces


def make_tokenizer():
    """A byte-pair tokenizer to which each word that it knows is one token, and any other its letters."""
    characters = LETTERS + "0123456789.,!?'\"-:;()"
    tokens = [token for character in characters for token in (character, character + "</w>")]
    merges = []
    for word in (*NAMES, *SHAPES, *WORDS):
        pieces = merged([*word[:-1], word[-1] + "</w>"], merges)
        merges += [("".join(pieces[:count]), pieces[count]) for count in range(1, len(pieces))]
    tokens += ["".join(merge) for merge in merges] + ["<|unknown|>", "<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: number for number, token in enumerate(dict.fromkeys(tokens))}
    return CLIPTokenizer(vocabulary, merges, unk_token="<|unknown|>", model_max_length=PROMPT_LENGTH)


def make_vae():
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8, 16, 32, 64),
        norm_num_groups=2,  # with a channel a group, the norms would take away what colour a plain area has
        sample_size=SIZE,
        mid_block_add_attention=False,
    )
    with torch.no_grad():  # little noise in the latents, or the first steps learn nothing
        vae.quant_conv.weight[4:] = 0
        vae.quant_conv.bias[4:] = -3
    return vae


def make_text_encoder(tokenizer):
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=64,
            intermediate_size=256,
            projection_dim=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=PROMPT_LENGTH,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def make_unet():
    return UNet2DConditionModel(
        sample_size=SIZE // 8,
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        block_out_channels=(40, 80),
        layers_per_block=1,
        cross_attention_dim=64,
        attention_head_dim=4,
        norm_num_groups=8,
    )


def make_scheduler():
    """No signal is left at the last step, or colours of large areas would leak into it."""
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        clip_sample=False,
        steps_offset=1,
    )


class Muon(torch.optim.Optimizer):
    """Momentum whose step is made orthogonal: it takes several times fewer steps than AdamW here."""

    def __init__(self, weights, lr):
        super().__init__(weights, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                momentum = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                momentum.mul_(0.95).add_(weight.grad)
                update = orthogonal((weight.grad + 0.95 * momentum).flatten(1))
                reach = group["lr"] * max(1, update.shape[0] / update.shape[1]) ** 0.5
                weight.mul_(1 - 0.01 * group["lr"]).sub_(reach * update.view_as(weight))


def orthogonal(matrix):
    """About the nearest matrix whose rows, or columns where these are fewer, are orthogonal and of length one."""
    tall = matrix.shape[0] > matrix.shape[1]
    matrix = (matrix.T if tall else matrix) / (matrix.norm() + 1e-7)
    for _ in range(5):  # Newton and Schulz, with the usual numbers of Muon
        square = matrix @ matrix.T
        matrix = 3.4445 * matrix + (2.0315 * square @ square - 4.775 * square) @ matrix
    return matrix.T if tall else matrix


def descend(model, steps, loss_at, label, after=lambda: None):
    """Minimise `loss_at()`: inner weights by Muon, the others by AdamW, after a short warm-up ever slower."""
    outer = ("embed", "quant", "conv_in", "conv_out")
    by_muon, by_adam = [], []
    for name, weight in model.named_parameters():
        (by_muon if weight.ndim > 1 and not any(part in name for part in outer) else by_adam).append(weight)
    optimizers = (Muon(by_muon, lr=0.02), torch.optim.AdamW(by_adam, lr=0.003, betas=(0.9, 0.98)))
    pace = lambda step: min(1, (step + 1) / 30, 0.01 + 1.5 * (1 - step / steps))  # noqa: E731
    schedules = [torch.optim.lr_scheduler.LambdaLR(optimizer, pace) for optimizer in optimizers]
    began, recent = time.time(), []
    for step in range(1, steps + 1):
        loss = loss_at()
        model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(by_adam, 1.0)
        for part in (*optimizers, *schedules):
            part.step()
        after()
        recent.append(loss.item())
        if step % 100 == 0 or step == steps:
            print(f"{label} {step}/{steps}: loss {np.mean(recent[-50:]):.4f}, {time.time() - began:.0f} s", flush=True)


def train_vae(vae, chance, steps, batch=8):
    """One picture in eight is of any two colours, so that other pictures pass more or less."""
    _, masks = draw_masks(chance, 4000)

    def loss_at():
        front, back = (PALETTE[choice] for choice in pick_colours(chance, batch))
        for colours in (front, back):
            colours[0] = torch.from_numpy(chance.uniform(-1, 1, size=3)).float()
        pictures = colour_in(masks[chance.integers(len(masks), size=batch)], front, back)
        posterior = vae.encode(pictures).latent_dist
        return F.l1_loss(vae.decode(posterior.sample()).sample, pictures) + 5e-6 * posterior.kl().mean()

    descend(vae, steps, loss_at, "vae")


@torch.no_grad()
def make_examples(vae, chance, count, width, height):
    """Latents of pictures, and the shape, colour and background of each."""
    kinds, masks = draw_masks(chance, count, width, height)
    front, back = pick_colours(chance, count)
    latents = [
        vae.encode(colour_in(masks[part], PALETTE[front[part]], PALETTE[back[part]])).latent_dist.mode()
        for part in np.array_split(np.arange(count), max(1, count // 64))
    ]
    said = [(SHAPES[kind], NAMES[first], NAMES[last]) for kind, first, last in zip(kinds, front, back, strict=True)]
    return torch.cat(latents), said


def train_unet(models, tokenizer, scheduler, buckets, chance, steps, batch=32):
    """The mean of the latest weights is what is kept."""
    kept = AveragedModel(models, multi_avg_fn=get_ema_multi_avg_fn(0.99))

    def loss_at():
        latents, said = buckets[chance.choice(len(buckets), p=(0.8, 0.1, 0.1))]
        chosen = chance.integers(len(latents), size=batch)
        prompts = [caption(chance, *said[number]) for number in chosen]
        tokens = tokenizer(prompts, padding="max_length", truncation=True, return_tensors="pt").input_ids
        times = (torch.rand(()) + torch.arange(batch) / batch) % 1  # evenly spread, for a calmer loss
        times = (times * scheduler.config.num_train_timesteps).long()
        clean = latents[chosen]
        noise = torch.randn_like(clean)
        noisy, wanted = scheduler.add_noise(clean, noise, times), scheduler.get_velocity(clean, noise, times)
        hidden = models["text_encoder"](tokens).last_hidden_state
        return F.mse_loss(models["unet"](noisy, times, encoder_hidden_states=hidden).sample, wanted)

    descend(models, steps, loss_at, "unet", after=lambda: kept.update_parameters(models))
    models.load_state_dict(kept.module.state_dict())


def nearest(pixels):
    """Which colour of the palette the median of some pixels is nearest to."""
    return NAMES[np.abs(np.median(pixels.reshape(-1, 3), axis=0) - np.array(list(COLOURS.values()))).sum(1).argmin()]


def nearest_shape(mask):
    """The shape that a mask overlaps best, at any size, put where the mask is."""

    def middle(area):
        return np.array([(np.flatnonzero(area.any(axis))[[0, -1]]).sum() // 2 for axis in (1, 0)])

    def overlap(shape, share):
        ideal = draw_mask(shape, SIZE, SIZE, share) > 127
        ideal = np.roll(ideal, middle(mask) - middle(ideal), axis=(0, 1))
        return (mask & ideal).sum() / (mask | ideal).sum()

    return max((overlap(shape, share), shape) for shape in SHAPES for share in np.arange(0.36, 0.8, 0.03))[1]


def score(pipeline, chance, count=64):
    """How often the colour, the background and the shape are as asked for, and a sheet of the pictures."""
    right, sheet = np.zeros(3), Image.new("RGB", (SIZE * 8, SIZE * (count // 8)))
    for number in range(count):
        colour, back = chance.choice(NAMES, size=2, replace=False)
        shape = chance.choice(SHAPES)
        generator = torch.Generator().manual_seed(1000 + number)
        prompt = f"a {colour} {shape} on a {back} background"
        picture = pipeline(prompt, num_inference_steps=10, guidance_scale=4.0, generator=generator).images[0]
        sheet.paste(picture, (number % 8 * SIZE, number // 8 * SIZE))
        pixels = np.asarray(picture).astype(int)
        far = [np.abs(pixels - np.array(COLOURS[name])).sum(2) for name in (colour, back)]
        centre, corners = pixels[26:38, 26:38], pixels[np.ix_((0, 1, 2, -3, -2, -1), (0, 1, 2, -3, -2, -1))]
        found = nearest_shape(far[0] < far[1]) if (far[0] < far[1]).any() else ""
        right += (nearest(centre) == colour, nearest(corners) == back, found == shape)
    return right / count, sheet


def main(folder, sheet=None):
    torch.set_num_threads(1)  # small layers gain little from more, and lose much where the cores are shared
    torch.manual_seed(0)
    vae, tokenizer, scheduler = make_vae(), make_tokenizer(), make_scheduler()
    train_vae(vae, np.random.default_rng(0), steps=2000)
    torch.manual_seed(1)
    chance = np.random.default_rng(1)
    sizes = ((10000, SIZE, SIZE), (1500, SIZE, SIZE * 3 // 2), (1500, SIZE * 3 // 2, SIZE))
    buckets = [make_examples(vae, chance, *size) for size in sizes]
    deviation = buckets[0][0].std().item()
    vae.register_to_config(scaling_factor=1 / deviation)
    buckets = [(latents / deviation, said) for latents, said in buckets]
    unet, text_encoder = make_unet(), make_text_encoder(tokenizer)
    models = torch.nn.ModuleDict({"unet": unet, "text_encoder": text_encoder})
    train_unet(models, tokenizer, scheduler, buckets, chance, steps=2400)
    parts = (vae.half(), text_encoder.half(), tokenizer, unet.half(), scheduler, None, None)
    StableDiffusionPipeline(*parts, requires_safety_checker=False).save_pretrained(folder)
    pipeline = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    rights, pictures = score(pipeline, chance)
    print("right: colour {:.0%}, background {:.0%}, shape {:.0%}".format(*rights))
    if sheet:
        pictures.save(sheet)


if __name__ == "__main__":
    main(*sys.argv[1:])

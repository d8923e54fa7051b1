"""Pictures of what is not finished: latents to pixels without the decoder, in under a hundredth of its time."""

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFilter

from pinxit.checkpoints import Layout
from pinxit.engines.diffusers.latents import spread, to_vae, unpacked

if TYPE_CHECKING:
    import torch

#: How many pictures the colours of latents are learnt from, and how many latents wide and high each is.
SAMPLES, SAMPLE_LATENTS = 12, 16


class Previewer:
    """Shows latents as pictures, by a small autoencoder where there is one, or else by a linear guess at their colours.

    The guess is learnt from the model's own encoder when it is loaded: the least squares between the colours of a few
    made pictures and their latents. So it fits any model, also those that nobody has published factors for.
    """

    def __init__(self, vae: Any, layout: Layout, factor: int, tiny: Any = None) -> None:
        self._vae, self._layout, self._factor, self._tiny = vae, layout, factor, tiny
        self._colours = None if tiny is not None else learn_colours(vae, factor)

    def paint(self, latents: "torch.Tensor", width: int, height: int) -> list[Image.Image]:
        """A picture for each of the latents of a call that paints at `width` x `height`: RGB, of any size."""
        import torch

        with torch.no_grad():
            shown = spread(latents.detach().float(), self._layout, width, height, self._factor)
            if self._tiny is not None:  # which takes latents as the pipeline scales them
                shown = unpacked(shown) if self._layout == "flux2" else shown
                colours = self._tiny.decode(shown.to(self._tiny.dtype)).sample.float() / 2 + 0.5
            else:
                assert self._colours is not None
                factors, base = (each.to(shown.device) for each in self._colours)
                shown = to_vae(shown, self._layout, self._vae)
                colours = torch.einsum("nchw,cd->ndhw", shown, factors) + base.view(1, 3, 1, 1)
            levels = (colours.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
        return [Image.fromarray(np.ascontiguousarray(each)) for each in levels]


def learn_colours(vae: Any, factor: int) -> tuple["torch.Tensor", "torch.Tensor"]:
    """What each channel of the VAE's latents adds to red, green and blue, 0 to 1: (channels, 3); and what is there
    without.

    Runs the encoder in float32, as half precision overflows in some, on squares of `SAMPLE_LATENTS * factor` pixels.
    """
    import torch

    kept, device = vae.dtype, next(vae.parameters()).device
    pixels = torch.from_numpy(_pictures(SAMPLE_LATENTS * factor)).permute(0, 3, 1, 2)
    has_frames = any(weights.dim() == 5 for weights in vae.parameters())
    with torch.no_grad():
        vae.to(torch.float32)
        given = (pixels * 2 - 1).to(device)
        found = vae.encode(given.unsqueeze(2) if has_frames else given)
        encoded = found.latent_dist.mode() if hasattr(found, "latent_dist") else found[0]
        vae.to(kept)
        latents = (encoded[:, :, 0] if has_frames else encoded).float().cpu()
        small = torch.nn.functional.interpolate(pixels, size=latents.shape[2:], mode="area")
        rows = latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1])
        rows = torch.cat([rows, torch.ones(len(rows), 1)], dim=1)
        # a little of the identity keeps channels that say nothing of colour from counting at all
        weighed = rows.T @ rows + 1e-3 * len(rows) * torch.eye(rows.shape[1])
        factors: torch.Tensor = torch.linalg.solve(weighed, rows.T @ small.permute(0, 2, 3, 1).reshape(-1, 3))
    return factors[:-1], factors[-1]


def _pictures(side: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Soft and hard-edged fields of every colour, 0 to 1: (SAMPLES, side, side, 3)."""
    chance = np.random.default_rng(0)
    made = []
    for number in range(SAMPLES):
        cells = int(chance.integers(3, 9))
        field = Image.fromarray(chance.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        soft = number % 2 == 0
        field = field.resize((side, side), Image.Resampling.BICUBIC if soft else Image.Resampling.NEAREST)
        made.append(np.asarray(field.filter(ImageFilter.GaussianBlur(1)), dtype=np.float32) / 255)
    return np.stack(made)

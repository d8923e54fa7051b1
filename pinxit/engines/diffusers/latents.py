"""What latents mean half-way: which picture they tend to, and where its pixels stand in them."""

import math
from typing import TYPE_CHECKING, Any, Self

from pinxit.checkpoints import Layout

if TYPE_CHECKING:
    import torch


def spread(latents: "torch.Tensor", layout: Layout, width: int, height: int, factor: int) -> "torch.Tensor":
    """Latents as a pipeline carries them, as (pictures, channels, rows, columns), still in the pipeline's scale.

    `width` and `height` are those of the picture in pixels, `factor` how many of them a row or a column of the VAE's
    latents stands for. All but "spatial" pack squares of two by two into one token, channels first; "flux2" leaves them
    packed here, four channels for each of the VAE's.
    """
    if layout == "spatial":
        return latents
    count, tokens, channels = latents.shape
    rows, columns = _grid(tokens, height // (2 * factor), width // (2 * factor))
    squares = latents.reshape(count, rows, columns, channels)
    if layout == "flux2":
        return squares.permute(0, 3, 1, 2)
    parted = squares.reshape(count, rows, columns, channels // 4, 2, 2).permute(0, 3, 1, 4, 2, 5)
    return parted.reshape(count, channels // 4, rows * 2, columns * 2)


def _grid(tokens: int, rows: int, columns: int) -> tuple[int, int]:
    """How the tokens lie: in so many rows and columns, or nearest to their shape where the pipeline chose another size,
    as those that inpaint with Flux2Klein and Qwen-Image-Edit do."""
    if rows * columns == tokens:
        return rows, columns
    divisors = [number for number in range(1, tokens + 1) if tokens % number == 0]
    found = min(divisors, key=lambda number: abs(math.log(number * number / tokens * columns / rows)))
    return found, tokens // found


def unpacked(latents: "torch.Tensor") -> "torch.Tensor":
    """Latents of the layout "flux2", four channels for each of the VAE's, as the VAE's own shape."""
    count, channels, rows, columns = latents.shape
    squares = latents.reshape(count, channels // 4, 2, 2, rows, columns).permute(0, 1, 4, 2, 5, 3)
    return squares.reshape(count, channels // 4, rows * 2, columns * 2)


def to_vae(latents: "torch.Tensor", layout: Layout, vae: Any) -> "torch.Tensor":
    """What `spread` returned, in the VAE's own scale and shape: (pictures, channels, rows, columns)."""
    if layout == "qwen":
        return latents * _column(vae.config.latents_std, latents) + _column(vae.config.latents_mean, latents)
    if layout == "flux2":
        deviation = (vae.bn.running_var + vae.config.batch_norm_eps).sqrt()
        return unpacked(latents * _column(deviation, latents) + _column(vae.bn.running_mean, latents))
    return latents / vae.config.scaling_factor + (getattr(vae.config, "shift_factor", None) or 0.0)


def _column(values: Any, like: "torch.Tensor") -> "torch.Tensor":
    import torch

    return torch.as_tensor(values).to(like).view(1, -1, 1, 1)


class Trajectory:
    """Listens to a scheduler during one call of a pipeline, and tells which picture the latents are on the way to.

    Used as a context: the scheduler's `step` is overheard, as no pipeline's callback tells what the denoiser said. With
    that the picture is seen after the first step already, which matters for a model of four steps, and also where a
    sampler adds noise of its own.
    """

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler
        self._heard: tuple[torch.Tensor, Any, torch.Tensor, int | None] | None = None

    def __enter__(self) -> Self:
        step = self._scheduler.step

        def heard(model_output: Any, timestep: Any, sample: Any, *more: Any, **options: Any) -> Any:
            stepped = step(model_output, timestep, sample, *more, **options)
            self._heard = (model_output, timestep, sample, getattr(self._scheduler, "step_index", None))
            return stepped

        self._scheduler.step = heard
        return self

    def __exit__(self, *_: object) -> None:
        del self._scheduler.step
        self._heard = None

    def destination(self) -> "torch.Tensor":
        """The latents of the picture that the denoiser meant in the last step, in the pipeline's scale and layout."""
        assert self._heard is not None, "no step was taken"
        output, timestep, sample, steps = self._heard
        return destination(self._scheduler, output.float(), timestep, sample.float(), steps)


def destination(
    scheduler: Any, output: "torch.Tensor", timestep: Any, sample: "torch.Tensor", steps: int | None
) -> "torch.Tensor":
    """The picture that a denoiser means by its `output` for the latents `sample`.

    `steps` is how many the scheduler has counted with this one, if it counts. In flow matching (Lipman et al. 2022) a
    sample is (1 - sigma) picture + sigma noise, and the output is noise - picture. Otherwise the squares of the shares
    add up to 1 (Ho et al. 2020), or all is divided by the picture's share (Karras et al. 2022), and the output is the
    noise, the picture, or the velocity of Salimans and Ho (2022).
    """
    kind = scheduler.config.get("prediction_type", "flow_prediction")
    sigmas = getattr(scheduler, "sigmas", None)
    if sigmas is not None and steps is not None:
        sigma = float(sigmas[steps - 1])
        if kind == "flow_prediction" or scheduler.config.get("use_flow_sigmas"):
            return sample - sigma * output
        signal = 1.0 / (1.0 + sigma**2) ** 0.5
        noise = sigma * signal
        if float(scheduler.init_noise_sigma) > 1.0:  # of k-diffusion's kind
            sample = sample * signal
    else:
        power = float(scheduler.alphas_cumprod[int(timestep)])
        signal, noise = power**0.5, (1.0 - power) ** 0.5
    if kind == "sample":
        return output
    if kind == "v_prediction":
        return signal * sample - noise * output
    return (sample - noise * output) / signal

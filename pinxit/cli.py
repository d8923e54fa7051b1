"""The command line: serve, generate, edit, doctor, and the groups of commands that have modules of their own."""

import asyncio
import base64
import logging
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, aclosing
from pathlib import Path
from typing import Any

import click

from pinxit import __version__
from pinxit.app import House, furnish
from pinxit.catalog import Profile
from pinxit.config import Config, load
from pinxit.doctor import report
from pinxit.errors import ConfigError, EngineFailed, PinxitError, PullFailed
from pinxit.model_commands import config_option, models
from pinxit.scene_commands import draw, scene
from pinxit.serve import run
from pinxit.wire.blobs import Blob
from pinxit.wire.images import DalleCompleted, EditRequest, GenerateRequest, ImageEvent, ImageRequest, Partial

PATH = click.Path(path_type=Path, dir_okay=False)
#: Work that takes longer than this gets a progress bar.
BAR_AFTER_SECONDS = 1.0


class Commands(click.Group):
    """Shows our own errors as a sentence and an exit status of 2, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (EngineFailed, PullFailed) as exc:
            raise click.ClickException(str(exc)) from None
        except (ConfigError, PinxitError) as exc:
            raise click.UsageError(str(exc)) from None


@click.group(cls=Commands)
@click.version_option(__version__, package_name="pinxit")
def main() -> None:
    """Make pictures with the OpenAI image API on your own machine."""


@main.command()
@click.option("--host", help=Config.model_fields["host"].description)
@click.option("--port", type=int, help=Config.model_fields["port"].description)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=Config.model_fields["data"].description)
@config_option
def serve(config: Path | None, **flags: Any) -> None:
    """Serve the API until interrupted."""
    settings = load(config, flags=flags)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("pyvips").setLevel(logging.WARNING)  # it tells of every thread that ends
    run(settings)


def picture_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command which makes pictures takes."""
    options = [
        click.option("-o", "--output", type=PATH, default="picture.png", show_default=True, help="The file to write."),
        click.option(
            "--model",
            default="storybook",
            show_default=True,
            help="An id that `pinxit models` lists; dall-e-3 does not edit.",
        ),
        click.option("--size", help="WIDTHxHEIGHT in pixels, or auto."),
        click.option(
            "--quality",
            help="low, medium, high or auto; xhigh or max for gpt-image-2.5 and 2.6; standard or hd for DALL·E.",
        ),
        click.option("--n", type=int, help="How many pictures."),
        click.option("--seed", type=int, help="The same seed paints the same picture."),
        click.option("--background", help="transparent, opaque or auto."),
        click.option("--output-format", help="png, jpeg or webp; else by the name of the output file."),
        click.option("--output-compression", type=int, help="Quality of jpeg and webp, 0 to 100."),
        click.option("--moderation", help="auto or low."),
        click.option("--partial-images", type=int, help="Also write 0 to 3 unfinished stages beside the output."),
        config_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("prompt")
@click.option("--style", help="vivid or natural, for dall-e-3.")
@picture_options
def generate(**options: Any) -> None:
    """Draw PROMPT to a file, in this process."""
    make(GenerateRequest, **options)


@main.command()
@click.argument("prompt")
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--mask",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A PNG of the first image's size, clear where it is to be made anew.",
)
@click.option("--input-fidelity", help="low or high: how much of the images' detail is kept.")
@picture_options
def edit(images: tuple[Path, ...], mask: Path | None, **options: Any) -> None:
    """Change IMAGES, or use them in a new picture, as PROMPT says."""
    with ExitStack() as files:
        options["image"] = [_blob(path, files) for path in images]
        options["mask"] = [_blob(mask, files)] if mask else None
        make(EditRequest, **options)


def make(kind: type[ImageRequest], *, output: Path, config: Path | None, **options: Any) -> None:
    """Write what `options` ask for to `output`, and say where and how long it took."""
    house = furnish(load(config))
    fields = {**options, "stream": bool(options["partial_images"]) or None}
    profile = house.catalog.profile(house.catalog.resolve_for(kind.operation, options["model"]))
    fields["output_format"] = fields["output_format"] or _format_of(output, profile)
    if profile.answer == "dall-e":
        fields["response_format"] = "b64_json"
    admitted = house.admission.admit(fields, kind, is_form=kind is EditRequest)
    if admitted.ignored:
        raise click.UsageError(f"{options['model']} takes no {', '.join(admitted.ignored)}.")
    started = time.monotonic()
    for path in asyncio.run(_paint(house, admitted.request, output)):
        click.echo(f"{path.resolve()}  ({time.monotonic() - started:.2f} s)")


def _blob(path: Path, files: ExitStack) -> Blob:
    return Blob(files.enter_context(path.open("rb")), path.stat().st_size, path.name)


#: What the name of an output file asks for; None is what every model writes unasked.
FORMATS_BY_SUFFIX = {".png": None, ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


def _format_of(output: Path, profile: Profile) -> str | None:
    """The format that the output's name asks for. Raises for a name that nothing can be written to."""
    if not output.parent.is_dir():
        raise click.UsageError(f"There is no folder {str(output.parent)!r} to write to.")
    if output.suffix.lower() not in FORMATS_BY_SUFFIX:
        raise click.UsageError(
            f"{output.name!r} must end in {', '.join(FORMATS_BY_SUFFIX)}, or name an --output-format."
        )
    wanted = FORMATS_BY_SUFFIX[output.suffix.lower()]
    if wanted and "output_format" not in profile.options:
        raise click.UsageError(f"This model writes PNG: call the output {output.with_suffix('.png').name!r}.")
    return wanted


async def _paint(house: House, request: ImageRequest, output: Path) -> list[Path]:
    """Write what `request` asks for to `output`, or to output-1, output-2… when there are several."""
    written: list[Path] = []
    notes: dict[str, None] = {}
    async with house.painting():
        bar = asyncio.create_task(_show_progress(house))
        try:
            async with aclosing(house.images.make(request, base_url="")) as events:
                async for event in events:
                    notes |= dict.fromkeys(event.notes)
                    path = output.with_stem(output.stem + _suffix(event, len(written) + 1, request.n or 1))
                    path.write_bytes(_bytes_of(event))
                    if not isinstance(event, Partial):
                        written.append(path)
        finally:
            bar.cancel()
            await asyncio.wait({bar})
    for note in notes:
        click.echo(f"not done: {note}", err=True)
    return written


def _suffix(event: ImageEvent, number: int, count: int) -> str:
    several = f"-{number}" if count > 1 else ""
    return f"{several}-partial-{event.partial_image_index}" if isinstance(event, Partial) else several


def _bytes_of(event: ImageEvent) -> bytes:
    data = event.image.b64_json if isinstance(event, DalleCompleted) else event.b64_json
    return base64.b64decode(data or "")


async def _show_progress(house: House) -> None:
    """A bar on the terminal, once the work has taken over a second."""
    await asyncio.sleep(BAR_AFTER_SECONDS)
    with click.progressbar(length=100, label="Painting", file=sys.stderr) as bar:
        try:
            while True:
                bar.update(round(house.dispatcher.progress * 100) - bar.pos)
                await asyncio.sleep(0.1)
        finally:
            bar.update(100 - bar.pos)


for command in (models, scene, draw):
    main.add_command(command)


@main.command()
@config_option
def doctor(config: Path | None) -> None:
    """Say what is installed, what is missing and how to install it, and which device paints."""
    for line in report(load(config)):
        click.echo(line)

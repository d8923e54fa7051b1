"""The commands for scenes: print what storybook reads in a prompt, and draw what was written or changed by hand."""

from pathlib import Path
from typing import BinaryIO, TextIO

import click

from pinxit.catalog import Catalog
from pinxit.engines.base import NobodyWaits
from pinxit.engines.storybook.described import describe
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.engines.storybook.scenes import from_json, to_json
from pinxit.jobs import Job
from pinxit.pictures import FORMATS, encode, parse_size

QUALITIES = ("low", "medium", "high")


@click.command()
@click.argument("prompt")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-", help="A file to write it to.")
def scene(prompt: str, output: TextIO) -> None:
    """Print what storybook reads in PROMPT, as JSON that `pinxit draw` draws.

    What has no art is listed as "missing".
    """
    engine = StorybookEngine()
    engine.load()
    click.echo(to_json(engine.read(prompt)), file=output)
    engine.close()


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default="picture.png", show_default=True,
    help="The file to write: .png, .jpg or .webp.",
)  # fmt: skip
@click.option("--size", default="1024x1024", show_default=True, help="WIDTHxHEIGHT in pixels.")
@click.option("--quality", type=click.Choice(QUALITIES), default="medium", show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True)
@click.option("--transparent", is_flag=True, help="The subjects alone, on nothing; for .png and .webp.")
def draw(file: BinaryIO, output: Path, size: str, quality: str, seed: int, transparent: bool) -> None:
    """Draw the scene in FILE, which `pinxit scene` printed or you wrote; - reads it from a pipe."""
    form = _format_of(output, transparent)
    engine = StorybookEngine()
    engine.load()
    try:
        scene = from_json(file.read(), engine.pack)
        job = _job(describe(scene), size, quality, seed, transparent)
        picture = engine.draw(scene, job, NobodyWaits())
    except ValueError as exc:
        raise click.UsageError(str(exc)) from None
    finally:
        engine.close()
    output.write_bytes(encode(picture.image, form))
    for missing in scene.missing:
        click.echo(f'not done: "{missing}" (not drawn)', err=True)
    click.echo(output.resolve())


def _job(prompt: str, size: str, quality: str, seed: int, transparent: bool) -> Job:
    """What is to be painted, within the sizes that storybook has."""
    catalog = Catalog.built_in()
    limits = catalog.profile(catalog.names["storybook"]).options["size"].free
    assert limits is not None, "storybook paints any size"
    if fault := limits.fault(size):
        raise ValueError(f"Invalid size {size!r}. {fault}")
    width, height = parse_size(size)
    steps = catalog.count_steps("storybook", quality)
    return Job(
        prompt=prompt, width=width, height=height, seed=seed, steps=steps,
        quality=quality, transparent=transparent,  # type: ignore[arg-type]  # the choices are the qualities
    )  # fmt: skip


def _format_of(output: Path, transparent: bool) -> str:
    form = {".jpg": "jpeg"}.get(output.suffix.lower(), output.suffix.lower().removeprefix("."))
    if form not in FORMATS or not output.parent.is_dir():
        raise click.UsageError(f"{str(output)!r} must end in .png, .jpg or .webp, in a folder that is there.")
    if transparent and not FORMATS[form].has_alpha:
        raise click.UsageError(f"A {form} file holds no transparency: write .png or .webp.")
    return form

"""The commands for models: list what may be asked for, pull open models, remove them, and tell about one."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pinxit.app import casting
from pinxit.checkpoints import Checkpoint, Checkpoints
from pinxit.config import Config, load
from pinxit.errors import ConfigError
from pinxit.weights import Weights, shown

config_option = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of settings."
)
yes_option = click.option("--yes", is_flag=True, help="Agree to what would be asked.")


@click.group(invoke_without_command=True)
@config_option
@click.pass_context
def models(ctx: click.Context, config: Path | None) -> None:
    """List the models; pull, remove and look at open ones."""
    ctx.default_map = dict.fromkeys(models.commands, {"config": config})
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_models, config=config)


@models.command("list")
@config_option
def list_models(config: Path | None) -> None:
    """List what requests may name, and the open models."""
    settings = load(config)
    for line in (*_table_of_models(settings), "", *_table_of_open_models(settings)):
        click.echo(line)


def _table_of_models(settings: Config) -> Iterator[str]:
    try:
        catalog, painters = casting(settings)
    except ConfigError as exc:  # which the other table may help to mend
        yield f"Nothing can be asked for with these settings. {exc}"
        return
    yield f"{'MODEL':36} {'PAINTED BY':20} SIZES"
    for name, model in catalog.names.items():
        size = catalog.profile(model).options["size"]
        free = [size.free.describe()] if size.free else []
        yield f"{name:36} {painters.of(name).name:20} {', '.join([*size.values, *free])}"


def _table_of_open_models(settings: Config) -> Iterator[str]:
    known, weights = Checkpoints.known(settings.models).models, Weights(settings.weights)
    width = max(len(model.id) for model in known)
    licences = [model.licence + ("" if model.is_commercial else " *") for model in known]
    wide = max(map(len, licences))
    yield f"{'OPEN MODEL':{width}}  {'HERE':5}  {'MEMORY':8}  {'LICENCE':{wide}}  TITLE"
    for model, licence in zip(known, licences, strict=True):
        here = _where(model, weights)
        memory = f"{model.memory_gib:g} GiB"
        yield f"{model.id:{width}}  {here:5}  {memory:8}  {licence:{wide}}  {model.title}".rstrip()
    yield ""
    if not all(model.is_commercial for model in known):
        yield "* This licence does not allow every use, such as commerce: read it before you pull the model."
    yield "`pinxit models pull ID` fetches a model, `pinxit models info ID` tells all about it."


def _where(model: Checkpoint, weights: Weights) -> str:
    if not weights.is_present(model):
        return "no"
    return "local" if model.local else "yes"


@models.command()
@click.argument("model")
@click.option("--check", is_flag=True, help="Also read what is here already, and fetch anew what is damaged.")
@click.option("--yes", is_flag=True, help="Agree to the licence.")
@config_option
def pull(model: str, check: bool, yes: bool, config: Path | None) -> None:
    """Fetch the weights of an open model.

    Goes on where an earlier pull stopped.
    """
    settings = load(config)
    checkpoint, weights = Checkpoints.known(settings.models).get(model), Weights(settings.weights)
    if not weights.is_present(checkpoint):
        click.echo(f"Licence of {model}: {_licence(checkpoint)}")
        if not checkpoint.is_commercial:
            _ask("This licence does not allow every use, such as commerce. Do you agree to it?", yes)
    weights.pull(checkpoint, is_thorough=check, say=click.echo)


@models.command()
@click.argument("model")
@yes_option
@config_option
def remove(model: str, yes: bool, config: Path | None) -> None:
    """Remove the weights of an open model.

    Those that another model here needs are kept.
    """
    settings = load(config)
    known, weights = Checkpoints.known(settings.models), Weights(settings.weights)
    checkpoint = known.get(model)
    size = weights.size(checkpoint)
    if not size:
        click.echo(f"Nothing of {model} is here.")
        return
    _ask(f"Remove {model}, {shown(size)} with what it shares?", yes)
    for line in weights.remove(checkpoint, known):
        click.echo(line)


@models.command()
@click.argument("model")
@click.option("--check", is_flag=True, help="Also read every file that was pulled, and compare it with what it was.")
@config_option
def info(model: str, check: bool, config: Path | None) -> None:
    """Tell everything about an open model."""
    settings = load(config)
    checkpoint, weights = Checkpoints.known(settings.models).get(model), Weights(settings.weights)
    for name, text in [*_place(checkpoint, weights), *_abilities(checkpoint)]:
        click.echo(f"{name + ':':12} {text}".rstrip())
    if check:
        faults = weights.check(checkpoint)
        for fault in faults:
            click.echo(f"{'fault:':12} {fault}")
        if faults:
            raise click.ClickException(f"`pinxit models pull {model} --check` fetches anew what is not as it was.")
        click.echo(f"{'checked:':12} every file is as it came")


def _place(checkpoint: Checkpoint, weights: Weights) -> Iterator[tuple[str, str]]:
    """What it is and where it is, as names and texts."""
    record = weights.record(checkpoint)
    yield "model", checkpoint.id
    yield "title", checkpoint.title
    yield "source", checkpoint.source
    if not checkpoint.local:
        yield "revision", checkpoint.revision + (f", commit {record.commit}" if record else "")
    if checkpoint.variant:
        yield "variant", checkpoint.variant
    for part in checkpoint.parts:
        yield "with", f"{part.file} of {part.source}"
    if checkpoint.preview:
        yield "previews by", checkpoint.preview.source
    yield "folder", str(weights.path(checkpoint))
    yield "here", f"{_where(checkpoint, weights)}, {shown(weights.size(checkpoint))} on disk"
    if checkpoint.download_gib:
        yield "download", f"{checkpoint.download_gib:g} GiB"
    yield "memory", f"{checkpoint.memory_gib:g} GiB, as {checkpoint.quantization or checkpoint.dtype}"
    yield "licence", _licence(checkpoint)
    yield "commerce", "allowed" if checkpoint.is_commercial else "not in every case: read the licence"


def _abilities(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """What it can do, as names and texts."""
    yield "words", f"yes, {checkpoint.pipeline}"
    references = checkpoint.references
    if checkpoint.edit and references:
        yield "references", f"up to {references.max_count}, {checkpoint.edit}"
    elif checkpoint.edits_by:
        yield "references", f"by {checkpoint.edits_by}, where it is here"
    elif checkpoint.image_to_image:
        yield "references", f"painted over, {checkpoint.image_to_image}"
    else:
        yield "references", "no"
    if checkpoint.inpaint:
        yield "masks", f"yes, {checkpoint.inpaint}"
    else:
        yield "masks", f"by {checkpoint.masks_by}, where it is here" if checkpoint.masks_by else "no"
    for quality in ("low", "medium", "high"):
        level = checkpoint.level(quality)
        steps = "1 step" if level.steps == 1 else f"{level.steps} steps"
        yield quality, f"{steps}, guidance {level.guidance:g}, up to {level.megapixels:g} megapixels"


def _licence(checkpoint: Checkpoint) -> str:
    return ", ".join(filter(None, [checkpoint.licence, checkpoint.licence_url]))


def _ask(question: str, yes: bool) -> None:
    """Go on only if the user agrees, here or by --yes."""
    if not yes and not sys.stdin.isatty():
        raise click.UsageError(f"{question} There is no terminal to ask at: give --yes to agree.")
    if not yes and not click.confirm(question):
        raise click.Abort

"""Scenes as JSON: what was read in a prompt, to look at, to change by hand, and to draw."""

import json
from dataclasses import fields, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.format_words import Formats
from pinxit.engines.storybook.reading.grids import MOST_COLUMNS, MOST_ROWS
from pinxit.engines.storybook.reading.sheets import FRAMED
from pinxit.engines.storybook.reading.staging import MAX_COUNT
from pinxit.engines.storybook.scene import PAINTED_STYLES, STYLE, Lettering, Relation, Scene, Subject
from pinxit.engines.storybook.settings.rooms import ROOMS

_ADAPTER = TypeAdapter(Scene)
FARTHEST = 20_000
"""Units: no place is farther from the page's corner."""


def to_json(scene: Scene, *, indent: int | None = 2) -> str:
    """`scene` as JSON. Every field is there, unless it is to be short, on one line: then only what was spoken of."""
    tables = _ADAPTER.dump_python(scene, mode="json", exclude_defaults=indent is None)
    return json.dumps(tables, indent=indent, ensure_ascii=False)


def from_json(text: str | bytes, pack: ArtPack) -> Scene:
    """The scene that `text` says. Raises `ValueError` in a sentence for what is no scene.

    What is left out is as in a prompt that does not speak of it. A subject needs its `word` alone: its `art` is looked
    up, and a subject that has none is listed as missing, as a prompt's would be.
    """
    try:
        tables = json.loads(text)
    except ValueError as exc:
        raise ValueError(f"The scene is no JSON: {exc}") from None
    if not isinstance(tables, dict):
        raise ValueError("A scene is an object, such as `pinxit scene` prints.")
    missing: list[str] = []
    for table in [tables, *_objects(tables, "frames")]:
        _check_keys(table)
        for subject in _objects(table, "subjects"):
            _find_art(subject, pack, missing)
    try:
        scene = _ADAPTER.validate_python(tables)
    except ValidationError as exc:
        error = exc.errors()[0]
        where = ".".join(map(str, error["loc"]))
        raise ValueError(f"The scene is wrong at {where!r}: {error['msg']}.") from None
    _check_sheet(scene)
    scene = replace(scene, frames=tuple(_checked(each, f"frames.{at}.") for at, each in enumerate(scene.frames)))
    return _checked(replace(scene, missing=tuple(dict.fromkeys((*scene.missing, *missing)))))


def _checked(scene: Scene, where: str = "") -> Scene:
    """The scene, or the one in a field, without what has no art. Raises `ValueError` for what cannot be."""
    try:
        _check_manner(scene)
        _check_subjects(scene)
        _check_relations(scene)
        _check_lettering(scene)
        _check_spots(scene)
    except ValueError as exc:
        raise ValueError(str(exc).replace("wrong at '", f"wrong at '{where}")) from None
    return _without(scene)


def _check_sheet(scene: Scene) -> None:
    """Raise `ValueError` in a sentence where a scene that was written by hand is on no sheet that can be painted."""
    formats, wrong = Formats.built_in(), "The scene is wrong at"
    if scene.variety is not None and scene.variety not in (known := formats.varieties(scene.format)):
        kinds = f"one of {', '.join(sorted(known))}" if known else "left out"
        raise ValueError(f"{wrong} 'variety': for the format {scene.format!r} it is to be {kinds}.")
    if scene.theme is not None and scene.theme not in formats.shown:
        raise ValueError(f"{wrong} 'theme': it is to be one of {', '.join(sorted(formats.shown))}.")
    if not 0 <= scene.columns <= MOST_COLUMNS:
        raise ValueError(f"{wrong} 'columns': it is to be from 0 to {MOST_COLUMNS}.")
    if len(scene.frames) > MOST_ROWS * MOST_COLUMNS or (
        scene.columns and len(scene.frames) > scene.columns * MOST_ROWS
    ):
        raise ValueError(f"{wrong} 'frames': a grid has at most {MOST_ROWS} rows of {MOST_COLUMNS}.")
    if bool(scene.frames) != (scene.format in FRAMED):
        raise ValueError(f"{wrong} 'frames': a grid and a sprite sheet have at least one, and no other format has any.")
    for number, frame in enumerate(scene.frames):
        if frame.frames or frame.format not in ("page", "icon", "sticker"):
            raise ValueError(f"{wrong} 'frames.{number}': in a field is a page, an icon or a sticker.")
        _check_sheet(frame)


def _check_keys(tables: dict[str, Any]) -> None:
    for name, kind in {"": Scene, "subjects": Subject, "relations": Relation, "lettering": Lettering}.items():
        for table in _objects(tables, name) if name else [tables]:
            if unknown := set(table) - {field.name for field in fields(kind)}:
                raise ValueError(f"The scene has an unknown key {min(unknown)!r}{f' in {name!r}' if name else ''}.")


def _objects(tables: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = tables.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _find_art(subject: dict[str, Any], pack: ArtPack, missing: list[str]) -> None:
    """Give a subject the art of its word, or of the name that stands there."""
    name, word = subject.get("art"), subject.get("word")
    if isinstance(name, str) and name:
        try:
            pack.get(name)
        except ValueError:
            message = f"There is no art called {name!r}: leave 'art' out, and it is looked up by the word."
            raise ValueError(message) from None
        return
    if isinstance(word, str):
        match = pack.find(word)
        subject["art"] = match.art if match else ""
        if match is None:
            missing.append(word)


def _check_manner(scene: Scene) -> None:
    """Raise `ValueError` for a style or a room that nothing is painted of, and for columns of no grid."""
    if scene.columns and not scene.frames:
        raise ValueError("The scene is wrong at 'columns': only a grid and a sprite sheet have any.")
    styles = PAINTED_STYLES | {STYLE}
    if scene.style is not None and scene.style not in styles:
        raise ValueError(f"The scene is wrong at 'style': it is to be one of {', '.join(sorted(styles))}.")
    if scene.room not in ROOMS:
        raise ValueError(f"The scene is wrong at 'room': it is to be one of {', '.join(sorted(ROOMS))}.")


def _check_subjects(scene: Scene) -> None:
    for number, subject in enumerate(scene.subjects):
        if not 1 <= subject.count <= MAX_COUNT:
            raise ValueError(f"The scene is wrong at 'subjects.{number}.count': it is to be from 1 to {MAX_COUNT}.")
        for name, colour in (("colour", subject.colour), ("second", subject.second)):
            if colour and named(colour) is None:
                raise ValueError(f"The scene is wrong at 'subjects.{number}.{name}': {colour!r} is no colour.")


def _check_relations(scene: Scene) -> None:
    for number, relation in enumerate(scene.relations):
        if not all(0 <= each < len(scene.subjects) for each in (relation.subject, relation.other)):
            raise ValueError(
                f"The scene is wrong at 'relations.{number}': it has {len(scene.subjects)} subjects, from 0."
            )
        if relation.subject == relation.other:
            raise ValueError(f"The scene is wrong at 'relations.{number}': nothing stands in a relation to itself.")


def _check_lettering(scene: Scene) -> None:
    for number, text in enumerate(scene.lettering):
        if text.subject is not None and not 0 <= text.subject < len(scene.subjects):
            raise ValueError(
                f"The scene is wrong at 'lettering.{number}.subject': it has {len(scene.subjects)} subjects, from 0."
            )
        if text.colour and named(text.colour) is None:
            raise ValueError(f"The scene is wrong at 'lettering.{number}.colour': {text.colour!r} is no colour.")
    if scene.backdrop and named(scene.backdrop) is None:
        raise ValueError(f"The scene is wrong at 'backdrop': {scene.backdrop!r} is no colour.")


def _check_spots(scene: Scene) -> None:
    """Spots are places on a page; whoever writes spots by hand and no layout means the page that is painted."""
    spots = {f"subjects.{at}.at": each.at for at, each in enumerate(scene.subjects)}
    spots |= {f"lettering.{at}.at": (each.at,) for at, each in enumerate(scene.lettering) if each.at}
    for where, several in spots.items():
        for spot in several:
            if not (abs(spot.x) < FARTHEST and abs(spot.y) < FARTHEST and 1 <= spot.height < FARTHEST):
                raise ValueError(f"The scene is wrong at {where!r}: that is no place on a page, in units of 1000.")
            if not (1 <= (spot.width or 1) < FARTHEST and abs(spot.tilt) <= 360):
                raise ValueError(f"The scene is wrong at {where!r}: nothing is so wide, or leans so far.")
    layout = scene.layout
    if layout and not all(0 < length < FARTHEST for length in (layout.width, layout.height, *layout.ground)):
        raise ValueError("The scene is wrong at 'layout': that is no page.")


def _without(scene: Scene) -> Scene:
    """The scene without the subjects that have no art, and the relations to them."""
    places = {number: place for place, number in enumerate(n for n, each in enumerate(scene.subjects) if each.art)}
    relations = tuple(
        replace(each, subject=places[each.subject], other=places[each.other])
        for each in scene.relations
        if each.subject in places and each.other in places
    )
    lettering = tuple(
        each if each.subject is None else replace(each, subject=places.get(each.subject)) for each in scene.lettering
    )
    subjects = tuple(scene.subjects[number] for number in places)
    return replace(scene, subjects=subjects, relations=relations, lettering=lettering)

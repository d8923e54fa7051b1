"""A scene told in one sentence: what an API answers as the prompt that was drawn."""

from collections.abc import Sequence

from pinxit.engines.storybook.scene import (
    PAINTED_STYLES,
    STYLE,
    Camera,
    Pattern,
    Place,
    Scene,
    Setting,
    Subject,
    Weather,
)

WHERE: dict[Setting, str] = {
    "meadow": "in a meadow", "beach": "on a beach", "forest": "in a forest", "snow": "in the snow",
    "city": "in a city", "night sky": "under the night sky", "plain": "on a plain background", "sea": "on the sea",
    "underwater": "under the sea", "desert": "in the desert", "mountains": "in the mountains", "farm": "on a farm",
    "garden": "in a garden", "space": "in space", "sky": "in the sky", "cave": "in a cave",
}  # fmt: skip
WEATHERS: dict[Weather, str] = {
    "clear": "clear", "cloudy": "cloudy", "rain": "rainy", "snow": "snowy", "fog": "foggy", "storm": "stormy",
}  # fmt: skip
PLACES: dict[Place, str] = {
    "left": "on the left", "right": "on the right", "top": "at the top", "bottom": "at the bottom",
    "centre": "in the centre", "top left": "in the top left corner", "top right": "in the top right corner",
    "bottom left": "in the bottom left corner", "bottom right": "in the bottom right corner",
}  # fmt: skip
CAMERAS: dict[Camera, str] = {
    "normal": "", "close-up": ", seen close up", "wide": ", seen from afar", "above": ", seen from above",
    "below": ", seen from below",
}  # fmt: skip
PATTERNED: dict[Pattern, str] = {
    "striped": "striped", "spotted": "spotted", "checkered": "checkered", "starry": "star-patterned",
    "flowered": "flowered", "hearts": "heart-patterned",
}  # fmt: skip
"""What to call a thing with each pattern."""
VARIETIES = {
    "postcard": "postcard", "invitation": "invitation", "box": "product box", "bag": "product bag",
    "can": "product can", "bottle": "bottle with a label", "jar": "jar with a label", "carton": "carton",
    "label": "product label", "tile": "app icon", "comic": "comic strip", "chalk": "chalkboard menu",
    "sticker": "sheet of stickers", "icon": "set of icons",
}  # fmt: skip
"""What a kind of a sheet is called, where that is not its name and the sheet's."""
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def describe(scene: Scene) -> str:
    """Say in one sentence what the picture shows."""
    if scene.format == "page":
        return _sentence(_shown(scene), scene.missing)
    if not scene.frames:
        return _sentence(f"{_sheet(scene)}: {_shown(scene)}", scene.missing)
    style = scene.style if scene.style in PAINTED_STYLES else STYLE
    words = [f'the words "{lettering.text}"' for lettering in scene.lettering]
    shown = [f"{number}: {_alike(frame)}" for number, frame in enumerate(scene.frames, 1)]
    said = f"{_sheet(scene)} of {_number(len(scene.frames))} fields, in the style of {style} art"
    said += f", with {_listed(words)}" if words else ""
    return _sentence(f"{said}; {'; '.join(shown)}", scene.missing)


def _sheet(scene: Scene) -> str:
    """What kind of sheet it is, with its article."""
    name = scene.format if scene.variety is None else VARIETIES.get(scene.variety, f"{scene.variety} {scene.format}")
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def _shown(scene: Scene) -> str:
    """What a page shows, and how it is painted."""
    others = {relation.other for relation in scene.relations}
    told: set[int] = set()
    roots = [number for number in range(len(scene.subjects)) if number not in others] or [0][: len(scene.subjects)]
    what = _listed([_tell(scene, number, told) for number in roots]) or "A quiet view"
    where = f"in a {scene.room}" if scene.setting == "room" else WHERE[scene.setting]
    where = "by a river" if scene.water else where
    day = "night" if scene.time == "night" else "day"
    when = f"on a {WEATHERS[scene.weather]} {scene.season} {day}"
    when = f"at {scene.time} {when}" if scene.time in ("dawn", "dusk") else when
    words = [f'the words "{lettering.text}"' for lettering in scene.lettering]
    style = scene.style if scene.style in PAINTED_STYLES else STYLE
    when += CAMERAS[scene.camera]
    said = f"{what} {where} {when}, in the style of {style} art{', with ' + _listed(words) if words else ''}"
    return said + (f", without {_listed(scene.excluded)}" if scene.excluded else "")


def _tell(scene: Scene, number: int, told: set[int]) -> str:
    """A subject and, in its turn, everything that is said of it."""
    told.add(number)
    bonds = [relation for relation in scene.relations if relation.subject == number and relation.other not in told]
    parts = [f"{bond.kind} {_tell(scene, bond.other, told)}" for bond in bonds if bond.other not in told]
    subject = scene.subjects[number]
    where = [PLACES[subject.place]] if subject.place else []
    where += [f"in the {subject.depth}"] if subject.depth else []
    return " ".join([_name(subject), *([subject.pose] if subject.pose else []), *where, _listed(parts)]).strip()


def _sentence(said: str, missing: Sequence[str]) -> str:
    left_out = f" Not drawn: {', '.join(missing)}." if missing else ""
    return f"{said[0].upper()}{said[1:]}.{left_out}"


def _alike(frame: Scene) -> str:
    """What a field shows, without the style that all fields share."""
    said = _shown(frame).split(", in the style of")[0]
    words = [f'the words "{lettering.text}"' for lettering in frame.lettering]
    return f"{said} with {_listed(words)}" if words else said


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _name(subject: Subject) -> str:
    dyes = " and ".join(dye for dye in (subject.colour, subject.second) if dye and dye not in subject.word)
    words = " ".join(filter(None, (dyes, PATTERNED[subject.pattern] if subject.pattern else "", subject.word)))
    if subject.count > 1:
        return f"{_number(subject.count)} {words}"
    if words.startswith("the "):
        return words
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def _listed(parts: Sequence[str]) -> str:
    if not parts:
        return ""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last

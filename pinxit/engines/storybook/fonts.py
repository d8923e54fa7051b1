"""The typefaces: where each lies, which letters it has, and who stands in for the letters that it lacks."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

HERE = "pinxit.engines.storybook"
PROBE = 24
"""The size in pixels at which a font is asked for a letter."""
SYSTEM = (
    "~/.fonts", "~/.local/share/fonts", "/usr/local/share/fonts", "/usr/share/fonts", "~/Library/Fonts",
    "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
"""Where the fonts of the machine lie; asked only for letters that no face of our own has."""


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: where its file lies, its variable axes if it has any, and the height of a line as a share of size."""

    package: str
    file: str
    axes: tuple[float, ...] = ()
    leading: float = 1.12
    family: str = ""
    """Its name for the layout engine."""
    folder: str = "files"
    index: int = 0
    """Which font of a collection."""
    swell: float = 0.0
    """How much its strokes are thickened, as a share of size: for one that comes in no bold."""

    @property
    def path(self) -> str:
        """Where the file lies."""
        return str(files(self.package) / self.folder / self.file) if self.package else self.file


FACES = {
    "storybook": Face("fontpkg_fredoka", "Fredoka[wdth,wght].ttf", (600, 100), 1.08, "Fredoka"),
    "serif": Face("fontpkg_lora", "Lora[wght].ttf", (700,), 1.2, "Lora"),
    "sans": Face("fontpkg_nunito", "Nunito[wght].ttf", (800,), 1.14, "Nunito"),
    "script": Face("fontpkg_oleo_script", "OleoScript-Bold.ttf", (), 1.16, "Oleo Script"),
    "brush": Face("fontpkg_pacifico", "Pacifico-Regular.ttf", (), 1.36, "Pacifico"),
    "hand": Face("fontpkg_caveat", "Caveat[wght].ttf", (700,), 1.0, "Caveat"),
    "pixel": Face("fontpkg_press_start_2p", "PressStart2P-Regular.ttf", (), 1.45, "Press Start 2P"),
    "elegant": Face("fontpkg_playfair_display", "PlayfairDisplay[wght].ttf", (700,), 1.22, "Playfair Display"),
    "comic": Face("fontpkg_titan_one", "TitanOne-Regular.ttf", (), 1.12, "Titan One"),
    "graffiti": Face("fontpkg_permanent_marker", "PermanentMarker-Regular.ttf", (), 1.14, "Permanent Marker"),
    "stencil": Face("fontpkg_black_ops_one", "BlackOpsOne-Regular.ttf", (), 1.16, "Black Ops One"),
    "typewriter": Face(HERE, "special-elite.woff2", (), 1.14, "Special Elite", "faces", 0, 0.012),
    "blackletter": Face(HERE, "pirata-one.woff2", (), 1.04, "Pirata One", "faces"),
    "broad": Face("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", (700, 100), 1.2, "Noto Sans"),
}
"""The faces of `Lettering.face`, and those that have letters which one of them lacks: "brush" and "broad"."""
STAND_INS = {"script": "brush"}
"""Faces that are asked before the broad one for what a face lacks: of scripts, the one that has Cyrillic."""
SCRIPTS = {
    "arabic": Face("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", (700, 100), 1.5, "Noto Sans Arabic"),
    "hebrew": Face("fontpkg_heebo", "Heebo[wght].ttf", (700,), 1.3, "Heebo"),
    "devanagari": Face("fontpkg_baloo_2", "Baloo2[wght].ttf", (700,), 1.45, "Baloo 2"),
    "bengali": Face("fontpkg_hind_siliguri", "HindSiliguri-Bold.ttf", (), 1.5, "Hind Siliguri"),
    "tamil": Face("fontpkg_noto_sans_tamil", "NotoSansTamil[wdth,wght].ttf", (700, 100), 1.4, "Noto Sans Tamil"),
    "telugu": Face("fontpkg_noto_sans_telugu", "NotoSansTelugu[wdth,wght].ttf", (700, 100), 1.5, "Noto Sans Telugu"),
    "thai": Face("fontpkg_noto_sans_thai", "NotoSansThai[wdth,wght].ttf", (700, 100), 1.45, "Noto Sans Thai"),
}
"""Faces for other scripts, which are set by the layout engine."""
HAN = {
    "japanese": Face("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", (), 1.3, "Noto Sans CJK JP", ".", 0, 0.022),
    "korean": Face("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", (), 1.3, "Noto Sans CJK KR", ".", 1, 0.022),
    "chinese": Face("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", (), 1.3, "Noto Sans CJK SC", ".", 2, 0.022),
}
"""The large ones, which come with the extra pinxit[cjk]."""
KANA, HANGUL = ("HIRAGANA", "KATAKANA"), ("HANGUL",)
SHAPED = (
    "HEBREW", "ARABIC", "SYRIAC", "THAANA", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
    "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER",
)  # fmt: skip
"""Scripts whose letters change with their neighbours, or run from right to left."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a text is set in: faces by name, the first of which has most of it."""

    names: tuple[str, ...]
    shaped: bool
    """The layout engine sets it: more than one face is needed, or the letters join, stack or run leftwards."""


def choose(text: str, face: str) -> Choice:
    """The face that was asked for if it has every letter, else those that have them between them."""
    wanted = face if face in FACES else "storybook"
    letters = _letters(text)
    shaped = any(_is_shaped(c) for c in letters)
    for name in (wanted, STAND_INS.get(wanted, "broad"), "broad", *_han(letters)):
        if not shaped and all(has(name, c) for c in letters):
            return Choice((name,), False)
    names = [wanted]
    left = {c for c in letters if not has(wanted, c)}
    for name in (*SCRIPTS, "broad", *_han(letters)):
        if won := {c for c in left if has(name, c)}:
            names.append(name)
            left -= won
    names += dict.fromkeys(found for c in sorted(left) if (found := of_system(c)))
    if not any(has(wanted, c) for c in letters) and len(names) > 1:
        names.remove(wanted)
    return Choice(tuple(names), shaped or len(names) > 1 or names[0] not in FACES)


def is_set_in(choice: Choice, character: str) -> bool:
    """Whether one of the chosen faces has it, or it needs no shape: a space, a joiner."""
    return not _letters(character) or any(has(name, character) for name in choice.names)


def lacking(text: str) -> str:
    """The letters of `text` that no font has, here or on this machine."""
    names = ("storybook", "broad", *SCRIPTS, *_han(frozenset(text)))
    rare = [c for c in dict.fromkeys(text) if c in _letters(c) and not any(has(name, c) for name in names)]
    return "".join(c for c in rare if not any(has(name, c) for name in FACES) and of_system(c) is None)


def face_of(name: str) -> Face:
    """The face called `name`; a file of the machine is called by its path."""
    known = FACES.get(name) or SCRIPTS.get(name) or HAN.get(name)
    return known or Face("", name, (), 1.4, font(name, PROBE).getname()[0] or "")


def has(name: str, character: str) -> bool:
    """Whether the face draws anything for the character but its sign for a missing one."""
    return _has(name, character)


@lru_cache(maxsize=8192)
def _has(name: str, character: str) -> bool:
    try:
        face = font(name, PROBE)
    except (OSError, ModuleNotFoundError):
        return False
    return bytes(face.getmask(character)) != bytes(face.getmask("\U0010fffe"))


@lru_cache(maxsize=64)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The face at `size` pixels. Raises OSError where it is not installed."""
    face = FACES.get(name) or SCRIPTS.get(name) or HAN.get(name)
    if face and find_spec(face.package) is None:
        raise OSError(f"{face.package} is not installed")
    path, index = (face.path, face.index) if face else (name, 0)
    made = ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)
    if face and face.axes:
        made.set_variation_by_axes(list(face.axes))
    return made


@lru_cache(maxsize=1024)
def of_system(character: str) -> str | None:
    """The first font file of this machine that has the character."""
    return next((path for path in _system_files() if _has(path, character)), None)


@cache
def _system_files() -> Sequence[str]:
    return [*_found(SYSTEM)]


def _found(folders: Sequence[str]) -> Iterator[str]:
    for folder in folders:
        root = Path(folder).expanduser()
        if root.is_dir():
            yield from (
                str(path) for path in sorted(root.rglob("*")) if path.suffix.lower() in (".ttf", ".otf", ".ttc")
            )


def _letters(text: str) -> frozenset[str]:
    """What a font must have: neither spaces nor marks without a shape, nor the private ones that hold emoji."""
    return frozenset(c for c in text if unicodedata.category(c)[0] not in "ZC" and c not in "\ufe0e\ufe0f")


@lru_cache(maxsize=4096)
def _is_shaped(character: str) -> bool:
    return unicodedata.name(character, "").split(" ")[0] in SHAPED


def _han(letters: frozenset[str]) -> Sequence[str]:
    """The Han faces, that of the language first: a Japanese reader writes some signs otherwise than a Chinese one."""
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in letters}
    first = "japanese" if scripts.intersection(KANA) else "korean" if scripts.intersection(HANGUL) else "chinese"
    return (first, *(name for name in HAN if name != first))

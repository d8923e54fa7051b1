"""The looks that a page can be painted in, by the scene's style."""

from pinxit.engines.storybook.painting.looks import filtered, lens, lined, neon, pieces, prints, sketched, toys, wet
from pinxit.engines.storybook.painting.looks.look import Look, Sheet

__all__ = ["LOOKS", "Look", "Sheet", "look_of", "most_detail"]

LOOKS: dict[str, type[Look]] = {
    "watercolour": wet.Watercolour, "oil": wet.Oil, "ghibli": wet.Ghibli,
    "impressionist": filtered.Impressionist, "van gogh": filtered.VanGogh, "cubist": filtered.Cubist,
    "japanese print": filtered.JapanesePrint, "pop art": filtered.PopArt,
    "pencil": sketched.Pencil, "ink": sketched.Ink, "chalk": sketched.Chalk, "crayon": sketched.Crayon,
    "comic": lined.Comic, "anime": lined.Anime, "manga": lined.Manga,
    "line art": lined.LineArt, "blueprint": lined.Blueprint,
    "flat": prints.Flat, "minimalist": prints.Minimal, "poster": prints.Poster,
    "paper cut-out": prints.CutOut, "silhouette": prints.Silhouette,
    "3d render": toys.Render, "clay": toys.Clay, "low poly": pieces.LowPoly,
    "pixel art": pieces.PixelArt, "stained glass": pieces.StainedGlass, "mosaic": filtered.Mosaic,
    "embroidery": pieces.Embroidery, "neon": neon.Neon,
    "photo": lens.Photo, "cinematic": lens.Cinematic, "vintage": filtered.Vintage,
    "black and white": filtered.BlackAndWhite, "sepia": filtered.Sepia,
}  # fmt: skip
"""Styles that have a look of their own; all others are painted in ours."""


def look_of(style: str | None, sheet: Sheet) -> Look:
    """How a style paints on this sheet."""
    return LOOKS.get(style or "", Look)(sheet)


def most_detail(style: str | None) -> int:
    """How much of the setting's detail a style paints at most."""
    return LOOKS.get(style or "", Look).most_detail

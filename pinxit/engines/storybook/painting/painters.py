"""Who paints a scene: one painter for each kind of sheet."""

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.painting.painter import Painter
from pinxit.engines.storybook.painting.sheets.badges import IconPainter, StickerPainter
from pinxit.engines.storybook.painting.sheets.grid import GridPainter
from pinxit.engines.storybook.painting.sheets.pattern import PatternPainter
from pinxit.engines.storybook.painting.sheets.sprites import SpriteSheetPainter
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

PAINTERS = {"pattern": PatternPainter, "icon": IconPainter, "sticker": StickerPainter}


def painter_of(scene: Scene, job: Job, pack: Arts) -> Painter:
    """The painter that this kind of sheet needs."""
    if scene.format == "grid" and scene.frames:
        return GridPainter(scene, job, pack, painter_of)
    if scene.format == "sprite sheet" and scene.frames:
        return SpriteSheetPainter(scene, job, pack)
    return PAINTERS.get(scene.format, PagePainter)(scene, job, pack)

"""Who paints a scene: one painter for each kind of sheet."""

from collections.abc import Callable

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.painting.painter import Painter
from pinxit.engines.storybook.painting.sheets.badges import IconPainter, StickerPainter
from pinxit.engines.storybook.painting.sheets.cards import CardPainter, PostcardPainter
from pinxit.engines.storybook.painting.sheets.grid import GridPainter
from pinxit.engines.storybook.painting.sheets.menus import MenuPainter
from pinxit.engines.storybook.painting.sheets.packages import PackagePainter
from pinxit.engines.storybook.painting.sheets.pattern import PatternPainter
from pinxit.engines.storybook.painting.sheets.posters import CoverPainter, PosterPainter
from pinxit.engines.storybook.painting.sheets.sprite_sheet import SpriteSheetPainter
from pinxit.engines.storybook.painting.sheets.tickets import TicketPainter
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

PAINTERS: dict[str, Callable[[Scene, Job, Arts], Painter]] = {
    "pattern": PatternPainter, "icon": IconPainter, "sticker": StickerPainter, "poster": PosterPainter,
    "card": CardPainter, "cover": CoverPainter, "menu": MenuPainter, "ticket": TicketPainter,
    "packaging": PackagePainter,
}  # fmt: skip


def painter_of(scene: Scene, job: Job, pack: Arts) -> Painter:
    """The painter that this kind of sheet needs."""
    if scene.format == "grid" and scene.frames:
        return GridPainter(scene, job, pack, painter_of)
    if scene.format == "sprite sheet" and scene.frames:
        return SpriteSheetPainter(scene, job, pack)
    if scene.variety == "postcard":
        return PostcardPainter(scene, job, pack)
    return PAINTERS.get(scene.format, PagePainter)(scene, job, pack)

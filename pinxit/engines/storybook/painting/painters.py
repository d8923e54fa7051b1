"""Who paints a scene: one painter for each kind of sheet."""

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.painting.painter import Painter
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job


def painter_of(scene: Scene, job: Job, pack: Arts) -> Painter:
    """The painter that this kind of sheet needs."""
    return PagePainter(scene, job, pack)

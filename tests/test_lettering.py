"""Words are set whole, inside their box, in a face that has their letters."""

import numpy as np
import pytest
from PIL import Image

from pinxit.engines.storybook.painting import lettering
from pinxit.engines.storybook.painting.lettering import FACES, letter

LONG = (
    "Once upon a time a clever little fox could not sleep without a story, so she climbed the hill to ask the moon. "
    * 4
)[:400]


def ink(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.getchannel("A")) > 3


@pytest.mark.parametrize("face", [*FACES])
@pytest.mark.parametrize("text", ["A", "Happy Birthday", "gÿpsy quay — jog!", LONG])
def test_lettering_fits_and_fills_its_box(face, text):
    picture = letter(text, face=face, width=500, max_height=180)
    assert picture.mode == "RGBA" and picture.width <= 500 and picture.height <= 180
    seen = ink(picture)
    assert seen[0].any() and seen[-1].any() and seen[:, 0].any() and seen[:, -1].any(), "cropped to what is painted"
    assert picture.width > 0.8 * 500 or picture.height > 0.8 * 180, "as large as fits"


@pytest.mark.parametrize("width,max_height", [(40, 12), (64, 64), (30, 400), (2000, 60), (8, 8), (1, 1)])
def test_any_box_is_respected(width, max_height):
    picture = letter("The quick brown fox", width=width, max_height=max_height)
    assert picture.width <= width and picture.height <= max_height


def test_a_word_without_end_is_broken_to_fit():
    picture = letter("a" * 400, width=400, max_height=300)
    assert picture.width <= 400 and picture.height > 100


def test_nothing_is_left_out_of_a_long_text():
    words = LONG.split()
    size, lines = lettering._fit(lettering._paragraphs(LONG), "serif", 500, 200)
    assert " ".join(lines).split() == words and size >= 8


def test_lines_are_of_nearly_one_length():
    _, lines = lettering._fit([["the", "brave", "little", "otter", "goes", "to", "the", "sea"]], "sans", 300, 160)
    lengths = [lettering._measure("sans")(line) for line in lines]
    assert len(lines) > 1 and min(lengths) > 0.55 * max(lengths)


def test_written_line_breaks_are_kept():
    _, lines = lettering._fit(lettering._paragraphs("one\ntwo three\r\nfour"), "sans", 600, 200)
    assert lines == ["one", "two three", "four"]


def test_different_words_and_faces_look_different():
    pictures = {
        letter(text, face=face, width=300, max_height=80).tobytes() for text in ("otter", "Otter") for face in FACES
    }
    assert len(pictures) == 2 * len(FACES)


def test_the_same_words_are_the_same_pixels():
    assert letter("Moon", width=200, max_height=90).tobytes() == letter("Moon", width=200, max_height=90).tobytes()


def test_letters_that_a_face_lacks_come_from_the_broad_one():
    assert lettering._face_for("Otter", "storybook") == "storybook"
    assert lettering._face_for("Κλέφτης", "storybook") == "broad"
    assert lettering._face_for("Привет", "script") == "script"
    assert lettering._face_for("x", "no such face") == "storybook"
    assert ink(letter("Κλέφτης ☃ \U0001f680", width=300, max_height=80)).any()


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00\x07"])
def test_no_words_are_no_picture(text):
    assert not ink(letter(text, width=100, max_height=50)).any()


def test_letters_stand_out_from_their_outline_and_from_the_backdrop():
    night = np.asarray(letter("Moon", width=300, max_height=100, backdrop_luminance=0.1))
    day = np.asarray(letter("Moon", width=300, max_height=100, backdrop_luminance=0.9))
    for pixels in (night, day):
        shades = pixels[pixels[..., 3] > 250][:, :3].mean(axis=1)
        assert (shades > 190).mean() > 0.15 and (shades < 110).mean() > 0.15
    assert night.shape != (1, 1, 4) and (night[..., :3].mean() != day[..., :3].mean())


def test_a_colour_is_used():
    pixels = np.asarray(letter("Moon", width=300, max_height=100, colour="#c81e1e")).astype(int)
    red = (pixels[..., 0] > pixels[..., 1] + 90) & (pixels[..., 3] > 250)
    assert red.mean() > 0.15

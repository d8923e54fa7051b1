"""Words are set whole, inside their box, in a face that has their letters."""

import numpy as np
import pytest
from PIL import Image

from pinxit.engines.storybook import fonts, pictograms
from pinxit.engines.storybook.fonts import FACES, choose, lacking
from pinxit.engines.storybook.painting.lettering import letter
from pinxit.engines.storybook.painting.lines import Fit, fit, paragraphs
from pinxit.engines.storybook.painting.typesetting import RULER, pen_for

LONG = (
    "Once upon a time a clever little fox could not sleep without a story, so she climbed the hill to ask the moon. "
    * 4
)[:400]


def ink(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.getchannel("A")) > 3


def fitted(text: str, face: str, width: int, height: int) -> Fit:
    pen = pen_for(choose(text, face))
    return fit(paragraphs(text), pen.ruler, RULER, pen.leading, width, height)


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
    found = fitted(LONG, "serif", 500, 200)
    assert " ".join(found.lines).split() == LONG.split() and found.size >= 8


def test_a_long_word_is_cut_without_a_gap():
    assert "".join(fitted("a" * 100, "sans", 300, 200).lines) == "a" * 100


def test_lines_are_of_nearly_one_length():
    lines = fitted("the brave little otter goes to the sea", "sans", 300, 160).lines
    lengths = [pen_for(choose("a", "sans")).ruler(line) for line in lines]
    assert len(lines) > 1 and min(lengths) > 0.55 * max(lengths)


def test_written_line_breaks_are_kept():
    assert fitted("one\ntwo three\r\nfour", "sans", 600, 200).lines == ["one", "two three", "four"]


def test_different_words_and_faces_look_different():
    pictures = {
        letter(text, face=face, width=300, max_height=80).tobytes() for text in ("otter", "Otter") for face in FACES
    }
    assert len(pictures) == 2 * len(FACES)


def test_the_same_words_are_the_same_pixels():
    assert letter("Moon", width=200, max_height=90).tobytes() == letter("Moon", width=200, max_height=90).tobytes()


def test_letters_that_a_face_lacks_come_from_others():
    assert choose("Otter", "storybook").names == choose("x", "no such face").names == ("storybook",)
    assert choose("Κλέφτης", "storybook").names == ("broad",)
    assert choose("Привет", "script").names == ("brush",)
    assert choose("Otter שלום", "serif").names == ("serif", "hebrew")
    assert ink(letter("Κλέφτης ☃ \U0001f680", width=300, max_height=80)).any()


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "שלום עולם", "नमस्ते दुनिया", "স্বাগতম", "สวัสดีชาวโลก", "வணக்கம்", "స్వాగతం", "Łódź", "Привет"]
)
def test_other_scripts_have_their_letters(text):
    assert lacking(text) == ""
    picture = letter(text, width=300, max_height=80)
    assert ink(picture).any() and (picture.width > 240 or picture.height > 64)


def test_letters_join_and_run_from_right_to_left():
    """A joined word is narrower than its letters apart, and what is written first stands at the right."""
    pen = pen_for(choose("مرحبا", "storybook"))
    assert pen.ruler("بببب") < 0.9 * 4 * pen.ruler("ب")
    red, mark = pen.paint(["ﷺ ا"], 60, 0, 0).letters, pen.paint(["ا"], 60, 0, 0).letters
    columns = np.asarray(red).sum(axis=0)
    assert columns[: 2 * mark.width].sum() < columns[-2 * mark.width :].sum()


def test_scripts_without_spaces_are_broken_where_they_may_be():
    lines = fitted("今天的天气真好，我们一起去公园吧。", "storybook", 300, 200).lines
    assert len(lines) > 1 and "".join(lines) == "今天的天气真好，我们一起去公园吧。"
    assert not {line[0] for line in lines} & {"，", "。"}
    thai = fitted("ขอให้มีความสุขในวันเกิดนะ", "storybook", 160, 200).lines
    assert len(thai) > 1 and "".join(thai) == "ขอให้มีความสุขในวันเกิดนะ"


def test_what_no_font_has_is_said_and_not_drawn_as_a_box(monkeypatch):
    monkeypatch.setattr(fonts, "of_system", lambda character: None)
    assert lacking("Otter ꦗꦮ") == "ꦗꦮ"
    assert letter("Otter ꦗꦮ", width=300, max_height=80).tobytes() == letter("Otter", width=300, max_height=80).tobytes()


def test_emoji_are_drawn_among_the_letters():
    pixels = np.asarray(letter("I \u2764\ufe0f NY", width=300, max_height=80)).astype(int)
    red = (pixels[..., 0] > 180) & (pixels[..., 1] < 90) & (pixels[..., 3] > 250)
    assert 0.03 < red.mean() < 0.4
    assert pictograms.undrawn("\U0001f98a \U0001f1e9\U0001f1ea") == "\U0001f1e9\U0001f1ea"


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

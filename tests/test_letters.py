"""What is said of a quoted text is read: where it goes, on what, how its letters look; none of it becomes a thing."""

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.reading.prompt import tokenise


@pytest.fixture(scope="module")
def pack():
    return ArtPack()


def letters(scene) -> list[tuple[str, str, str | None, str | None]]:
    """Text, place, spot, and the word of what it is on or of who says it."""
    return [
        (text.text, text.place, text.spot, None if text.subject is None else scene.subjects[text.subject].word)
        for text in scene.lettering
    ]


@pytest.mark.parametrize(
    "prompt, text",
    [
        ("a fox, “Good night”", "Good night"),
        ("a fox, „Gute Nacht“", "Gute Nacht"),
        ("a fox, « Bonne nuit »", "Bonne nuit"),
        ("a fox, 「おやすみ」", "おやすみ"),
        ("a fox, 『晚安』", "晚安"),
        ("a fox, `Good night`", "Good night"),
        ("a fox with the title 'Fox's Den'", "Fox's Den"),
        ("a book titled Good Night Moon, on a table", "Good Night Moon"),
        ("a banner saying Happy Birthday Anna", "Happy Birthday Anna"),
        ("a sign that says keep off the grass", "keep off the grass"),
        ("the word love in cursive", "love"),
        ("a rocket with the letters NASA on its side", "NASA"),
    ],
)
def test_texts_are_found_in_all_quotes_and_without(prompt, text):
    assert tokenise(prompt).texts == (text,)


@pytest.mark.parametrize(
    "prompt", ["a girl reading Alice in Wonderland", '"A cat sits on a mat in the kitchen."', "the king's dog's bone"]
)
def test_what_is_no_text_to_be_set_is_none(prompt):
    assert tokenise(prompt).texts == ()


@pytest.mark.parametrize(
    "prompt, found",
    [
        ("'OPEN' at the top and 'since 1987' at the bottom", [("OPEN", "top"), ("since 1987", "bottom")]),
        ('a turtle, top left "Slow", bottom right "Steady"', [("Slow", "top left"), ("Steady", "bottom right")]),
        ('a fox with "Autumn" in the lower right-hand corner of the picture', [("Autumn", "bottom right")]),
        ('the text "Hi" in the middle, a moon', [("Hi", "centre")]),
        ('"Hi" in gold letters across the top, a ship', [("Hi", "top")]),
        ("the text 'Hi' below a paintbrush", [("Hi", "bottom")]),
        ('a cat with "Hi" on the left', [("Hi", "left")]),
        ("'Hi' on top of the hill", [("Hi", None)]),
        ("'A', 'B' and 'C' at the bottom", [("A", "bottom"), ("B", "bottom"), ("C", "bottom")]),
        ("'A' on the left and 'B' at the top", [("A", "left"), ("B", "top")]),
        ("'A', a cat, 'B' at the top", [("A", None), ("B", "top")]),
    ],
)
def test_a_text_has_its_place(pack, prompt, found):
    assert [(text, spot) for text, _, spot, _ in letters(parse(prompt, pack))] == found


@pytest.mark.parametrize(
    "prompt, place, subject",
    [
        ('a cat saying "Hi"', "speech", "cat"),
        ("an owl that says 'Hi' on a branch", "speech", "owl"),
        ('a speech bubble saying "Hi" above a rabbit', "speech", "rabbit"),
        ('a cat with a mug, the words "Hi" in a speech bubble', "speech", "cat"),
        ('a cake with "Hi" written on it in pink letters', "on", "cake"),
        ('the words "Hi" on a mug', "on", "mug"),
        ('a red truck with "Hi" on the side', "on", "truck"),
        ('a bus with "Hi" on the side of the bus', "on", "bus"),
        ('a dog wearing a t-shirt that says "Hi"', "on", "t-shirt"),
        ('a jar with a label that says "Hi"', "on", "jar"),
        ('a boat called "Hi"', "on", "boat"),
        ('a bicycle, with the words "Hi"', "title", None),
        ('a poster of a robot titled "Hi"', "title", None),
        ('a penguin holding a sign that says "Hi"', "sign", None),
        ('a billboard reading "Hi" in the desert', "billboard", None),
        ('a billboard in the city reading "Hi"', "billboard", None),
        ('a handwritten note that says "Hi"', "page", None),
        ('a storefront sign that says "Hi"', "sign", None),
    ],
)
def test_a_text_has_its_bearer(pack, prompt, place, subject):
    scene = parse(prompt, pack)
    assert [(where, word) for _, where, _, word in letters(scene)] == [(place, subject)]
    assert scene.missing == () and scene.style is None


def test_emoji_within_a_text_stay_in_it(pack):
    assert letters(parse('a mug that says "I ❤️ NY"', pack)) == [("I ❤️ NY", "on", None, "mug")]


def test_a_name_is_not_written(pack):
    assert parse('a dog called "Rex"', pack).lettering == ()


@pytest.mark.parametrize(
    "prompt, face, colour, finish",
    [
        ('"Hi" in big bold red letters', "sans", "red", "plain"),
        ('the title "Hi" in dark blue cursive writing', "script", "dark blue", "plain"),
        ('a pink neon sign that says "Hi"', "storybook", "pink", "neon"),
        ('glowing neon letters "Hi"', "storybook", None, "neon"),
        ('white text saying "Hi" on a blue background', "storybook", "white", "plain"),
        ('the title "Hi" in old-english letters', "blackletter", None, "plain"),
        ('"Hi" in a typewriter font', "typewriter", None, "plain"),
        ('the word "Hi" in graffiti on a wall', "graffiti", None, "plain"),
        ('a chalkboard with "Hi"', "storybook", None, "chalk"),
        ('"Hi" in gold', "storybook", "gold", "plain"),
        ('"Hi", a cat in a red hat', "storybook", None, "plain"),
    ],
)
def test_letters_look_as_they_are_asked_to(pack, prompt, face, colour, finish):
    scene = parse(prompt, pack)
    (text,) = scene.lettering
    assert (text.face, text.colour, text.finish) == (face, colour, finish)
    assert scene.missing == () and scene.style is None


def test_words_about_letters_name_no_thing(pack):
    scene = parse("\"SALE\" in capital letters with a bold font at the top, a shoe, written in white: 'now'", pack)
    assert [subject.word for subject in scene.subjects] == ["shoe"] and scene.missing == ()


def test_the_author_of_a_title_is_set_too(pack):
    scene = parse('A book cover titled "The Brave Snail" by Ada Moss, with a snail', pack)
    assert [text.text for text in scene.lettering] == ["The Brave Snail", "Ada Moss"]
    assert [subject.word for subject in scene.subjects] == ["snail"]

"""What storybook reads of an instruction about pictures."""

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.altering import ORDER
from pinxit.engines.storybook.edits.changes import CHANGES
from pinxit.engines.storybook.edits.clauses import Lexicon, clauses
from pinxit.engines.storybook.edits.instruction import instruct


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


@pytest.mark.parametrize(
    "prompt, verbs",
    [
        ("Add a red hat to the dog and make it night.", ["add", "change"]),
        ("Please remove the background", ["remove"]),
        ("Change the season to autumn, add a fox, then write 'Hello. World!' on it", ["change", "add", "write"]),
        ("A pool with a flamingo", [None]),
        ("Can you get rid of the car?", ["remove"]),
        ("a basket on a table\nwith apples", [None]),
        ("replace the sky with a sunset", ["replace"]),
        ("", []),
        ("!!! ...", []),
    ],
)
def test_clauses(prompt, verbs):
    assert [clause.verb for clause in clauses(prompt)] == verbs


def test_quotes_are_never_cut():
    (clause,) = clauses("Write 'Now. Add it, and go!' at the top")
    assert "'Now. Add it, and go!'" in clause.text and "add" not in clause.words


@pytest.mark.parametrize(
    "prompt, changes",
    [
        ("make it night", ["night"]),
        ("Make it a snowy evening", ["sunset", "snow"]),
        ("It should be raining", ["rain"]),
        ("Change the season to autumn", ["autumn"]),
        ("Same picture but in winter", ["winter"]),
        ("make it warmer and brighter", ["warm", "bright"]),
        ("Make it black and white", ["black and white"]),
        ("Colorize this old photo", ["colourise"]),
        ("Turn this into a Van Gogh painting", ["van gogh"]),
        ("a watercolor painting of this photo", ["watercolour"]),
        ("in the style of a pencil sketch", ["pencil"]),
        ("Make it look like a 1950s postcard", ["vintage"]),
        ("Add snow", ["snow"]),
        ("foggy morning", ["fog", "day"]),
        ("turn the day into night, in pixel art", ["night", "pixel art"]),
        ("remove the colours", ["black and white"]),
    ],
)
def test_changes_of_the_whole_picture(pack, prompt, changes):
    found = instruct(prompt, pack, 1)
    assert found.changes == changes and not found.unmet and not found.additions


@pytest.mark.parametrize(
    "prompt, words, on, spots",
    [
        ("Add a red hat to the dog", ["hat"], "dog", ()),
        ("put a crown on the cat", ["crown"], "cat", ()),
        ("Give the cat sunglasses", ["sunglasses"], "cat", ()),
        ("Give him a scarf", ["scarf"], "him", ()),
        ("Add a rainbow in the sky", ["rainbow"], "", ("top",)),
        ("Add three balloons on the left", ["balloons"], "", ("left",)),
        ("Draw a dog next to the path", ["dog"], "path", ()),
        ("place a castle in the background", ["castle"], "", ("far",)),
        ("a cat", ["cat"], "", ()),
        ("a dog wearing a top hat", ["top hat"], "dog", ()),
    ],
)
def test_additions(pack, prompt, words, on, spots):
    (addition,) = instruct(prompt, pack, 1).additions
    assert [subject.word for subject in addition.draft.subjects] == words
    assert (addition.on, addition.spots) == (on, spots)


def test_two_additions_with_places_of_their_own(pack):
    one, two = instruct("Add a fox on the left and a bird in the top right corner", pack, 1).additions
    assert (one.spots, two.spots) == (("left",), ("top", "right"))


@pytest.mark.parametrize(
    "prompt, setting, backdrop",
    [
        ("Replace the background with a forest", "forest", None),
        ("change the background to a beach at sunset", "beach", None),
        ("Make the background white", "plain", "white"),
        ("place this on a pink background", "plain", "pink"),
        ("Put the product on a beach at sunset", "beach", None),
        ("put this mug in a garden", "garden", None),
    ],
)
def test_new_backdrops(pack, prompt, setting, backdrop):
    found = instruct(prompt, pack, 1)
    assert found.backdrop == "new" and found.scene.said["setting"] == setting
    assert (found.scene.backdrop and named(found.scene.backdrop)) == (backdrop and named(backdrop))


@pytest.mark.parametrize("prompt", ["remove the background", "cut out the shoe", "make the background transparent"])
def test_no_backdrop(pack, prompt):
    assert instruct(prompt, pack, 1).backdrop == "clear"


@pytest.mark.parametrize(
    "prompt, colour",
    [("turn the logo to green", "green"), ("make the shirt dark blue", "dark blue")],
)
def test_colours(pack, prompt, colour):
    assert named(instruct(prompt, pack, 1).colour) == named(colour)


@pytest.mark.parametrize(
    "prompt, colour, told",
    [
        ("make the mug red with white dots", "red", "with white dots"),
        ("make the mug red with white handle", "red", "with white handle"),
        ("make the teddy bear purple and green", "purple", "and green"),
        ("make the mug red, white and blue", "red", "white and blue"),
        ("make the mug red and the handle blue", "red", "the handle blue"),
        ("make the mug red and keep the handle white", "red", "keep the handle white"),
        ("turn the red mug blue", "blue", None),
        ("change the colour from white to red", "red", None),
        ("turn the white mug into a red one", "red", None),
        ("make it green, please", "green", None),
    ],
)
def test_the_colour_that_is_said_of_the_thing_is_taken_and_the_rest_is_told(pack, prompt, colour, told):
    found = instruct(prompt, pack, 1)
    assert found.colour == colour
    assert [note.split('"')[1] for note in found.unmet] == ([told] if told else [])


def test_a_thing_and_its_background_have_colours_of_their_own(pack):
    found = instruct("make the mug red and the background blue", pack, 1)
    assert found.colour == "red" and found.scene.backdrop == "blue" and not found.unmet


@pytest.mark.parametrize(
    "prompt", ["make the wall green", "change the grass to yellow", "keep the ball but make the sky purple"]
)
def test_what_lies_around_the_subject_is_not_the_subject(pack, prompt):
    found = instruct(prompt, pack, 1)
    assert found.colour is None and found.unmet


@pytest.mark.parametrize("prompt", ["replace it with a forest", "remove the background and replace it with a forest"])
def test_a_setting_replaces_the_background(pack, prompt):
    found = instruct(prompt, pack, 1)
    assert found.backdrop == "new" and found.scene.said["setting"] == "forest" and not found.unmet


def test_a_part_is_not_coloured_for_the_whole(pack):
    found = instruct("make the cat's eyes green", pack, 1)
    assert found.colour is None and found.colour_of_part == "green" and "mark them with a mask" in found.unmet[0]


def test_a_style_leaves_the_colour_that_is_asked_for_with_it(pack):
    found = instruct("turn it green, as a watercolour", pack, 1)
    assert (found.colour, found.changes) == ("green", ["watercolour"])
    assert instruct("make it a black and white photo", pack, 1).changes == ["black and white"]


@pytest.mark.parametrize(
    "prompt, done",
    [("as anime", "comic"), ("make it look like studio ghibli", "children's book"), ("in the style of manga", "ink")],
)
def test_what_is_done_as_another_style_is_told(pack, prompt, done):
    found = instruct(prompt, pack, 1)
    assert found.changes == [done] and found.backdrop == "keep"
    assert any(f'done as "{done}"' in note for note in found.unmet)


@pytest.mark.parametrize(
    "prompt, placed",
    [
        ("write 'Top' at the top and 'Bottom' at the bottom", [("Top", ("top",)), ("Bottom", ("bottom",))]),
        ("write at the top 'A' and at the bottom 'B'", [("A", ("top",)), ("B", ("bottom",))]),
        ("write 'A' and 'B' at the bottom", [("A", ("bottom",)), ("B", ("bottom",))]),
        ("write 'A' on the left, 'B' on the right", [("A", ("left",)), ("B", ("right",))]),
        ("write 'Hello' in the middle", [("Hello", ("middle",))]),
        ("write Hello World in the center", [("Hello World", ("middle",))]),
        ("write TOP SECRET in the middle", [("TOP SECRET", ("middle",))]),
        ("write 'Hello' in the bottom left corner", [("Hello", ("bottom", "left"))]),
        ("write 'Hello' top right", [("Hello", ("top", "right"))]),
        ("add the text 'Hello' in red, in the lower right", [("Hello", ("bottom", "right"))]),
        ("'Hello' in the bottom left corner", [("Hello", ("bottom", "left"))]),
        ("write 'Hello'", [("Hello", ())]),
    ],
)
def test_words_go_where_they_are_said_to_go(pack, prompt, placed):
    found = instruct(prompt, pack, 1)
    assert [(each.text.text, each.spots) for each in found.lettering] == placed and not found.unmet


def test_words_have_a_colour_and_a_bearer(pack):
    (red,) = instruct("write 'Hi' in the middle in red", pack, 1).lettering
    (borne,) = instruct("write 'Hi' in white letters on the mug", pack, 1).lettering
    assert red.text.colour == "red" and not red.on
    assert (borne.on, borne.text.colour, borne.is_guessed) == ("mug", "white", True)
    assert not instruct("write 'Hi' on it, in French", pack, 1).lettering[0].on


@pytest.mark.parametrize(
    "prompt, water",
    [
        ("A sunlit indoor lounge area with a pool containing a flamingo", ("pool", "pool")),
        ("add a small pond here", ("pond", "pond")),
        ("replace the rug with a swimming pool", ("pool", "swimming pool")),
        ("a pool table", None),
        ("a pool of light", None),
        ("remove the pool", None),
    ],
)
def test_water_within_a_picture(pack, prompt, water):
    assert instruct(prompt, pack, 1).water == water


def test_a_logo_goes_onto_the_shirt_that_is_named(pack):
    found = instruct("put the logo on a white t-shirt", pack, 1)
    (shirt,) = found.scene.subjects
    assert found.is_print and shirt.art == "fluent:t-shirt" and shirt.colour == "white"
    assert not instruct("put the products on a table", pack, 1).is_print


def test_what_is_put_onto_a_new_table_goes_there_with_its_neighbour(pack):
    found = instruct("put the candle to the left of the soap on a wooden table", pack, 2)
    assert [each.word for each in found.scene.subjects] == ["candle", "soap", "wooden table"]
    assert found.names_pictures and not found.pastes
    assert instruct("put the cat onto the table", pack, 2).pastes  # which may be the other picture


def test_references_go_into_the_scene_that_is_described(pack):
    prompt = "A gift basket on a white background with all the items in the reference pictures, labeled 'Relax'"
    found = instruct(prompt, pack, 4)
    assert found.backdrop == "new" and [each.word for each in found.scene.subjects] == ["gift basket"]
    assert [text.text for text in found.scene.lettering] == ["Relax"]


@pytest.mark.parametrize(
    "prompt, base, numbers, manner",
    [
        ("Add the logo to the woman's top, as if stamped into the fabric.", 0, [1], "print"),
        ("Put the dog from the first image onto the beach in the second image", 1, [0], "stands"),
        ("place the hat on the left", 0, [1], "stands"),
        ("Add the logo to the top left", 0, [1], "label"),
        ("put the logo in the bottom right corner", 0, [1], "label"),
    ],
)
def test_one_picture_onto_another(pack, prompt, base, numbers, manner):
    found = instruct(prompt, pack, 2)
    assert found.base == base and [paste.number for paste in found.pastes] == numbers
    assert found.pastes[0].manner == manner


@pytest.mark.parametrize(
    "prompt, turn",
    [("flip it horizontally", "mirror"), ("rotate 180 degrees", "upside down"), ("rotate it clockwise", None),
     ("rotate 90 degrees", "turn right")],
)  # fmt: skip
def test_turns(pack, prompt, turn):
    assert instruct(prompt, pack, 1).turns == ([turn] if turn else [])


@pytest.mark.parametrize(
    "prompt, said",
    [
        ("Remove the car", "mark them with a mask"),
        ("make it photorealistic", "photorealistic"),
        ("add a flugelbinder", "flugelbinder"),
        ("xyzzy", "xyzzy"),
        ("replace the car with a horse", "the car"),
        ("make it more strategic", "not understood"),
        ("a cute otter wearing a flugelbinder", "flugelbinder"),
    ],
)
def test_what_cannot_be_done_is_told(pack, prompt, said):
    assert any(said in note for note in instruct(prompt, pack, 1).unmet)


def test_what_wears_something_unknown_is_not_drawn_again(pack):
    assert not instruct("a cute otter wearing a flugelbinder", pack, 1).additions


def test_a_long_prompt_is_told_in_short(pack):
    (note, *_) = instruct("Remove the " + "very " * 500 + "large car", pack, 1).unmet
    assert len(note) < 200


def test_every_change_that_is_read_can_be_made():
    lexicon = Lexicon.built_in()
    for phrases in (lexicon.changes, lexicon.styles):
        assert set(phrases.meanings) <= CHANGES.keys()
    assert set(ORDER) <= CHANGES.keys()

"""What storybook reads of an instruction about pictures."""

import pytest

from pinxit.engines.storybook.art import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.changes import CHANGES
from pinxit.engines.storybook.edits.clauses import Lexicon, clauses
from pinxit.engines.storybook.edits.instruction import ORDER, instruct


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
        ("Make it a snowy evening", ["snow", "sunset"]),
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
    [("turn the logo to green", "green"), ("make the shirt dark blue", "dark blue"), ("Make the sky purple", "purple")],
)
def test_colours(pack, prompt, colour):
    assert named(instruct(prompt, pack, 1).colour) == named(colour)


def test_references_go_into_the_scene_that_is_described(pack):
    prompt = "A gift basket on a white background with all the items in the reference pictures, labeled 'Relax'"
    found = instruct(prompt, pack, 4)
    assert found.backdrop == "new" and [each.word for each in found.scene.subjects] == ["gift basket"]
    assert [text.text for text in found.scene.lettering] == ["Relax"]


@pytest.mark.parametrize(
    "prompt, base, numbers, is_flat",
    [
        ("Add the logo to the woman's top, as if stamped into the fabric.", 0, [1], True),
        ("Put the dog from the first image onto the beach in the second image", 1, [0], False),
        ("place the hat on the left", 0, [1], False),
    ],
)
def test_one_picture_onto_another(pack, prompt, base, numbers, is_flat):
    found = instruct(prompt, pack, 2)
    assert found.base == base and [paste.number for paste in found.pastes] == numbers
    assert found.pastes[0].is_flat is is_flat


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

"""Scenes as JSON, by the commands and by the functions behind them."""

import json

import pytest
from click.testing import CliRunner
from PIL import Image

from pinxit.cli import main
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scenes import from_json, to_json

PROMPTS = [
    'Two red foxes hugging an otter with an orange scarf on a beach at sunset, with the title "HELLO"',
    "a quux in a snowy city at night",
    "",
    "a stained glass window of three blue birds on a branch",
]


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


@pytest.fixture
def run(tmp_path):
    return lambda *arguments, **options: CliRunner().invoke(main, [str(each) for each in arguments], **options)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_scene_comes_back_as_it_went(pack, prompt):
    scene = parse(prompt, pack)
    assert from_json(to_json(scene), pack) == scene


def test_what_is_left_out_is_as_in_a_prompt_that_does_not_speak_of_it(pack):
    scene = from_json('{"setting": "snow", "subjects": [{"word": "penguin", "count": 3}, {"word": "blorg"}]}', pack)
    assert scene.setting == "snow" and scene.season == "summer"
    assert [(each.word, each.art, each.count) for each in scene.subjects] == [("penguin", "fluent:penguin", 3)]
    assert scene.missing == ("blorg",)


def test_relations_to_what_is_missing_go_with_it(pack):
    tables = {
        "subjects": [{"word": "blorg"}, {"word": "cat"}, {"word": "dog"}],
        "relations": [{"kind": "beside", "subject": 0, "other": 1}, {"kind": "hugging", "subject": 2, "other": 1}],
    }
    scene = from_json(json.dumps(tables), pack)
    assert [(each.kind, each.subject, each.other) for each in scene.relations] == [("hugging", 1, 0)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no json", "no JSON"),
        ("[]", "object"),
        ('{"setting": "moon base"}', "setting"),
        ('{"subjects": [{"word": "cat", "art": "fluent:nothing"}]}', "'fluent:nothing'"),
        ('{"subjects": [{"word": "cat"}], "relations": [{"kind": "on", "subject": 0, "other": 1}]}', "relations.0"),
        ('{"subjects": [{"art": "fluent:cat"}]}', "subjects.0.word"),
        ('{"subjects": [{"word": "cat", "colour": "blurple"}]}', "'blurple'"),
        ('{"subjects": [{"word": "cat", "count": 0}]}', "count"),
        ('{"subjects": [{"word": "cat", "count": 1000}]}', "count"),
        ('{"season": "summer", "wether": "rain"}', "wether"),
        ('{"setting": "room", "room": "dungeon"}', "'room'"),
        ('{"style": "blurry"}', "'style'"),
        ('{"columns": 2}', "'columns'"),
        ('{"subjects": [{"word": "cat"}], "relations": [{"kind": "on", "subject": 0, "other": 0}]}', "itself"),
        ('{"format": "grid", "columns": 1, "frames": [{"style": "blurry"}]}', "'frames.0.style'"),
    ],
)
def test_what_is_no_scene_is_said(pack, text, why):
    with pytest.raises(ValueError) as info:
        from_json(text, pack)
    assert why in str(info.value)


def test_print_change_and_draw(run, tmp_path):
    printed = run("scene", "a penguin in the snow and a quux")
    tables = json.loads(printed.output)
    assert tables["missing"] == ["quux"]
    tables["subjects"][0]["count"] = 3
    file, picture = tmp_path / "scene.json", tmp_path / "three.png"
    file.write_text(json.dumps(tables), encoding="utf-8")
    drawn = run("draw", file, "-o", picture, "--size", "320x200", "--transparent")
    assert drawn.exit_code == 0 and "quux" in drawn.stderr
    with Image.open(picture) as image:
        assert image.size == (320, 200) and image.mode == "RGBA"
    again = run("draw", "-", "-o", tmp_path / "again.png", "--size", "320x200", input=json.dumps(tables))
    assert again.exit_code == 0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["-o", "x.gif"], "x.gif"),
        (["-o", "nowhere/x.png"], "folder"),
        (["-o", "x.jpg", "--transparent"], "transparency"),
        (["--size", "9x9"], "shortest edge"),
        (["--size", "big"], "WIDTHxHEIGHT"),
    ],
)
def test_mistakes_of_drawing_are_sentences(run, tmp_path, options, why):
    result = run("draw", "-", *options, input="{}")
    assert result.exit_code == 2 and why in result.output and "Traceback" not in result.output


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"lettering": [{"text": "Hi", "place": "speech", "subject": 3}]}, "lettering.0.subject"),
        ({"lettering": [{"text": "Hi", "colour": "blurple"}]}, "lettering.0.colour"),
        ({"backdrop": "blurple"}, "backdrop"),
    ],
)
def test_what_is_wrong_about_texts_and_the_backdrop_is_said(pack, fields, where):
    with pytest.raises(ValueError, match=where):
        from_json(json.dumps({"subjects": [{"word": "cat"}], **fields}), pack)

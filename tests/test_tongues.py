"""Prompts that are no plain English: other languages, emoji, markup, ideas, and texts of any length."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.languages import language_of
from pinxit.engines.storybook.reading.lexicon import lexicon
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.reading.plain import in_plain_english
from pinxit.engines.storybook.scene import Scene

EVERYDAY = [line.split("\t") for line in (Path(__file__).parent / "everyday.tsv").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def pack() -> Iterator[ArtPack]:
    pack = ArtPack()
    yield pack
    pack.close()


def told(scene: Scene) -> str:
    """Subjects with counts and colours, and relations, in one line."""
    titles = [f"{each.count} {each.colour or ''} {each.art.partition(':')[2]}".split() for each in scene.subjects]
    names = [each.art.partition(":")[2] for each in scene.subjects]
    bonds = [f"{names[each.subject]} {each.kind} {names[each.other]}" for each in scene.relations]
    return "; ".join([*(" ".join(title) for title in titles), *sorted(bonds)])


# --------------------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize("column", range(1, len(EVERYDAY[0])), ids=EVERYDAY[0][1:])
def test_everyday_nouns_are_known(pack: ArtPack, column: int) -> None:
    words = lexicon(EVERYDAY[0][column], pack)
    wrong = []
    for row in EVERYDAY[1:]:
        phrase = row[column].lower()
        found = words.exact(phrase) if words.forms.order in ("last", "chinese") else words.find(tuple(phrase.split()))
        match = pack.find(found.thing or found.english) if found else None
        if match is None or match.art != pack.find(row[0]).art:  # type: ignore[union-attr]
            wrong.append(row[column])
    assert wrong == []


CAT = [
    ("de", "Eine schwarze Katze mit einem roten Hut sitzt auf einer Bank im verschneiten Wald"),
    ("fr", "Un chat noir avec un chapeau rouge est assis sur un banc dans la forêt enneigée"),
    ("es", "Un gato negro con un sombrero rojo sentado en un banco en el bosque nevado"),
    ("it", "Un gatto nero con un cappello rosso seduto su una panchina nella foresta innevata"),
    ("pt", "Um gato preto com um chapéu vermelho sentado num banco na floresta com neve"),
    ("nl", "Een zwarte kat met een rode hoed zit op een bank in het besneeuwde bos"),
    ("pl", "Czarny kot w czerwonym kapeluszu siedzi na ławce w zaśnieżonym lesie"),
    ("ru", "Чёрная кошка в красной шляпе сидит на скамейке в заснеженном лесу"),
    ("uk", "Чорний кіт у червоному капелюсі сидить на лавці в засніженому лісі"),
    ("ja", "赤い帽子をかぶった黒い猫が雪の森でベンチに座っている"),
    ("zh", "一只戴着红帽子的黑猫坐在森林里的长椅上，下雪"),
    ("ko", "빨간 모자를 쓴 검은 고양이가 눈 덮인 숲에서 벤치에 앉아 있다"),
]


@pytest.mark.parametrize(("language", "prompt"), CAT)
def test_one_picture_in_every_language(pack: ArtPack, language: str, prompt: str) -> None:
    scene = parse(prompt, pack)
    assert language_of(prompt, pack) == language
    english = parse("A black cat wearing a red hat is sitting on a bench in the snowy forest", pack)
    assert [each.art for each in scene.subjects] == [each.art for each in english.subjects]
    assert [each.colour for each in scene.subjects] == [each.colour for each in english.subjects]
    assert set(scene.relations) == set(english.relations) and len(scene.relations) == 2
    assert (scene.setting, scene.weather, scene.missing) == ("forest", "snow", ())


@pytest.mark.parametrize(
    ("prompt", "english"),
    [
        ("Drei kleine Bären, die einen Regenschirm halten", "three small bears who holding a umbrella"),
        ("Auf dem Tisch steht eine Vase mit gelben Blumen", "a vase stands on the table with yellow flowers"),
        ("Ein Gartenzwerg auf einem Pilz", "a garden gnome on a mushroom"),
        ("Ein Schild mit „Hallo Welt“ vor dem Haus", "a sign with “Hallo Welt” in front of the house"),
        ("Deux petits ours bruns sous l'arbre", "two small brown bears under the tree"),
        ("Una rosa rossa in un vaso sul tavolo", "a red rose in a vase on the table"),
        ("Een meisje op een fiets tussen de tulpen", "a girl on a bicycle between the tulips"),
        ("Девочка с воздушным шаром и рыжий кот, акварель", "a girl with a balloon and a ginger cat, watercolor"),
        ("リンゴの入ったかごを持った女の子", "a girl holding a basket full of apples"),
        ("桌子上有一个花瓶", "one vase on a table"),
        ("해변에서 노란 우산을 든 곰 세 마리", "three bears in the beach holding a yellow umbrella"),
        ("chat noir", "a black cat"),
        ("ARBOL", "a tree"),
    ],
)
def test_words_come_in_english_order(pack: ArtPack, prompt: str, english: str) -> None:
    assert in_plain_english(prompt, pack).text == english


@pytest.mark.parametrize(
    "prompt",
    [
        "A cat in a hat",
        "Los Angeles skyline, sunset",
        "chaos and order",
        "A sign that says “Willkommen” in a café",
        "cute cat, snow, red scarf",
        "die on a table in a casino",
        "Pizza",
        "the letter a and the word 猫 on a wall of a house",
    ],
)
def test_english_is_left_alone(pack: ArtPack, prompt: str) -> None:
    assert in_plain_english(prompt, pack).text == prompt


# ------------------------------------------------------------------------------------------------- emoji and markup


@pytest.mark.parametrize(
    ("prompt", "seen"),
    [
        ("🐱🎩 in ❄️", "1 cat; 1 top-hat; cat wearing top-hat"),
        ("🍎🍎🍎", "3 red-apple"),
        ("3️⃣🐘", "3 elephant"),
        ("🐻🚲🌧️", "1 bear; 1 bicycle; bear riding bicycle"),
        ("👩🏽‍🚀", "1 woman-astronaut"),
        ("👨‍👩‍👧", "1 man; 1 woman; 1 girl"),
        ("a cat 😀 with a 🎸", "1 cat; 1 guitar; cat beside guitar"),
        ('{"subject": "cat", "color": "black", "count": 2, "negative_prompt": "dogs"}', "2 black-cat"),
        ("a fox --ar 16:9 --v 5 --no dragons", "1 fox"),
        ("(masterpiece:1.2), best quality, 1girl, <lora:foo:0.8>, 8k, trending on artstation", "1 girl"),
        ("# My page\n- a **cat**\n- a `dog`", "1 cat; 1 dog"),
        ('<div class="x">A <b>fox</b> https://example.com/cat.png</div>', "1 fox"),
    ],
)
def test_what_is_no_sentence_is_read(pack: ArtPack, prompt: str, seen: str) -> None:
    scene = parse(prompt, pack)
    assert (told(scene), scene.missing) == (seen, ())


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        " ",
        "a",
        "?!…",
        "42",
        "{}",
        "[[[[",
        "<",
        "--",
        "🇦",
        "\u200d",
        "((((:1.2",
        "\x00",
        "です",
        "的",
        "🏳️‍🌈" * 99,
        "(" * 2000,
        "가" * 3000,
        "<script>" * 400,
    ],
)
def test_nothing_to_read_is_a_quiet_view(pack: ArtPack, prompt: str) -> None:
    scene = parse(prompt, pack)
    assert len(scene.missing) <= 2 and all(len(each) < 100 for each in scene.missing)
    assert prompt.startswith("🏳️‍🌈") or scene.subjects == ()


# ---------------------------------------------------------------------------------------------------- ideas, length


@pytest.mark.parametrize(
    ("prompt", "titles", "setting"),
    [
        ("loneliness", ["sailboat"], "sea"),
        ("Die Einsamkeit", ["sailboat"], "sea"),
        ("the feeling of freedom", ["hot-air-balloon", "bird"], "sky"),
        ("optimistic", ["seedling", "rainbow"], "meadow"),
        ("loneliness in a big city", ["sailboat"], "city"),
    ],
)
def test_an_idea_is_shown_by_what_stands_for_it(pack: ArtPack, prompt: str, titles: list[str], setting: str) -> None:
    scene = parse(prompt, pack)
    assert ([each.art.partition(":")[2] for each in scene.subjects], scene.setting) == (titles, setting)
    assert scene.missing == ()


def test_a_view_is_no_idea(pack: ArtPack) -> None:
    assert parse("a quiet forest in the light of dawn", pack).subjects == ()
    assert parse("a calm night", pack).subjects == ()


def test_a_long_text_is_read_by_its_beginning_and_its_frequent_things(pack: ArtPack) -> None:
    story = "A fox and an owl are in the forest. " + "It was a long way, and much was said of it by everyone. " * 40
    story += "Near a lighthouse. The lighthouse was far. A whale swam by a fox. " * 200
    started = time.process_time()
    scene = parse(story[:32_000], pack)
    assert time.process_time() - started < 0.6
    words = {each.word for each in scene.subjects}
    assert {"fox", "owl", "lighthouse", "whale"} <= words
    assert len({each.art for each in scene.subjects}) == len(scene.subjects)
    assert len(scene.missing) <= 8 and "details of a long text" in scene.missing

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.described import describe
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.reading.staging import MAX_COUNT


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


def seen(scene):
    """What a scene shows, short: (art, count, colour)."""
    return [(subject.art.partition(":")[2], subject.count, subject.colour) for subject in scene.subjects]


def bonds(scene):
    arts = [subject.art.partition(":")[2] for subject in scene.subjects]
    return [(arts[bond.subject], bond.kind, arts[bond.other]) for bond in scene.relations]


@pytest.mark.parametrize(
    "prompt, subjects",
    [
        ("a cat", [("cat", 1, None)]),
        ("two red apples on a plain background", [("red-apple", 2, None)]),
        ("three blue balloons and a dog", [("balloon", 3, "blue"), ("dog", 1, None)]),
        ("a dozen eggs", [("egg", 12, None)]),
        ("a hot air balloon", [("hot-air-balloon", 1, None)]),
        ("some children", [("child", 3, None)]),
        ("a pair of glasses", [("glasses", 1, None)]),
        ("a dark green frog", [("frog", 1, "dark green")]),
        ("an orange and a lemon", [("tangerine", 1, None), ("lemon", 1, None)]),
        ("a snow leopard", [("leopard", 1, None)]),
        ("a horse galloping across the desert", [("horse", 1, None)]),
        ("a gold watch", [("watch", 1, "gold")]),
        ("twenty-one ducks", [("duck", 21, None)]),
        ("twenty four ducks", [("duck", 24, None)]),
        ("twenty ducks", [("duck", 20, None)]),
        ("two wrist watches", [("watch", 2, None)]),
        ("two boys watch a fly that flies over a lake", [("boy", 2, None), ("fly", 1, None)]),
        ("seven little ducks swimming on a pond", [("duck", 7, None)]),
        ("Please draw me a picture of an elephant, no people", [("elephant", 1, None)]),
        ("ten gold stars in the night sky", [("star", 10, None)]),
        ("three clouds", [("cloud", 3, None)]),
        ("a blue envelope icon", [("envelope", 1, "blue")]),
        ("a tabby cat sticker", [("cat", 1, None)]),
        ("an orange, two apples and a banana", [("tangerine", 1, None), ("red-apple", 2, None), ("banana", 1, None)]),
        ("a pink rose", [("rose", 1, "pink")]),
        ("a school of twelve fish and a shark", [("fish", 12, None), ("shark", 1, None)]),
        ("a mountain of cookies", [("cookie", 9, None)]),
        ("Little Red Riding Hood meeting a wolf", [("girl", 1, None), ("wolf", 1, None)]),
        ("a dog with big ears and a snowman with a carrot nose", [("dog", 1, None), ("snowman", 1, None)]),
        ("a lion and her three cubs", [("lion", 1, None), ("lion", 3, None)]),
        ("a pair of headphones", [("headphone", 1, None)]),
        ("a pair of penguins", [("penguin", 2, None)]),
        ("two pairs of shoes", [("mans-shoe", 2, None)]),
        ("an empty desert highway under a starry sky", []),
        ("zero foxes, 0 owls and 3 cats", [("cat", 3, None)]),
        ("a river made of white feathers and a boat", [("sailboat", 1, None)]),
        ("🦊 and 🐘", [("fox", 1, None), ("elephant", 1, None)]),
        ("a photo of a cup of coffee", [("hot-beverage", 1, None), ("table", 1, None)]),
        ("a dog is chasing a ball. The dog is brown.", [("dog", 1, "brown"), ("soccer-ball", 1, None)]),
        ("a small red house with a green door", [("house", 1, "red")]),
        ("in the heart of a village a blacksmith hammers a sword", [("factory-worker", 1, None), ("sword", 1, None)]),
        ("a plate of cookies", [("cookie", 3, None)]),
        ("two polar bears with three cubs", [("polar-bear", 2, None), ("polar-bear", 3, None)]),
        ("a duckling and its mother", [("baby-chick", 1, None), ("duck", 1, None)]),
        ("kids building a snowman", [("child", 3, None), ("snowman", 1, None)]),
        ("a woman doing yoga at sunrise", [("woman-in-lotus-position", 1, None)]),
        ("an old man in a wheelchair", [("man-in-manual-wheelchair", 1, None)]),
        ("a happy couple dancing", [("people-holding-hands", 1, None)]),
        ("the silence of a snowy village at night", []),
    ],
)  # fmt: skip
def test_subjects_with_counts_and_colours(pack, prompt, subjects):
    assert seen(parse(prompt, pack)) == subjects


@pytest.mark.parametrize(
    "prompt, relation",
    [
        ("a gray cat hugging an otter with an orange scarf", ("cat", "hugging", "otter")),
        ("a gray cat hugging an otter with an orange scarf", ("otter", "wearing", "scarf")),
        ("a fox reading a book", ("fox", "holding", "open-book")),
        ("an astronaut riding a horse", ("astronaut", "riding", "horse")),
        ("a basket of kittens", ("cat", "inside", "basket")),
        ("a school bus full of children", ("child", "inside", "bus")),
        ("a bird on top of an elephant", ("bird", "on", "elephant")),
        ("a cat to the left of a dog", ("cat", "left of", "dog")),
        ("a mouse behind a pumpkin", ("mouse", "behind", "jack-o-lantern")),
        ("an old man walking a dog with a blue umbrella", ("old-man", "holding", "umbrella")),
        ("a frog in a top hat", ("frog", "wearing", "top-hat")),
        ("a wizard in the forest, purple robe", ("person-mage", "wearing", "dress")),
        ("a vet examining a kitten", ("cat", "on", "table")),
        ("a vet listening to the heartbeat of a puppy with a stethoscope", ("health-worker", "using", "stethoscope")),
        ("a vet listening to the heartbeat of a puppy with a stethoscope", ("health-worker", "facing", "dog")),
        ("a girl flying a kite", ("girl", "holding", "kite")),
        ("a puppy in a basket", ("dog", "inside", "basket")),
        ("a rabbit with a carrot", ("rabbit", "holding", "carrot")),
        ("a boy and a girl holding hands", ("boy", "hugging", "girl")),
        ("a dog wearing glasses and a bow tie reading a newspaper", ("dog", "wearing", "ribbon")),
        ("a dog wearing glasses and a bow tie reading a newspaper", ("dog", "holding", "newspaper")),
        ("a parrot on a pirate's shoulder", ("parrot", "on", "pirate")),
        ("a red van with two surfboards on the roof", ("surfboard", "on", "minibus")),
        ("a desk with a laptop, a notebook and a plant", ("notebook", "on", "table")),
        ("a shark above a sunken treasure chest", ("shark", "above", "treasure-chest")),
        ("a frog holding an umbrella", ("frog", "holding", "umbrella")),
        ("an elf on a white horse", ("person-elf", "riding", "horse")),
        ("a jar full of stars", ("star", "inside", "jar")),
        ("a violinist on a stage", ("person-standing", "holding", "violin")),
        ("a shop with a shopping cart full of vegetables", ("root-vegetable", "inside", "shopping-cart")),
    ],
)
def test_relations(pack, prompt, relation):
    assert relation in bonds(parse(prompt, pack))


@pytest.mark.parametrize(
    "prompt, setting, time, weather, season",
    [
        ("a fox in a meadow", "meadow", "day", "clear", "summer"),
        ("a crab on the beach at sunset", "beach", "dusk", "clear", "summer"),
        ("a bear in a foggy forest in autumn", "forest", "day", "fog", "autumn"),
        ("children playing in the snow", "snow", "day", "snow", "winter"),
        ("a bus in a rainy city at night", "city", "night", "rain", "summer"),
        ("a camel in the desert under a starry sky", "desert", "night", "clear", "summer"),
        ("an owl under the stars", "night sky", "night", "clear", "summer"),
        ("a cat in a cozy living room", "room", "day", "clear", "summer"),
        ("an apple on a white background", "plain", "day", "clear", "summer"),
        ("a fish", "underwater", "day", "clear", "summer"),
        ("a rocket", "space", "night", "clear", "summer"),
        ("a penguin", "snow", "day", "clear", "winter"),
        ("a lighthouse by the sea in a storm", "sea", "day", "storm", "summer"),
        ("a dragon above the mountains at dawn", "mountains", "dawn", "clear", "summer"),
        ("kids in front of a school", "meadow", "day", "clear", "summer"),
        ("a bedroom while it rains outside", "room", "day", "rain", "summer"),
        ("a red house with two windows", "meadow", "day", "clear", "summer"),
        ("a mermaid on a rock at night", "beach", "night", "clear", "summer"),
        ("a unicorn at a stream in a forest", "forest", "day", "clear", "summer"),
        ("a pizza with mushrooms", "room", "day", "clear", "summer"),
        ("a clock, a key and a rose", "plain", "day", "clear", "summer"),
        ("swans and willow trees on a river", "meadow", "day", "clear", "summer"),
        ("a teapot", "room", "day", "clear", "summer"),
        ("", "meadow", "day", "clear", "summer"),
    ],
)
def test_surroundings(pack, prompt, setting, time, weather, season):
    scene = parse(prompt, pack)
    assert (scene.setting, scene.time, scene.weather, scene.season) == (setting, time, weather, season)


@pytest.mark.parametrize(
    "prompt, text, place",
    [
        ('a poster of a bicycle with the text "Tour de Fleur"', "Tour de Fleur", "title"),
        ("a shop with a sign that says “Open 9–5”", "Open 9–5", "sign"),
        ("a cake with the words 'Happy Birthday, Mia!'", "Happy Birthday, Mia!", "on"),
        ("a banner saying WELCOME HOME over a house", "WELCOME HOME", "banner"),
        ('a map with the caption "Here be dragons"', "Here be dragons", "caption"),
    ],
)
def test_quoted_text_is_kept_to_the_letter(pack, prompt, text, place):
    (lettering,) = parse(prompt, pack).lettering
    assert (lettering.text, lettering.place) == (text, place)


@pytest.mark.parametrize(
    "prompt, backdrop",
    [
        ("a cat on a plain blue background", "blue"),
        ("one red apple on a white background", "white"),
        ("a green frog on a pink background", "pink"),
        ("a cat on a plain background", None),
    ],
)
def test_a_plain_backdrop_has_its_own_colour(pack, prompt, backdrop):
    scene = parse(prompt, pack)
    assert (scene.setting, scene.backdrop, scene.missing) == ("plain", backdrop, ())


def test_the_colour_of_words_may_follow_them(pack):
    (lettering,) = parse('a dragon with the title "Dragon\'s Keep" in red letters', pack).lettering
    assert (lettering.text, lettering.colour) == ("Dragon's Keep", "red")


def test_an_apostrophe_is_no_quotation_mark(pack):
    scene = parse("a children's book drawing of the king's dog and the queen's cat", pack)
    assert scene.lettering == ()
    assert {"dog", "cat"} <= {art for art, _, _ in seen(scene)}
    assert scene.style == "children's book"


@pytest.mark.parametrize(
    "prompt, place",
    [
        ("A lighthouse at dusk, with the words 'Mind the rocks' on a sign", "sign"),
        ("a cat with the words 'Hello' on a big blackboard", "slate"),
        ("'Ahoy' on board a ship", "title"),
    ],
)
def test_words_on_a_bearer_that_is_named_after_them(pack, prompt, place):
    scene = parse(prompt, pack)
    assert [text.place for text in scene.lettering] == [place] and len(scene.subjects) == 1


def test_what_has_no_art_is_listed(pack):
    assert parse("an isometric cat", pack).missing == ("the style of isometric",)
    assert parse("a watercolor of a cat", pack).missing == ()
    assert parse("a cat and a blorple", pack).missing == ("blorple",)
    many = parse("150 balloons", pack)
    assert many.subjects[0].count == MAX_COUNT and many.missing == (f"{150 - MAX_COUNT} more balloons",)


@pytest.mark.parametrize(
    "prompt, more",
    [("a hundred and one bees", 1), ("1,000 bees", 900), ("100000000 bees", 99900), ("a hundred bees", 0)],
)
def test_large_numbers(pack, prompt, more):
    scene = parse(prompt, pack)
    assert scene.subjects[0].count == MAX_COUNT
    assert scene.missing == ((f"{more} more bees",) if more else ())


def test_no_prompt_takes_long_to_read(pack):
    """Each of these would take minutes if a pattern backtracked."""
    for prompt in ("a sign saying " + "A" * 1000 + "x", '"' * 3000, "'a " * 1000, "1," * 5000, "of the " * 5000):
        parse(prompt, pack)


def test_a_long_prompt_is_read_as_far_as_a_page_holds(pack):
    scene = parse("a cat and a dog. " + "and so on, and so forth " * 2000, pack)
    assert [art for art, _, _ in seen(scene)] == ["cat", "dog"]
    assert scene.missing == ("details of a long text",)


@pytest.mark.parametrize(
    "prompt, caption",
    [
        (
            "a gray cat hugging an otter with an orange scarf",
            "A gray cat hugging an otter wearing an orange scarf in a meadow on a clear summer day, "
            "in the style of children's book art.",
        ),
        (
            '3 red balloons over a rainy city at dusk, watercolor, with the words "Up!"',
            "Three red balloons in a city at dusk on a rainy summer day, in the style of watercolour art, with the "
            'words "Up!".',
        ),
        ("", "A quiet view in a meadow on a clear summer day, in the style of children's book art."),
    ],
)
def test_the_caption_says_what_is_drawn(pack, prompt, caption):
    assert describe(parse(prompt, pack)) == caption


@pytest.mark.parametrize(
    "prompt, subjects",
    [
        ("one red and two blue balloons", [("balloon", 1, "red"), ("balloon", 2, "blue")]),
        ("two red and three green apples", [("red-apple", 2, None), ("green-apple", 3, None)]),
        ("a red, a blue and a yellow balloon", [("balloon", 1, c) for c in ("red", "blue", "yellow")]),
        ("six red and blue balloons", [("balloon", 3, "red"), ("balloon", 3, "blue")]),
        ("red and yellow tulips", [("tulip", 2, "red"), ("tulip", 2, "yellow")]),
        ("three cats: one black, one white, one orange", [("cat", 1, c) for c in ("orange", "black", "white")]),
        ("Two dogs. One is brown, the other is white.", [("dog", 1, "white"), ("dog", 1, "brown")]),
        ("two apples, an orange and a pear", [("red-apple", 2, None), ("tangerine", 1, None), ("pear", 1, None)]),
        ("half a dozen cupcakes on a white background", [("cupcake", 6, None)]),
        ("an apple, a feather and a key", [("red-apple", 1, None), ("feather", 1, None), ("key", 1, None)]),
        ("1. A cat\n2. A blue bird", [("cat", 1, None), ("bird", 1, None)]),
        ("a fence, the sky in shades of orange and pink", [("fence", 1, None)]),
        ("a green dragon. The dragon is young.", [("dragon", 1, "green")]),
        ("two glasses of orange juice", [("glass-of-milk", 2, "orange")]),
        ("two businessmen", [("office-worker", 2, None)]),
        ("a glass of red wine", [("wine-glass", 1, None)]),
    ],
)  # fmt: skip
def test_colours_and_numbers_of_one_noun(pack, prompt, subjects):
    assert seen(parse(prompt, pack)) == subjects


@pytest.mark.parametrize(
    "prompt, subjects, excluded",
    [
        ("a city street with no people", [], ("people",)),
        ("a dog in a park, but don't include any trees", ["dog"], ("trees",)),
        ("not a dog but a cat", ["cat"], ("dog",)),
        ("a cat instead of a dog", ["cat"], ("dog",)),
        ("a meadow without clouds or birds, and a fox", ["fox"], ("clouds", "birds")),
        ("avoid text, people and logos. A fox.", ["fox"], ("text", "people", "logos")),
        ("no cats, two dogs", ["dog"], ("cats",)),
        ("a person without a hat", ["person-standing"], ("hat",)),
        ("not only a cat but also a dog", ["cat", "dog"], ()),
        ("a house without windows", ["house"], ("windows",)),
        ("a single rose, nothing else", ["rose"], ("anything else",)),
        ("a castle made of candy", ["castle"], ()),
    ],
)
def test_what_is_denied_is_excluded(pack, prompt, subjects, excluded):
    scene = parse(prompt, pack)
    assert ([art for art, _, _ in seen(scene)], scene.excluded) == (subjects, excluded)
    assert "room" != scene.setting


def test_no_text_leaves_out_what_is_not_quoted(pack):
    assert not parse("a banner saying HELLO, no text", pack).lettering
    assert [text.text for text in parse('a banner saying "HELLO", no other text', pack).lettering] == ["HELLO"]


@pytest.mark.parametrize(
    "prompt, relation",
    [
        ("a turtle with a mouse on its back", ("mouse", "on", "turtle")),
        ("a playful puppy in a field of daisies, with a butterfly perched on its nose", ("butterfly", "on", "dog")),
        ("a rabbit with a blue scarf and a hat on its head", ("rabbit", "wearing", "top-hat")),
        ("a dog with a bone in its mouth", ("dog", "holding", "bone")),
        ("a cake with five candles on top", ("candle", "on", "birthday-cake")),
        ("a big red barn with three cows and a horse in front of it", ("horse", "in front of", "house")),
        ("a dog and a cat sitting side by side on a bench", ("dog", "on", "bench")),
        ("a dog and a cat wearing hats", ("dog", "wearing", "top-hat")),
        ("two cats, one holding a balloon and the other wearing a crown", ("cat", "wearing", "crown")),
        ("a fox astronaut", ("fox", "wearing", "rescue-workers-helmet")),
        ("a cat dressed as a wizard", ("cat", "wearing", "top-hat")),
        ("a frog king with a golden crown", ("frog", "wearing", "crown")),
        ("a pirate cat", ("cat", "wearing", "top-hat")),
        ("a woman holding a baby", ("woman", "hugging", "baby")),
        ("a glass vase with tulips", ("tulip", "inside", "vase")),
        ("a snowman with a scarf and a black hat", ("snowman", "wearing", "top-hat")),
        ("a cat sleeping under a table", ("cat", "under", "table")),
    ],
)
def test_relations_to_what_was_named_before(pack, prompt, relation):
    assert bonds(parse(prompt, pack)).count(relation) == 1


@pytest.mark.parametrize(
    "prompt, missing",
    [
        ("a dragon, its eyes wide with excitement", ()),
        ("the elegance and beauty of a swan", ()),
        ("a cat beside a red trampoline", ("trampoline",)),
        ("a horse with a saddle", ("saddle",)),
        ("a wizard casting a spell", ()),
        ("a cottage with a blue roof", ("blue roof",)),
        ("a teacher at a whiteboard in a classroom", ()),
        ("Once upon a time a fox lived in a forest", ()),
    ],
)
def test_only_what_can_be_seen_is_missing(pack, prompt, missing):
    assert parse(prompt, pack).missing == missing

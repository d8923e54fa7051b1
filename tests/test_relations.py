"""How things stand to each other is seen in the boxes of the page, in every setting and on pages of every shape."""

import numpy as np
import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.reading.parse import parse
from pinxit.jobs import Job

SIZES = [(360, 360), (450, 300), (300, 450), (200, 600), (600, 200)]
SETTINGS = [
    "", " in a meadow", " on the beach", " in the snow", " in a kitchen", " on a plain white background",
    " in the desert", " in a city", " in a garden", " in the mountains", " at night",
]  # fmt: skip


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


class Box:
    """What is seen of one thing. `rank` is larger for what is painted later."""

    def __init__(self, seen, thing, rank):
        self.left, self.top, self.right, self.bottom = seen.left, seen.top, seen.right, seen.bottom
        self.width, self.height = self.right - self.left, self.bottom - self.top
        self.x, self.y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        self.rank, self.faces = rank, thing.faces

    def across(self, other):
        """How much of the narrower one's width is shared; less than 0 is a gap."""
        return (min(self.right, other.right) - max(self.left, other.left)) / min(self.width, other.width)

    def down(self, other):
        return (min(self.bottom, other.bottom) - max(self.top, other.top)) / min(self.height, other.height)

    def hidden(self, other):
        """How much of this box `other` covers."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, wide) * max(0, high) / (self.width * self.height)


def boxes(prompt, pack, size, seed=1):
    """The boxes of each subject's things, subject by subject."""
    job = Job(prompt=prompt, width=size[0], height=size[1], seed=seed, steps=1, quality="low")
    page = PagePainter(parse(prompt, pack), job, pack)
    things = [thing for thing in page.placed if thing.subject >= 0]
    found = [[] for _ in page.scene.subjects]
    for rank, (seen, thing) in enumerate(zip(page.seen(), things, strict=True)):
        found[thing.subject].append(Box(seen, thing, rank))
    return [group for group in found if group]


def left_of(one, two):
    return one.x < two.x and one.across(two) < 0.12


def right_of(one, two):
    return left_of(two, one)


def above(one, two):
    return one.bottom <= two.top + 0.06 * two.height and one.across(two) > 0.3


def upon(one, two):
    return two.left < one.x < two.right and two.top - 0.03 * two.height < one.bottom < two.top + 0.6 * two.height


def under(one, two):
    return one.across(two) > 0.6 and one.height < two.height and abs(one.bottom - two.bottom) < 0.2 * two.height


def behind(one, two):
    return one.rank < two.rank and 0.02 < one.hidden(two) < 0.62


def in_front(one, two):
    return one.rank > two.rank and one.across(two) > 0.05 and two.hidden(one) < 0.75


def beside(one, two):
    return -0.9 < one.across(two) < 0.3 and one.down(two) > 0.4


def inside(one, two):
    return two.left <= one.x <= two.right and two.top < one.bottom <= two.bottom and one.rank < two.rank


def touching(one, two):
    return 0.02 < one.across(two) < 0.5 and one.down(two) > 0.5


def held(one, two):
    """`one` holds `two`."""
    return two.across(one) > -0.7 and two.down(one) > 0.2 and 0.1 * one.height < two.height < 0.7 * one.height


def holds_string(one, two):
    return two.across(one) > -1.2 and two.bottom < one.y


def riding(one, two):
    return two.left < one.x < two.right and one.top < two.top + 0.25 * two.height and one.bottom < two.bottom


def facing(one, two):
    way = {"left": -1, "right": 1, "front": 0}
    side = 1 if two.x > one.x else -1
    return way[one.faces] in (0, side) and way[two.faces] in (0, -side) and one.across(two) < 0.3


def larger(factor):
    return lambda one, two: one.height > factor * two.height and two.height > 6


TABLE = [
    ("a cat to the left of a dog", left_of),
    ("a dog to the right of a horse", right_of),
    ("a ball on the left of a box", left_of),
    ("a dog to the left of a house", left_of),
    ("a castle to the right of a tree", right_of),
    ("a rabbit left of a hedgehog", left_of),
    ("a bird above a house", above),
    ("a butterfly above a flower", above),
    ("a balloon over an elephant", above),
    ("a bee flying over a cow", above),
    ("a fox jumping over a log", above),
    ("a bird on top of an elephant", upon),
    ("a cat on a rock", upon),
    ("a frog sitting on a lily pad", upon),
    ("a teddy bear on a chair", upon),
    ("a candle on a table", upon),
    ("a tiny house on a huge cake", upon),
    ("a mouse on a cow", upon),
    ("a fox under a tree", under),
    ("a snail under a mushroom", under),
    ("a child under an umbrella", None),
    ("a cat behind a fence", behind),
    ("a mouse behind a pumpkin", behind),
    ("a bear behind a box", behind),
    ("a dog behind a tree", behind),
    ("a dog in front of a house", in_front),
    ("a cat in front of a sofa", in_front),
    ("a pig in front of a fence", in_front),
    ("a cat next to a dog", beside),
    ("a penguin beside a snowman", beside),
    ("a cup next to a teapot", beside),
    ("a kitten inside a box", inside),
    ("an apple inside a basket", inside),
    ("a fish in a fishbowl", inside),
    ("a flower in a vase", inside),
    ("a girl hugging a bear", touching),
    ("a cat hugging an otter", touching),
    ("a girl holding a flower", held),
    ("a bear holding a heart", held),
    ("a chef holding a cake", held),
    ("a child holding a balloon", holds_string),
    ("a frog riding a snail", riding),
    ("a monkey riding a horse", riding),
    ("a girl riding a red bicycle", riding),
    ("a cat facing a dog", facing),
    ("a fox talking to a rabbit", facing),
    ("a cow looking at a chicken", facing),
    ("an elephant beside a mouse", larger(2.4)),
    ("a giant snail beside a tiny castle", larger(1.3)),
    ("a huge cat and a tiny dog", larger(2)),
    ("a big dog and a small dog", larger(1.4)),
    ("a giraffe next to a rabbit", larger(2)),
    ("a huge elephant and a tiny mouse", larger(3.5)),
    ("a giant strawberry next to a house", larger(0.5)),
]


@pytest.mark.parametrize(("prompt", "relation"), TABLE, ids=[prompt for prompt, _ in TABLE])
def test_a_relation_is_seen(pack, prompt, relation):
    at = [each for each, _ in TABLE].index(prompt)
    for number, size in enumerate(SIZES):
        if (at + number) % 2:  # the others are every second one's
            continue
        where = SETTINGS[(at + 2 * number) % len(SETTINGS)]
        one, two = (group[0] for group in boxes(prompt + where, pack, size, seed=number)[:2])
        assert relation is None or relation(one, two), (where, size, vars(one), vars(two))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "prompt", ["a cat between two dogs", "a cat between a dog and a horse", "a house between two trees"]
)
def test_between_is_in_the_middle(pack, prompt, size):
    (one, *_), *others = boxes(prompt, pack, size)
    first, second = sorted((each for group in others for each in group), key=lambda each: each.x)
    assert first.x < one.x < second.x
    assert one.hidden(first) < 0.3 and one.hidden(second) < 0.3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "prompt", ["a rabbit surrounded by six flowers", "a cat surrounded by five dogs", "a queen surrounded by mice"]
)
def test_around_is_on_both_sides_and_hides_nobody(pack, prompt, size):
    (one, *_), ring = boxes(prompt, pack, size)
    assert min(each.x for each in ring) < one.left + 0.2 * one.width
    assert max(each.x for each in ring) > one.right - 0.2 * one.width
    assert all(one.hidden(each) < 0.2 for each in ring if each.rank > one.rank)


@pytest.mark.parametrize(
    "where", ["", " in the snow", " underwater", " in space", " in a bedroom", ", seen from above"]
)
@pytest.mark.parametrize(
    ("place", "columns", "rows"),
    [
        ("on the left", (0, 0.4), (0, 1)), ("on the right", (0.6, 1), (0, 1)),
        ("in the top left corner", (0, 0.4), (0, 0.4)), ("in the top right corner", (0.6, 1), (0, 0.4)),
        ("in the bottom left corner", (0, 0.4), (0.6, 1)),
        ("in the bottom right corner", (0.6, 1), (0.6, 1)), ("at the top", (0.3, 0.7), (0, 0.4)),
        ("at the bottom", (0.3, 0.7), (0.6, 1)), ("in the centre", (0.3, 0.7), (0.2, 0.9)),
    ],
)  # fmt: skip
def test_a_place_is_kept_in_every_setting(pack, place, columns, rows, where):
    size = SIZES[(len(place) + len(where)) % len(SIZES)]
    first, second = (group[0] for group in boxes(f"a cat {place} and a ball{where}", pack, size)[:2])
    assert columns[0] <= first.x / size[0] <= columns[1]
    assert rows[0] <= first.y / size[1] <= rows[1]
    assert first.hidden(second) < 0.1
    assert first.height > 0.1 * min(size)


def test_what_one_does_is_seen(pack):
    def one(prompt):
        return boxes(prompt, pack, (360, 360))[0][0]

    usual = one("a dog in a meadow")
    assert one("a jumping dog in a meadow").bottom < usual.bottom - 0.15 * usual.height
    assert one("a flying pig").bottom < 0.75 * 360
    assert upon(*(group[0] for group in boxes("a butterfly sitting on a flower", pack, (360, 360))))


@pytest.mark.parametrize(("usual", "posed"), [("a cat", "a sleeping cat"), ("a horse", "a running horse")])
def test_a_pose_is_painted(pack, usual, posed):
    pictures = []
    for prompt in (usual, posed):
        job = Job(prompt=prompt, width=256, height=256, seed=1, steps=1, quality="low")
        page = PagePainter(parse(prompt + " in a meadow", pack), job, pack)
        for operation in page.operations():
            operation()
        pictures.append(np.asarray(page.picture().convert("RGB"), dtype=float))
    differs = np.abs(pictures[0] - pictures[1]).max(2) > 40
    assert 200 < differs.sum() < 0.5 * differs.size

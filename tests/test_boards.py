"""Boards carry their words and stand on their bottom edge."""

import numpy as np
import pytest

from pinxit.engines.storybook.painting.boards import board

LONG = (
    "Once upon a time a clever little fox could not sleep without a story, so she climbed the hill to ask the moon. "
    * 3
)


@pytest.mark.parametrize("kind", ["sign", "ribbon", "page", "slate"])
@pytest.mark.parametrize("text", ["7", "BAKERY", "Welcome to the Enchanted Forest", LONG])
@pytest.mark.parametrize("box", [(400, 260), (260, 400), (90, 60)])
def test_a_board_carries_its_words(kind, text, box):
    picture = board(text, width=box[0], max_height=box[1], kind=kind)
    assert picture.width <= box[0] and picture.height <= box[1]
    bare = board("\n", width=box[0], max_height=box[1], kind=kind)
    assert picture.tobytes() != bare.tobytes()
    seen = np.asarray(picture.getchannel("A")) > 3
    assert seen[-3:].any(), "it stands on its bottom edge"


def test_a_slate_is_dark_with_chalk_on_it():
    picture = np.asarray(board("2 + 2 = 4", width=400, max_height=300, kind="slate").convert("RGB")).astype(int)
    inner = picture[int(0.12 * len(picture)) : int(0.66 * len(picture)), 60:-60].sum(axis=2)
    assert np.median(inner) < 300 and 0.04 < (inner > 560).mean() < 0.5

"""What a picture costs in tokens: the arithmetic of contract section 7, with the tables of models.toml."""

import math
from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

from pinxit.wire.images import TokenDetails, Usage

#: What every prompt costs beside its own words (contract 7.2).
PROMPT_OVERHEAD = 6
#: What every partial image costs (contract 7.1).
PARTIAL_IMAGE = 100
#: An input picture is shrunk into a square of so many pixels a side, and counted in tiles of so many (contract 7.3).
INPUT_BOX, INPUT_TILE = 2048, 512
#: What an input picture costs, and each of its tiles; what high fidelity adds to a square one, and to any other.
INPUT_BASE, INPUT_PER_TILE = 65, 129
HIGH_FIDELITY_SQUARE, HIGH_FIDELITY_OBLONG = 4160, 6240
#: Characters that the tokenizer takes at once.
PIECE = 50_000
#: Keeps a side that is whole from being floored to the next lower one by the error of a division.
ROUNDING = 1e-6
#: The size that the published tables begin with, and its pixels.
BASE_SIZE, BASE_PIXELS = "1024x1024", 1024 * 1024


_reading = Lock()


def encoding() -> Any:
    """The o200k_base tokenizer, from the package's own data; read in half a second when a thread first asks."""
    with _reading:
        return _encoding()


@cache
def _encoding() -> Any:
    import bpe_openai

    return bpe_openai.get_encoding("o200k_base")


def count_text(prompt: str) -> int:
    """Tokens of `prompt`: o200k_base plus the overhead that recordings show (contract 7.2)."""
    return count_words(prompt) + PROMPT_OVERHEAD


def count_words(text: str) -> int:
    """Tokens of `text` as a mainline model reads or writes it; of a very long one piece by piece, which may count a few
    tokens more."""
    encode = encoding().encode_ordinary
    return sum(len(encode(text[start : start + PIECE])) for start in range(0, len(text), PIECE))


def count_picture(table: Mapping[str, Mapping[str, int]], quality: str, width: int, height: int) -> int:
    """Output tokens of one picture; a size that `table` does not list counts by its area (an estimate)."""
    sizes = table[quality]
    listed = sizes.get(f"{width}x{height}")
    return listed if listed is not None else max(1, round(sizes[BASE_SIZE] * width * height / BASE_PIXELS))


def count_input(width: int, height: int, fidelity: str) -> int:
    """Input tokens of one picture of `width` x `height` pixels (contract 7.3).

    It is shrunk into 2048 x 2048, then until its shorter side has 512 pixels, and costs by the tiles of 512 x 512 that
    it then covers; high fidelity adds a fixed sum by its shape.
    """
    shrink = min(1.0, INPUT_BOX / max(width, height))
    shrink *= min(1.0, INPUT_TILE / (min(width, height) * shrink))
    across, down = (math.ceil(max(1, math.floor(side * shrink + ROUNDING)) / INPUT_TILE) for side in (width, height))
    tokens = INPUT_BASE + INPUT_PER_TILE * across * down
    if fidelity == "high":
        tokens += HIGH_FIDELITY_SQUARE if width == height else HIGH_FIDELITY_OBLONG
    return tokens


def usage(text_tokens: int, input_image_tokens: int, picture_tokens: int, partial_images: int) -> Usage:
    """Usage of one picture; `partial_images` counts those that were sent."""
    output = picture_tokens + PARTIAL_IMAGE * partial_images
    return Usage(
        input_tokens=text_tokens + input_image_tokens,
        input_tokens_details=TokenDetails(image_tokens=input_image_tokens, text_tokens=text_tokens),
        output_tokens=output,
        output_tokens_details=TokenDetails(image_tokens=output, text_tokens=0),
        total_tokens=text_tokens + input_image_tokens + output,
    )


def total(usages: list[Usage]) -> Usage:
    """Sum the usage of several pictures (contract 1.5)."""

    def details(of: list[TokenDetails]) -> TokenDetails:
        return TokenDetails(
            image_tokens=sum(part.image_tokens for part in of), text_tokens=sum(part.text_tokens for part in of)
        )

    return Usage(
        input_tokens=sum(usage.input_tokens for usage in usages),
        input_tokens_details=details([usage.input_tokens_details for usage in usages]),
        output_tokens=sum(usage.output_tokens for usage in usages),
        output_tokens_details=details([usage.output_tokens_details for usage in usages]),
        total_tokens=sum(usage.total_tokens for usage in usages),
    )

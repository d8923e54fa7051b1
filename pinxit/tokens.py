"""What a picture costs in tokens: the arithmetic of contract section 7, with the tables of models.toml."""

from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

from pinxit.wire.images import TokenDetails, Usage

#: What every prompt costs beside its own words (contract 7.2).
PROMPT_OVERHEAD = 6
#: What every partial image costs (contract 7.1).
PARTIAL_IMAGE = 100
#: The size that the published tables begin with, and its pixels.
BASE_SIZE, BASE_PIXELS = "1024x1024", 1024 * 1024


_reading = Lock()


def encoding() -> Any:
    """The o200k_base tokenizer, from the package's own data; takes 0.4 s the first time, in whichever thread asks."""
    with _reading:
        return _encoding()


@cache
def _encoding() -> Any:
    import bpe_openai

    return bpe_openai.get_encoding("o200k_base")


def count_text(prompt: str) -> int:
    """Tokens of `prompt`: o200k_base plus the overhead that recordings show (contract 7.2)."""
    return len(encoding().encode_ordinary(prompt)) + PROMPT_OVERHEAD


def count_picture(table: Mapping[str, Mapping[str, int]], quality: str, width: int, height: int) -> int:
    """Output tokens of one picture; a size that `table` does not list counts by its area (an estimate)."""
    sizes = table[quality]
    listed = sizes.get(f"{width}x{height}")
    return listed if listed is not None else max(1, round(sizes[BASE_SIZE] * width * height / BASE_PIXELS))


def usage(text_tokens: int, picture_tokens: int, partial_images: int) -> Usage:
    """Usage of one picture; `partial_images` counts those that were sent."""
    output = picture_tokens + PARTIAL_IMAGE * partial_images
    return Usage(
        input_tokens=text_tokens,
        input_tokens_details=TokenDetails(image_tokens=0, text_tokens=text_tokens),
        output_tokens=output,
        output_tokens_details=TokenDetails(image_tokens=output, text_tokens=0),
        total_tokens=text_tokens + output,
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

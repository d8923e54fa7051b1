"""Ids that cannot be guessed: a prefix, and letters and digits (contract 4)."""

import re
import secrets
import string

ALPHABET = string.digits + string.ascii_letters
#: 62^22 is more than 2^130.
LENGTH = 22


def make_id(prefix: str) -> str:
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_id(prefix: str, text: str) -> bool:
    """Whether `text` may be an id of ours. Anything else need not be looked for."""
    return re.fullmatch(rf"{prefix}[0-9A-Za-z]{{{LENGTH}}}", text) is not None

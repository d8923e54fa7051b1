"""Pages of lists that are short enough to be read whole."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from pinxit.errors import InvalidRequest
from pinxit.options import cut
from pinxit.wire.responses import ItemQuery


class HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


def page(items: Sequence[T], query: ItemQuery, limit: int) -> tuple[list[T], bool]:
    """The items that `query` asks for, `limit` of them where it does not say, and whether more follow.

    Newest first unless it says "asc"; `items` are oldest first. Raises `InvalidRequest` if `after` is none of them.
    """
    ordered = list(items) if query.order == "asc" else list(reversed(items))
    start = 0
    if query.after is not None:
        start = next((at for at, item in enumerate(ordered, 1) if item.id == query.after), 0)
        if not start:
            message = f"No such item: {cut(query.after)}. 'after' must be the id of an item of this list."
            raise InvalidRequest(message, param="after", code="invalid_value")
    end = start + (query.limit or limit)
    return ordered[start:end], len(ordered) > end

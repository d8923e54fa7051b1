"""The rows of items: what was said and drawn, found by id, by response or by conversation."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, and_, delete, insert, or_, select, update

from pinxit.store.tables import conversation_items, conversations, items, pictures, responses

Role = Literal["input", "output"]
#: The `type` of an item that stands for another one.
REFERENCE = "item_reference"


#: Ids that are asked for at once: databases take some tens of thousands.
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Record:
    """One item. `body` is JSON without pictures; `pictures` are the names of those that belong to it."""

    id: str
    role: Role
    body: dict[str, Any]
    pictures: tuple[str, ...] = ()


def batched(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def insert_records(connection: Connection, response_id: str | None, records: Sequence[Record]) -> None:
    if records:
        rows = [
            {
                "id": each.id,
                "response_id": response_id,
                "role": each.role,
                "body": json.dumps(each.body),
                "meant_id": each.body["id"] if each.body["type"] == REFERENCE else None,
            }
            for each in records
        ]
        connection.execute(insert(items), rows)
    named = [{"id": name, "item_id": each.id} for each in records for name in each.pictures]
    if named:
        connection.execute(insert(pictures), named)


def hold(connection: Connection, conversation_id: str, ids: Sequence[str]) -> None:
    """Put items at the end of a conversation, but for those that it has, if it has not been deleted meanwhile."""
    if connection.scalar(select(conversations.c.id).where(conversations.c.id == conversation_id)) is None:
        return
    held = select(conversation_items.c.item_id).where(conversation_items.c.conversation_id == conversation_id)
    has = set(connection.scalars(held))
    rows = [{"conversation_id": conversation_id, "item_id": each} for each in dict.fromkeys(ids) if each not in has]
    if rows:
        connection.execute(insert(conversation_items), rows)


def of_response(connection: Connection, response_id: str, role: Role | None = None) -> list[Record]:
    """The items of a response, in order, each reference replaced by what it refers to."""
    query = select(items.c.id, items.c.role, items.c.body).where(items.c.response_id == response_id)
    if role is not None:
        query = query.where(items.c.role == role)
    return _records(connection, query.order_by(items.c.number))


def of_conversation(connection: Connection, conversation_id: str) -> list[Record]:
    """The items of a conversation, in order."""
    query = (
        select(items.c.id, items.c.role, items.c.body)
        .join(conversation_items, conversation_items.c.item_id == items.c.id)
        .where(conversation_items.c.conversation_id == conversation_id)
        .order_by(conversation_items.c.number)
    )
    return _records(connection, query)


def find_living(connection: Connection, ids: Sequence[str]) -> dict[str, Record]:
    """Those of `ids` that belong to a response or a conversation which has not been deleted."""
    return {record.id: record for some in batched(ids) for record in _find_living(connection, some)}


def _find_living(connection: Connection, ids: Sequence[str]) -> list[Record]:
    lives = or_(
        and_(responses.c.id.is_not(None), responses.c.deleted_at.is_(None)),
        select(conversation_items.c.number).where(conversation_items.c.item_id == items.c.id).exists(),
    )
    query = (
        select(items.c.id, items.c.role, items.c.body)
        .join(responses, responses.c.id == items.c.response_id, isouter=True)
        .where(items.c.id.in_(ids), lives)
    )
    return _records(connection, query)


def delete_unowned(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Delete those of `ids` that no response, no conversation and no reference has, and what only they referred to;
    returns the names of their pictures."""
    return [name for some in batched(ids) for name in _delete_unowned(connection, some)]


def _delete_unowned(connection: Connection, ids: Sequence[str]) -> list[str]:
    in_conversation = select(conversation_items.c.number).where(conversation_items.c.item_id == items.c.id).exists()
    references = items.alias()
    is_meant = select(references.c.number).where(references.c.meant_id == items.c.id).exists()
    unowned = and_(items.c.id.in_(ids), items.c.response_id.is_(None), ~in_conversation, ~is_meant)
    found = list(connection.execute(select(items.c.id, items.c.meant_id).where(unowned)))
    gone, meant = [row.id for row in found], [row.meant_id for row in found if row.meant_id is not None]
    names = list(connection.scalars(select(pictures.c.id).where(pictures.c.item_id.in_(gone))))
    connection.execute(delete(pictures).where(pictures.c.item_id.in_(gone)))
    connection.execute(delete(items).where(items.c.id.in_(gone)))
    return names + (delete_unowned(connection, meant) if meant else [])


def release(connection: Connection, response_id: str) -> list[str]:
    """Take a response's items from it; returns the names of the pictures that are nobody's any more."""
    ids = list(connection.scalars(select(items.c.id).where(items.c.response_id == response_id)))
    connection.execute(update(items).where(items.c.response_id == response_id).values(response_id=None))
    return delete_unowned(connection, ids)


def _records(connection: Connection, query: Select[Any]) -> list[Record]:
    found = [_record(row) for row in connection.execute(query)]
    referred = [record.body["id"] for record in found if record.body["type"] == REFERENCE]
    if not referred:
        return found
    meant = {
        record.id: record
        for some in batched(referred)
        for record in map(
            _record,
            connection.execute(select(items.c.id, items.c.role, items.c.body).where(items.c.id.in_(some))),
        )
    }
    replaced = [meant.get(each.body["id"]) if each.body["type"] == REFERENCE else each for each in found]
    return [each for each in replaced if each is not None]


def _record(row: Row[*tuple[Any, ...]]) -> Record:
    return Record(row.id, row.role, json.loads(row.body))

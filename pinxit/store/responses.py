"""The rows of responses: kept while somebody may go on from them, leased by the server that is at work on them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from pinxit.store import items
from pinxit.store.database import Database
from pinxit.store.items import Record, Role
from pinxit.store.tables import events, pictures, responses

UNDER_WAY = ("queued", "in_progress")
IS_WANTED = and_(responses.c.status.in_(UNDER_WAY), responses.c.deleted_at.is_(None))
"""Somebody is to work on the response still."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One response. `body` is JSON without the output; `request` is what is still to be done about it, if anything."""

    id: str
    created_at: int
    status: str
    body: dict[str, Any]
    previous_id: str | None = None
    request: dict[str, Any] | None = None
    attempts: int = 1


class Responses:
    """Responses by id. Times are Unix seconds."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, kept: Kept, records: Sequence[Record], *, lease: int, conversation_id: str | None) -> None:
        """Keep a response and the items that it has so far. A finished one's items go into its conversation too."""

        def work(connection: Connection) -> None:
            values = {
                "id": kept.id,
                "created_at": kept.created_at,
                "status": kept.status,
                "body": json.dumps(kept.body),
                "request": json.dumps(kept.request) if kept.request is not None else None,
                "previous_id": kept.previous_id,
                "lease": lease,
                "attempts": kept.attempts,
            }
            connection.execute(insert(responses).values(values))
            items.insert_records(connection, kept.id, records)
            if kept.status == "completed":
                _hold(connection, kept.id, conversation_id)

        await self.database.write(work)

    async def finish(
        self,
        kept: Kept,
        records: Sequence[Record],
        *,
        conversation_id: str | None,
        event: dict[str, Any] | None = None,
    ) -> bool:
        """Keep what became of a response that is under way, and its last event if its events are kept; False where it
        was cancelled or deleted meanwhile."""

        def work(connection: Connection) -> bool:
            is_wanted = and_(responses.c.id == kept.id, IS_WANTED)
            values = {"status": kept.status, "body": json.dumps(kept.body), "request": None}
            if connection.execute(update(responses).where(is_wanted).values(values)).rowcount != 1:
                return False
            items.insert_records(connection, kept.id, records)
            if kept.status == "completed":
                _hold(connection, kept.id, conversation_id)
            if event is not None:
                _insert_event(connection, kept.id, event)
            return True

        return await self.database.write(work)

    async def begin(self, response_id: str) -> None:
        """Note that a queued response is in progress."""
        change = (
            update(responses)
            .where(responses.c.id == response_id, responses.c.status == "queued")
            .values(status="in_progress")
        )
        await self.database.write(lambda connection: connection.execute(change))

    async def cancel(self, response_id: str) -> bool:
        """Whether a response was under way, and is cancelled now."""
        change = (
            update(responses)
            .where(responses.c.id == response_id, responses.c.status.in_(UNDER_WAY))
            .values(status="cancelled", request=None)
        )
        return await self.database.write(lambda connection: connection.execute(change).rowcount == 1)

    async def find(self, response_id: str) -> Kept | None:
        query = select(responses).where(responses.c.id == response_id, responses.c.deleted_at.is_(None))
        row = await self.database.read(lambda connection: connection.execute(query).one_or_none())
        return _kept(row) if row else None

    async def records(self, response_id: str, role: Role) -> list[Record]:
        """The input or the output of a response, in order."""
        return await self.database.read(lambda connection: items.of_response(connection, response_id, role))

    async def context(self, response_id: str) -> list[Record]:
        """All that was said and drawn until the end of a response, oldest first. Raises `LookupError`."""

        def work(connection: Connection) -> list[Record]:
            turns: list[list[Record]] = []
            at: str | None = response_id
            while at is not None:
                query = select(responses.c.previous_id, responses.c.deleted_at).where(responses.c.id == at)
                row = connection.execute(query).one_or_none()
                if row is None or (row.deleted_at is not None and not turns):
                    raise LookupError(at)
                turns.append(items.of_response(connection, at))
                at = row.previous_id
            return [record for turn in reversed(turns) for record in turn]

        return await self.database.read(work)

    async def find_items(self, ids: Sequence[str]) -> dict[str, Record]:
        """Those of `ids` that are items which have not been deleted."""
        return await self.database.read(lambda connection: items.find_living(connection, ids))

    async def delete(self, response_id: str, now: int) -> list[str] | None:
        """Delete a response; returns the names of pictures that are nobody's now, or None if there was no response."""

        def work(connection: Connection) -> list[str] | None:
            is_living = and_(responses.c.id == response_id, responses.c.deleted_at.is_(None))
            change = update(responses).where(is_living).values(deleted_at=now, request=None, status="cancelled")
            if connection.execute(change).rowcount != 1:
                return None
            return _purge(connection, response_id)

        return await self.database.write(work)

    async def delete_before(self, time: int, now: int) -> list[str]:
        """Delete what is older than `time`; returns the names of pictures that are nobody's now."""

        def work(connection: Connection) -> list[str]:
            is_old = and_(responses.c.created_at < time, responses.c.deleted_at.is_(None))
            old = list(connection.scalars(select(responses.c.id).where(is_old).order_by(responses.c.number.desc())))
            connection.execute(update(responses).where(is_old).values(deleted_at=now, request=None))
            return [name for each in old for name in _purge(connection, each)]

        return await self.database.write(work)

    async def renew(self, ids: Sequence[str], lease: int) -> set[str]:
        """Go on with those of `ids` that are still wanted, until `lease`; returns them."""

        def work(connection: Connection) -> set[str]:
            is_wanted = and_(responses.c.id.in_(ids), IS_WANTED)
            connection.execute(update(responses).where(is_wanted).values(lease=lease))
            return set(connection.scalars(select(responses.c.id).where(is_wanted)))

        return await self.database.write(work)

    async def claim(self, now: int, lease: int) -> list[Kept]:
        """Take over until `lease` what no server is at work on any more, though nobody has finished it."""

        def work(connection: Connection) -> list[Kept]:
            is_left = and_(responses.c.lease < now, IS_WANTED)
            query = select(responses).where(is_left).order_by(responses.c.number).with_for_update(skip_locked=True)
            left = [_kept(row) for row in connection.execute(query)]
            change = update(responses).where(responses.c.id.in_([each.id for each in left]))
            connection.execute(change.values(lease=lease, attempts=responses.c.attempts + 1))
            return left

        return await self.database.write(work)

    async def add_event(self, response_id: str, body: dict[str, Any]) -> None:
        await self.database.write(lambda connection: _insert_event(connection, response_id, body))

    async def events(self, response_id: str, after: int) -> list[dict[str, Any]]:
        """What was streamed of a response behind the event number `after`, in order."""
        query = (
            select(events.c.body)
            .where(events.c.response_id == response_id, events.c.number > after)
            .order_by(events.c.number)
        )
        return await self.database.read(lambda connection: [json.loads(each) for each in connection.scalars(query)])

    async def count_events(self, response_id: str) -> int:
        """The number that the next event has."""
        query = select(events.c.number).where(events.c.response_id == response_id).order_by(events.c.number.desc())
        last = await self.database.read(lambda connection: connection.scalar(query.limit(1)))
        return 0 if last is None else last + 1

    async def living_pictures(self, names: Sequence[str]) -> set[str]:
        """Those of `names` that are pictures of items."""
        query = select(pictures.c.id).where(pictures.c.id.in_(names))
        return await self.database.read(lambda connection: set(connection.scalars(query)))


def _insert_event(connection: Connection, response_id: str, body: dict[str, Any]) -> None:
    number = body["sequence_number"]
    connection.execute(insert(events).values(response_id=response_id, number=number, body=json.dumps(body)))


def _hold(connection: Connection, response_id: str, conversation_id: str | None) -> None:
    """Put the items of a response at the end of its conversation, if it has one."""
    if conversation_id is not None:
        items.hold(connection, conversation_id, [each.id for each in items.of_response(connection, response_id)])


def _purge(connection: Connection, response_id: str) -> list[str]:
    """Forget a deleted response that no other goes on from, and then the deleted ones that it went on from."""
    names: list[str] = []
    at: str | None = response_id
    while at is not None:
        row = connection.execute(
            select(responses.c.previous_id, responses.c.deleted_at).where(responses.c.id == at)
        ).one_or_none()
        has_heir = connection.scalar(select(responses.c.number).where(responses.c.previous_id == at).limit(1))
        if row is None or row.deleted_at is None or has_heir is not None:
            break
        names += items.release(connection, at)
        connection.execute(delete(events).where(events.c.response_id == at))
        connection.execute(delete(responses).where(responses.c.id == at))
        at = row.previous_id
    return names


def _kept(row: Row[Any]) -> Kept:
    request = json.loads(row.request) if row.request is not None else None
    return Kept(row.id, row.created_at, row.status, json.loads(row.body), row.previous_id, request, row.attempts)

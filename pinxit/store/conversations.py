"""The rows of conversations, and which items they hold in which order."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from pinxit.store import items
from pinxit.store.database import Database
from pinxit.store.items import REFERENCE, Record
from pinxit.store.tables import conversation_items, conversations
from pinxit.wire.conversations import Conversation


class Conversations:
    """Conversations by id."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, conversation: Conversation, records: Sequence[Record]) -> None:
        """Keep a conversation that begins with some items."""

        def work(connection: Connection) -> None:
            values = conversation.model_dump(include={"id", "created_at"})
            metadata = json.dumps(conversation.metadata)
            connection.execute(insert(conversations).values(**values, metadata=metadata))
            _append(connection, conversation.id, records)

        await self.database.write(work)

    async def find(self, conversation_id: str) -> Conversation | None:
        query = select(conversations).where(conversations.c.id == conversation_id)
        row = await self.database.read(lambda connection: connection.execute(query).one_or_none())
        return Conversation(id=row.id, created_at=row.created_at, metadata=json.loads(row.metadata)) if row else None

    async def update(self, conversation_id: str, metadata: dict[str, str]) -> None:
        change = update(conversations).where(conversations.c.id == conversation_id)
        change = change.values(metadata=json.dumps(metadata))
        await self.database.write(lambda connection: connection.execute(change))

    async def delete(self, conversation_id: str) -> list[str] | None:
        """Delete a conversation; returns the names of pictures that are nobody's now, or None if there was none."""

        def work(connection: Connection) -> list[str] | None:
            held = select(conversation_items.c.item_id).where(conversation_items.c.conversation_id == conversation_id)
            ids = list(connection.scalars(held))
            of_it = conversation_items.c.conversation_id == conversation_id
            connection.execute(delete(conversation_items).where(of_it))
            if connection.execute(delete(conversations).where(conversations.c.id == conversation_id)).rowcount != 1:
                return None
            return items.delete_unowned(connection, ids)

        return await self.database.write(work)

    async def records(self, conversation_id: str) -> list[Record]:
        """The items of a conversation, in order."""
        return await self.database.read(lambda connection: items.of_conversation(connection, conversation_id))

    async def append(self, conversation_id: str, records: Sequence[Record]) -> None:
        """Put items at the end; a reference puts what it refers to there."""
        await self.database.write(lambda connection: _append(connection, conversation_id, records))

    async def remove(self, conversation_id: str, item_id: str) -> list[str] | None:
        """Take an item out; returns the names of pictures that are nobody's now, or None if it was not there."""

        def work(connection: Connection) -> list[str] | None:
            here = conversation_items.c.conversation_id == conversation_id
            change = delete(conversation_items).where(here, conversation_items.c.item_id == item_id)
            if not connection.execute(change).rowcount:
                return None
            return items.delete_unowned(connection, [item_id])

        return await self.database.write(work)


def _append(connection: Connection, conversation_id: str, records: Sequence[Record]) -> None:
    new = [each for each in records if each.body["type"] != REFERENCE]
    items.insert_records(connection, None, new)
    ids = [each.body["id"] if each.body["type"] == REFERENCE else each.id for each in records]
    items.hold(connection, conversation_id, ids)

"""Conversations: items in order, that responses go on from and add to."""

import asyncio
import time
from collections.abc import Callable

from pinxit.errors import NotFound
from pinxit.options import cut
from pinxit.service.identifiers import is_id, make_id
from pinxit.service.intake import Brought
from pinxit.service.transcript import items_of
from pinxit.store.conversations import Conversations
from pinxit.store.pictures import Pictures
from pinxit.wire.conversations import Conversation, ConversationDeleted
from pinxit.wire.responses import Item

PREFIX = "conv_"


class ConversationService:
    """Keeps conversations. `clock` says the Unix time."""

    def __init__(
        self, conversations: Conversations, pictures: Pictures, *, clock: Callable[[], float] = time.time
    ) -> None:
        self.conversations = conversations
        self.pictures = pictures
        self.clock = clock

    async def create(self, metadata: dict[str, str], brought: Brought) -> Conversation:
        conversation = Conversation(id=make_id(PREFIX), created_at=int(self.clock()), metadata=metadata)
        await self.pictures.put_all(brought.fresh)
        await self.conversations.add(conversation, brought.records)
        return conversation

    async def retrieve(self, conversation_id: str) -> Conversation:
        """Raises `NotFound` for a conversation that never was, or was deleted."""
        found = await self.conversations.find(conversation_id) if is_id(PREFIX, conversation_id) else None
        if found is None:
            raise NotFound(f"Conversation with id '{cut(conversation_id)}' not found.")
        return found

    async def update(self, conversation_id: str, metadata: dict[str, str]) -> Conversation:
        """Raises `NotFound`."""
        found = await self.retrieve(conversation_id)
        await self.conversations.update(conversation_id, metadata)
        return found.model_copy(update={"metadata": metadata})

    async def delete(self, conversation_id: str) -> ConversationDeleted:
        """Raises `NotFound`. Items that responses have stay theirs."""
        await self.retrieve(conversation_id)
        await self.pictures.discard(await self.conversations.delete(conversation_id) or [])
        return ConversationDeleted(id=conversation_id)

    async def items(self, conversation_id: str) -> list[Item]:
        """All items, oldest first, without the bytes of pictures. Raises `NotFound`."""
        await self.retrieve(conversation_id)
        return await asyncio.to_thread(items_of, await self.conversations.records(conversation_id))

    async def append(self, conversation_id: str, brought: Brought) -> None:
        """Add items at the end. Raises `NotFound`."""
        await self.retrieve(conversation_id)
        await self.pictures.put_all(brought.fresh)
        await self.conversations.append(conversation_id, brought.records)

    async def item(self, conversation_id: str, item_id: str) -> Item:
        """Raises `NotFound`."""
        found = next((item for item in await self.items(conversation_id) if item.id == item_id), None)
        if found is None:
            raise _no_item(item_id)
        return found

    async def remove(self, conversation_id: str, item_id: str) -> Conversation:
        """Take an item out. Raises `NotFound`."""
        conversation = await self.retrieve(conversation_id)
        names = await self.conversations.remove(conversation_id, item_id)
        if names is None:
            raise _no_item(item_id)
        await self.pictures.discard(names)
        return conversation


def _no_item(item_id: str) -> NotFound:
    return NotFound(f"Item with id '{cut(item_id)}' not found in this conversation.")

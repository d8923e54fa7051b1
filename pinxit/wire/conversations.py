"""The Conversations API as it travels (contract 3.5): names are the vendor's, and nothing here computes."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class ConversationRequest(BaseModel):
    """The body of POST /v1/conversations."""

    model_config = ConfigDict(extra="forbid")

    items: Any = None
    metadata: dict[str, str] | None = None


class ConversationUpdate(BaseModel):
    """The body of POST /v1/conversations/{conversation_id}."""

    model_config = ConfigDict(extra="forbid")

    metadata: dict[str, str]


class ItemsRequest(BaseModel):
    """The body of POST /v1/conversations/{conversation_id}/items."""

    model_config = ConfigDict(extra="forbid")

    items: Any


class Conversation(BaseModel):
    id: str
    object: Literal["conversation"] = "conversation"
    created_at: int
    metadata: dict[str, str]


class ConversationDeleted(BaseModel):
    id: str
    object: Literal["conversation.deleted"] = "conversation.deleted"
    deleted: Literal[True] = True

"""The tables of the database, all of them, and the version of their shape. Times are Unix seconds, sizes bytes."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

VERSION = 1
"""Goes up with every change that an older pinxit cannot work with."""

metadata = MetaData()

#: One row: the version that the tables have, and a name that no other database has.
meta = Table(
    "meta",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

#: A deleted file stays for a while as a row with `deleted_at`, so that a list can go on from it.
files = Table(
    "files",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("bytes", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("filename", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("deleted_at", BigInteger),
    Index("files_by_age", "created_at", "number"),
    sqlite_autoincrement=True,
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("filename", Text, nullable=False),
    Column("mime_type", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("file_seconds", BigInteger),  # how long the file will live
)

parts = Table(
    "parts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("upload_id", Text, ForeignKey("uploads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("bytes", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

#: A deleted response stays as a row with `deleted_at` for as long as another goes on from it.
responses = Table(
    "responses",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON, without the output
    Column("request", Text),  # JSON, while it is under way in the background
    Column("previous_id", Text, index=True),
    Column("lease", BigInteger, nullable=False),  # until when a server is at work on it
    Column("attempts", Integer, nullable=False),
    Column("deleted_at", BigInteger),
    Index("responses_under_way", "status", "lease"),
    sqlite_autoincrement=True,
)

#: What is said and drawn. An item belongs to the response that brought it, to conversations, or to both.
items = Table(
    "items",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("response_id", Text, ForeignKey("responses.id"), index=True),
    Column("role", Text, nullable=False),  # input or output
    Column("body", Text, nullable=False),  # JSON, without pictures
    Column("meant_id", Text, index=True),  # of a reference: the item that it stands for, and holds
    sqlite_autoincrement=True,
)

#: The pictures of items, whose bytes are objects.
pictures = Table(
    "pictures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), nullable=False, index=True),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    Column("metadata", Text, nullable=False),  # JSON
)

conversation_items = Table(
    "conversation_items",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("item_id", Text, ForeignKey("items.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_autoincrement=True,
)

#: What was streamed of a response in the background, for whoever goes on reading.
events = Table(
    "events",
    metadata,
    Column("response_id", Text, ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),  # JSON, without pictures
)

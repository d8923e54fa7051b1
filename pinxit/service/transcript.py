"""A conversation as it is kept and as planners see it: items, and the pictures in them, numbered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pydantic import TypeAdapter

from pinxit.service.planners.base import Drawing, Entry
from pinxit.service.planners.base import Message as Said
from pinxit.store.items import Record, Role
from pinxit.wire.blobs import Blob, Kept
from pinxit.wire.images import ImageReference
from pinxit.wire.responses import ImageCall, InputImage, Item, Message, Refusal

ITEM: TypeAdapter[Item] = TypeAdapter(Item)
#: What is kept of a picture that was made, and does not travel.
OWN = ("seed", "is_new")
#: What is said of the pictures that are kept, beside what travels.
KEPT = "kept"


@dataclass(slots=True)
class Transcript:
    """What was said and drawn, oldest first. `fresh` are the bytes of pictures that are not stored yet, by name."""

    items: list[Item]
    fresh: dict[str, bytes] = field(default_factory=dict)

    def entries(self) -> tuple[Entry, ...]:
        """What planners see. Pictures are numbered as in `pictures`."""
        entries: list[Entry] = []
        number = 0
        for item in self.items:
            if isinstance(item, ImageCall) and item.status == "completed":
                entries.append(Drawing(number, item.revised_prompt or "", item.is_new))
                number += 1
            elif isinstance(item, Message):
                count = sum(isinstance(part, InputImage) for part in item.content)
                entries.append(Said(item.role, text_of(item), tuple(range(number, number + count))))
                number += count
        return tuple(entries)

    def pictures(self) -> list[ImageReference | ImageCall]:
        """All pictures, in order: those that were shown, and the calls that made the others."""
        found: list[ImageReference | ImageCall] = []
        for item in self.items:
            if isinstance(item, ImageCall) and item.status == "completed":
                found.append(item)
            elif isinstance(item, Message):
                found += [self._shown(part) for part in item.content if isinstance(part, InputImage)]
        return found

    def reference(self, picture: ImageReference | ImageCall) -> ImageReference:
        """How to come by the bytes of a picture."""
        return self._by_name(picture.id) if isinstance(picture, ImageCall) else picture

    def _shown(self, image: InputImage) -> ImageReference:
        if image.kept is not None:
            return self._by_name(image.kept.name)
        return ImageReference(image_url=image.image_url, file_id=image.file_id)

    def _by_name(self, name: str) -> ImageReference:
        content = self.fresh.get(name)
        return ImageReference(kept=Kept(name)) if content is None else uploaded(content)


def uploaded(content: bytes) -> ImageReference:
    """A reference to a picture that is at hand."""
    return ImageReference(upload=Blob(BytesIO(content), len(content)))


def text_of(message: Message) -> str:
    """What a message says in words."""
    said = (
        part.refusal if isinstance(part, Refusal) else part.text
        for part in message.content
        if not isinstance(part, InputImage)
    )
    return "\n".join(said)


def words_of(instructions: str | None, items: Sequence[Item]) -> str:
    """All that a language model would read: what was asked of it, and what was said and drawn, in words."""
    said = [instructions or ""] + [
        text_of(item) if isinstance(item, Message) else item.revised_prompt or ""
        for item in items
        if isinstance(item, Message | ImageCall)
    ]
    return "\n".join(filter(None, said))


def record_of(item: Item, role: Role, extra_pictures: Sequence[str] = ()) -> Record:
    """The item as it is kept: without pictures, which are kept by their names."""
    body = item.model_dump(mode="json")
    pictures: tuple[str, ...] = ()
    if isinstance(item, ImageCall):
        body.pop("result", None)
        body |= {name: getattr(item, name) for name in OWN}
        pictures = (item.id, *extra_pictures) if item.status == "completed" else tuple(extra_pictures)
    elif isinstance(item, Message):
        named = [part.kept.name if isinstance(part, InputImage) and part.kept else None for part in item.content]
        for part, name in zip(body["content"], named, strict=True):
            if name is not None:
                part[KEPT] = name
                part["image_url"] = _public(part["image_url"])
        pictures = tuple(name for name in named if name is not None)
    return Record(item.id, role, body, pictures)


def item_of(record: Record) -> Item:
    """The item that was kept; without the bytes of pictures."""
    body = dict(record.body)
    if body["type"] == "message":
        body["content"] = [_with_kept(part) for part in body["content"]]
    return ITEM.validate_python(body)


def items_of(records: Sequence[Record]) -> list[Item]:
    """The items that were kept, in order; of thousands it is work for another thread."""
    return [item_of(record) for record in records]


def _with_kept(part: Mapping[str, Any]) -> dict[str, Any]:
    return {**part, KEPT: Kept(part[KEPT])} if KEPT in part else dict(part)


def _public(url: str | None) -> str | None:
    """A URL that can be told of the picture; the bytes in a data URL are kept elsewhere."""
    return None if url is None or url[:5].lower() == "data:" else url

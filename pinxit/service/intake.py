"""What a request brings into a conversation: its items get ids, and its pictures are read before any work."""

import asyncio
import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field

from pinxit.admission.responses import Given
from pinxit.catalog import Profile
from pinxit.errors import InvalidRequest, NotFound
from pinxit.options import cut
from pinxit.service.identifiers import make_id
from pinxit.service.references import Opener
from pinxit.service.transcript import item_of, record_of
from pinxit.store.items import REFERENCE, Record
from pinxit.store.responses import Responses
from pinxit.wire.blobs import Kept
from pinxit.wire.images import ImageReference
from pinxit.wire.responses import ImageCall, InputImage, Item, ItemReference, Message, OtherItem

#: How the ids of items begin, by their type.
AT_ONCE = 50
"""Items that are read before others have a turn."""
PREFIXES = {"message": "msg_", "image_generation_call": "ig_", "reasoning": "rs_", "function_call": "fc_"}


@dataclass(slots=True)
class Brought:
    """The items of a request: as they are, as rows, and the bytes of their pictures by name."""

    items: list[Item] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    fresh: dict[str, bytes] = field(default_factory=dict)
    mask: str | None = None
    """The name of the mask that came with them, among `fresh`."""


class Intake:
    """Reads what callers send, and finds what they refer to."""

    def __init__(self, responses: Responses, opener: Opener) -> None:
        self.responses = responses
        self.opener = opener

    async def read(
        self, given: Sequence[Given], profile: Profile, *, so_far: Sequence[Item] = (), name: str = "input"
    ) -> Brought:
        """Raises what contract 6.3 and 6.4 say of pictures that cannot be read and items that are not there."""
        ids = [each.id for each in given if each.id]
        known = {item.id: item for item in so_far}
        stored = {id_: item_of(record) for id_, record in (await self.responses.find_items(ids)).items()} if ids else {}
        brought = Brought()
        size = 0
        for place, each in enumerate(given):
            if place % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)  # there may be thousands
            if each.id in known and not isinstance(known[each.id], ImageCall):
                continue  # a caller who sends the whole conversation again, though we have it
            if (meant := stored.get(each.id)) is not None:
                brought.items.append(meant)
                brought.records.append(Record(make_id("ref_"), "input", {"type": REFERENCE, "id": meant.id}))
                continue
            if isinstance(each, ItemReference):
                raise _unknown(each.id)
            item = await self._read(each, f"{name}[{place}]", profile, brought.fresh)
            brought.items.append(item)
            brought.records.append(record_of(item, "input"))
            size += sum(len(brought.fresh[name]) for name in brought.records[-1].pictures if name in brought.fresh)
            self.opener.check_total(size)
        return brought

    async def _read(
        self, given: Message | ImageCall | OtherItem, at: str, profile: Profile, fresh: dict[str, bytes]
    ) -> Item:
        item = given.model_copy(update={"id": make_id(PREFIXES.get(given.type, "item_"))})
        if isinstance(item, ImageCall) and item.result is not None:
            reference = ImageReference(image_url=_data_url(item.result, f"{at}.result"))
            fresh[item.id] = await self.opener.read(reference, at, profile)
            return item.model_copy(update={"result": None, "status": "completed"})
        if isinstance(item, Message):
            parts = [
                await self._part(part, f"{at}.content[{place}]", profile, fresh)
                if isinstance(part, InputImage)
                else part
                for place, part in enumerate(item.content)
            ]
            return item.model_copy(update={"content": parts})
        return item

    async def _part(self, part: InputImage, at: str, profile: Profile, fresh: dict[str, bytes]) -> InputImage:
        """The part with its picture read: what is behind a URL may be another tomorrow, and is kept as it is today."""
        reference = ImageReference(image_url=part.image_url, file_id=part.file_id)
        content = await self.opener.read(reference, at, profile)
        if part.file_id is not None:
            return part
        name = make_id("pic_")
        fresh[name] = content
        return part.model_copy(update={"kept": Kept(name)})


def _data_url(result: str, at: str) -> str:
    """A picture that was made, sent back by the caller, as the URL that it stands for."""
    try:
        base64.b64decode(result[:64] + "=" * (-len(result[:64]) % 4), validate=True)
    except (binascii.Error, ValueError):
        message = f"Invalid '{at}': expected a base64-encoded image."
        raise InvalidRequest(message, param=at, code="invalid_base64_image") from None
    return f"data:image/png;base64,{result}"


def _unknown(item_id: str) -> NotFound:
    message = (
        f"Item with id '{cut(item_id)}' not found. Items are not persisted when `store` is set to false. "
        "Try again with `store` set to true, or remove this item from your input."
    )
    return NotFound(message, param="input")

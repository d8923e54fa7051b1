"""Conversations: items in order, that responses go on from and add to."""

import openai as sdk
import pytest

from tests.pictures import data_url, photo
from tests.stores import http_of, objects_of

pytestmark = pytest.mark.anyio

TOOL = {"type": "image_generation"}
ASK = {"model": "gpt-5", "tools": [TOOL]}


def said(text):
    return {"role": "user", "content": text}


async def test_a_conversation(openai):
    made = await openai.conversations.create(metadata={"a": "b"})
    assert made.id.startswith("conv_") and made.metadata == {"a": "b"}
    first = await openai.responses.create(**ASK, input="a red fox", conversation=made.id)
    second = await openai.responses.create(**ASK, input="make it blue", conversation={"id": made.id})
    assert first.conversation.id == second.conversation.id == made.id
    assert second.output[0].revised_prompt == "A blue fox"
    items = [item async for item in openai.conversations.items.list(made.id, order="asc", limit=2)]
    assert [item.type for item in items] == ["message", "image_generation_call", "message"] * 2
    assert items[1].result == first.output[0].result
    assert items[3].content[0].text == "make it blue"


async def test_metadata(openai):
    made = await openai.conversations.create(metadata={"a": "b"})
    changed = await openai.conversations.update(made.id, metadata={"c": "d"})
    assert changed.metadata == {"c": "d"} and changed.created_at == made.created_at
    assert await openai.conversations.retrieve(made.id) == changed


async def test_items(openai):
    made = await openai.conversations.create(items=[said("one")])
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    added = await openai.conversations.items.create(made.id, items=[said("two"), shown])
    assert [item.type for item in added.data] == ["message", "message"]
    listed = (await openai.conversations.items.list(made.id)).data
    assert [item.id for item in listed[:2]] == [item.id for item in reversed(added.data)]
    one = await openai.conversations.items.retrieve(
        added.data[1].id, conversation_id=made.id, include=["message.input_image.image_url"]
    )
    assert one.content[0].image_url == data_url(photo())
    left = await openai.conversations.items.delete(added.data[0].id, conversation_id=made.id)
    assert left.id == made.id
    with pytest.raises(sdk.NotFoundError):
        await openai.conversations.items.retrieve(added.data[0].id, conversation_id=made.id)


async def test_a_picture_in_a_conversation_is_worked_from(openai):
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    made = await openai.conversations.create(items=[shown])
    response = await openai.responses.create(**ASK, input="make it brighter", conversation=made.id)
    assert response.output[0].action == "edit" and response.output[0].size == "1536x1024"


async def test_deleting(app, openai):
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    made = await openai.conversations.create(items=[shown])
    response = await openai.responses.create(**ASK, input="a red fox", conversation=made.id)
    assert len(await objects_of(app)) == 2
    deleted = await openai.conversations.delete(made.id)
    assert deleted.deleted and deleted.object == "conversation.deleted"
    assert len(await objects_of(app)) == 1  # what the response has stays its own
    assert (await openai.responses.retrieve(response.id)).output[0].result
    await openai.responses.delete(response.id)
    assert await objects_of(app) == []
    for call in (openai.conversations.retrieve, openai.conversations.delete):
        with pytest.raises(sdk.NotFoundError):
            await call(made.id)


async def test_a_deleted_response_stays_in_its_conversation(app, openai):
    made = await openai.conversations.create()
    response = await openai.responses.create(**ASK, input="a red fox", conversation=made.id)
    await openai.responses.delete(response.id)
    items = (await openai.conversations.items.list(made.id, order="asc")).data
    assert items[1].result == response.output[0].result
    await openai.conversations.delete(made.id)
    assert await objects_of(app) == []


@pytest.mark.parametrize(
    "method, path, body, status, message",
    [
        ("GET", "conv_x", None, 404, "Conversation with id 'conv_x' not found."),
        ("POST", "conv_x/items", {"items": [said("x")]}, 404, "Conversation with id 'conv_x' not found."),
        ("GET", "conv_x/items", None, 404, "Conversation with id 'conv_x' not found."),
        ("POST", "", {"items": [said("x")] * 21}, 400, "Invalid 'items': array too long."),
        ("POST", "", {"items": [{"role": "user"}]}, 400, "Missing required parameter: 'items[0].content'."),
        ("POST", "", {"items": [{"type": "item_reference", "id": "ig_x"}]}, 404, "Item with id 'ig_x' not found."),
        ("POST", "", {"metadata": {"a": 1}}, 400, "Invalid type for 'metadata.a': expected a string"),
        ("POST", "", {"metadata": {"a" * 65: "b"}}, 400, "Invalid property name in 'metadata'"),
    ],
)  # fmt: skip
async def test_refusals(app, method, path, body, status, message):
    async with http_of(app) as http:
        answer = await http.request(method, f"/v1/conversations/{path}".rstrip("/"), json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].startswith(message)

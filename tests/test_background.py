"""Responses in the background: queued, polled, cancelled, streamed to whoever comes back, taken over."""

import asyncio
import os
import signal

import openai as sdk
import pytest

from pinxit.app import build
from pinxit.service.background import MAX_ATTEMPTS
from tests.conftest import client_of, process, running, serving, state_of, until
from tests.engines import GatedEngine
from tests.stores import objects_of

pytestmark = pytest.mark.anyio

TOOL = {"type": "image_generation"}
ASK = {"model": "gpt-5", "input": "a red fox", "tools": [TOOL], "background": True}


async def let_go(engine):
    """Let an engine go on, slowly, until it hears that its server stops."""
    while not engine.ended.is_set():
        await asyncio.sleep(0.3)
        engine.gate.release(1)


async def ended(openai, response_id):
    async with asyncio.timeout(10):
        while (response := await openai.responses.retrieve(response_id)).status in ("queued", "in_progress"):
            await asyncio.sleep(0.02)
    return response


async def test_polling(openai):
    queued = await openai.responses.create(**ASK)
    assert (queued.status, queued.output, queued.background, queued.usage) == ("queued", [], True, None)
    response = await ended(openai, queued.id)
    assert response.status == "completed" and response.output[0].result and response.completed_at
    assert (await openai.responses.input_items.list(queued.id)).data[0].content[0].text == "a red fox"


async def test_streaming_and_coming_back(openai):
    tools = [TOOL | {"partial_images": 1}]
    events = [event async for event in await openai.responses.create(**ASK | {"tools": tools}, stream=True)]
    assert [event.type for event in events[:3]] == ["response.created", "response.queued", "response.in_progress"]
    assert events[0].response.status == "queued" and events[-1].type == "response.completed"
    assert [event.sequence_number for event in events] == list(range(len(events)))
    response_id = events[0].response.id
    for after in (0, 5, len(events) - 2):
        again = [
            event async for event in await openai.responses.retrieve(response_id, stream=True, starting_after=after)
        ]
        assert again == events[after + 1 :]
    assert [event async for event in await openai.responses.retrieve(response_id, stream=True)] == events
    assert await openai.responses.retrieve(response_id) == events[-1].response


async def test_coming_back_when_all_is_said(openai):
    events = [event async for event in await openai.responses.create(**ASK, stream=True)]
    last = events[-1]
    for after in (last.sequence_number, 10_000):
        stream = await openai.responses.retrieve(last.response.id, stream=True, starting_after=after)
        assert [event async for event in stream] == []


async def test_deleting_stops_the_work(config):
    engine = GatedEngine()
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        response = await openai.responses.create(**ASK)
        await until(engine.began.is_set)
        await openai.responses.delete(response.id)
        while not engine.ended.is_set():  # within a step of when the engine hears of it
            engine.gate.release(1)
            await asyncio.sleep(0.05)
        assert not engine.finished
        assert await objects_of(app) == []


async def test_coming_back_while_it_is_made(config):
    engine = GatedEngine()
    async with serving(build(config, engine=engine)) as address, client_at(address) as openai:
        stream = await openai.responses.create(**ASK, stream=True)
        created = await anext(aiter(stream))
        await stream.close()
        await until(engine.began.is_set)
        back = await openai.responses.retrieve(created.response.id, stream=True, starting_after=2)
        events = aiter(back)
        assert (await anext(events)).sequence_number == 3
        engine.gate.release(100)
        rest = [event async for event in events]
        assert rest[-1].type == "response.completed"
        assert engine.finished  # though whoever asked had gone


async def test_cancelling(config):
    engine = GatedEngine()
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        response = await openai.responses.create(**ASK)
        await until(engine.began.is_set)
        cancelled = await openai.responses.cancel(response.id)
        assert (cancelled.status, cancelled.id) == ("cancelled", response.id)
        while not engine.ended.is_set():  # within a step of when the engine hears of it
            engine.gate.release(1)
            await asyncio.sleep(0.05)
        assert not engine.finished
        assert (await openai.responses.cancel(response.id)).status == "cancelled"
        assert await objects_of(app) == []


async def test_what_has_ended_stays_as_it_is(openai):
    response = await ended(openai, (await openai.responses.create(**ASK)).id)
    assert await openai.responses.cancel(response.id) == response


async def test_what_somebody_waits_for_cannot_be_cancelled(openai):
    response = await openai.responses.create(**ASK | {"background": False})
    with pytest.raises(sdk.BadRequestError, match="Cannot cancel a synchronous response."):
        await openai.responses.cancel(response.id)
    with pytest.raises(sdk.BadRequestError, match="was not created with"):
        await openai.responses.retrieve(response.id, stream=True)


async def test_too_many(config):
    engine = GatedEngine()
    config = config.model_copy(update={"max_waiting": 2})
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        made = [await openai.responses.create(**ASK) for _ in range(2)]
        with pytest.raises(sdk.RateLimitError):
            await openai.responses.create(**ASK)
        engine.gate.release(1000)
        assert {(await ended(openai, response.id)).status for response in made} == {"completed"}


async def test_a_full_queue_is_waited_for(config):
    engine = GatedEngine()
    config = config.model_copy(update={"max_waiting": 2})
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        waiting = [asyncio.create_task(openai.images.generate(model="gpt-image-1", prompt="x")) for _ in range(2)]
        await until(lambda: state_of(app).dispatcher.waiting == 2)
        response = await openai.responses.create(**ASK)
        engine.gate.release(1000)
        await asyncio.gather(*waiting)
        assert (await ended(openai, response.id)).status == "completed"


async def test_a_failure(config):
    from tests.engines import BrokenEngine

    async with running(build(config, engine=BrokenEngine())) as app, client_of(app) as openai:
        response = await ended(openai, (await openai.responses.create(**ASK)).id)
    assert (response.status, response.error.code, response.output[0].status) == ("failed", "server_error", "failed")


async def test_going_on_from_it_and_in_a_conversation(openai):
    conversation = await openai.conversations.create()
    first = await ended(openai, (await openai.responses.create(**ASK, conversation=conversation.id)).id)
    asked = ASK | {"input": "make it blue", "conversation": conversation.id}
    second = await ended(openai, (await openai.responses.create(**asked)).id)
    assert second.output[0].revised_prompt == "A blue fox"
    third = await openai.responses.create(**ASK | {"input": "make it green", "previous_response_id": second.id})
    assert (await ended(openai, third.id)).output[0].action in ("edit", "generate")
    items = (await openai.conversations.items.list(conversation.id, order="asc")).data
    assert [item.type for item in items] == ["message", "image_generation_call", "message"] * 2
    assert items[1].id == first.output[0].id


# ------------------------------------------------------------------------------------------------- servers that die


@pytest.mark.parametrize("stream", [False, True])
async def test_a_response_outlives_its_server(config, stream):
    """The second server finds what the first left when it was stopped."""
    engine = GatedEngine()
    async with serving(build(config, engine=engine)) as address, client_at(address) as openai:
        made = await openai.responses.create(**ASK | {"tools": [TOOL | {"partial_images": 2}]}, stream=stream)
        response_id = (await anext(aiter(made))).response.id if stream else made.id
        if stream:
            await made.close()
        await until(engine.began.is_set)
        engine.gate.release(5)  # past the first partial
        await until(lambda: engine.steps == 5)
        letting_go = asyncio.create_task(let_go(engine))
    await letting_go
    async with running(build(config)) as app, client_of(app) as openai:
        response = await ended(openai, response_id)
        assert response.status == "completed"
        if stream:
            events = [event async for event in await openai.responses.retrieve(response_id, stream=True)]
            assert [event.sequence_number for event in events] == list(range(len(events)))
            assert events[-1].response == response
            added = [event.item.id for event in events if event.type == "response.output_item.added"]
            assert added == [item.id for item in response.output]  # the second server goes on with what was announced
            async with openai.responses.stream(response_id=response_id, starting_after=0) as stream:
                assert [event async for event in stream]


async def test_a_response_that_kills_its_servers_is_given_up(config):
    response_id = None
    for _ in range(MAX_ATTEMPTS):
        engine = GatedEngine()
        async with running(build(config, engine=engine)) as app, client_of(app) as openai:
            if response_id is None:
                response_id = (await openai.responses.create(**ASK)).id
            await until(engine.began.is_set)
            letting_go = asyncio.create_task(let_go(engine))
        await letting_go
    async with running(build(config)) as app, client_of(app) as openai:
        response = await ended(openai, response_id)
    assert response.status == "failed" and response.error.message.startswith("The server stopped")


async def test_responses_are_kept_anywhere(places, config):
    config = config.model_copy(update=places)
    async with running(build(config)) as app, client_of(app) as openai:
        conversation = await openai.conversations.create()
        first = await ended(openai, (await openai.responses.create(**ASK, conversation=conversation.id)).id)
    async with running(build(config)) as app, client_of(app) as openai:
        assert await openai.responses.retrieve(first.id) == first
        asked = ASK | {"input": "make it blue", "previous_response_id": first.id}
        events = [event async for event in await openai.responses.create(**asked, stream=True)]
        second = events[-1].response
        assert second.output[0].revised_prompt == "A blue fox"
        await openai.responses.delete(first.id)
        again = [event async for event in await openai.responses.retrieve(second.id, stream=True)]
        assert again == events
        await openai.responses.delete(second.id)
        await openai.conversations.delete(conversation.id)
        assert await objects_of(app) == []


def test_what_was_acknowledged_outlives_a_kill(tmp_path):
    arguments, environment = ("--data", tmp_path / "data"), {"PINXIT_ENGINE": "testcard"}
    with process(*arguments, environment=environment) as server, blocking_client_at(server.address) as client:
        first = client.responses.create(**ASK | {"background": False})
        conversation = client.conversations.create(items=[{"role": "user", "content": "a red fox"}])
        os.kill(server.pid, signal.SIGKILL)
    with process(*arguments, environment=environment) as server, blocking_client_at(server.address) as client:
        assert client.responses.retrieve(first.id) == first
        second = client.responses.create(**ASK | {"background": False, "previous_response_id": first.id})
        assert second.output[0].result
        assert client.conversations.items.list(conversation.id).data[0].content[0].text == "a red fox"


def client_at(address, kind=sdk.AsyncOpenAI):
    return kind(base_url=f"{address}/v1", api_key="k", max_retries=0, _strict_response_validation=True)


def blocking_client_at(address):
    return client_at(address, sdk.OpenAI)

"""The Responses API: what may be asked, what comes of it, and how it streams."""

import asyncio
import base64
import io
import itertools

import openai as sdk
import pytest
from PIL import Image

from pinxit.app import build
from pinxit.errors import ConfigError
from pinxit.service.planners.base import Paint, PlannerFailed, Say
from tests.conftest import client_of, running, serving, state_of, until
from tests.engines import BreaksAfterPreviewEngine, BrokenEngine, GatedEngine, RecordingEngine
from tests.pictures import data_url, decoded, difference, encoded, mask, photo
from tests.stores import http_of, objects_of

pytestmark = pytest.mark.anyio

TOOL = {"type": "image_generation"}
ASK = {"model": "gpt-5", "input": "a red fox", "tools": [TOOL]}
DRAWN = ["image_generation_call", "message"]
MESSAGE = {"role": "user", "content": "a red fox"}


class Scripted:
    """A planner that does what the test says, and keeps what it was told."""

    def __init__(self, *steps):
        self.steps = steps
        self.told = []

    async def plan(self, conversation):
        self.told.append(conversation)
        for step in self.steps:
            if isinstance(step, Exception):
                raise step
            yield step

    async def close(self):
        pass


@pytest.fixture
def engine():
    return RecordingEngine()


@pytest.fixture
async def app(config, engine):
    async with running(build(config, engine=engine)) as app:
        yield app


def kinds(response):
    return [item.type for item in response.output]


# ------------------------------------------------------------------------------------------------------------- drawing


async def test_a_picture_and_an_empty_message(openai, engine):
    response = await openai.responses.create(**ASK)
    assert kinds(response) == DRAWN and response.output_text == ""
    call = response.output[0]
    assert decoded(call.result).size == (1024, 1024)
    assert (call.status, call.action, call.size, call.quality) == ("completed", "generate", "1024x1024", "high")
    assert (call.background, call.output_format, call.revised_prompt) == ("opaque", "png", "A red fox")
    assert [job.prompt for job in engine.jobs] == ["A red fox"]
    assert response.id.startswith("resp_") and call.id.startswith("ig_") and response.output[1].id.startswith("msg_")


async def test_what_is_echoed(http):
    sent = ASK | {
        "instructions": "Be brief.", "metadata": {"a": "b"}, "temperature": 0.5, "top_p": 0.9, "user": "u", "store": False,
        "max_output_tokens": 100, "max_tool_calls": 2, "truncation": "auto", "parallel_tool_calls": False,
        "reasoning": {"effort": "low"}, "text": {"verbosity": "low"}, "prompt_cache_key": "k", "safety_identifier": "s",
        "tool_choice": {"type": "image_generation"},
    }  # fmt: skip
    answer = (await http.post("/v1/responses", json=sent)).json()
    for name, value in sent.items():
        if name not in ("input", "tools", "reasoning", "text"):
            assert answer[name] == value, name
    assert answer["reasoning"] == {"effort": "low", "summary": None}
    assert answer["text"] == {"format": {"type": "text"}, "verbosity": "low"}
    assert answer["tools"] == [
        {
            "type": "image_generation", "background": "auto", "model": "gpt-image-1", "moderation": "auto", "n": 1,
            "output_compression": 100, "output_format": "png", "quality": "auto", "size": "auto",
        }
    ]  # fmt: skip
    for name in ("error", "incomplete_details", "previous_response_id", "conversation"):
        assert answer[name] is None, name
    assert answer["object"] == "response" and answer["status"] == "completed" and answer["completed_at"]


async def test_echoed_tools_are_accepted_back(openai):
    tools = [
        TOOL | {"size": "1536x1024", "partial_images": 2},
        {"type": "function", "name": "f"},
        {"type": "web_search"},
    ]
    first = await openai.responses.create(**ASK | {"tools": tools})
    echoed = [tool.model_dump(exclude_unset=True) for tool in first.tools]
    second = await openai.responses.create(**ASK | {"tools": echoed})
    assert second.tools == first.tools
    assert second.output[0].size == "1536x1024"


@pytest.mark.parametrize(
    "options, said",
    [
        ({"size": "1024x1536"}, {"size": "1024x1536"}),
        ({"quality": "low"}, {"quality": "low"}),
        ({"background": "transparent"}, {"background": "transparent"}),
        ({"output_format": "jpeg", "output_compression": 50}, {"output_format": "jpeg"}),
        ({"output_format": "webp"}, {"output_format": "webp"}),
        ({"model": "gpt-image-2", "size": "1280x640"}, {"size": "1280x640"}),
        ({"model": "storybook", "size": "300x200"}, {"size": "300x200"}),
    ],
)
async def test_options_of_the_tool(openai, options, said):
    call = (await openai.responses.create(**ASK | {"tools": [TOOL | options]})).output[0]
    for name, value in said.items():
        assert getattr(call, name) == value
    image = Image.open(io.BytesIO(base64.b64decode(call.result)))
    assert "x".join(map(str, image.size)) == call.size
    assert image.format.lower() == call.output_format
    assert ("A" in image.mode) is (call.background == "transparent")


async def test_usage(openai):
    response = await openai.responses.create(**ASK | {"tools": [TOOL | {"quality": "low"}]})
    pictures = response.tool_usage.image_gen
    assert pictures.output_tokens == 272 and pictures.input_tokens == pictures.input_tokens_details.text_tokens
    assert response.usage.input_tokens < 20 and 0 < response.usage.output_tokens < 20
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens


@pytest.mark.parametrize(
    "choice, tools, text, draws",
    [
        ("auto", [TOOL], "a red fox", True),
        ("auto", [TOOL], "What is the capital of France?", False),
        ("required", [TOOL], "What is the capital of France?", True),
        (TOOL, [TOOL], "What is the capital of France?", True),
        ({"type": "allowed_tools", "mode": "required", "tools": [TOOL]}, [TOOL], "Thanks!", True),
        ({"type": "allowed_tools", "mode": "auto", "tools": [TOOL]}, [TOOL], "a red fox", True),
        ({"type": "allowed_tools", "mode": "auto", "tools": [{"type": "web_search"}]}, [TOOL], "a red fox", False),
        ({"type": "function", "name": "f"}, [TOOL, {"type": "function", "name": "f"}], "a red fox", False),
        ("none", [TOOL], "a red fox", False),
        ("auto", [], "a red fox", False),
        ("auto", [{"type": "web_search"}], "a red fox", False),
    ],
)  # fmt: skip
async def test_who_chooses(openai, choice, tools, text, draws):
    response = await openai.responses.create(model="gpt-5", input=text, tools=tools, tool_choice=choice)
    assert kinds(response) == (DRAWN if draws else ["message"])
    assert bool(response.output_text) is not draws


# --------------------------------------------------------------------------------------------------------------- inputs


@pytest.mark.parametrize(
    "message",
    [
        {"role": "user", "content": "make it blue"},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "make it blue"}]},
    ],
)
async def test_a_picture_that_is_shown_is_edited(openai, engine, message):
    shown = [{"type": "input_image", "image_url": data_url(photo())}]
    first = {"role": "user", "content": shown}
    response = await openai.responses.create(**ASK | {"input": [first, message]})
    (job,) = engine.jobs
    assert job.task == "edit" and difference(job.inputs[0], photo()) == 0
    assert job.description is None  # nobody knows what is in the picture
    assert response.output[0].action == "edit" and response.output[0].size == "1536x1024"


async def test_every_way_to_show_a_picture(openai, engine):
    file = await openai.files.create(file=("a.png", encoded(photo())), purpose="vision")
    content = [
        {"type": "input_text", "text": "a basket with all of these"},
        {"type": "input_image", "image_url": data_url(photo()), "detail": "high"},
        {"type": "input_image", "file_id": file.id},
        {"type": "input_file", "file_id": file.id},
        {"type": "input_file", "filename": "a.png", "file_data": data_url(photo())},
    ]
    await openai.responses.create(**ASK | {"input": [{"role": "user", "content": content}]})
    assert [difference(image, photo()) for image in engine.jobs[0].inputs] == [0, 0, 0, 0]


async def test_a_mask(openai, engine):
    message = {
        "role": "user",
        "content": [
            {"type": "input_text", "text": "a flamingo"},
            {"type": "input_image", "image_url": data_url(photo())},
        ],
    }
    tool = TOOL | {"input_image_mask": {"image_url": data_url(mask())}, "input_fidelity": "high"}
    response = await openai.responses.create(**ASK | {"input": [message], "tools": [tool]})
    (job,) = engine.jobs
    assert job.mask.getpixel((0, 0)) == 255 and job.mask.getpixel((job.width // 2, job.height // 2)) == 0
    assert job.fidelity == "high"
    kept = photo().resize((job.width, job.height), Image.Resampling.LANCZOS).crop((0, 0, 100, 100))
    assert difference(decoded(response.output[0].result).crop((0, 0, 100, 100)), kept) < 2


async def test_more_pictures_than_a_model_takes(http, engine):
    shown = [{"type": "input_image", "image_url": data_url(photo())} for _ in range(18)]
    message = {"role": "user", "content": [{"type": "input_text", "text": "a basket with all of these"}, *shown]}
    answer = await http.post("/v1/responses", json=ASK | {"input": [message]})
    assert len(engine.jobs[0].inputs) == 16
    assert answer.headers["pinxit-not-done"] == "2 pictures more than 16 are not used"


async def test_a_mask_without_a_picture(http):
    tool = TOOL | {"input_image_mask": {"image_url": data_url(mask())}}
    answer = await http.post("/v1/responses", json=ASK | {"tools": [tool]})
    assert answer.json()["metadata"] == {"pinxit_not_done": "the mask is not used: there is no picture that it is of"}


async def test_pictures_that_are_too_much_together(config):
    config = config.model_copy(update={"max_form_bytes": 300_000})
    async with running(build(config)) as app, client_of(app) as openai, http_of(app) as http:
        file = await openai.files.create(file=("a.png", encoded(photo((320, 320)))), purpose="vision")
        assert 100_000 < file.bytes < 300_000
        images = [{"file_id": file.id}] * 3
        answer = await http.post("/v1/images/edits", json={"model": "gpt-image-1", "prompt": "a", "images": images})
        assert answer.status_code == 413 and "more than 300000 bytes together" in answer.text


async def test_the_action_decides(openai, engine):
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    asked = [shown, {"role": "user", "content": "a red fox"}]
    for action in ("generate", "edit"):
        response = await openai.responses.create(**ASK | {"input": asked, "tools": [TOOL | {"action": action}]})
        assert response.output[0].action == action
    assert [job.task for job in engine.jobs] == ["generate", "edit"]


async def test_going_on_by_the_id_of_a_response(openai, engine):
    first = await openai.responses.create(**ASK | {"input": "a red fox and a cat"})
    second = await openai.responses.create(
        **ASK | {"input": "make the fox blue", "previous_response_id": first.id, "instructions": "Be brief."}
    )
    third = await openai.responses.create(**ASK | {"input": "add a balloon", "previous_response_id": second.id})
    assert second.previous_response_id == first.id and third.instructions is None
    assert third.output[0].revised_prompt == "A blue fox and a cat, and a balloon"
    assert [job.task for job in engine.jobs] == ["generate", "edit", "edit"]
    assert len({job.seed for job in engine.jobs}) == 1  # what is painted anew stays alike
    assert engine.jobs[2].description == "A blue fox and a cat, and a balloon"
    assert difference(engine.jobs[2].inputs[0], decoded(second.output[0].result)) == 0


async def test_another_picture_of_the_same_has_another_seed(openai, engine):
    first = await openai.responses.create(**ASK | {"tools": [TOOL | {"seed": 5}]})
    await openai.responses.create(**ASK | {"input": "another one", "previous_response_id": first.id})
    assert engine.jobs[0].seed == 5 != engine.jobs[1].seed
    assert engine.jobs[1].prompt == "A red fox" and engine.jobs[1].task == "generate"


@pytest.mark.parametrize("kind", ["image_generation_call", "item_reference"])
async def test_going_on_by_the_id_of_a_picture(openai, engine, kind):
    first = await openai.responses.create(**ASK)
    asked = [{"role": "user", "content": "make it blue"}, {"type": kind, "id": first.output[0].id}]
    second = await openai.responses.create(**ASK | {"input": asked})
    assert second.output[0].revised_prompt == "A blue fox"
    assert engine.jobs[1].task == "edit"


@pytest.mark.parametrize("store", [True, False])
async def test_going_on_with_all_that_was_said(openai, engine, store):
    """What applications do that keep the conversation themselves."""
    said = [{"role": "user", "content": "a red fox"}]
    for text in ("make it blue", "add a balloon"):
        response = await openai.responses.create(**ASK | {"input": said, "store": store})
        said += [item.model_dump(exclude_none=True) for item in response.output]
        said += [{"type": "reasoning", "id": "rs_x", "summary": []}, {"role": "user", "content": text}]
    response = await openai.responses.create(**ASK | {"input": said, "store": store})
    assert response.output[0].revised_prompt == "A blue fox, and a balloon"
    assert engine.jobs[-1].task == "edit"


@pytest.mark.parametrize(
    "item",
    [
        {"type": "reasoning", "id": None, "summary": []},
        {"type": "function_call", "id": 5, "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "image_generation_call", "id": "ig_x", "status": "failed", "result": None, "error": {"message": "m"}},
        {"type": "image_generation_call", "id": None, "status": "failed"},
    ],
)
async def test_items_that_nothing_is_done_about(openai, item):
    response = await openai.responses.create(**ASK | {"input": [item, MESSAGE]})
    assert kinds(response) == DRAWN
    listed = (await openai.responses.input_items.list(response.id, order="asc")).data
    assert [each.type for each in listed] == [item["type"], "message"]


async def test_strict_takes_back_what_it_said(config):
    async with running(build(config.model_copy(update={"strict": True}))) as app, client_of(app) as openai:
        first = await openai.responses.create(**ASK)
        said = [MESSAGE, *(item.model_dump() for item in first.output), {"role": "user", "content": "make it blue"}]
        assert kinds(await openai.responses.create(**ASK | {"input": said})) == DRAWN


@pytest.mark.parametrize("stream", [False, True])
async def test_a_very_long_text(openai, stream):
    asked = ASK | {"instructions": "lorem ipsum dolor " * 80_000}
    if stream:
        events = [event async for event in await openai.responses.create(**asked, stream=True)]
        response = events[-1].response
    else:
        response = await openai.responses.create(**asked)
    assert response.status == "completed" and response.usage.input_tokens > 200_000


async def test_a_number_that_is_none(http):
    answer = await http.post(
        "/v1/responses",
        content='{"model": "m", "input": "a", "x": 1e999}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400 and "a number that is too large" in answer.text


async def test_notes_need_room_in_the_metadata(http):
    body = ASK | {"metadata": {str(number): "x" for number in range(16)}}
    body["tools"] = [TOOL | {"input_image_mask": {"image_url": data_url(mask())}}]
    answer = await http.post("/v1/responses", json=body)
    assert len(answer.json()["metadata"]) == 16 and answer.headers["pinxit-not-done"]


async def test_twenty_turns_keep_one_picture_of_each(app, openai):
    response = await openai.responses.create(**ASK)
    for number in range(19):
        asked = ASK | {"input": f"add {number + 2} balloons", "previous_response_id": response.id}
        response = await openai.responses.create(**asked)
    assert len(await objects_of(app)) == 20
    assert all(len(record.body) < 5000 for record in await state_of(app).responses.responses.context(response.id))


# --------------------------------------------------------------------------------------------------------------- streams


async def test_a_stream(openai):
    tools = [TOOL | {"partial_images": 2}]
    events = [event async for event in await openai.responses.create(**ASK | {"tools": tools}, stream=True)]
    assert [event.type.removeprefix("response.") for event in events] == [
        "created", "in_progress", "output_item.added", "image_generation_call.in_progress",
        "image_generation_call.generating", "image_generation_call.partial_image", "image_generation_call.partial_image",
        "image_generation_call.completed", "output_item.done", "output_item.added", "content_part.added",
        "output_text.done", "content_part.done", "output_item.done", "completed",
    ]  # fmt: skip
    assert [event.sequence_number for event in events] == list(range(len(events)))
    partials = [event for event in events if "partial_image" in event.type]
    assert [event.partial_image_index for event in partials] == [0, 1]
    assert decoded(partials[0].partial_image_b64).size == (1024, 1024)
    last = events[-1].response
    assert events[8].item == last.output[0] and events[13].item == last.output[1]
    assert {event.item_id for event in events if hasattr(event, "item_id")} == {item.id for item in last.output}
    assert events[0].response.id == last.id and events[0].response.output == [] and events[0].response.usage is None
    assert await openai.responses.retrieve(last.id) == last


async def test_the_helper_of_the_sdk(openai):
    async with openai.responses.stream(**ASK) as stream:
        count = len([event async for event in stream])
        response = await stream.get_final_response()
    assert count > 10 and kinds(response) == DRAWN


async def test_words_stream_too(config):
    planner = Scripted(Say("Hel"), Say("lo"), Paint("a cat"), Say("There."))
    async with running(build(config, planner=planner)) as app, client_of(app) as openai:
        async with openai.responses.stream(**ASK) as stream:
            deltas = [event.delta async for event in stream if event.type == "response.output_text.delta"]
            response = await stream.get_final_response()
    assert deltas == ["Hel", "lo", "There."]
    assert kinds(response) == ["message", "image_generation_call", "message"]
    assert [part.text for item in (response.output[0], response.output[2]) for part in item.content] == [
        "Hello",
        "There.",
    ]


async def test_several_pictures_and_their_limit(config):
    planner = Scripted(*[Paint(f"cat {number}") for number in range(30)])
    async with running(build(config, planner=planner)) as app, client_of(app) as openai:
        assert kinds(await openai.responses.create(**ASK)).count("image_generation_call") == 10
        limited = await openai.responses.create(**ASK, max_tool_calls=2)
        assert kinds(limited) == ["image_generation_call", "image_generation_call", "message"]


@pytest.mark.parametrize("said", [(), (Say("I think"),)])
async def test_the_director_takes_over_from_a_planner_that_fails(config, said):
    planner = Scripted(*said, PlannerFailed("no route to http://10.0.0.1 with key sk-1"))
    async with running(build(config, planner=planner)) as app, client_of(app) as openai:
        response = await openai.responses.create(**ASK, metadata={"a": "b"})
    assert "image_generation_call" in kinds(response)
    assert response.metadata == {"a": "b", "pinxit_planner": "director, because the configured planner failed"}


async def test_a_chat_server_that_is_not_there(config):
    settings = {"planner": "chat", "chat_url": "http://127.0.0.1:9/v1", "chat_model": "m"}
    async with running(build(config.model_copy(update=settings))) as app, client_of(app) as openai:
        response = await openai.responses.create(**ASK)
    assert kinds(response) == DRAWN and "pinxit_planner" in response.metadata


def test_a_chat_server_needs_a_model(config):
    with pytest.raises(ConfigError, match="chat_model"):
        build(config.model_copy(update={"planner": "chat"}))


async def test_what_a_planner_is_told(config):
    planner = Scripted(Say("Hello."))
    shown = {"type": "input_image", "image_url": data_url(photo())}
    said = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": [{"type": "input_text", "text": "look"}, shown]},
        {"role": "assistant", "content": "I see."},
        {"type": "image_generation_call", "id": "ig_x", "result": base64.b64encode(encoded(photo())).decode()},
        {"role": "user", "content": [{"type": "input_text", "text": "and this"}, shown, shown]},
    ]
    async with running(build(config, planner=planner)) as app, client_of(app) as openai:
        await openai.responses.create(**ASK | {"input": said, "instructions": "Draw well.", "tool_choice": "required"})
    (told,) = planner.told
    assert [getattr(entry, "role", "drawn") for entry in told.entries] == [
        "system", "user", "assistant", "drawn", "user",
    ]  # fmt: skip
    assert (told.entries[1].pictures, told.entries[3].picture, told.entries[4].pictures) == ((0,), 1, (2, 3))
    assert (told.instructions, told.may_draw, told.must_draw) == ("Draw well.", True, True)


# -------------------------------------------------------------------------------------------------------------- failures


async def test_a_broken_engine(config):
    async with running(build(config, engine=BrokenEngine())) as app, client_of(app) as openai:
        with pytest.raises(sdk.InternalServerError) as info:
            await openai.responses.create(**ASK)
        assert "secret" not in str(info.value)
        response_id = None
        with pytest.raises(sdk.APIError):
            async for event in await openai.responses.create(**ASK, stream=True):
                response_id = response_id or event.response.id
        await until(lambda: response_id not in state_of(app).responses.foreground)
        failed = await openai.responses.retrieve(response_id)
    assert failed.status == "failed" and failed.error.code == "server_error"
    assert failed.output[0].status == "failed" and failed.output[0].result is None


async def test_a_mask_that_does_not_fit(app, openai):
    """Found out after the response was announced: the refusal is the vendor's, and the response has failed."""
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    tools = [TOOL | {"input_image_mask": {"image_url": data_url(mask((10, 10)))}}]
    with pytest.raises(sdk.BadRequestError) as info:
        await openai.responses.create(**ASK | {"input": [shown], "tools": tools})
    assert info.value.code == "invalid_mask_image_format"
    made = await openai.responses.create(**ASK | {"input": [shown], "tools": tools}, background=True)
    async with asyncio.timeout(10):
        while (failed := await openai.responses.retrieve(made.id)).status in ("queued", "in_progress"):
            await asyncio.sleep(0.02)
    assert (failed.status, failed.error.code, failed.output[0].error.code) == (
        "failed", "invalid_image", "invalid_mask_image_format",
    )  # fmt: skip


async def test_a_plain_failure_leaves_nothing(app, openai):
    first = await openai.responses.create(**ASK)
    before = await objects_of(app)
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    tools = [TOOL | {"input_image_mask": {"image_url": data_url(mask((10, 10)))}}]
    for more in ({}, {"previous_response_id": first.id}):
        with pytest.raises(sdk.BadRequestError):
            await openai.responses.create(**ASK | {"input": [shown], "tools": tools} | more)
    assert await objects_of(app) == before


async def test_a_failure_as_it_streams(config):
    async with running(build(config, engine=BreaksAfterPreviewEngine())) as app, http_of(app) as http:
        body = ASK | {"stream": True, "tools": [TOOL | {"partial_images": 1}]}
        text = (await http.post("/v1/responses", json=body)).text
    names = [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]
    assert names[-3:] == ["response.output_item.done", "error", "response.failed"]
    assert '"sequence_number":' in text.rpartition("event: error")[2].splitlines()[1]


async def test_a_hang_up_stops_the_engine(config):
    engine = GatedEngine()
    async with serving(build(config, engine=engine)) as address:
        async with sdk.AsyncOpenAI(api_key="k", base_url=f"{address}/v1", max_retries=0) as openai:
            stream = await openai.responses.create(**ASK, stream=True)
            created = await anext(aiter(stream))
            await until(engine.began.is_set)
            await stream.close()

            async def is_cancelled():
                return (await openai.responses.retrieve(created.response.id)).status == "cancelled"

            async with asyncio.timeout(10):
                while not await is_cancelled():
                    await asyncio.sleep(0.05)
            engine.gate.release(1)
            await until(engine.ended.is_set)
            assert not engine.finished


REFUSALS = [
    ({"model": None}, 400, "model", "missing_required_parameter", "Missing required parameter: 'model'."),
    ({"input": None}, 400, "input", "missing_required_parameter", "Missing required parameter: 'input'."),
    ({"input": 7}, 400, "input", "invalid_type", "Invalid type for 'input': expected one of a string or an array"),
    ({"input": [7]}, 400, "input[0]", "invalid_type", "Invalid type for 'input[0]': expected an object"),
    ({"input": [{"role": "user"}]}, 400, "input[0].content", "missing_required_parameter", "Missing required"),
    ({"input": [MESSAGE | {"role": "pope"}]}, 400, "input[0].role", "invalid_value", "Invalid value: 'pope'."),
    ({"input": [{"content": "x"}]}, 400, "input[0].type", "missing_required_parameter", "Missing required parameter"),
    ({"input": [MESSAGE | {"content": [{"type": "x"}]}]}, 400, "input[0].content[0].type", "invalid_value", "Invalid value: 'x'."),
    ({"input": [MESSAGE | {"content": [{"type": "input_text"}]}]}, 400, "input[0].content[0].text", "missing_required_parameter", "Missing required parameter: 'input[0].content[0].text'."),
    ({"input": [MESSAGE | {"content": [{"type": "input_image"}]}]}, 400, "input[0].content[0].image_url", "missing_required_parameter", "Missing"),
    ({"input": [MESSAGE | {"content": [{"type": "input_image", "image_url": "data:image/png;base64,AAAA"}]}]}, 400, "input[0].content[0].image_url", "invalid_image_file", "Invalid image data."),
    ({"input": [MESSAGE | {"content": [{"type": "input_image", "image_url": "http://127.0.0.1:9/x.png"}]}]}, 400, "url", "invalid_image_url", "Error while downloading from 127.0.0.1: its address is not a public one."),
    ({"input": [MESSAGE | {"content": [{"type": "input_image", "file_id": "file-x"}]}]}, 404, "input[0].content[0].file_id", None, "No such File object: file-x"),
    ({"input": [{"type": "image_generation_call", "id": "ig_x"}]}, 404, "input", None, "Item with id 'ig_x' not found. Items are not persisted when `store` is set to false."),
    ({"input": [{"type": "item_reference", "id": "msg_x"}]}, 404, "input", None, "Item with id 'msg_x' not found."),
    ({"previous_response_id": "resp_x"}, 400, "previous_response_id", "previous_response_not_found", "Previous response with id 'resp_x' not found."),
    ({"conversation": "conv_x"}, 404, None, None, "Conversation with id 'conv_x' not found."),
    ({"conversation": "conv_x", "previous_response_id": "resp_x"}, 400, "previous_response_id", "mutually_exclusive_parameters", "Mutually exclusive parameters"),
    ({"temperature": 3}, 400, "temperature", "decimal_above_max_value", "Invalid 'temperature': decimal above maximum value."),
    ({"temperature": -0.5}, 400, "temperature", "decimal_below_min_value", "Invalid 'temperature': decimal below minimum value."),
    ({"truncation": "x"}, 400, "truncation", "invalid_value", "Invalid value: 'x'."),
    ({"metadata": {"a": "x" * 513}}, 400, "metadata.a", "string_above_max_length", "Invalid 'metadata.a': string too long."),
    ({"metadata": {str(n): "x" for n in range(17)}}, 400, "metadata", "object_above_max_properties", "Invalid 'metadata': too many properties."),
    ({"background": True, "store": False}, 400, "background", "invalid_value", "Background responses are kept"),
    ({"tools": [{"size": "1x1"}]}, 400, "tools[0].type", "missing_required_parameter", "Missing required parameter: 'tools[0].type'."),
    ({"tools": [TOOL | {"size": "512x512"}]}, 400, "tools[0].size", "invalid_value", "Invalid value: '512x512'. Supported values are:"),
    ({"tools": [TOOL | {"quality": 7}]}, 400, "tools[0].quality", "invalid_type", "Invalid type for 'tools[0].quality'"),
    ({"tools": [TOOL | {"n": 2}]}, 400, "tools[0].n", "integer_above_max_value", "Invalid 'tools[0].n': integer above maximum value."),
    ({"tools": [TOOL | {"partial_images": 4}]}, 400, "tools[0].partial_images", "integer_above_max_value", "Invalid 'tools[0].partial_images'"),
    ({"tools": [TOOL | {"action": "x"}]}, 400, "tools[0].action", "invalid_value", "Invalid value: 'x'."),
    ({"tools": [TOOL | {"model": "dall-e-3"}]}, 400, "tools[0].model", "invalid_value", "Invalid value: 'dall-e-3'."),
    ({"tools": [TOOL | {"model": "nope"}]}, 400, "tools[0].model", "invalid_value", "The model 'nope' does not exist."),
    ({"tools": [TOOL | {"model": "gpt-image-2", "input_fidelity": "high"}]}, 400, "tools[0].input_fidelity", "invalid_input_fidelity_model", "The model 'gpt-image-2' does not support"),
    ({"tools": [TOOL | {"background": "transparent", "output_format": "jpeg"}]}, 400, "tools", "invalid_transparent_background_output_format", "Transparent background is not supported for JPEG"),
    ({"tools": [TOOL | {"output_compression": 50}]}, 400, "tools", "invalid_png_output_compression", "Compression less than 100 is not supported for PNG"),
    ({"tools": [TOOL | {"input_image_mask": {}}]}, 400, "tools[0].input_image_mask.image_url", "missing_required_parameter", "Missing"),
    ({"tool_choice": "x"}, 400, "tool_choice", "invalid_value", "Invalid value: 'x'."),
    ({"tool_choice": 7}, 400, "tool_choice", "invalid_type", "Invalid type for 'tool_choice'"),
    ({"tools": [], "tool_choice": TOOL}, 400, "tool_choice", None, "Tool choice 'image_generation' not found in 'tools' parameter."),
]  # fmt: skip


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("fields, status, param, code, message", REFUSALS)
async def test_refusals(http, fields, status, param, code, message, stream):
    answer = await http.post("/v1/responses", json=ASK | fields | {"stream": stream})
    error = answer.json()["error"]
    assert (answer.status_code, error["param"], error["code"]) == (status, param, code)
    assert error["message"].startswith(message)


async def test_strict_refuses_what_compat_ignores(config, http):
    cases = [
        ({"colour": 1}, "colour"),
        ({"tools": [TOOL | {"colour": 1}]}, "tools[0].colour"),
        ({"tools": [TOOL | {"seed": 1}]}, None),
        ({"input": [MESSAGE | {"content": [{"type": "input_text", "text": "a fox", "colour": 1}]}]}, "input[0].content[0].colour"),
    ]  # fmt: skip
    async with running(build(config.model_copy(update={"strict": True}))) as app, http_of(app) as strict:
        for fields, ignored in cases:
            compat = await http.post("/v1/responses", json=ASK | fields)
            assert compat.status_code == 200
            assert compat.headers.get("pinxit-ignored") == (ignored and ignored.replace("[", "%5B").replace("]", "%5D"))
            answer = await strict.post("/v1/responses", json=ASK | fields)
            assert answer.status_code == 400
            assert answer.json()["error"]["code"] == "unknown_parameter"


async def test_a_full_queue(config):
    engine = GatedEngine()
    config = config.model_copy(update={"max_waiting": 1})
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        first = asyncio.create_task(openai.responses.create(**ASK))
        await until(engine.began.is_set)
        with pytest.raises(sdk.RateLimitError):
            await openai.responses.create(**ASK)
        engine.gate.release(100)
        assert kinds(await first) == DRAWN


# -------------------------------------------------------------------------------------------------------------- keeping


async def test_retrieving_and_deleting(app, openai):
    made = await openai.responses.create(**ASK)
    assert await openai.responses.retrieve(made.id) == made
    assert len(await objects_of(app)) == 1
    await openai.responses.delete(made.id)
    for call in (openai.responses.retrieve, openai.responses.delete, openai.responses.cancel):
        with pytest.raises(sdk.NotFoundError) as info:
            await call(made.id)
        assert info.value.body["message"] == f"Response with id '{made.id}' not found."
    assert await objects_of(app) == []


async def test_a_deleted_response_stays_for_those_that_go_on_from_it(app, openai, engine):
    first = await openai.responses.create(**ASK)
    second = await openai.responses.create(**ASK | {"input": "make it blue", "previous_response_id": first.id})
    await openai.responses.delete(first.id)
    with pytest.raises(sdk.BadRequestError):
        await openai.responses.create(**ASK | {"previous_response_id": first.id})
    with pytest.raises(sdk.NotFoundError):
        await openai.responses.create(**ASK | {"input": [{"type": "image_generation_call", "id": first.output[0].id}]})
    third = await openai.responses.create(**ASK | {"input": "make it green", "previous_response_id": second.id})
    assert third.output[0].revised_prompt == "A green fox"
    for response in (third, second):
        await openai.responses.delete(response.id)
    assert await objects_of(app) == []


async def test_what_a_response_goes_on_from_is_held_while_it_is_made(config):
    engine = GatedEngine()
    async with running(build(config, engine=engine)) as app, client_of(app) as openai:
        engine.gate.release(100)
        first = await openai.responses.create(**ASK)
        while engine.gate.acquire(blocking=False):
            pass
        engine.began.clear()
        asked = ASK | {"input": "make it blue", "previous_response_id": first.id}
        going = asyncio.create_task(openai.responses.create(**asked))
        await until(engine.began.is_set)
        await openai.responses.delete(first.id)
        engine.gate.release(100)
        second = await going
        third = await openai.responses.create(**asked | {"previous_response_id": second.id, "input": "make it green"})
    assert third.output[0].revised_prompt == "A green fox"


async def test_what_is_referred_to_is_held(app, openai):
    first = await openai.responses.create(**ASK)
    asked = [MESSAGE | {"content": "make it blue"}, {"type": "image_generation_call", "id": first.output[0].id}]
    second = await openai.responses.create(**ASK | {"input": asked})
    await openai.responses.delete(first.id)
    items = (await openai.responses.input_items.list(second.id, order="asc")).data
    assert [item.type for item in items] == ["message", "image_generation_call"]
    assert items[1].result == first.output[0].result
    await openai.responses.delete(second.id)
    assert await objects_of(app) == []


async def test_an_item_that_is_referred_to_twice_is_listed_once(openai):
    first = await openai.responses.create(**ASK)
    reference = {"type": "item_reference", "id": first.output[0].id}
    second = await openai.responses.create(**ASK | {"input": [reference, reference, reference, MESSAGE]})
    listed = [item.type async for item in openai.responses.input_items.list(second.id, limit=1, order="asc")]
    assert listed == ["image_generation_call", "message"]


async def test_a_mask_is_an_object_too(app, openai, config):
    shown = {"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}
    tools = [TOOL | {"input_image_mask": {"image_url": data_url(mask())}}]
    for background in (False, True):
        made = await openai.responses.create(**ASK | {"input": [shown], "tools": tools}, background=background)
        async with asyncio.timeout(10):
            while (ended := await openai.responses.retrieve(made.id)).status in ("queued", "in_progress"):
                await asyncio.sleep(0.02)
        assert ended.status == "completed" and ended.output[0].action == "edit"
        assert len(await objects_of(app)) == 3  # the photo, its mask and the picture
        assert data_url(mask())[-40:].encode() not in (config.data / "pinxit.sqlite").read_bytes()
        assert data_url(mask())[-40:].encode() not in (config.data / "pinxit.sqlite-wal").read_bytes()
        await openai.responses.delete(made.id)
        assert await objects_of(app) == []


async def test_nothing_is_left_of_what_is_not_stored(app, openai):
    asked = [{"role": "user", "content": [{"type": "input_image", "image_url": data_url(photo())}]}]
    made = await openai.responses.create(**ASK | {"input": asked}, store=False)
    events = [event async for event in await openai.responses.create(**ASK, store=False, stream=True)]
    for response in (made, events[-1].response):
        assert response.store is False
        with pytest.raises(sdk.NotFoundError):
            await openai.responses.retrieve(response.id)
        with pytest.raises(sdk.BadRequestError):
            await openai.responses.create(**ASK, previous_response_id=response.id)
    assert await objects_of(app) == []


async def test_what_was_asked_is_listed(openai):
    url = data_url(photo())
    asked = [
        {"role": "system", "content": "one"},
        {"role": "user", "content": [{"type": "input_text", "text": "two"}, {"type": "input_image", "image_url": url}]},
        {"role": "user", "content": "three"},
    ]
    made = await openai.responses.create(**ASK | {"input": asked})
    listed = openai.responses.input_items.list
    items = (await listed(made.id)).data
    assert [item.content[0].text for item in items] == ["three", "two", "one"]
    assert items[1].content[1].image_url is None and items[1].content[1].detail == "auto"
    shown = (await listed(made.id, include=["message.input_image.image_url"], order="asc")).data
    assert shown[1].content[1].image_url == url
    pages = [item.id async for item in listed(made.id, limit=1)]
    assert pages == [item.id for item in items]
    after = await listed(made.id, after=items[0].id, limit=1)
    assert [item.id for item in after.data] == [items[1].id] and after.has_more
    with pytest.raises(sdk.BadRequestError):
        await listed(made.id, after="msg_x")


async def test_old_responses_are_swept(app, openai):
    made = await openai.responses.create(**ASK)
    service = state_of(app).responses
    await service.sweep()
    assert await openai.responses.retrieve(made.id)
    now = service.clock()
    service.clock = lambda: now + 31 * 86_400
    await service.sweep()
    with pytest.raises(sdk.NotFoundError):
        await openai.responses.retrieve(made.id)
    assert await objects_of(app) == []


async def test_counting_tokens(openai):
    counted = await openai.responses.input_tokens.count(model="gpt-5", input="a red fox")
    assert counted.input_tokens == 3


async def test_what_is_ignored_is_named_everywhere(http):
    made = (await http.post("/v1/responses", json=ASK)).json()["id"]
    for answer in (
        await http.post("/v1/responses/input_tokens", json=ASK | {"colour": 1}),
        await http.get(f"/v1/responses/{made}?colour=1"),
        await http.get(f"/v1/responses/{made}/input_items?colour=1"),
    ):
        assert answer.status_code == 200 and answer.headers["pinxit-ignored"] == "colour"


async def test_what_is_not_done_is_said(config):
    async with running(build(config.model_copy(update={"engine": "storybook"}))) as app, http_of(app) as http:
        body = ASK | {
            "input": "a fox and a flux capacitor",
            "tools": [TOOL | {"quality": "low"}],
            "metadata": {"a": "b"},
        }
        answer = await http.post("/v1/responses", json=body)
    assert "flux capacitor" in answer.headers["pinxit-not-done"]
    assert "flux capacitor" in answer.json()["metadata"]["pinxit_not_done"] and answer.json()["metadata"]["a"] == "b"


async def test_ids_are_never_the_same(openai):
    made = await asyncio.gather(*(openai.responses.create(**ASK) for _ in range(5)))
    ids = [*(response.id for response in made), *itertools.chain(*((item.id for item in each.output) for each in made))]
    assert len(set(ids)) == len(ids)

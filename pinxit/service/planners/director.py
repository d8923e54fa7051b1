"""The planner without a language model: rules decide what is drawn, and write down what it shows."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from pinxit.service.planners.base import Conversation, Drawing, Entry, Message, Paint, Say, Step
from pinxit.service.planners.rules.brevity import Brevity
from pinxit.service.planners.rules.reading import capital, uncapital
from pinxit.service.planners.rules.scene import Scene, has_words
from pinxit.service.planners.rules.standing import standing, under
from pinxit.service.planners.rules.story import advance, past, told
from pinxit.service.planners.rules.talk import ANSWERS, talk

NEUTRAL = "A calm landscape with rolling hills under a blue sky"
"""What is drawn where a picture is owed and nothing was said."""


class Director:
    """Draws what was asked for, in the words in which it was, and answers in a sentence what is not for drawing."""

    async def plan(self, conversation: Conversation) -> AsyncGenerator[Step, None]:
        """Yield the one step that the last message asks for. Long conversations are read in another thread."""
        yield await asyncio.to_thread(direct, conversation)

    async def close(self) -> None:
        """It holds nothing."""


def described(prompt: str, instruction: str) -> str:
    """What a picture that was drawn by `prompt` shows, once it is changed as `instruction` says."""
    entries = (Message("user", prompt), Drawing(0, prompt), Message("user", instruction))
    step = direct(Conversation(entries=entries, must_draw=True, action="edit"))
    assert isinstance(step, Paint), "a picture that is owed is painted"
    return step.prompt


def direct(conversation: Conversation) -> Step:
    """What is to be done about the last message of the user, wherever it stands. The same whenever it is asked."""
    texts = [entry.prompt if isinstance(entry, Drawing) else entry.text for entry in conversation.entries]
    brevity = Brevity(texts)
    step = _direct(replace(conversation, entries=brevity.entries(conversation.entries)))
    if isinstance(step, Say):
        return step
    return replace(step, prompt=brevity.whole(step.prompt), instruction=brevity.whole(step.instruction))


def _direct(conversation: Conversation) -> Step:
    message, before = _last(conversation.entries)
    answer = "" if conversation.must_draw else _answer(conversation, message)
    if answer or not conversation.may_draw:
        return Say(answer or ANSWERS["forbidden"])
    scene = _scene(conversation, message, before)
    if not (scene.words or scene.pictures or conversation.must_draw):
        return Say(ANSWERS["empty"])
    prompt = under(scene.words or NEUTRAL, standing(_instructions(conversation)))
    pictures = _pictures(conversation, message, before, scene)
    instruction = scene.instruction or capital(f"make it {uncapital(scene.words or NEUTRAL)}")
    return Paint(prompt, pictures, instruction if pictures else "")


def _last(entries: tuple[Entry, ...]) -> tuple[Message, list[Entry]]:
    """The last message of the user, and all the rest."""
    for place in range(len(entries) - 1, -1, -1):
        entry = entries[place]
        if isinstance(entry, Message) and entry.role == "user":
            return entry, [*entries[:place], *entries[place + 1 :]]
    return Message("user", ""), list(entries)


def _answer(conversation: Conversation, message: Message) -> str:
    """What is to be said, where nothing is to be drawn; else nothing."""
    if not has_words(message.text):
        asks = not message.pictures and not conversation.has_mask
        return ANSWERS["empty" if conversation.may_draw else "forbidden"] if asks else ""
    kind = talk(message.text, has_picture=len(conversation.entries) > 1 or bool(message.pictures))
    if kind is None or (message.pictures and kind in ("greeting", "thanks", "assent")):
        return ""
    return ANSWERS["text" if message.pictures and kind == "question" else kind]


def _scene(conversation: Conversation, message: Message, before: list[Entry]) -> Scene:
    """The picture that is wanted, after all that was said."""
    scene = told(before) if not (conversation.has_mask and message.pictures) else Scene()
    if has_words(message.text) or message.pictures:
        if not _is_small(message) or not scene.words:
            scene = advance(scene, message, past(before))
        elif not message.pictures:
            scene = replace(scene, pictures=())
    return scene


def _is_small(message: Message) -> bool:
    return talk(message.text, has_picture=True) in ("greeting", "thanks", "assent")


def _instructions(conversation: Conversation) -> list[str]:
    told_by = [
        entry.text
        for entry in conversation.entries
        if isinstance(entry, Message) and entry.role in ("system", "developer")
    ]
    return [conversation.instructions or "", *told_by]


def _pictures(conversation: Conversation, message: Message, before: list[Entry], scene: Scene) -> tuple[int, ...]:
    """What to work from, as the caller's choice of action has it."""
    if conversation.action == "generate":
        return ()
    if conversation.has_mask and message.pictures:
        return message.pictures
    if scene.pictures or not (conversation.action == "edit" or conversation.has_mask):
        return scene.pictures
    drawn = [entry.picture for entry in before if isinstance(entry, Drawing)]
    shown = [number for entry in before if isinstance(entry, Message) for number in entry.pictures]
    return (drawn[-1],) if drawn else tuple(shown)

"""The planner of rules: what it draws, what it works from, and what it answers in words."""

import time

import pytest

from pinxit.service.planners.base import Conversation, Drawing, Message, Paint, Say
from pinxit.service.planners.director import NEUTRAL, Director
from pinxit.service.planners.rules.talk import ANSWERS

pytestmark = pytest.mark.anyio

CAT = "Gray tabby cat hugging an otter with an orange scarf"


def said(text, *pictures):
    return Message("user", text, pictures)


async def planned(*entries, **choices):
    """The one step that the director takes."""
    director = Director()
    steps = [step async for step in director.plan(Conversation(entries=entries, **choices))]
    await director.close()
    (step,) = steps
    return step


async def conversed(*turns):
    """The steps of a conversation in which each picture is drawn."""
    entries, steps, drawn = [], [], 0
    for turn in turns:
        entries.append(said(turn))
        steps.append(await planned(*entries))
        if isinstance(steps[-1], Paint):
            entries.append(Drawing(drawn, steps[-1].prompt))
            drawn += 1
        else:
            entries.append(Message("assistant", steps[-1].text))
    return steps


# ------------------------------------------------------------------------------------------------ the first message


@pytest.mark.parametrize(
    "text, prompt",
    [
        ("Generate an image of gray tabby cat hugging an otter with an orange scarf", CAT),
        ("please draw me a cat", "A cat"),
        ("Can you make a picture showing a dog?", "A dog"),
        ("Could you draw a cat, please?", "A cat"),
        ("I'd like a logo for my bakery, please", "A logo for my bakery"),
        ("I want you to paint a sunset over the sea.", "A sunset over the sea."),
        ("Hello! I need a picture of two cats", "Two cats"),
        ("hi draw a cat", "A cat"),
        ("Draw a gorgeous image of a river of white owl feathers", "A gorgeous image of a river of white owl feathers"),
        ("Draw a 2D pixel art style sprite sheet of a cat", "A 2D pixel art style sprite sheet of a cat"),
        ("Write a picture of a cat", "A cat"),
        ("Sketch a horse", "A sketch of a horse"),
        ("Sketch of a horse", "Sketch of a horse"),
        ("Prompt: a cat in a hat", "A cat in a hat"),
        ("What would a cat on the moon look like?", "A cat on the moon"),
        ("Show me what the Eiffel tower looks like", "The Eiffel tower"),
        ("Great white shark in blue water", "Great white shark in blue water"),
        ("Hello Kitty in a garden", "Hello Kitty in a garden"),
        ("iPhone on a table", "iPhone on a table"),
        ("A childrens book drawing of a veterinarian.", "A childrens book drawing of a veterinarian."),
        ('A sign that says "Can you draw? Please!"', 'A sign that says "Can you draw? Please!"'),
        ("A cat. It sleeps, on a mat.\n\nStyle: oil!", "A cat. It sleeps, on a mat.\n\nStyle: oil!"),
        ("ein Hund im Park", "Ein Hund im Park"),
        ("一只猫", "一只猫"),
    ],
)
async def test_a_request_loses_its_wrapper_and_nothing_else(text, prompt):
    assert await planned(said(text)) == Paint(prompt)


async def test_a_long_prompt_is_kept_whole():
    long = "A cat sits on a red mat. " * 1200 + 'The banner reads "Fin. Now go!"'
    assert await planned(said(f"Draw {long}")) == Paint(long)


# ---------------------------------------------------------------------------------------------------------- changes


@pytest.mark.parametrize(
    "base, text, prompt",
    [
        # another look
        (CAT, "Now make it look realistic", f"{CAT}, realistic"),
        (f"{CAT}, realistic", "then make it a watercolour", f"{CAT}, as a watercolour"),
        (f"{CAT}.", "in the style of Van Gogh", f"{CAT}, in the style of Van Gogh."),
        ("A fox. It sleeps.", "make it realistic", "A fox. It sleeps. Realistic."),
        ("A watercolour of a fox in the snow", "make it an oil painting", "A fox in the snow, as an oil painting"),
        ("Icon of a rocket", "flat design", "Icon of a rocket, flat design"),
        (CAT, "make it more dramatic", f"{CAT}, more dramatic"),
        (CAT, "it's too dark", f"{CAT}, brighter"),
        # colours and qualities
        (CAT, "make the scarf blue", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "change the colour of the scarf to blue", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "Could the scarf be blue?", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "What if the scarf was blue?", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "how about a blue scarf?", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "the scarf should be blue", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "I want the scarf to be blue", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "Great! Now make the scarf blue, please.", "Gray tabby cat hugging an otter with a blue scarf"),
        (CAT, "make the cat black", "Black tabby cat hugging an otter with an orange scarf"),
        (CAT, "make the scarf blue and the cat black", "Black tabby cat hugging an otter with a blue scarf"),
        ("A blue car", "make it orange", "An orange car"),
        ("A light blue car", "make it dark red", "A dark red car"),
        ("A black and white cat", "make the cat orange", "An orange cat"),
        ("A wooden table", "make it white", "A white wooden table"),
        ("A big old dog", "make the dog orange", "A big old orange dog"),
        ("A small house", "bigger", "A big house"),
        (CAT, "make the hat green", f"{CAT}, with a green hat"),
        ("A knight", "the knight's armor should be pink", "A knight, the knight with pink armor"),
        ("A red hat and a blue hat", "make the blue hat green", "A red hat and a green hat"),
        ("A cat in a red hat, a dog in a blue hat", "make the hats tan", "A cat in a tan hat, a dog in a tan hat"),
        ("Light bulb on a set of books", "make it night", "Light bulb on a set of books, at night"),
        ("Remove the background", "add a hat", "Remove the background, then add a hat"),
        # added, worn, counted
        (CAT, "add a red balloon", f"{CAT}, and a red balloon"),
        (f"{CAT}, realistic", "add a red balloon", f"{CAT}, and a red balloon, realistic"),
        (f"{CAT}, and a red balloon", "add two more balloons", f"{CAT}, and three red balloons"),
        (CAT, "put a hat on the cat", f"{CAT}, the cat wearing a hat"),
        (CAT, "give the otter sunglasses", f"{CAT}, the otter wearing sunglasses"),
        (CAT, "give the otter a sword", f"{CAT}, the otter with a sword"),
        (CAT, "add a rabbit next to the otter", f"{CAT}, and a rabbit next to the otter"),
        ("A room with a table", "put a hat on the table", "A room with a table, and a hat on the table"),
        (CAT, "make it three otters", "Gray tabby cat hugging three otters with an orange scarf"),
        (CAT, "there should be three otters", "Gray tabby cat hugging three otters with an orange scarf"),
        ("A cat sits on a mat", "make it two", "Two cats sit on a mat"),
        ("A plate with three eggs", "remove one egg", "A plate with two eggs"),
        ("A robot", "make it fly over the city", "A robot, the robot flying over the city"),
        # removed
        (CAT, "remove the scarf", "Gray tabby cat hugging an otter"),
        (CAT, "without the scarf", "Gray tabby cat hugging an otter"),
        (CAT, "no scarf", "Gray tabby cat hugging an otter"),
        (CAT, "remove the otter", "Gray tabby cat with an orange scarf"),
        (CAT, "remove the cat", "An otter with an orange scarf"),
        (f"{CAT}, the otter wearing sunglasses", "remove the sunglasses", CAT),
        ("A cat, a dog and a bird on a fence", "remove the bird", "A cat and a dog on a fence"),
        ("A cat, a dog and a bird on a fence", "remove the dog", "A cat and a bird on a fence"),
        ("A man riding a horse through a forest", "remove the horse", "A man in a forest"),
        ("A castle with a dragon flying above it", "remove the dragon", "A castle"),
        ("A cat hugs an otter. The otter is wearing a scarf.", "remove the scarf", "A cat hugs an otter."),
        ("A car on a mountain road", "without the mountains", "A car on a mountain road, without mountains"),
        (CAT, "remove the birds", f"{CAT}, without birds"),
        # replaced
        (CAT, "replace the otter with a fox", "Gray tabby cat hugging a fox with an orange scarf"),
        (CAT, "make the otter a fox", "Gray tabby cat hugging a fox with an orange scarf"),
        (CAT, "instead of an otter, a fox", "Gray tabby cat hugging a fox with an orange scarf"),
        (CAT, "a fox instead of the otter", "Gray tabby cat hugging a fox with an orange scarf"),
        ("Two cats on a mat", "turn the cats into dogs", "Two dogs on a mat"),
        ("A cat, an otter, the otter in a hat", "make the otter a fox", "A cat, a fox, the fox in a hat"),
        ("Einstein on the moon", "now Mozart instead", "Mozart on the moon"),
        # where and when
        (CAT, "put them on a beach", f"{CAT}, on a beach"),
        (CAT, "at night", f"{CAT}, at night"),
        (f"{CAT}, on a beach, at night", "make it sunset", f"{CAT}, on a beach, at sunset"),
        ("Two dogs in a meadow with a ball", "put them on a beach", "Two dogs on a beach with a ball"),
        (CAT, "change the background to a forest", f"{CAT}, in a forest"),
        ("A cup on a white background", "make the background dark blue", "A cup on a dark blue background"),
        ("A family in the park", "change the park to a beach", "A family on a beach"),
        ("Summer beach with palm trees", "make it winter", "Winter beach with palm trees"),
        ("A fox", "at night in the rain", "A fox, at night, in the rain"),
        ("A fox", "make it snow", "A fox, in falling snow"),
        ("A fox", "show it from behind", "A fox, seen from behind"),
        # what is written
        ("A poster, title 'Hi'", "change the title to 'Hello'", "A poster, title 'Hello'"),
        ("A poster", "write 'Sale. Now!' at the top", "A poster, with the text 'Sale. Now!' at the top"),
        ("A bag, with the text 'A' at the top", "write 'B' at the top", "A bag, with the text 'B' at the top"),
        ('A sign that says "Open"', 'Make it say "Closed"', 'A sign that says "Closed"'),
        ('A sign that says "Open"', "make the letters red", 'A sign that says "Open", with red letters'),
        ('A shop "A" and a shop "B"', 'change "B" to "C"', 'A shop "A" and a shop "C"'),
        ('A poster, title "Blue Nights"', "remove the title", "A poster"),
        ("A poster", "change the title to Hello World", "A poster, with the title 'Hello World'"),
        # the file, and not what it shows
        (CAT, "make it landscape", CAT),
        (CAT, "higher resolution", CAT),
        (CAT, "flip it horizontally", CAT),
        # several at once
        (CAT, "Make the cat black, remove the scarf and make it night.", "Black tabby cat hugging an otter, at night"),
        ("A dog", "add a hat and make it red", "A dog, and a red hat"),
        ("A bike at a wall", "I don't like the wall, make it white", "A bike at a white wall"),
        # what is not understood is said as it is
        (CAT, "make one of the", f"{CAT}, make one of the"),
        (CAT, "Change everything you dislike", f"{CAT}, change everything you dislike"),
    ],
)  # fmt: skip
async def test_a_change_is_written_into_the_description(base, text, prompt):
    step = await planned(said("Draw it"), Drawing(7, base), said(text))
    assert (step.prompt, step.pictures) == (prompt, (7,))
    assert step.instruction


async def test_a_long_conversation():
    steps = await conversed(
        f"Generate an image of {CAT}",
        "Now make it look realistic",
        "make the scarf blue",
        "add a red balloon",
        "make it bigger",
        "thanks, lovely!",
        "Now put a hat on the cat and make it night",
        "remove the balloon",
        "then as a watercolour",
        "undo",
        "another one",
        "Draw a dog",
    )
    blue = "Gray tabby cat hugging an otter with a blue scarf"
    assert [step.prompt if isinstance(step, Paint) else None for step in steps] == [
        CAT,
        f"{CAT}, realistic",
        f"{blue}, realistic",
        f"{blue}, and a red balloon, realistic",
        f"{blue}, and a big red balloon, realistic",
        None,
        f"{blue}, and a big red balloon, the cat wearing a hat, at night, realistic",
        f"{blue}, the cat wearing a hat, at night, realistic",
        f"{blue}, the cat wearing a hat, at night, as a watercolour",
        f"{blue}, the cat wearing a hat, at night, realistic",
        f"{blue}, the cat wearing a hat, at night, realistic",
        "A dog",
    ]
    assert [step.pictures for step in steps if isinstance(step, Paint)] == [
        *((), (0,), (1,), (2,), (3,), (4,), (5,), (6,), (6,), (), ()),
    ]


@pytest.mark.parametrize(
    "text, instruction",
    [
        ("make the scarf blue", "Make the scarf blue"),
        ("Could you please make the scarf blue, thanks?", "Make the scarf blue"),
        ("Could the scarf be blue?", "Make the scarf blue"),
        ("the scarf should be blue", "Make the scarf blue"),
        ("no scarf", "Remove the scarf"),
        ("with a hat", "Add a hat"),
        ("bigger", "Make it bigger"),
        ("Perfect. Now add a hat!", "Add a hat"),
        ("make it landscape", "Make it landscape"),
        ("Add a hat and make it red.", "Add a hat and make it red"),
    ],
)
async def test_an_instruction_is_an_imperative(text, instruction):
    assert (await planned(said("x"), Drawing(0, CAT), said(text))).instruction == instruction


@pytest.mark.parametrize(
    "text",
    ["another one", "again", "Try again, please", "once more", "a different version", "Give me another one!", "redo"],
)
async def test_again_is_the_same_anew(text):
    assert await planned(said("Draw it"), Drawing(0, CAT), said(text)) == Paint(CAT)


async def test_another_one_may_differ():
    step = await planned(said("x"), Drawing(0, CAT), said("another one, but with a blue scarf"))
    assert step.prompt == "Gray tabby cat hugging an otter with a blue scarf"


@pytest.mark.parametrize(
    "text, prompt",
    [
        ("Now draw a dog", "A dog"),
        ("Draw a completely different picture: a ship", "A ship"),
        ("another picture of a dog", "A dog"),
        ("Forget that. Draw a horse", "A horse"),
        ("a dog on the moon", "A dog on the moon"),
        ("Two foxes dancing in the snow", "Two foxes dancing in the snow"),
        ("In a dark forest, a fox sleeps", "In a dark forest, a fox sleeps"),
        ("Show the Eiffel Tower", "The Eiffel Tower"),
        ("make a red car", "A red car"),
        ("Flying dragon over a castle", "Flying dragon over a castle"),
        ("a boy and his dog", "A boy and his dog"),
    ],
)
async def test_a_new_picture_has_nothing_of_the_old_one(text, prompt):
    assert await planned(said("Draw it"), Drawing(0, CAT), said(text)) == Paint(prompt)


@pytest.mark.parametrize(
    "text, prompt, picture",
    [
        ("go back to the first one", "A cat", 0),
        ("make the first one blue", "A blue cat", 0),
        ("I liked the first picture, but add a hat", "A cat, and a hat", 0),
        ("go back to the cat and make it black", "A black cat", 0),
        ("undo", "A red dog", 1),
        ("the previous one", "A red dog", 1),
        ("make the last picture realistic", "A ship, realistic", 2),
    ],
)
async def test_an_earlier_drawing_may_be_meant(text, prompt, picture):
    step = await planned(
        *(said("a cat"), Drawing(0, "A cat"), said("a red dog"), Drawing(1, "A red dog")),
        *(said("a ship"), Drawing(2, "A ship"), said(text)),
    )
    assert (step.prompt, step.pictures) == (prompt, (picture,))


# --------------------------------------------------------------------------------------------- shown pictures, choices


@pytest.mark.parametrize(
    "entries, step",
    [
        ([said("Make this a watercolour", 0)], Paint("Make this a watercolour", (0,), "Make this a watercolour")),
        ([said("Could you mix these, please?", 0, 1)], Paint("Mix these", (0, 1), "Mix these")),
        ([said("", 0, 1)], Paint("Make a picture of these", (0, 1), "Make a picture of these")),
        ([said("Here is my dog", 0), Message("assistant", "Nice!"), said("make it a watercolour")],
         Paint("My dog, as a watercolour", (0,), "Make it a watercolour")),
        ([said("My dog", 0), said("My cat", 1), said("Put them on a sofa")],
         Paint("My dog, my cat, on a sofa", (0, 1), "My cat, then put them on a sofa")),
        ([said("a woman"), Drawing(0, "A woman"), said("put this logo onto her shirt", 1, 2)],
         Paint("A woman, with this logo onto her shirt", (0, 1, 2), "Put this logo onto her shirt")),
        ([said("a woman"), Drawing(0, "A woman"), said("make this a watercolour", 1)],
         Paint("Make this a watercolour", (1,), "Make this a watercolour")),
        ([said("My dog", 0), Drawing(1, "My dog as a king"), said("add a sword")],
         Paint("My dog as a king, and a sword", (1,), "Add a sword")),
        ([said("My dog", 0), said("Draw a ship")], Paint("A ship")),
        # the message before the drawing of which it speaks
        ([said("Now make it realistic"), Drawing(4, CAT)], Paint(f"{CAT}, realistic", (4,), "Make it realistic")),
        # a drawing of which only the request is known
        ([said("Draw a gray cat"), Drawing(0, ""), said("make it black")], Paint("A black cat", (0,), "Make it black")),
        # nothing drawn yet
        ([said("a gray cat"), said("with a hat"), said("realistic")], Paint("A gray cat, with a hat, realistic")),
        ([said("What is an axolotl?"), Message("assistant", "…"), said("Draw one")], Paint("An axolotl")),
        ([said("x"), Drawing(0, "A cat"), said("make it blue"), Message("assistant", "…"), said("and add a hat")],
         Paint("A blue cat, and a hat", (0,), "Make it blue, then add a hat")),
    ],
)  # fmt: skip
async def test_what_is_worked_from(entries, step):
    assert await planned(*entries) == step


@pytest.mark.parametrize(
    "entries, choices, prompt, pictures",
    [
        ([said("a cat"), Drawing(0, "A cat"), said("make it blue")], {"action": "generate"}, "A blue cat", ()),
        ([said("a cat", 0)], {"action": "generate"}, "A cat", ()),
        ([said("a cat"), Drawing(0, "A cat"), said("a dog")], {"action": "edit"}, "A dog", (0,)),
        ([said("a cat"), Drawing(0, "A cat"), said("again")], {"action": "edit"}, "A cat", (0,)),
        ([said("a cat")], {"action": "edit"}, "A cat", ()),
        ([said("a pool with a flamingo", 0, 1)], {"has_mask": True}, "A pool with a flamingo", (0, 1)),
        ([said("a cat"), Drawing(0, "A cat"), said("a red hat")], {"has_mask": True}, "A red hat", (0,)),
        ([said("a cat"), Drawing(0, "A cat"), said("a red hat", 1)], {"has_mask": True}, "A red hat", (1,)),
        ([said("hi")], {"must_draw": True}, NEUTRAL, ()),
        ([said("")], {"must_draw": True}, NEUTRAL, ()),
        ([said("?!"), ], {"must_draw": True}, NEUTRAL, ()),
        ([], {"must_draw": True}, NEUTRAL, ()),
        ([said("a cat"), Drawing(0, "A cat"), said("thanks")], {"must_draw": True}, "A cat", ()),
        ([said("What is the capital of France?")], {"must_draw": True}, "What is the capital of France?", ()),
        ([said("no image, please")], {"must_draw": True}, "No image", ()),
    ],
)  # fmt: skip
async def test_the_callers_choices(entries, choices, prompt, pictures):
    step = await planned(*entries, **choices)
    assert (step.prompt, step.pictures, bool(step.instruction)) == (prompt, pictures, bool(pictures))


@pytest.mark.parametrize(
    "instructions, prompt",
    [
        ("You are a helpful assistant.", "A street"),
        ("Always draw in watercolour.", "A street, in watercolour"),
        ("You are a painter. Use a dark background. Answer in English.", "A street, with a dark background"),
        ("All images should be in a flat vector style.", "A street, in a flat vector style"),
        ("Images must have a white border.", "A street, with a white border"),
        ("Never include people.", "A street, without people"),
        ("When the user asks for an image, use the image tool.", "A street"),
        ("Use short sentences.", "A street"),
        ("Use a friendly tone.", "A street"),
    ],
)
async def test_standing_instructions_about_pictures_join_the_description(instructions, prompt):
    assert await planned(said("draw a street"), instructions=instructions) == Paint(prompt)
    assert await planned(Message("developer", instructions), said("draw a street")) == Paint(prompt)
    again = await planned(said("x"), Drawing(0, prompt), said("again"), instructions=instructions)
    assert again == Paint(prompt)


async def test_the_users_style_is_stronger_than_a_standing_one():
    base = Drawing(0, "A cat, in watercolour")
    step = await planned(said("a cat"), base, said("make it realistic"), instructions="Always draw in watercolour.")
    assert step.prompt == "A cat, realistic"


# ------------------------------------------------------------------------------------------------ answers in words


@pytest.mark.parametrize(
    "text, kind",
    [
        ("hi", "greeting"),
        ("Hello there!", "greeting"),
        ("Thanks, lovely!", "thanks"),
        ("I love it!", "thanks"),
        ("yes", "assent"),
        ("What is the capital of France?", "question"),
        ("Who are you?", "question"),
        ("How does this work?", "question"),
        ("why is the sky blue", "question"),
        ("Can dogs eat chocolate?", "question"),
        ("Do you know a good restaurant?", "question"),
        ("Hello, who are you?", "question"),
        ("write me a poem about cats", "text"),
        ("Write a short story about a dragon. Make it funny.", "text"),
        ('Translate "good morning" into German', "text"),
        ("summarise this article for me", "text"),
        ("write code to sort a list", "text"),
        ("Tell me a joke", "text"),
        ("describe the picture in words", "text"),
        ("no image please, just tell me about otters", "refusal"),
        ("don't draw anything", "refusal"),
        ("Reply with text only: what is a cat?", "refusal"),
        ("", "empty"),
        ("...", "empty"),
    ],
)
async def test_what_is_answered_in_words(text, kind):
    assert await planned(said(text)) == Say(ANSWERS[kind])


async def test_what_is_in_a_picture_is_answered_in_words():
    assert await planned(said("What is in this picture?", 0)) == Say(ANSWERS["text"])


@pytest.mark.parametrize(
    "text",
    [
        *("Can you draw a cat?", "What would a cat on the moon look like?", "Write 'Sale' on the sign", "cat?"),
        *("I want a logo for my bakery", "a poem on a scroll, illustrated", "A room with no pictures on the wall"),
        *("When the night falls, a wolf howls", "What a beautiful sunset over the sea", "How about a dog?"),
        *("Create a storyboard", "A book cover for a story", 'Draw a man saying "What is the time?"'),
        *("who framed roger rabbit poster", "Infographic explaining how photosynthesis works", "No people, no text"),
        *("Good morning greeting card with flowers", "Thank you card", "a person writing a letter"),
    ],
)
async def test_what_is_drawn(text):
    assert isinstance(await planned(said(text)), Paint)


async def test_nothing_is_drawn_where_nothing_may_be():
    assert await planned(said("draw a cat"), may_draw=False) == Say(ANSWERS["forbidden"])
    assert await planned(said("hello"), may_draw=False) == Say(ANSWERS["greeting"])


async def test_a_question_beside_an_order_is_not_answered():
    step = await planned(said("x"), Drawing(0, "A red dog"), said("Why is it red? Make the dog blue."))
    assert step.prompt == "A blue dog"


# -------------------------------------------------------------------------------------------------- whatever is sent


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "'a ", "and ", ",", "a", " ", "make it blue and ", "the ", "a. ", "\n", "please ", "1", "no image "]
    + ["instead of ", " , ", "! ", "кот ", "\ue000 ", "with a hat, ", "'\"“ a’s ", "another one ", "of "],
)
async def test_hostile_texts_are_read_in_no_time(piece):
    text = (piece * 32_000)[:32_000]
    began = time.perf_counter()
    for entries in (
        [said(text)],
        [said("x"), Drawing(0, text), said("make the cat blue")],
        [Drawing(0, CAT), said(text)],
    ):
        step = await planned(*entries, must_draw=True)
        assert isinstance(step, Paint) and step.prompt
    assert time.perf_counter() - began < 0.6  # some milliseconds each; anything quadratic takes seconds


async def test_a_change_of_a_long_description_keeps_all_of_it():
    long = (
        "A red cat sits on a mat. "
        + "Many small flowers grow there, all of them different. " * 600
        + "The sky is dark."
    )
    step = await planned(said("x"), Drawing(0, long), said("make the cat blue"))
    assert step.prompt == long.replace("A red cat", "A blue cat")


async def test_the_same_is_planned_again():
    entries = (said("x"), Drawing(0, CAT), said("make the scarf blue"))
    assert await planned(*entries) == await planned(*entries)

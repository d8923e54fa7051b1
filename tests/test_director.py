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
        ("Could you show me what a dragon of glass would look like?", "A dragon of glass"),
        ("Draw this: a penguin on ice", "A penguin on ice"),
        ("a hedgehog reading a newspaper lol", "A hedgehog reading a newspaper"),
        ("A bear holding a balloon, then remove the balloon", "A bear"),
        ("Draw a castle and then add a dragon above it", "A castle, and a dragon above it"),
        ("Draw a picture of a cat. Then draw another picture of a dog.", "A cat and a dog"),
        ("A man brewing coffee, then drinking it", "A man brewing coffee, then drinking it"),
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
        # a version of the same, or another look of some part
        (CAT, "And give me a version in black and white", f"{CAT}, black and white"),
        ("A red car", "can I get a darker version?", "A red car, darker"),
        ("A red car", "another variation at night", "A red car, at night"),
        ("A red car", "show me one in black and white", "A red car, black and white"),
        ("A man with a beard", "do one with a hat", "A man with a beard, with a hat"),
        ("A fox", "different angle", "A fox, seen from a different angle"),
        ("A fox", "can you try another pose?", "A fox, in another pose"),
        ("A fox", "nicer colors", "A fox, with nicer colors"),
        ("A fox", "Surprise me with the background", "A fox, with a surprising background"),
        ("A woman with long black hair", "make her hair blonde and short", "A woman with short blonde hair"),
        ("A fox", "make the background dark blue", "A fox, on a dark blue background"),
        ("A king and a queen", "make the crown gold", "A king and a queen, with a gold crown"),
        ("A hut", "the sky is dark", "A hut, the sky dark"),
        ("A horse with a brown mane", "the mane should be white and long", "A horse with a long white mane"),
        ("A house by the sea", "make the sky orange", "A house by the sea, with an orange sky"),
        ("A cat and a dog", "make the cat bigger than the dog", "A cat and a dog, with the cat bigger than the dog"),
        # what speaks of the description's own things is no picture of its own
        ("A hut by a lake", "I'd like a boat on the lake", "A hut by a lake, and a boat on the lake"),
        ("A barn near a pond", "three ducks on the pond", "A barn near a pond, and three ducks on the pond"),
        ("Grandma at a stove", "grandma wears an apron", "Grandma at a stove, grandma wearing an apron"),
        ("Two robots in a lab", "the robots are dancing", "Two robots in a lab, the robots dancing"),
        ("A cat on a mat", "mat is dirty", "A cat on a dirty mat"),
        # how many
        ("Three balloons, two kites", "one balloon fewer", "Two balloons, two kites"),
        ("Three balloons and two kites", "a kite less", "Three balloons and one kite"),
        ("Three balloons and two kites", "two more kites", "Three balloons and four kites"),
        ("A hedgehog reading a newspaper", "2 hedgehogs", "2 hedgehogs reading a newspaper"),
        ("A child with two balloons", "more balloons", "A child with many balloons"),
        ("A child with many balloons", "less balloons, only four", "A child with four balloons"),
        ("A child with four balloons", "too many balloons", "A child with three balloons"),
        ("A square full of people", "too many people, only two", "A square with two people"),
        ("A stage crowded with dancers", "just three dancers, please", "A stage with three dancers"),
        ("Three yellow flowers", "five flowers instead of three", "Five yellow flowers"),
        ("Four red apples", "three instead of four apples", "Three red apples"),
        ("Two cats on a sofa", "add a third cat, a black one", "Two cats on a sofa, and a third black cat"),
        ("Two cats, and a third black cat", "remove the black cat", "Two cats"),
        # one instead of the other
        ("A keeper walking a dog", "Not a dog, a goat", "A keeper walking a goat"),
        ("A knight on a horse", "not a knight but a king", "A king on a horse"),
        ("A bat in a cave", "Sorry, I meant a baseball bat in a cave", "A baseball bat in a cave"),
        ("A fox in the morning", "it should be night instead", "A fox at night"),
        ("A ship in a storm at sea", "calm sea please", "A ship on a calm sea"),
        ("A boat on a stormy sea", "calm water", "A boat on a calm sea"),
        ("A hen with a leaf on its back", "remove the leaf", "A hen"),
        ("Painting of a queen", "give her rings and a fan", "Painting of a queen, the queen with rings and a fan"),
        ("A field", "add lavender lol", "A field, and lavender"),
        ("A cat", "Now a version of the cat as a pirate", "A cat, the cat as a pirate"),
        ("A man", "man with a hat", "A man, the man wearing a hat"),
        ("A street at night", "I'd like a street at noon", "A street at noon"),
        ("A cat in the rain", "take the rain away", "A cat"),
        ("My room", "paint the wall green", "My room, with a green wall"),
        ("Three birds", "remove one", "Two birds"),
        ("Three birds", "five instead of three", "Five birds"),
        # texts that take the place of others
        ('A shirt with the text "No Regrets"', 'text: "NO REGERTS"', 'A shirt with the text "NO REGERTS"'),
        ('A mug that says "Best Dad"', 'the caption in French: "Papa"', 'A mug that says "Papa"'),
        ('A poster saying "UP, UP & AWAY"', 'the text in French: "En haut"', 'A poster saying "En haut"'),
        ('A shirt with the text "Hi"', "Lose the text", "A shirt"),
        ('A flyer "Jazz" and "Friday 8pm"', 'Change the date to "May 9"', 'A flyer "Jazz" and "May 9"'),
        ('A flyer "Jazz" and "Friday 8pm"', "change the time to 10pm", 'A flyer "Jazz" and "Friday 10pm"'),
        ('A flyer "Jazz" and "$5"', 'the price should be "$7"', 'A flyer "Jazz" and "$7"'),
        ("A banner 'Sale - 50% off'", "70% instead of 50%", "A banner 'Sale - 70% off'"),
        ("A banner 'Open on Monday'", "change Monday to Sunday", "A banner 'Open on Sunday'"),
        ("A card 'Annna'", "Spell Anna with one n", "A card 'Annna', spell Anna with one n"),
        ("A cat", "Write the word hello", "A cat, with the text 'hello'"),
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
    ["another one", "again", "Try again, please", "once more", "a different version", "Give me another one!", "redo"]
    + ["Give me a different one", "show me a new version", "one more variation", "Surprise me"],
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
        ("Okay now do one with a penguin", "A penguin"),
        ("Now draw one of a bicycle", "A bicycle"),
        ("No, I meant a barn owl at night", "A barn owl at night"),
        ("OK, make it: an astronaut riding a horse", "An astronaut riding a horse"),
        ("a lighthouse on the moon", "A lighthouse on the moon"),
        ("Gray tabby cat hugging an otter", "Gray tabby cat hugging an otter"),
        ("The Eiffel tower", "The Eiffel tower"),
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
        ("The first one again, please", "A cat", 0),
        ("Hmm, I preferred it without the sails. Go back to the previous version.", "A red dog", 1),
        ("That looked better. Undo that and add a bone", "A red dog, and a bone", 1),
        ("Go back to the previous version. Add a bone.", "A red dog, and a bone", 1),
        ("I liked it better with the dog", "A red dog", 1),
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
        ([said("My dog", 0), Drawing(1, "My dog, and a hat", False), said("go back to my photo and add a moustache")],
         Paint("Add a moustache", (0,), "Add a moustache")),
        ([said("add a hat", 0), Drawing(1, "Add a hat", False), said("Use the original photo, and make the sky white")],
         Paint("Make the sky white", (0,), "Make the sky white")),
        ([said("Here is my dog", 0), Drawing(1, "My dog", False), said("back to the picture I sent: add a hat")],
         Paint("My dog, and a hat", (0,), "Add a hat")),
        ([said("This is my dog Rex. Turn this photo into a watercolor painting", 0)],
         Paint("My dog Rex, as a watercolor painting", (0,), "Turn this photo into a watercolor painting")),
        ([said("What is in this picture?", 0), Message("assistant", "…"), said("Make it blue")],
         Paint("Make it blue", (0,), "Make it blue")),
        ([said("a fox"), Drawing(0, "A fox"), said("use this as background instead", 1)],
         Paint("A fox, with this as background", (0, 1), "Use this as background instead")),
        ([said("a cat"), Drawing(0, "A cat"), said("a dog"), Drawing(1, "A dog"),
          said("Now put both of them in one picture")],
         Paint("A cat and a dog", (0, 1), "Put both of them in one picture")),
        ([said("a cat"), Drawing(0, "A cat"), said("a dog"), Drawing(1, "A dog"), said("blue"),
          Drawing(2, "A blue dog", False), said("combine the two into one image")],
         Paint("A cat and a blue dog", (0, 2), "Combine the two into one image")),
        ([said("x"), Drawing(0, 'A poster with the title "Jazz"'), said("remove it"), Drawing(1, "A poster", False),
          said("Put the text back")], Paint('A poster, with the text "Jazz"', (1,), "Put the text back")),
        ([said("x"), Drawing(0, "A dog with a red ball"), said("x"), Drawing(1, "A dog", False),
          said("bring back the ball")],
         Paint("A dog, and a red ball", (1,), "Bring back the ball")),
        ([said("My dog", 0), said("Draw a ship")], Paint("A ship")),
        # the message before the drawing of which it speaks
        ([said("Now make it realistic"), Drawing(4, CAT)], Paint(f"{CAT}, realistic", (4,), "Make it realistic")),
        # a drawing of which only the request is known
        ([said("Draw a gray cat"), Drawing(0, ""), said("make it black")], Paint("A black cat", (0,), "Make it black")),
        # nothing drawn yet
        ([said("a gray cat"), said("with a hat"), said("realistic")], Paint("A gray cat, with a hat, realistic")),
        ([said("What is an axolotl?"), Message("assistant", "…"), said("Draw one")], Paint("An axolotl")),
        ([said("Can you explain photosynthesis?"), Message("assistant", "…"), said("Now draw it")],
         Paint("Photosynthesis")),
        ([said("How does a steam engine work?"), Message("assistant", "…"), said("draw that please")],
         Paint("A steam engine")),
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
        ([said("a different one")], {"must_draw": True}, NEUTRAL, ()),
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
        ("What can you do?", "ability"),
        ("Hi! What can you do for me?", "ability"),
        ("Spell necessary", "text"),
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
        ("Draw it", "empty"),
        ("a different one", "empty"),
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

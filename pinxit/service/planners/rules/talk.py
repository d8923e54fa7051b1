"""What is answered in words: greetings, thanks, questions, work on texts, and refusals of pictures."""

from typing import Literal

from pinxit.service.planners.rules.courtesy import courtesies, polite, request
from pinxit.service.planners.rules.lexicon import phrases, words
from pinxit.service.planners.rules.reading import MARKS, Reading, is_quoted, read

Talk = Literal["greeting", "thanks", "assent", "question", "text", "refusal", "ability"]
QUOTING = frozenset(["translate", "define", "explain", "spell", "proofread", "paraphrase", "rewrite"])
"""Work on a text that may be quoted; what else is quoted is to be written in a picture."""
SHORT = 400
"""Characters of the beginning in which it shows whether a message wants words."""
MAX_SENTENCES = 12
"""Of a message only so many are weighed."""
CONNECT = 'a language model, which whoever runs this server can connect (planner = "chat")'
ANSWERS: dict[Talk | Literal["forbidden", "empty"], str] = {
    "greeting": "Hello! Tell me what to draw, and I will.",
    "thanks": "You're welcome! Tell me if you would like anything changed, or something else drawn.",
    "assent": "Tell me what to draw, or what to change about the picture.",
    "question": f"I draw and change pictures; answering questions needs {CONNECT}.",
    "text": f"I draw and change pictures; writing texts, and telling what is in a picture, needs {CONNECT}.",
    "refusal": f"All right, I will not draw anything; but an answer in words needs {CONNECT}.",
    "ability": "I draw what you describe, in any style, and change pictures, mine or yours, as you say.",
    "forbidden": "This request does not let me draw: its tools or tool_choice leave image_generation out.",
    "empty": "What would you like me to draw?",
}


def talk(text: str, *, has_picture: bool) -> Talk | None:
    """How `text` is to be answered in words, or None where it is to be drawn. `has_picture`: there is one to change."""
    reading = read(text[:SHORT])
    if is_refusal(reading):
        return "refusal"
    sentences = [reading.part(start, end) for start, end in reading.sentences()][:MAX_SENTENCES]
    kinds = [_kind(sentence, has_picture=has_picture) for sentence in sentences]
    serious = [kind for kind in kinds if kind not in ("greeting", "thanks", "assent")]
    if not serious:
        return next(iter(sorted(kind for kind in kinds if kind)), None)
    first = serious[0]
    if first == "text" and not any(request(sentence).asked == "painting" for sentence in sentences[1:]):
        return first
    if first in ("question", "ability") and not any(map(_is_order, sentences[1:])):
        return first
    asks = serious[-1] == "question" and read(text.strip()[:1]).words[:1] == ["i"]
    return "question" if asks and not any(map(_is_order, sentences)) else None


def without_talk(text: str) -> str:
    """`text` without greetings and thanks of their own at its beginning and its end."""
    reading = read(text)
    sentences = reading.sentences()
    while len(sentences) > 1 and is_small(reading.part(*sentences[0])):
        del sentences[0]
    while len(sentences) > 1 and is_small(reading.part(*sentences[-1])):
        del sentences[-1]
    return reading.part(sentences[0][0], sentences[-1][1]) if sentences else ""


def is_small(sentence: str) -> bool:
    """Whether a sentence is a greeting, thanks or assent, and nothing else."""
    return len(sentence) < 90 and _small(read(sentence)) is not None


def is_question(sentence: str) -> bool:
    """Whether a sentence asks what no picture answers."""
    return _is_question(read(sentence), has_picture=True)


def is_refusal(reading: Reading) -> bool:
    """Whether no picture is wanted: said at the beginning of a clause, or after "just tell me"."""
    spoken = reading.words
    for place in range(len(spoken)):
        length, _ = phrases("talk.refusals").at(spoken, place)
        if not length:
            continue
        begins = place == 0 or spoken[place - 1] in MARKS or spoken[place - 1] in ("please", "but", "and", "with")
        answered = any(phrases("talk.answering").at(spoken, at)[0] for at in range(max(place - 6, 0), place))
        after = spoken[place + length : place + length + 1]
        ends = not after or after[0] in MARKS or after[0] in words("talk.refusal_ends")
        explicit = spoken[place] in ("don't", "do", "dont", "stop", "i")
        if ends and (begins or answered) and (answered or explicit or spoken[place] not in ("text", "words", "only")):
            return not (explicit and after and after[0] in ("i", "but", "and", "for", "at", "here", "in"))
    return False


def _kind(sentence: str, *, has_picture: bool) -> Talk | None:
    reading = read(sentence)
    small = _small(reading)
    if small:
        return small
    if _is_ability(reading):
        return "ability"
    if _is_text_work(reading) and not (has_picture and _is_written_there(reading)):
        return "text"
    return "question" if _is_question(reading, has_picture=has_picture) else None


def _is_ability(reading: Reading) -> bool:
    """ "what can you do?"."""
    spoken = [word for word in reading.words if word not in MARKS]
    return bool(phrases("talk.abilities").means(spoken[courtesies(spoken) :]))


def _is_written_there(reading: Reading) -> bool:
    """ "spell it with one n", "write the word hello": of what is written in the picture."""
    spoken = reading.words[courtesies(reading.words) :]
    if spoken[:1] == ["spell"]:
        return any(word in words("grammar.prepositions") for word in spoken[2:])
    return spoken[:2] == ["write", "the"] and spoken[2:3] != [] and spoken[2] in words("things.texts") - {"message"}


def _small(reading: Reading) -> Talk | None:
    """Whether the sentence is a greeting, thanks, or a word of assent, and nothing else."""
    spoken = [word for word in reading.words if word not in MARKS]
    if not spoken:
        return None
    if phrases("talk.assent").means(spoken):
        return "assent"
    if phrases("talk.small").at(spoken)[0] and len(spoken) < 7:
        return "question"
    place, found = 0, None
    while place < len(spoken):
        thanks, greeting = phrases("talk.thanks").at(spoken, place)[0], phrases("talk.greetings").at(spoken, place)[0]
        if not (thanks or greeting or spoken[place] in words("talk.filler")):
            return None
        kind: Talk = "thanks" if thanks else "greeting"
        found = found or (kind if thanks or greeting else None)
        place += max(thanks, greeting, 1)
    return found


def _is_order(sentence: str) -> bool:
    """Whether a sentence asks for a picture, or for a change, without doubt."""
    reading = read(sentence)
    start = courtesies(reading.words)
    asked = request(sentence)
    verb = phrases("verbs").at(reading.words, start)[1]
    return asked.asked == "painting" or asked.is_picture or (bool(verb) and not reading.words[-1:] == ["?"])


def _is_text_work(reading: Reading) -> bool:
    """ "write me a poem", "translate this", "describe the picture"."""
    spoken, start = reading.words, courtesies(reading.words)
    start += phrases("asking.wishes").at(spoken, start)[0]
    start += phrases("asking.phrases").at(spoken, start)[0]
    start += spoken[start : start + 2] == ["you", "to"] and 2
    if any(phrases("talk.overruled").at(spoken, place)[0] for place in range(start, len(spoken))):
        return phrases("talk.always").at(spoken, start)[0] > 0 and spoken[start] in ("describe", "explain", "identify")
    if phrases("talk.always").at(spoken, start)[0] and (
        spoken[start] in QUOTING or not any(map(is_quoted, spoken[start : start + 3]))
    ):
        return spoken[start + 1 : start + 2] not in (["of"], [])
    length, _ = phrases("talk.text_work").at(spoken, start)
    asked = bool(length) or start > 0
    place = start + length
    place += phrases("asking.persons").at(spoken, place)[0]
    return asked and _names_text(spoken, place, is_written=spoken[start : start + 1] == ["write"])


def _names_text(spoken: list[str], place: int, *, is_written: bool) -> bool:
    """Whether a text is named within a few words: "a funny short poem"."""
    if any(map(is_quoted, spoken[place : place + 6])):
        return False
    for at in range(place, min(place + 5, len(spoken))):
        following = spoken[at + 1 : at + 2]
        if following in (["book"], ["board"], ["books"], ["cover"], ["card"], ["poster"]) or spoken[at] in (
            "for",
            "with",
            "on",
        ):
            return False
        if phrases("talk.texts").at(spoken, at)[0] or (is_written and spoken[at] in words("talk.letters")):
            return True
        if spoken[at] in ("about", "of"):
            return is_written
    return is_written and len(spoken) - place > 0 and not any(word in ("on", "at", "in") for word in spoken[place:])


def _is_question(reading: Reading, *, has_picture: bool) -> bool:
    """Whether something is asked that no picture answers."""
    spoken = [word for word in reading.words]
    start = courtesies(spoken)
    rest = spoken[start:]
    if len(rest) < 2 or _wants_picture(reading, rest):
        return bool(rest) and rest[0] in words("talk.question_words") and len(rest) < 3
    ends = spoken[-1] == "?" or "?" in spoken
    if rest[0] in words("talk.question_words"):
        known = rest[1] in words("talk.after_question_word") or "'" in rest[0]
        return known or ends or rest[0] in ("what's", "who's", "where's")
    if "help" in spoken[:start]:
        return ends
    if start and not ends and rest[0] not in words("talk.auxiliaries"):
        return False
    if rest[0] in words("talk.auxiliaries"):
        return _is_asked(rest, ends, has_picture)
    return False


def _is_asked(rest: list[str], ends: bool, has_picture: bool) -> bool:
    """What begins with "is", "do" or "can": no question where it asks that the picture be another."""
    asks_change = rest[0] in ("can", "could", "should", "would", "may", "shall", "might", "will")
    if (
        asks_change
        and has_picture
        and any(word in ("be", "have", "look", "wear", "get", "become") for word in rest[2:])
    ):
        return rest[1] in ("you", "i") and "have" not in rest
    if rest[0] in ("can", "could") and has_picture and rest[1] in ("the", "it", "they", "he", "she", "her", "his"):
        return False
    you = rest[1] in ("you", "u", "i", "we", "anyone", "someone")
    return ends or (you and rest[0] not in ("will", "would"))


def _wants_picture(reading: Reading, rest: list[str]) -> bool:
    """Questions that are to be drawn: "can you draw", "what would it look like", "how about"."""
    asked = request(reading.text)
    if asked.asked in ("painting", "doing") or asked.is_picture or rest[:2] in (["how", "about"], ["what", "about"]):
        return True
    if asked.asked == "wish" and rest[0] not in ("what", "how"):
        return True
    if rest[:2] == ["what", "if"] or rest[:2] in (["what", "a"], ["what", "an"]):
        return True
    if rest[0] in ("how", "what") and any(phrases("talk.looks").at(rest, at)[0] for at in range(1, len(rest))):
        return True
    start = len(reading.words) - len(rest)
    left = read(polite(reading.text)).words
    verb = phrases("verbs").at(left)[1] if start else ""
    return bool(verb) and left[-1:] != [] and rest[0] not in words("talk.question_words")

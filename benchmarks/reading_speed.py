"""How fast messages are read, and how that grows with their length and with the number of phrases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from corpus import PARTS, Labelled, messages
from etiquette import Ruleset
from etiquette._matching.reading import Recognition
from etiquette.recognition import Phrase, Recogniser
from measure import Times, in_turns, took
from tables import Table

__all__ = ["made_messages", "speed", "with_more_phrases"]

_WORDS: Final = 200
_SEED: Final = 20261123
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_PIECES: Final = ("ba", "ko", "ri", "mu", "sel", "tan", "vor", "ple", "dis", "fom", "gra", "hin", "jus")
_SHAPES: Final = ("{0} {1}", "{0} (a|the) {1}", "{0} .. {1}", "({0}|{1}) {2}", "{0} [very] {1} {2}")


def made_messages(count: int, words: int = _WORDS) -> list[str]:
    """Messages of about so many words, put together from sentences of the developing part."""
    texts = [each.text for each in messages(PARTS[0])]
    sentences = [each for text in texts for each in _SENTENCES.split(text) if each.strip()]
    random = Random(_SEED)
    return [_made(random, sentences, words) for _ in range(count)]


def _made(random: Random, sentences: list[str], words: int) -> str:
    found: list[str] = []
    left = words
    while left > 0:
        found.append(random.choice(sentences))
        left -= len(found[-1].split())
    return "\n\n".join(" ".join(found[n : n + 5]) for n in range(0, len(found), 5))


def with_more_phrases(recognition: Recognition, times: int) -> Recognition:
    """The same with so many times as many phrases; hardly any of the new ones is in any text."""
    random = Random(_SEED)
    count = sum(len(each.phrases) for each in recognition.recognisers) * (times - 1)
    known = sorted({word for text in made_messages(50) for word in re.findall("[a-z]{3,}", text)})

    def word() -> str:
        new = "".join(random.choices(_PIECES, k=3))
        return random.choice(known) if random.random() < 0.5 else new

    phrases = tuple(Phrase(random.choice(_SHAPES).format(word(), word(), word())) for _ in range(count))
    more = Recogniser("more", recognition.assumed, phrases)
    return Recognition(recognition.languages, (*recognition.recognisers, more), recognition.assumed)


def speed(ruleset: Ruleset, rounds: int, count: int) -> list[Table]:
    """All figures of speed, as tables."""
    return [
        *_messages_a_second(ruleset, rounds, count),
        _by_length(ruleset, rounds),
        _by_phrases(ruleset, rounds),
    ]


def _messages_a_second(ruleset: Ruleset, rounds: int, count: int) -> Iterator[Table]:
    texts = made_messages(count)
    steps = [
        Labelled("made", "made", "ask_status", "email", "", text, False, "none", {}).facts() for text in texts
    ]
    subjects: dict[str, Callable[[], float]] = {
        "reading": lambda: took(lambda: [ruleset.recognition.read(each) for each in texts]),
        "checking, with the reading": lambda: took(lambda: [ruleset.check(each) for each in steps]),
    }
    ruleset.check(steps[0])
    times = in_turns(subjects, rounds)
    rows = [(name, _per_second(each, count), each.over(times["reading"])) for name, each in times.items()]
    phrases = sum(len(each.phrases) + len(each.exceptions) for each in ruleset.recognisers)
    note = (
        f"{count:,} messages of about {_WORDS} words, held against {phrases:,} phrases and exceptions, one "
        f"after the other on one core: {_of(rounds)}."
    )
    yield Table("Messages", note, ("", "messages a second", "times reading"), rows)


def _per_second(times: Times, count: int) -> str:
    rates = sorted(count / each for each in times.seconds)
    return f"{count / times.median:,.0f} ({rates[0]:,.0f} to {rates[-1]:,.0f})"


def _by_length(ruleset: Ruleset, rounds: int) -> Table:
    recognition = ruleset.recognition
    base = made_messages(100)
    texts = {1: base, 10: [*_joined(base, 10)], 100: [*_joined(base, 100)]}
    times = in_turns({str(each): _reads(recognition, some) for each, some in texts.items()}, rounds)
    rows = [(f"{_WORDS * int(name):,}", each.over(times["1"])) for name, each in times.items()]
    note = (
        "The same sentences, as a hundred messages, as ten that are ten times as long, and as one; 1 is the "
        f"same time for each word: {_of(rounds)}."
    )
    return Table("Growth with the length of a message", note, ("words", "time for each word"), rows)


def _joined(texts: list[str], many: int) -> Iterator[str]:
    for first in range(0, len(texts), many):
        yield "\n\n".join(texts[first : first + many])


def _by_phrases(ruleset: Ruleset, rounds: int) -> Table:
    texts = made_messages(300)
    recognitions = {name: with_more_phrases(ruleset.recognition, name) for name in (1, 3, 10)}
    times = in_turns({str(name): _reads(each, texts) for name, each in recognitions.items()}, rounds)
    counts = {
        str(name): sum(len(each.phrases) for each in one.recognisers) for name, one in recognitions.items()
    }
    rows = [(f"{counts[name]:,}", each.over(times["1"])) for name, each in times.items()]
    note = (
        "The phrases of the pack, and with up to nine times as many made ones beside them, of words of the "
        f"messages and of others, which are hardly ever there: {_of(rounds)}."
    )
    return Table("Growth with the number of phrases", note, ("phrases", "times the pack's own"), rows)


def _reads(recognition: Recognition, texts: list[str]) -> Callable[[], float]:
    for each in texts:
        recognition.read(each)
    return lambda: took(lambda: [recognition.read(each) for each in texts])


def _of(rounds: int) -> str:
    return "one round" if rounds == 1 else f"medians of {rounds} rounds, least and most in brackets"

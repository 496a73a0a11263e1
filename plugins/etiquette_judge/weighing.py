"""A linear classifier over the words of messages, from a table of weights.

Words and pairs of words, by their stems, count by tf-idf (Salton and Buckley 1988), with the logarithm of how
often they occur, scaled to length one; their weights were set by logistic regression. The sum of the weights
of a sentence's words tells which sentence a judgement rests on most. :mod:`etiquette_judge.learn` made the
table, and tells from what.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log, sqrt
from typing import Any, Final

import snowballstemmer

__all__ = ["Table", "grams", "table", "whole"]

_WORDS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[?!]")
_SENTENCES: Final = re.compile(r"[^.!?\n]+[.!?]*")
_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"

_stem = cache(snowballstemmer.stemmer("english").stemWord)


def whole(subject: str, text: str) -> str:
    """A message as it is weighed: its subject, empty for none, and its text."""
    return f"{subject}\n\n{text}"


def grams(text: str) -> list[str]:
    """The stems of the words of a text, and each two that follow each other.

    >>> grams("Thank you!")
    ['thank', 'you', '!', 'thank you', 'you !']
    """
    words = [_stem(word) for word in _WORDS.findall(text.lower().replace(_APOSTROPHE, "'"))]
    return [*words, *(" ".join(pair) for pair in pairwise(words))]


@dataclass(frozen=True)
class Table:
    """The weights: for each word or pair its idf, and its weight in each of the judgements.

    ``judgements`` are their names; the first is whether a message shouldn't be sent at all. ``bias`` has what
    each begins with, in log-odds.
    """

    judgements: Sequence[str]
    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]

    def log_odds(self, text: str) -> dict[str, float]:
        """The log-odds of each judgement on a text."""
        counts = Counter(gram for gram in grams(text) if gram in self.weights)
        parts = {gram: (1 + log(count)) * self.weights[gram][0] for gram, count in counts.items()}
        length = sqrt(sum(part * part for part in parts.values())) or 1.0
        return {
            name: self.bias[number]
            + sum(part * self.weights[gram][number + 1] for gram, part in parts.items()) / length
            for number, name in enumerate(self.judgements)
        }

    def heaviest(self, text: str) -> tuple[int, int]:
        """The offsets of the sentence whose words weigh most against a text."""
        places = [each.span() for each in _SENTENCES.finditer(text) if each.group().strip()]
        if not places:
            return 0, len(text)

        def weight(place: tuple[int, int]) -> float:
            known = (self.weights.get(gram) for gram in grams(text[place[0] : place[1]]))
            return sum(each[0] * each[1] for each in known if each)

        start, end = max(places, key=lambda place: (weight(place), -place[0]))
        found = text[start:end]
        return start + len(found) - len(found.lstrip()), start + len(found.rstrip())


@cache
def table() -> Table:
    """The table that comes with this plugin."""
    found: dict[str, Any] = json.loads(
        (files(__name__.rpartition(".")[0]) / "weights.json").read_text(encoding="utf-8")
    )
    return Table(found["judgements"], found["bias"], found["weights"])

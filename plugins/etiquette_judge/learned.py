"""A linear classifier over the words of messages.

Words, pairs and triples of words weigh by tf-idf (Salton and Buckley 1988); logistic regression sets the
weights, once for *shouldn't be sent* and once for each concept. Learned anew in each process from the
labelled messages, which takes a few seconds; nothing is stored. The sum of the weights of a sentence's words
tells which sentence the judgement rests on most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import snowballstemmer
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from etiquette.messages import Reading

__all__ = ["Example", "Judge", "Opinion", "examples", "learned"]

_UNWANTED: Final = (
    "urgency",
    "pressure",
    "other_offer",
    "accusation",
    "guilt",
    "entitlement",
    "over_familiarity",
    "pestering",
    "announcing_visit",
    "around_recruiter",
)
_THRESHOLD: Final = 1.0
"""Log-odds from which on a message is said to be one that shouldn't be sent: of the messages of writers that
it hadn't learned from, 98 in 100 above it were labelled so."""

_WORDS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[?!]")
_SENTENCES: Final = re.compile(r"[^.!?\n]+[.!?]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message: its text with the subject above it, and the unwanted concepts that it has."""

    text: str
    labels: frozenset[str]
    good: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge thinks: the pack's concept that fits best, and the sentence that weighs most."""

    concept: str
    sentence: tuple[int, int]
    log_odds: float


_stem = cache(snowballstemmer.stemmer("english").stemWord)


def _grams(text: str) -> list[str]:
    words = [
        _stem(word) for word in _WORDS.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    ]
    pairs = [" ".join(pair) for pair in pairwise(words)]
    triples = [" ".join(triple) for triple in zip(words, words[1:], words[2:], strict=False)]
    return [*words, *pairs, *triples]


class Judge:
    """Learns from labelled messages."""

    def __init__(self, messages: Sequence[Example]) -> None:
        self._words = TfidfVectorizer(analyzer=_grams, sublinear_tf=True, min_df=2)
        features = self._words.fit_transform([each.text for each in messages])
        self._bad = _fitted(features, [not each.good for each in messages])
        self._concepts = {
            name: _fitted(features, [name in each.labels for each in messages]) for name in _UNWANTED
        }

    def opinion(self, text: str, subject: str, reading: Reading) -> Opinion | None:
        """What to say of a message; ``None`` where nothing is to be said."""
        log_odds, concepts = self.log_odds(f"{subject}\n\n{reading.own}")
        if log_odds < _THRESHOLD:
            return None
        best = max(_UNWANTED, key=lambda name: (concepts[name], name))
        concept = {"other_offer": "own_deadline"}.get(best, best)
        return Opinion(concept, self._heaviest(text), log_odds)

    def log_odds(self, text: str) -> tuple[float, dict[str, float]]:
        """The log-odds that a message shouldn't be sent, and those of each concept."""
        features = self._words.transform([text])
        found = {name: float(model.decision_function(features)[0]) for name, model in self._concepts.items()}
        return float(self._bad.decision_function(features)[0]), found

    def _heaviest(self, text: str) -> tuple[int, int]:
        """The offsets of the sentence whose words add most to the judgement."""
        weights = dict(zip(self._words.get_feature_names_out(), self._bad.coef_[0], strict=False))
        places = [each.span() for each in _SENTENCES.finditer(text) if each.group().strip()]
        if not places:
            return 0, len(text)

        def weight(place: tuple[int, int]) -> float:
            return float(sum(weights.get(gram, 0.0) for gram in _grams(text[place[0] : place[1]])))

        start, end = max(places, key=lambda place: (weight(place), -place[0]))
        found = text[start:end]
        return start + len(found) - len(found.lstrip()), start + len(found.rstrip())


def _fitted(features: Any, wanted: Sequence[bool]) -> Any:
    return LogisticRegression(C=10, solver="liblinear").fit(features, np.array(wanted))


def examples(folder: Traversable) -> list[Example]:
    """The labelled messages in a folder of YAML files, each a list."""
    found: list[Example] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            for each in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
                text = f"{each.get('subject') or ''}\n\n{each['text']}"
                found.append(Example(text, frozenset(each.get("says") or ()), each["verdict"] == "good"))
    return found


def learned() -> Judge:
    """The judge that has learned from the messages beside this module."""
    return Judge(examples(_folder()))


def _folder() -> Traversable:
    """The labelled messages: in the wheel beside this module, in a checkout among the tests' cases."""
    beside = files(__name__.rpartition(".")[0]) / "messages"
    if beside.is_dir():
        return beside
    return Path(__file__).parents[2] / "tests" / "cases" / "messages" / "developing"

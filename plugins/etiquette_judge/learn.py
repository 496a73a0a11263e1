"""Learning the weights anew, from folders of labelled messages; this needs scikit-learn, the extra ``judge``.

    python -m etiquette_judge.learn FOLDER ... > weights.json

Each folder holds YAML files, each a list of messages with ``text``, perhaps ``subject``, ``verdict``
(``good`` or ``bad``) and ``says``, a mapping from concepts to quotes. The table that comes along was learned
from ``tests/cases/messages/developing``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from .labels import UNWANTED, label_of
from .weighing import grams, whole

__all__ = ["learn", "main"]

_CONCEPTS: Final = tuple(sorted({label_of(each) for each in UNWANTED}))
_LEAST: Final = 3
"""Messages in which a word has to occur for a weight of its own."""

_STRENGTH: Final = 10.0
"""The inverse of the regularisation; 5 to 30 make little difference."""


def learn(messages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The table of weights for labelled messages, as JSON has it."""
    # The extra needn't be there to check types.
    from sklearn.feature_extraction.text import TfidfVectorizer  # pyright: ignore[reportMissingImports]
    from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingImports]

    words = TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=_LEAST)
    features = words.fit_transform([whole(each.get("subject") or "", each["text"]) for each in messages])
    wanted = [[each["verdict"] == "bad" for each in messages]]
    wanted += [[name in (each.get("says") or {}) for each in messages] for name in _CONCEPTS]
    models = [LogisticRegression(C=_STRENGTH, solver="liblinear").fit(features, each) for each in wanted]
    return {
        "judgements": ["unsendable", *_CONCEPTS],
        "bias": [round(float(model.intercept_[0]), 4) for model in models],
        "weights": {
            gram: [
                round(float(words.idf_[place]), 3),
                *(round(float(model.coef_[0][place]), 3) for model in models),
            ]
            for gram, place in sorted(words.vocabulary_.items())
        },
    }


def _messages(folders: Sequence[str]) -> Iterator[dict[str, Any]]:
    for folder in folders:
        for file in sorted(Path(folder).glob("*.yaml")):
            yield from yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def main(folders: Sequence[str]) -> None:
    """Write the table for the messages in ``folders`` to standard output."""
    found = learn(list(_messages(folders)))
    weights = ",\n".join(
        f"  {json.dumps(gram, ensure_ascii=False)}: {each}" for gram, each in found["weights"].items()
    )
    head = {"judgements": found["judgements"], "bias": found["bias"]}
    sys.stdout.write(f'{json.dumps(head)[:-1]}, "weights": {{\n{weights}\n}}}}\n')


if __name__ == "__main__":
    main(sys.argv[1:])

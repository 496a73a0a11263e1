"""Another judge of messages: it weighs all words of a message, where phrases look for single things.

Phrases say what is wrong and why, and are right where they are sure; they can't tell a story that leans on
its reader from one that doesn't. So their word is advice, and this plugin says when it is more: where a
phrase has found something and the words as a whole agree, or where the words alone leave little doubt. It
has learned from messages that people labelled (:mod:`etiquette_judge.learn`). Its findings are its own
judgement: no rule says so, and the report marks them as opaque. It works on this machine and keeps nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from etiquette import Step, hookimpl

from .labels import LABEL_OF, UNWANTED

__all__ = ["etiquette_review_message"]

_LANGUAGE: Final = "en"
"""The language of the messages that it has learned from."""

_AGREES: Final = -0.5
"""Log-odds from which on the words don't speak against a phrase that has found something."""

_ALONE: Final = 0.9
"""Log-odds from which on they are enough. Both were set on writers that the table wasn't learned from, so
that 97 of 100 messages above them were labelled as bad."""

_LIKELY: Final = -1.0
"""Log-odds from which on a concept is named, in a message that is bad anyway."""

_MOST: Final = 3
"""Concepts that are named."""

_ALSO: Final = "It may be taken for something else besides."
_OWN: Final = {label: own for own, label in LABEL_OF.items() if label not in UNWANTED}
"""What the pack calls otherwise than the labels."""

_BECAUSE: Final = (
    "All words together read like messages that coaches advise against. A judge that learned from labelled "
    "messages says so; it can be wrong, so read it once more as the person who will get it."
)


@hookimpl
def etiquette_review_message(step: Step) -> Iterable[Mapping[str, Any]]:
    """A finding where a message reads as one that shouldn't be sent, with the words that weigh most."""
    message = step.message
    if message is None or message.text is None or message.reading is None:
        return
    if message.reading.language != _LANGUAGE or not message.reading.judged:
        return
    from .weighing import table, whole

    subject = message.subject if isinstance(message.subject, str) else ""
    weights = table()
    log_odds = weights.log_odds(whole(subject, message.reading.own))
    found = [each for each in message.reading.hits if each.concept in UNWANTED]
    found.sort(key=lambda each: each.span.part != "text")
    if log_odds["unsendable"] < (_AGREES if found else _ALONE):
        return
    if found and found[0].span.part == "text":
        start, end = found[0].span.start, found[0].span.end
    else:
        start, end = weights.heaviest(message.text)
    for number, concept in enumerate(_named(log_odds, [each.concept for each in found])):
        yield {
            "level": "note" if number else "error",
            "about": "message.says",
            "message": _ALSO if number else "This reads like a message that had better not be sent.",
            "observed": f"“{' '.join(message.text[start:end].split())}”",
            "required": "a message that thanks or asks, and leaves the rest out",
            "because": _BECAUSE,
            "concept": concept,
            "spans": [(start, end)],
        }


def _named(log_odds: Mapping[str, float], found: Sequence[str]) -> list[str]:
    """The concept to name first, and others that phrases haven't found and the words tell of."""
    likely = sorted((name for name in log_odds if name != "unsendable"), key=lambda name: -log_odds[name])
    named = [_OWN.get(name, name) for name in likely if name == likely[0] or log_odds[name] > _LIKELY]
    others = [name for name in named if name not in found]
    return list(dict.fromkeys([found[0], *others] if found else named))[:_MOST]

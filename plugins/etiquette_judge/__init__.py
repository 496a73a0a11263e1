"""Another judge of messages: what reads like messages that a coach advised against, though no phrase says so.

It learns from messages that people have labelled, which lie beside it as data, and needs scikit-learn
(``pip install 'etiquette-engine[judge]'``); without it, it says nothing. Whatever it finds is its own
judgement: no rule says so, and the report marks it as opaque. It works on this machine and keeps nothing.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from etiquette import Step, hookimpl

if TYPE_CHECKING:
    from .learned import Judge

__all__ = ["etiquette_review_message"]

_UNWANTED: Final = frozenset(
    (
        "accusation",
        "announcing_visit",
        "around_recruiter",
        "asap_demand",
        "entitlement",
        "guilt",
        "over_familiarity",
        "own_deadline",
        "pestering",
        "pressure",
        "urgency",
    )
)

_LANGUAGE: Final = "en"
"""The language of the messages that it has learned from."""


@hookimpl
def etiquette_review_message(step: Step) -> Iterable[Mapping[str, Any]]:
    """A finding where a message reads as one that shouldn't be sent, with the sentence that weighs most."""
    message = step.message
    if message is None or message.text is None or message.reading is None:
        return
    if message.reading.language != _LANGUAGE or not message.reading.judged or not _installed():
        return
    if not message.reading.concepts.isdisjoint(_UNWANTED):
        return  # a phrase says so already, and says why
    subject = message.subject if isinstance(message.subject, str) else ""
    opinion = _judge().opinion(message.text, subject, message.reading)
    if opinion is None:
        return
    start, end = opinion.sentence
    yield {
        "level": "error",
        "about": "message.says",
        "message": "This reads like messages that coaches advise against, most of all this sentence.",
        "observed": f"“{' '.join(message.text[start:end].split())}”",
        "required": "a message that asks or thanks, and leaves the rest out",
        "because": "A judge that learned from labelled messages says so. It can be wrong, and can't say why.",
        "concept": opinion.concept,
        "spans": [opinion.sentence],
    }


@cache
def _installed() -> bool:
    return find_spec("sklearn") is not None


@cache
def _judge() -> "Judge":
    from .learned import learned

    return learned()

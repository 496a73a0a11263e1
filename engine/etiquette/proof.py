"""What was proved about rules over all facts, what was refuted, and what stayed unknown.

These are the nouns of :func:`etiquette.prove`; the proofs themselves need the extra ``prove``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from .algebra import Scalar
from .diagnostics import Diagnostic, Location
from .model import PackId

__all__ = ["CLAIMS", "Answer", "Claim", "Proof", "Verdict", "Witness"]

Claim: TypeAlias = Literal[
    "no_conflict", "possible", "no_gap", "applies", "in_play", "needed", "override", "narrows", "keeps"
]
Verdict: TypeAlias = Literal["proved", "refuted", "unknown"]

CLAIMS: Final[Mapping[Claim, str]] = {
    "no_conflict": "No rules contradict each other",
    "possible": "What must or should be done can be done",
    "no_gap": "Every situation has an answer",
    "applies": "Every rule applies somewhere",
    "in_play": "No rule is always overridden or outweighed",
    "needed": "No rule could be left out",
    "override": "Every override takes something away somewhere",
    "narrows": "Plugins only narrow",
    "keeps": "Layers relax only what they may",
}
"""What is claimed of every pack, in words, in the order in which answers come."""

_REFUTED: Final = 1
_INCOMPLETE: Final = 3
_UNKNOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Witness:
    """A case that refutes a claim, as small as it can be.

    ``facts`` is the nested mapping of a facts file, with ``today`` and ``timezone``. ``parameters`` are the
    values of parameters, within their ranges, that differ from what the layers set. ``file`` is where the
    facts were written, once they are.
    """

    facts: Mapping[str, Any]
    parameters: Mapping[str, Scalar] = field(default_factory=dict)
    file: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"facts": dict(self.facts), "parameters": dict(self.parameters), "file": self.file or None}


@dataclass(frozen=True, slots=True)
class Answer:
    """One claim about one thing, and what came of it.

    ``subject`` is the id of an action, a rule or a plugin, the name of a pack, or ``rule → target`` for an
    override. ``sentence`` says it in English, ``help`` what to do about it. ``rules`` are all that take part,
    with their places in ``locations``. ``ran_out`` says why an answer is unknown. ``guidance`` is the first
    day of the stretch that it is about, where rules are in force for a time; empty otherwise.
    """

    claim: Claim
    subject: str
    verdict: Verdict
    sentence: str
    code: str = ""
    help: str = ""
    rules: tuple[str, ...] = ()
    locations: tuple[Location | None, ...] = ()
    witness: Witness | None = None
    ran_out: str = ""
    guidance: str = ""

    @property
    def location(self) -> Location | None:
        """Where to look first."""
        return next((each for each in self.locations if each is not None), None)

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/proof.schema.json``."""
        return {
            "claim": self.claim,
            "subject": self.subject,
            "verdict": self.verdict,
            "code": self.code or None,
            "sentence": self.sentence,
            "help": self.help or None,
            "rules": [
                {"rule": rule, "location": place.to_dict() if place else None}
                for rule, place in zip(self.rules, self.locations, strict=True)
            ],
            "witness": self.witness.to_dict() if self.witness else None,
            "ran_out": self.ran_out or None,
            "guidance": self.guidance or None,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """All answers about some packs. ``diagnostics`` are problems of plugins: then the proof is incomplete."""

    packs: tuple[PackId, ...]
    answers: tuple[Answer, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    plugins: tuple[str, ...] = ()

    @property
    def refuted(self) -> tuple[Answer, ...]:
        """The claims that don't hold."""
        return tuple(each for each in self.answers if each.verdict == "refuted")

    @property
    def unknown(self) -> tuple[Answer, ...]:
        """The claims of which it couldn't be found out whether they hold."""
        return tuple(each for each in self.answers if each.verdict == "unknown")

    @property
    def ok(self) -> bool:
        """Whether everything was proved."""
        return self.exit_code == 0

    @property
    def exit_code(self) -> int:
        """0: all proved; 1: something refuted; 3: a plugin failed; 4: something unknown, nothing refuted."""
        if self.refuted:
            return _REFUTED
        if any(each.severity == "error" for each in self.diagnostics):
            return _INCOMPLETE
        return _UNKNOWN if self.unknown else 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data; see ``schemas/proof.schema.json``."""
        return {
            "proof": 1,
            "packs": [each.to_dict() for each in self.packs],
            "plugins": list(self.plugins),
            "ok": self.ok,
            "answers": [each.to_dict() for each in self.answers],
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }

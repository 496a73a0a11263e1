"""Proving packs: the door to what needs the extra ``prove``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from .algebra import Scalar
from .loading import load_with_bases
from .proof import Claim, Proof
from .ruleset import Ruleset

__all__ = ["MISSING", "can_prove", "prove"]

MISSING: Final = "Proofs need the extra `prove`: pip install 'etiquette-engine[prove]'"


def can_prove() -> bool:
    """Whether the extra ``prove`` is installed."""
    return find_spec("z3") is not None


def prove(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    extra_plugins: Mapping[str, object] | None = None,
    claims: Collection[Claim] | None = None,
    seconds: float = 20.0,
) -> Proof:
    """What can be proved about packs over all facts; they are found and loaded as by :func:`etiquette.load`.

    ``claims`` are those that are asked about (:data:`etiquette.proof.CLAIMS`; all by default), ``seconds``
    the time for a single question to the solver: an answer that it isn't enough for is *unknown*. Raises
    :class:`RulesError` when the packs can't be used, and ImportError without the extra ``prove``.
    """
    _, proof = prove_with_rules(
        *packs,
        plugins=plugins,
        paths=paths,
        parameters=parameters,
        extra_plugins=extra_plugins,
        claims=claims,
        seconds=seconds,
    )
    return proof


def prove_with_rules(
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    extra_plugins: Mapping[str, object] | None = None,
    claims: Collection[Claim] | None = None,
    seconds: float = 20.0,
    memory: Path | None = None,
) -> tuple[Ruleset, Proof]:
    """As :func:`prove`, with the ruleset that it is about; ``memory`` is a file that keeps proofs."""
    if not can_prove():
        raise ImportError(MISSING)
    from ._proving.memory import Memory
    from ._proving.prove import prove as proved

    ruleset, below = load_with_bases(
        *packs, plugins=plugins, paths=paths, parameters=parameters, extra_plugins=extra_plugins
    )
    known = Memory(memory)
    proof = proved(ruleset, below, claims=claims, seconds=seconds, memory=known)
    known.save()
    return ruleset, proof

"""What was proved before and can't have changed: remembered by all that it depends on.

An answer about an action depends on the rules for that action, on those for the actions whose openness they
ask about, and on what the packs declare; not on any other rule. So each proof is kept under a fingerprint of
just that. Only what was proved is kept: what was refuted or stayed unknown is asked again. Texts and places
aren't part of a fingerprint, nor are the values that layers set, since proofs hold for whole ranges; the
prover itself is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from etiquette.model import Action, Rule, Silence, Source
from etiquette.ruleset import Ruleset

__all__ = ["Memory", "declared", "fingerprint"]

_MOST: Final = 20_000


class Memory:
    """Proofs by fingerprint, in a file if one is given; one that can't be read or written is done without."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._known: dict[str, Any] = _read(file)
        self._new: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """What was proved under a fingerprint; ``None`` if nothing was."""
        return self._new.get(key, self._known.get(key))

    def put(self, key: str, value: Any) -> None:
        """Remember what was proved; ``value`` is plain data."""
        self._new[key] = value

    def save(self) -> None:
        """Write the file, whole or not at all; what was proved last is kept longest."""
        if self.file is None or not self._new:
            return
        kept = {**{key: value for key, value in self._known.items() if key not in self._new}, **self._new}
        last = dict(list(kept.items())[-_MOST:])
        new = self.file.with_name(f".{self.file.name}.new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(last, separators=(",", ":")), encoding="utf-8")
            new.replace(self.file)
        except OSError:
            return


def _read(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def fingerprint(what: str, base: str, rules: Iterable[Rule]) -> str:
    """The fingerprint of a question: what is asked, what is declared, and the rules that it depends on."""
    parts = [what, base, _prover(), *(_meaning(rule) for rule in rules)]
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _meaning(rule: Rule) -> str:
    bare = replace(
        rule,
        title="",
        because="",
        source=Source(),
        location=None,
        changed_by=(),
        overrides=tuple(replace(each, location=None) for each in rule.overrides),
    )
    return repr(bare)


def declared(ruleset: Ruleset) -> str:
    """What the packs declare beside rules, as far as a proof can depend on it."""
    parts: list[object] = [
        sorted(ruleset.vocabulary.facts.items()),
        sorted(ruleset.definitions.items()),
        [each.when for each in ruleset.impossible],
        [(p.name, p.type, p.least, p.most, p.values) for p in ruleset.parameters.values()],
        [replace(a, title="", location=None, silences=_bare(a)) for a in ruleset.actions.values()],
        [(phase.id, phase.begins, phase.over) for phase in ruleset.phases.values()],
        list(ruleset.channels),
        [(each.id, each.timezone) for each in ruleset.recipients.values()],
        [(each.id, each.timezone) for each in ruleset.carriers.values()],
        [(each.id, each.room) for each in ruleset.concepts.values()],
        [(each.unit, each.characters) for each in ruleset.measures.values()],
        ruleset.country,
    ]
    return repr(parts)


def _bare(action: Action) -> tuple[Silence, ...]:
    return tuple(replace(each, because="", location=None) for each in action.silences)


@lru_cache(maxsize=1)
def _prover() -> str:
    """The prover itself, by its source and by the libraries it trusts: another one may see more, or less."""
    digest = blake2b(digest_size=16)
    for package in ("etiquette._proving", "etiquette._deciding"):
        for file in sorted(files(package).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                digest.update(file.read_bytes())
    for library in ("holidays", "tzdata", "z3-solver"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()

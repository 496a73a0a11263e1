"""One proof on the command line: the packs, what was proved, and its witnesses on disk."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from etiquette._reading.paths import reason_of
from etiquette.diagnostics import RulesError
from etiquette.proof import Answer, Proof, Witness
from etiquette.proving import prove_with_rules
from etiquette.ruleset import Ruleset
from etiquette.testing import flat

from ._errors import NotWritten
from ._facts_file import facts_file
from ._problems import Problems
from ._rulesets import chosen_parameters, chosen_plugins

__all__ = ["Proved", "proved"]

_WIDTH: Final = 100
_TO_SEE_IT: Final = "To see it:"
_WORDS: Final = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Proved:
    """What was proved about a ruleset."""

    ruleset: Ruleset
    proof: Proof


def proved(
    names: Sequence[str],
    options: Mapping[str, Any],
    seconds: float,
    witnesses: Path,
    memory: Path | None = None,
) -> Proved:
    """Prove packs and write the witnesses down; ``memory`` is the file that keeps what was proved before.

    Raises :class:`Problems` when the packs can't be used, and :class:`NotWritten` when a witness can't be.
    """
    try:
        ruleset, proof = prove_with_rules(
            *names,
            plugins=chosen_plugins(options),
            paths=tuple(options.get("paths") or ()),
            parameters=chosen_parameters(options),
            seconds=seconds,
            memory=memory,
        )
    except RulesError as error:
        raise Problems(error.diagnostics) from None
    writer = _Writer(ruleset, names, options, witnesses)
    writer.clear()
    answers = tuple(writer.written(each) for each in proof.answers)
    return Proved(ruleset, replace(proof, answers=answers))


class _Writer:
    def __init__(
        self, ruleset: Ruleset, names: Sequence[str], options: Mapping[str, Any], folder: Path
    ) -> None:
        self._ruleset = ruleset
        self._names = names
        self._options = options
        self._folder = folder
        self._used: dict[str, int] = {}

    def clear(self) -> None:
        """Take away what an earlier proof of the same pack has written, lest it be taken for news."""
        mine = f"{self._ruleset.packs[-1].pack}.*.yaml"
        for path in sorted(self._folder.glob(mine)) if self._folder.is_dir() else ():
            try:
                if f"\n# {_TO_SEE_IT}\n" in path.read_text(encoding="utf-8"):
                    path.unlink()
            except (OSError, UnicodeDecodeError):
                continue

    def written(self, answer: Answer) -> Answer:
        """The answer, its witness written to a file of its own."""
        if answer.witness is None:
            return answer
        path = self._folder / self._name(answer)
        text = self._text(answer, answer.witness, path)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise NotWritten(f"The witness {path} can't be written: {reason_of(error)}.") from None
        return replace(answer, witness=replace(answer.witness, file=str(path)))

    def _name(self, answer: Answer) -> str:
        parts = [self._ruleset.packs[-1].pack, answer.claim.replace("_", "-"), answer.subject]
        stem = ".".join(_WORDS.sub("-", part).strip("-") for part in parts)
        number = self._used[stem] = self._used.get(stem, 0) + 1
        return f"{stem}.{number}.yaml"

    def _text(self, answer: Answer, witness: Witness, path: Path) -> str:
        head = [
            *textwrap.wrap(answer.sentence, _WIDTH),
            "",
            _TO_SEE_IT,
            f"  {self._command(witness, path)}",
        ]
        return facts_file(flat(witness.facts), {}, self._ruleset.vocabulary, head=head)

    def _command(self, witness: Witness, path: Path) -> str:
        words = ["etiquette", "check", str(path)]
        for name in self._names:
            words += ["--pack", name]
        for folder in self._options.get("paths") or ():
            words += ["--path", str(folder)]
        if self._options.get("no_plugins"):
            words.append("--no-plugins")
        elif self._options.get("plugins") is not None:
            words += ["--plugins", str(self._options["plugins"])]
        set_ = {**chosen_parameters(self._options), **witness.parameters}
        for name, value in set_.items():
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            words += ["--set", f"{name}={shown}"]
        return shlex.join(words)

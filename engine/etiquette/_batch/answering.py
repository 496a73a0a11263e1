"""A record batch of facts in; a batch of answers and a batch of refused rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from etiquette.diagnostics import Diagnostic, RulesError
from etiquette.ruleset import Ruleset

from .cells import Cells
from .columns import answer_schema, answers_batch, refused_batch, refused_schema
from .one_row import Answer, decide_row
from .recipe import Recipe
from .rows import Row, Rows
from .wanted import Wanted

__all__ = ["Answering"]


class Answering:
    """Answers batches for one ruleset. Each process makes its own, from a :class:`Recipe`, which pickles.

    ``schema`` is that of the answers, ``refused_schema`` that of the rows that were set aside. ``key_type``
    is the type of the key's column, text unless told otherwise. Rows that name packs of their own are held
    against ``recipe``, unless that names packs itself: then its packs win.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        wanted: Wanted,
        *,
        recipe: Recipe | None = None,
        key_type: pa.DataType | None = None,
    ) -> None:
        self.ruleset = ruleset
        self.wanted = wanted
        self.key_type = key_type or pa.string()
        self.schema = answer_schema(ruleset, wanted, self.key_type)
        self.refused_schema = refused_schema(wanted, self.key_type)
        self._recipe = recipe
        self._rows = Rows(Cells(ruleset), wanted, self.key_type)
        self._pins: dict[tuple[str, ...], Diagnostic | None] = {}

    @classmethod
    def following(cls, recipe: Recipe, wanted: Wanted, key_type: pa.DataType | None = None) -> Answering:
        """Made from scratch, as a process that shares nothing with the one that asks does it.

        Raises what :meth:`Recipe.ruleset` raises.
        """
        return cls(recipe.ruleset(), wanted, recipe=recipe, key_type=key_type)

    def answer(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """The answers and the refused rows of a batch, each in the order of its rows; no row gets lost.

        The columns of ``batch`` are facts, nested or dotted (:mod:`.cells`), or one column ``__line`` of
        JSON; the key's column is carried through; a column ``__row`` numbers the rows.
        """
        answered: list[tuple[Row, Answer]] = []
        refused: list[Row] = []
        for row in self._rows.of(batch):
            found = self._decide(row)
            if isinstance(found, Answer):
                answered.append((row, found))
            else:
                refused.append(replace(row, facts=None, problems=found))
        return (
            answers_batch(answered, self.ruleset, self.wanted, self.schema),
            refused_batch(refused, self.refused_schema),
        )

    def _decide(self, row: Row) -> Answer | tuple[Diagnostic, ...]:
        if row.facts is None:
            return row.problems
        other = self._other_packs(row.facts)
        return decide_row(self.ruleset, row.facts, self.wanted) if other is None else (other,)

    def _other_packs(self, facts: Mapping[str, Any]) -> Diagnostic | None:
        """What is wrong where a row names packs that come to other rules than those of the run."""
        named = facts.get("packs")
        if self._recipe is None or self._recipe.packs or not isinstance(named, list) or not named:
            return None
        if not all(isinstance(each, str) for each in named):
            return None  # the schema says it better
        pins = tuple(named)
        if pins not in self._pins:
            self._pins[pins] = self._held_against(pins, self._recipe)
        return self._pins[pins]

    def _held_against(self, pins: tuple[str, ...], recipe: Recipe) -> Diagnostic | None:
        try:
            if recipe.load(pins).packs == self.ruleset.packs:
                return None
        except RulesError as error:
            return error.diagnostics[0]
        here = ", ".join(map(str, self.ruleset.packs))
        return Diagnostic(
            "E207",
            f"The row asks for {', '.join(pins)}, and this batch applies {here}.",
            f"Answer such rows in a batch of their own with --pack {' --pack '.join(pins)}, "
            "or name the packs of the batch with --pack: they win.",
        )

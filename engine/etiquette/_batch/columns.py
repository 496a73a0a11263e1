"""The columns of answers and of refused rows, and how values get into them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from etiquette.ruleset import Ruleset

from .one_row import Answer
from .rows import Row
from .wanted import BREACHES, OF_ACTIONS, Wanted

__all__ = ["REFUSED", "actions_of", "answer_schema", "answers_batch", "refused_batch", "refused_schema"]

_WORDS: Final = pa.list_(pa.string())
_TYPES: Final = {
    "status": pa.string(),
    "modality": pa.string(),
    "not_before": pa.date32(),
    "ideally_by": pa.date32(),
    "not_after": pa.date32(),
    "opens_on": pa.date32(),
    "channels": _WORDS,
    "recipients": _WORDS,
    "via": _WORDS,
    "rules": _WORDS,
}
_BREACHES: Final = pa.list_(
    pa.struct([("rule", pa.string()), ("level", pa.string()), ("about", pa.string())])
)
REFUSED: Final = ("raw", "diagnostics")
"""The columns of refused rows beside the row number and the key: both are JSON."""


def actions_of(ruleset: Ruleset, wanted: Wanted) -> tuple[str, ...]:
    """The actions that are asked about, in the order of the packs."""
    return tuple(name for name in ruleset.actions if not wanted.actions or name in wanted.actions)


def answer_schema(ruleset: Ruleset, wanted: Wanted, key_type: pa.DataType | None = None) -> pa.Schema:
    """The columns of answers: key, row, day, verdict, then those of each action, then the breaches."""
    fields = [
        pa.field(wanted.key, key_type or pa.string()),
        pa.field("row", pa.int64()),
        pa.field("as_of", pa.date32()),
        pa.field("ok", pa.bool_()),
        pa.field("exit_code", pa.int8()),
    ]
    for action in actions_of(ruleset, wanted):
        fields += [
            pa.field(f"{action}.{name}", _TYPES[name]) for name in OF_ACTIONS if name in wanted.columns
        ]
    if BREACHES in wanted.columns:
        fields.append(pa.field(BREACHES, _BREACHES))
    return pa.schema(fields)


def refused_schema(wanted: Wanted, key_type: pa.DataType | None = None) -> pa.Schema:
    """The columns of rows that were set aside."""
    return pa.schema(
        [
            pa.field(wanted.key, key_type or pa.string()),
            pa.field("row", pa.int64()),
            *(pa.field(name, pa.string()) for name in REFUSED),
        ]
    )


def answers_batch(
    found: Sequence[tuple[Row, Answer]], ruleset: Ruleset, wanted: Wanted, schema: pa.Schema
) -> pa.RecordBatch:
    """The answers to some rows as one batch."""
    columns: list[list[Any]] = [
        [row.key for row, _ in found],
        [row.number for row, _ in found],
        [answer.as_of for _, answer in found],
        [answer.exit_code == 0 for _, answer in found],
        [answer.exit_code for _, answer in found],
    ]
    for action in actions_of(ruleset, wanted):
        decisions = [answer.decisions[action] for _, answer in found]
        names = [name for name in OF_ACTIONS if name in wanted.columns]
        columns += [[getattr(each, name) for each in decisions] for name in names]
    if BREACHES in wanted.columns:
        columns.append([[breach._asdict() for breach in answer.breaches] for _, answer in found])
    return _batch(columns, schema)


def refused_batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    """Rows that were set aside, as one batch."""
    told = [json.dumps([each.to_dict() for each in row.problems], ensure_ascii=False) for row in rows]
    columns: list[list[Any]] = [
        [row.key for row in rows],
        [row.number for row in rows],
        [row.raw for row in rows],
        told,
    ]
    return _batch(columns, schema)


def _batch(columns: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(list(_arrays(columns, schema)), schema=schema)


def _arrays(columns: Sequence[Sequence[Any]], schema: pa.Schema) -> Iterator[pa.Array]:
    for values, field in zip(columns, schema, strict=True):
        yield pa.array(values, field.type)

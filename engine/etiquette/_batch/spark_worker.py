"""What runs on the executors of Spark: batches, answered by rules that are held against the driver's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from socket import gethostname
from typing import Any, Final

import pyarrow as pa
from pyarrow.compute import call_function

from etiquette.diagnostics import RulesError

from .answering import Answering
from .columns import REFUSED
from .recipe import OtherRulesError, Recipe, engine_version
from .rows import LINE, NUMBER
from .spark_answering import BothWays, gathered
from .wanted import Wanted

__all__ = ["ASIDE", "BLOCK", "answer_batches", "as_lines", "order_for", "schema_with_refused"]

ASIDE: Final = "refused"
"""The column that is null where a row was answered, and says why where it wasn't."""

BLOCK: Final = "__block"
"""The column with the number of the block of a file that a row is read from, where rows are numbered."""

_ASIDE_TYPE: Final = pa.struct([(name, pa.string()) for name in REFUSED])


def order_for(
    recipe: Recipe,
    wanted: Wanted,
    names: Sequence[str],
    key_type: pa.DataType,
    first_rows: Mapping[int, int] | None = None,
) -> dict[str, Any]:
    """What the driver sends to executors: plain data, so that its version can be read before anything else.

    ``names`` are those of the columns of facts, which have others on the way: Spark would take a dot in one
    for a field of a record. ``first_rows`` is the number of the first row of each block, where rows are to
    be numbered.
    """
    return {
        "engine": recipe.engine,
        "recipe": asdict(recipe),
        "wanted": asdict(wanted),
        "names": list(names),
        "key_type": key_type,
        "first_rows": None if first_rows is None else dict(first_rows),
    }


def schema_with_refused(schema: pa.Schema) -> pa.Schema:
    """The columns of answers, and behind them :data:`ASIDE`."""
    return schema.append(pa.field(ASIDE, _ASIDE_TYPE))


def answer_batches(order: Mapping[str, Any], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Every row of ``batches`` once: its answer, or the reason why it was set aside.

    Raises :class:`OtherRulesError` where this executor hasn't the rules or the program of the driver.
    """
    answering: BothWays | None = None
    counter = None if order["first_rows"] is None else _Counter(order["first_rows"])
    named = (batch.rename_columns(order["names"]) for batch in batches)
    for several in gathered(map(counter.numbered, named) if counter else named):
        if answering is None:
            answering = _answering(order, several[0].schema)
        schema = schema_with_refused(answering.schema)
        for answers, refused in answering.answer(several):
            if answers.num_rows:
                nobody = pa.nulls(answers.num_rows, _ASIDE_TYPE)
                yield pa.RecordBatch.from_arrays([*answers.columns, nobody], schema=schema)
            if refused.num_rows:
                yield _as_answers(refused, schema)


def as_lines(key: str, json_keys: bool, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Refused rows as lines of JSON: the number, the key, the row as it came, and what is wrong with it."""
    for batch in batches:
        lines: list[str] = []
        for row in batch.to_pylist():
            named = json.loads(row[key]) if json_keys and row[key] is not None else row[key]
            told = {"row": row["row"], key: named, "raw": row["raw"]}
            told["diagnostics"] = json.loads(row["diagnostics"])
            lines.append(json.dumps(told, ensure_ascii=False))
        yield pa.RecordBatch.from_arrays([pa.array(lines, pa.string())], names=["value"])


def _as_answers(refused: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Refused rows in the shape of answers: key and row, nothing else, and why."""
    why = pa.StructArray.from_arrays([refused.column(name) for name in REFUSED], fields=list(_ASIDE_TYPE))
    known = {ASIDE: why, schema.names[0]: refused.column(0), schema.names[1]: refused.column(1)}
    columns = [known.get(each.name) for each in schema]
    filled = [
        pa.nulls(refused.num_rows, field.type) if column is None else column
        for field, column in zip(schema, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(filled, schema=schema)


def _answering(order: Mapping[str, Any], rows: pa.Schema) -> BothWays:
    """What answers in this process: made once, and kept for all that it is asked for."""
    if order["engine"] != engine_version():
        raise OtherRulesError(
            f"The run was begun with version {order['engine']} of this program, "
            f"and on the executor {gethostname()} is version {engine_version()}."
        )
    return _made(Recipe(**order["recipe"]), Wanted(**order["wanted"]), order["key_type"], str(rows))


@lru_cache(maxsize=4)
def _made(recipe: Recipe, wanted: Wanted, key_type: pa.DataType, rows: str) -> BothWays:
    del rows  # the SQL is compiled for these columns, so that others need one of their own
    try:
        return BothWays(Answering.following(recipe, wanted, key_type))
    except OtherRulesError as error:
        raise OtherRulesError(f"The executor {gethostname()} has other rules: {error}") from None
    except RulesError as error:
        first = error.diagnostics[0]
        raise OtherRulesError(
            f"The executor {gethostname()} can't load the rules: {first.message} {first.help}".rstrip()
        ) from None


class _Counter:
    """Numbers rows by the block they stand in; the rows of a block come one after the other."""

    def __init__(self, first_rows: Mapping[int, int]) -> None:
        self._next = dict(first_rows)

    def numbered(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the rows' numbers in place of their blocks, and without lines that are blank.

        Raises :class:`OtherRulesError` for a block that nobody has counted.
        """
        numbers: list[int] = []
        runs = call_function("run_end_encode", [batch.column(BLOCK)])
        before = 0
        for block, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            if block not in self._next:
                raise OtherRulesError("The input has changed while it was read. Begin again.")
            first = self._next[block]
            self._next[block] = first + end - before
            numbers += range(first, self._next[block])
            before = end
        kept = batch.drop_columns([BLOCK]).append_column(NUMBER, pa.array(numbers, pa.int64()))
        if LINE not in kept.schema.names:
            return kept
        lines = kept.column(LINE).to_pylist()
        return kept.filter(pa.array([bool(line) and not line.isspace() for line in lines], pa.bool_()))

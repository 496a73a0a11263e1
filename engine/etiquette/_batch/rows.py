"""Rows of a record batch as facts: nested or dotted columns, or lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import pyarrow as pa

from etiquette._reading.read_facts import MOST_BYTES
from etiquette._reading.yaml import MAX_DEPTH
from etiquette.diagnostics import Diagnostic

from .cells import Cells
from .wanted import Wanted

__all__ = ["LINE", "NUMBER", "Row", "rows_in"]

LINE: Final = "__line"
"""The column of a batch whose rows are lines of JSON."""

NUMBER: Final = "__row"
"""The column that says which row of the whole input a row is, from 1; without it rows have no number."""

_LINE_HELP: Final = "Write one JSON object with the facts of one case on each line."


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``facts`` is ``None`` where it can't be read; ``problems`` then say why.

    ``key`` is the value of the key's column, else the number. ``raw`` is the row as JSON, or the line that
    isn't.
    """

    number: int | None
    key: Any
    raw: str
    facts: Mapping[str, Any] | None
    problems: tuple[Diagnostic, ...] = ()


def rows_in(batch: pa.RecordBatch, cells: Cells, wanted: Wanted, key_type: pa.DataType) -> Iterator[Row]:
    """The rows of a batch. Facts that say no day or zone get those of the run."""
    names = batch.schema.names
    numbers = batch.column(NUMBER).to_pylist() if NUMBER in names else [None] * batch.num_rows
    if LINE in names:
        lines: Iterable[str | bytes | None] = batch.column(LINE).to_pylist()
        yield from (_of_line(*each, wanted, key_type) for each in zip(numbers, lines, strict=True))
        return
    columns = {name: batch.column(name).to_pylist() for name in names if name != NUMBER}
    for place, number in enumerate(numbers):
        yield _of_cells(
            {name: values[place] for name, values in columns.items()}, number, cells, wanted, key_type
        )


def _of_cells(
    cells_of: Mapping[str, Any], number: int | None, cells: Cells, wanted: Wanted, key_type: pa.DataType
) -> Row:
    key = cells_of.get(wanted.key)
    told = {
        name: value for name, value in cells_of.items() if name != wanted.key and name not in wanted.ignored
    }
    raw = json.dumps(
        _plain({name: value for name, value in cells_of.items() if value is not None}), ensure_ascii=False
    )
    return Row(number, _key(key, number, key_type), raw, _dated(cells.facts(told), wanted))


def _of_line(number: int | None, line: str | bytes | None, wanted: Wanted, key_type: pa.DataType) -> Row:
    data, problem = _parsed(line)
    shown = line.decode("utf-8", "replace") if isinstance(line, bytes) else line or ""
    if not isinstance(data, dict):
        if problem is None:
            kind = "a list" if isinstance(data, list) else "a bare value"
            problem = Diagnostic("E202", f"The row should be a mapping of facts, not {kind}.", _LINE_HELP)
        return Row(number, _key(None, number, key_type), shown, None, (problem,))
    key = data.pop(wanted.key, None)
    for name in wanted.ignored:
        data.pop(name, None)
    return Row(number, _key(key, number, key_type), shown, _dated(data, wanted))


def _parsed(line: str | bytes | None) -> tuple[Any, Diagnostic | None]:
    if line is None or not line.strip():
        return None, Diagnostic("E104", "The row says nothing.", _LINE_HELP)
    if len(line) > MOST_BYTES:
        message = f"The row is too large: it has {len(line):,} bytes, and {MOST_BYTES:,} are read."
        return None, Diagnostic("E102", message, "Leave out what is no fact of the case.")
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        return json.loads(text, object_pairs_hook=_once), None
    except UnicodeDecodeError as error:
        message = f"The row isn't UTF-8 text: byte {error.start + 1} is none."
        return None, Diagnostic("E103", message, "Save the file as UTF-8.")
    except _TwiceError as error:
        return None, Diagnostic("E107", f"The key {error} stands twice in the row.", "Leave one of them out.")
    except json.JSONDecodeError as error:
        message = f"The row isn't valid JSON: {error.msg} at character {error.pos + 1}."
        return None, Diagnostic("E105", message, _LINE_HELP)
    except RecursionError:
        return None, Diagnostic("E109", f"The row nests deeper than {MAX_DEPTH} levels.", _LINE_HELP)
    except ValueError as error:  # a number of more digits than Python reads
        return None, Diagnostic("E105", f"The row isn't JSON that can be read: {error}.", _LINE_HELP)


class _TwiceError(Exception):
    """A key stands twice in one mapping."""


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found


def _dated(facts: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """The facts with the day and the zone of the run where they say none."""
    for name, value in (("today", wanted.present.isoformat()), ("timezone", wanted.timezone)):
        told = facts.get(name)
        if told is None or (isinstance(told, str) and not told.strip()):
            facts[name] = value
    return facts


def _key(value: Any, number: int | None, key_type: pa.DataType) -> Any:
    """The key of a row in the type of its column: the number where there is none."""
    if value is None or value == "":
        value = number
    if value is None or not pa.types.is_string(key_type):
        return value
    return value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value as JSON has it; what JSON can't say is written as text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)

"""Rows of a record batch as facts: nested or dotted columns, or lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import pyarrow as pa

from etiquette._reading.read_facts import MOST_BYTES
from etiquette._reading.yaml import MAX_DEPTH
from etiquette.diagnostics import Diagnostic

from .cells import Cells
from .wanted import Wanted

__all__ = ["LINE", "NUMBER", "PROBLEM", "Row", "Rows"]

LINE: Final = "__line"
"""The column of a batch whose rows are lines of JSON."""

NUMBER: Final = "__row"
"""The column that says which row of the whole input a row is, from 1; without it rows have no number."""

PROBLEM: Final = "__problem"
"""The column that says what is wrong with a row that couldn't be taken apart; null where nothing is."""

_CELLS_HELP: Final = "Write as many cells as the header has, in UTF-8; quote those with commas or line ends."
_LINE_HELP: Final = "Write one JSON object with the facts of one case on each line."


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``facts`` is ``None`` where it can't be read; ``problems`` then say why.

    ``key`` is the value of the key's column, else the number. ``given`` is the row as it was given: a line,
    or cells by the names of their columns.
    """

    number: int | None
    key: Any
    given: str | Mapping[str, Any]
    facts: Mapping[str, Any] | None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def raw(self) -> str:
        """The line, or the cells that aren't null as JSON."""
        if isinstance(self.given, str):
            return self.given
        told = {name: value for name, value in self.given.items() if value is not None}
        return json.dumps(_plain(told), ensure_ascii=False)


class Rows:
    """Reads the rows of batches. Facts that say no day or zone get those of the run."""

    def __init__(self, cells: Cells, wanted: Wanted, key_type: pa.DataType) -> None:
        self._cells = cells
        self._wanted = wanted
        self._text_key = pa.types.is_string(key_type)
        self._not_facts = {wanted.key, *wanted.ignored}
        self._defaults = (("today", wanted.present.isoformat()), ("timezone", wanted.timezone))

    def of(self, batch: pa.RecordBatch) -> Iterator[Row]:
        """The rows of a batch in their order."""
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        nothing = [None] * batch.num_rows
        numbers = columns.pop(NUMBER, nothing)
        if LINE in columns:
            for number, line in zip(numbers, columns[LINE], strict=True):
                yield self._of_line(number, line)
            return
        problems = columns.pop(PROBLEM, nothing)
        names = tuple(columns)
        rows = zip(*columns.values(), strict=True) if names else ((),) * batch.num_rows
        for number, problem, values in zip(numbers, problems, rows, strict=True):
            yield self._of_cells(number, dict(zip(names, values, strict=True)), problem)

    def _of_cells(self, number: int | None, given: Mapping[str, Any], problem: str | None) -> Row:
        key = self._key(given.get(self._wanted.key), number)
        if problem is not None:
            return Row(number, key, given, None, (Diagnostic("E105", problem, _CELLS_HELP),))
        told = {name: value for name, value in given.items() if name not in self._not_facts}
        return Row(number, key, given, self._dated(self._cells.facts(told)))

    def _of_line(self, number: int | None, line: str | bytes | None) -> Row:
        data, problem = _parsed(line)
        shown = line.decode("utf-8", "replace") if isinstance(line, bytes) else line or ""
        if problem is None and not isinstance(data, dict):
            kind = "a list" if isinstance(data, list) else "a bare value"
            problem = Diagnostic("E202", f"The row should be a mapping of facts, not {kind}.", _LINE_HELP)
        if problem is not None or not isinstance(data, dict):
            return Row(number, self._key(None, number), shown, None, (problem,) if problem else ())
        key = self._key(data.get(self._wanted.key), number)
        for name in self._not_facts:
            data.pop(name, None)
        return Row(number, key, shown, self._dated(data))

    def _dated(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts with the day and the zone of the run where they say none."""
        for name, value in self._defaults:
            told = facts.get(name)
            if told is None or (isinstance(told, str) and not told.strip()):
                facts[name] = value
        return facts

    def _key(self, value: Any, number: int | None) -> Any:
        """The key of a row as its column has it: the number where there is none."""
        if value is None or value == "":
            value = number
        if self._wanted.json_keys:
            return json.dumps(_plain(value), ensure_ascii=False)
        if value is None or isinstance(value, str) or not self._text_key:
            return value
        return json.dumps(_plain(value), ensure_ascii=False)


def _parsed(line: str | bytes | None) -> tuple[Any, Diagnostic | None]:
    if line is None or not line.strip():
        return None, Diagnostic("E104", "The row says nothing.", _LINE_HELP)
    if len(line) > MOST_BYTES:
        message = f"The row is too large: it has {len(line):,} bytes, and {MOST_BYTES:,} are read."
        return None, Diagnostic("E102", message, "Leave out what is no fact of the case.")
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        data = json.loads(text, object_pairs_hook=_once)
        if "\\ud" in text.lower():
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        return data, None
    except UnicodeEncodeError:
        message = "An escape in the row names half a character."
        return None, Diagnostic("E105", message, "Write the character again.")
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


def _plain(value: Any) -> Any:
    """A value as JSON has it; what JSON can't say is written as text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)

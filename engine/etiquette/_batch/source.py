"""What is read: a file that can be taken in parts, by any process, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from .rows import LINE, NUMBER
from .trouble import BatchError

__all__ = ["LineSource", "ParquetSource", "Part", "Source"]

_BATCH: Final = 16_384
"""Rows that are answered at a time."""

_BLOCK: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the input: numbered from 0; bytes or row groups from ``start`` up to ``end``.

    ``first`` is the number of its first row, from 1. ``size`` is its share of the whole, in bytes or rows.
    """

    number: int
    start: int
    end: int
    first: int
    size: int


@dataclass(frozen=True, slots=True)
class LineSource:
    """Lines of JSON. A row's number is that of its line; blank lines are no rows."""

    path: str

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return Path(self.path).stat().st_size

    def parts(self, size: int) -> Iterator[Part]:
        """Stretches of whole lines, of about ``size`` bytes."""
        number, start, first = 0, 0, 1
        with Path(self.path).open("rb") as file:
            total = self.total
            while start < total:
                end, lines = _stretch(file, start, size)
                yield Part(number, start, end, first, end - start)
                number, start, first = number + 1, end, first + lines

    def batches(self, part: Part) -> Iterator[pa.RecordBatch]:
        """Batches of the columns ``__row`` and ``__line``; lines are bytes, which needn't be UTF-8."""
        with Path(self.path).open("rb") as file:
            file.seek(part.start)
            raw = file.read(part.end - part.start)
        if part.start == 0:
            raw = raw.removeprefix(_BOM)
        lines = raw.split(b"\n")
        del raw
        for begin in range(0, len(lines), _BATCH):
            found = [
                (number, line)
                for number, line in enumerate(lines[begin : begin + _BATCH], part.first + begin)
                if line and not line.isspace()
            ]
            columns = [
                pa.array([number for number, _ in found], pa.int64()),
                pa.array([line for _, line in found], pa.binary()),
            ]
            if found:
                yield pa.RecordBatch.from_arrays(columns, names=[NUMBER, LINE])

    def key_type(self, key: str) -> pa.DataType:
        """Text: what JSON has may be of one type here and of another there."""
        del key
        return pa.string()


def _stretch(file: BinaryIO, start: int, size: int) -> tuple[int, int]:
    """Where whole lines of at least ``size`` bytes from ``start`` on end, and how many they are."""
    file.seek(start)
    lines, end = 0, start
    while end < start + size:
        block = file.read(min(_BLOCK, start + size - end))
        if not block:
            return end, lines
        lines += block.count(b"\n")
        end += len(block)
    while True:
        block = file.read(_BLOCK // 16)
        if not block:
            return end, lines
        found = block.find(b"\n")
        if found >= 0:
            return end + found + 1, lines + 1
        end += len(block)


@dataclass(frozen=True, slots=True)
class ParquetSource:
    """A Parquet file. A row's number is its place in the file."""

    path: str

    @property
    def total(self) -> int:
        """Rows of the file."""
        with _readable(self.path):
            return int(pq.read_metadata(self.path).num_rows)

    def parts(self, size: int) -> Iterator[Part]:
        """Neighbouring row groups with about ``size`` rows together."""
        found = pq.read_metadata(self.path)
        number, start, first, rows = 0, 0, 1, 0
        for group in range(found.num_row_groups):
            rows += found.row_group(group).num_rows
            if rows >= size or group == found.num_row_groups - 1:
                yield Part(number, start, group + 1, first, rows)
                number, start, first, rows = number + 1, group + 1, first + rows, 0

    def batches(self, part: Part) -> Iterator[pa.RecordBatch]:
        """Batches of the file's own columns and ``__row``."""
        row = part.first
        with _readable(self.path), pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(_BATCH, row_groups=list(range(part.start, part.end))):
                numbers = pa.array(range(row, row + batch.num_rows), pa.int64())
                yield batch.append_column(NUMBER, numbers)
                row += batch.num_rows

    def key_type(self, key: str) -> pa.DataType:
        """That of the column where it is a whole number; else text."""
        schema = pq.read_schema(self.path)
        if key in schema.names and pa.types.is_integer(schema.field(key).type):
            return schema.field(key).type
        return pa.int64() if key not in schema.names else pa.string()


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """Says of a file that is no Parquet, or broken, that it can't be read."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        raise BatchError(f"The input {path} can't be read: {reason}. Check it, then try again.") from None


Source: TypeAlias = LineSource | ParquetSource
"""An input that is on disk, can be taken in parts, and doesn't change."""

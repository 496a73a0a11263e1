"""Parquet files of one schema put one behind the other, without decoding a single value.

A Parquet file is its row groups, and a footer that says where in the file each piece of them is. So the row
groups are copied byte by byte, and the footers become one: places move by as much as their row groups did.
The footer is in Thrift's compact notation, read here into plain values and written back, whatever it holds.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

__all__ = ["join_parquet"]

_MAGIC: Final = b"PAR1"
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_WHOLE: Final = (_I16, _I32, _I64)
_ROWS, _GROUPS = 3, 4  # fields of the footer
_COLUMNS, _GROUP_AT, _ORDINAL = 1, 5, 7  # fields of a row group
_COLUMN_AT, _COLUMN, _INDEXES = 2, 3, (4, 6)  # fields of a column of it
_PAGES: Final = (9, 10, 11, 14)  # fields of a column with places in the file

_Struct = dict[int, tuple[int, Any]]
"""A Thrift struct: the kind and the value of each field, by its number."""


def join_parquet(parts: Sequence[Path], out: Path) -> None:
    """Write to ``out`` one Parquet file with the rows of ``parts``, at least one, in their order.

    Raises :class:`ValueError` where a part isn't a Parquet file of the same columns as the first.
    """
    with out.open("wb") as stream:
        stream.write(_MAGIC)
        whole: _Struct | None = None
        for part in parts:
            footer = _appended(part, stream)
            if whole is None:
                whole = footer
                continue
            if footer[2] != whole[2]:
                raise ValueError(f"{part} has other columns than {parts[0]}")
            whole[_ROWS] = _I64, whole[_ROWS][1] + footer[_ROWS][1]
            whole[_GROUPS][1][1].extend(footer[_GROUPS][1][1])
        if whole is None:
            raise ValueError("there is nothing to put together")
        for place, group in enumerate(whole[_GROUPS][1][1]):
            if _ORDINAL in group:
                if place < 1 << 15:
                    group[_ORDINAL] = _I16, place
                else:
                    del group[_ORDINAL]
        footer_bytes = bytearray()
        _write(_STRUCT, whole, footer_bytes)
        stream.write(footer_bytes + struct.pack("<I", len(footer_bytes)) + _MAGIC)


def _appended(part: Path, stream: BinaryIO) -> _Struct:
    """Copy the row groups of a file to the end of ``stream``; its footer, with the places they have there."""
    with part.open("rb") as file:
        file.seek(-8, 2)
        size, magic = struct.unpack("<I4s", file.read(8))
        if magic != _MAGIC:
            raise ValueError(f"{part} is no Parquet file")
        end = file.seek(-8 - size, 2)
        footer, _ = _read(_STRUCT, file.read(size), 0)
        moved = stream.tell() - len(_MAGIC)
        file.seek(len(_MAGIC))
        _copy(file, stream, end - len(_MAGIC))
    for group in footer[_GROUPS][1][1]:
        _move(group, (_GROUP_AT,), moved)
        for column in group[_COLUMNS][1][1]:
            _move(column, (_COLUMN_AT, *_INDEXES), moved)
            if _COLUMN in column:
                _move(column[_COLUMN][1], _PAGES, moved)
    found: _Struct = footer
    return found


def _copy(file: BinaryIO, stream: BinaryIO, size: int) -> None:
    while size > 0:
        block = file.read(min(size, 1 << 20))
        stream.write(block)
        size -= len(block)


def _move(here: _Struct, fields: Sequence[int], by: int) -> None:
    for field in fields:
        kind, place = here.get(field, (0, 0))
        if place > 0:
            here[field] = kind, place + by


def _read(kind: int, raw: bytes, at: int) -> tuple[Any, int]:
    """The value of a kind at a place in the bytes, and the place behind it."""
    if kind in (_TRUE, _FALSE):  # in a struct: the kind is the value
        return kind == _TRUE, at
    if kind == _BYTE:
        return raw[at], at + 1
    if kind in _WHOLE:
        found, at = _varint(raw, at)
        return (found >> 1) ^ -(found & 1), at
    if kind == _DOUBLE:
        return raw[at : at + 8], at + 8
    if kind == _BINARY:
        size, at = _varint(raw, at)
        return raw[at : at + size], at + size
    if kind in (_LIST, _SET):
        return _read_list(raw, at)
    if kind == _STRUCT:
        return _read_struct(raw, at)
    raise ValueError("the footer of a Parquet file holds what isn't known")


def _read_list(raw: bytes, at: int) -> tuple[tuple[int, list[Any]], int]:
    size, kind = raw[at] >> 4, raw[at] & 15
    at += 1
    if size == 15:
        size, at = _varint(raw, at)
    values: list[Any] = []
    for _ in range(size):
        value, at = (raw[at], at + 1) if kind in (_TRUE, _FALSE) else _read(kind, raw, at)
        values.append(value)
    return (kind, values), at


def _read_struct(raw: bytes, at: int) -> tuple[_Struct, int]:
    found: _Struct = {}
    field = 0
    while raw[at]:
        step, kind = raw[at] >> 4, raw[at] & 15
        at += 1
        if step:
            field += step
        else:
            zigzag, at = _varint(raw, at)
            field = (zigzag >> 1) ^ -(zigzag & 1)
        value, at = _read(kind, raw, at)
        found[field] = kind, value
    return found, at + 1


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    found, shift = 0, 0
    while True:
        byte = raw[at]
        at += 1
        found |= (byte & 127) << shift
        if byte < 128:
            return found, at
        shift += 7


def _write(kind: int, value: Any, out: bytearray) -> None:
    """The reverse of :func:`_read`."""
    if kind in (_TRUE, _FALSE):
        return
    if kind == _BYTE:
        out.append(value)
    elif kind in _WHOLE:
        _write_varint((value << 1) ^ (value >> 63), out)
    elif kind == _DOUBLE:
        out += value
    elif kind == _BINARY:
        _write_varint(len(value), out)
        out += value
    elif kind in (_LIST, _SET):
        _write_list(value[0], value[1], out)
    else:
        _write_struct(value, out)


def _write_list(kind: int, values: Sequence[Any], out: bytearray) -> None:
    if len(values) < 15:
        out.append(len(values) << 4 | kind)
    else:
        out.append(15 << 4 | kind)
        _write_varint(len(values), out)
    for value in values:
        if kind in (_TRUE, _FALSE):
            out.append(value)
        else:
            _write(kind, value, out)


def _write_struct(value: _Struct, out: bytearray) -> None:
    last = 0
    for field, (kind, inner) in sorted(value.items()):
        step = field - last
        if 0 < step < 16:
            out.append(step << 4 | kind)
        else:
            out.append(kind)
            _write_varint((field << 1) ^ (field >> 15), out)
        _write(kind, inner, out)
        last = field
    out.append(0)


def _write_varint(value: int, out: bytearray) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)

"""Code that makes an instance of a frozen class with slots, in a third of the time that calling it takes.

A frozen dataclass sets each of its fields by a call. An instance of its *twin*, a class with the same slots
that isn't frozen, is filled by plain assignments and then handed over: Python lets an instance change to
a class that is laid out the same. Without the global lock that stops all threads for a moment, so there the
fields are set one by one.
"""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Callable, Mapping
from typing import Any, Final

from .trees import name, statements
from .twins import twin

__all__ = ["made"]

_HAS_LOCK: Final = not sysconfig.get_config_var("Py_GIL_DISABLED")


def made(
    result: str,
    kind: type,
    values: Mapping[str, ast.expr],
    lend: Callable[[Any], ast.expr],
    *,
    by_twin: bool = _HAS_LOCK,
) -> list[ast.stmt]:
    """The code that gives the variable ``result`` a ``kind`` with all of its slots set to ``values``.

    ``lend`` gives the code a thing that it can't have as a literal; its ``new`` is ``object.__new__``. Raises
    :class:`ValueError` where a slot has no value.
    """
    slots: tuple[str, ...] = kind.__slots__  # type: ignore[attr-defined]  # only for classes that have them
    if set(slots) != set(values):
        raise ValueError(f"{kind.__name__} has the slots {', '.join(slots)}, not {', '.join(values)}")
    if not by_twin:
        return [
            *statements("RESULT = new(KIND)", RESULT=name(result), KIND=lend(kind)),
            *(each for slot, value in values.items() for each in _set(kind, slot, result, value, lend)),
        ]
    return [
        *statements("RESULT = new(TWIN)", RESULT=name(result), TWIN=lend(twin(kind))),
        *(_assigned(result, slot, value) for slot, value in values.items()),
        *statements("RESULT.__class__ = KIND", RESULT=name(result), KIND=lend(kind)),
    ]


def _set(
    kind: type, slot: str, result: str, value: ast.expr, lend: Callable[[Any], ast.expr]
) -> list[ast.stmt]:
    setter = lend(getattr(kind, slot).__set__)
    return statements("SET(RESULT, VALUE)", SET=setter, RESULT=name(result), VALUE=value)


def _assigned(result: str, slot: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Attribute(name(result), slot, ast.Store())], value)

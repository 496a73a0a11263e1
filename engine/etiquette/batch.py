"""Many cases at once: the door to what needs the extra ``batch``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ._batch.trouble import BatchError
from .algebra import Scalar

if TYPE_CHECKING:
    from pyspark.sql import DataFrame  # pyright: ignore[reportMissingImports]

    from ._batch.errand import Outcome
    from ._batch.spark import AnsweredFrame

__all__ = ["MISSING", "BatchError", "answer_dataframe", "answer_file", "can_batch"]

MISSING: Final = "Batches need the extra `batch`: pip install 'etiquette-engine[batch]'"


def can_batch() -> bool:
    """Whether the extra ``batch`` is installed."""
    return all(find_spec(name) for name in ("duckdb", "pyarrow"))


def answer_file(
    source: str | Path,
    out: str | Path,
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    today: date | None = None,
    columns: Sequence[str] | None = None,
    actions: Sequence[str] = (),
    key: str = "id",
    table: str | None = None,
    out_table: str = "answers",
    processes: int = 1,
    restart: bool = False,
) -> Outcome:
    """Answer every row of ``source`` into ``out``, as ``etiquette batch`` does; the counts, which add up.

    Packs are found and loaded as by :func:`etiquette.load`. ``columns`` are names of fields of a decision,
    and ``breaches``; ``actions`` empty: all. ``processes`` more than one needs the usual guard of a main
    module. Raises :class:`etiquette.RulesError` when the packs can't be used, ImportError without the extra
    ``batch``, and :class:`BatchError`, with words for a person, when the files can't be.
    """
    if not can_batch():
        raise ImportError(MISSING)
    from ._batch.errand import Errand
    from ._batch.here import here_and_now
    from ._batch.recipe import Recipe
    from ._batch.run import run
    from ._batch.wanted import DEFAULT_COLUMNS, Wanted

    present, zone = here_and_now(today)
    recipe = Recipe(
        tuple(map(str, packs)),
        None if plugins is None else tuple(plugins),
        tuple(map(str, paths)),
        tuple((parameters or {}).items()),
    )
    wanted = Wanted(
        present=present,
        timezone=zone,
        today=today,
        columns=tuple(columns or DEFAULT_COLUMNS),
        actions=tuple(actions),
        key=key,
    )
    errand = Errand(
        str(source),
        str(out),
        recipe,
        wanted,
        table=table,
        out_table=out_table,
        processes=processes,
        restart=restart,
    )
    return run(errand, recipe.ruleset())


def answer_dataframe(
    frame: DataFrame,
    *packs: str | Path,
    plugins: Sequence[str] | None = None,
    paths: Sequence[str | Path] = (),
    parameters: Mapping[str, Scalar] | None = None,
    today: date | None = None,
    columns: Sequence[str] | None = None,
    actions: Sequence[str] = (),
    key: str = "id",
) -> AnsweredFrame:
    """The answers to the rows of a DataFrame of Spark, whose columns are facts, nested or dotted.

    The result has DataFrames of ``answers``, of ``refused`` rows, and of ``everything``. Packs and columns
    are named as for :func:`answer_file`; every executor needs the same packs, plugins and version of this
    program, and the run ends where it hasn't got them. ``key`` is the column that tells rows apart. Raises
    :class:`etiquette.RulesError` when the packs can't be used, ImportError without the extra ``spark``, and
    :class:`ValueError` when there is no such column.
    """
    from ._batch.here import here_and_now
    from ._batch.spark_session import MISSING as WITHOUT_SPARK
    from ._batch.spark_session import can_spark

    if not can_spark():
        raise ImportError(WITHOUT_SPARK)
    from ._batch.recipe import Recipe
    from ._batch.spark import answered_frame
    from ._batch.wanted import DEFAULT_COLUMNS, Wanted

    present, zone = here_and_now(today)
    recipe = Recipe(
        tuple(map(str, packs)),
        None if plugins is None else tuple(plugins),
        tuple(map(str, paths)),
        tuple((parameters or {}).items()),
    )
    wanted = Wanted(present, zone, today, None, tuple(columns or DEFAULT_COLUMNS), tuple(actions), key)
    return answered_frame(frame, recipe, wanted)

"""Apache Spark: a DataFrame of facts in, a DataFrame of answers out.

Every executor loads the rules once per process, from the same recipe as the driver, and holds them against
the driver's: other packs, plugins or another version of the program end the run. Batches of rows go to it in
Arrow's form, so that what answers is the very code that answers on one machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from etiquette.ruleset import Ruleset

from .answering import Answering
from .recipe import Recipe
from .rows import LINE, NUMBER
from .spark_worker import ASIDE, answer_batches, order_for, schema_with_refused
from .wanted import Wanted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame  # pyright: ignore[reportMissingImports]

__all__ = ["AnsweredFrame", "answered_frame"]


@dataclass(frozen=True)
class AnsweredFrame:
    """What became of a DataFrame of facts. Nothing is worked out before Spark is asked for rows.

    ``everything`` has one row for each row of facts: the columns of answers, and ``refused``, which is null
    where the row was answered, else ``{raw, diagnostics}``. Whoever looks at both ``answers`` and ``refused``
    had better keep it: ``frame.everything.persist()``.
    """

    everything: DataFrame

    @property
    def answers(self) -> DataFrame:
        """The rows that were answered, with the columns of answers."""
        return self.everything.where(f"{ASIDE} IS NULL").drop(ASIDE)

    @property
    def refused(self) -> DataFrame:
        """The rows that were set aside: key, row, the row as JSON (``raw``), and its ``diagnostics``."""
        key, row = ("`{}`".format(name.replace("`", "``")) for name in self.everything.columns[:2])
        return self.everything.where(f"{ASIDE} IS NOT NULL").selectExpr(key, row, f"{ASIDE}.*")


def answered_frame(
    frame: DataFrame,
    recipe: Recipe,
    wanted: Wanted,
    *,
    ruleset: Ruleset | None = None,
    first_rows: Mapping[int, int] | None = None,
) -> AnsweredFrame:
    """The answers to the rows of ``frame``, whose columns are facts, nested or dotted, or lines of JSON.

    ``ruleset`` is what ``recipe`` comes to, where that is loaded already. ``first_rows`` numbers the rows by
    the column ``__block`` (:mod:`.spark_worker`). Raises :class:`etiquette.RulesError` when packs can't be
    used, and :class:`ValueError` when nothing would tell the rows apart.
    """
    from pyspark.sql.pandas.types import from_arrow_schema  # pyright: ignore[reportMissingImports]

    if first_rows is None and not {wanted.key, NUMBER} & set(frame.columns):
        raise ValueError(
            f"There is no column {wanted.key!r} to tell the rows apart, and rows of Spark have no order. "
            f"Name the column that does with key=..., or add one."
        )
    key_type = _key_type(frame, wanted.key)
    rules = recipe.ruleset() if ruleset is None else ruleset
    answering = Answering(rules, wanted, key_type=key_type)
    order = order_for(recipe.sealed(rules), wanted, frame.columns, key_type, first_rows)
    schema = from_arrow_schema(schema_with_refused(answering.schema))
    answer: Any = partial(_answer, order)
    renamed = frame.toDF(*(f"c{place}" for place in range(len(frame.columns))))
    return AnsweredFrame(renamed.mapInArrow(answer, schema))


def _key_type(frame: DataFrame, key: str) -> pa.DataType:
    """As on one machine: whole numbers stay what they are, everything else is text."""
    from pyspark.sql.pandas.types import to_arrow_type  # pyright: ignore[reportMissingImports]

    if LINE in frame.columns:
        return pa.string()
    if key not in frame.columns:
        return pa.int64()
    found = to_arrow_type(frame.schema[key].dataType)
    return found if pa.types.is_integer(found) else pa.string()


def _answer(order: Mapping[str, Any], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return answer_batches(order, batches)

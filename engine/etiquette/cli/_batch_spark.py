"""The options of ``etiquette batch`` for Spark: which go together, and which belong to the other engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

__all__ = ["insist_on_engine"]

_NOT_ON_SPARK: Final = {
    "table": "--table is for databases, which Spark doesn't read here.",
    "threads": "--threads is for one machine. Say --master 'local[2]' for two cores of it.",
    "memory": "--memory is for DuckDB. Spark's own is spark.driver.memory and spark.executor.memory.",
    "restart": "--restart is for DuckDB. Spark always begins anew.",
}


def insist_on_engine(options: Mapping[str, Any]) -> None:
    """Raises a usage error where what the chosen engine needs isn't there, or options are the other's."""
    if options["engine"] == "spark":
        from etiquette._batch.spark_session import submitted, why_not

        if options["master"] is None and not submitted():
            raise click.UsageError(
                "Say where Spark is to run: --master 'local[2]', or spark://HOST:PORT, or yarn."
            )
        for name, reason in _NOT_ON_SPARK.items():
            if options.get(name):
                raise click.UsageError(f"{reason} Leave it out with --engine spark.")
        missing = why_not()
    else:
        from etiquette.batch import MISSING, can_batch

        if options["master"] is not None:
            raise click.UsageError("--master says where Spark runs. Add --engine spark, or leave it out.")
        missing = "" if can_batch() else MISSING
    if missing:
        raise click.UsageError(missing)

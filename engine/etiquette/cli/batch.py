"""``etiquette batch``: many cases at once, a row each."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from ._batch_spark import insist_on_engine
from ._errors import NoSuch
from ._options import as_of_option, ruleset_options, today_option

if TYPE_CHECKING:
    from etiquette._batch.errand import Errand, Outcome
    from etiquette.ruleset import Ruleset

__all__ = ["command"]

_SIZE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]?)i?B?", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_LEAST: Final = 100 * 10**6


class _Memory(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only in newer click
    """An amount of memory, such as ``2GB``, in bytes."""

    name = "memory"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes, or a usage error."""
        if isinstance(value, int):
            return value
        found = _SIZE.fullmatch(str(value).strip())
        size = int(float(found[1]) * _UNITS[found[2].upper()]) if found else 0
        if size < _LEAST:
            self.fail(f"{value} is no amount of memory. Write 500MB or 2GB; 100MB is the least.", param, ctx)
        return size


class _NotDoneError(click.ClickException):
    """The batch can't be run as asked. Exit code 2."""

    exit_code = 2


@click.command(
    name="batch",
    epilog="Exit codes: 0 done, 2 bad input or usage (with --strict also when a row was refused), 3 the "
    "answers are incomplete because a plugin failed. What the rules say against a row is in its answer.",
)
@click.argument("input_", metavar="IN", type=click.Path(allow_dash=True))
@click.option(
    "--out", required=True, metavar="OUT", type=click.Path(allow_dash=True),
    help="Where answers go: .jsonl, .csv, .parquet, .duckdb or .sqlite; - for JSONL on standard output.",
)  # fmt: skip
@click.option("--table", metavar="NAME", help="The table to read, where IN is a database.")
@click.option(
    "--out-table", metavar="NAME", default="answers", show_default=True,
    help="The table to make, where OUT is a database.",
)  # fmt: skip
@click.option(
    "--columns", metavar="LIST", help="Which answers, separated by commas: status, opens_on … Also: all.",
)  # fmt: skip
@click.option("--actions", metavar="LIST", help="Only these actions, separated by commas.")
@click.option(
    "--key", metavar="NAME", default="id", show_default=True,
    help="The column or key that is carried through; without one, rows go by their number.",
)  # fmt: skip
@click.option(
    "--ignore", metavar="NAME", multiple=True, help="A column or key that is no fact; may be given again.",
)  # fmt: skip
@today_option
@as_of_option
@click.option("--refused", metavar="FILE", help="Where refused rows go; without it OUT.refused.jsonl.")
@click.option("--strict", is_flag=True, help="End with exit code 2 when a row was refused.")
@click.option("--restart", is_flag=True, help="Begin anew instead of going on with an interrupted run.")
@click.option("--threads", type=click.IntRange(1, 1024), help="How many processors to use; else all.")
@click.option(
    "--memory", type=_Memory(), metavar="SIZE",
    help="Bound the memory of the database, as 2GB; the rest goes to disk.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="What runs it: duckdb on this machine, or spark on many, which needs the extra `spark`.",
)  # fmt: skip
@click.option("--master", metavar="URL", help="Where Spark runs: local[2], spark://HOST:PORT, yarn …")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what went wrong.")
@ruleset_options
def command(
    input_: str,
    out: str,
    strict: bool,
    quiet: bool,
    today: date | None,
    as_of: date | None,
    threads: int | None,
    **options: Any,
) -> int:
    """Answer every row of a table of facts: one row of answers for each, the same as `etiquette check` gives.

    IN is .jsonl, .csv, .parquet (also packed as .gz), a .duckdb or .sqlite file, or - for JSONL on standard
    input. A row holds the facts of one case, nested or as columns such as case.date. Rows that can't be used
    are set aside with the reason, and the counts add up. Interrupted, the same command goes on where it
    stopped. Needs the extra `batch`.
    """
    insist_on_engine({**options, "threads": threads})
    from etiquette._batch.errand import Errand
    from etiquette._batch.here import here_and_now
    from etiquette._batch.recipe import Recipe
    from etiquette._batch.wanted import Wanted

    from ._rulesets import chosen_parameters, chosen_plugins, chosen_ruleset

    ruleset = chosen_ruleset(options)
    recipe = Recipe(
        tuple(options["packs"]),
        chosen_plugins(options),
        tuple(options["paths"]),
        tuple(chosen_parameters(options).items()),
    )
    present, zone = here_and_now(today)
    wanted = Wanted(
        present=present,
        timezone=zone,
        today=today,
        as_of=as_of,
        columns=_columns(options["columns"]),
        actions=_actions(options["actions"], ruleset),
        key=options["key"],
        ignored=tuple(options["ignore"]),
    )
    errand = Errand(
        input=input_,
        out=out,
        recipe=recipe,
        wanted=wanted,
        table=options["table"],
        out_table=options["out_table"],
        refused=options["refused"],
        processes=threads or os.cpu_count() or 1,
        memory=options["memory"],
        restart=options["restart"],
    )
    if options["engine"] == "spark":
        outcome = _run_on_spark(errand, ruleset, options["master"], quiet=quiet)
    else:
        outcome = _run(errand, ruleset, quiet=quiet)
    return _verdict(outcome, ruleset, strict=strict)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (each.strip() for each in (text or "").split(",")) if part)


def _columns(text: str | None) -> tuple[str, ...]:
    from etiquette._batch.wanted import ALL_COLUMNS, DEFAULT_COLUMNS

    if text is None:
        return DEFAULT_COLUMNS
    if text.strip() == "all":
        return ALL_COLUMNS
    return _known("column", _listed(text), ALL_COLUMNS)


def _actions(text: str | None, ruleset: Ruleset) -> tuple[str, ...]:
    return _known("action", _listed(text), tuple(ruleset.actions))


def _known(kind: str, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The names, in the order in which they are known. Raises a usage error for one that isn't."""
    for name in names:
        if name not in known:
            raise NoSuch(kind, name, known)
    return tuple(name for name in known if name in names)


def _run(errand: Errand, ruleset: Ruleset, *, quiet: bool) -> Outcome:
    from etiquette._batch.recipe import OtherRulesError
    from etiquette._batch.run import run
    from etiquette._batch.trouble import BatchError

    from ._batch_view import progress, say_interrupted, summary
    from ._output import note
    from ._problems import show

    show(ruleset.diagnostics)
    try:
        with progress(sys.stderr, quiet=quiet) as watch:
            outcome = run(errand, ruleset, watch)
    except (BatchError, OtherRulesError) as error:
        raise _NotDoneError(str(error)) from None
    except KeyboardInterrupt:
        say_interrupted(errand)
        raise
    if not quiet:
        note(summary(errand, outcome))
    return outcome


def _run_on_spark(errand: Errand, ruleset: Ruleset, master: str | None, *, quiet: bool) -> Outcome:
    from etiquette._batch.spark_files import run_on_spark
    from etiquette._batch.trouble import BatchError

    from ._batch_view import summary
    from ._output import note
    from ._problems import show

    show(ruleset.diagnostics)
    try:
        outcome = run_on_spark(errand, ruleset, master)
    except BatchError as error:
        raise _NotDoneError(str(error)) from None
    if not quiet:
        note(summary(errand, outcome))
    return outcome


def _verdict(outcome: Outcome, ruleset: Ruleset, *, strict: bool) -> int:
    from etiquette.diagnostics import has_errors

    if strict and outcome.refused:
        return 2
    return 3 if has_errors(ruleset.diagnostics) else 0

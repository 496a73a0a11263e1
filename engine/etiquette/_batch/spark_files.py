"""Files through Spark: Parquet or lines of JSON in, a folder of answers and one of refused rows out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from etiquette.ruleset import Ruleset

from .checks import insist_on_names
from .errand import Errand, Outcome, refused_beside
from .formats import STREAM, format_of
from .rows import LINE
from .spark import AnsweredFrame, answered_frame
from .spark_failures import in_words
from .spark_session import NoSparkError, session_at
from .spark_target import Target
from .spark_worker import BLOCK, as_lines
from .trouble import BatchError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession  # pyright: ignore[reportMissingImports]

__all__ = ["run_on_spark"]

_FORMATS: Final = ("jsonl", "parquet")
_BLOCK_OF: Final = f"xxhash64(_metadata.file_path, _metadata.file_block_start) AS `{BLOCK}`"


def run_on_spark(errand: Errand, ruleset: Ruleset, master: str | None) -> Outcome:
    """Answer every row of an input on the cluster at ``master``; see :func:`.spark_session.session_at`.

    Input and output are files or folders of files that all machines can read, by name or with a scheme. The
    output and the refused rows become folders, as Spark writes them; what had their names is replaced when
    everything is there. Raises :class:`BatchError` when Spark can't be had, when it isn't made for such files
    here, when executors have other rules, when something can't be read or written, and when the counts don't
    add up.
    """
    began = perf_counter()
    _insist_on_files(errand)
    try:
        with session_at(master) as session:
            if str(session.sparkContext.master).startswith("local"):
                there = replace(
                    errand, input=_whole(errand.input), out=_whole(errand.out), refused=_whole(_aside(errand))
                )
            else:
                there = errand
            read, answered, refused = _run(session, there, ruleset)
    except NoSparkError as error:
        raise BatchError(str(error)) from error
    except Exception as error:
        words = in_words(error)
        if words is None:
            raise
        raise BatchError(words) from error
    aside = _aside(errand) if refused else None
    return Outcome(read, answered, refused, 0, perf_counter() - began, errand.wanted.present, aside)


def _insist_on_files(errand: Errand) -> None:
    for name in (errand.input, errand.out):
        if name == STREAM or format_of(name.rstrip("/")) not in _FORMATS:
            what = "a stream" if name == STREAM else name
            raise BatchError(f"Spark reads and writes .jsonl and .parquet here, and not {what}.")
    if errand.input == errand.out:
        raise BatchError(f"The output {errand.out} is what is read. Name another folder for the answers.")


def _whole(name: str) -> str:
    """A name that means the same wherever Java was started."""
    return name if "://" in name else str(Path(name).absolute())


def _aside(errand: Errand) -> str:
    return errand.refused or (
        f"{errand.out}.refused.jsonl" if "://" in errand.out else refused_beside(errand.out)
    )


def _run(session: SparkSession, errand: Errand, ruleset: Ruleset) -> tuple[int, int, int]:
    """How many rows were read, answered and set aside; each is counted where it stands, in files."""
    from pyspark import StorageLevel  # pyright: ignore[reportMissingImports]

    kinds = format_of(errand.input.rstrip("/")), format_of(errand.out.rstrip("/"))
    wanted = replace(errand.wanted, json_keys=kinds == ("jsonl", "jsonl"))
    errand = replace(errand, wanted=wanted)
    facts = _facts(session, errand.input, kinds[0])
    if kinds[0] == "parquet":
        insist_on_names([name for name in facts.columns if name != BLOCK], ruleset, wanted)
    first_rows, read = _counted(session, errand.input, kinds[0])
    found = answered_frame(facts, errand.recipe, wanted, ruleset=ruleset, first_rows=first_rows)
    targets = Target(session, errand.out), Target(session, _aside(errand))
    kept = found.everything.persist(StorageLevel.DISK_ONLY)
    try:
        _write(found, errand, kinds[1], *targets)
    finally:
        kept.unpersist()
    answered, refused = _rows(session, targets[0].new, kinds[1]), _rows(session, targets[1].new, "jsonl")
    if read != answered + refused:
        raise BatchError(
            f"{read:,} rows were read, but {answered:,} answered and {refused:,} set aside: "
            "the input has changed meanwhile. Begin again."
        )
    targets[0].put_in_place()
    targets[1].put_in_place(keep=refused > 0)
    return read, answered, refused


def _facts(session: SparkSession, source: str, kind: str) -> DataFrame:
    """The facts, and for each row the block of the file that it stands in."""
    if kind == "parquet":
        return session.read.parquet(source).selectExpr("*", _BLOCK_OF)
    return _lines(session, source).selectExpr(f"CAST(value AS BINARY) AS `{LINE}`", _BLOCK_OF)


def _lines(session: SparkSession, source: str) -> DataFrame:
    return session.read.option("lineSep", "\n").text(source)


def _counted(session: SparkSession, source: str, kind: str) -> tuple[dict[int, int], int]:
    """The number of the first row of each block, by files and blocks, and how many rows there are.

    Blank lines have a number, as in an editor, but aren't rows.
    """
    blocks = (
        (session.read.parquet(source) if kind == "parquet" else _lines(session, source))
        .selectExpr(
            "_metadata.file_path AS path",
            "_metadata.file_block_start AS start",
            _BLOCK_OF,
            "true AS filled" if kind == "parquet" else r"value RLIKE '\\S' AS filled",
        )
        .groupBy("path", "start", BLOCK)
        .agg({"*": "count", "filled": "count_if"})
        .toDF("path", "start", "block", "numbered", "filled")
        .collect()
    )
    first_rows: dict[int, int] = {}
    first = 1
    for each in sorted(blocks, key=lambda each: (each["path"], each["start"])):
        first_rows[each["block"]] = first
        first += each["numbered"]
    return first_rows, sum(each["filled"] for each in blocks)


def _write(found: AnsweredFrame, errand: Errand, kind: str, answers: Target, refused: Target) -> None:
    wanted = errand.wanted
    if kind == "parquet":
        found.answers.write.mode("overwrite").parquet(answers.new)
    else:
        quoted = [f"`{name.replace('`', '``')}`" for name in found.answers.columns]
        if wanted.json_keys:
            quoted[0] = f"parse_json({quoted[0]}) AS {quoted[0]}"
        writer = found.answers.selectExpr(*quoted).write.mode("overwrite")
        writer.option("ignoreNullFields", "false").json(answers.new)
    lines = found.refused.mapInArrow(partial(as_lines, wanted.key, wanted.json_keys), "value string")
    lines.write.mode("overwrite").text(refused.new)


def _rows(session: SparkSession, target: str, kind: str) -> int:
    found = session.read.parquet(target) if kind == "parquet" else _lines(session, target)
    return int(found.count())

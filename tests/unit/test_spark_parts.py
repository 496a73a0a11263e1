"""What Spark is told and what it says, as far as that can be tried without it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest

from etiquette._batch import spark_session
from etiquette._batch.recipe import OtherRulesError, Recipe
from etiquette._batch.rows import LINE
from etiquette._batch.spark_failures import in_words
from etiquette._batch.spark_worker import ASIDE, BLOCK, answer_batches, as_lines, order_for
from etiquette._batch.wanted import Wanted
from etiquette.batch import answer_dataframe
from etiquette.cli import main

RULES: Final = Recipe(plugins=())
SEALED: Final = RULES.sealed(RULES.ruleset())
WANTED: Final = Wanted(present=date(2026, 11, 23), columns=("status",), actions=("send_thank_you",))
GOOD: Final = b'{"id": 7, "interview": {"date": "2026-11-20"}}'

NO_FRAME: Final[Any] = None

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs ``etiquette batch`` in an empty folder: exit code and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    monkeypatch.setattr(spark_session, "can_spark", lambda: True)

    def call(*arguments: str) -> tuple[int, str]:
        code = main(("batch", "facts.jsonl", "--out", "answers.jsonl", *arguments))
        return code, capfd.readouterr().err

    return call


def batch(lines: list[bytes], blocks: list[int]) -> pa.RecordBatch:
    """Lines, each with the block it stands in, under the names that columns have on the way."""
    columns = [pa.array(lines, pa.binary()), pa.array(blocks, pa.int64())]
    return pa.RecordBatch.from_arrays(columns, names=["c0", "c1"])


def answered(recipe: Recipe, first_rows: dict[int, int], *batches: pa.RecordBatch) -> list[dict[str, Any]]:
    """What an executor makes of batches."""
    order = order_for(recipe, WANTED, [LINE, BLOCK], pa.string(), first_rows)
    return [row for found in answer_batches(order, iter(batches)) for row in found.to_pylist()]


def test_rows_are_numbered_by_their_blocks() -> None:
    """Blocks go on from batch to batch and may meet in one; blank lines have a number but no answer."""
    first = batch([GOOD, b"  ", GOOD, GOOD], [11, 11, 11, 5])
    found = answered(SEALED, {11: 100, 5: 1}, first, batch([b"\r", GOOD], [5, 5]))
    assert [row["row"] for row in found] == [100, 102, 1, 3]
    assert {(row["id"], row["send_thank_you.status"]) for row in found} == {("7", "late")}


@pytest.mark.parametrize("times", [2, 600], ids=["by Python", "by SQL"])
def test_rows_without_numbers_keep_their_keys(times: int) -> None:
    """Rows of a DataFrame have no numbers; one without a key, or with a blank one, gets none for it."""
    order = order_for(SEALED, WANTED, ["id", "interview.date"], pa.string())
    cells = [pa.array(["a", "", None, "b"]), pa.array(["2026-11-20", "2026-11-20", "soon", "2026-11-21"])]
    given = pa.RecordBatch.from_arrays(cells, names=["c0", "c1"])
    found = [row for each in answer_batches(order, iter([given] * times)) for row in each.to_pylist()]
    assert {row["row"] for row in found} == {None}
    keys = Counter((row["id"], row["send_thank_you.status"]) for row in found)
    assert keys == dict.fromkeys([("a", "late"), ("b", "late"), (None, "late"), (None, None)], times)


def test_refused_rows_come_back_with_the_reason() -> None:
    """Each row comes back once: with its answer, or with nothing but its key, its number and the reason."""
    found = answered(SEALED, {5: 1}, batch([b"{", GOOD], [5, 5]))
    assert [(row["row"], row[ASIDE] is None) for row in found] == [(2, True), (1, False)]
    assert (found[1]["id"], found[1]["ok"], found[1][ASIDE]["raw"]) == ("1", None, "{")


def test_refused_rows_are_written_as_lines() -> None:
    """Number, key, the row as it came, and the diagnostics as a report has them; keys as JSON if asked."""
    columns = {"id": ["7"], "row": [3], "raw": ["{"], "diagnostics": ['[{"code": "E105"}]']}
    batches = [pa.RecordBatch.from_pydict(columns)]
    [plain], [typed] = (
        [line for found in as_lines("id", json, iter(batches)) for line in found.column(0).to_pylist()]
        for json in (False, True)
    )
    assert plain == '{"row": 3, "id": "7", "raw": "{", "diagnostics": [{"code": "E105"}]}'
    assert typed == plain.replace('"7"', "7")


def test_no_rows_need_no_rules() -> None:
    """A task without rows loads nothing, so it can't fail."""
    assert answered(replace(SEALED, engine="0.0.0"), {}) == []


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        (replace(SEALED, engine="0.0.0"), r"begun with version 0\.0\.0 of this program, and on the executor"),
        (
            replace(SEALED, digests=("house 1.0.0 sha256:abc",)),
            r"has other rules: .* house 1\.0\.0 .*here are",
        ),
        (replace(SEALED, packs=("not-there",)), r"can't load the rules: .*not-there"),
    ],
)
def test_an_executor_that_differs_refuses(recipe: Recipe, said: str) -> None:
    """Another version of the program, another pack, or none: it is said, and never worked around."""
    with pytest.raises(OtherRulesError, match=said):
        answered(recipe, {5: 1}, batch([GOOD], [5]))


def test_an_input_that_changes_meanwhile_is_noticed() -> None:
    """A block that nobody counted ends the run: its rows would have no numbers."""
    with pytest.raises(OtherRulesError, match=r"^The input has changed while it was read\. Begin again\.$"):
        answered(SEALED, {6: 1}, batch([GOOD], [5]))


class SparkError(Exception):
    """What PySpark raises, as far as its words go."""

    __module__ = "pyspark.errors"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "Aborted.\n  File worker.py\netiquette._batch.recipe.OtherRulesError: Other rules.\n\tat java",
            "Other rules. Install the same packs, plugins and version there, then try again.",
        ),
        (
            "OtherRulesError: The input has changed while it was read. Begin again.",
            "The input has changed while it was read. Begin again.",
        ),
        ("ModuleNotFoundError: No module named 'etiquette'", "An executor hasn't got etiquette. Install"),
        (
            "[PATH_NOT_FOUND] Path does not exist: file:/a/b.jsonl. SQLSTATE: 42K03",
            "There is no /a/b.jsonl, or not all machines can read it.",
        ),
        ("[PYTHON_VERSION_MISMATCH] 3.11, 3.12", "The executors have another version of Python."),
        ("failed\nCaused by: java.io.IOException: No space left", "Spark gave up: No space left"),
        (
            "An exception was thrown from the Python worker:\n  x.py\nValueError: odd\n\njava.x.Error: y",
            "Spark gave up: in Python, ValueError: odd",
        ),
        ("", "Spark gave up: it didn't say why"),
    ],
)
def test_failures_are_said_in_a_sentence(error: str, said: str) -> None:
    """Out of pages of Java, the one cause that a person can mend, and how."""
    assert str(in_words(SparkError(error))).startswith(said)


def test_a_mistake_of_the_program_is_left_alone() -> None:
    """An exception that isn't Spark's is no failure of the run, and isn't dressed up as one."""
    assert in_words(KeyError("rule")) is None


def test_without_the_extra_the_next_step_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command and the function name the extra."""
    monkeypatch.setattr(spark_session, "can_spark", lambda: False)
    code, said = run("--engine", "spark", "--master", "local[2]")
    assert (code, "Spark needs the extra `spark`: pip install 'etiquette-engine[spark]'" in said) == (2, True)
    with pytest.raises(ImportError, match="pip install"):
        answer_dataframe(NO_FRAME)


def java(folder: Path, version: str) -> Path:
    """A Java that only says its version; the folder for JAVA_HOME."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "java"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.stderr.write('openjdk version \"{version}\"')\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.2"])
def test_a_java_that_is_too_old_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str
) -> None:
    """Which Java was found, which version it is, and what would do."""
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "old", version)))
    code, said = run("--engine", "spark", "--master", "local[2]")
    number = version.removeprefix("1.").partition(".")[0]
    assert code == 2
    assert f"Spark runs on Java 17 or newer, and {tmp_path}/old/bin/java is version {number}. Install" in said


def test_without_java_the_next_step_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on the path nor where JAVA_HOME points."""
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    code, said = run("--engine", "spark", "--master", "local[2]")
    assert (code, "there is none in JAVA_HOME (/nowhere). Install it" in said) == (2, True)
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", "/nowhere")
    assert "and none is found here. Install it" in run("--engine", "spark", "--master", "local[2]")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--engine", "spark"), "Say where Spark is to run: --master 'local[2]'"),
        (("--master", "local[2]"), "--master says where Spark runs. Add --engine spark"),
        (("--engine", "spark", "--master", "yarn", "--table", "t"), "--table is for databases"),
        (("--engine", "spark", "--master", "yarn", "--threads", "2"), "--threads is for one machine"),
        (("--engine", "spark", "--master", "yarn", "--memory", "1GB"), "--memory is for DuckDB"),
        (("--engine", "spark", "--master", "yarn", "--restart"), "--restart is for DuckDB"),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """What belongs to one engine is refused with the other, and a cluster has to be named."""
    code, shown = run(*arguments)
    assert (code, said in shown) == (2, True)

"""Spark with several executors, one of them killed: the answers of one machine, and every row once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

pytest.importorskip("pyarrow", reason="the extra `spark` isn't installed")

import pyarrow as pa
import pyarrow.parquet as pq

from etiquette._batch.answering import Answering
from etiquette._batch.errand import Errand, Outcome
from etiquette._batch.recipe import Recipe
from etiquette._batch.rows import LINE, NUMBER
from etiquette._batch.run import run
from etiquette._batch.spark import answered_frame
from etiquette._batch.spark_files import run_on_spark
from etiquette._batch.spark_session import session_at, why_not
from etiquette._batch.trouble import BatchError
from etiquette._batch.wanted import ALL_COLUMNS, Wanted
from etiquette.batch import answer_dataframe
from etiquette.cli import main
from pages import ROOT

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

TODAY: Final = date(2026, 11, 23)
RULES: Final = Recipe(plugins=())
WANTED: Final = Wanted(present=TODAY, columns=ALL_COLUMNS)
STRETCH: Final = 250_000
"""Bytes that a task reads, so that a small file is read by several."""

LIGHT: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
BAD: Final = ('{"interview": {"date": "soon"}}', "{oops", "[]", '{"interviewed": true}')

Row = dict[str, Any]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Two executors, each a process of its own with a core and a gigabyte."""
    with session_at(
        "local-cluster[2,1,1024]",
        spark_driver_extraJavaOptions=LIGHT,
        spark_executor_extraJavaOptions=LIGHT,
        spark_sql_shuffle_partitions="2",
        spark_sql_execution_arrow_maxRecordsPerBatch="500",
        spark_sql_files_maxPartitionBytes=str(STRETCH),
        spark_locality_wait="0s",
    ) as found:
        yield found


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Facts as lines of JSON: some steps, some that tell little, some that can't be used."""
    random = Random(5)  # noqa: S311 - facts, not secrets
    return [_line(random, number) for number in range(1, 6_001)]


def _line(random: Random, number: int) -> str:
    if number % 97 == 0:
        return BAD[number // 97 % len(BAD)]
    facts: Row = {"id": f"case-{number}", "interview": {"date": _day(random, -40)}}
    if random.random() < 0.5:
        facts["employer"] = {"promised_reply_by": _day(random, 0), "preferred_channel": "email"}
    if random.random() < 0.05:
        step = {"action": "send_thank_you", "channel": random.choice(["email", "phone"])}
        facts["proposed"] = {**step, "date": TODAY.isoformat()}
    return json.dumps(facts)


def _day(random: Random, least: int) -> str:
    return (TODAY + timedelta(days=random.randint(least, least + 40))).isoformat()


def on_one_machine(lines: list[str]) -> tuple[list[Row], list[Row]]:
    """The answers and the refused rows, from the same code without Spark."""
    columns = [pa.array(range(1, len(lines) + 1), pa.int64()), pa.array(lines)]
    batch = pa.RecordBatch.from_arrays(columns, names=[NUMBER, LINE])
    answers, refused = Answering.following(RULES, WANTED).answer(batch)
    return answers.to_pylist(), refused.to_pylist()


def rows_of(frame: Any) -> list[Row]:
    """The rows of a DataFrame in the order of their numbers."""
    return sorted(frame.toArrow().to_pylist(), key=lambda row: row["row"])


def killer(marker: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What passes batches on, and after the first one of all kills the executor that it runs in."""

    def kill_once(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield batch
            try:
                file = os.open(marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            except FileExistsError:
                continue
            daemon = os.getppid()
            executor = int(Path(f"/proc/{daemon}/stat").read_text().rpartition(")")[2].split()[1])
            assert "CoarseGrainedExecutorBackend" in Path(f"/proc/{executor}/cmdline").read_text()
            os.write(file, str(executor).encode())
            os.close(file)
            os.kill(executor, signal.SIGKILL)
            time.sleep(30)

    return kill_once


def test_an_executor_that_is_killed_costs_no_row_and_doubles_none(
    session: Any, lines: list[str], tmp_path: Path
) -> None:
    """One of two executors dies by kill -9 in the middle: the answers are those of one machine."""
    marker = tmp_path / "killed"
    rows = list(enumerate(lines, 1))
    facts = session.createDataFrame(rows, f"{NUMBER} long, {LINE} string").repartition(2)
    dying = facts.mapInArrow(killer(str(marker)), facts.schema)
    found = answered_frame(dying, RULES, WANTED)
    kept = found.everything.persist()
    answers, refused = rows_of(found.answers), rows_of(found.refused)
    kept.unpersist()
    killed = int(marker.read_text())
    assert not Path(f"/proc/{killed}").exists() or "State:\tZ" in Path(f"/proc/{killed}/status").read_text()
    assert (answers, refused) == on_one_machine(lines)
    assert len(answers) + len(refused) == len(lines)


def both(errand: Errand) -> tuple[Outcome, Outcome]:
    """The same work done by DuckDB, into ``alone.…`` beside the output, and by Spark."""
    rules = errand.recipe.ruleset()
    out = Path(errand.out)
    alone = run(replace(errand, out=str(out.with_name(f"alone{out.suffix}"))), rules)
    return alone, run_on_spark(errand, rules, None)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    """Rows read, answered and refused."""
    return outcome.read, outcome.answered, outcome.refused


def lines_in(place: Path) -> list[Row]:
    """The rows of a file of lines of JSON, or of a folder of them, in the order of their numbers."""
    files = sorted(place.glob("part-*")) if place.is_dir() else [place]
    found = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return sorted(found, key=lambda row: int(row["row"]))


def test_lines_of_json_become_parquet_as_on_one_machine(
    session: Any, lines: list[str], tmp_path: Path
) -> None:
    """A file read in several stretches, with a blank line: the answers, refused rows and counts of DuckDB."""
    source = tmp_path / "facts.jsonl"
    source.write_text("\n".join([*lines[:10], "", *lines[10:]]) + "\n", encoding="utf-8")
    assert source.stat().st_size > 2 * STRETCH
    alone, there = both(Errand(str(source), str(tmp_path / "there.parquet"), RULES, WANTED))
    assert counts(there) == counts(alone) == (6000, 5939, 61)
    answers = pq.read_table(tmp_path / "alone.parquet").to_pylist()
    assert rows_of(session.read.parquet(str(tmp_path / "there.parquet"))) == answers
    refused = lines_in(tmp_path / "alone.parquet.refused.jsonl")
    assert lines_in(tmp_path / "there.parquet.refused.jsonl") == refused
    assert len(refused) == 61


def test_parquet_becomes_lines_of_json_as_on_one_machine(session: Any, tmp_path: Path) -> None:
    """Columns with dots, keys that are numbers, and one command, typed: the lines that DuckDB writes."""
    days = [(TODAY - timedelta(days=number)).isoformat() for number in range(50)]
    facts = pa.table({"id": list(range(50)), "interview.date": days})
    source, alone, there = (tmp_path / name for name in ("facts.parquet", "alone.jsonl", "there.jsonl"))
    pq.write_table(facts, source, row_group_size=20)
    usual = ("batch", str(source), "--no-plugins", "--columns", "all", "--today", TODAY.isoformat())
    assert main((*usual, "--out", str(alone))) == 0
    assert main((*usual, "--out", str(there), "--engine", "spark", "--master", "local[2]")) == 0
    assert lines_in(there) == lines_in(alone)
    assert not Path(f"{there}.refused.jsonl").exists()


def test_executors_with_other_rules_refuse(session: Any, lines: list[str], tmp_path: Path) -> None:
    """A pack that isn't the driver's ends the run with a sentence that names both, and writes nothing."""
    source, out, pack = (tmp_path / name for name in ("facts.jsonl", "answers.parquet", "pack"))
    source.write_text("\n".join(lines[:50]), encoding="utf-8")
    leave = shutil.ignore_patterns("releases.yaml", "tests")
    shutil.copytree(ROOT / "rules" / "business-days", pack, ignore=leave)
    recipe = Recipe(packs=(str(pack),), plugins=())
    here = recipe.ruleset()
    manifest = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(manifest.replace("default: 7", "default: 8"), encoding="utf-8")
    with pytest.raises(BatchError, match=r"other rules: The run was begun with .* and here are .* Install"):
        run_on_spark(Errand(str(source), str(out), recipe, WANTED), here, None)
    assert not out.exists()


def test_what_can_not_be_read_is_said_in_a_sentence(session: Any, tmp_path: Path) -> None:
    """A file that isn't there, and a column that is no fact."""
    rules, out = RULES.ruleset(), str(tmp_path / "answers.parquet")
    lost = tmp_path / "lost.jsonl"
    with pytest.raises(BatchError, match=rf"There is no {lost}, or not all machines can read it\."):
        run_on_spark(Errand(str(lost), out, RULES, WANTED), rules, None)
    pq.write_table(pa.table({"id": [1], "interview.dat": ["2026-11-20"]}), tmp_path / "facts.parquet")
    with pytest.raises(BatchError, match=r"The column interview\.dat is no fact .* Did you mean"):
        run_on_spark(Errand(str(tmp_path / "facts.parquet"), out, RULES, WANTED), rules, None)


def test_a_frame_of_facts_gives_a_frame_of_answers(session: Any) -> None:
    """The public door: columns of facts in, columns of answers and refused rows out, keyed."""
    rows = [("a", "2026-11-20"), ("b", "soon")]
    facts = session.createDataFrame(rows, "name string, `interview.date` string")
    found = answer_dataframe(facts, plugins=(), key="name", today=TODAY, columns=["status"])
    [answer] = found.answers.collect()
    assert (answer["name"], answer["as_of"], answer["send_thank_you.status"]) == ("a", TODAY, "late")
    [refused] = found.refused.collect()
    assert (refused["name"], json.loads(refused["diagnostics"])[0]["code"]) == ("b", "E206")
    with pytest.raises(ValueError, match="There is no column 'id' to tell the rows apart"):
        answer_dataframe(facts, plugins=())

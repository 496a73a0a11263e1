"""Spark with several executors, one of them killed: the same answers as on one machine, and every row once."""

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
from etiquette._batch.recipe import Recipe
from etiquette._batch.rows import LINE, NUMBER
from etiquette._batch.spark import answered_frame
from etiquette._batch.spark_files import Counts, answer_files
from etiquette._batch.spark_session import session_at, why_not
from etiquette._batch.trouble import BatchError
from etiquette._batch.wanted import ALL_COLUMNS, Wanted
from pages import ROOT

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

TODAY: Final = date(2026, 11, 23)
RULES: Final = Recipe(plugins=())
WANTED: Final = Wanted(present=TODAY, columns=ALL_COLUMNS)
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
        spark_sql_execution_arrow_maxRecordsPerBatch="25",
        spark_sql_files_maxPartitionBytes="8000",
    ) as found:
        yield found


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Facts as lines of JSON: some steps, some that tell little, some that can't be used."""
    random = Random(5)
    return [_line(random, number) for number in range(1, 401)]


def _line(random: Random, number: int) -> str:
    if number % 23 == 0:
        return BAD[number // 23 % len(BAD)]
    facts: Row = {"id": f"case-{number}", "interview": {"date": _day(random, -40)}}
    if random.random() < 0.5:
        facts["employer"] = {"promised_reply_by": _day(random, 0), "preferred_channel": "email"}
    if random.random() < 0.5:
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
    """What passes batches on, and kills the executor it runs in: the first one only, after its first batch."""

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
    facts = session.createDataFrame(rows, f"{NUMBER} long, {LINE} string").repartition(6)
    dying = facts.mapInArrow(killer(str(marker)), facts.schema)
    found = answered_frame(dying, RULES, WANTED)
    kept = found.everything.persist()
    answers, refused = rows_of(found.answers), rows_of(found.refused)
    kept.unpersist()
    killed = int(marker.read_text())
    assert not Path(f"/proc/{killed}").exists() or "State:\tZ" in Path(f"/proc/{killed}/status").read_text()
    assert (answers, refused) == on_one_machine(lines)
    assert len(answers) + len(refused) == len(lines)


def test_lines_of_json_become_parquet_with_their_numbers(
    session: Any, lines: list[str], tmp_path: Path
) -> None:
    """A file that is read in several stretches, with a blank line in it: rows keep the numbers of their lines."""
    source, out = tmp_path / "facts.jsonl", tmp_path / "answers.parquet"
    source.write_text("\n".join([*lines[:10], "", *lines[10:]]) + "\n", encoding="utf-8")
    assert source.stat().st_size > 2 * 8000
    counts = answer_files(session, str(source), str(out), RULES, WANTED, RULES.ruleset())
    answers, refused = on_one_machine(lines)
    assert counts == Counts(400, len(answers), len(refused))
    moved = [{**row, "row": row["row"] + (row["row"] > 10)} for row in answers]
    assert rows_of(session.read.parquet(str(out))) == moved
    written = _json_in(Path(f"{out}.refused.jsonl"))
    assert [(row["raw"], row["diagnostics"]) for row in written] == [
        (row["raw"], json.loads(row["diagnostics"])) for row in refused
    ]


def test_parquet_becomes_lines_of_json(session: Any, lines: list[str], tmp_path: Path) -> None:
    """Columns with dots in, and the same answers out as from the lines, with null where nothing is to be said."""
    good = [row for row in map(json.loads, lines[:20])]
    table = pa.table(
        {
            "id": [row["id"] for row in good],
            "interview.date": [row["interview"]["date"] for row in good],
        }
    )
    pq.write_table(table, tmp_path / "facts.parquet")
    out = tmp_path / "answers.jsonl"
    wanted = replace(WANTED, columns=("status", "opens_on"))
    counts = answer_files(session, str(tmp_path / "facts.parquet"), str(out), RULES, wanted, RULES.ruleset())
    assert counts == Counts(20, 20, 0)
    alone, _ = Answering.following(RULES, wanted).answer(table.to_batches()[0])
    there = [{**row, "row": number} for number, row in enumerate(alone.to_pylist(), 1)]
    assert _json_in(out) == json.loads(json.dumps(there, default=date.isoformat))


def _json_in(folder: Path) -> list[Row]:
    texts = [part.read_text(encoding="utf-8") for part in sorted(folder.glob("part-*"))]
    return sorted(
        (json.loads(line) for text in texts for line in text.splitlines()), key=lambda row: row["row"]
    )


def test_executors_with_other_rules_refuse(session: Any, lines: list[str], tmp_path: Path) -> None:
    """A pack that isn't the driver's ends the run with a sentence that names both, and writes nothing."""
    source, out = tmp_path / "facts.jsonl", tmp_path / "answers.parquet"
    source.write_text("\n".join(lines[:50]), encoding="utf-8")
    pack = tmp_path / "pack"
    leave = shutil.ignore_patterns("releases.yaml", "tests")
    shutil.copytree(ROOT / "rules" / "business-days", pack, ignore=leave)
    recipe = Recipe(packs=(str(pack),), plugins=())
    here = recipe.ruleset()
    manifest = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(manifest.replace("default: 7", "default: 8"), encoding="utf-8")
    with pytest.raises(BatchError, match=r"other rules: The run was begun with .* and here are .* Install"):
        answer_files(session, str(source), str(out), recipe, WANTED, here)
    assert not out.exists()

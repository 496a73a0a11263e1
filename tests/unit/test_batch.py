"""``etiquette batch``: what it reads, writes, sets aside, goes on with and refuses to do."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import etiquette
from etiquette._batch import workers
from etiquette._batch.parquet_join import join_parquet
from etiquette._batch.source import LineSource, ParquetSource
from etiquette._batch.wanted import ALL_COLUMNS, OF_ACTIONS
from etiquette._batch.work import Worker
from etiquette.cli import main
from etiquette.testing import flat

CASES = Path(__file__).resolve().parents[1] / "cases" / "text"
PACK = ("--pack", str(CASES / "dinner-guest"), "--no-plugins")
Run = Callable[..., tuple[int, str, str]]

GOOD: list[dict[str, Any]] = [
    {"id": "ann", "today": "2026-11-21", "dinner": {"date": "2026-11-20"}},
    {"id": "ben", "dinner": {"date": "2026-11-20"}, "proposed": {"action": "drop_in", "date": "2026-11-22"}},
    {"id": "cat", "timezone": "Asia/Tokyo", "dinner": {"date": "2026-11-25"}},
]
BAD = ["{", '{"dinner": 1}', "[]", '{"dinner":{"date":"2026-11-20"},"dinner":{}}']


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs ``etiquette batch`` in an empty folder, on one processor and on a fixed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ETIQUETTE_PATH", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        day = () if "--today" in arguments else ("--today", "2026-11-23")
        code = main(("batch", *arguments, *PACK, "--threads", "1", *day))
        out, err = capfd.readouterr()
        assert code in (0, 2, 3, 130), err
        return code, out, err

    return call


def write_lines(path: str, rows: list[Any]) -> None:
    """A file of lines: texts as they are, everything else as JSON."""
    texts = [each if isinstance(each, str) else json.dumps(each) for each in rows]
    Path(path).write_text("\n".join(texts) + "\n", "utf-8")


def read_lines(path: str) -> list[dict[str, Any]]:
    """The objects of a file of lines."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def checked(row: dict[str, Any]) -> dict[str, Any]:
    """What a check of the same facts says, as the columns of a batch."""
    rules = etiquette.load(CASES / "dinner-guest", plugins=())
    report = rules.check({name: each for name, each in row.items() if name != "id"}, today=date(2026, 11, 23))
    found = report.to_dict()
    columns = {"as_of": found["as_of"], "ok": found["ok"], "exit_code": report.exit_code}
    for decision in found["plan"]:
        columns |= {f"{decision['action']}.{name}": decision[name] for name in OF_ACTIONS}
    grave = [each for each in found["findings"] if each["level"] != "note"]
    columns["breaches"] = [{key: each[key] for key in ("rule", "level", "about")} for each in grave]
    return columns


def test_lines_in_and_lines_out(run: Run) -> None:
    """Each row has the columns of its check, its key and its line; what was refused says why, as it came."""
    write_lines("in.jsonl", [GOOD[0], BAD[0], "", GOOD[1], *BAD[1:], GOOD[2]])
    code, out, err = run("in.jsonl", "--out", "out.jsonl", "--columns", "all")
    assert (code, out) == (0, "")
    assert err.startswith(
        "read      7 rows of in.jsonl\nanswered  3 in out.jsonl\nrefused   4 in out.jsonl.refused.jsonl\n"
    )
    answers = read_lines("out.jsonl")
    assert [(each.pop("id"), each.pop("row")) for each in answers] == [("ann", 1), ("ben", 4), ("cat", 8)]
    assert answers == [checked(row) for row in GOOD]
    assert any(each["breaches"] for each in answers)
    refused = read_lines("out.jsonl.refused.jsonl")
    assert [(each["row"], each["raw"]) for each in refused] == [
        (2, BAD[0]),
        (5, BAD[1]),
        (6, BAD[2]),
        (7, BAD[3]),
    ]
    assert [each["diagnostics"][0]["code"] for each in refused] == ["E105", "E202", "E202", "E107"]
    assert not Path("out.jsonl.parts").exists()


def test_keys_keep_their_kind_in_lines(run: Run) -> None:
    """Seven and the text seven are told apart, and rows without a key go by their number."""
    facts = {"dinner": {"date": "2026-11-20"}}
    write_lines("in.jsonl", [{"id": 7, **facts}, {"id": "7", **facts}, facts, {"case": 1, **facts}])
    assert run("in.jsonl", "--out", "out.jsonl")[0] == 0
    assert [each["id"] for each in read_lines("out.jsonl")] == [7, "7", 3]
    run("in.jsonl", "--out", "out.jsonl", "--key", "case", "--ignore", "id")
    assert [each["case"] for each in read_lines("out.jsonl")] == [1, 2, 3, 1]
    run("in.jsonl", "--out", "out.parquet")
    assert pq.read_table("out.parquet").column("id").to_pylist() == ["7", "7", "3"]


def as_cells(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows as CSV has them."""
    found: list[dict[str, str]] = []
    for row in rows:
        cells = flat(row).items()
        found.append({name: each if isinstance(each, str) else json.dumps(each) for name, each in cells})
    return found


def write_csv(path: str, rows: list[dict[str, Any]]) -> None:
    """A CSV file with dotted columns."""
    cells = as_cells(rows)
    names = list(dict.fromkeys(name for each in cells for name in each))
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(cells)


def write_duckdb(name: str) -> None:
    """A database with the good rows as nested columns."""
    with duckdb.connect(name) as connection:
        connection.execute("CREATE TABLE cases AS SELECT * FROM read_json('plain.jsonl')")


def write_sqlite(name: str) -> None:
    """A database with the good rows as texts."""
    rows = as_cells(GOOD)
    names = list(dict.fromkeys(key for each in rows for key in each))
    marks = ", ".join("?" for _ in names)
    connection = sqlite3.connect(name)
    connection.execute(f"CREATE TABLE cases ({', '.join(map(json.dumps, names))})")
    insert = f"INSERT INTO cases VALUES ({marks})"  # noqa: S608 - marks only
    connection.executemany(insert, [[each.get(key) for key in names] for each in rows])
    connection.commit()
    connection.close()


def same_as_lines(answers: list[dict[str, Any]]) -> None:
    """Answers from Arrow, held against checks."""
    shown = [
        {name: each.isoformat() if isinstance(each, date) else each for name, each in row.items()}
        for row in answers
    ]
    assert [(each.pop("id"), each.pop("row")) for each in shown] == [("ann", 1), ("ben", 2), ("cat", 3)]
    assert shown == [checked(row) for row in GOOD]


@pytest.mark.parametrize(
    "name", ["in.csv", "in.csv.gz", "in.jsonl.gz", "in.parquet", "in.duckdb", "in.sqlite", "-"]
)
def test_every_kind_of_input(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows have the same answers, whatever they stand in."""
    write_lines("plain.jsonl", GOOD)
    write_csv("plain.csv", GOOD)
    table: tuple[str, ...] = ()
    if name == "-":
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(Path("plain.jsonl").read_bytes())))
    elif name.endswith(".gz"):
        Path(name).write_bytes(gzip.compress(Path(f"plain.{name.split('.')[1]}").read_bytes()))
    elif name == "in.csv":
        Path("plain.csv").rename(name)
    elif name == "in.parquet":
        names = list(dict.fromkeys(key for each in GOOD for key in each))
        pq.write_table(pa.table({key: [each.get(key) for each in GOOD] for key in names}), name)
    else:
        table = ("--table", "cases")
        write_duckdb(name) if name.endswith("duckdb") else write_sqlite(name)
    code, _, err = run(name, "--out", "out.parquet", "--columns", "all", *table)
    assert code == 0, err
    same_as_lines(pq.read_table("out.parquet").to_pylist())
    assert not list(Path().glob("*.parts"))


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "out.duckdb", "out.sqlite", "-"])
def test_every_kind_of_output(name: str, run: Run) -> None:
    """The same answers, whatever they are written to; in text, lists are JSON."""
    write_lines("in.jsonl", GOOD)
    code, out, err = run("in.jsonl", "--out", name, "--columns", "status,channels,breaches")
    assert code == 0, err
    if name == "-":
        found = [json.loads(line) for line in out.splitlines()]
    elif name.endswith("jsonl"):
        found = read_lines(name)
    elif name.endswith("csv"):
        with Path(name).open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
    elif name.endswith("sqlite"):
        connection = sqlite3.connect(name)
        cursor = connection.execute("SELECT * FROM answers")
        found = [dict(zip([each[0] for each in cursor.description], row, strict=True)) for row in cursor]
        connection.close()
    elif name.endswith("duckdb"):
        with duckdb.connect(name) as database:
            found = database.sql("SELECT * FROM answers").to_arrow_table().to_pylist()
    else:
        found = pq.read_table(name).to_pylist()
    text = name.endswith(("csv", "sqlite"))
    for row, case in zip(found, GOOD, strict=True):
        wanted = checked(case)
        assert row["id"] == case["id"]
        assert str(row["as_of"]) == wanted["as_of"]
        for column in set(row) - {"id", "row", "as_of", "ok", "exit_code"}:
            value = wanted[column]
            told = json.loads(row[column]) if text and isinstance(value, list) else row[column]
            assert told == value


def test_a_table_is_never_replaced(run: Run) -> None:
    """Where the table is there already, nothing is read and nothing is written."""
    write_lines("in.jsonl", GOOD)
    for name in ("out.duckdb", "out.sqlite"):
        assert run("in.jsonl", "--out", name)[0] == 0
        code, _, err = run("in.jsonl", "--out", name)
        assert code == 2
        assert f"The database {name} has a table answers already." in err
        assert run("in.jsonl", "--out", name, "--out-table", "more")[0] == 0


def test_csv_rows_that_cannot_be_taken_apart(run: Run) -> None:
    """A row with a cell too many or too few, or of other bytes, is set aside; the others are answered."""
    rows = (
        b'id;dinner.date\nann;2026-11-20\nben;2026-11-20;x\ncat\n\ndan\xff;2026-11-20\n"e;\nf";2026-11-20\n'
    )
    Path("in.csv").write_bytes(rows)
    code, _, err = run("in.csv", "--out", "out.csv")
    assert code == 0, err
    assert "read      5 rows" in err
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        assert [(each["id"], each["row"]) for each in csv.DictReader(file)] == [("ann", "1"), ("e;\nf", "5")]
    refused = read_lines("out.csv.refused.jsonl")
    assert [(each["row"], each["id"]) for each in refused] == [(2, "ben"), (3, "cat"), (4, "dan\ufffd")]
    assert "has 3 cells" in refused[0]["diagnostics"][0]["message"]


def test_columns_and_actions_are_chosen(run: Run) -> None:
    """In the order of the packs, however they are asked for; a wrong name is told the nearest."""
    write_lines("in.jsonl", GOOD[:1])
    run(
        "in.jsonl", "--out", "out.jsonl", "--columns", "opens_on, status", "--actions", "drop_in,write_a_note"
    )
    assert list(read_lines("out.jsonl")[0])[5:] == [
        "drop_in.status",
        "drop_in.opens_on",
        "write_a_note.status",
        "write_a_note.opens_on",
    ]
    code, _, err = run("in.jsonl", "--out", "o.jsonl", "--columns", "statsu")
    assert code == 2
    assert "There is no column 'statsu'. Did you mean status?" in err
    code, _, err = run("in.jsonl", "--out", "o.jsonl", "--actions", "drop")
    assert code == 2
    assert "There is no action 'drop'." in err


def test_strict_counts_refused_rows_as_a_failure(run: Run) -> None:
    """The answers are written all the same; an old file of refused rows goes when there are none."""
    write_lines("in.jsonl", [GOOD[0], BAD[0]])
    assert run("in.jsonl", "--out", "out.jsonl", "--strict", "--quiet") == (2, "", "")
    assert len(read_lines("out.jsonl")) == 1
    write_lines("in.jsonl", [GOOD[0]])
    assert run("in.jsonl", "--out", "out.jsonl", "--strict")[0] == 0
    assert not Path("out.jsonl.refused.jsonl").exists()


def test_nothing_in_nothing_out(run: Run) -> None:
    """An empty file has an empty answer, with its columns where the format has any."""
    Path("in.jsonl").write_text("\n\n")
    for name in ("out.jsonl", "out.csv", "out.parquet"):
        assert run("in.jsonl", "--out", name, "--columns", "status")[0] == 0
    assert Path("out.jsonl").read_text() == ""
    assert Path("out.csv").read_text().startswith("id,row,as_of,ok,exit_code,")
    assert pq.read_table("out.parquet").num_rows == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.jsonl", "--out", "o.jsonl"), "The input nowhere.jsonl isn't there."),
        (("in.jsonl", "--out", "in.jsonl"), "The output in.jsonl is what is read."),
        (("in.jsonl", "--out", "no/o.jsonl"), "The folder of no/o.jsonl isn't there."),
        (("in.jsonl", "--out", "o.jsonl", "--refused", "in.jsonl"), "it is what is read."),
        (("in.jsonl", "--out", "o.jsonl", "--refused", "./o.jsonl"), "it is where the answers go."),
        (("in.jsonl", "--out", "o.xlsx"), "The name o.xlsx doesn't tell by its ending what it holds."),
        (("in.jsonl", "--out", "o.csv", "--table", "x"), "Leave --table out."),
        (("in.db", "--out", "o.csv"), "Name the table to read: --table NAME."),
        (("in.db", "--out", "o.csv", "--table", "x"), "The input in.db can't be read"),
        (("broken.parquet", "--out", "o.csv"), "The input broken.parquet can't be read"),
        (("twice.csv", "--out", "o.csv"), "has two columns called 'dinner.date'."),
        (
            ("odd.csv", "--out", "o.csv"),
            "The column dinner.dat is no fact of these rules. Did you mean dinner.date?",
        ),
        (("in.jsonl", "--out", "o.csv", "--memory", "lots"), "is no amount of memory."),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str, run: Run) -> None:
    """One sentence with what is wrong, one with what to do; no answer, and nothing left behind."""
    write_lines("in.jsonl", GOOD)
    for name in ("in.db", "broken.parquet"):
        Path(name).write_text("no database, and no Parquet\n" * 99)
    Path("twice.csv").write_text("dinner.date,dinner.date\n2026-11-20,2026-11-20\n")
    Path("odd.csv").write_text("id,dinner.dat\n1,2026-11-20\n")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert not list(Path().glob("o.*"))


def test_half_a_character_sets_a_row_aside(run: Run) -> None:
    """A row whose escapes name half a character can't be written down again; the others are answered."""
    half = json.dumps({**GOOD[0], "id": "half"}).replace('"half"', '"\\ud800"')
    Path("in.jsonl").write_text(f"{json.dumps(GOOD[0])}\n{half}\n")
    code, _, err = run("in.jsonl", "--out", "out.jsonl")
    assert (code, len(read_lines("out.jsonl"))) == (0, 1), err
    [refused] = read_lines("out.jsonl.refused.jsonl")
    assert "half a character" in refused["diagnostics"][0]["message"]


def test_rows_that_ask_for_other_packs(run: Run) -> None:
    """A row that names other packs isn't answered by these, unless the command names packs itself."""
    other = {"packs": ["quarrel"], "dinner": {"date": "2026-11-20"}}
    write_lines("in.jsonl", [other])
    assert "answered  1" in run("in.jsonl", "--out", "out.jsonl")[2]
    code = main(("batch", "in.jsonl", "--out", "out.jsonl", "--no-plugins", "--quiet", "--threads", "1"))
    assert code == 0
    assert read_lines("out.jsonl") == []


def many(count: int) -> list[dict[str, Any]]:
    """Rows without a key, some of which are refused."""
    return [
        {"dinner": {"date": "2026-11-20" if number % 7 else "someday"}, "today": f"2026-11-{21 + number % 5}"}
        for number in range(count)
    ]


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_a_killed_run_is_gone_on_with(kind: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done isn't done again, and the answers are those of a run that nobody interrupted."""
    monkeypatch.setattr("etiquette._batch.run._BYTES", (2_000, 2_000))
    monkeypatch.setattr("etiquette._batch.run._ROWS", (100, 100))
    name = f"in.{kind}"
    rows = many(300)
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), name, row_group_size=30)
    else:
        write_lines(name, rows)
    run(name, "--out", f"whole.{kind}")
    did: list[int] = []
    real = Worker.do

    def interrupted(self: Worker, part: Any) -> Any:
        did.append(part.number)
        if len(did) == 3:
            raise KeyboardInterrupt
        return real(self, part)

    monkeypatch.setattr(Worker, "do", interrupted)
    code, _, err = run(name, "--out", f"out.{kind}")
    assert code == 130
    assert "The same command goes on where it stopped" in err
    assert not Path(f"out.{kind}").exists()
    code, _, err = run(name, "--out", f"out.{kind}", "--columns", "status")
    assert code == 2
    assert "since it was begun this has changed: the columns." in err
    code, _, err = run(name, "--out", f"out.{kind}")
    assert code == 0
    assert "An interrupted run had done" in err
    assert did[:4] == [0, 1, 2, 2]
    assert sorted(set(did)) == list(range(max(did) + 1))
    assert Path(f"out.{kind}").read_bytes() == Path(f"whole.{kind}").read_bytes()
    assert read_lines(f"out.{kind}.refused.jsonl") == read_lines(f"whole.{kind}.refused.jsonl")


def test_a_changed_input_is_not_gone_on_with(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the answers would be to other facts; --restart begins anew."""
    monkeypatch.setattr("etiquette._batch.run._BYTES", (2_000, 2_000))
    write_lines("in.jsonl", many(100))
    real = Worker.do

    def interrupted(self: Worker, part: Any) -> Any:
        if part.number:
            raise KeyboardInterrupt
        return real(self, part)

    monkeypatch.setattr(Worker, "do", interrupted)
    assert run("in.jsonl", "--out", "out.jsonl")[0] == 130
    monkeypatch.setattr(Worker, "do", real)
    write_lines("in.jsonl", many(101))
    code, _, err = run("in.jsonl", "--out", "out.jsonl")
    assert code == 2
    assert "since it was begun this has changed: the input." in err
    code, _, err = run("in.jsonl", "--out", "out.jsonl", "--restart")
    assert code == 0
    assert "interrupted run" not in err
    assert "read      101 rows" in err


def test_several_processes_give_the_same_bytes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are answered at the same time end up in the order of the input."""
    monkeypatch.setattr("etiquette._batch.run._BYTES", (2_000, 2_000))
    write_lines("in.jsonl", many(200))
    run("in.jsonl", "--out", "alone.jsonl")
    arguments = ("batch", "in.jsonl", "--out", "both.jsonl", *PACK, "--threads", "2", "--today", "2026-11-23")
    assert main((*arguments, "--memory", "500MB")) == 0
    assert Path("both.jsonl").read_bytes() == Path("alone.jsonl").read_bytes()
    assert main((*arguments[:3], "-", *arguments[4:])) == 0


def test_parts_are_whole_lines(tmp_path: Path) -> None:
    """However large parts are, every line is in one of them, under its number."""
    file = tmp_path / "in.jsonl"
    texts = [b"\xef\xbb\xbf{}", b"", b'{"a": 1}\r', *[b"x" * size for size in range(0, 60, 7)], b"last"]
    file.write_bytes(b"\n".join(texts))
    wanted = [
        (number, text.removeprefix(b"\xef\xbb\xbf")) for number, text in enumerate(texts, 1) if text.strip()
    ]
    source = LineSource(str(file))
    for size in (1, 2, 5, 9, 40, 1_000):
        parts = list(source.parts(size))
        assert sum(part.size for part in parts) == source.total
        rows = [batch.to_pylist() for part in parts for batch in source.batches(part)]
        assert [(row["__row"], row["__line"]) for each in rows for row in each] == wanted


def test_parquet_files_are_joined_as_they_are(tmp_path: Path) -> None:
    """The rows of all parts in their order, for two readers; other columns are refused."""
    parts = [tmp_path / f"{number}.parquet" for number in range(3)]
    tables = [
        pa.table(
            {"n": pa.array(range(number, number + 50)), "l": [["a"], None] * 25, "t": ["x" * number] * 50}
        )
        for number in range(3)
    ]
    for path, table in zip(parts, tables, strict=True):
        pq.write_table(table, path, row_group_size=20)
    out = tmp_path / "out.parquet"
    join_parquet(parts, out)
    assert pq.read_table(out).equals(pa.concat_tables(tables))
    assert duckdb.read_parquet(str(out)).count("*").fetchall() == [(150,)]
    assert sum(part.size for part in ParquetSource(str(out)).parts(60)) == 150
    pq.write_table(pa.table({"other": [1]}), parts[1])
    with pytest.raises(ValueError, match="has other columns"):
        join_parquet(parts, out)


def test_a_worker_that_is_gone_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system ends a process, what is done stays, and the next step is said."""

    class Broken:
        def __init__(self, *arguments: Any, **more: Any) -> None:
            pass

        def submit(self, *_: Any) -> Any:
            raise BrokenProcessPool

        def shutdown(self, **more: Any) -> None:
            pass

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Broken)
    monkeypatch.setattr("etiquette._batch.run._BYTES", (2_000, 2_000))
    write_lines("in.jsonl", many(100))
    code = main(("batch", "in.jsonl", "--out", "out.jsonl", *PACK, "--threads", "2"))
    assert code == 2


def test_without_the_extra_it_says_which(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody meets a traceback because something isn't installed."""
    monkeypatch.setattr("etiquette.batch.find_spec", lambda _: None)
    write_lines("in.jsonl", GOOD)
    code, _, err = run("in.jsonl", "--out", "out.jsonl")
    assert code == 2
    assert "pip install 'etiquette-engine[batch]'" in err


def test_progress_is_for_terminals(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal there is a bar with rows, rate and time left; nothing of it remains."""
    from etiquette.cli._batch_view import progress

    with progress(SimpleNamespace(isatty=lambda: False), quiet=False) as watch:  # type: ignore[arg-type]
        assert watch is None
    shown = TextIOWrapper(BytesIO())
    monkeypatch.setattr(shown, "isatty", lambda: True, raising=False)
    with progress(shown, quiet=False) as watch:
        assert watch is not None
        watch(1, 2, 1_000)


def test_the_door_for_programs(run: Run) -> None:
    """What the command does, a program can have done; the counts add up."""
    from etiquette.batch import answer_file

    write_lines("in.jsonl", [*GOOD, BAD[0]])
    found = answer_file(
        "in.jsonl",
        "out.jsonl",
        CASES / "dinner-guest",
        plugins=(),
        today=date(2026, 11, 23),
        columns=ALL_COLUMNS,
    )
    assert (found.read, found.answered, found.refused, found.refused_file) == (
        4,
        3,
        1,
        "out.jsonl.refused.jsonl",
    )

"""Reading suites: the files in the folder ``tests`` of a pack, strictly, every value with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, Final

from etiquette._data import load_schema
from etiquette._deciding.wording import calendar_day
from etiquette._packing.pack_search import MOST_BYTES, joined
from etiquette._packing.pack_walk import SUITES
from etiquette._reading.document import Document, PathKey
from etiquette._reading.parts import overlaid
from etiquette._reading.paths import look, reason_of
from etiquette._reading.schema import validate
from etiquette._reading.yaml import read
from etiquette.diagnostics import Diagnostic, Location, in_order

from .model import Case, Excused, Expected, Parameters, Setting, Suite

__all__ = ["read_suite", "read_suites", "suite_files"]

_SUFFIX: Final = ".yaml"
_LISTS: Final = ("questions", "problems")


def suite_files(
    folder: Traversable, label: str
) -> tuple[tuple[tuple[Traversable, str], ...], tuple[Diagnostic, ...]]:
    """The files of suites of the pack in ``folder``, sorted, each with what diagnostics call it."""
    tests, label = folder / SUITES, joined(label, SUITES)
    if look(tests).kind == "nothing":
        return (), ()
    try:
        inside = sorted(tests.iterdir(), key=lambda each: each.name)
    except OSError as error:
        message = f"The folder {label} can't be looked into: {reason_of(error)}."
        return (), (Diagnostic("E101", message, "Change its permissions, so that the suites can be read."),)
    files: list[tuple[Traversable, str]] = []
    problems: list[Diagnostic] = []
    for child in inside:
        inner = joined(label, child.name)
        if child.name.startswith(".") or look(child).kind == "folder":
            continue
        if child.name.endswith(_SUFFIX):
            files.append((child, inner))
        elif child.name.lower().endswith((_SUFFIX, ".yml")):
            message = f"{inner} isn't run: suites stand in files that end in {_SUFFIX}."
            help_ = f"Rename it to {child.name.rpartition('.')[0]}{_SUFFIX}."
            problems.append(Diagnostic("E706", message, help_, Location(inner)))
    return tuple(files), tuple(problems)


def read_suites(folder: Traversable, label: str) -> tuple[tuple[Suite, ...], tuple[Diagnostic, ...]]:
    """The suites of the pack in ``folder``, by file, and all that is wrong with their files."""
    files, found = suite_files(folder, label)
    problems = list(found)
    suites: list[Suite] = []
    for source, inner in files:
        suite, found = read_suite(source, inner)
        problems += found
        suites += [suite] if suite else []
    return tuple(suites), in_order(problems)


def read_suite(source: Traversable, label: str) -> tuple[Suite | None, tuple[Diagnostic, ...]]:
    """One suite, or ``None`` and everything that is wrong with its file."""
    document, problems = read(source, label, MOST_BYTES)
    if document is None:
        return None, problems
    wrong = validate(document, load_schema("suite"))
    if wrong:
        return None, wrong
    suite = _suite(document)
    problems = in_order(_problems(document, suite))
    return (None if problems else suite), problems


def _suite(document: Document) -> Suite:
    data = document.data
    plugins = data.get("plugins")
    return Suite(
        document.file,
        data["title"],
        Setting(tuple(data.get("packs", ())), None if plugins is None else tuple(sorted(plugins))),
        (*_cases(document), *_lines(document)),
        _excused(document, "equivalent", "mutant"),
        _excused(document, "unreachable", "goal"),
    )


def _excused(document: Document, section: str, key: str) -> tuple[Excused, ...]:
    return tuple(
        Excused(each[key], each["because"], _place(document, (section, number)))
        for number, each in enumerate(document.data.get(section, ()))
    )


def _place(document: Document, path: PathKey, *, key: bool = False) -> Location:
    return document.at(path, key=key) or Location(document.file)


def _cases(document: Document) -> Iterator[Case]:
    for number, data in enumerate(document.data.get("cases", ())):
        path: PathKey = ("cases", number)
        facts = overlaid(document, ("facts",), (*path, "facts"))
        yield Case(
            data["title"],
            facts,
            _expected(document, (*path, "expect"), data["expect"]),
            _place(document, path),
            _parameters(document.data, data),
            bool(data.get("confirm", False)),
            norms=tuple(data.get("norms", ())),
        )


def _lines(document: Document) -> Iterator[Case]:
    """The lines of the tables of days, each as a case of its own."""
    for number, table in enumerate(document.data.get("days", ())):
        path: PathKey = ("days", number)
        for day, says in table["expect"].items():
            line: PathKey = (*path, "expect", day)
            facts = overlaid(document, ("facts",), (*path, "facts"), extra={"today": day})
            yield Case(
                f"{table['title']}, on {_day_in_words(day)}",
                facts,
                _expected_on(document, line, table["action"], says),
                _place(document, line, key=True),
                _parameters(document.data, table),
                bool(table.get("confirm", False)),
                table["title"],
                tuple(table.get("norms", ())),
            )


def _day_in_words(day: str) -> str:
    try:
        return calendar_day(date.fromisoformat(day))
    except ValueError:
        return day  # the facts say what is wrong with it


def _parameters(suite: Mapping[str, Any], case: Mapping[str, Any]) -> Parameters:
    return tuple(sorted({**suite.get("parameters", {}), **case.get("parameters", {})}.items()))


def _expected(document: Document, path: PathKey, data: Mapping[str, Any]) -> Expected:
    places: dict[tuple[str | int, ...], Location] = {
        (key,): _place(document, (*path, key), key=True) for key in data
    }
    plan: dict[str, Mapping[str, Any]] = {}
    for action, says in data.get("plan", {}).items():
        plan[action] = _decision(says)
        places["plan", action] = _place(document, (*path, "plan", action), key=True)
        for key in says if isinstance(says, dict) else ():
            places["plan", action, key] = _place(document, (*path, "plan", action, key), key=True)
    for key in ("findings", "questions", "problems"):
        for number in range(len(data.get(key, ()))):
            places[key, number] = _place(document, (*path, key, number))
    for action in data.get("conflicts", {}):
        places["conflicts", action] = _place(document, (*path, "conflicts", action), key=True)
    questions, problems = (tuple(data[key]) if key in data else None for key in _LISTS)
    conflicts = data.get("conflicts")
    return Expected(
        plan,
        _findings(data.get("findings")),
        questions,
        None if conflicts is None else {action: tuple(sorted(rules)) for action, rules in conflicts.items()},
        problems,
        places,
    )


def _expected_on(document: Document, path: PathKey, action: str, says: Any) -> Expected:
    """What a line of a table expects: a status, or a decision that may have findings beside it."""
    own = dict(says) if isinstance(says, dict) else says
    findings = own.pop("findings", None) if isinstance(own, dict) else None
    places: dict[tuple[str | int, ...], Location] = {
        ("plan", action): _place(document, path, key=True),
        ("action",): _place(document, (*path[:2], "action")),
    }
    for key in own if isinstance(own, dict) else ():
        places["plan", action, key] = _place(document, (*path, key), key=True)
    if findings is not None:
        places["findings",] = _place(document, (*path, "findings"), key=True)
        for number in range(len(findings)):
            places["findings", number] = _place(document, (*path, "findings", number))
    return Expected({action: _decision(own)} if own else {}, _findings(findings), places=places)


def _decision(says: Any) -> Mapping[str, Any]:
    """The named keys of a decision; the word ``none`` is nothing, as in facts."""
    if not isinstance(says, dict):
        return {"status": says}
    return {key: _plain(value) for key, value in says.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return None if value == "none" else value


def _findings(listed: Any) -> tuple[Mapping[str, str], ...] | None:
    if listed is None:
        return None
    return tuple({"rule": each} if isinstance(each, str) else each for each in listed)


def _problems(document: Document, suite: Suite) -> Iterator[Diagnostic]:
    """What is wrong with a suite whose shape is right."""
    if not (suite.cases or suite.equivalent or suite.unreachable):
        message = f"{document.file} holds neither `cases` nor `days`."
        yield document.problem("E701", (), message, "Add a case, or a table of days.")
    seen = Counter(case.title for case in suite.cases)
    for case in suite.cases:
        if seen[case.title] > 1:
            message = f"There is more than one case called “{case.title}”."
            help_ = "Give each a title of its own, so that a failure says which it is."
            yield _of(document, "E704", case.location, message, help_)
        if case.facts.has(("packs",)):
            message = f"The facts of “{case.title}” name packs, and which rules apply is the suite's affair."
            help_ = "Take `packs` out of the facts. The suite's own `packs` are loaded besides its pack."
            yield _of(document, "E708", case.facts.at(("packs",), key=True) or case.location, message, help_)
        if not case.facts.has(("today",)):
            message = f"The case “{case.title}” has no day."
            yield _of(
                document, "E705", case.location, message, "Add `today` to its facts, or to the suite's."
            )


def _of(document: Document, code: str, place: Location, message: str, help_: str) -> Diagnostic:
    return Diagnostic(code, message, help_, place, excerpt=document.excerpt(place))

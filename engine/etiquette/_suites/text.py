"""What was found out about a pack, as a page for whoever keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from etiquette._text.blocks import Item, Page, Row, Section, Tone
from etiquette.diagnostics import Location
from etiquette.model import Rule

from .compare import Difference
from .examine import Examined
from .examples import Tried, Unused
from .gaps import Coverage, Gap
from .model import Excused
from .mutate import Fate, Judged, Mutation
from .run import Outcome

__all__ = ["suite_page"]

_MOST_RULES: Final = 4
_SILENT: Final[tuple[tuple[Fate, str], ...]] = (
    ("equivalent", "Proved to change nothing"),
    ("excused", "Excused by a suite"),
)
_TITLES: Final = {"rules": "Rules", "conditions": "Conditions", "windows": "Windows"}
_COVERED: Final = {
    "rules": ("rule is", "rules are", "in effect in some case"),
    "conditions": ("way of deciding", "ways of deciding", "seen: each part of a condition true, and false"),
    "windows": ("look", "looks", "taken: the day before, the day and the day after each end of a window"),
}


def suite_page(tested: Examined, *, verbose: bool = False) -> Page:
    """One page; ``verbose`` also lists the cases that are as expected and the changes that were noticed."""
    sections = [
        _failed(tested.run.failed),
        _misread(tested.run.misread),
        _passed(tested) if verbose else None,
        _unconfirmed(tested.run.unconfirmed),
        _coverage(tested) if tested.coverage else None,
        _gaps(tested.gaps),
        _unused(tested.unused),
        *(_mutation(tested.mutation, verbose=verbose) if tested.mutation else ()),
        _needless(tested.needless_excuses),
    ]
    return Page(_verdict(tested), _tone(tested), tuple(each for each in sections if each), _footer(tested))


def _tone(tested: Examined) -> Tone:
    return "good" if tested.ok else "bad"


def _verdict(tested: Examined) -> str:
    run = tested.run
    total = len(run.outcomes) + len(run.examples)
    what = f"{tested.bench.candidate}: "
    wrong = [
        f"{failed} of {_count(every, noun)}"
        for failed, every, noun in (
            (len(run.failed), len(run.outcomes), "case"),
            (len(run.misread), len(run.examples), "example"),
        )
        if failed
    ]
    if wrong:
        said = "is not" if len(run.failed) + len(run.misread) == 1 else "are not"
        return f"{what}{' and '.join(wrong)} {said} as expected."
    if not total:
        return f"{what}there are no cases yet."
    kinds = [(len(run.outcomes), "case"), (len(run.examples), "example")]
    counts = " and ".join(_count(number, noun) for number, noun in kinds if number)
    parts = [f"{counts}, {'as' if total == 1 else 'all as'} expected"]
    if tested.too_little:
        parts.append("too little is covered")
    lost = len(tested.mutation.with_fate("unnoticed")) if tested.mutation else 0
    if lost:
        parts.append(f"{_count(lost, 'change')} of the pack {'goes' if lost == 1 else 'go'} unnoticed")
    if len(parts) == 1:
        return f"{what}{parts[0]}."
    return f"{what}{parts[0]}, but {' and '.join(parts[1:])}."


def _footer(tested: Examined) -> tuple[str, ...]:
    lines: list[str] = []
    if tested.run.failed and tested.coverage:
        lines.append("Cases that aren't as expected don't count for coverage.")
    if tested.not_mutated:
        lines.append("Changes of the pack are tried once all cases are as expected.")
    return tuple(lines)


def _failed(outcomes: Sequence[Outcome]) -> Section | None:
    items = tuple(
        Item(outcome.case.title, str(outcome.case.location), tuple(_rows(outcome)), "cross", "bad")
        for outcome in outcomes
    )
    return Section("Not as expected", items, "bad", spaced=True) if items else None


def _misread(examples: Sequence[Tried]) -> Section | None:
    items = tuple(
        Item(
            f"“{each.sample.text}”", str(each.sample.example.location or ""), _readings(each), "cross", "bad"
        )
        for each in examples
    )
    return Section("Examples not read as expected", items, "bad", spaced=True) if items else None


def _readings(tried: Tried) -> tuple[Row, ...]:
    rows = [Row("Expected", tried.expected, "good"), Row("Got", tried.got, "bad")]
    found = tried.others if tried.sample.wanted else tried.hits
    for number, hit in enumerate(found[:_MOST_RULES]):
        rows.append(Row("" if number else "Because of", f"“{hit.by}”{_line(hit.location)}"))
    if tried.why:
        rows.append(Row("Because" if not found else "But", tried.why))
    return tuple(rows)


def _unused(concepts: Sequence[Unused]) -> Section | None:
    items = tuple(
        Item(
            f"{each.concept} ({each.language})",
            "",
            tuple(Row("Unused", f"“{text}”{_line(place)}") for text, place in each.phrases),
            "dot",
        )
        for each in concepts
    )
    intro = "Phrases that no example under `matches` says. Whether they find what they should, nobody knows."
    return Section("What no example uses", items, "care", intro=intro) if items else None


def _rows(outcome: Outcome) -> Iterator[Row]:
    for difference, rules in zip(outcome.differences, outcome.rules, strict=True):
        yield Row("About", f"{_head(difference)}{_line(difference.place)}", "strong")
        yield Row("Expected", difference.wanted, "good")
        yield Row("Got", difference.got, "bad")
        for number, rule in enumerate(rules[:_MOST_RULES]):
            yield Row("" if number else "Because of", _rule(rule))
        if len(rules) > _MOST_RULES:
            yield Row("", f"and {_count(len(rules) - _MOST_RULES, 'more rule')}")


def _head(difference: Difference) -> str:
    if difference.path[:1] == ("plan",):
        return f"{difference.path[1]}, {difference.about.replace('_', ' ')}"
    return f"the {difference.about}"


def _line(place: Location | None) -> str:
    return f" ({place.file}:{place.line})" if place else ""


def _rule(rule: Rule) -> str:
    return f"{rule.id}, “{rule.title}”{_line(rule.location)}"


def _passed(tested: Examined) -> Section | None:
    items = tuple(
        Item(each.case.title, str(each.case.location), mark="tick", tone="plain")
        for each in tested.run.outcomes
        if each.passed
    )
    items += tuple(
        Item(f"“{each.sample.text}”", str(each.sample.example.location or ""), mark="tick", tone="plain")
        for each in tested.run.examples
        if each.passed
    )
    return Section("As expected", items, "good") if items else None


def _unconfirmed(outcomes: Sequence[Outcome]) -> Section | None:
    items = tuple(
        Item(each.case.title, str(each.case.location), mark="ask", tone="care") for each in outcomes
    )
    intro = (
        "These cases were proposed with the answer of that day, and count for nothing yet. Read each; if the "
        "answer is right, take `confirm: true` away."
    )
    return Section("To be confirmed", items, "care", intro=intro) if items else None


def _coverage(tested: Examined) -> Section:
    items = tuple(_covered(each, each in tested.too_little) for each in tested.coverage)
    return Section("Coverage", items, "strong")


def _covered(coverage: Coverage, too_little: bool) -> Item:
    one, many, seen = _COVERED[coverage.kind]
    noun = one if coverage.total == 1 else many
    head = f"{_TITLES[coverage.kind]}: {_percent(coverage)}"
    said = f"{coverage.covered} of {coverage.total} {noun} {seen}."
    if not coverage.total:
        said = f"This pack has no {coverage.kind} of its own."
    if coverage.excused:
        said += f" {coverage.excused} more can't be, as a suite says."
    full = coverage.covered == coverage.total
    return Item(head, "", (Row("", said),), "tick" if full else "cross" if too_little else "dot",
                "good" if full else "bad" if too_little else "strong")  # fmt: skip


def _percent(coverage: Coverage) -> str:
    """Never rounded up to a hundred."""
    return f"{int(coverage.percent * 10) / 10:g} %"


def _gaps(gaps: Sequence[Gap]) -> Section | None:
    items: list[Item] = []
    ordered = sorted(gaps, key=lambda gap: gap.subject)
    for (subject, title), group in groupby(ordered, key=lambda gap: (gap.subject, gap.title)):
        rows: list[Row] = []
        for gap in group:
            rows.append(Row("Missing", f"{gap.message}{_line(gap.location)}"))
            rows += [Row("Name", name, "quiet") for name in gap.names if gap.kind == "conditions"]
        items.append(Item(subject, title, tuple(rows), "dot"))
    outro = (Row("", "`etiquette test --generate` proposes cases for these."),) if items else ()
    return Section("What no case looks at", tuple(items), "care", outro=outro) if items else None


def _mutation(mutation: Mutation, *, verbose: bool) -> Iterator[Section]:
    total, unnoticed = len(mutation.judged), mutation.with_fate("unnoticed")
    counts = [f"{len(mutation.with_fate('noticed'))} noticed"]
    for fate, title in _SILENT:
        number = len(mutation.with_fate(fate))
        counts += [f"{number} {title[:1].lower()}{title[1:]}"] if number else []
    counts.append(f"{len(unnoticed)} unnoticed")
    line = f"{_count(total, 'change')} tried: {', '.join(counts)}."
    yield Section("Changes of the pack", line=line)
    if unnoticed:
        intro = (
            "With each of these changes all cases are still as expected. Add a case that tells them apart."
        )
        yield Section("Changes that no case notices", tuple(_mutants(unnoticed)), "bad", intro=intro)
    for fate, title in _SILENT:
        others = mutation.with_fate(fate) if verbose else ()
        if others:
            yield Section(title, tuple(_mutants(others)))


def _needless(excused: Sequence[Excused]) -> Section | None:
    items = tuple(Item(each.name, str(each.location), mark="warn") for each in excused)
    intro = "What they excuse isn't there (any more), or a case shows it, or a proof does without the excuse."
    return Section("Excuses that nothing needs", items, "care", intro=intro) if items else None


def _mutants(judged: Sequence[Judged]) -> Iterator[Item]:
    for subject, group in groupby(judged, key=lambda each: each.mutant.subject):
        rows: list[Row] = []
        for each in group:
            words = each.mutant.words
            rows.append(Row("Change", f"{words[:1].upper()}{words[1:]}.{_line(each.mutant.location)}"))
            rows.append(Row("Name", each.mutant.name, "quiet"))
            rows += [Row("Because", each.by)] if each.by else []
        yield Item(subject, "", tuple(rows), "dot")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

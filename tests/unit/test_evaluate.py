"""The three-valued reader of conditions, and what dates and counts come to."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any as Anything
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._deciding.evaluate import Range, Situation, Truth, both, compare, either, negate, truth, value
from etiquette.algebra import (
    ALWAYS,
    All,
    Any,
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    IsOpen,
    Named,
    Not,
    Param,
    Pick,
    Scaled,
    Shift,
    Test,
)
from etiquette.facts import NONE, UNKNOWN, Facts
from etiquette.vocabulary import Assumption, FactDecl
from small import LAW, TODAY, bare, situation_of

TRUTHS: Final[tuple[Truth, ...]] = (True, False, None)
OPERATORS: Final[dict[str, Callable[[Anything, Anything], bool]]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
DAY = timedelta(days=1)

RULES = bare(
    FactDecl("flag", "boolean"),
    FactDecl("other", "boolean"),
    FactDecl("word", "word", values=("a", "b")),
    FactDecl("words", "words", values=("a", "b")),
    FactDecl("number", "number"),
    FactDecl("day", "date", can_be_none=True),
    FactDecl("end", "date", can_be_none=True),
    FactDecl(
        "calls",
        "records",
        fields=(
            FactDecl("calls[].day", "date"),
            FactDecl("calls[].kind", "word", values=("a", "b")),
            FactDecl("calls[].kept", "boolean"),
        ),
    ),
    FactDecl("land", "text", can_be_none=True),
    FactDecl("quiet", "boolean", assume=Assumption("value", False)),
    FactDecl("begun", "boolean", assume=Assumption("today_is_after", "day")),
    FactDecl("known", "boolean", assume=Assumption("holds", "day_is_given")),
    FactDecl("circular", "boolean", assume=Assumption("holds", "itself")),
    parameters={"grace": 2, "most": 3},
    country="land",
    definitions={
        "day_is_given": Test(Fact("day"), "given"),
        "itself": Test(Fact("circular"), "==", Constant(True)),
    },
)


def of_three(a: Truth, b: Truth, definite: bool) -> Truth:
    """Kleene's table, spelled out: one ``definite`` value decides, else an unknown keeps it open."""
    if a is definite or b is definite:
        return definite
    return None if a is None or b is None else not definite


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, repeat=2)))
def test_and_and_or_follow_kleenes_tables(a: Truth, b: Truth) -> None:
    """All nine rows of both tables, and De Morgan between them."""
    assert both(a, b) is of_three(a, b, definite=False)
    assert either(a, b) is of_three(a, b, definite=True)
    assert negate(both(a, b)) is either(negate(a), negate(b))


@pytest.mark.parametrize("parts", list(product(TRUTHS, repeat=3)))
def test_and_and_or_have_neither_order_nor_brackets(parts: tuple[Truth, ...]) -> None:
    """All rows of three: any order and any bracketing give the same."""
    a, b, c = parts
    assert both(a, b, c) is both(both(a, b), c) is both(c, both(b, a))
    assert either(a, b, c) is either(either(a, b), c) is either(c, either(b, a))


@pytest.mark.parametrize(("a", "wanted"), [(True, False), (False, True), (None, None)])
def test_not_keeps_what_is_unknown(a: Truth, wanted: Truth) -> None:
    """The three rows of *not*; twice is the same as not at all."""
    assert negate(a) is wanted
    assert negate(negate(a)) is a


def test_and_of_nothing_holds_and_or_of_nothing_does_not() -> None:
    """The neutral elements, as functions and as nodes."""
    at = situation_of(RULES)
    assert both() is True
    assert either() is False
    assert truth(ALWAYS, at) is True
    assert truth(Any(()), at) is False


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize(
    ("a", "b"),
    list(product([Range(low, high) for low in range(4) for high in range(low, 4)], repeat=2)),
)
def test_a_range_compares_as_all_its_numbers_do(op: str, a: Range, b: Range) -> None:
    """Against brute force: true if it is for every pair of numbers, false if for none, else not known."""
    holds = {OPERATORS[op](x, y) for x in range(a.least, a.most + 1) for y in range(b.least, b.most + 1)}
    assert compare(a, op, b) is (holds.pop() if len(holds) == 1 else None)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize(("low", "high", "number"), [(0, 2, 1), (0, 0, 1), (1, 1, 1), (2, 4, 1)])
def test_a_range_compares_with_a_plain_number(op: str, low: int, high: int, number: int) -> None:
    """A plain number is a range of one, on either side."""
    assert compare(Range(low, high), op, number) is compare(Range(low, high), op, Range(number, number))
    assert compare(number, op, Range(low, high)) is compare(Range(number, number), op, Range(low, high))


@pytest.mark.parametrize(
    ("low", "high", "among", "wanted"),
    [
        (0, 2, (1,), None),
        (1, 1, (1, 2), True),
        (1, 2, (1, 2), True),
        (3, 4, (1, 2), False),
        (0, 1, (0,), None),
    ],
)
def test_membership_of_a_range_is_that_of_all_its_numbers(
    low: int, high: int, among: tuple[int, ...], wanted: Truth
) -> None:
    """A count that isn't quite known is among some numbers if each of its values is."""
    assert compare(Range(low, high), "in", among) is wanted


@pytest.mark.parametrize("op", [*OPERATORS, "in", "has"])
def test_a_comparison_with_none_never_holds(op: str) -> None:
    """NONE on either side makes any comparison false, even where the other side isn't known."""
    for other in (1, "a", date(2026, 1, 1), NONE, UNKNOWN, Range(0, 1)):
        assert compare(NONE, op, other) is False
        assert compare(other, op, NONE) is False


@pytest.mark.parametrize("op", [*OPERATORS, "in", "has"])
def test_a_comparison_with_what_is_unknown_is_unknown(op: str) -> None:
    """UNKNOWN on either side, and no NONE on the other, leaves it open."""
    assert compare(UNKNOWN, op, ("a",)) is None
    assert compare(("a",), op, UNKNOWN) is None
    assert compare(UNKNOWN, op, UNKNOWN) is None


@pytest.mark.parametrize(
    ("found", "wanted"),
    [(NONE, False), (UNKNOWN, None), ("a", True), (False, True), (0, True), (Range(0, 1), True)],
)
def test_given_asks_whether_it_is_known_to_be_something(found: Anything, wanted: Truth) -> None:
    """``given`` is false of NONE, open of UNKNOWN and true of everything else, false and 0 included."""
    assert compare(found, "given") is wanted


def test_membership_of_words() -> None:
    """``in`` looks for the left among constants, ``has`` for the right in a list of words."""
    assert compare("a", "in", ("a", "b")) is True
    assert compare("c", "in", ("a", "b")) is False
    assert compare(("a", "b"), "has", "b") is True
    assert compare((), "has", "b") is False


def test_a_told_fact_wins_over_its_assumption() -> None:
    """Told, else assumed, else UNKNOWN; and the situation remembers which of them it was."""
    at = situation_of(RULES, {"quiet": True})
    assert at.fact("quiet") is True
    assert not at.assumed_read
    at = situation_of(RULES)
    assert at.fact("quiet") is False
    assert at.fact("flag") is UNKNOWN
    assert at.assumed_read == {"quiet": False}
    assert at.unknown_read == {"flag"}


@pytest.mark.parametrize(
    ("day", "begun"),
    [(TODAY - DAY, True), (TODAY, UNKNOWN), (TODAY + DAY, False), (NONE, UNKNOWN), (None, UNKNOWN)],
)
def test_an_assumption_may_follow_from_today(day: Anything, begun: Anything) -> None:
    """``today_is_after``: true after that day, false before it, open on it and where it isn't known."""
    at = situation_of(RULES, {} if day is None else {"day": day})
    assert at.fact("begun") is begun


@pytest.mark.parametrize(("told", "known"), [({"day": TODAY}, True), ({"day": NONE}, False), ({}, UNKNOWN)])
def test_an_assumption_may_be_a_definition(told: dict[str, Anything], known: Anything) -> None:
    """``holds``: whatever the definition comes to, and open where that is open."""
    assert situation_of(RULES, told).fact("known") is known


def test_an_assumption_that_rests_on_itself_is_unknown() -> None:
    """A circle of assumptions ends in *not known*, not in a hang."""
    at = situation_of(RULES)
    assert at.fact("circular") is UNKNOWN


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (Test(Fact("flag"), "==", Constant(True)), True),
        (Not(Test(Fact("flag"), "==", Constant(True))), False),
        (All((Test(Fact("flag"), "==", Constant(True)), Test(Fact("other"), "==", Constant(True)))), None),
        (All((Test(Fact("flag"), "==", Constant(False)), Test(Fact("other"), "==", Constant(True)))), False),
        (Any((Test(Fact("flag"), "==", Constant(True)), Test(Fact("other"), "==", Constant(True)))), True),
        (Named("both", All((Test(Fact("flag"), "given"),))), True),
        (Test(Fact("words"), "has", Constant("a")), True),
        (Not(Test(Fact("words"), "has", Constant("b"))), True),
        (Test(Fact("word"), "in", Constant(("a", "b"))), True),
        (Not(Test(Fact("day"), "==", Constant(TODAY))), True),
        (Test(Fact("number"), ">=", Param("most")), True),
        (Test(Fact("number"), ">", Param("most")), False),
    ],
)
def test_conditions_come_to_what_they_say(node: Anything, wanted: Truth) -> None:
    """One of each kind of condition, in a situation where one flag isn't known."""
    facts: dict[str, Anything] = {"flag": True, "words": ("a",), "word": "b", "day": NONE, "number": 3}
    assert truth(node, situation_of(RULES, facts)) is wanted


def test_openness_is_asked_of_whoever_decides() -> None:
    """``open`` is what the situation's own answer says, and not known where nobody decides."""
    at = situation_of(RULES)
    assert truth(IsOpen("write"), at) is None
    at.is_open = lambda _at, action: action == "write"
    assert truth(IsOpen("write"), at) is True
    assert truth(IsOpen("call"), at) is False


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (Fact("day"), TODAY),
        (Shift(Fact("day"), Constant(14), "days"), TODAY + 14 * DAY),
        (Shift(Fact("day"), Constant(-1), "days"), TODAY - DAY),
        (Shift(Fact("day"), Param("grace"), "days"), TODAY + 2 * DAY),
        (Shift(Fact("end"), Param("grace"), "days"), NONE),
        (Difference(Fact("day"), Shift(Fact("day"), Constant(5), "days")), 5),
        (Difference(Shift(Fact("day"), Constant(5), "days"), Fact("day")), -5),
        (Difference(Fact("day"), Fact("end")), NONE),
        (Scaled(2, Constant(3)), 6),
        (Scaled(2, Difference(Fact("day"), Fact("end"))), NONE),
        (Shift(Fact("day"), Scaled(2, Difference(Fact("day"), Fact("end"))), "days"), NONE),
        (Extreme("latest", (Fact("day"), Shift(Fact("day"), Constant(1), "days"))), TODAY + DAY),
        (Extreme("earliest", (Fact("day"), Shift(Fact("day"), Constant(1), "days"))), TODAY),
        (Extreme("latest", (Fact("end"), Fact("day"))), TODAY),
        (Extreme("earliest", (Fact("end"), Fact("end"))), NONE),
        (Named("tomorrow", Shift(Fact("day"), Constant(1), "days")), TODAY + DAY),
    ],
)
def test_dates_and_amounts_come_to_what_they_say(node: Anything, wanted: Anything) -> None:
    """A date made from NONE is NONE, except that NONE takes no part in an extreme."""
    assert value(node, situation_of(RULES, {"day": TODAY, "end": NONE})) == wanted


@pytest.mark.parametrize(
    "node",
    [
        Fact("day"),
        Shift(Fact("day"), Constant(14), "days"),
        Difference(Constant(TODAY), Fact("day")),
        Extreme("latest", (Constant(TODAY), Fact("day"))),
        Extreme("earliest", (Fact("end"), Fact("day"))),
    ],
)
def test_a_date_made_from_what_is_unknown_is_unknown(node: Anything) -> None:
    """An unknown day makes unknown whatever is worked out from it, and is remembered as read."""
    at = situation_of(RULES, {"end": NONE})
    assert value(node, at) is UNKNOWN
    assert at.unknown_read == {"day"}


def test_business_days_need_the_country() -> None:
    """With no country told it isn't known; with none, weekends alone are off; else the country's calendar."""
    node = Shift(Constant(date(2026, 12, 31)), Constant(1), "business_days")
    assert value(node, situation_of(RULES)) is UNKNOWN
    assert value(node, situation_of(RULES, {"land": NONE})) == date(2027, 1, 1)
    assert value(node, situation_of(RULES, {"land": "US"})) == date(2027, 1, 4)
    assert value(node, situation_of(bare())) == date(2027, 1, 1)


SENT = Count("calls", (("kind", "a"), ("kept", True)))


@pytest.mark.parametrize(
    ("calls", "wanted"),
    [
        ((), 0),
        (({"kind": "a", "kept": True},), 1),
        (({"kind": "b", "kept": True},), 0),
        (({"kind": "a"},), Range(0, 1)),
        (({"kind": "a"}, {"kind": "a", "kept": True}), Range(1, 2)),
        (({"kind": "b"},), 0),  # whatever else it lacks, it can't match
        (({},), Range(0, 1)),
        (NONE, 0),
        (None, UNKNOWN),
    ],
)
def test_a_count_is_a_range_where_an_entry_lacks_a_key(calls: Anything, wanted: Anything) -> None:
    """An entry that may match counts as perhaps; one that can't match doesn't count, whatever it lacks."""
    at = situation_of(RULES, {} if calls is None else {"calls": calls})
    assert value(SENT, at) == wanted


def test_a_missing_key_is_remembered_by_entry() -> None:
    """What a count couldn't see is asked for entry by entry, and only what is missing."""
    at = situation_of(RULES, {"calls": ({"kind": "a"}, {"kept": True}, {"kind": "b"})})
    value(SENT, at)
    assert at.unknown_read == {"calls[0].kept", "calls[1].kind"}


@pytest.mark.parametrize("end", ["first", "last"])
@pytest.mark.parametrize(
    ("calls", "wanted"),
    [
        ((), NONE),
        (NONE, NONE),
        (None, UNKNOWN),
        (({"kind": "b", "day": TODAY},), NONE),
        (({"kind": "a", "day": TODAY}, {"kind": "b", "day": TODAY + DAY}), TODAY),
        (({"kind": "a"},), UNKNOWN),
        (({"day": TODAY},), UNKNOWN),
        (({"kind": "b"}, {"kind": "a", "day": TODAY}), TODAY),
    ],
)
def test_a_pick_is_unknown_where_an_entry_lacks_a_key(
    end: Anything, calls: Anything, wanted: Anything
) -> None:
    """No matching entry is NONE; one that may match, or that matches without a day, makes it unknown."""
    at = situation_of(RULES, {} if calls is None else {"calls": calls})
    assert value(Pick(end, "calls", (("kind", "a"),), "day"), at) == wanted


def test_a_pick_takes_the_earliest_or_the_latest_whatever_the_order() -> None:
    """``first`` and ``last`` are about days, not about places in the list."""
    days = [TODAY, TODAY - 3 * DAY, TODAY + 2 * DAY]
    at = situation_of(RULES, {"calls": tuple({"kind": "a", "day": day} for day in days)})
    assert value(Pick("first", "calls", (), "day"), at) == min(days)
    assert value(Pick("last", "calls", (), "day"), at) == max(days)


ENTRIES = st.fixed_dictionaries({}, optional={"kind": st.sampled_from("ab"), "kept": st.booleans()})


@LAW
@given(st.lists(ENTRIES, max_size=4))
def test_a_count_lies_within_its_range_however_the_gaps_are_filled(calls: list[dict[str, Anything]]) -> None:
    """Against brute force: filling the gaps of the entries in all ways gives the ends of the range."""
    found = value(SENT, situation_of(RULES, {"calls": tuple(calls)}))
    filled = [
        [each | {"kind": kind, "kept": kept} | each for kind, kept in product("ab", (True, False))]
        for each in calls
    ]
    counts = {
        sum(entry["kind"] == "a" and entry["kept"] for entry in entries) for entries in product(*filled)
    }
    low, high = (found.least, found.most) if isinstance(found, Range) else (found, found)
    assert (min(counts), max(counts)) == (low, high)


def test_a_zone_that_is_not_told_is_the_senders_and_listed_as_assumed() -> None:
    """Without a zone of their own, people are taken to be where the sender is; that is an assumption."""
    rules = bare(FactDecl("place", "zone"))
    at = situation_of(rules)
    assert at.zone(None).key == at.zone("place").key == "UTC"
    assert at.assumed_read == {"place": "UTC"}
    at = situation_of(rules, {"place": "Asia/Tokyo"})
    assert at.zone("place").key == "Asia/Tokyo"
    assert not at.assumed_read


def test_a_situation_is_of_today_unless_it_says_otherwise() -> None:
    """The day of the step is today, or the day that is asked about."""
    facts = Facts({}, TODAY, situation_of(RULES).facts.timezone)
    assert Situation(RULES, facts).day == TODAY
    assert Situation(RULES, facts, TODAY + DAY).day == TODAY + DAY


@pytest.mark.parametrize(
    ("node", "asks"),
    [
        (All((Test(Fact("flag"), "given"), Test(Fact("other"), "given"))), {"flag", "other"}),
        (All((Test(Fact("number"), "<", Constant(0)), Test(Fact("other"), "given"))), set()),
        (Any((Test(Fact("number"), "==", Constant(3)), Test(Fact("other"), "given"))), set()),
        (
            All((Test(Fact("flag"), "given"), Any((ALWAYS, Test(Fact("other"), "given"))))),
            {"flag"},
        ),
        (Test(Fact("day"), "<", Fact("end")), set()),
        (Not(Test(Fact("end"), "<", Constant(TODAY))), {"end"}),
    ],
)
def test_only_what_leaves_it_open_counts_as_unknown(node: Anything, asks: set[str]) -> None:
    """An unknown fact beside something that settles the matter is not to be asked for."""
    at = situation_of(RULES, {"number": 3, "day": NONE})
    truth(node, at)
    assert at.unknown_read == asks

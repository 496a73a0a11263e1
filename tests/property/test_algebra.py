"""Laws of the algebra, for any condition: what is known stays known, and every reader reads every node."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any as Anything
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from etiquette._deciding.evaluate import Range, truth, value
from etiquette._deciding.unparse import node_in_words
from etiquette.algebra import (
    ALWAYS,
    All,
    Any,
    Condition,
    Constant,
    Count,
    Difference,
    Extreme,
    Fact,
    Named,
    Node,
    Not,
    Param,
    Pick,
    Scaled,
    Shift,
    Test,
    Value,
    children,
    facts_in,
    walk,
)
from etiquette.explain import condition_lines
from etiquette.facts import NONE, UNKNOWN
from etiquette.vocabulary import FactDecl
from small import TODAY, bare, situation_of

DAY: Final = timedelta(days=1)
RULES: Final = bare(
    FactDecl("flag", "boolean"),
    FactDecl("word", "word", values=("a", "b"), can_be_none=True),
    FactDecl("words", "words", values=("a", "b")),
    FactDecl("number", "number"),
    FactDecl("day", "date", can_be_none=True),
    FactDecl("end", "date", can_be_none=True),
    FactDecl("land", "text", can_be_none=True),
    FactDecl(
        "calls",
        "records",
        fields=(FactDecl("calls[].day", "date"), FactDecl("calls[].kind", "word", values=("a", "b"))),
    ),
    parameters={"grace": 2, "most": 1},
    country="land",
)

days = st.integers(-3, 3).map(lambda by: TODAY + by * DAY)
amounts: st.SearchStrategy[Value] = st.integers(-3, 3).map(Constant) | st.just(Param("grace"))
where = st.sampled_from([(), (("kind", "a"),), (("kind", "b"),)])
dates: st.SearchStrategy[Anything] = st.recursive(
    st.sampled_from([Fact("day"), Fact("end")])
    | days.map(Constant)
    | st.builds(Pick, st.sampled_from(["first", "last"]), st.just("calls"), where, st.just("day")),
    lambda inner: (
        st.builds(Shift, inner, amounts, st.sampled_from(["days", "business_days"]))
        | st.builds(
            Shift,
            inner,
            st.builds(Scaled, st.integers(-2, 2), st.builds(Difference, inner, inner)),
            st.just("days"),
        )
        | st.builds(
            Extreme,
            st.sampled_from(["latest", "earliest"]),
            st.lists(inner, min_size=1, max_size=3).map(tuple),
        )
        | st.builds(Named, st.just("named"), inner)
    ),
    max_leaves=4,
)
numbers = (
    st.just(Fact("number"))
    | st.builds(Count, st.just("calls"), where)
    | st.builds(Difference, dates, dates)
    | st.builds(Named, st.just("counted"), st.builds(Count, st.just("calls"), where))
)
orders = st.sampled_from(["==", "<", "<=", ">", ">="])
tests: st.SearchStrategy[Anything] = st.one_of(
    st.builds(Test, st.just(Fact("flag")), st.just("=="), st.booleans().map(Constant)),
    st.builds(Test, st.just(Fact("word")), st.just("=="), st.sampled_from("ab").map(Constant)),
    st.builds(
        Test, st.just(Fact("word")), st.just("in"), st.sampled_from([("a",), ("a", "b")]).map(Constant)
    ),
    st.builds(Test, st.just(Fact("words")), st.just("has"), st.sampled_from("ab").map(Constant)),
    st.builds(
        Test, st.sampled_from([Fact(path) for path in ("flag", "word", "day", "number")]), st.just("given")
    ),
    st.builds(Test, numbers, orders, st.integers(-1, 3).map(Constant) | st.just(Param("most"))),
    st.builds(Test, numbers, st.just("in"), st.just(Constant((0, 1)))),
    st.builds(Test, dates, orders, dates),
)
conditions: st.SearchStrategy[Anything] = st.recursive(
    tests | st.just(ALWAYS) | st.just(Any(())),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple).map(All)
        | st.lists(inner, max_size=3).map(tuple).map(Any)
        | st.builds(Not, inner)
        | st.builds(Named, st.just("rule"), inner)
    ),
    max_leaves=6,
)
entries = st.fixed_dictionaries({}, optional={"day": days, "kind": st.sampled_from("ab")})
FACTS: Final[dict[str, st.SearchStrategy[Anything]]] = {
    "flag": st.booleans(),
    "word": st.sampled_from(["a", "b", NONE]),
    "words": st.sampled_from([(), ("a",), ("b",), ("a", "b")]),
    "number": st.integers(0, 3),
    "day": days | st.just(NONE),
    "end": days | st.just(NONE),
    "land": st.sampled_from([NONE, "DE", "IL"]),
    "calls": st.lists(entries, max_size=3).map(tuple),
}
some_facts = st.fixed_dictionaries({}, optional=FACTS)


@st.composite
def told_more(draw: st.DrawFn) -> tuple[dict[str, Anything], dict[str, Anything]]:
    """Some facts, and the same with more of what was unknown told: whole facts, and keys of entries."""
    before = draw(some_facts)
    after = dict(before)
    for path, values in FACTS.items():
        if path not in before:
            if draw(st.booleans()):
                after[path] = draw(values)
        elif path == "calls":
            after[path] = tuple(draw(entries) | entry for entry in before[path])
    return before, after


def allows(before: Anything, after: Anything) -> bool:
    """Whether a value that was known in part is still within what was known."""
    if before is UNKNOWN:
        return True
    if isinstance(before, Range):
        low, high = (after.least, after.most) if isinstance(after, Range) else (after, after)
        return before.least <= low <= high <= before.most
    return bool(before == after)


@given(conditions, told_more())
def test_telling_more_never_changes_what_is_known(
    condition: Condition, told: tuple[dict[str, Anything], dict[str, Anything]]
) -> None:
    """Kleene's monotonicity: a truth that is known stays what it is, however the unknown facts turn out."""
    before, after = (truth(condition, situation_of(RULES, each)) for each in told)
    assert before is None or before is after


@given(dates | numbers, told_more())
def test_telling_more_never_moves_a_known_value(
    node: Value, told: tuple[dict[str, Anything], dict[str, Anything]]
) -> None:
    """A date or number that is known stays; one that is known within bounds stays within them."""
    before, after = (value(node, situation_of(RULES, each)) for each in told)
    assert allows(before, after)


@given(conditions, some_facts)
def test_what_leaves_a_condition_open_is_what_is_not_told(
    condition: Condition, told: dict[str, Anything]
) -> None:
    """An open truth names facts that leave it open, a known one none; they are facts of it, and not told."""
    at = situation_of(RULES, told)
    holds = truth(condition, at)
    assert bool(at.unknown_read) is (holds is None)
    for path in at.unknown_read:
        head = path.partition("[")[0]
        assert head in facts_in(condition) | {"land"}
        assert path not in told


@given(conditions, told_more())
def test_telling_what_leaves_it_open_closes_it(
    condition: Condition, told: tuple[dict[str, Anything], dict[str, Anything]]
) -> None:
    """A truth that is open changes only if one of the facts is told that it names."""
    before, after = told
    at = situation_of(RULES, before)
    if truth(condition, at) is not None:
        return
    wanted = {path.partition("[")[0] for path in at.unknown_read}
    irrelevant = {path: value for path, value in after.items() if path not in wanted}
    assert truth(condition, situation_of(RULES, {**before, **irrelevant})) is None


@given(conditions, some_facts)
def test_each_connective_is_what_it_says(condition: Condition, told: dict[str, Anything]) -> None:
    """Double negation, De Morgan, and names that stand for what they name, on whole trees."""
    at = situation_of(RULES, told)
    holds = truth(condition, at)
    assert truth(Not(Not(condition)), at) is holds
    assert truth(Named("anything", condition), at) is holds
    assert truth(All((condition, ALWAYS)), at) is holds
    assert truth(Any((condition, Any(()))), at) is holds
    parts = (condition, Test(Fact("flag"), "==", Constant(True)))
    assert truth(Not(All(parts)), at) is truth(Any(tuple(map(Not, parts))), at)


@given(conditions | dates | numbers)
def test_every_node_has_words(node: Node) -> None:
    """Every node reads as one line of text, and equal nodes read alike; nodes are hashable."""
    words = node_in_words(node)
    assert words.strip()
    assert "\n" not in words
    assert "<" not in words
    assert len({node, node}) == 1


@given(conditions, some_facts)
def test_every_condition_has_its_lines(condition: Condition, told: dict[str, Anything]) -> None:
    """An explanation has a line for every comparison, and no line contradicts the evaluation."""
    at = situation_of(RULES, told)
    lines = list(condition_lines(condition, at))
    leaves = [node for node in walk(condition) if isinstance(node, Test)]
    assert len([line for line in lines if line.observed]) == len(leaves)
    assert all(line.text and line.depth >= 0 for line in lines)
    if len(lines) == 1 and isinstance(condition, Test):
        assert lines[0].holds is truth(condition, at)


@given(conditions | dates | numbers)
def test_walking_meets_every_child_once(node: Node) -> None:
    """``walk`` is the node and then, for each child in order, its walk; ``facts_in`` reads the same."""
    expected = [node]
    for child in children(node):
        expected.extend(walk(child))
    assert list(walk(node)) == expected
    named = {each.path for each in expected if isinstance(each, Fact)}
    named |= {each.list for each in expected if isinstance(each, Count | Pick)}
    assert facts_in(node) == named


def test_a_date_is_a_date() -> None:
    """The strategies draw what they should: days around today."""
    assert isinstance(TODAY, date)

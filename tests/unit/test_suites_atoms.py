"""Which parts of a condition decide it: a law, held against trying it out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._deciding.evaluate import truth
from etiquette._suites.atoms import atoms, deciding, is_condition
from etiquette.algebra import All, Any, Condition, Constant, Count, Fact, IsOpen, Named, Not, Test
from etiquette.vocabulary import FactDecl
from small import LAW, bare, situation_of

NAMES = ("a", "b", "c")
LEAVES = st.sampled_from(
    [Test(Fact(f"case.{name}"), "==", Constant(value=True)) for name in NAMES]
    + [Not(Test(Fact(f"case.{name}"), "==", Constant(value=True))) for name in NAMES]
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: Not(All(tuple(parts)))),
    ),
    max_leaves=6,
)
TRUTHS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})
ALWAYS, NEVER = All(()), Any(())
RULES = bare(*(FactDecl(f"case.{name}", "boolean") for name in NAMES))


def with_atom(node: Condition, place: int, value: Condition) -> Condition:
    """``node`` with one of its atoms, counted from the left, replaced."""
    count = -1

    def walk(here: Condition) -> Condition:
        nonlocal count
        match here:
            case All(parts):
                return All(tuple(map(walk, parts)))
            case Any(parts):
                return Any(tuple(map(walk, parts)))
            case Not(All() | Any() | Not() as part):
                return Not(walk(part))
            case _:
                count += 1
                return value if count == place else here

    return walk(node)


@LAW
@given(CONDITIONS, TRUTHS)
def test_an_atom_decides_if_the_condition_hangs_on_it(node: Condition, known: dict[str, bool | None]) -> None:
    """It decides with its value exactly if forcing it true and forcing it false make a known difference."""
    told = {f"case.{name}": value for name, value in known.items() if value is not None}
    at = situation_of(RULES, told)
    found = deciding(node, at)
    assert len(found) == len(atoms(node))
    for place, atom in enumerate(atoms(node)):
        forced = [truth(with_atom(node, place, value), at) for value in (ALWAYS, NEVER)]
        hangs = None not in forced and forced[0] != forced[1]
        assert found[place] == (truth(atom, at) if hangs else None)


def test_both_true_under_any_none_decides() -> None:
    """Where two are enough each by itself, neither makes the difference."""
    one, other = (Test(Fact(f"case.{name}"), "==", Constant(value=True)) for name in "ab")
    at = situation_of(RULES, {"case.a": True, "case.b": True})
    assert deciding(Any((one, other)), at) == (None, None)
    assert deciding(All((one, other)), at) == (True, True)


@pytest.mark.parametrize(
    ("node", "expected"),
    [(ALWAYS, True), (IsOpen("call"), True), (Named("x", ALWAYS), True), (Named("x", Fact("a.b")), False)],
)
def test_what_a_condition_is(node: Condition, expected: bool) -> None:
    """A name stands for what it names; values are no conditions."""
    assert is_condition(node) is expected
    assert not is_condition(Count("calls", ()))


def test_a_definition_is_one_atom() -> None:
    """What a definition says inside is its own affair; the *not* before it belongs to it."""
    inner = Named("known", All((Test(Fact("case.a"), "given"), Test(Fact("case.b"), "given"))))
    assert atoms(All((Not(inner), inner))) == (Not(inner), inner)

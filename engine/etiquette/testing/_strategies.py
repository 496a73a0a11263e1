"""Hypothesis strategies for the facts of a ruleset, made from its vocabulary and the numbers in its packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from etiquette._deciding.domains import amounts_in, words_for
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import FactDecl

from ._factory import facts, plain

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["cases", "completions"]

_DAY: Final = timedelta(days=1)
_DAYS_TO_TRY: Final = (
    date(2026, 11, 23),  # a Monday
    date(2026, 11, 20),  # a Friday
    date(2028, 2, 29),  # a leap day
    date(2026, 12, 31),  # a year's end
    date(2027, 3, 28),  # clocks change in Europe
    date(2026, 11, 1),  # clocks change in North America
)
_ZONES: Final = ("Europe/Prague", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata", "UTC")
_ENTRIES: Final = ("one", "another")
_TIMES: Final = (time(0, 0), time(7, 59), time(8, 0), time(12, 0), time(18, 0), time(20, 1), time(23, 30))


@dataclass(frozen=True)
class _Days:
    """The days of one case: some moves away from the day that it is about; ``today`` is one of them."""

    anchor: date
    today: date
    moves: tuple[int, ...]

    def all(self) -> list[date]:
        return [self.anchor + move * _DAY for move in self.moves]

    def so_far(self) -> list[date]:
        return [day for day in self.all() if day <= self.today] or [self.today]


def cases(
    ruleset: Ruleset, *, proposed: bool | None = None, told: float = 0.5
) -> SearchStrategy[dict[str, Any]]:
    """Whole facts mappings for ``ruleset``, as a facts file would have them.

    ``proposed`` says whether a step is proposed (``None``: now and then). ``told`` is the share of facts
    that are told; the rest stays unknown or assumed. Situations that the packs declare impossible may be
    drawn: reject a case whose report isn't ``answered``.
    """
    from hypothesis import strategies as st

    @st.composite
    def draw_case(draw: DrawFn) -> dict[str, Any]:
        anchor = draw(st.sampled_from(_DAYS_TO_TRY))
        moves = _moves(ruleset)
        today = anchor + draw(st.sampled_from(moves)) * _DAY
        days = _Days(anchor, today, moves)
        values: dict[str, Any] = {}
        for path, decl in ruleset.vocabulary.facts.items():
            if decl.required and decl.kind == "date":
                values[path] = anchor
            elif (
                decl.required or draw(st.integers(0, 99)) >= 100 - 100 * told
            ):  # 0, the simplest, tells nothing
                values[path] = draw(_values(ruleset, decl, days))
        values["today"] = today
        values["timezone"] = draw(st.sampled_from(_ZONES))
        case = facts(values)
        if draw(st.booleans()) if proposed is None else proposed:
            case["proposed"] = draw(_steps(ruleset, days))
        return case

    return draw_case()


def completions(ruleset: Ruleset, case: Mapping[str, Any], path: str) -> SearchStrategy[Any]:
    """Values that the fact at ``path`` could have, in a case that tells today and the required dates."""
    anchor = next(
        date.fromisoformat(_at(case, name))
        for name, decl in ruleset.vocabulary.facts.items()
        if decl.required and decl.kind == "date"
    )
    days = _Days(anchor, date.fromisoformat(_at(case, "today")), _moves(ruleset))
    from hypothesis import strategies as st

    return (
        _values(ruleset, ruleset.vocabulary[path], days).filter(lambda value: value is not None)
        | st.nothing()
    )


def _at(case: Mapping[str, Any], path: str) -> str:
    here: Any = case
    for name in path.split("."):
        here = here[name]
    return str(here)


def _moves(ruleset: Ruleset) -> tuple[int, ...]:
    """Days from the anchor that lie around every amount in the packs, and around sums of two."""
    amounts = {abs(amount) for amount in amounts_in(ruleset)} | {1, 7}
    sums = amounts | {one + other for one in amounts for other in amounts}
    return tuple(sorted({each + by for each in sums for by in (-1, 0, 1)} | {-1, 0, 400}))


def _values(ruleset: Ruleset, decl: FactDecl, days: _Days) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    strategy: SearchStrategy[Any]
    match decl.kind:
        case "boolean":
            strategy = st.booleans()
        case "word":
            strategy = st.sampled_from(words_for(ruleset, decl))
        case "words":
            words = words_for(ruleset, decl)
            strategy = st.lists(st.sampled_from(words), unique=True, max_size=3)
        case "number":
            strategy = st.integers(decl.least or 0, decl.most if decl.most is not None else 400)
        case "date":
            strategy = st.sampled_from(days.so_far() if decl.past else days.all()).map(plain)
        case "time":
            strategy = st.sampled_from(_TIMES).map(plain)
        case "zone":
            strategy = st.sampled_from(_ZONES)
        case "text":
            strategy = st.sampled_from(_texts(decl))
        case "texts":
            strategy = st.lists(st.sampled_from(_ENTRIES), unique=True, max_size=2)
        case "records":
            strategy = _records(ruleset, decl, days)
    return strategy | st.just("none") if decl.can_be_none else strategy


def _texts(decl: FactDecl) -> tuple[str, ...]:
    return decl.values or decl.examples or ("Ana", "Ben")


def _records(ruleset: Ruleset, decl: FactDecl, days: _Days) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    required = {field.name: _values(ruleset, field, days) for field in decl.fields if field.required}
    optional = {field.name: _values(ruleset, field, days) for field in decl.fields if not field.required}
    return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=3)


def _written(ruleset: Ruleset) -> SearchStrategy[dict[str, Any]]:
    """Messages as they are written: some of the packs' own examples, and a word on what lists hold."""
    from hypothesis import strategies as st

    examples = {each.text: None for known in ruleset.recognisers for each in known.matches[:2]}
    sentences = st.sampled_from([f"This is about {_ENTRIES[0]} thing.", "Hello.", *examples])
    texts = st.lists(sentences, min_size=1, max_size=3, unique=True).map(" ".join)
    return st.fixed_dictionaries({"text": texts}, optional={"subject": st.sampled_from(("none", "Hello"))})


def _steps(ruleset: Ruleset, days: _Days) -> SearchStrategy[dict[str, Any]]:
    from hypothesis import strategies as st

    messages = st.fixed_dictionaries(
        {},
        optional={
            "words": st.sampled_from((0, 1, 59, 60, 100, 101, 120, 121, 150, 151, 400)),
            "subject": st.sampled_from(("none", "Hello")),
            "says": st.lists(st.sampled_from(tuple(ruleset.concepts) or ("",)), unique=True, max_size=4),
        },
    )
    if not ruleset.concepts:
        messages = messages.map(lambda m: {key: value for key, value in m.items() if key != "says"})
    if ruleset.recognisers:
        messages = messages | _written(ruleset)
    optional: dict[str, SearchStrategy[Any]] = {
        "time": st.sampled_from(_TIMES).map(plain),
        "message": messages,
    }
    for key, words in (
        ("channel", tuple(ruleset.channels)),
        ("to", tuple(ruleset.recipients)),
        ("via", tuple(ruleset.carriers)),
    ):
        if words:
            optional[key] = st.sampled_from(words)
    return st.fixed_dictionaries(
        {
            "action": st.sampled_from(tuple(ruleset.actions)),
            "date": st.sampled_from(days.all()).map(plain),
        },
        optional=optional,
    )

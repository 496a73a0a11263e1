"""Dataclasses that are made when they are used: as the standard ones in all that is done with them here."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from rich.cells import cell_len as rich_cell_len
from rich.console import Console as RichConsole
from rich.text import Text as RichText

from etiquette import _nouns
from etiquette._text.console import Text, cell_len


def _declared(dataclass: Any, field: Any) -> tuple[type[Any], type[Any]]:
    @dataclass(frozen=True, slots=True, order=True)
    class Noun:
        """A frozen one."""

        name: str
        size: int = 3
        parts: tuple[str, ...] = ()
        notes: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

        @property
        def double(self) -> int:
            return 2 * self.size

    @dataclass
    class Open:
        """One that can be changed, with something to do at the end of its making."""

        name: str
        seen: list[str] = field(default_factory=list)
        made: str = field(init=False)

        def __post_init__(self) -> None:
            self.made = f"made of {self.name}"

    return Noun, Open


Noun: Any
Open: Any
StandardNoun: Any
StandardOpen: Any
Noun, Open = _declared(_nouns.dataclass, _nouns.field)
Noun.__qualname__ = "Noun"
StandardNoun, StandardOpen = _declared(dataclasses.dataclass, dataclasses.field)
StandardNoun.__qualname__ = "Noun"


@pytest.mark.parametrize("number", range(6))
def test_the_first_few_are_as_all_others(number: int) -> None:
    """Whether its methods have been generated yet or not, an object is the same."""
    for made in (Noun("a"), Noun("a", 3), Noun(name="a", size=3, parts=()), Noun("a", notes={"x": number})):
        assert made == Noun("a")
        assert hash(made) == hash(Noun("a"))
        assert repr(made) == repr(StandardNoun("a"))
        assert made.double == 6
    assert Noun("a") < Noun("b") <= Noun("b", 3)
    assert Noun("a") != StandardNoun("a")
    assert Open("it").made == "made of it"
    assert Open("it").seen is not Open("it").seen


@pytest.mark.parametrize("wrong", [(), ("a", 1, (), {}, 5)])
def test_wrong_arguments_are_refused_in_the_usual_words(wrong: tuple[Any, ...]) -> None:
    """What Python says of a wrong call names what is wrong."""
    with pytest.raises(TypeError, match="argument"):
        Noun(*wrong)
    with pytest.raises(TypeError, match="nonesuch"):
        Noun("a", nonesuch=1)


def test_frozen_is_frozen() -> None:
    """Nothing can be set, and nothing taken away; there is room for nothing else."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Noun("a").name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Noun("a").name
    assert not hasattr(Noun("a"), "__dict__")


def test_it_passes_for_a_dataclass() -> None:
    """What looks at the fields of a dataclass finds them."""
    mine, standard = dataclasses.fields(Noun), dataclasses.fields(StandardNoun)
    assert [(each.name, each.type, each.compare, each.repr) for each in mine] == [
        (each.name, each.type, each.compare, each.repr) for each in standard
    ]
    assert dataclasses.asdict(Noun("a")) == dataclasses.asdict(StandardNoun("a"))
    assert dataclasses.replace(Noun("a"), size=4) == _nouns.replace(Noun("a"), size=4) == Noun("a", 4)
    assert _nouns.replace(StandardNoun("a"), size=4) == StandardNoun("a", 4)
    assert list(inspect.signature(Noun).parameters) == list(inspect.signature(StandardNoun).parameters)
    match Noun("a", 5):
        case Noun(name, size):
            assert (name, size) == ("a", 5)
    assert copy.deepcopy(Noun("a", notes={"x": 1})).notes == {"x": 1}
    assert dataclasses.is_dataclass(Noun)


def test_it_can_be_pickled() -> None:
    """Nouns of the engine are what is kept of rules."""
    from etiquette.diagnostics import Location

    place = Location("facts.yaml", 3, 4)
    assert pickle.loads(pickle.dumps(place)) == place  # noqa: S301 - our own


def test_signs_are_as_wide_as_the_library_says() -> None:
    """What is counted without the library is counted as it counts."""
    for code in range(0x20, sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Co"):
            assert cell_len(char) == rich_cell_len(char), hex(code)


@pytest.mark.parametrize("width", [5, 12, 20, 40])
@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "one", "a word and another", "  led by spaces", "averyveryverylongword indeed"),
        *(
            "naïve café \N{EN DASH} “so”…",
            "北京 is far away 北京北京北京北京",
            "a  b   c    d     e",
            "spaces   ",
        ),
    ],
)
def test_lines_break_where_the_library_breaks_them(text: str, width: int) -> None:
    """Wrapping is the library's, word by word."""
    lines = RichText(text).wrap(RichConsole(), width, overflow="fold")
    assert [each.plain for each in Text(text).wrapped(width)] == [line.plain.rstrip() for line in lines]

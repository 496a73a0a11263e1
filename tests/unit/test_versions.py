"""Versions of packs and the pins that pick them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etiquette._packing.versions import ANY, Pin, Version, split_pin
from small import LAW

RANKED = ["0.1.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
          "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.10", "1.2.0", "1.10.0", "2.0.0"]  # fmt: skip
VERSIONS = st.builds(
    Version,
    st.tuples(*[st.integers(0, 3)] * 3),
    st.sampled_from([(), ("rc", "1"), ("alpha",), ("2",)]),
)


def test_versions_are_ordered_as_semantic_versioning_says() -> None:
    """Numbers count as numbers, and a pre-release comes before its release."""
    assert [str(each) for each in sorted(map(Version.parse, reversed(RANKED)))] == RANKED


@pytest.mark.parametrize(
    "text", ["1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "v1.0.0", "1.0.0+build", "1.0.0\n"]
)
def test_what_is_no_version(text: str) -> None:
    """Three numbers without leading zeros, and nothing but a pre-release after them."""
    with pytest.raises(ValueError, match="not a version"):
        Version.parse(text)


@pytest.mark.parametrize(
    ("pin", "fitting"),
    [
        ("1", ["1.0.0", "1.0.10", "1.2.0", "1.10.0"]),
        ("1.0", ["1.0.0", "1.0.10"]),
        ("1.0.0", ["1.0.0"]),
        ("1.0.0-rc.1", ["1.0.0-rc.1"]),
        ("^1", ["1.0.0", "1.0.10", "1.2.0", "1.10.0"]),
        ("^1.2", ["1.2.0", "1.10.0"]),
        ("^1.0.5", ["1.0.10", "1.2.0", "1.10.0"]),
        (
            "^1.0.0-beta.2",
            ["1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.10", "1.2.0", "1.10.0"],
        ),
        ("^0", ["0.1.0"]),
        ("^0.1", ["0.1.0"]),
        ("^0.0", []),
        ("3", []),
    ],
)
def test_what_fits_a_pin(pin: str, fitting: list[str]) -> None:
    """A pin takes what shares its numbers, a caret what promises to be compatible; no pre-releases."""
    assert [each for each in RANKED if Pin.parse(pin).fits(Version.parse(each))] == fitting
    assert str(Pin.parse(pin)) == pin


@pytest.mark.parametrize("text", ["", "^", "latest", "1.", "~1", ">=1", "1.0.0.0", "1-rc"])
def test_what_is_no_pin(text: str) -> None:
    """Only the few forms of the notation are read."""
    with pytest.raises(ValueError, match="not a version"):
        Pin.parse(text)


def test_a_caret_below_one_keeps_the_first_number_that_counts() -> None:
    """Below 1.0.0 every minor version may break, below 0.1.0 every patch."""
    assert not Pin.parse("^0.1.2").fits(Version.parse("0.2.0"))
    assert Pin.parse("^0.1.2").fits(Version.parse("0.1.9"))
    assert not Pin.parse("^0.0.3").fits(Version.parse("0.0.4"))


def test_names_and_pins_are_split() -> None:
    """What stands after the @ is the pin; without one any release fits."""
    assert split_pin("house@^1.2") == ("house", Pin((1, 2), caret=True))
    assert split_pin("house") == ("house", ANY)


@LAW
@given(VERSIONS, VERSIONS, VERSIONS)
def test_the_order_is_total(a: Version, b: Version, c: Version) -> None:
    """Two versions are equal or ordered, the order is transitive, and a text says its version."""
    assert Version.parse(str(a)) == a
    assert (a < b) + (b < a) + (a == b) == 1
    assert not (a < b < c) or a < c
    assert not a.pre or a < Version(a.numbers)

"""A rule that is added to a file leaves everything else there as it was, byte for byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etiquette._reading.yaml import parse
from etiquette._starting.appending import with_rule

RULE = (
    "id: new/one",
    "title: New # a comment",
    "",
    "# another",
    "action: a",
    "because: >-",
    "  Two",
    "  lines.",
)
REMARKS = st.sampled_from(["", "# a remark", "  # indented", "      # far in", "   ", "# - id: no/rule"])
RULES = st.sampled_from(
    [
        ("- id: a/b", "  title: T", "  action: x"),
        ("- id: a/c # why", "  because: >-", "    Long", "", "    text # no comment", "  action: x"),
        ("- {id: a/d, action: x}",),
        ("- {id: a/e,", "   action: x}"),
        ("-   id: a/f", "    when: {a: true}"),
        ("- id: a/g", "  message:", "    must:", "    - one", "    - two"),
        ("- id: a/h", "  because: |", "    # not a comment", "    - nor an item"),
    ]
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files of rules as people write them: remarks anywhere, any indentation, any line end, a key below."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    lines = draw(st.lists(REMARKS, max_size=2))
    lines += ["rules:"]
    for rule in draw(st.lists(RULES, min_size=1, max_size=4)):
        lines += draw(st.lists(REMARKS, max_size=2))
        lines += [f"{indent}{line}" if line else "" for line in rule]
    lines += draw(st.lists(REMARKS, max_size=3))
    lines += draw(st.sampled_from([[], ["with: {phases: [after]}"], ["..."], ["# the end", "with: {}"]]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end, end * 3]))


@given(files())
def test_nothing_else_is_touched(text: str) -> None:
    """What was there is still there, in order; the data is the same with one rule more, which is the last."""
    before, _ = parse(text, "rules.yaml")
    found = with_rule(text, "rules.yaml", RULE)
    if before is None or found is None:
        return
    after, problems = parse(found, "rules.yaml")
    assert after is not None, problems
    assert after.data["rules"][:-1] == before.data["rules"]
    assert after.data["rules"][-1] == {
        "id": "new/one",
        "title": "New",
        "action": "a",
        "because": "Two lines.",
    }
    assert {**after.data, "rules": None} == {**before.data, "rules": None}
    start = found.index(next(line for line in found.splitlines() if line.split() == ["-", "id:", "new/one"]))
    head, tail = found[:start].rstrip(), found[start:]
    assert text.startswith(head)
    rest = text[len(head) :].strip()
    assert tail.strip().endswith(rest)
    assert ("\r" in found) == ("\r" in text)


@given(files())
def test_it_can_be_done_again(text: str) -> None:
    """Where one rule can be added, a second one can, below it."""
    once = with_rule(text, "rules.yaml", RULE)
    if once is None:
        return
    twice = with_rule(once, "rules.yaml", ["id: new/two"])
    assert twice is not None
    document, _ = parse(twice, "rules.yaml")
    assert document is not None
    assert [each["id"] for each in document.data["rules"][-2:]] == ["new/one", "new/two"]


@given(files())
def test_it_nearly_always_can_be_done(text: str) -> None:
    """A list that is written line by line takes another rule; only one in brackets doesn't.

    Where the last line has no end, a text that goes to the very end would get another one.
    """
    before, _ = parse(text, "rules.yaml")
    if before is not None and text.endswith("\n"):
        assert with_rule(text, "rules.yaml", RULE) is not None
        assert with_rule("rules: [{id: a/b}]\n", "rules.yaml", RULE) is None

"""Layers: what they add, set, change and disable, and that no order shows."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from types import SimpleNamespace

import pytest

from etiquette import hookimpl
from etiquette.algebra import Constant, Fact, Shift
from etiquette.model import Choice, Rule
from etiquette.ruleset import Ruleset
from packing import BASE, layer, loaded, refused, write

RULE = "rules:\n  - {id: %s, title: T, action: send_minutes, %s}\n"


def rule(ruleset: Ruleset, rule_id: str) -> Rule:
    """The rule of that id."""
    (found,) = (each for each in ruleset.rules if each.id == rule_id)
    return found


def test_a_layer_adds(tmp_path: Path) -> None:
    """Whatever a pack can declare, a layer can add."""
    says = """
parameters: {gap: {type: days, default: 3, range: [1, 9], title: Gap}}
actions: {call: {title: Call, phase: later}}
phases: {later: {title: Later}}
channels: {fax: {title: fax}}
recipients: {boss: {title: boss}}
carriers: {assistant: {title: assistant}}
concepts: {joke: {title: a joke}}
definitions: {quiet: {when: {client.decides_by: none}}}
impossible: [{title: That, when: {client.decided: true, quiet: false}}]
vocabulary: more.json
"""
    more = '{"type": "object", "properties": {"client": {"title": "C", "type": "object", "properties": {'
    more += (
        '"mood": {"title": "Mood", "type": "string", "enum": ["good", "bad"], "x-ask": "How are they?"}}}}}'
    )
    rules = RULE % (
        "coach/one",
        "when: {client.mood: bad, quiet: true}, window: {not_before: meeting.date + gap}",
    )
    write(tmp_path, {"c/pack.yaml": layer(says=says), "c/rules.yaml": rules, "c/more.json": more})
    found = loaded(tmp_path, "coach")
    assert rule(found, "coach/one").owner == "coach"
    assert found.parameters["gap"].value == 3
    assert list(found.channels) == ["email", "phone", "fax"]
    assert list(found.phases) == ["during", "after", "later"]
    assert found.vocabulary["client.mood"].values == ("good", "bad")
    assert found.vocabulary["client.decided"].kind == "boolean"
    assert len(found.impossible) == 2
    assert [str(each) for each in found.packs] == [f"{BASE} 1.0.0", "coach 1.0.0"]


def test_a_layer_sets_parameters(tmp_path: Path) -> None:
    """A parameter has the value that the last layer gives it, and says who gave it."""
    write(
        tmp_path,
        {
            "a/pack.yaml": layer("lower", "set: {patience: 3, tone: friendly}\n"),
            "b/pack.yaml": layer("upper", "set: {patience: 4}\n", "lower"),
        },
    )
    found = loaded(tmp_path, "upper").parameters
    assert (found["patience"].value, found["patience"].set_by) == (4, ("lower", "upper"))
    assert (found["tone"].value, found["tone"].set_by) == ("friendly", ("lower",))
    assert (found["copy_the_boss"].value, found["copy_the_boss"].set_by) == (False, ())


def test_the_caller_sets_parameters(tmp_path: Path) -> None:
    """Values that are given when the packs are loaded win over every layer's."""
    write(tmp_path, {"a/pack.yaml": layer(says="set: {patience: 3}\n")})
    found = loaded(tmp_path, "coach", parameters={"patience": 9, "copy_the_boss": True}).parameters
    assert (found["patience"].value, found["patience"].set_by) == (9, ("coach", "the caller"))
    assert found["copy_the_boss"].value is True


def test_a_change_replaces_the_keys_that_are_given(tmp_path: Path) -> None:
    """A change goes into the aspects of a rule; what it doesn't mention stays."""
    says = """
change:
  minutes/promptly:
    because: It is what we do.
    window: {not_after: meeting.date + 9 days}
    message: {should: [thanks]}
    channels: {never: [phone], only: [email]}
  decision/wait:
    when: {client.decided: false}
    window: null
    message: {avoid: null, should: [thanks]}
    modality: should
"""
    write(tmp_path, {"a/pack.yaml": layer(says=says)})
    found = loaded(tmp_path, "coach")
    one, other = rule(found, "minutes/promptly"), rule(found, "decision/wait")
    plain = rule(loaded(tmp_path, BASE), "minutes/promptly")
    assert one.window is not None
    assert plain.window is not None
    assert (one.window.not_before, one.window.ideally_by) == (
        plain.window.not_before,
        plain.window.ideally_by,
    )
    assert one.window.not_after == Shift(Fact("meeting.date"), Constant(9), "days")
    assert one.channels == Choice((Constant("email"),), (Constant("phone"),))
    assert one.message is not None
    assert (one.message.must, one.message.should) == (("summary", "next_steps"), ("thanks",))
    assert (one.because, one.title) == ("It is what we do.", plain.title)
    assert (one.owner, one.changed_by, one.location) == (BASE, ("coach",), plain.location)
    assert other.window is None
    assert other.message is not None
    assert (other.message.avoid, other.message.should, other.modality) == ((), ("thanks",), "should")


def test_a_changed_rule_keeps_its_exceptions(tmp_path: Path) -> None:
    """Rules that override a rule still do after a layer changed it, because its id stays."""
    says = "change: {decision/wait: {window: {not_before: meeting.date + 1 day}}}\n"
    write(tmp_path, {"a/pack.yaml": layer(says=says)})
    found = loaded(tmp_path, "coach")
    assert [each.id for each in found.overriders["decision/wait", "window"]] == [
        "decision/after-the-day-they-named"
    ]


def test_layers_on_layers_change_in_turn(tmp_path: Path) -> None:
    """A layer above another changes what that one left, and both are on record."""
    lower = "change: {decision/wait: {title: Lower, because: Lower.}}\n"
    upper = "change: {decision/wait: {title: Upper}}\n"
    write(
        tmp_path, {"a/pack.yaml": layer("lower", lower), "b/pack.yaml": layer("an-upper", upper, "lower@^1")}
    )
    found = rule(loaded(tmp_path, "an-upper"), "decision/wait")
    assert (found.title, found.because, found.changed_by) == ("Upper", "Lower.", ("lower", "an-upper"))


def test_a_disabled_rule_is_gone_and_on_record(tmp_path: Path) -> None:
    """A layer takes an overridable rule away; exceptions to it stay without complaint."""
    write(tmp_path, {"a/pack.yaml": layer(says="disable: [decision/wait]\n")})
    found = loaded(tmp_path, "coach")
    assert "decision/wait" not in {each.id for each in found.rules}
    assert [(each.id, each.changed_by) for each in found.disabled] == [("decision/wait", ("coach",))]


def test_a_layer_overrides_what_is_overridable(tmp_path: Path) -> None:
    """An exception from a layer is as good as the base's own where the rule permits it."""
    rules = RULE % ("coach/sooner", "window: {not_before: meeting.date}, overrides: [decision/wait#window]")
    write(tmp_path, {"a/pack.yaml": layer(), "a/rules.yaml": rules})
    found = loaded(tmp_path, "coach")
    assert "coach/sooner" in {each.id for each in found.overriders["decision/wait", "window"]}


def test_a_change_that_adds_an_override_needs_leave(tmp_path: Path) -> None:
    """What a layer writes into another's rule is the layer's, and so are the exceptions in it."""
    says = "change: {decision/wait: {overrides: [minutes/promptly]}}\n"
    write(tmp_path, {"a/pack.yaml": layer(says=says)})
    said = refused(tmp_path, "coach")
    assert "E442 decision/wait, from coach, overrides minutes/promptly, which can't be relaxed." in said


def test_the_base_may_override_what_layers_add(tmp_path: Path) -> None:
    """A topic that the base overrides takes in the rules that a layer adds to it, with nobody's leave."""
    base = layer("house", "actions: {wave: {title: Wave, phase: p}}\nphases: {p: {title: P}}\n", "")
    rules = """
rules:
  - {id: quiet/never, title: T, action: wave, modality: must_not, overrides: ['loud/*']}
  - {id: loud/once, title: T, action: wave, modality: may}
"""
    more = "rules: [{id: loud/twice, title: T, action: wave, modality: should}]\n"
    write(
        tmp_path,
        {
            "h/pack.yaml": base,
            "h/rules.yaml": rules,
            "g/pack.yaml": layer("guest", extends="house"),
            "g/rules.yaml": more,
        },
    )
    assert ("loud/twice", "modality") in loaded(tmp_path, "guest").overriders


def test_no_order_of_packs_shows(tmp_path: Path) -> None:
    """Packs that are asked for together give one ruleset, whichever is named first."""
    for name, key in (("ant", "text"), ("bee", "section"), ("cat", "note")):
        says = f"change: {{decision/wait: {{source: {{{key}: {name}}}}}}}\n"
        rules = RULE % (f"{name}/one", "message: {may: [thanks]}")
        write(tmp_path, {f"{name}/pack.yaml": layer(name, says), f"{name}/rules.yaml": rules})
    first, *others = (loaded(tmp_path, *each) for each in permutations(("ant", "bee", "cat")))
    for other in others:
        assert (other.packs, other.rules, other.parameters) == (first.packs, first.rules, first.parameters)
    assert rule(first, "decision/wait").changed_by == ("ant", "bee", "cat")


def test_layers_that_agree_do_not_clash(tmp_path: Path) -> None:
    """Two layers that want the same of a parameter or a rule may stand side by side."""
    says = "set: {patience: 3}\nchange: {decision/wait: {title: Wait}}\n"
    write(tmp_path, {"a/pack.yaml": layer("ant", says), "b/pack.yaml": layer("bee", says)})
    found = loaded(tmp_path, "ant", "bee")
    assert found.parameters["patience"].set_by == ("ant", "bee")
    assert rule(found, "decision/wait").changed_by == ("ant", "bee")


def test_layers_that_take_the_country_from_different_facts(tmp_path: Path) -> None:
    """Whose days off count is one thing that two layers can't disagree about."""
    base = layer("house", extends="")
    write(
        tmp_path,
        {
            "h/pack.yaml": base,
            "a/pack.yaml": layer("ant", "calendar: {country: employer.country}\n", "house"),
            "b/pack.yaml": layer("bee", "calendar: {country: interview.position}\n", "house"),
        },
    )
    assert "E441 ant and bee take the country from different facts." in refused(tmp_path, "ant", "bee")
    assert loaded(tmp_path, "ant").country == "employer.country"


def test_a_layer_leaves_the_country_below_it_alone(tmp_path: Path) -> None:
    """Whose days off count changes windows that no layer may loosen, so only one pack can settle it."""
    write(
        tmp_path,
        {
            "h/pack.yaml": layer("house", "calendar: {country: employer.country}\n", extends=""),
            "a/pack.yaml": layer("ant", "calendar: {country: interview.position}\n", "house"),
            "b/pack.yaml": layer("bee", "calendar: {country: employer.country}\n", "house"),
        },
    )
    assert "E441 ant takes the country from another fact than house" in refused(tmp_path, "ant")
    assert loaded(tmp_path, "bee").country == "employer.country"


def test_a_topic_leaves_plugins_out(tmp_path: Path) -> None:
    """An exception to a whole topic is none to the rules of a plugin that uses the same name."""
    text = "{id: pigeons/%s, action: send_minutes, title: T, because: B, channels: {never: [%s]}}"
    over = text % ("one", "phone")
    over = over.removesuffix("}") + ", overrides: [pigeons/*]}"
    rules = f"rules:\n  - {over}\n  - {text % ('two', 'phone')}\n"
    write(tmp_path, {"c/pack.yaml": layer(), "c/rules.yaml": rules})
    brought = f"rules:\n  - {text % ('three', 'email')}\n"
    plugin = SimpleNamespace(etiquette_rules=hookimpl(lambda: [("rules.yaml", brought)]))
    found = loaded(tmp_path, "coach", extra_plugins={"pigeons": plugin})
    assert not found.diagnostics
    overridden = {rule_id for rule_id, _ in found.overriders if rule_id.startswith("pigeons/")}
    assert overridden == {"pigeons/two"}


@pytest.mark.parametrize(
    ("packs", "order"),
    [(["coach"], ["phone", "email"]), (["coach", "rival"], ["phone", "email", "fax", "telex"])],
)
def test_order_is_what_packs_say_and_then_by_name(tmp_path: Path, packs: list[str], order: list[str]) -> None:
    """What a base lists comes first, then what layers list, then the rest by name."""
    base = layer(
        "house", "channels: {email: {title: e}, phone: {title: p}}\norder: {channels: [phone]}\n", ""
    )
    rival = layer(
        "rival", "channels: {telex: {title: t}, fax: {title: f}}\norder: {channels: [email]}\n", "house"
    )
    write(
        tmp_path, {"h/pack.yaml": base, "c/pack.yaml": layer("coach", extends="house"), "r/pack.yaml": rival}
    )
    assert list(loaded(tmp_path, *packs).channels) == order

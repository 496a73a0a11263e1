"""Plugins that fail are named and left out whole, and order never shows."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

import etiquette
from etiquette import Measure, hookimpl
from etiquette._plugging.review import review
from etiquette.codes import TITLES
from etiquette.facts import Facts, Message, Step
from etiquette.plugins import Contributions, PluginError, collect
from etiquette.report import Decision, Report
from installing import install
from pages import ROOT

FAULTY = ROOT / "tests" / "cases" / "faulty_plugins"
EXPECTED: dict[str, dict[str, str]] = yaml.safe_load((FAULTY / "expected.yaml").read_text(encoding="utf-8"))
AT_USE = {"raises_in_review_message"}
"""Their fault shows only when they are used."""
AGAINST_A_PACK = {
    "assumes_what_cannot_be": ("E511", "feathers_everywhere is no condition by name"),
    "employer": ("E511", "the packs use the name of its facts, employer, already."),
    "knows_no_such_fact": ("E511", "pigeons.are_tame"),
    "speaks_no_notation": ("E511", "colour"),
    "takes_a_known_channel": ("E511", "the packs declare the channel email otherwise."),
    "takes_a_known_rule": ("E511", "There is a rule silence/wait-two-weeks already."),
    "tries_to_oblige": (
        "E510",
        "pigeons/feed says must; a plugin's rule says should_not, must_not, or only how.",
    ),
    "tries_to_override": ("E510", "pigeons/no-wait has `overrides`, which a plugin's rule can't have."),
    "tries_to_permit": (
        "E510",
        "pigeons/any-day says may; a plugin's rule says should_not, must_not, or only how.",
    ),
}
"""Their fault shows only beside a rule pack."""
BUNDLED = ("email", "in_person", "phone", "recruiter", "sms")
GOOD = """
from etiquette import hookimpl

@hookimpl
def etiquette_channels():
    return {__name__ + "_channel": {"title": "channel"}}
"""


def plugin(**hooks: Any) -> SimpleNamespace:
    """A plugin with the given functions for hooks."""
    return SimpleNamespace(**{name: hookimpl(function) for name, function in hooks.items()})


def channel(*ids: str) -> SimpleNamespace:
    """A plugin that declares channels."""
    return plugin(etiquette_channels=lambda: {id_: {"title": id_} for id_ in ids})


def one(found: Contributions) -> tuple[str, str, str]:
    """Code, message and help of the only diagnostic, of a plugin that is left out."""
    assert found.parts == ()
    (diagnostic,) = found.diagnostics
    return diagnostic.code, diagnostic.message, diagnostic.help


# --- what is installed


def test_the_bundled_plugins_are_found() -> None:
    """The five bundled channels come through the entry points that third parties use, with nothing wrong."""
    found = collect(BUNDLED)
    assert found.diagnostics == ()
    assert found.names == BUNDLED
    assert {each.distribution for each in found.plugins} == {"etiquette-engine"}
    assert found.plugins[-1].to_dict()["contributes"] == ["rules", "units: segments"]


def test_no_plugins_when_none_are_asked_for() -> None:
    """An empty choice of plugins uses none of those that are installed, and nothing is wrong with that."""
    assert collect(()) == Contributions()


def test_an_installed_plugin_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every installed plugin is used when none is named; a choice leaves the others alone."""
    install(monkeypatch, tmp_path, "acme-pigeons", {"pigeons": "acme_pigeons"}, {"acme_pigeons": GOOD})
    assert set(collect().names) >= {"pigeons", "sms"}
    found = collect(["pigeons"])
    assert found.names == ("pigeons",)
    (info,) = found.plugins
    assert (info.distribution, info.version) == ("acme-pigeons", "1.0")
    assert info.contributes == ("channels: acme_pigeons_channel",)


def test_a_plugin_that_is_not_asked_for_is_not_imported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Choosing plugins keeps the others from being imported at all, so that a broken one can be avoided."""
    source = (FAULTY / "raises_on_import.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, "acme-broken", {"broken": "acme_broken"}, {"acme_broken": source})
    assert collect(["sms"]).diagnostics == ()


def test_an_unknown_plugin_is_named_with_what_was_meant() -> None:
    """Asking for a plugin that isn't there says so, offers the nearest name and lists the installed ones."""
    found = collect(["emial", "sms"])
    assert found.names == ("sms",)
    (diagnostic,) = found.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("E502", "There is no plugin called 'emial'.")
    assert diagnostic.help.startswith("Did you mean email? Installed are: ")
    assert all(name in diagnostic.help for name in BUNDLED)


def test_two_distributions_with_one_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When two distributions bring a plugin of one name, neither is used or imported, and both are named."""
    source = (FAULTY / "raises_on_import.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, "acme-pigeons", {"pigeons": "acme_pigeons"}, {"acme_pigeons": GOOD})
    install(monkeypatch, tmp_path, "best-pigeons", {"pigeons": "best_pigeons"}, {"best_pigeons": source})
    assert one(collect(["pigeons"])) == (
        "E501",
        "More than one plugin is called 'pigeons': acme-pigeons 1.0 and best-pigeons 1.0.",
        "None of them is used. Keep one: pip uninstall acme-pigeons or best-pigeons",
    )


def test_a_third_party_takes_the_name_of_a_bundled_plugin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A bundled plugin has no privilege: another of its name puts both out, and both are named."""
    install(monkeypatch, tmp_path, "acme-sms", {"sms": "acme_sms"}, {"acme_sms": GOOD})
    found = collect()
    assert "sms" not in found.names
    (message,) = [each.message for each in found.diagnostics if each.code == "E501"]
    assert re.fullmatch(
        r"More than one plugin is called 'sms': acme-sms 1\.0 and etiquette-engine [0-9.]+\.", message
    )


def test_a_name_that_is_no_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A plugin's name has to be able to be the name of a section of facts."""
    install(monkeypatch, tmp_path, "acme-pigeons", {"Pigeons!": "acme_pigeons"}, {"acme_pigeons": GOOD})
    assert one(collect(["Pigeons!"])) == (
        "E508",
        "Plugin 'Pigeons!' (acme-pigeons 1.0) has a name that can't be used.",
        (
            "Nothing of the plugin is used. A name is lower-case letters, digits and underscores. "
            "Update acme-pigeons, or uninstall it: pip uninstall acme-pigeons"
        ),
    )


# --- what can be wrong with a plugin


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_faulty_plugin_is_named(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each faulty plugin is left out, with one diagnostic that names it, its distribution and its fault."""
    source = (FAULTY / f"{name}.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, f"acme-{name}", {name: f"faulty_{name}"}, {f"faulty_{name}": source})
    found = collect([name, "sms"])
    assert found.names == ("sms",)
    about = [each for each in found.diagnostics if each.code.startswith("E5")]
    (diagnostic,) = about
    before, dots, after = EXPECTED[name]["says"].partition("…")
    assert diagnostic.code == EXPECTED[name]["code"]
    assert diagnostic.message.startswith(f"Plugin {name!r} (acme-{name} 1.0) {before}")
    assert diagnostic.message.endswith(f"{before}{after}") or dots
    assert f"acme-{name}" in diagnostic.help or name == "forgotten_mark"


def test_every_faulty_plugin_is_expected() -> None:
    """Each module in the folder of faulty plugins has its expectation, or shows its fault when it is used."""
    assert {path.stem for path in FAULTY.glob("*.py")} == {*EXPECTED, *AT_USE, *AGAINST_A_PACK}


def test_the_codes_have_titles() -> None:
    """Every code that plugins can cause is among the registered ones."""
    assert {each["code"] for each in EXPECTED.values()} <= set(TITLES)


def test_a_failure_names_the_place_in_the_plugin() -> None:
    """What raises is shown with the file and line of the plugin, and never with those of the engine."""

    def etiquette_rules() -> Any:
        return 1 // 0

    (diagnostic,) = collect((), {"pigeons": plugin(etiquette_rules=etiquette_rules)}).diagnostics
    assert diagnostic.location is not None
    assert Path(diagnostic.location.file) == Path(__file__)
    assert diagnostic.location.line == etiquette_rules.__code__.co_firstlineno + 1
    assert diagnostic.help == "Nothing of the plugin is used. Correct it, or leave it out."


def test_bad_yaml_is_shown_with_its_line() -> None:
    """Rules that can't be read give the plugin's diagnostic and the reader's own, both at their line."""
    text = "rules:\n  - id: a/b\n    id: a/c\n"
    found = collect((), {"pigeons": plugin(etiquette_rules=lambda: [("rules.yaml", text)])})
    assert found.names == ()
    assert [each.code for each in found.diagnostics] == ["E107", "E509"]
    assert {str(each.location) for each in found.diagnostics} == {"plugins/pigeons/rules.yaml:3:5"}
    assert all((3, "    id: a/c") in each.excerpt for each in found.diagnostics)


def test_all_faults_of_a_plugin_are_told_at_once() -> None:
    """A plugin with a fault in each of three hooks is told all three."""
    bad = plugin(etiquette_rules=lambda: 1, etiquette_facts=lambda: 3, etiquette_measures=lambda: 2)
    assert len(collect((), {"pigeons": bad}).diagnostics) == 3


def test_a_plugin_is_left_out_whole() -> None:
    """One bad hook keeps everything else that a plugin contributes from being used."""
    good = {"etiquette_channels": lambda: {"pigeon": {"title": "pigeon"}}}
    assert collect((), {"pigeons": plugin(**good)}).channels
    found = collect((), {"pigeons": plugin(**good, etiquette_rules=lambda: 1)})
    assert (found.names, found.channels, found.plugins) == ((), (), ())


@pytest.mark.parametrize("error", [KeyboardInterrupt, GeneratorExit])
def test_what_is_no_error_passes(error: type[BaseException]) -> None:
    """An interruption isn't a plugin's failure, and gets through."""

    def etiquette_rules() -> Any:
        raise error

    with pytest.raises(error):
        collect((), {"pigeons": plugin(etiquette_rules=etiquette_rules)})


# --- what two plugins declare


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("channel", lambda: channel("dove")),
        ("unit", lambda: plugin(etiquette_measures=lambda: {"dove": Measure("dove", len, 1)})),
        ("output format", lambda: plugin(etiquette_output_formats=lambda: {"dove": str})),
    ],
)
def test_two_plugins_declare_the_same(kind: str, make: Callable[[], object]) -> None:
    """What two plugins declare alike neither gets: no order decides between them, and both are named."""
    found = collect((), {"b": make(), "a": make(), "c": channel("raven")})
    assert found.names == ("c",)
    (diagnostic,) = found.diagnostics
    assert diagnostic.code == "E507"
    assert diagnostic.message == f"The {kind} 'dove' is declared by more than one plugin: 'a' and 'b'."


def test_two_plugins_bring_the_same_pack(tmp_path: Path) -> None:
    """Two packs of one name from two plugins are a clash too."""
    for place in ("one", "two"):
        (tmp_path / place / "doves").mkdir(parents=True)
        (tmp_path / place / "doves" / "pack.yaml").write_text("pack: doves")
    both = {
        place: plugin(etiquette_packs=lambda place=place: [tmp_path / place / "doves"])
        for place in ("one", "two")
    }
    assert collect((), both).diagnostics[0].message == (
        "The rule pack 'doves' is declared by more than one plugin: 'one' and 'two'."
    )


def packs_called(folder: Path, *names: str) -> list[Path]:
    """Folders that are all called ``pack``, each with the manifest of a pack."""
    made = [folder / f"for-{name}" / "pack" for name in names]
    for name, each in zip(names, made, strict=True):
        each.mkdir(parents=True)
        (each / "pack.yaml").write_text(f"pack: {name}\nversion: 9.0.0\nformat: 1\ntitle: T\n")
    return made


def test_packs_are_told_apart_by_their_names(tmp_path: Path) -> None:
    """What counts is the name in the manifest, not what the folder is called."""
    one, two, three = packs_called(tmp_path, "doves", "crows", "gulls")
    (three / "pack.yaml").write_text("pack: doves\nversion: 1.0.0\n")
    apart = {
        "a": plugin(etiquette_packs=lambda: [one, three]),
        "b": plugin(etiquette_packs=lambda: [two]),
    }
    assert collect((), apart).diagnostics == ()
    (clash,) = collect((), {**apart, "c": plugin(etiquette_packs=lambda: [three])}).diagnostics
    assert clash.message == "The rule pack 'doves' is declared by more than one plugin: 'a' and 'c'."


def test_a_plugin_takes_no_bundled_packs_place(tmp_path: Path) -> None:
    """Neither by a newer version nor hidden below another pack: nobody would see that it answers."""
    before = etiquette.load(plugins=()).packs
    (folder,) = packs_called(tmp_path, "post-interview")
    found = etiquette.load(plugins=(), extra_plugins={"doves": plugin(etiquette_packs=lambda: [folder])})
    assert found.packs == before
    (told,) = found.diagnostics
    assert told.code == "E511"
    assert told.message.startswith("Plugin 'doves' is left out: it brings a pack called post-interview,")
    (outer,) = packs_called(tmp_path, "crows")
    folder.rename(outer / "inner")
    found = etiquette.load(plugins=(), extra_plugins={"doves": plugin(etiquette_packs=lambda: [outer])})
    assert (found.packs, found.diagnostics) == (before, ())


def test_a_clash_takes_the_unit_with_it() -> None:
    """A channel that counts in a unit of a plugin that is left out is left out with a reason of its own."""
    measure = plugin(etiquette_measures=lambda: {"feathers": Measure("feathers", len, 1)})
    counted = plugin(etiquette_channels=lambda: {"dove": {"title": "dove", "unit": "feathers"}})
    assert collect((), {"a": measure, "b": counted}).names == ("a", "b")
    found = collect((), {"a": measure, "b": counted, "c": measure})
    assert found.names == ()
    assert sorted(each.code for each in found.diagnostics) == ["E506", "E507"]


def test_order_never_shows() -> None:
    """In whatever order plugins and what they return come, the result is the same."""

    def shuffled() -> dict[str, object]:
        ids = ["dove", "raven", "swan"]
        random.shuffle(ids)
        entries: list[tuple[str, object]] = [
            ("a", channel(*ids)),
            ("b", channel("owl")),
            ("c", channel("owl")),
        ]
        random.shuffle(entries)
        return dict(entries)

    def seen(found: Contributions) -> object:
        return found.names, found.channels, found.diagnostics, found.plugins

    assert all(seen(collect((), shuffled())) == seen(collect((), shuffled())) for _ in range(20))


def test_the_order_of_installation_never_shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Plugins that are found in another order give the same rules, channels and diagnostics."""
    results = set()
    for number, order in enumerate(permutations(["acme", "best", "coop"])):
        with monkeypatch.context() as patch:
            for vendor in order:
                install(
                    patch,
                    tmp_path / str(number),
                    f"{vendor}-birds",
                    {f"{vendor}_birds": f"{vendor}_birds", "shared": f"{vendor}_birds"},
                    {f"{vendor}_birds": GOOD},
                )
            found = collect(["acme_birds", "best_birds", "coop_birds", "shared"])
            results.add((found.names, found.channels, found.diagnostics))
    assert len(results) == 1


def test_without_a_plugin_its_diagnostics_are_added() -> None:
    """Whoever finds out later that a plugin is at fault can take it out, giving the reason."""
    found = collect((), {"a": channel("dove"), "b": channel("owl")})
    reason = collect(["nobody"]).diagnostics
    left = found.without({"a": reason})
    assert left.names == ("b",)
    assert [each.id for each in left.channels] == ["owl"]
    assert left.diagnostics == reason


# --- what fails when it is used


STEP = Step("send_card", date(2026, 11, 24), message=Message(text="hello"))
FACTS = Facts({}, date(2026, 11, 24), ZoneInfo("UTC"))
DECISION = Decision("send_card", "Send a card", "open")


def reviewed(returned: object) -> tuple[str, ...]:
    """Diagnostics of a review that returns ``returned``, beside one that works."""
    good = plugin(etiquette_review_message=lambda: [{"message": "Fine."}])
    bad = plugin(etiquette_review_message=lambda: returned)
    found = collect((), {"good": good, "bad": bad})
    findings, failed = review(found.reviewers, STEP, FACTS, DECISION)
    assert [finding.message for finding in findings] == ["Fine."]
    return tuple(each.message for each in failed)


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        (7, "failed in etiquette_review_message: TypeError: 'int' object is not iterable."),
        (["bad"], "a finding is a value of type str instead of a mapping."),
        ([{"level": "note"}], "a finding has no message."),
        (
            [{"message": "Bad.", "level": "fatal"}],
            "the level of a finding is 'fatal', not error, warning or note.",
        ),
        ([{"message": "Bad.", "lvl": "note"}], "a finding has the unknown key 'lvl'."),
        ([{"message": 7}], "'message' of a finding is a value of type int instead of a text."),
        ([{"message": "Bad."}] * 101, "more than 100 findings on one message."),
    ],
)
def test_a_review_that_returns_rubbish_is_named(returned: object, says: str) -> None:
    """A review that doesn't fit gives no finding but a diagnostic; other reviews are heard all the same."""
    (message,) = reviewed(returned)
    assert message.startswith("Plugin 'bad' ")
    assert message.endswith(says)


def test_a_review_that_raises_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A review that raises is a diagnostic with the plugin's name and the error."""
    name = "raises_in_review_message"
    source = (FAULTY / f"{name}.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, "acme-review", {name: "faulty_review"}, {"faulty_review": source})
    found = collect([name])
    findings, (failed,) = review(found.reviewers, STEP, FACTS, DECISION)
    assert findings == ()
    assert failed.code == "E505"
    assert failed.message == (
        f"Plugin {name!r} (acme-review 1.0) failed in etiquette_review_message: "
        "FileNotFoundError: the dictionary is gone."
    )
    assert failed.help.startswith("What it was asked for is missing from the answer. Update acme-review,")


@pytest.mark.parametrize("returned", [-1, True, 1.5, None, "one"])
def test_a_measure_that_returns_rubbish_is_named(returned: Any) -> None:
    """A count that isn't a whole number from 0 up raises one known error, with a diagnostic."""
    measure = Measure("feathers", count=lambda _: returned, characters=1)
    found = collect((), {"pigeons": plugin(etiquette_measures=lambda: {"feathers": measure})})
    with pytest.raises(PluginError) as raised:
        found.measures["feathers"].count("text")
    assert raised.value.diagnostic.code == "E506"
    assert "the count of feathers is" in raised.value.diagnostic.message


def test_a_measure_that_raises_is_named() -> None:
    """A count that raises does so as one known error, with a diagnostic."""
    measure = Measure("feathers", count=lambda text: int(text), characters=1)
    found = collect((), {"pigeons": plugin(etiquette_measures=lambda: {"feathers": measure})})
    with pytest.raises(PluginError, match="failed when it counted feathers: ValueError"):
        found.measures["feathers"].count("text")


@pytest.mark.parametrize("write", [lambda _: 7, lambda _: 1 // 0])
def test_a_format_that_fails_is_named(write: Callable[[Report], Any]) -> None:
    """A format that raises, or returns something other than a text, raises one known error."""
    found = collect((), {"pigeons": plugin(etiquette_output_formats=lambda: {"postcard": write})})
    with pytest.raises(PluginError, match=r"Plugin 'pigeons' .*postcard"):
        found.formats["postcard"](Report(date(2026, 11, 24)))


# --- beside a rule pack

CASE = {
    "today": "2026-11-20",
    "timezone": "Europe/Berlin",
    "interview": {"date": "2026-11-19"},
    "employer": {"preferred_channel": "none"},
}
PROPOSED = {**CASE, "proposed": {"action": "send_thank_you", "channel": "email", "message": "Thank you!"}}


@cache
def answer(names: tuple[str, ...]) -> Report:
    """The report on :data:`CASE` under the bundled pack with these bundled plugins."""
    return etiquette.load("post-interview", plugins=names).check(CASE)


def without_diagnostics(report: Report) -> dict[str, Any]:
    """A report as data, but for what it says about plugins that failed."""
    said = report.to_dict()
    return {key: said[key] for key in said if key not in ("diagnostics", "complete", "ok")}


@pytest.mark.parametrize("name", sorted([*EXPECTED, *AGAINST_A_PACK]))
def test_a_faulty_plugin_makes_the_answer_incomplete(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The check says which plugin failed and that the answer is incomplete; the rest of it is as without."""
    source = (FAULTY / f"{name}.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, f"acme-{name}", {name: f"faulty_{name}"}, {f"faulty_{name}": source})
    report = etiquette.load("post-interview", plugins=[name, "sms"]).check(CASE)
    assert (report.complete, report.ok, report.exit_code) == (False, False, 3)
    assert all(f"{name!r}" in each.message for each in report.diagnostics if each.code.startswith("E5"))
    assert {each.code for each in report.diagnostics if each.code.startswith("E5")}
    assert without_diagnostics(report) == without_diagnostics(answer(("sms",)))


@pytest.mark.parametrize("name", sorted(AGAINST_A_PACK))
def test_a_plugin_that_does_not_fit_the_packs_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A plugin whose rules do more than narrow, or don't fit the packs, is left out with the reason."""
    source = (FAULTY / f"{name}.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, f"acme-{name}", {name: f"faulty_{name}"}, {f"faulty_{name}": source})
    ruleset = etiquette.load("post-interview", plugins=[name])
    code, says = AGAINST_A_PACK[name]
    assert {each.code for each in ruleset.diagnostics} == {code}
    assert any(says in each.message for each in ruleset.diagnostics)
    assert not [rule for rule in ruleset.rules if rule.owner == f"plugin:{name}"]


@pytest.mark.parametrize(
    "hook",
    [
        {"etiquette_review_message": lambda: [{"message": 7}]},
        {"etiquette_review_message": lambda: 1 // 0},
    ],
)
def test_a_review_that_fails_makes_the_answer_incomplete(hook: dict[str, Any]) -> None:
    """A review that fails when it is asked is named in the report, which is incomplete."""
    ruleset = etiquette.load("post-interview", plugins=(), extra_plugins={"pigeons": plugin(**hook)})
    assert ruleset.diagnostics == ()
    report = ruleset.check(PROPOSED)
    assert (report.complete, report.exit_code) == (False, 3)
    assert ["'pigeons'" in each.message for each in report.diagnostics] == [True]
    assert ruleset.check(CASE).complete


def test_a_measure_that_fails_makes_the_answer_incomplete() -> None:
    """A count that fails when a draft is measured is named in the report, which is incomplete."""
    bad = plugin(
        etiquette_measures=lambda: {"feathers": Measure("feathers", count=lambda _: 1 // 0, characters=1)},
        etiquette_rules=lambda: [
            (
                "rules.yaml",
                "rules: [{id: a/b, title: Light, action: {phase: after}, message: {max_feathers: 9}}]",
            )
        ],
    )
    ruleset = etiquette.load("post-interview", plugins=(), extra_plugins={"pigeons": bad})
    report = ruleset.check(PROPOSED)
    assert (report.complete, report.exit_code) == (False, 3)
    assert ["'pigeons'" in each.message for each in report.diagnostics] == [True]


def test_opaque_findings_are_marked() -> None:
    """A review's finding stands in the report beside those of rules, marked as opaque."""
    loud = plugin(etiquette_review_message=lambda: [{"message": "Too loud.", "level": "error"}])
    report = etiquette.load("post-interview", plugins=(), extra_plugins={"pigeons": loud}).check(PROPOSED)
    (finding,) = [each for each in report.findings if each.reviewer]
    assert (finding.rule, finding.reviewer, finding.message) == ("pigeons/review", "pigeons", "Too loud.")
    assert report.exit_code == 1


def test_a_file_of_rules_is_passed_over_where_it_does_not_belong() -> None:
    """Rules that are meant for packs with something else are passed over, and nothing is wrong with that."""
    rule = "{id: pigeons/x, title: X, action: {phase: after}, channels: {never: [pigeon]}}"
    for needs, used in (
        ("channels: [pigeon]", False),
        ("vocabulary: urn:pigeons", False),
        ("channels: [email, pigeon]", False),
        ("vocabulary: urn:etiquette:schema:facts:1, channels: [email], phases: [after]", True),
    ):
        text = f"with: {{{needs}}}\nrules: [{rule if not used else rule.replace('pigeon]', 'sms]')}]"
        one_ = plugin(etiquette_rules=lambda text=text: [("rules.yaml", text)])
        ruleset = etiquette.load("post-interview", plugins=(), extra_plugins={"pigeons": one_})
        assert ruleset.diagnostics == ()
        assert ("pigeons/x" in [rule.id for rule in ruleset.rules]) is used


def test_other_etiquette_has_nothing_to_do_with_the_bundled_channels(tmp_path: Path) -> None:
    """A pack with its own facts, phases and channels works beside all bundled plugins."""
    day = {"type": ["string", "null"], "format": "date", "title": "Day", "x-ask": "When?"}
    facts = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:cards",
        "title": "Cards",
        "type": "object",
        "properties": {"party": {"type": "object", "title": "Party", "properties": {"date": day}}},
    }
    (tmp_path / "facts.json").write_text(json.dumps(facts))
    manifest = {
        "pack": "cards",
        "version": "1.0.0",
        "format": 1,
        "title": "Cards",
        "authors": ["The tests"],
        "language": "en",
        "vocabulary": "facts.json",
        "phases": {"ever": {"title": "Ever"}},
        "actions": {"send_card": {"title": "Send a card", "phase": "ever"}},
        "channels": {"sms": {"title": "text message"}},
    }
    (tmp_path / "pack.yaml").write_text(json.dumps(manifest))
    (tmp_path / "rules.yaml").write_text("rules: [{id: a/b, title: T, action: send_card, modality: should}]")
    ruleset = etiquette.load(tmp_path, plugins=BUNDLED)
    assert ruleset.diagnostics == ()
    assert [rule.id for rule in ruleset.rules] == ["a/b"]
    assert ruleset.check({"today": "2026-11-20", "timezone": "UTC"}).complete


def test_the_bundled_channels_belong_to_the_bundled_pack() -> None:
    """Every rule of every bundled plugin is used with the bundled pack; no file is passed over."""
    ruleset = etiquette.load("post-interview", plugins=BUNDLED)
    found = {rule.id for rule in ruleset.rules if rule.owner.startswith("plugin:")}
    written = {
        rule["id"] for _, document in collect(BUNDLED).rule_documents for rule in document.data["rules"]
    }
    assert found == written
    assert len(written) >= 2 * len(BUNDLED)


def run(*arguments: str, cwd: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in ``cwd``, with ``path`` as one more place for distributions."""
    return subprocess.run(  # noqa: S603  # a command of this file's own
        [sys.executable, "-m", "etiquette.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(path), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_that_meets_a_faulty_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`etiquette check` answers, names the plugin on the way, and ends with status 3 and no traceback."""
    source = (FAULTY / "raises_in_rules.py").read_text(encoding="utf-8")
    install(monkeypatch, tmp_path, "acme-pigeons", {"pigeons": "acme_pigeons"}, {"acme_pigeons": source})
    (tmp_path / "facts.yaml").write_text(json.dumps(CASE))
    done = run("check", "facts.yaml", cwd=tmp_path, path=tmp_path / "acme-pigeons")
    said = done.stdout + done.stderr
    assert done.returncode == 3
    assert "Plugin 'pigeons' (acme-pigeons 1.0) failed in etiquette_rules: IndexError" in said
    assert "Traceback" not in said
    assert "thank" in done.stdout.casefold()


FORMATS = """
from etiquette import hookimpl

@hookimpl
def etiquette_output_formats():
    return {"postcard": lambda report: f"Dear you, {report.as_of}", "broken": lambda report: 1 // 0}
"""


def test_a_command_in_the_format_of_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`etiquette check --format` takes the formats of plugins; one that fails is named, with no traceback."""
    install(monkeypatch, tmp_path, "acme-post", {"post": "acme_post"}, {"acme_post": FORMATS})
    (tmp_path / "facts.yaml").write_text(json.dumps(CASE))
    good = run("check", "facts.yaml", "--format", "postcard", cwd=tmp_path, path=tmp_path / "acme-post")
    assert (good.returncode, good.stdout.strip(), good.stderr) == (0, "Dear you, 2026-11-20", "")
    bad = run("check", "facts.yaml", "--format", "broken", cwd=tmp_path, path=tmp_path / "acme-post")
    assert bad.returncode == 3
    assert "Plugin 'post' (acme-post 1.0) failed when it wrote the format 'broken'" in bad.stdout + bad.stderr
    assert "Traceback" not in bad.stderr

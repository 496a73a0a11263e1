"""Small changes of a pack: which there are, and that a case which could notice one does."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from etiquette._suites.answer import differs
from etiquette._suites.bench import Bench, Recipe, open_bench
from etiquette._suites.idle import idle, idle_rule
from etiquette._suites.mutants import Exchange, Mutant, mutants
from etiquette._suites.mutate import Mutation, cannot_tell, mutate
from etiquette._suites.mutate_nodes import changed_conditions, changed_ends
from etiquette._suites.mutate_rules import changed_rules
from etiquette._suites.parallel import in_parallel
from etiquette._suites.run import run
from etiquette.algebra import All, Any, Constant, Fact, Not, Shift, Test
from etiquette.ruleset import Ruleset
from suiting import SUITE, benched

ROOT = Path(__file__).resolve().parents[2]
A, B = (Test(Fact(f"case.{name}"), "==", Constant(value=True)) for name in "ab")
MORE = Test(Fact("case.number"), ">=", Constant(3))


def judged(bench: Bench, processes: int = 1) -> Mutation:
    """Every change of a pack, judged without a proof."""
    return mutate(bench, processes=processes, equivalent=cannot_tell)


def unnoticed(bench: Bench) -> set[str]:
    """The names of the changes that no case notices."""
    return {each.mutant.name for each in judged(bench).with_fate("unnoticed")}


def test_changes_of_a_condition() -> None:
    """A part left out or turned round, and for or, a bound and a number: each once, none of them the same."""
    found = list(changed_conditions(All((A, Any((B, MORE))))))
    nodes = [each.node for each in found]
    assert len(set(nodes)) == len(nodes)
    assert All((A, Any((B, MORE)))) not in nodes
    for expected in (
        Any((A, Any((B, MORE)))),
        Any((B, MORE)),
        A,
        All((Not(A), Any((B, MORE)))),
        All((A, All((B, MORE)))),
        All((A, MORE)),
        All((A, Any((B, replace(MORE, op=">"))))),
        All((A, Any((B, replace(MORE, right=Constant(4)))))),
        All((A, Any((B, replace(MORE, right=Constant(2)))))),
    ):
        assert expected in nodes


def test_changes_of_an_end() -> None:
    """A day later and a day earlier, once each, whether or not there is a number of days already."""
    plain = {each.node for each in changed_ends(Fact("case.opened"))}
    assert plain == {Shift(Fact("case.opened"), Constant(by), "days") for by in (1, -1)}
    moved = Shift(Fact("case.opened"), Constant(5), "days")
    assert {each.node for each in changed_ends(moved)} == {
        Shift(moved, Constant(by), "days") for by in (1, -1)
    }
    worked = Shift(Fact("case.opened"), Constant(5), "business_days")
    assert replace(worked, amount=Constant(6)) in {each.node for each in changed_ends(worked)}


def bundled() -> Bench:
    """The bundled pack on a bench."""
    bench, problems = open_bench(Recipe(str(ROOT / "rules/post-interview")))
    assert bench is not None, problems
    return bench


def test_every_change_of_the_bundled_rules_changes_something() -> None:
    """No change leaves a rule as it is, and no two changes of a rule make the same rule."""
    ruleset = bundled().ruleset
    for rule in ruleset.rules:
        made = [each.rule for each in changed_rules(rule, ruleset)]
        assert rule not in made
        assert len(set(made)) == len(made), rule.id


def test_names_tell_changes_apart() -> None:
    """Suites excuse changes by name, so that no two have the same; each has words and a line."""
    found = mutants(bundled(), plugins=True)
    assert len({each.name for each in found}) == len(found)
    assert all(each.words and each.location for each in found)


def test_what_is_idle_is_not_noticed() -> None:
    """Where a change is said to make no difference, deciding anew finds none."""
    bench = bundled()
    tried = 0
    for number, mutant in enumerate(mutants(bench, plugins=True)[::7]):
        for ready in bench.ready[number % 47 :: 47]:
            new = mutant.change(ready.ruleset)
            if (
                ready.situation is not None
                and new is not ready.ruleset
                and is_idle(mutant, ready.ruleset, new, ready)
            ):
                tried += 1
                actions = frozenset(new.actions)
                assert not differs(ready, new, actions, facts_too=True), (mutant.name, ready.case.title)
    assert tried > 150


def is_idle(mutant: Mutant, old: Ruleset, new: Ruleset, ready: object) -> bool:
    """What the runner asks before it decides anew."""
    at = ready.situation  # type: ignore[attr-defined]  # it is a case that is ready
    change = mutant.change
    if isinstance(change, Exchange):
        return idle_rule(at, change.old, change.new)
    return idle(at, old, new)


def test_a_table_notices_a_window_and_nothing_else(tmp_path: Path) -> None:
    """Three days around its beginning tell a window from its neighbours; the condition takes other cases."""
    found = judged(benched(tmp_path))
    fates = {each.mutant.name: each.fate for each in found.judged}
    for name in ("not_before+1", "not_before-1", "not_before-dropped", "dropped"):
        assert fates[f"coach/patience:{name}"] == "noticed"
    assert fates["parameter coach_wait:10"] == fates["parameter coach_wait:8"] == "noticed"
    assert fates["coach/patience:when.1-dropped"] == "unnoticed"
    assert fates["coach/patience:channels-prefer-dropped"] == "unnoticed"


def test_the_case_that_noticed_is_named(tmp_path: Path) -> None:
    """For each change that is noticed, one case that did is named."""
    by = {each.mutant.name: each.by for each in judged(benched(tmp_path)).with_fate("noticed")}
    assert by["coach/patience:not_before+1"] == "Nine days, on 2 December 2026"


def test_what_is_to_be_confirmed_notices_nothing(tmp_path: Path) -> None:
    """Cases that nobody vouches for aren't asked."""
    suite = SUITE.replace("    facts: {client", "    confirm: true\n    facts: {client")
    assert judged(benched(tmp_path, suite)).with_fate("noticed") == ()


def test_a_proof_spares_a_case(tmp_path: Path) -> None:
    """A change that is proved to change nothing isn't held against the suite."""
    found = mutate(benched(tmp_path), processes=1, equivalent=lambda old, new: old is not new)
    assert found.with_fate("unnoticed") == ()
    assert found.with_fate("equivalent") != ()


def test_excuses_are_kept_and_held_to_account(tmp_path: Path) -> None:
    """An excused change isn't listed; one that is noticed, or isn't there, needs no excuse."""
    excuses = "equivalent:\n" + "".join(
        f"  - {{mutant: 'coach/patience:{name}', because: It is all the same.}}\n"
        for name in ("channels-prefer-dropped", "not_before+1", "nothing")
    )
    found = judged(benched(tmp_path, SUITE + excuses))
    assert [each.mutant.name for each in found.with_fate("excused")] == [
        "coach/patience:channels-prefer-dropped"
    ]
    assert [each.by for each in found.with_fate("excused")] == ["It is all the same."]
    assert [each.name for each in found.needless] == ["coach/patience:not_before+1", "coach/patience:nothing"]
    assert "coach/patience:channels-prefer-dropped" not in unnoticed(benched(tmp_path / "b", SUITE + excuses))


def test_a_layer_answers_for_what_it_changes(tmp_path: Path) -> None:
    """Of a rule of the pack below, only the parts that the layer changes are changed, and looked at."""
    bench = benched(tmp_path)
    manifest = (tmp_path / "coach/pack.yaml").read_text(encoding="utf-8")
    window = "change: {decision/wait: {window: {not_before: meeting.date + 3 days}}}\n"
    (tmp_path / "coach/pack.yaml").write_text(manifest + window, encoding="utf-8")
    again, _ = open_bench(bench.recipe)
    assert again is not None
    names = {each.name for each in mutants(again, plugins=False)} - {
        each.name for each in mutants(bench, plugins=False)
    }
    assert {name.partition(":")[0] for name in names} == {"decision/wait"}
    assert "decision/wait:not_before+1" in names
    assert "decision/wait:dropped" not in names


def title_of(bench: Bench, number: int) -> str:
    """Something that a process does."""
    return f"{bench.name}: {bench.ready[number].case.title}"


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_order(processes: int, tmp_path: Path) -> None:
    """However many processes there are, the results are those of one, in the order of the cases."""
    bench = benched(tmp_path)
    numbers = [number % 3 for number in range(90)]
    assert in_parallel(title_of, bench, numbers, processes) == [title_of(bench, number) for number in numbers]


def test_a_bench_travels_as_its_recipe(tmp_path: Path) -> None:
    """A process that shares nothing opens the pack again, and finds the same."""
    bench = benched(tmp_path)
    other = pickle.loads(pickle.dumps(bench))  # noqa: S301 - it is our own
    assert [each.case.title for each in other.ready] == [each.case.title for each in bench.ready]
    assert [each.differences for each in run(other, processes=1).outcomes] == [(), (), ()]

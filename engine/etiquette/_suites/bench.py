"""What is tested: a pack with its suites, and the rulesets that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from etiquette._deciding.situation import Situation
from etiquette._deciding.status import situation
from etiquette._message import with_reading
from etiquette._packing.file_kinds import kind_of_file
from etiquette._packing.pack_choice import choose
from etiquette._packing.pack_search import MANIFEST, MOST_BYTES, Candidate, candidate_at, places, search
from etiquette._packing.versions import split_pin
from etiquette._reading.paths import look
from etiquette._reading.read_facts import read_facts
from etiquette._reading.yaml import read
from etiquette.check import facts_for
from etiquette.diagnostics import Diagnostic, RulesError, has_errors, in_order
from etiquette.facts import Facts
from etiquette.loading import load
from etiquette.plugins import collect
from etiquette.ruleset import Ruleset

from .examples import Sample, samples
from .model import Case, Parameters, Setting, Suite
from .read import read_suite, read_suites
from .unnamed import unnamed

__all__ = ["Bench", "Ready", "Recipe", "open_bench", "parametrised", "prepared"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is to be tested: a pack by name or folder, or one of its suites or concepts; and where to look.

    ``plugins`` are for suites that don't name their own; ``None`` is all that are installed. ``words`` are
    parts of the names of the cases that are meant; without any, all are.
    """

    pack: str
    plugins: tuple[str, ...] | None = None
    paths: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Ready:
    """A case with its ruleset and its facts. Without ``facts``, ``problems`` say why there are none."""

    case: Case
    setting: Setting
    ruleset: Ruleset
    facts: Facts | None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether no answer can be had from the facts."""
        return self.facts is None or has_errors(self.problems)

    @cached_property
    def looks(self) -> Mapping[str, frozenset[date]]:
        """The actions that the case expects something of, each with the days on which it looks at them.

        These are the present day of the case, and for the proposed action the day of the step, where the case
        says what is to be found wrong with it.
        """
        if self.refused or self.facts is None:
            return {}
        expect, step = self.case.expect, self.facts.proposed
        found = {
            action: frozenset({self.facts.today}) for action in (*expect.plan, *(expect.conflicts or ()))
        }
        if expect.findings is not None and step is not None:
            found[step.action] = found.get(step.action, frozenset()) | {step.day}
        return found

    @cached_property
    def actions(self) -> frozenset[str]:
        """The actions that the case looks at."""
        return frozenset(self.looks)

    @cached_property
    def situation(self) -> Situation | None:
        """The facts under the rules of their day; ``None`` where they can't even be read."""
        if self.facts is None:
            return None
        return situation(self.ruleset.as_of(self.facts.today), self.facts)


@dataclass(frozen=True, eq=False)
class Bench:
    """A pack and its suites, ready to be run. Pickled, it is its recipe."""

    recipe: Recipe
    candidate: Candidate
    suites: tuple[Suite, ...]
    _loaded: dict[Setting, Ruleset] = field(default_factory=dict, repr=False)
    _set: dict[tuple[Setting, Parameters], Ruleset] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Recipe]]:
        return _reopened, (self.recipe,)

    @property
    def name(self) -> str:
        """The pack's name."""
        return self.candidate.name

    @cached_property
    def ruleset(self) -> Ruleset:
        """The pack as it is used: with what it extends and with the plugins of the caller."""
        return self.loaded(Setting())

    def loaded(self, setting: Setting) -> Ruleset:
        """The ruleset of a setting. Raises :class:`RulesError`."""
        plugins = self.recipe.plugins if setting.plugins is None else setting.plugins
        setting = Setting(setting.packs, plugins)
        if setting not in self._loaded:
            first, paths = _spec(self.recipe.pack), self.recipe.paths
            self._loaded[setting] = load(first, *self._further(setting), plugins=plugins, paths=paths)
        return self._loaded[setting]

    def _further(self, setting: Setting) -> Iterator[str | Path]:
        """Further packs; a folder is seen from the folder of the suites."""
        for each in setting.packs:
            folder = self.candidate.folder / "tests" / each
            yield folder if "/" in each and isinstance(folder, Path) else each

    def _under(self, setting: Setting, parameters: Parameters) -> Ruleset:
        """The ruleset of a setting with values in place of those of its parameters, which must fit."""
        if (setting, parameters) not in self._set:
            base = self.loaded(setting)
            self._set[setting, parameters] = parametrised(base, parameters) if parameters else base
        return self._set[setting, parameters]

    @cached_property
    def ready(self) -> tuple[Ready, ...]:
        """All cases that are meant, in order of files and as they are written, with facts and ruleset."""
        found: list[Ready] = []
        for suite in self.suites:
            base = self.loaded(suite.setting)
            for case in suite.cases:
                if self._meant(case):
                    ruleset = self._under(suite.setting, case.parameters)
                    facts, problems = _read(case, base, ruleset)
                    found.append(Ready(case, suite.setting, ruleset, facts, problems))
        return tuple(found)

    @cached_property
    def concept_file(self) -> Path | None:
        """The file of a concept that alone is to be tested."""
        return _concept_file(Path(self.recipe.pack))

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """All examples of the pack's concepts that are meant, in order of files."""
        only = self.concept_file
        if only is None and _is_file(Path(self.recipe.pack)):
            return ()
        return tuple(
            each
            for each in samples(self.ruleset, self.name)
            if self._meant(each)
            and (only is None or (each.example.location and Path(each.example.location.file) == only))
        )

    def _meant(self, case: Case | Sample) -> bool:
        return all(word.casefold() in case.name.casefold() for word in self.recipe.words)

    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong with what suites name: their packs and plugins, parameters, actions and rules."""
        return in_order(each for suite in self.suites for each in self._problems(suite))

    def _problems(self, suite: Suite) -> Iterator[Diagnostic]:
        try:
            ruleset = self.loaded(suite.setting)
        except RulesError as error:
            yield from error.diagnostics
            return
        yield from (each for each in ruleset.diagnostics if each.severity == "error")
        yield from (each for case in suite.cases for each in unnamed(case, ruleset))


def parametrised(ruleset: Ruleset, parameters: Parameters) -> Ruleset:
    """``ruleset`` with other values of parameters."""
    known = ruleset.parameters
    changed = {name: replace(known[name], value=value) for name, value in parameters if name in known}
    return replace(ruleset, parameters={**known, **changed})


def prepared(case: Case, setting: Setting, base: Ruleset) -> Ready:
    """A case that no suite holds, under a ruleset as it was loaded."""
    ruleset = parametrised(base, case.parameters) if case.parameters else base
    facts, problems = _read(case, base, ruleset)
    return Ready(case, setting, ruleset, facts, problems)


def open_bench(recipe: Recipe) -> tuple[Bench | None, tuple[Diagnostic, ...]]:
    """Find the pack, and read its suites; ``None`` with everything that is wrong if that can't be done."""
    file = Path(recipe.pack)
    suites: tuple[Suite, ...] = ()
    if _concept_file(file) is not None:
        folder = _folder_of(file)
        candidate, problems = candidate_at(folder, str(folder))
        if candidate is None:
            return None, problems
    elif _is_file(file):
        candidate, problems = candidate_at(file.parent.parent, str(file.parent.parent))
        if candidate is None:
            return None, problems
        suite, problems = read_suite(file, str(file))
        suites = (suite,) if suite else ()
    else:
        candidate, problems = _candidate(recipe)
        if candidate is None:
            return None, problems
        suites, problems = read_suites(candidate.folder, candidate.label)
    if has_errors(problems):
        return None, problems
    bench = Bench(recipe, candidate, suites)
    try:
        bench.loaded(Setting())
    except RulesError as error:
        return None, error.diagnostics
    problems = bench.problems()
    return (None if has_errors(problems) else bench), problems


def _spec(pack: str) -> str | Path:
    """What the loader takes: the folder of a file of suites, a folder, or a name."""
    path = Path(pack)
    if path.suffix == ".yaml":
        return path.parent if path.name == MANIFEST else _folder_of(path)
    return path if any(part in pack for part in ("/", "\\")) or pack == "." else pack


def _is_file(path: Path) -> bool:
    """Whether it names a file of a pack that isn't the manifest."""
    return path.suffix == ".yaml" and path.name != MANIFEST


def _concept_file(path: Path) -> Path | None:
    """The path if it is that of a file of a concept."""
    if not _is_file(path) or look(path).kind != "file":
        return None
    document, _ = read(path, str(path), MOST_BYTES)
    return path if document is not None and kind_of_file(document.data) == "concept" else None


def _folder_of(file: Path) -> Path:
    """The folder of the pack that a file of suites or of a concept belongs to."""
    if _concept_file(file) is None:
        return file.parent.parent
    above = (folder for folder in file.parents if look(folder / MANIFEST).kind == "file")
    return next(above, file.parent)


def _reopened(recipe: Recipe) -> Bench:
    bench, problems = open_bench(recipe)
    if bench is None:
        raise RulesError(problems)
    return bench


def _candidate(recipe: Recipe) -> tuple[Candidate | None, tuple[Diagnostic, ...]]:
    request = _spec(recipe.pack)
    if isinstance(request, Path):
        # The chooser says best what is wrong with a folder that somebody has named.
        chosen, problems = choose((request,), search(places()))
        found, _ = candidate_at(request, str(request))
        return (None, problems) if found is None else (found, ())
    contributions = collect(recipe.plugins)
    chosen, problems = choose(
        (request,), search(places(list(map(Path, recipe.paths)), contributions.pack_folders))
    )
    if has_errors(problems):
        return None, problems
    name, _ = split_pin(request)
    return next(each for each in chosen.packs if each.name == name), problems


def _read(case: Case, base: Ruleset, ruleset: Ruleset) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """The facts, if they can be read, and all that is wrong with them."""
    facts, problems = read_facts(case.facts, base)
    if facts is None:
        return None, problems
    facts = with_reading(ruleset, facts)
    _, impossible = facts_for(ruleset, facts)
    known = {(each.code, each.message) for each in problems}
    more = (each for each in impossible if (each.code, each.message) not in known)
    return facts, in_order((*problems, *(_with_lines(each, case) for each in more)))


def _with_lines(problem: Diagnostic, case: Case) -> Diagnostic:
    return replace(problem, excerpt=case.facts.excerpt(problem.location, *problem.related))

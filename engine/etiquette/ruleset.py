"""The immutable union of packs, layers and plugins that facts are checked against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ._nouns import dataclass, field, replace
from .algebra import Condition, Count, IsOpen, Named, Node, Scalar, facts_in, walk
from .diagnostics import Diagnostic
from .model import (
    Action,
    Aspect,
    Channel,
    Concept,
    Impossible,
    Override,
    PackId,
    Parameter,
    PerEach,
    Phase,
    Recipient,
    Rule,
)
from .recognition import Language, Recogniser
from .vocabulary import FactDecl, Vocabulary
from .wordings import Wordings

if TYPE_CHECKING:
    from pathlib import Path

    from ._compiling.decider import Decider
    from ._compiling.program import Program
    from ._compiling.swift_called import Reader
    from ._matching.reading import Recognition
    from .explanation import Explanation
    from .facts import Facts
    from .report import Outcome, Report
    from .written import Drafts

__all__ = ["Measure", "OutputFormat", "Reviewer", "Ruleset"]

_SELDOM: Final = 8

OutputFormat: TypeAlias = Callable[["Report"], str]
Reviewer: TypeAlias = Callable[..., Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Measure:
    """How to count a message's length in a unit; ``characters`` is what one unit holds, for budgets."""

    unit: str
    count: Callable[[str], int]
    characters: int


@dataclass(frozen=True, eq=False)
class Ruleset:
    """Rules and everything they refer to, ready to be applied. Immutable; safe to share by threads.

    ``rules`` are sorted by id. ``actions``, ``channels``, ``recipients``, ``carriers`` and ``concepts``
    are in declared order, plugins' after packs'. ``diagnostics`` are the problems of plugins that make
    every answer *incomplete*; problems of packs prevent a ruleset altogether. ``disabled`` are the rules that
    layers took away, for the record; nothing else refers to them. ``recognisers`` are what concepts sound
    like in ``languages``; ``language`` is the tag of the language that the packs themselves are written in.
    ``wordings`` are the sentences for first drafts, by language.

    Rules may be in force on some days only. A ruleset as loaded holds the rules of all days; :meth:`as_of` is
    the guidance of one day, which keeps the rest as ``not_in_force``, for the record as well. Whatever holds
    of all rules together because none of them may do without it (no circle of overrides, say) holds of the
    guidance of each day, which has fewer rules and no other.
    """

    packs: tuple[PackId, ...]
    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    actions: Mapping[str, Action] = field(default_factory=dict)
    phases: Mapping[str, Phase] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    carriers: Mapping[str, Recipient] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    definitions: Mapping[str, Node] = field(default_factory=dict)
    impossible: tuple[Impossible, ...] = ()
    country: str | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)
    reviewers: tuple[tuple[str, Reviewer], ...] = ()
    formats: Mapping[str, OutputFormat] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    disabled: tuple[Rule, ...] = ()
    not_in_force: tuple[Rule, ...] = ()
    recognisers: tuple[Recogniser, ...] = ()
    languages: Mapping[str, Language] = field(default_factory=dict)
    language: str = ""
    wordings: Mapping[str, Wordings] = field(default_factory=dict)
    _recognition: list[Recognition] = field(default_factory=list, repr=False)

    def check(
        self,
        facts: Mapping[str, Any] | Facts | Path | str,
        *,
        today: date | None = None,
        draft: str | None = None,
        as_of: date | None = None,
    ) -> Report:
        """What these rules say about ``facts``: the plan, findings on the proposed step, questions.

        ``facts`` is the nested mapping of a facts file (dates as ISO strings or :class:`datetime.date`),
        a :class:`~etiquette.Facts`, or the path of a YAML or JSON file. ``today`` wins over the ``today``
        in the facts. ``draft`` is the text of the proposed message. ``as_of`` is the day whose guidance is
        applied; without it that of ``today``. Bad facts don't raise: they are the report's ``diagnostics``,
        and its plan is empty. Raises :class:`TypeError` when ``today`` or ``as_of`` is no date: a
        :class:`datetime.datetime` isn't one, for its day depends on the time zone.
        """
        from .check import check

        return check(self, facts, today=today, draft=draft, as_of=as_of)

    def decide(self, facts: Mapping[str, Any] | Facts | Path | str, *, today: date | None = None) -> Outcome:
        """What :meth:`check` decides, without a word of explanation: for whoever decides very many cases.

        ``facts`` and ``today`` are as for :meth:`check`; every field is that of its report. Raises
        :class:`~etiquette.FactsError` when the facts can't be used.
        """
        from .outcomes import decide

        return decide(self, facts, today=today)

    def decider(self, actions: Iterable[str] | None = None) -> Decider:
        """What decides cases that are plain data with numbers for days: the quickest way in.

        With ``actions`` it decides on those, and on those that their rules ask about; rules on others cost
        nothing then. Where rules are dated, it is the guidance of a day (:meth:`as_of`) that is to be asked.

        Raises :class:`KeyError` for an action that isn't declared.
        """
        from ._compiling.decider import Decider

        return Decider(self if actions is None else self.narrowed(actions))

    def narrowed(self, actions: Iterable[str]) -> Ruleset:
        """The same for some actions only, and for those that their rules ask about; in declared order.

        What it says of them is what this ruleset says. Raises :class:`KeyError` for one that isn't declared.
        """
        wanted: set[str] = set()
        left = list(actions)
        while left:
            action = left.pop()
            if action not in wanted:
                wanted.add(action)
                left += self.opens[action]
        rules = {rule.id for action in wanted for rule in self.by_action[action]}
        return replace(
            self,
            actions={name: action for name, action in self.actions.items() if name in wanted},
            rules=tuple(rule for rule in self.rules if rule.id in rules),
        )

    def explain(
        self,
        facts: Mapping[str, Any] | Facts | Path | str,
        topic: str | None = None,
        *,
        today: date | None = None,
        as_of: date | None = None,
    ) -> Explanation:
        """Why :meth:`check` says what it says, for an action id, a rule id, or everything.

        Raises :class:`KeyError` when ``topic`` is neither an action nor a rule, and
        :class:`~etiquette.FactsError` when the facts can't be used.
        """
        from .explain import explain

        return explain(self, facts, topic, today=today, as_of=as_of)

    def draft(
        self,
        facts: Mapping[str, Any] | Facts | Path | str,
        action: str | None = None,
        *,
        channel: str | None = None,
        recipient: str | None = None,
        person: str | None = None,
        today: date | None = None,
        as_of: date | None = None,
    ) -> Drafts:
        """First drafts of an action's message, in the words of the packs: one for each channel, best first.

        ``action`` is the id of an action; without one it is the first of the plan that is to be taken and has
        a message. ``channel`` and ``recipient`` narrow the ways; ``person`` is the one of several to whom the
        action is owed. Nothing is invented: what the facts don't tell is a gap in brackets. Where no draft is
        of use (the action is done, or advised against), the answer has none and says why.

        Raises :class:`KeyError` when an id isn't declared, and :class:`~etiquette.FactsError` when the facts
        can't be used.
        """
        from .writing import draft

        return draft(
            self, facts, action, channel=channel, recipient=recipient, person=person, today=today, as_of=as_of
        )

    def as_of(self, day: date) -> Ruleset:
        """The guidance of ``day``: the rules that are in force then, and everything else as it is.

        The same object for all days on which the same rules are in force; this one where nothing is dated.
        """
        epochs = self.epochs()
        if len(epochs) == 1:
            return self
        first = epochs[bisect_right(epochs, day) - 1]
        if first not in self._guidance:
            everything = sorted((*self.rules, *self.not_in_force), key=lambda rule: rule.id)
            rules = tuple(rule for rule in everything if rule.in_force(first))
            others = tuple(rule for rule in everything if not rule.in_force(first))
            same = (rules, others) == (self.rules, self.not_in_force)
            self._guidance.setdefault(
                first, self if same else replace(self, rules=rules, not_in_force=others)
            )
        return self._guidance[first]

    def epochs(self) -> tuple[date, ...]:
        """The first day of each stretch in which the same rules are in force; the first is ``date.min``.

        So ``[ruleset.as_of(day) for day in ruleset.epochs()]`` is all the guidance that there ever is.
        """
        return self._epochs

    def guidance_until(self, day: date) -> date | None:
        """The last day with the same rules in force as on ``day``; ``None`` where no day brings others."""
        epochs = self.epochs()
        following = bisect_right(epochs, day)
        return epochs[following] - timedelta(days=1) if following < len(epochs) else None

    @cached_property
    def _epochs(self) -> tuple[date, ...]:
        dated = (rule.effective for rule in (*self.rules, *self.not_in_force) if rule.effective)
        return tuple(sorted({date.min}.union(*(each.turns for each in dated))))

    @cached_property
    def _guidance(self) -> dict[date, Ruleset]:
        """What :meth:`as_of` has given, by the first day of each stretch."""
        return {}

    @cached_property
    def recognition(self) -> Recognition:
        """What reads messages: made once, and shared with the guidance of each day."""
        from ._matching.reading import Recognition

        mine = Recognition(self.languages, self.recognisers, self.language)
        for each in self._recognition:
            if each.languages is mine.languages and each.recognisers is mine.recognisers:
                return each if each.assumed == mine.assumed else mine
        self._recognition.append(mine)
        return mine

    @cached_property
    def compiled(self) -> Program:
        """These rules as generated code: made when first asked for, and good for all threads.

        Where rules are dated, it is the guidance of a day (:meth:`as_of`) that is to be compiled.
        """
        from ._compiling.program import Program

        return Program(self)

    @cached_property
    def swift_reader(self) -> Reader:
        """What reads facts that are plainly right, as generated code; made when first asked for."""
        from ._compiling.swift_facts import swift_reader

        return swift_reader(self)

    @cached_property
    def past_days(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The facts that are days of what has happened, and the lists with such fields: path and fields."""
        found = ((path, decl) for path, decl in self.vocabulary.facts.items())
        return tuple(
            (path, tuple(each.name for each in decl.fields if each.past))
            for path, decl in found
            if decl.past or any(each.past for each in decl.fields)
        )

    @cached_property
    def owed(self) -> tuple[tuple[str, PerEach], ...]:
        """The actions that are owed to each of several."""
        return tuple((action.id, action.per) for action in self.actions.values() if action.per)

    @cached_property
    def never(self) -> tuple[Condition, ...]:
        """What the packs say can't be, as conditions."""
        return tuple(each.when for each in self.impossible)

    def worth_compiling(self) -> bool:
        """Whether these rules have been asked about so often that generating code for them pays."""
        return "compiled" in self.__dict__ or next(self._asked) >= _SELDOM

    @cached_property
    def _asked(self) -> count[int]:
        """How often :meth:`worth_compiling` was asked; to miscount is harmless."""
        return count()

    def words_for(self, decl: FactDecl) -> tuple[str, ...]:
        """The words that a fact may be: its own, or those that this ruleset declares."""
        if decl.values or decl.words_of is None:
            return decl.values
        return tuple(getattr(self, decl.words_of))

    def ways(self, action: Action) -> tuple[tuple[str, str, str], ...]:
        """Every combination of channel, recipient and carrier that is declared for an action.

        Where a pack declares none of a kind, that part is the empty word.
        """
        channels = action.channels or tuple(self.channels) or ("",)
        recipients = action.recipients or tuple(self.recipients) or ("",)
        carriers = action.carriers or tuple(self.carriers) or ("",)
        return tuple((c, r, v) for c in channels for r in recipients for v in carriers)

    def zone_fact(self, way: tuple[str, str, str]) -> str | None:
        """The fact with the zone of whoever a step reaches first: of the carrier, else of the recipient."""
        carrier, recipient = self.carriers.get(way[2]), self.recipients.get(way[1])
        if carrier is not None and carrier.timezone is not None:
            return carrier.timezone
        return recipient.timezone if recipient is not None else None

    def counted(self, per: PerEach) -> Count:
        """The count that tells which entries of a list have been served."""
        counting = self.definitions[per.counting]
        body = counting.body if isinstance(counting, Named) else counting
        assert isinstance(body, Count)  # noqa: S101 - the loader lets nothing else through
        return body

    def parameter(self, name: str) -> Scalar:
        """The value of a parameter under the layers of this ruleset."""
        return self.parameters[name].value

    @cached_property
    def by_action(self) -> Mapping[str, tuple[Rule, ...]]:
        """Rules that speak of each action, by itself or through its phase, sorted by id."""
        found: dict[str, dict[str, Rule]] = {name: {} for name in self.actions}
        phases: dict[str, list[str]] = {}
        for action in self.actions.values():
            phases.setdefault(action.phase, []).append(action.id)
        for rule in self.rules:
            for name in (*rule.actions, *(name for phase in rule.phases for name in phases.get(phase, ()))):
                if name in found:
                    found[name][rule.id] = rule
        return {name: tuple(rules.values()) for name, rules in found.items()}

    @cached_property
    def aspects(self) -> Mapping[str, tuple[Aspect, ...]]:
        """What each rule says something about, by its id."""
        return {rule.id: rule.aspects for rule in self.rules}

    @cached_property
    def overriders(self) -> Mapping[tuple[str, Aspect], tuple[Rule, ...]]:
        """For each aspect of a rule, the rules that override it."""
        found: dict[tuple[str, Aspect], list[Rule]] = {}
        for rule in self.rules:
            for override in rule.overrides:
                for target in self.targets(rule, override):
                    for aspect in target.aspects if override.aspect is None else (override.aspect,):
                        entry = found.setdefault((target.id, aspect), [])
                        if rule not in entry:
                            entry.append(rule)
        return {key: tuple(rules) for key, rules in found.items()}

    def targets(self, rule: Rule, override: Override) -> tuple[Rule, ...]:
        """The rules that ``override`` of ``rule`` names; a topic never includes the rule itself.

        Nor does it include a plugin's: nobody who writes a pack knows which plugins there will be.
        """
        if override.target.endswith("/*"):
            return tuple(each for each in self._named.get(override.target[:-1], ()) if each.id != rule.id)
        return self._named.get(override.target, ())

    @cached_property
    def _named(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules of packs, sorted by id, by what names them: their id, and each topic with its slash."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if not rule.owner.startswith("plugin:"):
                parts = rule.id.split("/")
                topics = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
                for name in (rule.id, *topics):
                    found.setdefault(name, []).append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    @cached_property
    def excluded_by(self) -> Mapping[str, tuple[Impossible, ...]]:
        """For each fact, the impossible situations that it takes part in."""
        found: dict[str, list[Impossible]] = {}
        for each in self.impossible:
            for path in facts_in(each.when):
                found.setdefault(path, []).append(each)
        return {path: tuple(impossible) for path, impossible in found.items()}

    @cached_property
    def asking(self) -> frozenset[str]:
        """Ids of the rules whose condition asks whether an action is open, so that it depends on the day."""
        return frozenset(
            rule.id for rule in self.rules if any(isinstance(node, IsOpen) for node in walk(rule.when))
        )

    @cached_property
    def opens(self) -> Mapping[str, frozenset[str]]:
        """For each action, the other actions whose openness its rules ask about."""
        return {
            action: frozenset(
                node.action for rule in rules for node in walk(rule.when) if isinstance(node, IsOpen)
            )
            for action, rules in self.by_action.items()
        }

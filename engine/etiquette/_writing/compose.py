"""A draft for one way of taking a step: what is to be said, in sentences that fit.

What must be said is there first, in its shortest wording; what should and what may be said joins as long as
there is room. Then each sentence grows, in the same order, to the best wording that still fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from etiquette._deciding.messages import measured
from etiquette._deciding.wording import title_of
from etiquette._nouns import dataclass, replace
from etiquette.report import MessagePlan
from etiquette.ruleset import Ruleset
from etiquette.wordings import Wordings
from etiquette.written import Gap

from .filling import Filled, Message, ranked
from .layout import laid_out

__all__ = ["FRAME", "Composed", "TooLong", "compose"]

FRAME: Final = ("salutations", "openings", "farewells")
"""The lines around what is said, as the keys of wordings."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft's words. ``says`` are concepts in the order in which they are said."""

    text: str
    subject: str | None
    says: tuple[str, ...]
    left_out: tuple[str, ...]
    unworded: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class TooLong:
    """Not even the shortest wording of what must be said fits: it takes ``length`` of at most ``most``."""

    unit: str
    length: int
    most: int


def compose(ruleset: Ruleset, of: Wordings, message: Message, plan: MessagePlan) -> Composed | TooLong:
    """The draft of ``message`` for what ``plan`` asks, or why none fits."""
    options, must, unworded = _options(ruleset, of, message, plan)
    page = _Page(ruleset, of, message, plan)
    chosen = {key: _shortest(options[key]) for key in (*FRAME, *must) if options.get(key)}
    if (excess := page.excess(chosen)) is not None:
        return excess
    wanted = [each for each in (*plan.should, *plan.may) if each in options and each not in chosen]
    left_out = [each for each in plan.gave_way if each not in plan.avoid]
    for concept in wanted:
        more = {**chosen, concept: _shortest(options[concept])}
        if page.excess(more) is None:
            chosen = more
        else:
            left_out.append(concept)
    for key in (*(each for each in chosen if each not in FRAME), *FRAME):
        for option in options.get(key, ()):
            if key in chosen and page.excess({**chosen, key: option}) is None:
                chosen[key] = option
                break
    subject = _subject(ruleset, of, message, plan)
    ordered = page.order(chosen)
    parts = [*([subject] if subject else []), *(chosen[key] for key in _reading_order(chosen, ordered))]
    return Composed(
        page.text(chosen),
        subject.text if subject else None,
        tuple(each for each in ordered if each not in unworded),
        tuple(each for each in left_out if each in of.sentences),
        tuple(each for each in unworded if each in chosen),
        tuple(dict.fromkeys(gap for part in parts for gap in part.gaps)),
    )


def _options(
    ruleset: Ruleset, of: Wordings, message: Message, plan: MessagePlan
) -> tuple[dict[str, Sequence[Filled]], list[str], list[str]]:
    """Wordings by what they are for, best first; what must be in the draft; what no pack has words for."""
    options: dict[str, Sequence[Filled]] = {
        key: ranked(getattr(of, key), of, ruleset, message) for key in FRAME
    }
    for concept, wordings in of.sentences.items():
        if concept not in plan.avoid and (found := ranked(wordings, of, ruleset, message)):
            options[concept] = found
    must = list(plan.must)
    for path in plan.mention:
        mentioning = _mentioning(path, options, plan, message)
        if mentioning is not None:
            options[mentioning] = [each for each in options[mentioning] if path in each.told]
            must += [mentioning] if mentioning not in must else []
    for concept in (*plan.must, *plan.should):
        # What is asked for is said with a gap rather than not at all.
        freely = [replace(each, needs=()) for each in of.sentences.get(concept, ())]
        if concept not in options and (found := ranked(freely, of, ruleset, message)):
            options[concept] = found
    unworded = [each for each in (*plan.must, *plan.should) if each not in options]
    for concept in unworded:
        words = f"say here: {title_of(ruleset, 'concepts', concept)}"
        options[concept] = (Filled(f"[{words}]", (Gap(words),)),)
    return options, must, unworded


def _mentioning(
    path: str, options: Mapping[str, Sequence[Filled]], plan: MessagePlan, message: Message
) -> str | None:
    """The concept in whose words a name of a fact can be mentioned: rather one that is asked for anyway."""
    asked = [*plan.must, *plan.should, *plan.may]
    known = [*asked, *(each for each in options if each not in asked and each not in FRAME)]
    if not message.value(path):
        return None
    return next((key for key in known if any(path in each.told for each in options.get(key, ()))), None)


def _shortest(options: Sequence[Filled]) -> Filled:
    return min(options, key=lambda each: len(each.text))


def _subject(ruleset: Ruleset, of: Wordings, message: Message, plan: MessagePlan) -> Filled | None:
    if plan.subject == "forbidden":
        return None
    found = ranked(of.subjects, of, ruleset, message)
    if found:
        return found[0]
    return Filled("[a subject]", (Gap("a subject"),)) if plan.subject == "required" else None


def _reading_order(chosen: Mapping[str, Filled], concepts: Sequence[str]) -> list[str]:
    keys = ("salutations", "openings", *concepts, "farewells")
    return [key for key in keys if key in chosen]


@dataclass(frozen=True, slots=True)
class _Page:
    """A draft as it grows: how its parts stand together, and whether that is within the limits."""

    ruleset: Ruleset
    of: Wordings
    message: Message
    plan: MessagePlan

    def order(self, chosen: Mapping[str, Filled]) -> list[str]:
        return [concept for group in self._groups(chosen) for concept in group]

    def _groups(self, chosen: Mapping[str, Filled]) -> list[list[str]]:
        """The concepts paragraph by paragraph, what is to come first in front."""
        first = self.plan.first
        named = [each for group in self.of.paragraphs for each in group]
        rest = [each for each in self.ruleset.concepts if each in chosen and each not in named]
        groups = [[each for each in group if each in chosen] for group in self.of.paragraphs]
        groups = [group for group in (*groups, rest) if group]
        for group in groups:
            group.sort(key=lambda each: each != first)
        groups.sort(key=lambda group: first not in group)
        return groups

    def text(self, chosen: Mapping[str, Filled]) -> str:
        frame = {key: chosen[key].text if key in chosen else "" for key in FRAME}
        paragraphs = [[chosen[each].text for each in group] for group in self._groups(chosen)]
        return laid_out(self.ruleset.channels.get(self.message.channel), frame, paragraphs)

    def excess(self, chosen: Mapping[str, Filled]) -> TooLong | None:
        """The first limit that is exceeded, if any is."""
        text = self.text(chosen)
        for unit, most in self.plan.limits:
            length = measured(text, unit, self.ruleset.measures)
            if length > most:
                return TooLong(unit, length, most)
        return None

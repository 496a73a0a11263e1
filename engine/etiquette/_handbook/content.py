"""All that a handbook says, as plain data, whichever way it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from etiquette._saying import definition_in_words, in_use, said
from etiquette.diagnostics import Diagnostic
from etiquette.model import Parameter, Rule
from etiquette.ruleset import Ruleset

from .chapters import chapters
from .read import Told
from .sayings import Saying, sayings
from .timelines import Timeline, timeline

__all__ = ["Advice", "Booklet", "Part", "Setting", "Text", "booklet"]


@dataclass(frozen=True, slots=True)
class Advice:
    """One rule: the sentence, its exceptions and days, the reason, where it is from, and who changed it."""

    id: str
    title: str
    sentence: str
    exceptions: str
    because: str
    source: str
    changed: str


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter; ``name`` is what links to it say."""

    name: str
    title: str
    intro: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter: what it is about, its value and what it may be in words, and who set it."""

    name: str
    title: str
    value: str
    may_be: str
    set_by: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text that rules come from, the sections that they name, and how many they are."""

    title: str
    link: str
    sections: tuple[str, ...]
    rules: int


@dataclass(frozen=True, slots=True)
class Booklet:
    """A handbook. ``terms`` are names and what they mean, ``unsaid`` actions and why nothing is said."""

    title: str
    packs: tuple[str, ...]
    authors: tuple[str, ...]
    language: str
    intro: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    parts: tuple[Part, ...]
    sayings: tuple[Saying, ...]
    unused: Part | None
    unsaid: tuple[tuple[str, str], ...]
    settings: tuple[Setting, ...]
    terms: tuple[tuple[str, str], ...]
    texts: tuple[Text, ...]
    layers: tuple[str, ...]


def booklet(
    ruleset: Ruleset, told: Told, as_of: date | None = None
) -> tuple[Booklet, tuple[Diagnostic, ...]]:
    """The handbook of a ruleset, with its time lines, and what is wrong with its situations.

    ``as_of`` gives the guidance of one day; without it rules say themselves when they are in force, and a
    time line goes by those of each of its days.
    """
    made = [timeline(each, ruleset, as_of) for each in told.situations]
    rules = ruleset.as_of(as_of) if as_of else ruleset
    used, unused = _parts(rules, told)
    found = Booklet(
        title=told.title,
        packs=tuple(map(str, ruleset.packs)),
        authors=told.authors,
        language=told.language,
        intro=tuple(each for each in told.intro.split("\n") if each.strip()),
        timelines=tuple(each for each, _ in made if each is not None),
        parts=used,
        sayings=sayings(rules),
        unused=unused,
        unsaid=tuple((each.title, each.silent) for each in ruleset.actions.values() if each.silent),
        settings=tuple(map(_setting, ruleset.parameters.values())),
        terms=tuple(
            (name.replace("_", " "), definition_in_words(node, ruleset))
            for name, node in sorted(ruleset.definitions.items())
        ),
        texts=tuple(_texts(rules.rules, told)),
        layers=tuple(_layers(ruleset)),
    )
    return found, tuple(problem for _, problems in made for problem in problems)


def _parts(ruleset: Ruleset, told: Told) -> tuple[tuple[Part, ...], Part | None]:
    """The chapters, and the rules that count only under other settings."""
    used: list[Part] = []
    idle: list[Rule] = []
    for chapter in chapters(ruleset, told.chapters):
        rules = [each for each in chapter.rules if in_use(each.when, ruleset)]
        idle += [each for each in chapter.rules if each not in rules]
        if rules:
            advice = tuple(_advice(each, ruleset, told) for each in rules)
            used.append(Part(chapter.topic, chapter.title, chapter.intro, advice))
    if not idle:
        return tuple(used), None
    advice = tuple(_advice(each, ruleset, told) for each in idle)
    intro = "These rules don't count as things are set now. They are for other values of the settings."
    return tuple(used), Part("with-other-settings", "With other settings", intro, advice)


def _advice(rule: Rule, ruleset: Ruleset, told: Told) -> Advice:
    parts = said(rule, ruleset, for_clients=True)
    return Advice(
        id=rule.id,
        title=rule.title or rule.id,
        sentence=parts.main,
        exceptions=" ".join(each for each in (parts.overrides, parts.effective) if each),
        because=rule.because.strip(),
        source=_source(rule, told),
        changed=f"Changed by {', '.join(rule.changed_by)}" if rule.changed_by else "",
    )


def _source(rule: Rule, told: Told) -> str:
    """The section and the text, by the name that rules use, and whether it is a conclusion."""
    source = rule.source
    text = source.text if source.text not in told.sources else ""
    place = ", ".join(
        each for each in (source.section or source.text, text if source.section else "") if each
    )
    return f"inferred from {place}" if source.inferred and place else place


def _setting(parameter: Parameter) -> Setting:
    return Setting(
        name=parameter.name,
        title=parameter.title or parameter.name.replace("_", " "),
        value=_value(parameter, parameter.value),
        may_be=_range(parameter),
        set_by=", ".join(parameter.set_by),
    )


def _value(parameter: Parameter, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    unit = {"days": "day", "business_days": "business day"}.get(parameter.type, "")
    words = str(value).replace("_", " ")
    return f"{words} {unit}{'' if value == 1 else 's'}" if unit else words


def _range(parameter: Parameter) -> str:
    if parameter.values:
        return ", ".join(each.replace("_", " ") for each in parameter.values)
    if parameter.type == "switch":
        return "yes, no"
    match parameter.least, parameter.most:
        case None, None:
            return ""
        case least, None:
            return f"{least} or more"
        case None, most:
            return f"{most} or less"
        case least, most:
            return f"{least} to {most}"


def _texts(rules: Sequence[Rule], told: Told) -> Iterator[Text]:
    """The texts that rules name, those that most rules come from first."""
    names = sorted({rule.source.text for rule in rules if rule.source.text})
    by_name = {name: [rule for rule in rules if rule.source.text == name] for name in names}
    for name in sorted(names, key=lambda each: (-len(by_name[each]), each)):
        known = told.sources.get(name, {})
        sections = tuple(sorted({rule.source.section for rule in by_name[name] if rule.source.section}))
        title = known.get("title") or f"{name[:1].upper()}{name[1:]}"
        yield Text(title, known.get("link", ""), sections, len(by_name[name]))


def _layers(ruleset: Ruleset) -> Iterator[str]:
    """What packs that build on others change in them: settings, rules, and rules that are left out."""
    if len(ruleset.packs) < 2:
        return
    for parameter in ruleset.parameters.values():
        if parameter.set_by:
            title = parameter.title or parameter.name
            yield f"{', '.join(parameter.set_by)} sets “{title}” to {_value(parameter, parameter.value)}."
    for rule in ruleset.rules:
        if rule.changed_by:
            yield f"{', '.join(rule.changed_by)} changes “{rule.title}”."
    for rule in ruleset.disabled:
        yield f"{rule.changed_by[-1]} leaves out “{rule.title}”."
    base = ruleset.packs[0].pack
    for pack in (each.pack for each in ruleset.packs if each.pack != base):
        added = [f"“{rule.title}”" for rule in ruleset.rules if rule.owner == pack]
        if added:
            yield f"{pack} adds {', '.join(added)}."

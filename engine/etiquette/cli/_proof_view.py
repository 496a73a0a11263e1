"""A proof as a page of text, and as entries for machine formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from etiquette._text.blocks import Item, Page, Row, Section, Tone
from etiquette.codes import TITLES
from etiquette.proof import CLAIMS, Answer, Claim, Proof

if TYPE_CHECKING:
    from etiquette._formats import Entry
    from etiquette.model import Level

__all__ = ["proof_document", "proof_page"]

_THINGS: Final[dict[Claim, tuple[str, str]]] = {
    "no_conflict": ("action", "actions"),
    "possible": ("action", "actions"),
    "no_gap": ("action", "actions"),
    "applies": ("rule", "rules"),
    "in_play": ("rule", "rules"),
    "needed": ("rule", "rules"),
    "override": ("override", "overrides"),
    "narrows": ("plugin", "plugins"),
    "keeps": ("layer", "layers"),
}
_AGAIN: Final = "Prove again once these are settled: one thing that doesn't hold can hide another."
_SCOPE: Final = (
    "Proved over all facts that could be told and all values of parameters, not by examples; "
    "docs/proof.md says within which bounds."
)


def proof_page(proof: Proof, *, verbose: bool = False) -> Page:
    """The verdict, what was refuted and what stayed unknown in full, and the rest in a line each."""
    sections: list[Section] = []
    for verdict in ("refuted", "unknown"):
        for claim in CLAIMS:
            found = [each for each in proof.answers if (each.claim, each.verdict) == (claim, verdict)]
            if found:
                sections.append(_section(claim, found))
    sections.append(_proved(proof, verbose=verbose))
    if proof.diagnostics:
        problems = tuple(Item(str(each), mark="cross", tone="bad") for each in proof.diagnostics)
        sections.append(Section("Problems of plugins, without which nothing was proved", problems, "bad"))
    names = " + ".join(map(str, proof.packs))
    beside = f", with {', '.join(proof.plugins)}" if proof.plugins else ", without plugins"
    verdict_line, tone = _verdict(proof)
    footer = (f"{names}{beside}.", *((_AGAIN,) if proof.refuted else ()), _SCOPE)
    return Page(verdict_line, tone, tuple(sections), footer)


def _verdict(proof: Proof) -> tuple[str, Tone]:
    name = proof.packs[-1].pack
    wrong, open_ = len(proof.refuted), len(proof.unknown)
    if wrong:
        things = "1 thing doesn't hold" if wrong == 1 else f"{wrong} things don't hold"
        return f"{name}: {things}.", "bad"
    if open_:
        return f"{name}: {open_} of {len(proof.answers)} claims stayed unknown.", "care"
    if proof.exit_code:
        return f"{name}: the proof is incomplete, because a plugin failed.", "bad"
    return f"{name}: everything is proved.", "good"


def _section(claim: Claim, found: Sequence[Answer]) -> Section:
    refuted = found[0].verdict == "refuted"
    title = f"{'Refuted' if refuted else 'Unknown'}: {CLAIMS[claim][:1].lower()}{CLAIMS[claim][1:]}"
    items = tuple(_item(each) for each in found)
    return Section(title, items, "bad" if refuted else "care", spaced=True)


def _item(answer: Answer) -> Item:
    places = [
        Row("Rules" if number == 0 else "", f"{rule} ({place})" if place else rule)
        for number, (rule, place) in enumerate(zip(answer.rules, answer.locations, strict=True))
    ]
    rows = [
        *places,
        Row("Ran out", answer.ran_out),
        Row("To do", answer.help),
        Row("See", answer.witness.file if answer.witness else ""),
        Row("Guidance", f"from {answer.guidance}" if answer.guidance else ""),
    ]
    refuted = answer.verdict == "refuted"
    return Item(
        answer.sentence,
        answer.code,
        tuple(row for row in rows if row.text),
        "cross" if refuted else "ask",
        "bad" if refuted else "care",
    )


def _proved(proof: Proof, *, verbose: bool) -> Section:
    items: list[Item] = []
    for claim, title in CLAIMS.items():
        mine = [each for each in proof.answers if each.claim == claim]
        held = [each for each in mine if each.verdict == "proved"]
        if not mine:
            continue
        rows = tuple(Row("", each.sentence) for each in held) if verbose else ()
        whole = len(held) == len(mine)
        mark, tone = ("tick", "good") if whole else ("none", "plain")
        items.append(Item(title, _how_many(claim, held, mine), rows, mark, tone))  # type: ignore[arg-type]
    return Section("Proved", tuple(items), "good")


def _how_many(claim: Claim, held: Sequence[Answer], all_: Sequence[Answer]) -> str:
    one, many = _THINGS[claim]
    subjects = {each.subject for each in all_}
    good = subjects - {each.subject for each in all_ if each not in held}
    things = one if len(subjects) == 1 else many
    return f"{len(subjects)} {things}" if good == subjects else f"{len(good)} of {len(subjects)} {things}"


def proof_document(proofs: Iterable[Proof], format_: Any) -> str:
    """Proofs in a machine format: what is refuted is an error, what is unknown a warning.

    In JUnit's, which has nothing between passed and failed, what is unknown has failed.
    """
    from etiquette._formats import of_diagnostic, rendered

    entries: list[Entry] = []
    passed: list[str] = []
    for proof in proofs:
        entries += [of_diagnostic(each) for each in proof.diagnostics]
        for answer in proof.answers:
            name = f"{proof.packs[-1].pack}: {CLAIMS[answer.claim]}: {answer.subject}"
            if answer.verdict == "proved":
                passed.append(name)
            else:
                wrong = answer.verdict == "refuted" or format_ == "junit"
                entries.append(_entry(answer, name, "error" if wrong else "warning"))
    failed = {entry.subject for entry in entries}
    return rendered(format_, entries, suite="prove", passed=[name for name in passed if name not in failed])


def _entry(answer: Answer, name: str, level: Level) -> Entry:
    from etiquette._formats import Entry

    related = tuple(
        (rule, place) for rule, place in zip(answer.rules, answer.locations, strict=True) if place is not None
    )
    see = f" See {answer.witness.file}." if answer.witness and answer.witness.file else ""
    return Entry(
        code=answer.code,
        level=level,
        message=f"{answer.sentence}{see}",
        location=answer.location,
        help=answer.help,
        title=TITLES[answer.code],
        related=related[1:],
        subject=name,
    )

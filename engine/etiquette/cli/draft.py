"""``etiquette draft``: a first draft of the message, in the words of the packs, with gaps to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ._options import as_of_option, format_option, ruleset_options, today_option

if TYPE_CHECKING:
    from etiquette.ruleset import Ruleset
    from etiquette.written import Drafts, WrittenDraft

    from ._cases import Case

__all__ = ["command"]

_SUFFIXES: Final = (".txt", ".md", ".eml")


@click.command(
    name="draft",
    epilog="Exit codes: 0 a draft is written, 1 none is of use (the answer says why), 2 bad input or usage, "
    "3 the rules contradict each other or the answer is incomplete.",
)
@click.argument("facts", type=click.Path(allow_dash=True))
@click.argument("action", required=False, metavar="[ACTION]")
@click.option(
    "--channel", metavar="CHANNEL", help="Only this channel; then nothing but the message is printed."
)
@click.option("--to", "recipient", metavar="RECIPIENT", help="Only to this recipient.")
@click.option("--person", metavar="NAME", help="For whom, where each of several people is owed a message.")
@click.option(
    "--output", "-o", type=click.Path(), metavar="FILE|FOLDER",
    help="A file to write the best draft to (.txt, .md or .eml), or a folder for all of them.",
)  # fmt: skip
@format_option("text", "json")
@today_option
@as_of_option
@ruleset_options
def command(
    facts: str,
    action: str | None,
    channel: str | None,
    recipient: str | None,
    person: str | None,
    output: str | None,
    format_: str,
    today: date | None,
    as_of: date | None,
    **options: object,
) -> int:
    """Write a first draft of the message of ACTION, from FACTS and the sentences that the packs have.

    Without ACTION: of what is to be done now, else next. There is a draft for each channel that the rules
    leave, best first. Nothing is invented: what the facts don't tell is a gap in brackets.
    """
    from ._cases import Cases
    from ._problems import Problems, show

    kind = _kind_of(output)
    case = Cases(options).open(facts)
    if case.ruleset is None:
        raise Problems(case.problems)
    _known(case.ruleset, action, channel, recipient)
    drafts = _drafts(case, case.ruleset, action, channel, recipient, person, today, as_of)
    if output is not None and drafts.drafts:
        _save(drafts, case.ruleset, Path(output), kind)
    elif format_ == "json":
        from ._output import write_json

        write_json(drafts.to_dict())
    else:
        _print(drafts, case.ruleset, alone=channel is not None)
    _say_what_lacks(drafts, case.ruleset)
    if format_ != "json":
        show(drafts.diagnostics)
    return drafts.exit_code


def _known(ruleset: Ruleset, action: str | None, channel: str | None, recipient: str | None) -> None:
    from ._errors import NoSuch

    for kind, name, known in (
        ("action", action, ruleset.actions),
        ("channel", channel, ruleset.channels),
        ("recipient", recipient, ruleset.recipients),
    ):
        if name is not None and name not in known:
            raise NoSuch(kind, name, known)


def _drafts(
    case: Case,
    ruleset: Ruleset,
    action: str | None,
    channel: str | None,
    recipient: str | None,
    person: str | None,
    today: date | None,
    as_of: date | None,
) -> Drafts:
    from etiquette.diagnostics import FactsError

    from ._cases import read_facts_of
    from ._problems import Problems

    facts, problems = read_facts_of(case, today)
    if facts is None:
        raise Problems(problems)
    try:
        return ruleset.draft(
            facts, action, channel=channel, recipient=recipient, person=person, today=today, as_of=as_of
        )
    except FactsError as error:
        raise Problems(error.diagnostics) from None


def _print(drafts: Drafts, ruleset: Ruleset, *, alone: bool) -> None:
    """All drafts; or one alone, as a message that can be piped on, with the rest on standard error."""
    from etiquette._text.written import drafts_page, heading_of, remarks_of

    from ._output import note, write_text

    if not alone or not drafts.drafts:
        write_text(drafts_page(drafts, ruleset))
        return
    draft = drafts.drafts[0]
    write_text(draft.whole)
    note("\n" + "\n\n".join([f"{heading_of(draft, drafts.as_of)}.", *remarks_of(draft, ruleset)]))


def _say_what_lacks(drafts: Drafts, ruleset: Ruleset) -> None:
    """For whoever writes the pack: what it asks for and has no words for."""
    from etiquette._deciding.wording import title_of

    from ._output import note

    lacking = dict.fromkeys(concept for draft in drafts for concept in draft.unworded)
    for concept in lacking:
        title = title_of(ruleset, "concepts", concept)
        note(f"No pack has words for “{title}”: add drafts.{concept} to a file of drafts.")


def _kind_of(output: str | None) -> str:
    """What the file is to be; empty for a folder."""
    if output is None or output.endswith("/") or Path(output).is_dir():
        return ""
    suffix = Path(output).suffix.lower()
    if suffix not in _SUFFIXES:
        message = f"{output!r} doesn't say what to write. Let it end in .txt, .md or .eml, or name a folder: "
        raise click.UsageError(f"{message}{output}/")
    return suffix


def _save(drafts: Drafts, ruleset: Ruleset, path: Path, kind: str) -> None:
    from etiquette._text.written import heading_of, remarks_of

    from ._output import note

    chosen = drafts.drafts[:1] if kind else drafts.drafts
    for draft in chosen:
        suffix = kind or (".txt" if draft.subject is None else ".eml")
        file = path if kind else path / f"{draft.action}-{draft.channel}{suffix}"
        _write(file, draft, suffix)
        lines = [
            f"{file} is written: {heading_of(draft, drafts.as_of)}.",
            *remarks_of(draft, ruleset),
        ]
        note("\n".join(lines))


def _write(path: Path, draft: WrittenDraft, suffix: str) -> None:
    """A new file: what somebody has worked on must not be lost."""
    from etiquette._reading.paths import reason_of
    from etiquette._writing.mail import as_mail

    from ._errors import NotWritten

    made = as_mail(draft) if suffix == ".eml" else draft.whole.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(made)
    except FileExistsError:
        raise NotWritten(f"There is a file {path} already. Name a new one, or take it away first.") from None
    except OSError as error:
        raise NotWritten(f"The file {path} can't be written: {reason_of(error)}.") from None

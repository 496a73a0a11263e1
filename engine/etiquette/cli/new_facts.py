"""``etiquette new facts``: a facts file by answering questions."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import click

from ._errors import NotWritten
from ._options import ruleset_options, today_option

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command(name="facts")
@click.argument("file", default="facts.yaml", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@today_option
@ruleset_options
def command(file: str, force: bool, today: date | None, **options: object) -> int:
    """Ask what matters and write FILE (facts.yaml if left out, - for standard output).

    Only questions are asked that could still change the answer. Enter keeps what is assumed, or means that
    you don't know; ? shows what a question is about, and none means that there is known to be none.
    """
    from pathlib import Path

    from etiquette._reading.paths import reason_of

    from ._conversation import converse
    from ._facts_file import facts_file
    from ._output import note, write_text
    from ._prompter import Prompter
    from ._rulesets import chosen_ruleset, pack_names

    if file != "-":
        _may_be_written(Path(file), force=force)
    ruleset = chosen_ruleset(options)
    prompter = Prompter(ruleset, today)
    prompter.say(
        "Answer what you know. Enter keeps what is assumed, or leaves the question open. "
        "? explains a question, done stops."
    )
    held = converse(prompter)
    for decl in ruleset.vocabulary.facts.values():
        if decl.required and decl.path not in held.answers:
            raise NotWritten(f"Nothing was written, because {decl.path} is needed. {decl.ask or decl.title}")
    text = facts_file(
        held.answers,
        held.left_open,
        ruleset.vocabulary,
        head=_head(file, ruleset.vocabulary.schema.get("title", "")),
        packs=pack_names(options),
    )
    if file == "-":
        write_text(text)
        return 0
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        write_text(text)  # the answers must not be lost
        raise NotWritten(f"The file {file} can't be written: {reason_of(error)}.") from None
    note(f"\nWrote {file}. Next: {_next_command(file, options, today)}")
    return 0


def _may_be_written(path: Path, *, force: bool) -> None:
    """Refuse, before anything is asked, to write over a file, or where no file can be."""
    from etiquette._reading.paths import look

    there = look(path)
    if there.kind == "refused":
        raise NotWritten(f"The file {path} can't be written: {there.reason}.")
    if there.kind != "nothing" and not force:
        raise click.UsageError(
            f"There is a file {path} already. Name another one, or write over it with --force."
        )


def _head(file: str, title: str) -> tuple[str, ...]:
    name = "facts.yaml" if file == "-" else os.fsencode(file).decode("utf-8", "replace")
    return (
        f"{title}." if title else "Facts.",
        "Leave out what isn't known; write none for what is known not to be.",
        f"What to do: etiquette check {name}",
        "All that may stand here: etiquette schema facts",
    )


def _next_command(file: str, options: dict[str, object], today: date | None) -> str:
    import shlex

    from ._rulesets import pack_names

    named = set(pack_names(options))
    parts = ["etiquette", "check", file]
    for pack in options.get("packs") or ():  # type: ignore[attr-defined]
        if pack not in named:
            parts += ["--pack", pack]
    for folder in options.get("paths") or ():  # type: ignore[attr-defined]
        parts += ["--path", folder]
    if today:
        parts += ["--today", today.isoformat()]
    return shlex.join(parts)

"""``etiquette fmt``: the files of packs in one canonical layout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from etiquette._formatting.files import Done
    from etiquette.diagnostics import Diagnostic

__all__ = ["command"]

_STDIN = "-"


@click.command(name="fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would be changed.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would be changed.")
def command(paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Bring rules, manifests and suites into one layout, with every comment kept.

    Each PATH is a file or a folder (the present one if left out), in which the files of packs are found; a
    facts file is formatted if it is named. With - a text is taken from standard input, and the result written
    to standard output. What a file says is never changed: that is checked before anything is written.
    """
    from etiquette.diagnostics import Diagnostic

    from ._problems import show

    if _STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError("- stands for standard input, and can't be used along with files.")
        return _standard_input(check=check, diff=diff)
    changed, count, problems = 0, 0, []
    for found in _found(paths or (".",)):
        if isinstance(found, Diagnostic):
            problems.append(found)
            continue
        count += 1
        problems += found.problems
        if found.after is not None and found.after.changed:
            changed += 1
            _take(found, check=check, diff=diff)
    show(problems)
    _sum_up(
        count, changed, len({each.location.file for each in problems if each.location}), dry=check or diff
    )
    if problems:
        return 2
    return 1 if check and changed else 0


def _found(paths: tuple[str, ...]) -> Iterator[Done | Diagnostic]:
    """Each file in ``paths`` once, formatted, and whatever can't be looked into."""
    from etiquette._formatting.files import files_in, format_file
    from etiquette._reading.paths import real_path

    seen: set[str | None] = set()
    for path in paths:
        for found in files_in(Path(path)):
            if not isinstance(found, Path):
                yield found
            elif real_path(found) not in seen:
                seen.add(real_path(found))
                yield format_file(found)


def _take(done: Done, *, check: bool, diff: bool) -> None:
    """Write the file, or show what would be written. Raises :class:`NotWritten`."""
    from etiquette._formatting.files import write_whole
    from etiquette._reading.paths import reason_of

    from ._errors import NotWritten
    from ._output import write_text

    assert done.after is not None  # noqa: S101 - only files that were formatted come here
    if diff:
        _show_diff(done)
    elif check:
        write_text(f"{done.path} would be formatted.")
    else:
        try:
            write_whole(done.path, done.after.text)
        except OSError as error:
            raise NotWritten(f"The file {done.path} can't be written: {reason_of(error)}.") from None
        write_text(f"{done.path} is formatted now.")


def _show_diff(done: Done) -> None:
    import difflib

    from etiquette._text.blocks import Tone
    from etiquette._text.console import Text
    from etiquette._text.draw import STYLES, console_for, showable

    console = console_for(sys.stdout)
    tones: dict[str, Tone] = {"+": "good", "-": "bad", "@": "quiet"}
    before, after = done.before.splitlines(), done.after.text.splitlines() if done.after else []
    for line in difflib.unified_diff(before, after, str(done.path), f"{done.path} (formatted)", lineterm=""):
        style = STYLES[tones.get(line[:1], "plain")]
        console.print(Text(showable(line, console), style))
    if before == after:
        console.print(Text(f"{done.path}: only its line ends would change.", STYLES["quiet"]))


def _sum_up(count: int, changed: int, unread: int, *, dry: bool) -> None:
    from ._output import note

    verb = "would be formatted" if dry else "formatted"
    parts = [f"{_files(changed)} {verb}"] if changed else []
    same = count - changed - unread
    if same > 0:
        parts.append(f"{_files(same)} {'is' if same == 1 else 'are'} in order")
    if unread:
        parts.append(f"{_files(unread)} left as {'it is' if unread == 1 else 'they are'}")
    note(f"{', '.join(parts)}." if parts else "There is no file of a pack here.")


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _standard_input(*, check: bool, diff: bool) -> int:
    """Format what comes in; what can't be read goes out as it is, since an editor may put it in place."""
    from etiquette._formatting.files import MOST_BYTES, Done, format_bytes
    from etiquette._reading.files import read_stream

    from ._output import write_document
    from ._problems import show

    name = "standard input"
    raw, problems = read_stream(getattr(sys.stdin, "buffer", None), name, MOST_BYTES)
    done = Done(Path(name), "", None, problems) if raw is None else format_bytes(Path(name), raw)
    show(done.problems)
    if done.after is None:
        return 2
    if diff:
        if done.after.changed:
            _show_diff(done)
    elif not check:
        write_document(done.after.text)
    return 1 if check and done.after.changed else 0

"""A folder as it was in a revision of git: taken out into a folder of its own, and called by its old name."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import click

from etiquette._packing.pack_search import MANIFEST
from etiquette.diagnostics import Diagnostic, Location
from etiquette.ruleset import Ruleset

__all__ = ["Then", "old_places", "renamed", "renamed_problems"]

_Placed = TypeVar("_Placed")


@dataclass(frozen=True, slots=True)
class Then:
    """Where a pack of an earlier revision lies, and the folders that other packs are looked for in.

    ``root`` is the folder that everything was taken out into, ``label`` the revision as it was named.
    """

    folder: Path
    paths: tuple[str, ...]
    root: Path
    label: str


def old_places(pack: str, revision: str, paths: Sequence[str], stack: ExitStack) -> Then:
    """Take a pack's folder, and those of ``paths`` that lie in the same repository, out of a revision.

    They are gone again when ``stack`` is closed. Raises a usage error that says what is missing.
    """
    folder = Path(pack).parent if Path(pack).name == MANIFEST else Path(pack)
    if not folder.is_dir():
        raise click.UsageError(f"--against is for the folder of a pack, and there is no folder {pack}.")
    top = Path(
        _git(folder, "rev-parse", "--show-toplevel", wrong=f"{pack} isn't in a git repository").strip()
    )
    commit = _git(
        top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}",
        wrong=f"There is no revision {revision!r} in the repository {top}",
    ).strip()  # fmt: skip
    inside = _inside(folder, top)
    _git(
        top, "cat-file", "-e", f"{commit}:{_joined(inside, MANIFEST)}",
        wrong=f"In {revision} there is no pack in {pack}",
    )  # fmt: skip
    root = Path(stack.enter_context(TemporaryDirectory(prefix="etiquette-")))
    moved: list[str] = []
    wanted = [inside]
    for path in paths:
        there = _inside(Path(path), top) if Path(path).is_dir() else None
        if there is None or not _has(top, commit, there):
            moved.append(path)
        else:
            wanted.append(there)
            moved.append(str(root / there))
    _take_out(top, commit, [each for each in wanted if each], root)
    return Then(root / (inside or ""), tuple(moved), root, revision)


def _git(folder: Path, *arguments: str, wrong: str) -> str:
    return _git_bytes(folder, *arguments, wrong=wrong).decode("utf-8", "replace")


def _git_bytes(folder: Path, *arguments: str, wrong: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, arguments that are no options
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - whichever git is installed
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise click.UsageError(
            "--against needs git, which isn't installed. Install it, or name two folders."
        ) from None
    except OSError as error:
        raise click.UsageError(f"git can't be run: {error.strerror}. Name two folders instead.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = f" (git says: {said[0]})" if said else ""
        raise click.UsageError(f"{wrong}{reason}.")
    return done.stdout


def _has(top: Path, commit: str, inside: str) -> bool:
    try:
        _git(top, "cat-file", "-e", f"{commit}:{inside}", wrong="")
    except click.UsageError:
        return False
    return True


def _inside(folder: Path, top: Path) -> str | None:
    """The path of a folder in its repository, with slashes; empty for the whole of it."""
    try:
        relative = folder.resolve().relative_to(top.resolve())
    except ValueError:
        return None
    return "" if relative == Path() else relative.as_posix()


def _joined(inside: str | None, name: str) -> str:
    return f"{inside}/{name}" if inside else name


def _take_out(top: Path, commit: str, wanted: Sequence[str], root: Path) -> None:
    said = _git_bytes(
        top, "archive", "--format=tar", commit, "--", *wanted, wrong="The revision can't be taken out"
    )
    with tarfile.open(fileobj=io.BytesIO(said)) as archive:
        archive.extractall(root, filter="data")


# What was taken out is called by its revision


def renamed(ruleset: Ruleset, then: Then) -> Ruleset:
    """The ruleset with places such as ``HEAD:my-pack/rules.yaml`` instead of where they were taken out to."""

    def moved(thing: _Placed) -> _Placed:
        place: Any = getattr(thing, "location", None)
        return thing if place is None else replace(thing, location=_moved(place, then))  # type: ignore[type-var]  # nouns

    return replace(
        ruleset,
        rules=tuple(map(moved, ruleset.rules)),
        not_in_force=tuple(map(moved, ruleset.not_in_force)),
        disabled=tuple(map(moved, ruleset.disabled)),
        impossible=tuple(map(moved, ruleset.impossible)),
        actions={name: moved(each) for name, each in ruleset.actions.items()},
        parameters={name: moved(each) for name, each in ruleset.parameters.items()},
        diagnostics=renamed_problems(ruleset.diagnostics, then),
    )


def renamed_problems(problems: Sequence[Diagnostic], then: Then) -> tuple[Diagnostic, ...]:
    """The same problems, told of the revision."""
    return tuple(
        replace(
            each,
            message=_named(each.message, then),
            help=_named(each.help, then),
            location=_moved(each.location, then) if each.location else None,
            related=tuple(_moved(place, then) for place in each.related),
        )
        for each in problems
    )


def _moved(place: Location, then: Then) -> Location:
    return replace(place, file=_named(place.file, then))


def _named(text: str, then: Then) -> str:
    return text.replace(f"{then.root}/", f"{then.label}:").replace(str(then.root), f"{then.label}:")

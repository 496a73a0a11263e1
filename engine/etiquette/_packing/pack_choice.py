"""Choosing packs: what was asked for, which version of it, and all that it extends, bases first.

Every pin that anybody has on a pack counts, whoever comes first: the newest version is taken that fits
them all.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from etiquette._reading.paths import look
from etiquette._reading.wording import did_you_mean, listed
from etiquette.diagnostics import Diagnostic

from .pack_search import MANIFEST, Candidate, Search, candidate_at
from .pack_wishes import Wish, extended, fits
from .versions import ANY, split_pin

__all__ = ["Chosen", "choose"]

_SLIPS: Final = ("pack.yml", "Pack.yaml", "pack.YAML")
_HERE: Final = (os.curdir, os.pardir)
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Chosen:
    """Packs to use, bases before what extends them, else by name; ``above`` are all that a pack builds on."""

    packs: tuple[Candidate, ...] = ()
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)


def choose(requests: Sequence[str | Path], found: Search) -> tuple[Chosen, tuple[Diagnostic, ...]]:
    """The packs that ``requests`` name, with everything they extend, and what stands in the way of it."""
    chooser = _Chooser(found)
    for request in requests:
        chooser.ask(request)
    chooser.settle()
    return chooser.result(), tuple(chooser.problems)


class _Chooser:
    def __init__(self, found: Search) -> None:
        self.found = found
        self.problems: list[Diagnostic] = []
        self.given: dict[str, Candidate] = {}
        self.wishes: dict[str, list[Wish]] = defaultdict(list)
        self.chosen: dict[str, Candidate] = {}

    def ask(self, request: str | Path) -> None:
        """Take one request: a folder, or a name with or without a version."""
        if (
            isinstance(request, Path)
            or request in _HERE
            or any(each in request for each in ("/", "\\", os.sep))
        ):
            self._folder(Path(request))
            return
        try:
            name, pin = split_pin(request)
        except ValueError:
            name, pin = "", ANY
        if _NAME.fullmatch(name):
            self.wishes[name].append(Wish(name, pin))
            return
        message = f"{request!r} is neither the name of a pack nor a folder."
        help_ = "Write a name, with or without a version (a-pack@1.2), or a path such as ./a-pack."
        self.problems.append(Diagnostic("E401", message, help_))

    def _folder(self, folder: Path) -> None:
        folder = folder.parent if folder.name == MANIFEST else folder
        here, manifest = look(folder), look(folder / MANIFEST)
        if manifest.kind in ("nothing", "refused"):
            what = {
                "folder": f"has no {MANIFEST}",
                "nothing": "isn't there",
                "refused": f"can't be looked into: {here.reason}",
            }.get(here.kind, "is a file, not the folder of a pack")
            if here.kind == "folder" and manifest.kind == "refused":
                what = f"can't be looked into: {manifest.reason}"
            slip = _misnamed(folder)
            help_ = f"Name the folder of a pack, the one that holds {MANIFEST}."
            help_ = f"It has {slip}: rename that to {MANIFEST}." if slip else help_
            one = folder if here.kind == "file" else f"The folder {folder}"
            self.problems.append(Diagnostic("E403", f"{one} {what}.", help_))
            return
        candidate, problems = candidate_at(folder, str(folder))
        self.problems += problems
        if candidate is None:
            return
        first = self.given.setdefault(candidate.name, candidate)
        if first.label != candidate.label:
            self.problems.append(_twins(first, candidate))
        self.wishes[candidate.name].append(Wish(candidate.name, ANY))

    def settle(self) -> None:
        """Choose versions until nothing is missing that the chosen packs extend. No wish is taken back."""
        more = True
        while more:
            fitting = {name: self._fitting(name) for name in self.wishes}
            self.chosen = {name: found[0] for name, found in sorted(fitting.items()) if found}
            wishes = [wish for each in self.chosen.values() for wish in extended(each)]
            new = [wish for wish in wishes if wish not in self.wishes[wish.name]]
            for wish in new:
                self.wishes[wish.name].append(wish)
            more = bool(new)

    def _known(self, name: str) -> tuple[Candidate, ...]:
        return (self.given[name],) if name in self.given else self.found.named(name)

    def _fitting(self, name: str) -> list[Candidate]:
        """The versions that fit everybody, best first."""
        return [
            each
            for each in self._known(name)
            if all(fits(wish.pin, each, given=name in self.given) for wish in self.wishes[name])
        ]

    def result(self) -> Chosen:
        """What was chosen, in order; what is missing is reported."""
        for name in sorted(self.wishes):
            if name in self.chosen:
                self._report_twins(self.chosen[name])
            else:
                self.problems += self._missing(name)
        bases = {
            name: frozenset(wish.name for wish in extended(each) if wish.name in self.chosen)
            for name, each in self.chosen.items()
        }
        order: list[str] = []
        left = dict(bases)
        while left:
            ready = sorted(name for name, needed in left.items() if needed <= set(order))
            if not ready:
                self.problems.append(self._circle(left))
                return Chosen()
            order.append(ready[0])
            del left[ready[0]]
        above: dict[str, frozenset[str]] = {}
        for name in order:
            above[name] = bases[name].union(*(above[base] for base in bases[name]))
        return Chosen(tuple(self.chosen[name] for name in order), above)

    def _report_twins(self, chosen: Candidate) -> None:
        if chosen.name in self.given:
            return
        for other in self.found.named(chosen.name):
            if (other.version, other.rank) == (chosen.version, chosen.rank) and other.label != chosen.label:
                self.problems.append(_twins(chosen, other))

    def _missing(self, name: str) -> Iterator[Diagnostic]:
        """Why no version was chosen: there is none, none fits a wish, or wishes exclude each other."""
        known, wishes = self._known(name), self.wishes[name]
        if not known:
            yield self._unknown(wishes[0])
            yield from (each for _, _, problems in self.found.broken for each in problems)
            return
        there = listed(dict.fromkeys(str(each.version) for each in known), "and")
        given = name in self.given
        alone = [wish for wish in wishes if not any(fits(wish.pin, each, given=given) for each in known)]
        for wish in alone:
            if given and wish.by:
                message = f"{wish.by} extends {wish}, and the folder that was given is version {there}."
                help_ = "Give a version that fits, or let the pack extend this one."
                yield wish.problem("E405", message, help_)
                continue
            message = f"No version of {name} fits {wish}." if wish.pin.numbers else f"{name} has no release."
            help_ = f"There is {there}." + ("" if wish.pin.numbers else " A pre-release is used when named.")
            yield wish.problem("E402", message, help_)
        if not alone:
            who = [f"{wish.by or 'the call'} wants {wish}" for wish in wishes if wish.pin.numbers]
            message = f"No version of {name} fits everybody: {listed(sorted(who), 'and')}."
            said = next(wish for wish in wishes if wish.tree or wish is wishes[-1])
            places = [wish.tree.location for wish in wishes if wish.tree and wish is not said]
            yield said.problem("E405", message, f"There is {there}. Let them agree on one.", *places)

    def _unknown(self, wish: Wish) -> Diagnostic:
        names = sorted({each.name for each in self.found.found})
        near = did_you_mean(wish.name, names)
        help_ = f"Did you mean {near}?" if near else f"There is {listed(names, 'and') or 'no pack'}."
        slips = [Path(place.label or ".") / wish.name for place in self.found.places]
        slip = next((each / name for each in slips if (name := _misnamed(each))), None)
        if slip:
            return wish.problem(
                "E401", f"There is no pack called {wish.name}.", f"Rename {slip} to {MANIFEST}."
            )
        if wish.by is None and look(Path(wish.name) / MANIFEST).kind == "file":
            help_ = f"For the folder of that name write ./{wish.name}."
        looked = [place.label for place in self.found.places if place.label]
        if looked and not near:
            help_ += f" Looked into {listed(looked, 'and')} besides what is bundled."
        return wish.problem("E401", f"There is no pack called {wish.name}.", help_)

    def _circle(self, left: Mapping[str, frozenset[str]]) -> Diagnostic:
        """Packs that extend each other, told from the least name."""
        path = [min(left)]
        while True:
            following = min(base for base in left[path[-1]] if base in left)
            if following in path:
                break
            path.append(following)
        path = path[path.index(following) :]
        start = path.index(min(path))
        path = [*path[start:], *path[:start]]
        wishes = [
            next(wish for wish in extended(self.chosen[name]) if wish.name == base)
            for name, base in zip(path, [*path[1:], path[0]], strict=True)
        ]
        message = f"Packs extend each other in a circle: {' → '.join([*path, path[0]])}."
        places = [wish.tree.location for wish in wishes[1:] if wish.tree]
        return wishes[0].problem("E404", message, "Let one of them stand without the others.", *places)


def _misnamed(folder: Path) -> str:
    """A manifest with a slip in its name; empty without one."""
    return next((each for each in _SLIPS if look(folder / each).kind == "file"), "")


def _twins(one: Candidate, other: Candidate) -> Diagnostic:
    first, second = sorted((one, other), key=lambda each: each.label)
    message = f"{one} stands in two folders: {first.label} and {second.label}."
    if one.version != other.version:
        message = f"Two versions of {one.name} were asked for: {one.version} and {other.version}."
    return Diagnostic("E406", message, "Keep one of them, or give one a version of its own.")

"""What can be wrong with a plugin, in words: each function makes one diagnostic that names the plugin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from etiquette._nouns import dataclass
from etiquette.diagnostics import Diagnostic, Location

__all__ = [
    "LEFT_OUT",
    "MISSING",
    "Origin",
    "PluginError",
    "clash",
    "did_you_mean",
    "failure",
    "kind_of",
    "mismatch",
    "misnamed",
    "no_hooks",
    "rubbish",
    "shared",
    "takes_bundled",
    "unknown",
    "unknown_hook",
    "unmarked",
    "unreadable",
]

LEFT_OUT: Final = "Nothing of the plugin is used."
MISSING: Final = "What it was asked for is missing from the answer."
_ENGINE: Final = os.path.dirname(__file__)  # noqa: PTH120 - pathlib takes longer than all of this


@dataclass(frozen=True)
class Origin:
    """A plugin before it is imported; ``load`` imports it and may raise anything.

    ``entry`` is what its entry point says (``module`` or ``module:attribute``), empty for an object that was
    given directly.
    """

    name: str
    load: Callable[[], object]
    distribution: str | None = None
    version: str | None = None
    entry: str = ""

    def __str__(self) -> str:
        return f"{self.name!r} ({self.release})" if self.distribution else repr(self.name)

    @property
    def release(self) -> str:
        """The distribution and its version, such as ``acme-letters 1.2``."""
        return f"{self.distribution} {self.version}" if self.distribution else "one that was given directly"

    @property
    def remedy(self) -> str:
        """What a person who only uses the plugin can do about it."""
        if self.distribution is None:
            return "Correct it, or leave it out."
        return f"Update {self.distribution}, or uninstall it: pip uninstall {self.distribution}"


class PluginError(Exception):
    """A plugin failed or returned rubbish; ``diagnostic`` says which, where and how.

    ``unit`` is what it failed to count, if that is what it was asked for.
    """

    def __init__(self, diagnostic: Diagnostic, unit: str | None = None) -> None:
        self.diagnostic = diagnostic
        self.unit = unit
        super().__init__(str(diagnostic))


def shared(name: str, origins: Sequence[Origin]) -> Diagnostic:
    """Several distributions have a plugin of one name."""
    owners = " and ".join(sorted(each.release for each in origins))
    uninstall = " or ".join(sorted({each.distribution for each in origins if each.distribution}))
    return Diagnostic(
        "E501",
        f"More than one plugin is called {name!r}: {owners}.",
        f"None of them is used. Keep one: pip uninstall {uninstall}",
    )


def unknown(name: str, known: Iterable[str]) -> Diagnostic:
    """A plugin that was asked for isn't installed."""
    listed = ", ".join(sorted(known)) or "none"
    return Diagnostic(
        "E502",
        f"There is no plugin called {name!r}.",
        f"{did_you_mean(name, known)}Installed are: {listed}.",
    )


def unknown_hook(origin: Origin, hook: str, known: Iterable[str]) -> Diagnostic:
    """A function is marked as a hook that doesn't exist."""
    return Diagnostic(
        "E504",
        f"Plugin {origin} implements a hook that doesn't exist: {hook}.",
        f"{did_you_mean(hook, known)}Nothing of the plugin is used. {origin.remedy}",
    )


def unmarked(origin: Origin, hook: str) -> Diagnostic:
    """A function has the name of a hook but not its mark, so it would never be called."""
    return Diagnostic(
        "E504",
        f"Plugin {origin} has a function {hook} that isn't marked as a hook.",
        "Nothing of the plugin is used. Put @hookimpl above it: from etiquette import hookimpl",
    )


def mismatch(origin: Origin, text: str) -> Diagnostic:
    """An implementation doesn't fit its hook; of several lines the last one says why."""
    reason = next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it was refused")
    return Diagnostic(
        "E504",
        f"Plugin {origin} doesn't fit the hooks: {reason.rstrip('.')}.",
        f"Nothing of the plugin is used. Each hook's signature is in docs/plugins.md. {origin.remedy}",
    )


def no_hooks(origin: Origin) -> Diagnostic:
    """An entry point leads to something that is no plugin."""
    return Diagnostic(
        "E504",
        f"Plugin {origin} implements no hook.",
        f"Its entry point may name the wrong module. {origin.remedy}",
    )


def failure(code: str, origin: Origin, did: str, error: BaseException, then: str = LEFT_OUT) -> Diagnostic:
    """An exception in a plugin: its kind, its text, and the deepest place outside the engine."""
    import traceback

    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith((_ENGINE, "<"))
    ]
    place = Location(frames[-1].filename, frames[-1].lineno or 1) if frames else None
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - even the text of its error is the plugin's own code
        text = ""
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return Diagnostic(
        code,
        f"Plugin {origin} {did}: {what.rstrip('.')}.",
        f"{then} {origin.remedy}",
        location=place,
    )


def rubbish(origin: Origin, hook: str, text: str, hint: str = "", then: str = LEFT_OUT) -> Diagnostic:
    """A hook returned what doesn't fit; ``text`` says what, and what belongs there."""
    hint = f"{hint.strip()} " if hint else ""
    return Diagnostic(
        "E506",
        f"Plugin {origin} returned what can't be used from {hook}: {text.rstrip('.')}.",
        f"{hint}{then} {origin.remedy}",
    )


def clash(kind: str, name: str, origins: Sequence[Origin]) -> Diagnostic:
    """Several plugins declare one thing (a channel, a unit, a format); it isn't decided between them."""
    owners = " and ".join(sorted(map(str, origins)))
    return Diagnostic(
        "E507",
        f"The {kind} {name!r} is declared by more than one plugin: {owners}.",
        "None of these plugins is used. Keep one of them and uninstall the others.",
    )


def takes_bundled(origin: Origin, pack: str) -> Diagnostic:
    """A plugin brings a pack whose name belongs to a bundled one: nobody would see which of them answers."""
    return Diagnostic(
        "E511",
        f"Plugin {origin} is left out: it brings a pack called {pack}, and one of that name is bundled.",
        f"Nothing of the plugin is used. Let the pack have a name of its own and extend {pack}. "
        f"{origin.remedy}",
    )


def misnamed(origin: Origin) -> Diagnostic:
    """A plugin's name can't be the name of a section of facts."""
    return Diagnostic(
        "E508",
        f"Plugin {origin} has a name that can't be used.",
        "Nothing of the plugin is used. "
        f"A name is lower-case letters, digits and underscores. {origin.remedy}",
    )


def unreadable(origin: Origin, first: Diagnostic) -> Diagnostic:
    """A file of rules that a plugin brings can't be read; ``first`` says where and why."""
    return Diagnostic(
        "E509",
        f"Plugin {origin} brings rules that can't be read: {first.message}",
        f"Nothing of the plugin is used. {origin.remedy}",
        location=first.location,
        excerpt=first.excerpt,
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``Did you mean letters? `` when something known is close to ``word``, else nothing."""
    from etiquette._reading.wording import did_you_mean as nearest

    near = nearest(word, known)
    return f"Did you mean {near}? " if near else ""


def kind_of(value: object) -> str:
    """What a value is, without asking the value itself."""
    return "nothing" if value is None else f"a value of type {type(value).__name__}"

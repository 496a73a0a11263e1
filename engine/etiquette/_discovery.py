"""Finding plugins: the entry points of the installed distributions, and objects that are given directly.

Nothing is imported here but what was asked for, and nothing a plugin does can raise through: what can't be
used becomes a diagnostic that names the plugin and the distribution it came with.
"""

from __future__ import annotations

import re
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import metadata
from pathlib import Path
from typing import Final

import pluggy

from . import hookspecs
from .diagnostics import Diagnostic, Location

__all__ = ["HOOKS", "Origin", "did_you_mean", "failure", "find", "hooks_of"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_ENGINE: Final = str(Path(__file__).parent)
HOOKS: Final = tuple(sorted(name for name in hookspecs.__all__ if name.startswith("etiquette_")))


@dataclass(frozen=True)
class Origin:
    """A plugin before it is imported; ``load`` imports it and may raise anything."""

    name: str
    load: Callable[[], object]
    distribution: str | None = None
    version: str | None = None

    def __str__(self) -> str:
        return f"{self.name!r} ({self.release})" if self.distribution else repr(self.name)

    @property
    def release(self) -> str:
        """The distribution and its version, such as ``acme-letters 1.2``."""
        return f"{self.distribution} {self.version}"

    @property
    def remedy(self) -> str:
        """What a person who only uses the plugin can do about it."""
        if self.distribution is None:
            return "Leave the plugin out, or correct it."
        return f"Update {self.distribution}, or uninstall it: pip uninstall {self.distribution}"


def find(
    names: Sequence[str] | None, extra: Mapping[str, object]
) -> tuple[tuple[Origin, ...], tuple[Diagnostic, ...]]:
    """The plugins to use, sorted by name, and what is wrong with their names.

    ``names`` picks among the installed ones (``None``: all); those in ``extra`` are always used.
    """
    by_name: dict[str, list[Origin]] = defaultdict(list)
    for point in metadata.entry_points(group=hookspecs.GROUP):
        release = (point.dist.name, point.dist.version) if point.dist else (None, None)
        by_name[point.name].append(Origin(point.name, point.load, *release))
    for name, plugin in extra.items():
        by_name[name].append(Origin(name, lambda plugin=plugin: plugin))  # type: ignore[misc]  # bound now

    found: list[Diagnostic] = []
    if names is not None:
        found = [_unknown(name, by_name) for name in sorted(set(names) - set(by_name))]
        by_name = {n: origins for n, origins in by_name.items() if n in names or n in extra}  # type: ignore[assignment]  # no default is needed any more
    usable = []
    for name, origins in sorted(by_name.items()):
        if len(origins) > 1:
            found.append(_shared(name, origins))
        elif not _NAME.fullmatch(name):
            found.append(_misnamed(origins[0]))
        else:
            usable += origins
    return tuple(usable), tuple(found)


def hooks_of(origin: Origin) -> tuple[dict[str, Callable[..., object]], tuple[Diagnostic, ...]]:
    """Import one plugin and register it: its implementations by the name of their hook.

    Each takes all arguments of its hook by keyword, whichever of them the plugin has a use for. A manager
    serves one plugin only, so that nothing is shared and every failure has a name.
    """
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    try:
        plugin = origin.load()
        manager.register(plugin, origin.name)
        found = tuple(_misfits(manager, plugin, origin))
    except pluggy.PluginValidationError as error:
        found = (_mismatch(origin, str(error)),)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin's failure is its own, whatever it is
        found = (failure("E503", origin, "can't be imported", error),)
    if found:
        return {}, found
    callers = manager.get_hookcallers(plugin) or []
    return {each.name: _called(each.get_hookimpls()[0]) for each in callers if each.has_spec()}, ()


def _misfits(manager: pluggy.PluginManager, plugin: object, origin: Origin) -> Iterator[Diagnostic]:
    """Why a registered plugin isn't one: hooks that don't exist, wrappers, a forgotten mark, no hook at all."""
    callers = manager.get_hookcallers(plugin) or []
    for caller in callers:
        impls = caller.get_hookimpls()
        if not caller.has_spec():
            if not all(impl.optionalhook for impl in impls):
                yield _unknown_hook(origin, caller.name)
        elif any(impl.hookwrapper or impl.wrapper for impl in impls):
            yield _mismatch(origin, f"its {caller.name} wraps other plugins, which isn't done here")
        elif len(impls) > 1:
            yield _mismatch(origin, f"it implements {caller.name} more than once")
    unmarked = [
        name
        for name in HOOKS
        if callable(getattr(plugin, name, None)) and all(caller.name != name for caller in callers)
    ]
    for name in unmarked:
        yield _unmarked(origin, name)
    if not callers and not unmarked:
        yield _no_hooks(origin)


def _called(impl: pluggy.HookImpl) -> Callable[..., object]:
    def call(**arguments: object) -> object:
        return impl.function(*(arguments[name] for name in impl.argnames))

    return call


def failure(code: str, origin: Origin, did: str, error: BaseException) -> Diagnostic:
    """What went wrong inside a plugin: the kind of error, its text, and the place in the plugin's code."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith((_ENGINE, "<frozen"))
    ]
    place = Location(frames[-1].filename, frames[-1].lineno or 1) if frames else None
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - even the text of its error is the plugin's own code
        text = ""
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return Diagnostic(
        code, f"Plugin {origin} {did}: {what}", f"Nothing of it is used. {origin.remedy}", location=place
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``Did you mean 'sms'? `` when something known is close to ``word``, else nothing."""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean {close[0]!r}? " if close else ""


def _unknown(name: str, known: Iterable[str]) -> Diagnostic:
    listed = ", ".join(sorted(known)) or "none"
    help = f"{did_you_mean(name, known)}Installed plugins: {listed}."  # noqa: A001 - the word of Diagnostic
    return Diagnostic("E502", f"There is no plugin {name!r}", help)


def _shared(name: str, origins: Sequence[Origin]) -> Diagnostic:
    owners = " and ".join(sorted(o.release if o.distribution else "one given directly" for o in origins))
    uninstall = sorted({o.distribution for o in origins if o.distribution})
    return Diagnostic(
        "E501",
        f"Two plugins are called {name!r}: {owners}",
        f"Neither is used. Keep one of them: pip uninstall {' or '.join(uninstall)}",
    )


def _misnamed(origin: Origin) -> Diagnostic:
    return Diagnostic(
        "E508",
        f"Plugin {origin} has a name that can't be used",
        f"Nothing of it is used. A name is lower-case letters, digits and underscores. {origin.remedy}",
    )


def _unknown_hook(origin: Origin, hook: str) -> Diagnostic:
    return Diagnostic(
        "E504",
        f"Plugin {origin} implements a hook that doesn't exist: {hook}",
        f"{did_you_mean(hook, HOOKS)}Nothing of it is used. {origin.remedy}",
    )


def _unmarked(origin: Origin, hook: str) -> Diagnostic:
    return Diagnostic(
        "E504",
        f"Plugin {origin} has a function {hook} that isn't marked with @hookimpl",
        "Put @hookimpl (from etiquette import hookimpl) on the line above it. Nothing of the plugin is used.",
    )


def _mismatch(origin: Origin, text: str) -> Diagnostic:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Diagnostic(
        "E504",
        f"Plugin {origin} doesn't fit the hooks: {lines[-1] if lines else 'it was refused'}",
        f"Nothing of it is used. The hooks and their arguments are in docs/plugins.md. {origin.remedy}",
    )


def _no_hooks(origin: Origin) -> Diagnostic:
    return Diagnostic(
        "E504",
        f"Plugin {origin} implements no hook",
        f"Its entry point may name the wrong module. {origin.remedy}",
    )

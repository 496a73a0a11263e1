"""Finding plugins: the entry points of the installed distributions, and objects that are given directly.

Nothing is imported here but what was asked for, and nothing a plugin does can raise through: what can't be
used becomes a diagnostic that names the plugin and the distribution it came with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import metadata
from typing import Final

import pluggy

from etiquette import hookspecs
from etiquette.diagnostics import Diagnostic

from . import plugin_problems as problems
from .plugin_problems import Origin

__all__ = ["HOOKS", "find", "hooks_of"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
HOOKS: Final = tuple(sorted(name for name in hookspecs.__all__ if name.startswith("etiquette_")))


def find(
    names: Sequence[str] | None, extra: Mapping[str, object]
) -> tuple[tuple[Origin, ...], tuple[Diagnostic, ...]]:
    """The plugins to use, sorted by name, and what is wrong with their names.

    ``names`` picks among the installed ones (``None``: all); those in ``extra`` are always used.
    """
    known: dict[str, list[Origin]] = defaultdict(list)
    for point in metadata.entry_points(group=hookspecs.GROUP):
        dist = point.dist.name if point.dist else None
        version = point.dist.version if point.dist else None
        known[point.name].append(Origin(point.name, point.load, dist, version, entry=point.value))
    for name, plugin in extra.items():
        known[name].append(Origin(name, partial(_itself, plugin)))

    wanted = set(known) if names is None else {*names, *extra}
    found = [problems.unknown(name, known) for name in sorted(wanted - set(known))]
    usable: list[Origin] = []
    for name in sorted(wanted & set(known)):
        origins = known[name]
        if len(origins) > 1:
            found.append(problems.shared(name, origins))
        elif not _NAME.fullmatch(name):
            found.append(problems.misnamed(origins[0]))
        else:
            usable += origins
    return tuple(usable), tuple(found)


def _itself(plugin: object) -> object:
    return plugin


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
        callers = manager.get_hookcallers(plugin) or []
    except pluggy.PluginValidationError as error:
        return {}, (problems.mismatch(origin, str(error)),)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin's failure is its own, whatever it is
        return {}, (problems.failure("E503", origin, "can't be imported", error),)
    if found:
        return {}, found
    return {each.name: _called(each.get_hookimpls()[0]) for each in callers if each.has_spec()}, ()


def _misfits(manager: pluggy.PluginManager, plugin: object, origin: Origin) -> Iterator[Diagnostic]:
    """Why a plugin doesn't fit: hooks that don't exist, wrappers, a forgotten mark, no hook at all."""
    callers = manager.get_hookcallers(plugin) or []
    for caller in callers:
        impls = caller.get_hookimpls()
        if not caller.has_spec():
            if not all(impl.optionalhook for impl in impls):
                yield problems.unknown_hook(origin, caller.name, HOOKS)
        elif any(impl.hookwrapper or impl.wrapper for impl in impls):
            yield problems.mismatch(origin, f"its {caller.name} wraps other plugins, which isn't done here")
        elif len(impls) > 1:
            yield problems.mismatch(origin, f"it implements {caller.name} more than once")
    unmarked = [
        name
        for name in HOOKS
        if callable(getattr(plugin, name, None)) and all(caller.name != name for caller in callers)
    ]
    for name in unmarked:
        yield problems.unmarked(origin, name)
    if not callers and not unmarked:
        yield problems.no_hooks(origin)


def _called(impl: pluggy.HookImpl) -> Callable[..., object]:
    def call(**arguments: object) -> object:
        return impl.function(*(arguments[name] for name in impl.argnames))

    return call

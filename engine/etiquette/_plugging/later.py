"""Functions of plugins by name, for a ruleset that outlives the process: a plugin is imported when one is
called.

Each stands for a function that was collected once and found right. Calling it imports the plugin, asks the
one hook for it again and guards it as ever; a plugin that fails then raises
:class:`~etiquette._plugging.plugin_problems.PluginError`, as it would have if it failed in the call.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from etiquette.facts import Facts, Step
    from etiquette.report import Decision, Report

    from .contributed import Contribution
    from .plugin_problems import Origin

__all__ = ["LaterCount", "LaterFormat", "LaterReviewer", "Reference", "reference_to"]


class Reference:
    """An installed plugin: its name, its entry point, and its distribution with the version."""

    __slots__ = ("distribution", "entry", "name", "version")

    def __init__(self, name: str, entry: str, distribution: str | None, version: str | None) -> None:
        self.name, self.entry, self.distribution, self.version = name, entry, distribution, version

    def __reduce__(self) -> tuple[Any, ...]:
        return Reference, (self.name, self.entry, self.distribution, self.version)

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        """All of it."""
        return self.name, self.entry, self.distribution, self.version


def reference_to(origin: Origin) -> Reference:
    """A reference to a plugin that was found through an entry point."""
    return Reference(origin.name, origin.entry, origin.distribution, origin.version)


class _Later:
    """One thing that a plugin contributes, by its ``name``."""

    __slots__ = ("name", "plugin")

    def __init__(self, plugin: Reference, name: str) -> None:
        self.plugin, self.name = plugin, name

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.plugin, self.name)

    def found(self, hook: str) -> Contribution:
        """What the plugin contributes by one hook. Raises :class:`PluginError` where it can't be had."""
        return _asked_again(self.plugin.key, hook)

    def gone(self) -> Exception:
        """The plugin contributed it once, and doesn't any more."""
        from .plugin_problems import MISSING, PluginError, rubbish

        return PluginError(rubbish(_origin(self.plugin.key), self.name, "it is gone", "", MISSING))


class LaterCount(_Later):
    """The count of a unit of length."""

    __slots__ = ()

    def __call__(self, text: str) -> int:
        """How many units ``text`` has."""
        for measure in self.found("etiquette_measures").measures:
            if measure.unit == self.name:
                return measure.count(text)
        raise self.gone()


class LaterFormat(_Later):
    """An output format."""

    __slots__ = ()

    def __call__(self, report: Report) -> str:
        """The report in that format."""
        for name, write in self.found("etiquette_output_formats").formats:
            if name == self.name:
                return write(report)
        raise self.gone()


class LaterReviewer(_Later):
    """A reviewer of messages; its name is the plugin's."""

    __slots__ = ()

    def __call__(self, step: Step, facts: Facts, decision: Decision) -> tuple[Mapping[str, Any], ...]:
        """What the plugin finds in a step."""
        for reviewer in self.found("etiquette_review_message").reviewers:
            return tuple(reviewer(step, facts, decision))
        raise self.gone()


@cache
def _asked_again(key: tuple[str, str, str | None, str | None], hook: str) -> Contribution:
    from .contributed import contribution_of
    from .discovery import hooks_of
    from .plugin_problems import PluginError

    origin = _origin(key)
    hooks, misfits = hooks_of(origin)
    found, rubbish = contribution_of(origin, {hook: hooks[hook]} if hook in hooks else {})
    if found is None or misfits:
        raise PluginError((*misfits, *rubbish)[0])
    return found


def _origin(key: tuple[str, str, str | None, str | None]) -> Origin:
    from importlib.metadata import EntryPoint

    from etiquette.hookspecs import GROUP

    from .plugin_problems import Origin

    name, entry, distribution, version = key
    return Origin(name, EntryPoint(name, entry, GROUP).load, distribution, version, entry)

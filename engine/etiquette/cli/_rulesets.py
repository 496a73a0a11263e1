"""The ruleset that a command works with: the packs and plugins that were chosen, or the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from ._problems import Problems

if TYPE_CHECKING:
    from etiquette.ruleset import Ruleset

__all__ = ["chosen_parameters", "chosen_plugins", "chosen_ruleset", "pack_names"]

_SWITCHES: Final = {"true": True, "false": False}
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*(@\^?[0-9]+(\.[0-9]+){0,2})?")


def chosen_ruleset(options: Mapping[str, Any], pins: Iterable[str] = ()) -> Ruleset:
    """Load the packs of ``--pack``, else those in ``pins``, else the usual ones.

    Raises :class:`Problems` with every diagnostic when they can't be used.
    """
    from etiquette._caching import load
    from etiquette.diagnostics import RulesError

    packs = tuple(options.get("packs") or ()) or tuple(pins)
    try:
        return load(
            *packs,
            plugins=chosen_plugins(options),
            paths=tuple(options.get("paths") or ()),
            parameters=chosen_parameters(options),
        )
    except RulesError as error:
        raise Problems(error.diagnostics) from None


def chosen_parameters(options: Mapping[str, Any]) -> dict[str, bool | int | str]:
    """The values of ``--set``. Raises a usage error for what isn't ``NAME=VALUE``."""
    found: dict[str, bool | int | str] = {}
    for setting in options.get("settings") or ():
        name, equals, value = (part.strip() for part in str(setting).partition("="))
        if not (name and equals and value):
            raise click.UsageError(f"--set {setting!r} sets nothing. Write --set NAME=VALUE.")
        found[name] = _SWITCHES[value] if value in _SWITCHES else int(value) if _is_number(value) else value
    return found


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def chosen_plugins(options: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Names of ``--plugins``, ``()`` for ``--no-plugins``, ``None`` for all that are installed."""
    listed = options.get("plugins")
    if options.get("no_plugins"):
        if listed is not None:
            raise click.UsageError("--plugins and --no-plugins exclude each other. Use one of them.")
        return ()
    if listed is None:
        return None
    return tuple(name for name in (part.strip() for part in str(listed).split(",")) if name)


def pack_names(options: Mapping[str, Any]) -> tuple[str, ...]:
    """What was given as ``--pack`` by name (not as a folder), as a facts file may say it."""
    return tuple(name for name in options.get("packs") or () if _NAME.fullmatch(name))

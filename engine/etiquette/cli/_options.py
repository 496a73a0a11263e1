"""Options that several commands share: which packs and plugins, and for which day."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

import click

from ._complete import complete_formats, complete_packs, complete_plugins
from ._dates import read_day

__all__ = [
    "DAY",
    "PERCENT",
    "SECONDS",
    "as_of_option",
    "format_option",
    "ruleset_options",
    "set_option",
    "today_option",
]

_Function = TypeVar("_Function", bound=Callable[..., Any])


class _Amount(click.FloatRange):
    """A number within a range; neither infinite nor no number at all, which no range refuses."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        found = float(super().convert(value, param, ctx))
        if not math.isfinite(found):
            self.fail(f"{value} is no number of seconds or percent.", param, ctx)
        return found


SECONDS: Final = _Amount(min=0.1, max=86_400)
"""How long a single question may take."""

PERCENT: Final = _Amount(min=0, max=100)


class _Day(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only in newer click
    """A day: ``2026-11-23``, ``today``, ``last Thursday`` or ``3 days ago``."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that says how to write one."""
        if isinstance(value, date):
            return value
        found = read_day(str(value), today=None)
        if isinstance(found, str):
            self.fail(found, param, ctx)
        return found


DAY = _Day()


def ruleset_options(function: _Function) -> _Function:
    """``--pack``, ``--path``, ``--plugins``, ``--no-plugins`` and ``--set``."""
    options = (
        click.option(
            "--pack", "packs", multiple=True, metavar="NAME|FOLDER", shell_complete=complete_packs,
            help="A rule pack by name (NAME or NAME@1.2) or the folder of one; may be given again. "
            "Wins over the packs that the facts name.",
        ),
        click.option(
            "--path", "paths", multiple=True, metavar="DIR", type=click.Path(),
            help="A folder in which packs are looked for by name; may be given again.",
        ),
        click.option(
            "--plugins", metavar="LIST", default=None, shell_complete=complete_plugins,
            help="Only these plugins, separated by commas. Without it: all that are installed.",
        ),
        click.option("--no-plugins", is_flag=True, help="No plugins at all."),
        set_option,
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


set_option: Final = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE",
    help="The value of a parameter, within its range, whatever the packs set; may be given again.",
)  # fmt: skip


def today_option(function: _Function) -> _Function:
    """``--today``."""
    return click.option(
        "--today", type=DAY, metavar="DATE",
        help="The day to answer for, as 2026-11-23. Wins over the facts' own; else the present day.",
    )(function)  # fmt: skip


def as_of_option(function: _Function) -> _Function:
    """``--as-of``."""
    return click.option(
        "--as-of", type=DAY, metavar="DATE",
        help="Apply the rules in force on that day. Without it: those of the day that is answered for.",
    )(function)  # fmt: skip


def format_option(*formats: str, plugins: bool = False) -> Callable[[_Function], _Function]:
    """``--format``; with ``plugins`` also those that plugins add, which are known only later."""
    more = ", or one that a plugin adds" if plugins else ""
    return click.option(
        "--format", "-f", "format_", default=formats[0], show_default=True, metavar="FORMAT",
        type=str if plugins else click.Choice(formats),
        shell_complete=complete_formats if plugins else None,
        help=f"How to answer: {' or '.join(formats)}{more}.",
    )  # fmt: skip

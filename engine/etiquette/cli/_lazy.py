"""A command group whose sub-commands are imported only when they run, so that help is cheap."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from ._errors import NoSuch

__all__ = ["LazyGroup", "PlainGroup", "show_help"]


@click.pass_context
def show_help(ctx: click.Context) -> None:
    """What a group does when no sub-command is given."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


class PlainGroup(click.Group):
    """A group that answers a wrong name with the nearest; its callback runs :func:`show_help`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "invoke_without_command": True})

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, except for what it says of a name that isn't there."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-") and not ctx.resilient_parsing:
            error = NoSuch("command", args[0], names)
            error.ctx = ctx
            raise error
        return super().resolve_command(ctx, args)


class LazyGroup(PlainGroup):
    """``lazy`` maps a sub-command to the module that has it as ``command``, and to its line in the help."""

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of a first meeting, not of the alphabet."""
        del ctx
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a sub-command."""
        del ctx
        if cmd_name not in self.lazy:
            return None
        found = import_module(self.lazy[cmd_name][0]).command
        assert isinstance(found, click.Command)  # noqa: S101 - a mistake in this package, not a user's
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of sub-commands in the help, without importing one."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.lazy.items()])

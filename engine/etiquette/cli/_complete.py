"""What a shell offers when a name is half typed. Anything that goes wrong here offers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

import click
from click.shell_completion import CompletionItem

__all__ = ["complete_packs", "complete_plugins", "complete_topics"]

_Names = Callable[[click.Context, str], Iterable[tuple[str, str]]]
_Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offering(names: _Names) -> _Offer:
    @wraps(names)
    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del param
        try:
            found = list(names(ctx, incomplete))
        except Exception:  # noqa: BLE001 - a shell at a prompt has no use for an error
            return []
        if "/" in incomplete or incomplete.startswith("."):
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(name, help=text) for name, text in found if name.startswith(incomplete)]

    return offer


@_offering
def complete_packs(ctx: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Names of installed packs; a folder is completed by the shell itself."""
    del ctx, incomplete
    from ._installed import installed_packs

    return [(each.name, each.title) for each in installed_packs()]


@_offering
def complete_plugins(ctx: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Names of installed plugins, after the last comma."""
    del ctx
    from ._installed import installed_plugins

    done = incomplete.rpartition(",")[0]
    return [(f"{done},{name}" if done else name, release) for name, release in installed_plugins()]


@_offering
def complete_topics(ctx: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of actions, and of rules once a slash or nothing else fits."""
    del incomplete
    from ._rulesets import chosen_ruleset

    ruleset = chosen_ruleset(ctx.params)
    actions = [(each.id, each.title) for each in ruleset.actions.values()]
    return [*actions, *((rule.id, rule.title) for rule in ruleset.rules)]

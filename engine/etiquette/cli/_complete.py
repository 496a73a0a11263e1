"""What a shell offers when a name is half typed. Anything that goes wrong here offers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

import click
from click.shell_completion import CompletionItem

__all__ = ["complete_formats", "complete_packs", "complete_plugins", "complete_shown", "complete_topics"]

_Names = Callable[[click.Context, str], Iterable[tuple[str, str]]]
_Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offering(names: _Names) -> _Offer:
    @wraps(names)
    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del param
        try:
            found = [each for each in names(ctx, incomplete) if each[0].startswith(incomplete)]
        except Exception:  # noqa: BLE001 - a shell at a prompt has no use for an error
            return []
        if not found and ("/" in incomplete or incomplete.startswith(".")):
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(name, help=text) for name, text in found]

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
def complete_shown(ctx: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of actions, rules and concepts."""
    del incomplete
    from ._rulesets import chosen_ruleset

    ruleset = chosen_ruleset(ctx.params)
    named = [(each.id, each.title) for each in ruleset.actions.values()]
    named += [(each.id, each.title) for each in ruleset.rules]
    return [*named, *((each.id, each.title) for each in ruleset.concepts.values())]


@_offering
def complete_topics(ctx: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of actions and of rules, those of the packs that the facts name if they can be read."""
    del incomplete
    from ._cases import Cases
    from ._rulesets import chosen_ruleset

    facts = ctx.params.get("facts")
    ruleset = Cases(ctx.params).open(facts).ruleset if facts and facts != "-" else chosen_ruleset(ctx.params)
    if ruleset is None:
        return []
    actions = [(each.id, each.title) for each in ruleset.actions.values()]
    return [*actions, *((rule.id, rule.title) for rule in ruleset.rules)]


@_offering
def complete_formats(ctx: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """The formats that are built in, and those that plugins add."""
    del incomplete
    from etiquette._formats import MACHINE_FORMATS

    from ._rulesets import chosen_ruleset

    names = ("text", "json", *MACHINE_FORMATS, *chosen_ruleset(ctx.params).formats)
    return [(name, "") for name in names]

"""Tries to permit something with one of its rules."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A rule that says may."""
    rule = "{id: pigeons/any-day, title: Pigeons may fly, action: ask_status, modality: may}"
    return [("rules.yaml", f"rules: [{rule}]")]

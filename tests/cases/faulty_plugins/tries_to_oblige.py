"""Tries to make something a duty."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A rule that says must."""
    rule = "{id: pigeons/feed, title: Feed the pigeons, action: ask_status, modality: must}"
    return [("rules.yaml", f"rules: [{rule}]")]

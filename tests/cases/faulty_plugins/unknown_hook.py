"""Implements a hook whose name has a slip in it."""

from etiquette import hookimpl


@hookimpl
def etiquette_rule() -> object:
    """Would be etiquette_rules."""
    return []

"""Raises in etiquette_rules."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """Always fails."""
    return [][0]

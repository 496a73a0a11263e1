"""Raises in etiquette_facts."""

from etiquette import hookimpl


@hookimpl
def etiquette_facts() -> object:
    """Always fails."""
    return [][0]

"""Raises in etiquette_measures."""

from etiquette import hookimpl


@hookimpl
def etiquette_measures() -> object:
    """Always fails."""
    return [][0]

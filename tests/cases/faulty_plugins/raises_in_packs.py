"""Raises in etiquette_packs."""

from etiquette import hookimpl


@hookimpl
def etiquette_packs() -> object:
    """Always fails."""
    return [][0]

"""Raises in etiquette_channels."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """Always fails."""
    return [][0]

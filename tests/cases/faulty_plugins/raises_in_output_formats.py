"""Raises in etiquette_output_formats."""

from etiquette import hookimpl


@hookimpl
def etiquette_output_formats() -> object:
    """Always fails."""
    return [][0]

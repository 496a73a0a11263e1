"""Raises an error that can't even be turned into text."""

from etiquette import hookimpl


class UnspeakableError(Exception):
    """Its text can't be had."""

    def __str__(self) -> str:
        raise ValueError


@hookimpl
def etiquette_rules() -> object:
    """Always fails."""
    raise UnspeakableError

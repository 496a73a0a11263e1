"""Wants an argument that the hook doesn't have."""

from etiquette import hookimpl


@hookimpl
def etiquette_review_message(letter: object) -> object:
    """Would be called with step, facts and decision."""
    return [letter]

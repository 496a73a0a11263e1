"""Raises when it is asked to review a message."""

from etiquette import hookimpl


@hookimpl
def etiquette_review_message() -> object:
    """Always fails."""
    message = "the dictionary is gone"
    raise FileNotFoundError(message)

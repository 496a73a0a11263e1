"""Wants to count words in its own way."""

from etiquette import Measure, hookimpl


@hookimpl
def etiquette_measures() -> object:
    """Every message has one word."""
    return {"words": Measure("words", count=lambda _text: 1, characters=6)}

"""Declares a fact that is taken to hold when a condition holds that nobody has defined."""

from etiquette import hookimpl


@hookimpl
def etiquette_facts() -> object:
    """A fact with a vain assumption."""
    fact = {
        "type": "boolean",
        "title": "They keep pigeons",
        "x-ask": "Do they keep pigeons?",
        "x-assume": {"holds": "feathers_everywhere"},
    }
    return {"assumes_what_cannot_be": {"properties": {"pigeons": fact}}}

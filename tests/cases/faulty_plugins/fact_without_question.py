"""Declares a fact that nobody could be asked for."""

from etiquette import hookimpl


@hookimpl
def etiquette_facts() -> object:
    """A fact without x-ask."""
    fact = {"type": "boolean", "title": "They keep pigeons"}
    return {"fact_without_question": {"properties": {"pigeons": fact}}}

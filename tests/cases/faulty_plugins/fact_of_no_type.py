"""Declares a fact of a type that facts can't have."""

from etiquette import hookimpl


@hookimpl
def etiquette_facts() -> object:
    """A fact that is a fraction."""
    fact = {"type": "number", "title": "Pigeons", "x-ask": "How many pigeons?"}
    return {"fact_of_no_type": {"properties": {"pigeons": fact}}}

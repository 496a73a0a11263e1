"""Declares facts under a name that isn't its own."""

from etiquette import hookimpl


@hookimpl
def etiquette_facts() -> object:
    """Facts about the employer."""
    fact = {"type": "boolean", "title": "They keep pigeons", "x-ask": "Do they keep pigeons?"}
    return {"employer": {"properties": {"pigeons": fact}}}

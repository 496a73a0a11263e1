"""Has the name of a section of facts that is there already, so that its facts would replace it."""

from etiquette import hookimpl


@hookimpl
def etiquette_facts() -> object:
    """A fact under its own name."""
    fact = {"type": "boolean", "title": "They keep pigeons", "x-ask": "Do they keep pigeons?"}
    return {"employer": {"properties": {"pigeons": fact}}}

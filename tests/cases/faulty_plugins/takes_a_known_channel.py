"""Declares a channel that the rule pack has already, as something else."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """An email that is spoken."""
    return {"email": {"title": "electronic pigeon", "medium": "spoken"}}

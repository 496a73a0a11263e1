"""Declares a channel that the rule pack has already."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """Another email."""
    return {"email": {"title": "electronic pigeon"}}

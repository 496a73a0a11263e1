"""Declares hours that end before they begin."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """A channel for the night."""
    return {"pigeon": {"title": "carrier pigeon", "hours": {"only": "20:00 to 08:00"}}}

"""Declares a channel with a key that doesn't exist."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """A channel with a slip."""
    return {"pigeon": {"title": "carrier pigeon", "fraze": "by pigeon"}}

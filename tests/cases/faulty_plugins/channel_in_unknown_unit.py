"""Counts its messages in a unit that nobody declares."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """A channel measured in feathers."""
    return {"pigeon": {"title": "carrier pigeon", "unit": "feathers"}}

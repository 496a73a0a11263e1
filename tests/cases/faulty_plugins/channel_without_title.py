"""Declares a channel without saying what it is called."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """A nameless channel."""
    return {"pigeon": {"medium": "written"}}

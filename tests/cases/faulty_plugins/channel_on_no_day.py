"""Declares a weekday that doesn't exist."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """A channel for Someday."""
    return {"pigeon": {"title": "carrier pigeon", "weekdays": {"only": ["someday"]}}}

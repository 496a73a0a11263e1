"""Forgot to return something."""

from etiquette import hookimpl


@hookimpl
def etiquette_channels() -> object:
    """Nothing."""
    return None

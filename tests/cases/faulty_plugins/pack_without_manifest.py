"""Returns a folder that is no pack."""

from importlib.resources import files

from etiquette import hookimpl


@hookimpl
def etiquette_packs() -> object:
    """The folder of the channels."""
    return [files("etiquette_channels")]

"""Returns a function where a Measure belongs."""

from etiquette import hookimpl


@hookimpl
def etiquette_measures() -> object:
    """A bare function."""
    return {"feathers": len}

"""Returns numbers where files belong."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """One number."""
    return [7]

"""Returns a text where a list of files belongs."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """One text."""
    return "rules: []"

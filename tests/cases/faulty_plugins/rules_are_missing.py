"""Names a file that it didn't bring."""

from importlib.resources import files

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A file that isn't there."""
    return [files("etiquette_channels") / "no-such-file.yaml"]

"""Returns a text where a function belongs."""

from etiquette import hookimpl


@hookimpl
def etiquette_output_formats() -> object:
    """A template."""
    return {"postcard": "Dear {name}"}

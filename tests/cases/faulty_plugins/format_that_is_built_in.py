"""Wants to write JSON in its own way."""

from etiquette import hookimpl


@hookimpl
def etiquette_output_formats() -> object:
    """An empty report."""
    return {"json": lambda _report: "{}"}

"""Yields something good first, and then raises."""

from collections.abc import Iterator

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> Iterator[object]:
    """Fails after the first file."""
    yield "rules.yaml", "rules: []"
    message = "no more paper"
    raise OSError(message)

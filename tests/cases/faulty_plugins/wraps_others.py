"""Wants to change what other plugins return."""

from collections.abc import Generator

from etiquette import hookimpl


@hookimpl(wrapper=True)
def etiquette_rules() -> Generator[None, object, object]:
    """Returns no rules, whatever the others say."""
    yield
    return []

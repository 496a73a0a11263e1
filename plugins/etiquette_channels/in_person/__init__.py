"""In person: not without an invitation that names a place and a time."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from etiquette import hookimpl

__all__ = ["etiquette_rules"]


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """The rules of turning up in person."""
    return [files(__name__) / "rules.yaml"]

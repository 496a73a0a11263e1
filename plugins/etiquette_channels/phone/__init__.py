"""The phone: calls in office hours, on working days, and brief."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from etiquette import hookimpl

__all__ = ["etiquette_rules"]


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """The rules of the phone."""
    return [files(__name__) / "rules.yaml"]

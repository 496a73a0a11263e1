"""Email: a subject, office hours as advice, and answers that stay in their thread."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from etiquette import hookimpl

__all__ = ["etiquette_rules"]


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """The rules of email."""
    return [files(__name__) / "rules.yaml"]

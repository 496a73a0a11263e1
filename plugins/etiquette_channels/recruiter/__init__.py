"""A recruiter: an outside firm carries every message, a recruiter of the employer carries none."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from etiquette import hookimpl

__all__ = ["etiquette_rules"]


@hookimpl
def etiquette_rules() -> Iterable[Traversable]:
    """The rules of contact through a recruiter."""
    return [files(__name__) / "rules.yaml"]

"""What the messages about one error of the schema's validator are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import ValidationError

from etiquette._nouns import dataclass

from .document import PathKey
from .schema_walk import notes_at
from .wording import written

__all__ = ["Case", "Fault", "example_of", "words_of"]


@dataclass(frozen=True)
class Fault:
    """A diagnostic to be, at a path instead of a place.

    Of several at one path the one with the lowest ``rank`` is kept. ``missing`` names a key that isn't
    there; ``meant`` is the known key that an unknown one was probably meant to be.
    """

    code: str
    path: PathKey
    message: str
    help: str
    rank: int = 5
    at_key: bool = False
    missing: str = ""
    meant: str = ""


@dataclass(frozen=True)
class Case:
    """One error, with what the messages need of it."""

    error: ValidationError
    root: Mapping[str, Any]
    name: Callable[[PathKey], str]

    @property
    def path(self) -> PathKey:
        return tuple(self.error.absolute_path)

    @property
    def called(self) -> str:
        return self.name(self.path) or "The file"

    @property
    def schema(self) -> Mapping[str, Any]:
        return self.error.schema if isinstance(self.error.schema, Mapping) else {}

    @property
    def notes(self) -> Mapping[str, Any]:
        return notes_at(list(self.error.absolute_schema_path)[:-1], self.root)

    @property
    def value(self) -> Any:
        return self.error.instance

    def below(self, key: str) -> str:
        return self.name((*self.path, key))

    def example(self, lead: str = "For example") -> str:
        """``For example: channel: email``, from the schema's examples; empty without one."""
        return example_of(self.path[-1] if self.path else None, self.notes.get("examples"), lead)


def words_of(schema: Mapping[str, Any]) -> list[Any]:
    """The words that an ``enum`` or ``const`` admits, blank left out."""
    found = list(schema.get("enum", ()))
    if "const" in schema:
        found.append(schema["const"])
    return [word for word in found if word is not None]


def example_of(key: str | int | None, examples: Any, lead: str) -> str:
    """``LEAD: key: example``, from the first example; empty without one."""
    if not isinstance(examples, (list, tuple)) or not examples:
        return ""
    shown = written(examples[0])
    return f"{lead}: {key}: {shown}" if isinstance(key, str) else f"{lead}: {shown}"

"""Names and texts as SQL has them."""

from __future__ import annotations

__all__ = ["identifier", "literal", "table_name"]


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name in SQL, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def table_name(name: str) -> str:
    """The name of a table, with that of its schema before a dot or without.

    >>> table_name("crm.cases")
    '"crm"."cases"'
    """
    return ".".join(identifier(part) for part in name.split("."))

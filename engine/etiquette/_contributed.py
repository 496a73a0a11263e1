"""What one plugin contributes: the results of its hooks, checked and turned into the engine's own nouns.

There is one small reader for each hook. It yields what the plugin contributes and, among it, a diagnostic
for each thing that doesn't fit. One diagnostic is enough for the plugin to be left out as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import islice
from typing import Any, Final, TypeAlias

from ._discovery import Origin, did_you_mean, failure
from ._yaml import Document, parse, read
from .diagnostics import Diagnostic
from .model import Channel
from .ruleset import Measure, OutputFormat, Reviewer

__all__ = ["BUILT_IN_FORMATS", "BUILT_IN_UNITS", "Contribution", "contribution_of"]

BUILT_IN_UNITS: Final = frozenset({"words", "characters"})
BUILT_IN_FORMATS: Final = frozenset({"text", "json", "sarif", "junit", "github"})

_MAX_ITEMS: Final = 1000
_MAX_BYTES: Final = 1024 * 1024
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_FORMAT: Final = re.compile(r"[a-z][a-z0-9-]*")
_HOURS: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d to ([01]\d|2[0-3]):[0-5]\d")
_DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_FACT_TYPES: Final = frozenset({"boolean", "string", "integer", "array"})
_RESERVED: Final = frozenset({"today", "timezone", "proposed", "packs"})


@dataclass(frozen=True)
class Contribution:
    """Everything that one plugin contributes."""

    origin: Origin
    rule_documents: tuple[Document, ...] = ()
    pack_folders: tuple[Traversable, ...] = ()
    channels: tuple[Channel, ...] = ()
    facts: Mapping[str, Any] | None = None
    measures: tuple[Measure, ...] = ()
    reviewer: Reviewer | None = None
    formats: Mapping[str, OutputFormat] = field(default_factory=dict)

"""Checking the facts alone, with nothing decided: what libraries for that take, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from workload.facts import Flat

from .base import imported

__all__ = ["CHECKERS", "Checker"]

_SCHEMA: Final = Path(__file__).parents[1] / "workload" / "flat.schema.json"


@dataclass(frozen=True, slots=True)
class Checker:
    """A library that holds facts against a schema; ``prepare`` gives what says whether they fit."""

    distribution: str
    module: str
    prepare: Callable[[], Callable[[Flat], bool]]

    @property
    def installed(self) -> bool:
        """Whether it can be tried here."""
        return find_spec(self.module) is not None

    @property
    def version(self) -> str:
        """The version that is installed."""
        return version(self.distribution)


def _schema() -> Any:
    return json.loads(_SCHEMA.read_text("utf-8"))


def _jsonschema() -> Callable[[Flat], bool]:
    fits: Callable[[Flat], bool] = imported("jsonschema").Draft202012Validator(_schema()).is_valid
    return fits


def _jsonschema_rs() -> Callable[[Flat], bool]:
    fits: Callable[[Flat], bool] = imported("jsonschema_rs").Draft202012Validator(_schema()).is_valid
    return fits


def _msgspec() -> Callable[[Flat], bool]:
    msgspec = imported("msgspec")
    channel = Literal["email", "phone", "sms", "none"]
    count = msgspec.Meta(ge=0)
    action = Literal["thank_you", "status_inquiry", "visit", "none"]
    planned = msgspec.defstruct(
        "Planned",
        [
            ("action", action),
            ("channel", channel),
            ("recipient", Literal["employer", "recruiter"]),
            ("day", int),
            ("words", _annotated(int, count)),
            *((name, bool) for name in ("urgent", "thanks", "welcomes_contact")),
        ],
        forbid_unknown_fields=True,
    )
    facts = msgspec.defstruct(
        "Facts",
        [
            *((name, int) for name in ("now", "interview_day")),
            *((name, int | None) for name in ("promised_by_day", "last_inquiry_day")),
            *((name, bool) for name in ("via_recruiter", "invited_in_person", "thank_you_sent")),
            *((name, bool) for name in ("reply_received", "offer", "rejected")),
            ("preferred_channel", channel),
            ("status_inquiries_sent", _annotated(int, count)),
            ("planned", planned),
        ],
        forbid_unknown_fields=True,
    )
    convert, wrong = msgspec.convert, msgspec.ValidationError

    def fits(flat: Flat) -> bool:
        try:
            convert(flat, facts)
        except wrong:
            return False
        return True

    return fits


def _annotated(kind: Any, more: Any) -> Any:
    from typing import Annotated

    return Annotated[kind, more]


CHECKERS: Final = (
    Checker("msgspec", "msgspec", _msgspec),
    Checker("jsonschema-rs", "jsonschema_rs", _jsonschema_rs),
    Checker("jsonschema", "jsonschema", _jsonschema),
)

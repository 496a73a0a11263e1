"""What a run asks for: which columns, about which actions, for which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = ["ALL_COLUMNS", "BREACHES", "DEFAULT_COLUMNS", "OF_ACTIONS", "Wanted"]

OF_ACTIONS: Final = (
    "status",
    "modality",
    "not_before",
    "ideally_by",
    "not_after",
    "opens_on",
    "channels",
    "recipients",
    "via",
    "rules",
)
"""The fields of a decision that can be columns, each of every action: ``ACTION.status`` and so on."""

BREACHES: Final = "breaches"
"""The column with the findings of level error and warning on the proposed step."""

ALL_COLUMNS: Final = (*OF_ACTIONS, BREACHES)

DEFAULT_COLUMNS: Final = ("status", "opens_on", "ideally_by", "not_after", "channels", BREACHES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of every row. The same for all rows of a run, wherever they are answered.

    ``present`` is the day for rows that tell none, ``today`` a day that wins over what rows tell, ``as_of``
    the day whose guidance is applied, ``None`` for that of each row. ``timezone`` is the zone of rows that
    tell none. ``key`` is the column that is carried through; ``ignored`` are columns that are no facts.
    ``actions`` empty: those of the ruleset. ``columns`` are of :data:`ALL_COLUMNS`. ``json_keys``: keys are
    written as JSON, so that 7 and "7" stay apart.
    """

    present: date
    timezone: str = "UTC"
    today: date | None = None
    as_of: date | None = None
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    actions: tuple[str, ...] = ()
    key: str = "id"
    ignored: tuple[str, ...] = ()
    json_keys: bool = False

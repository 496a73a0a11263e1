"""A plugin that forbids another channel each time it is asked."""

from __future__ import annotations

from itertools import cycle

from etiquette import hookimpl

CHANNELS = cycle(["letter", "phone", "wire"])


@hookimpl
def etiquette_rules() -> list[tuple[str, str]]:
    """One rule, never the same twice in a row."""
    never = next(CHANNELS)
    rule = f"{{id: moody/never, title: Not today, action: {{phase: during}}, channels: {{never: [{never}]}}}}"
    return [("rules.yaml", f"rules: [{rule}]")]

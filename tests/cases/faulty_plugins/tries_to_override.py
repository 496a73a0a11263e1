"""Tries to make an exception to a rule that isn't its own."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A rule with overrides."""
    rule = (
        "{id: pigeons/no-wait, title: Pigeons don't wait, action: ask_status, "
        "window: {not_before: interview.date}, overrides: [silence/wait-two-weeks]}"
    )
    return [("rules.yaml", f"rules: [{rule}]")]

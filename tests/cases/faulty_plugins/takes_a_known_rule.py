"""Has a rule with the id of a rule of the pack."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A rule whose id is taken."""
    rule = "{id: silence/wait-two-weeks, title: Mine, action: {phase: after}, channels: {never: [sms]}}"
    return [("rules.yaml", f"rules: [{rule}]")]

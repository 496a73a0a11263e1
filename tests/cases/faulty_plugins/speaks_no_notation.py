"""Its rules are YAML, but no rules."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A rule with a key that doesn't exist."""
    return [("rules.yaml", "rules: [{id: pigeons/x, title: X, action: {phase: after}, colour: grey}]")]

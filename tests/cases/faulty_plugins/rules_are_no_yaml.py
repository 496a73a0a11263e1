"""Its rules aren't YAML."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A list that doesn't end."""
    return [("rules.yaml", "rules: [")]

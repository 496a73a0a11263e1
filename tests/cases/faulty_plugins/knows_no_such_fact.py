"""Has a rule about a fact that no vocabulary declares."""

from etiquette import hookimpl


@hookimpl
def etiquette_rules() -> object:
    """A rule about pigeons that nobody knows of."""
    rule = (
        "{id: pigeons/tame, title: Only tame ones, action: {phase: after}, "
        "when: {pigeons.are_tame: false}, channels: {never: [phone]}}"
    )
    return [("rules.yaml", f"rules: [{rule}]")]

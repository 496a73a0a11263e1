"""Has a function with the name of a hook, but without its mark."""


def etiquette_rules() -> object:
    """Would never be called."""
    return []

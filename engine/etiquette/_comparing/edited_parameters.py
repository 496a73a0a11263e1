"""The parameters of two rulesets, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from etiquette._deciding.wording import any_of
from etiquette.difference import Edit
from etiquette.model import Parameter
from etiquette.ruleset import Ruleset

from .editing import edit

__all__ = ["parameters"]


def parameters(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    """Parameters that are new, gone, set otherwise, or may be something else."""
    before, after = old.parameters, new.parameters
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            said = f"The parameter {_called(now)} is new, set to {_value(now.value)}"
            yield edit("parameter", name, "added", said, "looser", now=_value(now.value), at=now.location)
        elif now is None and was is not None:
            said = f"The parameter {_called(was)} is gone; layers that set it can't be used any more"
            yield edit(
                "parameter", name, "removed", said, "different", was=_value(was.value), at=was.location
            )
        elif was is not None and now is not None:
            yield from _parameter(was, now)


def _called(parameter: Parameter) -> str:
    return f"“{parameter.title}” ({parameter.name})" if parameter.title else parameter.name


def _value(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _parameter(was: Parameter, now: Parameter) -> Iterator[Edit]:
    name, called = now.name, _called(now)
    if was.type != now.type:
        types = f"{now.type.replace('_', ' ')} instead of {was.type.replace('_', ' ')}"
        said = f"The parameter {called} is of another type: {types}"
        yield edit("parameter", name, "changed", said, "different", at=now.location)
        return
    if was.value != now.value:
        said = f"The parameter {called} is set to {_value(now.value)} instead of {_value(was.value)}"
        yield edit(
            "parameter", name, "changed", said, was=_value(was.value), now=_value(now.value), at=now.location
        )
    if (was.least, was.most, was.values) != (now.least, now.most, now.values):
        fewer = _narrower(was, now)
        said = f"The parameter {called} may be {_range(now)} instead of {_range(was)}"
        yield edit(
            "parameter",
            name,
            "changed",
            said,
            "stricter" if fewer else "looser",
            was=_range(was),
            now=_range(now),
            at=now.location,
        )
    if was.title != now.title:
        yield edit(
            "parameter",
            name,
            "reworded",
            f"The parameter {called} has another title",
            was=was.title,
            now=now.title,
            at=now.location,
        )


def _narrower(was: Parameter, now: Parameter) -> bool:
    """Whether a value that was allowed no longer is."""
    low = now.least is not None and (was.least is None or now.least > was.least)
    high = now.most is not None and (was.most is None or now.most < was.most)
    return low or high or bool(set(was.values) - set(now.values))


def _range(parameter: Parameter) -> str:
    if parameter.values:
        return any_of(parameter.values)
    if parameter.least is None or parameter.most is None:
        ends = [f"at least {parameter.least}"] if parameter.least is not None else []
        ends += [f"at most {parameter.most}"] if parameter.most is not None else []
        return " and ".join(ends) or "anything"
    return f"from {parameter.least} to {parameter.most}"

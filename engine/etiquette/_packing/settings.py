"""Parameters with the values that layers, and whoever loads the packs, give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from etiquette._reading.wording import did_you_mean, listed
from etiquette.algebra import Scalar
from etiquette.diagnostics import Diagnostic
from etiquette.model import Parameter

from .layered import Layers
from .parse_declared import fitting, parse_parameter, unfit

__all__ = ["CALLER", "settled"]

CALLER = "the caller"
"""Who sets a parameter that is given directly when the packs are loaded."""


def settled(layers: Layers, given: Mapping[str, Scalar], found: list[Diagnostic]) -> dict[str, Parameter]:
    """All parameters, by name; what doesn't fit is added to ``found``."""
    parameters: dict[str, Parameter] = {}
    for name, tree in layers.sections["parameters"].items():
        parameter = parse_parameter(name, tree, found)
        if parameter is None:
            continue
        for setting in layers.settings.get(name, ()):
            value = setting.tree.data
            reason = unfit(parameter, value)
            if reason:
                message = f"{setting.layer} can't set {name} so: {reason}."
                help_ = f"{fitting(parameter, value)} {parameter_range(parameter)}".strip()
                places = (parameter.location,)
                found.append(setting.tree.problem("E440", message, help_, related=places))
                continue
            parameter = replace(parameter, value=value, set_by=(*parameter.set_by, setting.layer))
        parameters[name] = parameter
    found += _given(layers, parameters, given)
    return parameters


def parameter_range(parameter: Parameter) -> str:
    """Why a parameter has the bounds that it has."""
    if parameter.least is None:
        return ""
    return f"The range {parameter.least} to {parameter.most} is what {parameter.name}'s author permits."


def _given(
    layers: Layers, parameters: dict[str, Parameter], given: Mapping[str, Scalar]
) -> Iterator[Diagnostic]:
    for name, value in sorted(given.items()):
        known = parameters.get(name)
        if known is None:
            if name not in layers.sections["parameters"]:
                near = did_you_mean(name, parameters)
                rest = f"There is {listed(parameters, 'and') or 'none'}."
                help_ = f"Did you mean {near}?" if near else rest
                yield Diagnostic("E411", f"There is no parameter called {name}.", help_)
            continue
        reason = unfit(known, value)
        if reason:
            help_ = f"{fitting(known, value)} {parameter_range(known)}".strip()
            yield Diagnostic("E440", f"{name} can't be set so: {reason}.", help_)
        else:
            parameters[name] = replace(known, value=value, set_by=(*known.set_by, CALLER))

"""What a rule demands of a message: what it says, and how long it may be."""

from __future__ import annotations

from etiquette._reading.wording import did_you_mean, listed
from etiquette.algebra import Param
from etiquette.model import Limit, MessageDemand

from .names import Names
from .parse_declared import parse_fact
from .tree import Tree

__all__ = ["parse_message"]


def parse_message(tree: Tree, names: Names) -> MessageDemand:
    """The demands at ``tree``; contradictions and unknown words are in ``names.found``."""
    said: dict[str, tuple[str, ...]] = {}
    for key in ("must", "should", "may", "avoid"):
        said[key] = tuple(each.data for each in tree.get(key) or () if names.member("concepts", each))
    first = tree.get("first")
    if first:
        names.member("concepts", first)
    for key in ("must", "should", "may"):
        both = sorted(set(said[key]) & set(said["avoid"]))
        if both:
            message = f"The message {key} say {both[0]}, and is to avoid it as well."
            help_ = f"Take {both[0]} out of one of them."
            names.found.append(tree.data["avoid"].problem("E425", message, help_))
    if first and first.data in said["avoid"]:
        message = f"The message begins with {first.data}, and is to avoid it as well."
        names.found.append(first.problem("E425", message, "Let it begin with something else."))
    subject = tree.get("subject")
    limits = tuple(_limit(key, sub, names) for key, sub in tree.items() if key.startswith("max_"))
    return MessageDemand(
        **said,
        first=first.data if first else None,
        limits=tuple(each for each in limits if each is not None),
        subject=subject.data if subject else None,
        mention=_mention(sub, names) if (sub := tree.get("mention_one_of")) else (),
    )


def _mention(tree: Tree, names: Names) -> tuple[str, ...]:
    """The facts of which an entry is to be named: one, or a list of them."""
    paths = (tree,) if isinstance(tree.data, str) else tuple(tree)
    found = (parse_fact(each, names, ("texts",), "a list of texts") for each in paths)
    return tuple(each.path for each in found if each is not None)


def _limit(key: str, tree: Tree, names: Names) -> Limit | None:
    unit = key.removeprefix("max_")
    known = names.declared["units"]
    if unit not in known:
        near = did_you_mean(unit, known)
        help_ = f"Did you mean max_{near}?" if near else f"Use {listed(f'max_{each}' for each in known)}."
        help_ += " Further units come with plugins."
        message = f"There is no unit of length called {unit}."
        names.found.append(tree.problem("E412", message, help_, key=True))
        return None
    if isinstance(tree.data, int):
        return Limit(unit, tree.data)
    parameter = names.parameters.get(tree.data)
    if parameter is not None and parameter.type == "count":
        return Limit(unit, Param(parameter.name))
    counts = [each.name for each in names.parameters.values() if each.type == "count"]
    near = did_you_mean(tree.data, counts)
    help_ = f"Did you mean {near}?" if near else "Write a whole number, or a parameter of type count."
    message = f"{tree.data} is neither a number nor a parameter of type count."
    names.found.append(tree.problem("E411", message, help_))
    return None

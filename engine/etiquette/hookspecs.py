"""The hooks of etiquette: everything that a plugin can contribute.

A plugin is a module (or any object) with functions that bear the names below and are marked with
:data:`hookimpl`. It is found through an entry point of the group ``etiquette``; the entry point's name is
the plugin's name. None of the hooks is *firstresult*: every plugin is asked, and the order in which they
are asked never shows. What stands here as the body of a hook is what a plugin without it contributes.

A plugin can only narrow. Its rules carry constraints, ``should_not`` or ``must_not``; what can't be said
as data is said by :func:`etiquette_review_message`, and the report marks it as opaque.

A plugin that raises, or that returns what doesn't fit the description here, is left out as a whole, and
every answer says so.
"""

# ruff: noqa: ARG001 - a specification has no use for its arguments

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pluggy

from .ruleset import Measure

if TYPE_CHECKING:
    from .facts import Facts, Step
    from .report import Decision, Report

__all__ = [
    "GROUP",
    "RuleFile",
    "etiquette_channels",
    "etiquette_facts",
    "etiquette_measures",
    "etiquette_output_formats",
    "etiquette_packs",
    "etiquette_review_message",
    "etiquette_rules",
    "hookimpl",
]

GROUP: Final = "etiquette"
"""The entry-point group that plugins are found in, and pluggy's name for this project."""

RuleFile: TypeAlias = Traversable | tuple[str, str]
"""A file that holds ``rules:``, or such a text with a label for it, ``(label, text)``."""

hookspec: Final = pluggy.HookspecMarker(GROUP)
hookimpl: Final = pluggy.HookimplMarker(GROUP)
"""Marks a function of a plugin as the implementation of the hook that has its name."""


@hookspec
def etiquette_rules() -> Iterable[RuleFile]:
    """Rules as data, in the notation of a pack's rule files.

    Returns YAML files (such as ``importlib.resources.files(__name__) / "rules.yaml"``) or
    ``(label, text)`` pairs. Each rule carries constraints, ``should_not`` or ``must_not``; it has no
    ``overrides``. A file may name, under ``with``, what packs must declare for it
    to be used.

    >>> from importlib.resources import files
    >>> @hookimpl
    ... def etiquette_rules():
    ...     return [files(__name__) / "rules.yaml"]
    """
    return ()


@hookspec
def etiquette_packs() -> Iterable[Traversable]:
    """Whole rule packs that become available by their name, as if they were bundled.

    Returns folders, each with a ``pack.yaml``; no pack can have the name of a bundled one, which it may
    extend instead. A pack is only applied when it is asked for.

    >>> from importlib.resources import files
    >>> @hookimpl
    ... def etiquette_packs():
    ...     return [files(__name__) / "packs" / "condolences"]
    """
    return ()


@hookspec
def etiquette_channels() -> Mapping[str, Mapping[str, Any]]:
    """Channels that the plugin adds, by id (lower case, digits, underscores).

    Each is a mapping with the keys

    ``title``
        what it is called; required;
    ``medium``
        ``written`` (assumed) or ``spoken``;
    ``unit``
        what its messages are counted in: ``words`` (assumed), ``characters`` or a unit that
        :func:`etiquette_measures` declares;
    ``phrase``
        how it reads in a sentence, such as ``by letter``;
    ``hours``
        when it may be used, in the recipient's zone: ``{"only": "08:00 to 20:00"}`` binds,
        ``{"prefer": "09:00 to 17:00"}`` is advice;
    ``weekdays``
        likewise ``{"only": ["monday", "tuesday"]}``, ``{"never": ["sunday"]}`` or ``{"prefer": [...]}``.

    Hours and weekdays become an ordinary rule with the id ``CHANNEL/declared-hours``, so that it is explained
    and proved like all others.

    >>> @hookimpl
    ... def etiquette_channels():
    ...     return {"letter": {"title": "letter", "phrase": "by letter", "weekdays": {"never": ["sunday"]}}}
    """
    return {}


@hookspec
def etiquette_facts() -> Mapping[str, Mapping[str, Any]]:
    """Facts that the plugin adds to what a facts file may say.

    Returns one section, under the plugin's own name: a JSON Schema of type ``object`` whose
    ``properties`` are the facts. Each fact has a ``type``, a ``title`` and ``x-ask``, the question to put
    to a person who hasn't told it; ``x-assume``, ``x-assumed``, ``x-none``, ``x-order``, ``x-past``,
    ``x-say`` and ``x-words`` as in ``facts.schema.json``; ``vocabulary.schema.json`` explains each. A fact
    is then called ``PLUGIN.FACT`` in conditions.

    >>> @hookimpl
    ... def etiquette_facts():
    ...     fact = {"type": "boolean", "title": "They have a letter box", "x-ask": "Is there a letter box?"}
    ...     return {"letters": {"title": "Letters", "properties": {"accepted": fact}}}
    """
    return {}


@hookspec
def etiquette_measures() -> Mapping[str, Measure]:
    """Units that a message's length can be counted in, by name: ``max_UNIT`` in a rule bounds it.

    The count gets the text of the message and returns a whole number; it has no side effects.

    >>> from etiquette import Measure
    >>> @hookimpl
    ... def etiquette_measures():
    ...     return {"lines": Measure("lines", count=lambda text: len(text.splitlines()), characters=80)}
    """
    return {}


@hookspec
def etiquette_review_message(step: Step, facts: Facts, decision: Decision) -> Iterable[Mapping[str, Any]]:
    """Findings on the message of a proposed step that no rule can express as data.

    ``step`` is what is proposed (its ``message`` may lack a text; ``message.reading`` is what was read in
    it), ``facts`` what is known, ``decision`` the action's decision. Yields mappings with ``message``, one
    plain sentence, and optionally ``level`` (``error``, ``warning`` or ``note``, which is assumed),
    ``about``, ``observed``, ``required``, ``because``, ``concept`` and ``instead``, all texts, and ``spans``,
    pairs of offsets in the text. The report attributes them to the plugin and marks them as opaque. A model
    or a service can judge here; whether anything leaves the machine is then the plugin's doing, and its
    users' choice, for a plugin only runs where it is installed.

    An implementation may leave out arguments that it has no use for.

    >>> @hookimpl
    ... def etiquette_review_message(step):
    ...     if step.message and step.message.text and step.message.text.isupper():
    ...         yield {"about": "message.text", "message": "The message is all capitals."}
    """
    return ()


@hookspec
def etiquette_output_formats() -> Mapping[str, Callable[[Report], str]]:
    """Formats that a report can be written in, by the name that ``--format`` takes.

    Each is a function from a report to a text. The names of the formats that are built in are taken.

    >>> @hookimpl
    ... def etiquette_output_formats():
    ...     return {"oneline": lambda report: "right" if report.ok else "look again"}
    """
    return {}

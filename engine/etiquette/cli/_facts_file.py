"""Writing a facts file: nested YAML with the title of each fact above it, as one would write it by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from etiquette.vocabulary import Vocabulary

__all__ = ["facts_file", "nested"]

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*|\d{4}-\d\d-\d\d|\d\d:\d\d")
_MEANS_SOMETHING: Final = frozenset(("true", "false", "null", "y", "n", "yes", "no", "on", "off"))


def nested(answers: Mapping[str, Any]) -> dict[str, Any]:
    """``{"a.b": 1}`` as ``{"a": {"b": 1}}``: the shape of a facts file."""
    tree: dict[str, Any] = {}
    for path, value in answers.items():
        *sections, name = path.split(".")
        here = tree
        for section in sections:
            here = here.setdefault(section, {})
        here[name] = value
    return tree


def facts_file(
    answers: Mapping[str, Any],
    open_questions: Mapping[str, str],
    vocabulary: Vocabulary,
    *,
    head: Iterable[str] = (),
    packs: Iterable[str] = (),
) -> str:
    """The text of a facts file.

    ``answers`` are values by dotted path; ``open_questions`` are the questions that were left open, by
    path, and become lines that are commented out. ``head`` are lines of comment at the top.
    """
    lines = [f"# {line}".rstrip() for line in head]
    named = list(packs)
    if named:
        lines += ["", f"packs: {_flow(named)}"]
    order = [path for path in vocabulary.facts if path in answers or path in open_questions]
    order += [path for path in answers if path not in vocabulary.facts]
    told = {path: answers[path] for path in order if path in answers}
    comments = {path: _comment(path, vocabulary) for path in order}
    comments.update({path: f"{ask} (not known yet)" for path, ask in open_questions.items()})
    for section in dict.fromkeys(path.split(".")[0] for path in order):
        lines.append("")
        lines += _section((section,), order, told, comments)
    return "\n".join(lines) + "\n"


def _section(
    at: tuple[str, ...], order: list[str], told: Mapping[str, Any], comments: Mapping[str, str]
) -> list[str]:
    """The lines of one fact or of a section with all that is below it."""
    path = ".".join(at)
    indent = "  " * (len(at) - 1)
    if path in order:
        return _fact(at, told, comments[path])
    inside = [each.split(".") for each in order if each.startswith(f"{path}.")]
    names = dict.fromkeys(each[len(at)] for each in inside)
    known = any(each.startswith(f"{path}.") for each in told)
    lines = [f"{indent}{at[-1]}:" if known else f"{indent}# {at[-1]}:"]
    for name in names:
        lines += _section((*at, name), order, told, comments)
    return lines


def _fact(at: tuple[str, ...], told: Mapping[str, Any], comment: str) -> list[str]:
    path = ".".join(at)
    indent = "  " * (len(at) - 1)
    lines = [f"{indent}# {comment}"] if comment else []
    if path not in told:
        return [*lines, f"{indent}# {at[-1]}:"]
    value = told[path]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        entries = [f"{indent}  - {_flow(entry)}" for entry in value]
        return [*lines, f"{indent}{at[-1]}:", *entries]
    return [*lines, f"{indent}{at[-1]}: {_flow(value)}"]


def _comment(path: str, vocabulary: Vocabulary) -> str:
    if path not in vocabulary.facts:
        return ""
    return " ".join(vocabulary.facts[path].title.split())


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _MEANS_SOMETHING
    return text if plain else json.dumps(text, ensure_ascii=False)

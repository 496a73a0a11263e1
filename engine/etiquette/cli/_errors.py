"""Mistakes in a command, said in one sentence with the next step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import click

from ._problems import Problems

Choice: TypeAlias = "click.Choice[str]"

__all__ = ["NoSuch", "NotWritten", "did_you_mean", "explain_usage"]


_AT_A_GLANCE: Final = 8


class NotWritten(click.ClickException):
    """The file that was to be written can't be. Exit code 2."""

    exit_code = 2


class NoSuch(click.UsageError):
    """Something was named that isn't there; ``known`` is what could have been meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str], next_step: str = "") -> None:
        parts = [f"There is no {kind} {name!r}.", did_you_mean(name, known), next_step]
        super().__init__(" ".join(part for part in parts if part))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``Did you mean X?`` for the nearest of ``known``, or all of them if they are few; else nothing."""
    from etiquette._reading.wording import did_you_mean as nearest
    from etiquette._reading.wording import listed

    names = sorted(set(known))
    near = nearest(name, names)
    if near:
        return f"Did you mean {near}?"
    return f"There is {listed(names, 'and')}." if 0 < len(names) <= _AT_A_GLANCE else ""


def explain_usage(error: click.ClickException) -> str:
    """The text for standard error: what is wrong, what was probably meant, where to read on."""
    if isinstance(error, Problems):
        return error.format_message()
    if not isinstance(error, click.UsageError):
        return f"etiquette: {_ended(error.format_message())}"
    context = error.ctx
    command = context.command_path if context else "etiquette"
    return f"{command}: {_sentence(error)}\nTry: {command} --help"


def _sentence(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            text = f"There is no option {error.option_name}."
            known = [name for param in _parameters(error) for name in param]
            return " ".join(part for part in (text, did_you_mean(error.option_name, known)) if part)
        case click.MissingParameter() if error.param is not None:
            return _missing(error.param, error.message)
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Choice):
            return _not_a_choice(error.param, error.param.type, error.message)
        case click.BadParameter() if error.param is not None:
            return f"{_name(error.param)}: {_ended(error.message)}"
        case _:
            return _ended(error.format_message())


def _parameters(error: click.UsageError) -> list[list[str]]:
    if error.ctx is None:
        return []
    return [
        [name for name in (*param.opts, *param.secondary_opts) if name.startswith("--")]
        for param in error.ctx.command.get_params(error.ctx)
    ]


def _missing(param: click.Parameter, message: str) -> str:
    advice = {
        "facts": "Name a facts file, or start one with: etiquette new facts",
        "name": "Name one of them.",
        "pack": "Name a pack, or the folder of one.",
        "shell": "Name your shell.",
    }
    known = f"There is {_listed(param.type)}. " if isinstance(param.type, click.Choice) else ""
    return f"{_name(param)} is missing. {known}{advice.get(param.name or '', _ended(message))}".rstrip()


def _not_a_choice(param: click.Parameter, choice: Choice, message: str) -> str:
    quoted = message.split("'")
    value = quoted[1] if len(quoted) > 1 else ""
    near = did_you_mean(value, choice.choices)
    kind = {"name": "schema"}.get(param.name or "", _name(param).lstrip("-").lower())
    return f"There is no {kind} {value!r}. {near or _listed(choice)}"


def _listed(choice: Choice) -> str:
    from etiquette._reading.wording import listed

    return listed(choice.choices, "and")


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else (param.name or "").upper()


def _ended(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else '.'}"

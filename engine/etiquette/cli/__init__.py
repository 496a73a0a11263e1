"""The command line: ``etiquette``.

:func:`main` is the only door. It turns whatever can go wrong into one plain sentence and an exit code:
the codes of a report (0, 1, 2, 3), 2 for a mistake in the command itself and for an answer that can't be
written, 70 for a fault in this program, 130 when stopped by the keyboard and 141 when the reader of the
output went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

__all__ = ["main"]

_NAME = "etiquette"
_COMPLETE = "_ETIQUETTE_COMPLETE"
_UNWRITTEN = 2
_FAULT = 70
_INTERRUPTED = 130
_READER_GONE = 141


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line with ``args`` (those of the process by default) and return the exit code."""
    from ._streams import complain, give_up, mend

    mend()
    try:
        code = _answer(sys.argv[1:] if args is None else list(args))
        sys.stdout.flush()
    except BrokenPipeError:
        code = _READER_GONE
    except OSError as error:
        complain(_unwritten(error))
        code = _UNWRITTEN
    give_up()
    return code


def _answer(args: list[str]) -> int:
    """Run the command; every way in which it may end has an exit code. Raises OSError where one occurs."""
    from ._at_once import answered
    from ._help_at_once import shown

    try:
        code = answered(args)
        if code is None:
            code = shown(args, lambda: _answer_as_usual(args))
    except KeyboardInterrupt:
        return _INTERRUPTED
    return _answer_as_usual(args) if code is None else code


def _answer_as_usual(args: list[str]) -> int:
    """The same, whatever the command is, by the parser of arguments."""
    import click

    from ._errors import explain_usage
    from ._streams import complain
    from .app import app

    try:
        code = _invoke(app, args)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        complain(explain_usage(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a person must never meet a traceback
        return _own_up(error)
    return code if isinstance(code, int) else 0


def _unwritten(error: OSError) -> str:
    """What the system refused, in a sentence. Whatever is read has been looked after where it is read."""
    from etiquette._reading.paths import reason_of

    if error.filename:
        return f"etiquette: {error.filename} can't be used: {reason_of(error)}.\nCheck it, then try again."
    return (
        f"etiquette: The answer can't be written: {reason_of(error)}.\n"
        "Try again with the output going somewhere else."
    )


def _invoke(app: click.Group, args: list[str]) -> object:
    """What ``app.main`` does, except that it would answer a reader that went away in its own way."""
    instruction = os.environ.get(_COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(app, {}, _NAME, _COMPLETE, instruction)
    with app.make_context(_NAME, args) as context:
        return app.invoke(context)


def _own_up(error: Exception) -> int:
    """Say that this program is at fault; with ``ETIQUETTE_DEBUG=1`` also where."""
    from ._streams import complain

    if os.environ.get("ETIQUETTE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    text = " ".join(str(error).split())
    kind = type(error).__name__
    complain(
        f"etiquette: Something went wrong in this program itself ({kind}{f': {text}' if text else ''}).\n"
        "Please report it, with what ETIQUETTE_DEBUG=1 in front of the same command prints."
    )
    return _FAULT

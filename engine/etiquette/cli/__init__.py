"""The command line: ``etiquette``.

:func:`main` is the only door. It turns whatever can go wrong into one plain sentence and an exit code:
the codes of a report (0, 1, 2, 3), 2 for a mistake in the command itself, 70 for a fault in this program,
130 when stopped by the keyboard and 141 when the reader of the output went away.
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
_FAULT = 70
_INTERRUPTED = 130
_READER_GONE = 141


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line with ``args`` (those of the process by default) and return the exit code."""
    import click

    from ._errors import explain_usage
    from .app import app

    try:
        code = _invoke(app, sys.argv[1:] if args is None else list(args))
        sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        print(explain_usage(error), file=sys.stderr)  # noqa: T201 - the command line speaks
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return _READER_GONE
    except Exception as error:  # noqa: BLE001 - a person must never meet a traceback
        return _own_up(error)
    return code if isinstance(code, int) else 0


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
    if os.environ.get("ETIQUETTE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    text = " ".join(str(error).split())
    kind = type(error).__name__
    print(  # noqa: T201 - the command line speaks
        f"etiquette: Something went wrong in this program itself ({kind}{f': {text}' if text else ''}).\n"
        "Please report it, with what ETIQUETTE_DEBUG=1 in front of the same command prints.",
        file=sys.stderr,
    )
    return _FAULT


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter doesn't complain at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return

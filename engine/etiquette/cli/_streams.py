"""The three streams of a process, which needn't be there, and needn't take what is written to them."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import Any

__all__ = ["complain", "give_up", "mend"]


class _Closed(io.TextIOBase):
    """What stands for a stream that was closed before we began: whoever writes learns of it."""

    def write(self, text: str, /) -> int:
        """Refuse, as the system would."""
        del text
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def mend() -> None:
    """Make the streams fit to be used without asking whether they are there.

    A standard output that was closed refuses what is written to it: an answer must not be lost without a
    word. Remarks for a standard error that was closed go nowhere. Input that isn't text is read as far as it
    is; where there is none, it stays ``None``.
    """
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = io.StringIO()
    if isinstance(sys.stdin, io.TextIOWrapper):
        with contextlib.suppress(io.UnsupportedOperation):  # somebody has read from it already
            sys.stdin.reconfigure(errors="replace")


def complain(text: str) -> None:
    """A line on standard error, if it takes one: there is nowhere else to say that it doesn't."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - the command line speaks


def give_up() -> None:
    """Send what no stream takes any more nowhere, so that the interpreter doesn't complain at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _drop(stream)


def _drop(stream: Any) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)

"""Help that was shown before, shown again without loading what writes it.

The text of ``--help`` hangs on nothing but this program and the width of the terminal. So it is kept where
rules are kept (:mod:`etiquette._caching`), with the same care about who has written it, and for as long as
the files of the command line and of its library are as they were.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["shown"]

_ASKS = frozenset(("--help", "-h"))
_LANGUAGE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_WRITERS = ("etiquette.cli", "click")
_FORMAT = 1
_SUFFIX = ".help.rules"


def shown(args: list[str], usual: Callable[[], int]) -> int | None:
    """The exit code, where ``args`` ask for help and it was shown; else ``None``, and nothing has happened.

    ``usual`` answers the command in the usual way; what it writes is kept for the next time.
    """
    if not _asks_for_help(args) or sys.stdout is None:
        return None
    from etiquette._caching import store
    from etiquette._caching.folder import kept_in
    from etiquette._caching.prints import digest, unchanged

    folder = kept_in()
    if folder is None:
        return None
    key = repr(
        (_FORMAT, sys.hexversion, sys.path, args, _width(), [os.environ.get(name) for name in _LANGUAGE])
    )
    name = digest(key.encode("utf-8", "surrogatepass")).hex()[:32] + _SUFFIX
    kept = store.read(folder, name)
    if kept is not None and kept.about.get("key") == key and unchanged(kept.about["files"]) is not None:
        text = kept.section("text")
        if text is not None:
            sys.stdout.write(text.decode())
            return 0
    return _kept_for_next_time(usual, folder, name, key)


def _asks_for_help(args: list[str]) -> bool:
    """Whether it is help that is asked for, of a command by its name and nothing else."""
    if "_ETIQUETTE_COMPLETE" in os.environ or not all(each.replace("-", "").isalnum() for each in args):
        return False
    return not args or (args[-1] in _ASKS and not any(each.startswith("-") for each in args[:-1]))


def _width() -> tuple[str | None, int]:
    """What decides where lines break."""
    try:
        columns = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (AttributeError, ValueError, OSError):
        columns = 0
    return os.environ.get("COLUMNS"), columns


def _kept_for_next_time(usual: Callable[[], int], folder: str, name: str, key: str) -> int:
    import contextlib
    import io
    import time

    from etiquette._caching import store
    from etiquette._caching.prints import is_settled, print_of

    started = time.time_ns()
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        code = usual()
    text = written.getvalue()
    sys.stdout.write(text)
    files = {path: print_of(path) for path in _files()}
    if code == 0 and text and all(is_settled(mark, started) for mark, _ in files.values()):
        store.write(folder, name, {"key": key, "files": files}, {"text": text.encode("utf-8", "replace")})
    return code


def _files() -> list[str]:
    """The files of the modules that write help."""
    found = (
        getattr(module, "__file__", None)
        for name, module in sorted(sys.modules.items())
        if name.startswith(_WRITERS)
    )
    return [each for each in found if isinstance(each, str)]

"""What was asked for, as far as it decides which ruleset comes of it, besides the files themselves."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .prints import digest
from .store import SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    from etiquette.algebra import Scalar

__all__ = ["Asked"]

_FORMAT = 1
"""To be raised whenever what is kept, or how, changes its meaning."""

_PATH = "ETIQUETTE_PATH"


class Asked:
    """A request for a ruleset: the arguments of :func:`etiquette.load`, and the ways to packs and plugins."""

    __slots__ = ("packs", "parameters", "paths", "plugins")

    def __init__(
        self,
        packs: Sequence[str | Path],
        plugins: Sequence[str] | None,
        paths: Sequence[str | Path],
        parameters: Mapping[str, Scalar] | None,
    ) -> None:
        self.packs = tuple(packs)
        self.plugins = None if plugins is None else tuple(plugins)
        self.paths = tuple(paths)
        self.parameters = dict(parameters or {})

    @property
    def key(self) -> str:
        """All of it in one line: two requests with the same line get the same ruleset from the same files."""
        listed = os.environ.get(_PATH, "")
        parts = (
            _FORMAT,
            sys.implementation.cache_tag,
            sys.hexversion,
            [(type(each) is str, str(each)) for each in self.packs],
            self.plugins,
            [str(each) for each in self.paths],
            sorted((name, repr(value)) for name, value in self.parameters.items()),
            listed,
            sys.path,
            _here() if self._hangs_on_here(listed) else "",
        )
        return repr(parts)

    def _hangs_on_here(self, listed: str) -> bool:
        """Whether any folder is named by a path that starts from where we are."""
        folders = [str(each) for each in self.packs if type(each) is not str or _is_folder(each)]
        folders += map(str, self.paths)
        folders += filter(None, listed.split(os.pathsep))
        return not all(map(os.path.isabs, (*folders, *sys.path)))

    @property
    def file(self) -> str:
        """The name of the file that the answer is kept in."""
        return f"{digest(self.key.encode('utf-8', 'surrogatepass')).hex()[:32]}{SUFFIX}"


def _is_folder(request: str) -> bool:
    """Whether a request may be the path of a folder rather than a name."""
    return request in (os.curdir, os.pardir) or any(each in request for each in ("/", "\\", os.sep))


def _here() -> str:
    """The folder that relative paths start from."""
    try:
        return os.getcwd()  # noqa: PTH109 - pathlib takes longer than all of this
    except OSError:
        return "?"

"""Where rulesets are kept between runs: a folder of the user's own, or none.

``ETIQUETTE_CACHE`` names another folder, or is ``off``. What is kept is made again whenever it isn't there,
so the folder may be deleted at any time.
"""

from __future__ import annotations

import os
import stat
import sys

__all__ = ["VARIABLE", "is_ours", "kept_in"]

VARIABLE = "ETIQUETTE_CACHE"

_OFF = frozenset(("off", "no", "none", "0", "false"))
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def kept_in() -> str | None:
    """The folder, which needn't be there yet; ``None`` where nothing is to be kept."""
    told = os.environ.get(VARIABLE, "").strip()
    if told:
        return None if told.lower() in _OFF else os.path.abspath(told)  # noqa: PTH100 - pathlib takes longer than all of this
    home = _home()
    return os.path.join(home, "etiquette") if home else None  # noqa: PTH118 - as above


def _home() -> str:
    """The user's folder for what can be made again, as the platform has it; empty where there is none."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(told):  # noqa: PTH117 - as above
        return told
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    at_home = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    found = os.path.expanduser(at_home)  # noqa: PTH111 - as above
    return found if os.path.isabs(found) else ""  # noqa: PTH117 - as above


def is_ours(found: os.stat_result) -> bool:
    """Whether only this user can have written a file, or written into a folder.

    Where the system has no such owners (Windows), the user's own folder is what keeps others out.
    """
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_MAY_WRITE

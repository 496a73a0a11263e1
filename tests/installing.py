"""Installing pretended distributions, for tests of what is found through entry points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

__all__ = ["install"]


def install(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    distribution: str,
    plugins: Mapping[str, str],
    modules: Mapping[str, str] | None = None,
) -> None:
    """Make a distribution of version 1.0 that can be found from now on, until the test is over.

    ``plugins`` map the names of entry points to modules, ``modules`` the names of modules to their sources.
    """
    home = folder / distribution
    info = home / f"{distribution.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    points = "".join(f"{name} = {module}\n" for name, module in plugins.items())
    (info / "entry_points.txt").write_text(f"[etiquette]\n{points}")
    for name, source in (modules or {}).items():
        (home / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(home)

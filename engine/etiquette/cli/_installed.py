"""What is installed: rule packs, plugins, versions."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from etiquette.packs import PackInfo

__all__ = ["DISTRIBUTION", "installed_packs", "installed_plugins", "version_text"]

DISTRIBUTION: Final = "etiquette-engine"


def installed_packs(paths: Sequence[str] = ()) -> tuple[PackInfo, ...]:
    """Packs that can be named, with those that plugins bring, without those whose manifest is broken."""
    from etiquette.packs import list_packs
    from etiquette.plugins import collect

    found = list_packs([Path(each) for each in paths], collect().pack_folders)
    return tuple(each for each in found if each.name)


def installed_plugins() -> list[tuple[str, str]]:
    """Names of plugins, each with its distribution and version; none of them is imported."""
    from etiquette.hookspecs import GROUP

    return sorted(
        (point.name, f"{point.dist.name} {point.dist.version}" if point.dist else "")
        for point in metadata.entry_points(group=GROUP)
    )


def version_text() -> str:
    """The text of ``--version``: the program, Python, packs and plugins."""
    packs = [f"{each.name} {each.version}" for each in installed_packs()]
    plugins = [f"{name} ({release})" if release else name for name, release in installed_plugins()]
    return "\n".join(
        (
            f"etiquette {metadata.version(DISTRIBUTION)}",
            f"Python {platform.python_version()}",
            f"packs: {', '.join(packs) or 'none'}",
            f"plugins: {', '.join(plugins) or 'none'}",
        )
    )

"""Packs with a planted fault: the folders of `tests/cases/faulty`.

In each, `fault.yaml` says what is wrong, which law of `tests/property` or which claim of a proof it breaks,
and what is said of it; `pack/` is the pack, and `plugins/` holds rules or a module for each plugin.

law         the law that Hypothesis catches it by, or `loads` or `stays_complete` for what loading catches
max_facts   how many facts the smallest example of the law may tell
claim       the claim that a proof refutes; where there is a law `no_conflict` it is that
subject     what the refuted claim is about, where it isn't the only one
expect      what is said of it, by law and proof alike
rules       the rules that the proof blames, where it matters
guidance    the first day of the rules that it is about, where rules are in force for a time
hard        whether it takes a proof long to see that without one of its rules the rest is fine
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import yaml

import etiquette
from etiquette import Ruleset
from small import plugin

__all__ = ["FAULTS", "Fault", "name"]

FOLDER: Final = Path(__file__).parent / "cases" / "faulty"


@dataclass(frozen=True)
class Fault:
    """One folder, and how to load what is in it."""

    folder: Path

    @property
    def said(self) -> dict[str, Any]:
        """What `fault.yaml` says."""
        data: dict[str, Any] = yaml.safe_load((self.folder / "fault.yaml").read_text("utf-8"))
        return data

    @property
    def plugins(self) -> dict[str, object]:
        """The plugins by name."""
        found: dict[str, object] = {}
        for file in sorted((self.folder / "plugins").glob("*")):
            if file.suffix == ".yaml":
                found[file.stem] = plugin(file.read_text("utf-8").removeprefix("rules:\n"))
            elif file.suffix == ".py":
                found[file.stem] = module(file)
        return found

    def load(self, parameters: Mapping[str, Any] | None = None, *, pack: Path | None = None) -> Ruleset:
        """The pack with its plugins, read anew."""
        return etiquette.load(
            pack or self.folder / "pack",
            plugins=(),
            paths=[self.folder],
            parameters=parameters,
            extra_plugins=self.plugins,
        )

    @cache  # noqa: B019 - there are few faults, and they live as long as the tests
    def without_plugins(self) -> Ruleset:
        """The pack alone, read once."""
        return etiquette.load(self.folder / "pack", plugins=(), paths=[self.folder])

    @cache  # noqa: B019 - see above
    def again(self) -> Ruleset:
        """The pack with its plugins, read a second time."""
        return self.load()

    @cache  # noqa: B019 - see above
    def rules(self, parameters: tuple[tuple[str, Any], ...] = ()) -> Ruleset:
        """The pack with its plugins, read once for each setting of its parameters."""
        return self.load(dict(parameters))


@cache
def module(file: Path) -> ModuleType:
    """A plugin's module, imported once, as an installed one would be."""
    spec = importlib.util.spec_from_file_location(f"faulty_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


FAULTS: Final = [Fault(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]


def name(fault: Fault) -> str:
    """The folder's name."""
    return fault.folder.name

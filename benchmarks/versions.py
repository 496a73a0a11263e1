"""Two versions of a pack, the second with one rule changed: generated ones, or copies of a bundled one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from generated_packs import generate
from measure import ROOT

__all__ = ["bundled_versions", "generated_versions"]

_DAYS: Final = re.compile(r"(?<=\+ )\d+(?= days)")


def generated_versions(size: int, folder: Path) -> tuple[str, str]:
    """The folders of a generated pack and of the same with one number of days changed."""
    pack = generate(size)
    old = pack.write(folder / f"old-{size}" / "generated")
    new = pack.with_one_rule_changed().write(folder / f"new-{size}" / "generated")
    return str(old), str(new)


def bundled_versions(name: str, folder: Path) -> tuple[str, str]:
    """The folders of a bundled pack and of a copy in which the first written number of days is one more."""
    old, new = (
        Path(shutil.copytree(ROOT / "rules" / name, folder / f"{each}-{name}" / name))
        for each in ("old", "new")
    )
    for each in (old, new):
        (each / "releases.yaml").unlink(missing_ok=True)  # a recorded version may not change
    for file in sorted(new.glob("*.yaml")):
        text = file.read_text("utf-8")
        changed = _DAYS.sub(lambda found: str(int(found[0]) + 1), text, count=1)
        if changed != text:
            file.write_text(changed, "utf-8")
            return str(old), str(new)
    raise ValueError(f"no rule of {name} has a number of days written out")

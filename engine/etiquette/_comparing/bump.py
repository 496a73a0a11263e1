"""Which version a change means: the policy, in figures.

Wording alone is a patch. What only adds or relaxes is minor: whoever did as the old version advised is still
right. What is stricter or different is major. Before 1.0.0 the middle number stands for major, and the last
for minor and patch.
"""

from __future__ import annotations

from collections.abc import Sequence

from etiquette._packing.versions import Version
from etiquette.difference import Bump, Versions
from etiquette.model import PackId

__all__ = ["least_version", "versions"]


def versions(old: Sequence[PackId], new: Sequence[PackId], main: str, bump: Bump) -> Versions | None:
    """The versions of the pack that both have: of ``main``, or of the last one. ``None`` if there is none.

    A pre-release of the least version says as much as that.
    """
    before, after = ({each.pack: each for each in packs} for packs in (old, new))
    shared = [each.pack for each in new if each.pack in before]
    name = main if main in shared else "" if main else next(iter(reversed(shared)), "")
    if not name:
        return None
    was, now = Version.parse(before[name].version), Version.parse(after[name].version)
    least = least_version(was, bump)
    enough = now >= was if bump == "none" else now > was and now.numbers >= least.numbers
    return Versions(name, str(was), str(now), str(least), enough)


def least_version(old: Version, bump: Bump) -> Version:
    """The least version that says as much as ``bump``."""
    if bump == "none":
        return old
    major, minor, patch = old.numbers
    if old.pre:
        return _above_pre_release(old, bump)
    if major == 0:
        return Version((0, minor + 1, 0)) if bump == "major" else Version((0, minor, patch + 1))
    numbers = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }
    return Version(numbers[bump])


def _above_pre_release(old: Version, bump: Bump) -> Version:
    """What comes after a pre-release: its release, where that already goes up as far as ``bump``."""
    major, minor, patch = old.numbers
    said: Bump = "patch" if patch else "minor" if minor else "major"
    if major == 0 and said == "minor":
        said = "major"
    order = ("none", "patch", "minor", "major")
    if order.index(said) >= order.index(bump):
        return Version(old.numbers)
    return least_version(Version(old.numbers), bump)

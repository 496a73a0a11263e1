"""Packs on disk: finding, pinning, digests, releases, and etiquette of another kind."""

from __future__ import annotations

import os
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import etiquette
from etiquette._data import bundled
from etiquette.model import PackId
from etiquette.packs import list_packs, record_release
from etiquette.ruleset import Ruleset
from packing import BASE, OTHER, layer, loaded, refused, write
from small import LAW

RULE = "rules: [{id: %s, title: T, action: send_minutes, message: {may: [thanks]}}]\n"
PACK = OTHER / BASE


def only(ruleset: Ruleset) -> PackId:
    """The only pack of a ruleset."""
    (found,) = ruleset.packs
    return found


def test_other_etiquette_needs_no_python(tmp_path: Path) -> None:
    """A pack about something else, with facts of its own, gives a plan as any other does."""
    rules = loaded(tmp_path, PACK)
    facts: dict[str, Any] = {
        "today": "2026-11-24",
        "timezone": "Europe/Berlin",
        "meeting": {"date": "2026-11-20", "attendees": [{"name": "Ann"}, {"name": "Bob"}]},
        "client": {"country": "DE"},
        "notes": [{"day": "2026-11-20", "about": "send_minutes", "to_whom": "Ann"}],
        "proposed": {"action": "send_minutes", "channel": "phone"},
    }
    report = rules.check(facts)
    assert not report.diagnostics
    assert report.decision("send_minutes").status == "late"
    assert report.decision("send_minutes").remaining == ("Bob",)
    assert report.decision("ask_for_a_decision").opens_on == date(2026, 11, 27)
    assert report.decision("send_a_gift").status == "unaddressed"
    assert "minutes/promptly" in {each.rule for each in report.findings}


def test_bundled_plugins_leave_other_etiquette_alone(tmp_path: Path) -> None:
    """The channels that come with the engine pass over packs that they aren't meant for."""
    rules = loaded(tmp_path, PACK, plugins=None)
    assert not rules.diagnostics
    assert {each.owner for each in rules.rules} == {BASE}


def test_the_default_is_data() -> None:
    """Without a pack, the one is used that the bundled data names; the engine doesn't."""
    named = yaml.safe_load((bundled("rules") / "default.yaml").read_text("utf-8"))["default"]
    assert only(etiquette.load(plugins=())).pack == named
    sources = Path(etiquette.__file__ or "").parent.rglob("*.py")
    assert not [
        each
        for each in sources
        if re.search(rf"(load|packs)\(\s*.{re.escape(named)}", each.read_text("utf-8"))
    ]


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """Versions of one pack side by side, in folders of its own folder."""
    versions = ("1.0.0", "1.2.0", "1.2.1", "2.0.0", "2.1.0-rc.1")
    return write(tmp_path, {f"house/{each}/pack.yaml": layer("house", "", "", each) for each in versions})


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("house", "2.0.0"),
        ("house@1", "1.2.1"),
        ("house@1.2", "1.2.1"),
        ("house@1.2.0", "1.2.0"),
        ("house@^1", "1.2.1"),
        ("house@^1.0", "1.2.1"),
        ("house@2.1.0-rc.1", "2.1.0-rc.1"),
        ("house@^2.1.0-rc.1", "2.1.0-rc.1"),
    ],
)
def test_pins(several: Path, name: str, version: str) -> None:
    """A pin picks the newest version that it fits; without one, the newest release."""
    assert only(loaded(several, name)).version == version


def test_one_version_is_found_for_all(several: Path) -> None:
    """The version of a base is the newest that all packs that extend it accept."""
    write(
        several,
        {
            "a/pack.yaml": layer("ant", extends="house@^1.0"),
            "b/pack.yaml": layer("bee", extends="house@1.2.0"),
        },
    )
    expected = ["house 1.2.0", "ant 1.0.0", "bee 1.0.0"]
    assert [str(each) for each in loaded(several, "ant", "bee").packs] == expected
    assert [str(each) for each in loaded(several, "bee", "ant").packs] == expected
    assert [str(each) for each in loaded(several, "ant").packs] == ["house 1.2.1", "ant 1.0.0"]


def test_a_given_folder_is_used_whatever_else_there_is(several: Path) -> None:
    """A folder that is named wins over what has the same name elsewhere, and may be a pre-release."""
    write(several, {"a/pack.yaml": layer("ant", extends="house@^2.1.0-rc.1")})
    assert only(loaded(several, several / "house" / "1.0.0")).version == "1.0.0"
    assert only(loaded(several, several / "house" / "1.0.0" / "pack.yaml")).version == "1.0.0"
    both = loaded(several, several / "house" / "2.1.0-rc.1", "ant")
    assert [str(each) for each in both.packs] == ["house 2.1.0-rc.1", "ant 1.0.0"]


def test_places_come_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the same version, the one in `paths` is taken, then that in ETIQUETTE_PATH, then the bundled one."""
    (name,) = {only(etiquette.load(plugins=())).pack}
    version = only(etiquette.load(plugins=())).version
    for place in ("given", "listed"):
        write(tmp_path, {f"{place}/{name}/pack.yaml": layer(name, f"summary: {place}\n", "", version)})
    bundled_digest = only(etiquette.load(name, plugins=())).digest
    monkeypatch.setenv(
        "ETIQUETTE_PATH", os.pathsep.join([str(tmp_path / "nowhere"), str(tmp_path / "listed")])
    )
    listed_digest = only(etiquette.load(name, plugins=())).digest
    given_digest = only(etiquette.load(name, plugins=(), paths=[tmp_path / "given"])).digest
    assert len({bundled_digest, listed_digest, given_digest}) == 3
    assert only(etiquette.load(name, plugins=(), paths=[tmp_path / "listed"])).digest == listed_digest


def test_what_counts_as_a_file_of_a_pack(tmp_path: Path) -> None:
    """Rules may stand in subfolders; hidden files, other files and packs within are not part of it."""
    write(
        tmp_path,
        {
            "c/pack.yaml": layer(),
            "c/deep/er/rules.yaml": RULE % "coach/deep",
            "c/.hidden.yaml": "no: rules\n",
            "c/notes.txt": "no rules",
            "c/other/pack.yaml": layer("other", extends=""),
            "c/other/rules.yaml": "wrong",
        },
    )
    assert "coach/deep" in {each.id for each in loaded(tmp_path, "coach").rules}


def test_files_are_called_as_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place in a report begins with the folder that was named; a bundled one doesn't tell where it is."""
    write(tmp_path, {"c/pack.yaml": layer(), "c/rules.yaml": RULE % "coach/one"})
    monkeypatch.chdir(tmp_path)
    (mine,) = (each for each in loaded(tmp_path, "./c").rules if each.owner == "coach")
    assert str(mine.location) == f"{Path('c') / 'rules.yaml'}:1:14"
    files = {each.location.file for each in etiquette.load(plugins=()).rules if each.location}
    assert all(not Path(each).is_absolute() for each in files)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A folder that packs are to be looked for in must exist."""
    assert "E403 The folder" in refused(tmp_path, PACK, paths=[tmp_path / "nowhere"])


def test_a_broken_manifest_is_told_when_a_pack_is_missing(tmp_path: Path) -> None:
    """If a name isn't found, manifests that can't be read are shown: it may be one of these."""
    write(tmp_path, {"c/pack.yaml": "pack: coach\nversion: 1.0.0\nversion: 1.0.1\n"})
    said = refused(tmp_path, "coach")
    assert "E401 There is no pack called coach." in said
    assert "E107 version stands twice" in said
    assert loaded(tmp_path, PACK).packs


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    return [shuffled(each, rng) for each in value] if isinstance(value, list) else value


def rewritten(folder: Path, rng: random.Random) -> Path:
    """The pack of client meetings in another order, in other files, with comments."""
    manifest = yaml.safe_load((PACK / "pack.yaml").read_text("utf-8"))
    rules = yaml.safe_load((PACK / "rules.yaml").read_text("utf-8"))["rules"]
    rng.shuffle(rules)
    cut = rng.randint(0, len(rules))
    files = {
        "pack.yaml": yaml.safe_dump(shuffled(manifest, rng), sort_keys=False),
        "facts.schema.json": (PACK / "facts.schema.json").read_text("utf-8"),
    }
    for part in (rules[:cut], rules[cut:]):
        if part:
            text = yaml.safe_dump({"rules": shuffled(part, rng)}, sort_keys=False)
            files[f"{rng.choice('abc')}/{rng.randint(0, 10**9)}.yaml"] = f"# a comment\n{text}"
    return write(folder, files)


@settings(LAW, max_examples=15)
@given(seed=st.integers(0, 10**9))
def test_no_order_shows(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Files, rules and keys in any order give the same digest and the same rules, declarations included."""
    rng = random.Random(seed)  # noqa: S311 - it shuffles
    other = loaded(OTHER, rewritten(tmp_path_factory.mktemp("pack"), rng))
    plain = loaded(OTHER, PACK)
    assert other.packs == plain.packs
    assert without_places(other) == without_places(plain)


def without_places(ruleset: Ruleset) -> list[str]:
    """Everything in a ruleset, as text, in its order, without the places where it was written."""
    parts = ("rules", "actions", "phases", "channels", "recipients", "carriers", "concepts", "parameters",
             "definitions", "impossible", "country")  # fmt: skip
    return [re.sub(r"Location\([^)]*\)", "", repr(getattr(ruleset, part))) for part in parts]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules.yaml", "because: They named it.", "because: They said it."),
        ("rules.yaml", "1 business day", "2 business days"),
        ("pack.yaml", "default: 300", "default: 301"),
        ("pack.yaml", "channels: [email, phone]", "channels: [phone, email]"),
        ("facts.schema.json", '"maximum": 9', '"maximum": 8'),
    ],
)
def test_the_digest_covers_what_is_said(tmp_path: Path, file: str, old: str, new: str) -> None:
    """Any change to what a pack says changes its digest."""
    files = {each.name: each.read_text("utf-8") for each in PACK.iterdir()}
    assert old in files[file]
    files[file] = files[file].replace(old, new)
    changed = only(loaded(tmp_path, write(tmp_path / "c", files)))
    assert changed.digest != only(loaded(tmp_path, PACK)).digest
    assert re.fullmatch("sha256:[0-9a-f]{64}", changed.digest)


def test_a_release_is_recorded_and_held(tmp_path: Path) -> None:
    """Once a version is on record, its content can't change; a new version can, and old records stay."""
    folder = write(tmp_path / "c", {"pack.yaml": layer(), "rules.yaml": RULE % "coach/one"})
    assert [each.released for each in list_packs([tmp_path]) if each.name == "coach"] == [False]
    info = record_release(folder, [OTHER])
    assert info.released
    assert record_release(folder, [OTHER]) == info
    assert [each.digest for each in loaded(tmp_path, folder).packs if each.pack == "coach"] == [info.digest]
    write(folder, {"rules.yaml": RULE % "coach/two"})
    assert "E407 The content of coach changed" in refused(tmp_path, folder)
    with pytest.raises(etiquette.RulesError, match="E407"):
        record_release(folder, [OTHER])
    write(folder, {"pack.yaml": layer(version="1.10.0")})
    record_release(folder, [OTHER])
    write(folder, {"pack.yaml": layer(version="1.9.0")})
    record_release(folder, [OTHER])
    recorded = yaml.safe_load((folder / "releases.yaml").read_text("utf-8"))["releases"]
    assert list(recorded) == ["1.0.0", "1.9.0", "1.10.0"]
    assert recorded["1.0.0"] == info.digest


def test_what_is_wrong_is_not_released(tmp_path: Path) -> None:
    """A pack that can't be loaded can't be recorded, and a folder without a pack neither."""
    folder = write(tmp_path / "c", {"pack.yaml": layer(), "rules.yaml": "rules: {}\n"})
    with pytest.raises(etiquette.RulesError, match="E202"):
        record_release(folder, [OTHER])
    write(folder, {"rules.yaml": RULE % "coach/one" + "# fine, but for the base:\n"})
    with pytest.raises(etiquette.RulesError, match="E401"):
        record_release(folder)
    with pytest.raises(etiquette.RulesError, match="E403"):
        record_release(tmp_path / "nowhere")
    assert not (folder / "releases.yaml").exists()


def test_listing_packs(several: Path) -> None:
    """All packs that can be named, newest version first, and at the end what can't be read."""
    write(several, {"bad/pack.yaml": "pack: [\n", "coach/pack.yaml": layer(extends="[house@^1, other]")})
    found = list_packs([several])
    names = [(each.name, each.version) for each in found]
    assert (
        names.index(("house", "2.1.0-rc.1"))
        < names.index(("house", "2.0.0"))
        < names.index(("house", "1.0.0"))
    )
    coach = found[names.index(("coach", "1.0.0"))]
    assert (coach.title, coach.extends, coach.released) == ("The pack coach", ("house@^1", "other"), False)
    assert coach.folder == several / "coach"
    assert coach.digest.startswith("sha256:")
    assert found[-1].name == ""
    assert [each.code for each in found[-1].diagnostics] == ["E105"]
    assert coach.to_dict() == {
        "pack": "coach",
        "version": "1.0.0",
        "title": "The pack coach",
        "folder": str(several / "coach"),
        "digest": coach.digest,
        "released": False,
        "extends": ["house@^1", "other"],
        "diagnostics": [],
    }


def test_bundled_packs_are_right() -> None:
    """Each pack that comes with the engine can be loaded, with and without its channels."""
    names = {each.name for each in list_packs() if each.label and not Path(each.label).is_absolute()}
    assert len(names) >= 2
    for name in names:
        assert not etiquette.load(name).diagnostics
        assert etiquette.load(name, plugins=()).rules

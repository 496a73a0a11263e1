"""What stands in the folder of a pack, and around it: nothing that could hold a rule is dropped silently."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import etiquette
from etiquette._packing import pack_walk
from etiquette.cli import main
from packing import BASE, OTHER, layer, loaded, refused, write

Captured = pytest.CaptureFixture[str]
PACK = BASE
RULE = "rules:\n  - {id: %s, action: send_minutes, title: T, modality: should, because: B}\n"


def rules_of(folder: Path) -> set[str]:
    """The ids of the rules that the pack ``coach`` in ``folder`` brings."""
    return {each.id for each in loaded(folder, "coach").rules if each.owner == "coach"}


def close(folder: Path, monkeypatch: pytest.MonkeyPatch, *, searched: bool = False) -> None:
    """Take the permission for ``folder`` away, for a superuser too; ``searched`` leaves that of its files."""
    stat, iterdir = Path.stat, Path.iterdir

    def closed_stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if folder in path.parents and not searched:
            raise PermissionError(13, "Permission denied")
        return stat(path, follow_symlinks=follow_symlinks)

    def closed_iterdir(path: Path) -> Iterator[Path]:
        if path == folder:
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "stat", closed_stat)
    monkeypatch.setattr(Path, "iterdir", closed_iterdir)


# --- the files of a pack ------------------------------------------------------------------------------


@pytest.mark.parametrize("searched", [False, True])
@pytest.mark.parametrize("inner", ["c/sub", "c"])
def test_a_folder_that_cannot_be_listed(
    inner: str, searched: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules in a folder that one may not look into aren't lost without a word."""
    write(tmp_path, {"c/pack.yaml": layer(), "c/sub/rules.yaml": RULE % "coach/one"})
    close(tmp_path / inner, monkeypatch, searched=searched)
    said = refused(tmp_path, tmp_path / "c")
    assert f"The folder {tmp_path / inner} can't be looked into: this user has no permission." in said


@pytest.mark.parametrize("name", ["rules.YAML", "rules.YML", "rules.yml", "rules.Yaml"])
def test_endings_that_only_look_right(name: str, tmp_path: Path) -> None:
    """Whatever the case of the letters: what isn't read is said."""
    write(tmp_path, {"c/pack.yaml": layer(), f"c/{name}": RULE % "coach/one"})
    said = refused(tmp_path, "coach")
    assert f"E408 {tmp_path / 'c' / name} isn't read: rules stand in files that end in .yaml." in said
    assert "help: Rename it to rules.yaml." in said


def test_a_hidden_file_of_rules_is_told(tmp_path: Path) -> None:
    """A file of rules that is hidden is an error; what other programs keep in hidden files is none."""
    write(
        tmp_path,
        {
            "c/pack.yaml": layer(),
            "c/.pre-commit-config.yaml": "repos: []\n",
            "c/.lint.yaml": "rules: {line-length: 90}\n",
            "c/._rules.yaml": "\x00\x05",
            "c/.git/rules.yaml": RULE % "coach/git",
        },
    )
    assert rules_of(tmp_path) == set()
    write(tmp_path, {"c/.rules.yaml": RULE % "coach/one"})
    said = refused(tmp_path, "coach")
    assert "isn't read: a name that begins with a dot is hidden." in said
    assert "help: Rename it to rules.yaml, or take it out of the pack." in said


def test_underscores_hide_nothing(tmp_path: Path) -> None:
    """A name may begin as it likes; only the folder in which Python keeps compiled code is left alone."""
    write(
        tmp_path,
        {
            "c/pack.yaml": layer(),
            "c/__rules.yaml": RULE % "coach/one",
            "c/__more/rules.yaml": RULE % "coach/two",
            "c/__pycache__/rules.yaml": "wrong",
        },
    )
    assert rules_of(tmp_path) == {"coach/one", "coach/two"}


def test_rules_may_lie_deep(tmp_path: Path) -> None:
    """However deep a file lies in the folder of a pack, it belongs to it."""
    deep = "/".join(["deeper"] * 40)
    write(tmp_path, {"c/pack.yaml": layer(), f"c/{deep}/rules.yaml": RULE % "coach/deep"})
    assert rules_of(tmp_path) == {"coach/deep"}


@pytest.mark.parametrize("limit", ["_MOST_FILES", "_MOST_FOLDERS"])
def test_a_pack_is_no_disk(limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manifest that stands far too high up is noticed before everything below it is read."""
    monkeypatch.setattr(pack_walk, limit, 2)
    files = {f"c/{name}/rules.yaml": RULE % f"coach/{name}" for name in ("one", "two", "three")}
    write(tmp_path, {"c/pack.yaml": layer(), **files})
    said = refused(tmp_path, "coach")
    assert "E403 The pack has more than" in said
    assert "help: Check that pack.yaml stands in the right folder." in said


def test_a_pipe_in_a_pack(tmp_path: Path) -> None:
    """A pipe isn't waited for, nor passed over."""
    write(tmp_path, {"c/pack.yaml": layer()})
    os.mkfifo(tmp_path / "c/x.yaml")
    os.mkfifo(tmp_path / "c/x.socket")
    said = refused(tmp_path, "coach")
    assert said.count("E408") == 1
    assert "x.yaml isn't read: it is no file but a pipe or a device." in said


def test_links_are_read_once(tmp_path: Path) -> None:
    """Links to what belongs to the pack anyway add nothing, and don't lead round in a circle."""
    write(tmp_path, {"c/pack.yaml": layer(), "c/sub/rules.yaml": RULE % "coach/one"})
    (tmp_path / "c/sub/loop").symlink_to(".")
    (tmp_path / "c/a-link").symlink_to("sub")
    (tmp_path / "c/a-link.yaml").symlink_to("sub/rules.yaml")
    (tmp_path / "c/sub/up").symlink_to("..")
    rules = [each for each in loaded(tmp_path, "coach").rules if each.owner == "coach"]
    assert [each.id for each in rules] == ["coach/one"]
    assert str(rules[0].location).startswith(str(tmp_path / "c/sub/rules.yaml"))


def test_links_out_of_a_pack_are_followed(tmp_path: Path) -> None:
    """Rules that packs share may stand elsewhere."""
    write(
        tmp_path,
        {
            "c/pack.yaml": layer(),
            "shared/deep/one.yaml": RULE % "coach/one",
            "other/two.yaml": RULE % "coach/two",
        },
    )
    (tmp_path / "c/shared").symlink_to("../shared")
    (tmp_path / "c/two.yaml").symlink_to("../other/two.yaml")
    assert rules_of(tmp_path) == {"coach/one", "coach/two"}


@pytest.mark.parametrize("target", ["nowhere.yaml", "link.yaml"])
def test_a_link_that_leads_nowhere(target: str, tmp_path: Path) -> None:
    """A link to nothing, or to itself, could have meant rules."""
    write(tmp_path, {"c/pack.yaml": layer()})
    (tmp_path / "c/link.yaml").symlink_to(target)
    assert "link.yaml" in refused(tmp_path, "coach")


@pytest.mark.parametrize("name", ["releases.yaml", "pack.yaml", "facts.schema.json"])
def test_a_folder_in_the_place_of_a_file(name: str, tmp_path: Path) -> None:
    """The record of releases isn't ignored because a folder stands in its place; nor is anything else."""
    vocabulary = "vocabulary: facts.schema.json\n" if name == "facts.schema.json" else ""
    write(tmp_path, {} if name == "pack.yaml" else {"c/pack.yaml": layer(says=vocabulary)})
    (tmp_path / "c" / name).mkdir(parents=True)
    said = refused(tmp_path, tmp_path / "c")
    assert f"{name} is a folder, not a file." in said


# --- places that packs are looked for in --------------------------------------------------------------

LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments", [("--pack", f"./{LONG}"), ("--path", LONG), ("--path", f"{LONG}/deeper")]
)
def test_a_name_that_no_folder_can_have(
    arguments: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    """A name that is too long is said to be, for a pack as for a place of packs."""
    monkeypatch.chdir(tmp_path)
    assert main(["check", "facts.yaml", *arguments]) == 2
    assert "can't be looked into: its name is too long." in capfd.readouterr().err


def test_a_long_name_of_a_pack(tmp_path: Path) -> None:
    """As the name of a pack it is simply not known."""
    assert f"E401 There is no pack called {LONG}." in refused(tmp_path, LONG)


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    """A file that is given for a folder is told from one that isn't there."""
    write(tmp_path, {"rules.yaml": RULE % "coach/one"})
    path = tmp_path / "rules.yaml"
    assert f"E403 {path} is a file, not the folder of a pack." in refused(tmp_path, path)
    assert f"E403 The folder {path} is a file." in refused(tmp_path, PACK, paths=[OTHER, path])


def test_places_that_cannot_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that somebody named must be readable: who knows which pack it would have given."""
    write(tmp_path, {"place/c/pack.yaml": layer()})
    close(tmp_path / "place", monkeypatch)
    closed = f"The folder {tmp_path / 'place'} can't be looked into: this user has no permission."
    assert closed in refused(tmp_path, PACK, paths=[OTHER, tmp_path / "place"])
    assert closed in refused(tmp_path, tmp_path / "place")
    monkeypatch.setenv("ETIQUETTE_PATH", str(tmp_path / "place"))
    assert closed in refused(tmp_path, PACK, paths=[OTHER])


def test_a_closed_folder_below_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    """A folder that needn't hold a pack is in nobody's way, and is told where a pack is missing or listed."""
    write(tmp_path, {"secret/pack.yaml": layer("secret")})
    close(tmp_path / "secret", monkeypatch)
    closed = f"The folder {tmp_path / 'secret'} can't be looked into: this user has no permission."
    assert loaded(tmp_path, PACK).packs
    assert closed in refused(tmp_path, "secret")
    assert main(["packs", "--path", str(tmp_path)]) == 0
    out, err = capfd.readouterr()
    assert "A folder that can't be looked into" in out
    assert closed in " ".join(err.split())


def test_listing_a_place_that_is_not_there(tmp_path: Path, capfd: Captured) -> None:
    """Who lists the packs of a place that isn't there has mistyped it."""
    assert main(["packs", "--path", str(tmp_path / "nowhere")]) == 2
    assert "nowhere isn't there." in " ".join(capfd.readouterr().err.split())


def test_recording_where_nothing_is_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was removed while one stood in it holds no pack."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(etiquette.RulesError, match="E403"):
        etiquette.packs.record_release(Path())


def test_facts_in_the_folder_of_a_pack(tmp_path: Path) -> None:
    """Facts in a pack's folder, such as a proof's witnesses, aren't taken for rules; rules are rules."""
    facts = "# A case\nclient: {}\n\ntoday: 2026-11-23\n"
    rules = f"today: 2026-11-23\n{RULE % 'coach/two'}"
    write(tmp_path, {"c/pack.yaml": layer(), "c/rules.yaml": RULE % "coach/one"})
    write(tmp_path, {"c/facts.yaml": facts, "c/witnesses/one.yaml": facts})
    assert rules_of(tmp_path) == {"coach/one"}
    write(tmp_path, {"c/more.yaml": rules})
    assert "today is not known" in refused(tmp_path, tmp_path / "c")

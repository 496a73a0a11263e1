"""Rules that are kept: found again while nothing has changed, made anew otherwise, and never in the way."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etiquette import RulesError, Ruleset, _caching
from etiquette._caching import store
from etiquette._caching.asked import Asked
from etiquette._caching.folder import kept_in
from etiquette._caching.prints import is_settled, print_of, unchanged
from installing import install
from packing import OTHER

_LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rules are kept in a test; files count as settled at once."""
    kept = tmp_path / "kept"
    monkeypatch.setenv("ETIQUETTE_CACHE", str(kept))
    monkeypatch.setattr("etiquette._caching.keeping.is_settled", lambda _mark, _now: True)
    return kept


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of its own to change."""
    return Path(shutil.copytree(OTHER, tmp_path / "packs"))


def loaded(pack: Path, **options: object) -> Ruleset:
    """The rules of the pack, without plugins unless they are asked for."""
    given = {"plugins": (), "paths": [pack], **options}
    return _caching.load("client-meetings", **given)  # type: ignore[arg-type]


def was_kept(ruleset: Ruleset) -> bool:
    """Whether it came from a file."""
    return type(ruleset) is not Ruleset


def test_the_second_time_it_is_there(folder: Path, pack: Path) -> None:
    """What is kept says the same as what was loaded, also where it is read later."""
    first, second = loaded(pack), loaded(pack)
    assert not was_kept(first)
    assert was_kept(second)
    for name in (
        "packs",
        "rules",
        "actions",
        "vocabulary",
        "parameters",
        "recognisers",
        "wordings",
        "languages",
    ):
        assert getattr(second, name) == getattr(first, name)
    facts = {"today": "2026-11-24"}
    assert second.check(facts).to_dict() == first.check(facts).to_dict()
    assert [path.suffix for path in folder.iterdir()] == [".rules"]


def test_off_keeps_nothing(folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ETIQUETTE_CACHE=off nothing is written, and nothing read."""
    loaded(pack)
    monkeypatch.setenv("ETIQUETTE_CACHE", "off")
    assert kept_in() is None
    assert not was_kept(loaded(pack))


def test_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is that of the user for such things, unless another one is named."""
    monkeypatch.setenv("ETIQUETTE_CACHE", "/somewhere/else")
    assert kept_in() == os.path.abspath("/somewhere/else")  # noqa: PTH100 - as the module does
    monkeypatch.delenv("ETIQUETTE_CACHE")
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", "/home/somebody/.cache")
        assert kept_in() == "/home/somebody/.cache/etiquette"


def _changed_in_size(pack: Path) -> None:
    rules = next(pack.rglob("pack.yaml"))
    rules.write_text(rules.read_text("utf-8") + "# one more line\n", "utf-8")


def _changed_in_the_same_size(pack: Path) -> None:
    manifest = next(pack.rglob("pack.yaml"))
    times = manifest.stat()
    text = manifest.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    manifest.write_text(text.replace(title, title[:-1] + "X"), "utf-8")
    os.utime(manifest, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert manifest.stat().st_size == times.st_size


def _one_file_more(pack: Path) -> None:
    (next(pack.rglob("pack.yaml")).parent / "more.yaml").write_text("rules: []\n", "utf-8")


def _newer_version(pack: Path) -> None:
    first = next(pack.rglob("pack.yaml")).parent
    other = Path(shutil.copytree(first, first.with_name("newer")))
    text = (other / "pack.yaml").read_text("utf-8")
    lines = ["version: 99.0.0" if line.startswith("version:") else line for line in text.splitlines()]
    (other / "pack.yaml").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    "change", [_changed_in_size, _changed_in_the_same_size, _one_file_more, _newer_version]
)
def test_what_has_changed_is_loaded_anew(folder: Path, pack: Path, change: Callable[[Path], None]) -> None:
    """Any change of what the rules rest on counts, also one that leaves a file's size and time alone."""
    loaded(pack)
    change(pack)
    try:
        again = loaded(pack)
    except RulesError:
        return  # it was looked at, and that is what matters
    assert not was_kept(again)


def test_what_was_only_touched_is_still_good(folder: Path, pack: Path) -> None:
    """Files with another time and the same content count as the same; the next time they aren't even read."""
    loaded(pack)
    for path in pack.rglob("*.yaml"):
        os.utime(path, (_LONG_AGO, _LONG_AGO))
    assert was_kept(loaded(pack))
    found = store.read(str(folder), Asked(("client-meetings",), (), [pack], None).file)
    assert found is not None
    assert unchanged(found.about["files"]) == {}


@pytest.mark.parametrize("size", [0, 10, 100, -1, -1000])
def test_a_file_cut_short_is_as_good_as_none(folder: Path, pack: Path, size: int) -> None:
    """What isn't whole isn't believed, wherever it ends; and it is made anew."""
    loaded(pack)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:size])
    again = loaded(pack)
    assert again.recognisers == ()
    assert again.rules
    assert was_kept(loaded(pack))


@pytest.mark.parametrize("place", [0, 30, 60, 200, -200, -1])
def test_a_file_with_other_bytes_is_as_good_as_none(folder: Path, pack: Path, place: int) -> None:
    """One wrong byte anywhere is noticed, and the answer is the same."""
    right = loaded(pack)
    (file,) = folder.iterdir()
    raw = bytearray(file.read_bytes())
    raw[place] ^= 0xFF
    file.write_bytes(raw)
    again = loaded(pack)
    assert again.rules == right.rules
    assert again.wordings == right.wordings


def test_a_file_of_another_format_is_as_good_as_none(
    folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of the format, or of Python, has a file of its own."""
    loaded(pack)
    monkeypatch.setattr("etiquette._caching.asked._FORMAT", 999)
    assert not was_kept(loaded(pack))
    assert len(list(folder.iterdir())) == 2


def test_a_file_that_others_may_write_is_not_believed(folder: Path, pack: Path) -> None:
    """What is kept is run when it is read; so it must be ours alone, and so must the folder."""
    loaded(pack)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o666)
    assert not was_kept(loaded(pack))
    assert was_kept(loaded(pack))
    folder.chmod(0o777)
    assert not was_kept(loaded(pack))


def test_a_folder_that_cannot_be_used_is_done_without(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the folder should be, or a folder deleted meanwhile: rules are loaded as ever."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ETIQUETTE_CACHE", str(tmp_path / "file" / "kept"))
    assert loaded(pack).rules


def test_deleting_the_folder_does_no_harm(folder: Path, pack: Path) -> None:
    """Not even while a ruleset that was kept is in use."""
    right = loaded(pack)
    kept = loaded(pack)
    shutil.rmtree(folder)
    assert kept.wordings == right.wordings
    assert not was_kept(loaded(pack))


def test_files_that_were_just_changed_are_not_kept(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock's tick may hide a second change; so what is that young is loaded every time."""
    monkeypatch.setenv("ETIQUETTE_CACHE", str(tmp_path / "kept"))
    loaded(pack)
    assert not (tmp_path / "kept").exists()
    mark, _ = print_of(str(next(pack.rglob("pack.yaml"))))
    assert not is_settled(mark, mark[3])
    assert is_settled(mark, mark[3] + 3 * 10**9)


def test_rules_with_something_wrong_are_not_kept(folder: Path, pack: Path) -> None:
    """An error is looked into every time."""
    (next(pack.rglob("pack.yaml")).parent / "wrong.yaml").write_text("rules: [{id: 3}]\n", "utf-8")
    for _ in range(2):
        with pytest.raises(RulesError):
            loaded(pack)
    assert not folder.exists() or not list(folder.iterdir())


_PLUGIN = """
from etiquette import Measure, hookimpl

@hookimpl
def etiquette_measures():
    return {"vowels": Measure("vowels", count=lambda text: sum(map(text.count, "aeiou")), characters=3)}
"""


def test_a_plugin_that_comes_or_goes_counts(
    folder: Path, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is for the plugins that are installed; functions of plugins work when they are called."""
    before = loaded(pack, plugins=None)
    assert "vowels" not in before.measures
    with monkeypatch.context() as patch:
        install(patch, tmp_path, "acme-vowels", {"acme": "acme_vowels_kept"}, {"acme_vowels_kept": _PLUGIN})
        first, second = loaded(pack, plugins=None), loaded(pack, plugins=None)
        assert not was_kept(first)
        assert was_kept(second)
        assert second.measures["vowels"].count("a kettle") == 3
        assert second.measures["vowels"].characters == 3
    assert "vowels" not in loaded(pack, plugins=None).measures


def test_a_plugin_edited_in_place_counts(
    folder: Path, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The modules of plugins are among what the rules rest on."""
    install(monkeypatch, tmp_path, "acme-edited", {"acme": "acme_edited_kept"}, {"acme_edited_kept": _PLUGIN})
    loaded(pack, plugins=None)
    source = next(tmp_path.rglob("acme_edited_kept.py"))
    source.write_text(_PLUGIN + "# changed\n")
    assert not was_kept(loaded(pack, plugins=None))


def test_parameters_and_paths_have_files_of_their_own(folder: Path, pack: Path, tmp_path: Path) -> None:
    """What was asked for is part of the name."""
    loaded(pack)
    (tmp_path / "nothing").mkdir()
    assert not was_kept(loaded(pack, paths=[pack, tmp_path / "nothing"]))
    assert was_kept(loaded(pack))


def test_old_files_make_room(tmp_path: Path) -> None:
    """There are never more than so many; files of others stay."""
    (tmp_path / "proofs.json").write_text("{}")
    for number in range(store.MOST_FILES + 5):
        assert store.write(str(tmp_path), f"{number:032}.rules", {}, {"now": b""})
        os.utime(tmp_path / f"{number:032}.rules", (_LONG_AGO + number, _LONG_AGO + number))
    names = {path.name for path in tmp_path.iterdir()}
    assert len(names) <= store.MOST_FILES + 2
    assert "proofs.json" in names


def test_many_at_once(folder: Path, pack: Path) -> None:
    """Processes that load and keep the same rules at the same time all get them whole."""
    code = textwrap.dedent(
        """
        import sys
        import etiquette._caching.keeping as keeping
        keeping.is_settled = lambda mark, now: True
        from etiquette._caching import load
        ruleset = load("client-meetings", plugins=(), paths=[sys.argv[1]])
        print(len(ruleset.rules), len(ruleset.wordings))
        """
    )

    def once(_: int) -> str:
        return subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", code, str(pack)], capture_output=True, text=True, check=True
        ).stdout

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(once, range(6)))
    assert len(answers) == 1
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]

"""The distributions: built as they are published, installed outside the checkout, and used there.

What is installed must say what the checkout says, byte for byte, and an editor must find its way from
another project into the sources.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
HERE = Path(sys.executable).with_name("etiquette")
FACTS = sorted(path.relative_to(ROOT) for path in (ROOT / "examples").glob("*.yaml"))

# Nothing of the machine may leak into an answer, and nothing of this test run into the installed copy.
QUIET: Mapping[str, str] = {
    key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
} | {"TZ": "UTC", "NO_COLOR": "1", "COLUMNS": "80", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@dataclass(frozen=True)
class Installed:
    """An environment of its own, and a folder outside the checkout to work in."""

    bin: Path
    home: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """Run a program of the environment, in the folder."""
        return run([str(self.bin / command[0]), *command[1:]], self.home)


def run(command: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command without any input, capturing what it says."""
    return subprocess.run(  # noqa: S603  # every command is one of this file's own
        command, cwd=cwd, env=dict(QUIET), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def succeed(command: Sequence[str], cwd: Path) -> str:
    """Run a command that has to succeed, and give back what it printed."""
    done = run(command, cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout.decode()}\n{done.stderr.decode()}"
    return done.stdout.decode()


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from that sdist rather than the checkout."""
    out = tmp_path_factory.mktemp("dist")
    succeed([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)], out)
    return out


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def installed(
    request: pytest.FixtureRequest, dist: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """The distribution in a fresh environment, with the example facts copied beside it."""
    (archive,) = dist.glob("*.whl" if request.param == "wheel" else "*.tar.gz")
    home = tmp_path_factory.mktemp(request.param)
    shutil.copytree(ROOT / "examples", home / "examples")
    succeed([sys.executable, "-m", "venv", "env"], home)
    bin_ = home / "env" / "bin"
    succeed([str(bin_ / "python"), "-m", "pip", "install", "--quiet", str(archive)], home)
    yield Installed(bin_, home)
    shutil.rmtree(home)


@pytest.mark.parametrize("style", ["text", "json"])
def test_installed_says_what_the_checkout_says(installed: Installed, style: str) -> None:
    """The examples give the same bytes and the same exit status outside the checkout as in it."""
    arguments = ["check", *map(str, FACTS), "--format", style, "--today", TODAY]
    expected = run([str(HERE), *arguments], ROOT)
    found = installed.run("etiquette", *arguments)
    assert len(expected.stdout) > 1000 * len(FACTS) > 0, expected.stderr.decode()
    assert found.stdout.decode() == expected.stdout.decode()
    assert found.stderr.decode() == expected.stderr.decode()
    assert found.returncode == expected.returncode


def test_installed_carries_its_data(installed: Installed) -> None:
    """Packs, schemas and channels come along, and none of it is looked for in a checkout."""
    packs = installed.run("etiquette", "packs").stdout.decode()
    assert "post-interview" in packs
    assert str(ROOT) not in packs
    for name in ("facts", "pack", "report", "rules"):
        schema = installed.run("etiquette", "schema", name)
        assert schema.stdout == run([str(HERE), "schema", name], ROOT).stdout


def test_installed_makes_what_the_checkout_makes(installed: Installed, tmp_path: Path) -> None:
    """Skeletons come along: what `etiquette new` makes is the same outside the checkout as in it."""
    for place in ("installed", "checkout"):
        (installed.home / place).mkdir()
    for arguments in (
        ("pack", "my-pack"),
        ("pack", "own-words", "--standalone"),
        ("plugin", "carrier_pigeon"),
    ):
        there = installed.run("etiquette", "new", *arguments, "--in", "installed")
        here = run([str(HERE), "new", *arguments, "--in", "checkout"], installed.home)
        assert (there.returncode, here.returncode) == (0, 0), there.stderr.decode() + here.stderr.decode()
    assert _contents(installed.home / "installed") == _contents(installed.home / "checkout")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_installed_imports_from_its_own_environment(installed: Installed) -> None:
    """The package that is imported is the installed one, which says that it is typed."""
    where = installed.run("python", "-c", "import etiquette; print(etiquette.__file__)").stdout.decode()
    package = Path(where.strip()).parent
    assert installed.home in package.parents
    assert (package / "py.typed").exists()


def test_archives_hold_what_is_needed_and_no_more(dist: Path) -> None:
    """The wheel has the code, its data and nothing of the workshop; the sdist has the tests too."""
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    packages = {"etiquette", "etiquette_channels", "etiquette_judge"}
    assert {top for top in tops if not top.endswith(".dist-info")} == packages
    assert "etiquette/rules/post-interview/pack.yaml" in names
    assert "etiquette/schemas/facts.schema.json" in names
    templates = {
        each.relative_to(ROOT).as_posix() for each in (ROOT / "templates").rglob("*") if each.is_file()
    }
    wanted = {f"etiquette/{each}" for each in templates if "__pycache__" not in each}
    assert wanted <= set(names)
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "tests/conftest.py", "engine/etiquette/__init__.py"} <= inside
    assert not [name for name in names + sorted(inside) if "__pycache__" in name or name.startswith(".venv")]


SNIPPET = """\
import etiquette

report = etiquette.load("post-interview").check({"interview": {"date": "2026-11-20"}})
statuses: list[str] = [decision.status for decision in report.plan]
"""


def test_an_editor_finds_its_way_into_the_checkout(tmp_path: Path) -> None:
    """From another project, import, mypy and pyright all see the sources of the editable install."""
    where = succeed([sys.executable, "-c", "import etiquette; print(etiquette.__file__)"], tmp_path)
    assert Path(where.strip()) == ROOT / "engine" / "etiquette" / "__init__.py"
    (tmp_path / "snippet.py").write_text(SNIPPET, encoding="utf-8")
    succeed([sys.executable, "-m", "mypy", "--strict", "snippet.py"], tmp_path)
    succeed([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "snippet.py"], tmp_path)

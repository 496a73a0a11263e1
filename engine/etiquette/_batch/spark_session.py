"""Sessions of Spark, and what has to be there for one: PySpark, and Java 17 or newer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

__all__ = ["MISSING", "NoSparkError", "can_spark", "session_at", "submitted", "why_not"]

MISSING: Final = "Spark needs the extra `spark`: pip install 'etiquette-engine[spark]'"
_LEAST_JAVA: Final = 17
_NO_JAVA: Final = (
    "Spark runs on Java {least} or newer, and {found}. Install it (on Debian: apt install "
    "openjdk-17-jre-headless) or name the folder of one in JAVA_HOME."
)
_HERE: Final = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}
"""For masters on this machine: no name of it needs to be known, and no port is opened to others."""


_CAUSE: Final = re.compile(r"^Caused by: [\w.$]+: (.+)$", re.MULTILINE)
_EXCEPTION: Final = re.compile(
    r"^(?:Exception in thread \S+ )?[\w.$]*(?:Exception|Error): (.+)$", re.MULTILINE
)


class NoSparkError(Exception):
    """Spark can't be had; the text says what is missing and what to do."""


@contextmanager
def session_at(master: str | None, **settings: str) -> Iterator[SparkSession]:
    """The session that there is already, which is left alone; else one of its own, stopped at the end.

    ``master`` is where Spark runs, such as ``local[2]`` or ``spark://host:7077``; ``None`` where
    ``spark-submit`` has said so. ``settings`` are names of Spark's with ``_`` for ``.``, and win over
    everything. Raises :class:`NoSparkError` when Spark can't be started.
    """
    reason = why_not()
    if reason:
        raise NoSparkError(reason)
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    file, name = tempfile.mkstemp(prefix="etiquette-spark-", suffix=".log")
    os.close(file)
    log = Path(name)
    session = _started(master, {each.replace("_", "."): value for each, value in settings.items()}, log)
    try:
        yield session
    finally:
        session.stop()
        log.unlink(missing_ok=True)


def _started(master: str | None, settings: dict[str, str], log: Path) -> SparkSession:
    """A session whose Java writes to ``log`` what it would say on standard error."""
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

    builder: Any = SparkSession.builder.appName("etiquette")
    wished = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            wished |= _HERE
    for name, value in (wished | settings).items():
        builder = builder.config(name, value)
    try:
        with _errors_to(log):
            return builder.getOrCreate()  # type: ignore[no-any-return,unused-ignore]
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pyspark", "py4j"):
            raise
        reason = _reason(f"{log.read_text(errors='replace')}\n{error}")
        raise NoSparkError(f"Spark can't be started at {master}: {reason} Its log is {log}.") from error


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """Let what is started meanwhile have ``log`` as its standard error."""
    sys.stderr.flush()
    mine = os.dup(2)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(mine, 2)
        os.close(mine)


def _reason(text: str) -> str:
    """What Java says was wrong: the last cause that it names, else the first exception."""
    if "All masters are unresponsive" in text:
        return "nobody answers there. Is it running, and is that its address?"
    said = _CAUSE.findall(text) or _EXCEPTION.findall(text) or ["it ended without a word."]
    return f"{str(said[-1]).rstrip('.')}."


def submitted() -> bool:
    """Whether ``spark-submit`` runs this program."""
    return "PYSPARK_GATEWAY_PORT" in os.environ


def can_spark() -> bool:
    """Whether the extra ``spark`` is installed."""
    return all(find_spec(name) for name in ("pyspark", "pyarrow", "pandas", "duckdb", "sqlglot"))


def why_not() -> str:
    """What is missing for Spark, and what to do; empty when nothing is."""
    if not can_spark():
        return MISSING
    if submitted():
        return ""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        found = f"there is none in JAVA_HOME ({home})" if home else "none is found here"
        return _NO_JAVA.format(least=_LEAST_JAVA, found=found)
    version = _version_of(java)
    if version is not None and version < _LEAST_JAVA:
        return _NO_JAVA.format(least=_LEAST_JAVA, found=f"{java} is version {version}")
    return ""


def _version_of(java: str) -> int | None:
    """The main version that a Java says it is (8 for ``1.8.0``); ``None`` when it doesn't say."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - what Spark itself runs
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found.group(1)) if found else None

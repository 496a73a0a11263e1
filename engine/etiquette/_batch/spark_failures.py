"""What went wrong on Spark, in a sentence: the cause that matters, out of pages of Java and Python."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["in_words"]

_OTHER_RULES: Final = re.compile(r"OtherRulesError: (.+)")
_NO_ENGINE: Final = re.compile(r"No module named '(etiquette[\w.]*|pyarrow)'")
_NOT_THERE: Final = re.compile(r"\[PATH_NOT_FOUND\] Path does not exist: ([^\s.]+(?:\.[^\s.]+)*)")
_THE_SAME: Final = "Install the same packs, plugins and version there, then try again."
_OTHER_PYTHON: Final = "PYTHON_VERSION_MISMATCH"
_IN_PYTHON: Final = "An exception was thrown from the Python worker"
_PYTHON: Final = re.compile(r"^(?!org\.|java)(\w[\w.]*(?:Error|Exception): .+)$", re.MULTILINE)
_CLASS: Final = re.compile(r"^[\w.$]*(?:Exception|Error): ")


def in_words(error: Exception) -> str | None:
    """What ``error`` comes to, and what to do; ``None`` for one that isn't Spark's."""
    home = type(error).__module__.partition(".")[0]
    if home not in ("pyspark", "py4j") and not isinstance(error, OSError):
        return None
    text = str(error)
    if found := _OTHER_RULES.search(text):
        said = found.group(1)
        return said if said.endswith("Begin again.") else f"{said} {_THE_SAME}"
    if found := _NO_ENGINE.search(text):
        return (
            f"An executor hasn't got {found.group(1).partition('.')[0]}. Install "
            "'etiquette-engine[spark]' for the Python that spark.pyspark.python names there."
        )
    if found := _NOT_THERE.search(text):
        return f"There is no {found.group(1).removeprefix('file:')}, or not all machines can read it."
    if _OTHER_PYTHON in text:
        return (
            "The executors have another version of Python. Name one like this here in spark.pyspark.python."
        )
    return f"Spark gave up: {_cause(text)}"


def _cause(text: str) -> str:
    """What Python says was wrong, else the last cause that Java names, else the first line."""
    if _IN_PYTHON in text and (found := _PYTHON.findall(text)):
        return f"in Python, {found[-1]}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line.partition("Caused by: ")[2] for line in lines if line.startswith("Caused by: ")]
    said = causes[-1] if causes else lines[0] if lines else "it didn't say why"
    return _CLASS.sub("", said)

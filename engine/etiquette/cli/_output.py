"""Writing answers: JSON as UTF-8 whatever the terminal says, texts as they come."""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["note", "write_document", "write_json", "write_text"]


def write_json(data: Any) -> None:
    """``data`` to standard output, indented, in UTF-8: the same data gives the same bytes everywhere."""
    write_document(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def write_document(text: str) -> None:
    """A text for other programs to standard output: in UTF-8, and not a byte more than it has."""
    raw = text.encode("utf-8", "backslashreplace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(raw.decode())
        return
    sys.stdout.flush()
    buffer.write(raw)
    buffer.flush()


def write_text(text: str) -> None:
    """A text to standard output, with a line end; characters that can't be shown are replaced."""
    _write(sys.stdout, text)


def note(text: str) -> None:
    """A remark to standard error, so that it never mixes with an answer."""
    _write(sys.stderr, text)


def _write(stream: Any, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    ended = text if text.endswith("\n") else f"{text}\n"
    stream.write(ended.encode(encoding, "replace").decode(encoding))

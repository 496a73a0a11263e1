"""A pack as a booklet for those whom it advises: chapters, sentences, reasons, sources, and time lines."""

from __future__ import annotations

__all__: list[str] = []

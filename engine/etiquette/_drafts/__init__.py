"""Drafts of messages: files, emails and standard input to text, and which of its lines aren't the writer's.

Whatever somebody gives is answered with a :class:`~etiquette.drafts.Draft` or a diagnostic, in a time that is
bounded by its size.
"""

from __future__ import annotations

__all__: list[str] = []

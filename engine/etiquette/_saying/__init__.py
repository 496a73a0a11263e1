"""Rules as English sentences, made from the data alone: a reader of the algebra.

Two rules that mean different things never read the same: every construct has wording of its own that says
where it ends, and a user's words that could be taken for something else are quoted, or followed by an id.
"""

from __future__ import annotations

from .phrases import Phrases
from .rules import Said, definition_in_words, said, sentence
from .settled import in_use, settled

__all__ = ["Phrases", "Said", "definition_in_words", "in_use", "said", "sentence", "settled"]

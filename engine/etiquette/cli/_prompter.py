"""A conversation over standard input and standard error: question, answer, help, once more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._answers import Reject, expected, help_text, read_answer
from ._output import note

if TYPE_CHECKING:
    from datetime import date

    from etiquette.ruleset import Ruleset
    from etiquette.vocabulary import FactDecl

__all__ = ["DONT_KNOW", "OutOfAnswers", "Prompter"]


class _DontKnow:
    """The type of :data:`DONT_KNOW`."""

    def __repr__(self) -> str:
        return "DONT_KNOW"


DONT_KNOW = _DontKnow()
"""What Enter means."""


class OutOfAnswers(Exception):  # noqa: N818 - it is no error: the input simply ended
    """Standard input has ended; whatever isn't answered yet stays unknown."""


class Prompter:
    """Asks about facts of a ruleset. ``today`` is what *today* and *yesterday* are reckoned from."""

    def __init__(self, ruleset: Ruleset, today: date | None = None) -> None:
        self.ruleset = ruleset
        self.today = today

    def say(self, text: str) -> None:
        """A line that wants no answer."""
        note(text)

    def ask(self, decl: FactDecl, question: str = "", *, needed: bool = False) -> Any:
        """The value of a fact as it goes into a facts file, or :data:`DONT_KNOW`.

        ``needed`` facts are asked for until there is an answer.
        """
        self.say(f"\n{question or decl.ask or f'{decl.title}?'}")
        skip = "" if needed else ", Enter if you don't know"
        self.say(f"  ({expected(decl, self.ruleset)}{skip}, ? for help)")

        def read(text: str) -> Any:
            return read_answer(decl, text, self.ruleset, self.today)

        while True:
            answer = self._line(read, help_text(decl, self.ruleset))
            if answer is DONT_KNOW and needed:
                self.say("  Nothing can be said without this one.")
                continue
            return answer

    def confirm(self, question: str, more: str) -> Any:
        """``True``, ``False`` or :data:`DONT_KNOW`; ``more`` is what ``?`` shows."""
        self.say(f"\n{question}")
        self.say("  (y or n, Enter if you don't know, ? for help)")

        def read(text: str) -> Any:
            found = {
                "y": True,
                "yes": True,
                "true": True,
                "n": False,
                "no": False,
                "none": False,
                "false": False,
            }
            return found.get(text.lower(), Reject("Type y for yes or n for no."))

        return self._line(read, more)

    def _line(self, read: Callable[[str], Any], more: str) -> Any:
        while True:
            text = self._typed()
            if not text:
                return DONT_KNOW
            if text == "?":
                self.say("\n".join(f"  {line}" for line in more.splitlines()))
                continue
            answer = read(text)
            if not isinstance(answer, Reject):
                return answer
            self.say(f"  {answer.why}")

    def _typed(self) -> str:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            self.say("")
            raise OutOfAnswers
        return "".join(char for char in line if char.isprintable()).strip()

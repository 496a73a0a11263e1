"""A conversation over standard input and standard error: question, answer, help, once more."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from etiquette._deciding.wording import day_in_words

from ._answers import Reject, expected, help_text, menu, read_answer, yes_or_no
from ._output import note

if TYPE_CHECKING:
    from etiquette.ruleset import Ruleset
    from etiquette.vocabulary import FactDecl

__all__ = ["DONT_KNOW", "Done", "Prompter"]

_WIDEST: Final = 80


class _DontKnow:
    """The type of :data:`DONT_KNOW`."""

    def __repr__(self) -> str:
        return "DONT_KNOW"


DONT_KNOW: Final = _DontKnow()
"""What Enter means."""


class Done(Exception):  # noqa: N818 - it is no error: the person has had enough, or the input ended
    """Whatever isn't answered yet stays unknown."""


class Prompter:
    """Asks about facts of a ruleset. ``today`` is what *today* and *yesterday* are reckoned from."""

    def __init__(self, ruleset: Ruleset, today: date | None = None) -> None:
        self.ruleset = ruleset
        self.today = today

    def say(self, text: str) -> None:
        """A text that wants no answer; a line that is indented stays so when it is wrapped."""
        width = max(20, min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST))
        for line in text.split("\n"):
            indent = line[: len(line) - len(line.lstrip())]
            note(textwrap.fill(line.strip(), width, initial_indent=indent, subsequent_indent=indent))

    def ask(self, decl: FactDecl, question: str, *, assumed: str = "", needed: bool = False) -> Any:
        """The value of a fact as it goes into a facts file, or :data:`DONT_KNOW`.

        ``assumed`` is what is taken to be so meanwhile, in words. ``needed`` facts are asked for until there
        is an answer. Raises :class:`Done` when the person doesn't want to go on.
        """
        self.say(f"\n{question}")
        if assumed:
            self.say(f"  Until you say otherwise we assume: {assumed}. Enter leaves it at that.")
        for line in menu(decl, self.ruleset):
            self.say(f"    {line}")
        skip = "" if needed or assumed else "; Enter if you don't know"
        self.say(f"  ({expected(decl, self.ruleset)}{skip}; ? for help)")
        if decl.kind == "records":
            return self._records(decl)
        while True:
            answer = self._line(decl, lambda text: read_answer(decl, text, self.ruleset, self.today))
            if answer is not DONT_KNOW or not needed:
                return answer
            self.say("  Nothing can be said without this one.")

    def _records(self, decl: FactDecl) -> Any:
        """A list told entry by entry; an empty list for *n*."""
        if (told := self._line(decl, _any_or_none)) is not True:
            return [] if told is False else DONT_KNOW
        entries: list[dict[str, Any]] = []
        while True:
            found = {each.name: self.ask(each, each.ask or f"{each.title}?") for each in decl.fields}
            entries.append({name: value for name, value in found.items() if value is not DONT_KNOW})
            self.say("\nOne more?\n  (y or n)")
            if self._line(decl, _any_or_none) is not True:
                return [entry for entry in entries if entry]

    def _line(self, decl: FactDecl, read: Callable[[str], Any]) -> Any:
        meant = ""
        while True:
            text = self._typed()
            if meant and yes_or_no(text) is True:
                text = meant
            meant = ""
            if not text:
                return DONT_KNOW
            if text == "?":
                self.say("\n".join(f"  {line}" for line in help_text(decl, self.ruleset).splitlines()))
                continue
            if text.lower() == "done":
                raise Done
            answer = read(text)
            if not isinstance(answer, Reject):
                self._echo(decl, text, answer)
                return answer
            meant = answer.meant
            self.say(f"  {answer.why}{' y if so.' if meant else ''}")

    def _echo(self, decl: FactDecl, text: str, answer: Any) -> None:
        """Say which day was understood, where it wasn't typed as one."""
        if decl.kind == "date" and answer not in (text, "none"):
            self.say(f"  That is {day_in_words(date.fromisoformat(answer))}.")

    def _typed(self) -> str:
        sys.stderr.write("> ")
        sys.stderr.flush()
        try:
            line = sys.stdin.readline() if sys.stdin else ""
        except KeyboardInterrupt:
            self.say("")
            raise
        except OSError:
            line = ""  # a folder for standard input, say: no answer will ever come
        if not line:
            self.say("")
            raise Done
        return "".join(char for char in line if char.isprintable()).strip()


def _any_or_none(text: str) -> bool | Reject:
    """Whether there is anything to tell: yes, or no, or none."""
    return False if text.lower() == "none" else yes_or_no(text)

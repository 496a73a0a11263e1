"""First drafts of messages, made of the sentences that packs have. Nothing here reads or writes a file."""

from .compose import Composed, TooLong, compose
from .filling import Filled, Message
from .suggesting import wording_for

__all__ = ["Composed", "Filled", "Message", "TooLong", "compose", "wording_for"]

"""How the parts of a message stand on the page: paragraphs, or all in one go where characters count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etiquette.model import Channel

__all__ = ["laid_out"]


def laid_out(channel: Channel | None, frame: Mapping[str, str], paragraphs: Sequence[Sequence[str]]) -> str:
    """The text: salutation, opening, what is said, farewell. A channel that counts words has paragraphs."""
    said = [" ".join(sentences) for sentences in paragraphs]
    parts = [frame["salutations"], frame["openings"], *said, frame["farewells"]]
    parts = [part.strip() for part in parts if part.strip()]
    if channel is not None and channel.unit != "words":
        return " ".join(" ".join(part.split()) for part in parts)
    return "\n\n".join(parts)

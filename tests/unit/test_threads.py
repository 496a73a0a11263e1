"""One ruleset for many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from etiquette import load


def facts_with(text: str) -> dict[str, Any]:
    """Facts that propose to send this text."""
    return {
        "interview": {"date": "2026-11-20"},
        "today": "2026-11-23",
        "timezone": "UTC",
        "proposed": {"action": "send_thank_you", "channel": "email", "message": {"text": text}},
    }


def test_threads_may_read_their_first_message_at_once() -> None:
    """A fresh ruleset whose first texts come from several threads reads them as one thread would."""
    words = ("long", "friendly", "open", "candid", "thoughtful", "surprising", "careful", "lively")
    facts = [facts_with(f"Thank you for the {word} conversation.") for word in words]
    alone = load(plugins=())
    expected = [alone.check(each).to_json(["findings", "draft"]) for each in facts]
    together = load(plugins=())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: together.check(each).to_json(["findings", "draft"]), facts))
    assert found == expected

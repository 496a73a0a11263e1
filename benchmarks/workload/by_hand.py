"""The decision as a programmer writes it who needs no other: what all engines must agree with."""

from __future__ import annotations

from .facts import Answer, Flat

__all__ = ["decide"]


def decide(facts: Flat) -> Answer:  # noqa: C901  # one function is what is quickest, and what one writes
    """The answer for the facts of one case."""
    now, first, promised = facts["now"], facts["interview_day"], facts["promised_by_day"]
    last = first + 1
    earliest = first + 14 if promised is None else max(promised, first + 14) + 2
    preferred = facts["preferred_channel"]
    channels = [preferred] if preferred in ("email", "phone") else ["email", "phone"]
    sent, inquiries, asked = (
        facts["thank_you_sent"],
        facts["status_inquiries_sent"],
        facts["last_inquiry_day"],
    )
    answered, rejected = facts["reply_received"] or facts["offer"], facts["rejected"]
    plan = facts["planned"]
    action, day = plan["action"], plan["day"]
    thanking, inquiring, visiting = action == "thank_you", action == "status_inquiry", action == "visit"

    found = []
    if not sent and first <= now <= last and not (thanking and first <= day <= last):
        found.append("R01")
    if thanking:
        if day > last:
            found.append("R02")
        if plan["words"] > 150:
            found.append("R03")
        if not plan["thanks"]:
            found.append("R04")
    elif inquiring:
        if day < earliest:
            found.append("R05")
        if answered:
            found.append("R06")
        if plan["words"] > 120:
            found.append("R07")
        if plan["urgent"]:
            found.append("R08")
        if not plan["welcomes_contact"]:
            found.append("R09")
    if (thanking or inquiring) and plan["channel"] not in channels:
        found.append("R10")
    if visiting and not facts["invited_in_person"]:
        found.append("R11")
    if action != "none" and facts["via_recruiter"] and plan["recipient"] != "recruiter":
        found.append("R12")
    if inquiring and (inquiries >= 2 or (asked is not None and day - asked < 7)):
        found.append("R13")
    if rejected and (inquiring or visiting):
        found.append("R14")
    return {
        "violations": found,
        "earliest": earliest,
        "window": [first, last],
        "thank_you": "done" if sent else "not_yet" if now < first else "due" if now <= last else "late",
        "inquiry": (
            "forbidden" if rejected or answered or inquiries >= 2
            else "done" if inquiries >= 1 and asked is not None and now - asked < 7
            else "not_yet" if now < earliest
            else "due" if now <= earliest + 7
            else "late"
        ),
        "channels": channels,
    }  # fmt: skip

"""A draft as an email that a mail program opens for somebody to finish and send."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from etiquette.written import WrittenDraft

__all__ = ["as_mail"]


def as_mail(draft: WrittenDraft) -> bytes:
    """The bytes of an ``.eml`` file: without a sender or an address, and marked as not sent yet."""
    mail = EmailMessage(policy=SMTP)
    if draft.subject is not None:
        mail["Subject"] = " ".join(draft.subject.split())
    mail["X-Unsent"] = "1"
    mail.set_content(f"{draft.text}\n", charset="utf-8")
    return mail.as_bytes()

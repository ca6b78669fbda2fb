"""From a verdict to the receipt that is stored."""

from datetime import datetime, timedelta

from bot.delivery.retry import Verdict
from programme.message import Conversation, Delivery, LiveCard, Message
from programme.ports import EditReceipt, Receipt

AnyReceipt = Receipt | EditReceipt


def seconds_left(message: Message, now: datetime) -> float | None:
    """Until the message expires; None if it never does."""
    return None if message.expires is None else (message.expires - now).total_seconds()


def message_receipt(
    message: Message, verdict: Verdict, now: datetime, conversation: Conversation | None = None
) -> Receipt:
    """Waiting for the next attempt, or undeliverable."""
    if verdict.again_in is None:
        return Receipt(message, Delivery.UNDELIVERABLE, now, conversation, reason=verdict.reason)
    not_before = now + timedelta(seconds=verdict.again_in)
    return Receipt(
        message, Delivery.WAITING, now, conversation, reason=verdict.reason, not_before=not_before
    )


def edit_receipt(card: LiveCard, verdict: Verdict, now: datetime) -> EditReceipt:
    """To be tried again, or forgotten."""
    if verdict.again_in is None:
        return EditReceipt(card, gone=True)
    return EditReceipt(card, not_before=now + timedelta(seconds=verdict.again_in))

"""From what was claimed to what can be sent, with receipts for what need not or can't be."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from operator import attrgetter

from bot.delivery.lanes import Edit, NewCard, Sendable
from bot.delivery.outcome import AnyReceipt, edit_receipt, message_receipt, seconds_left
from bot.delivery.parts import Parts
from bot.delivery.rendering import Batch, render_batch
from bot.delivery.retry import (
    EDITS,
    MESSAGES,
    NOT_INSTALLED,
    Verdict,
    after_fault,
    sentence_for,
)
from programme.message import Conversation, Delivery, LiveCard, Message
from programme.ports import EditReceipt, Receipt
from programme.record import record


@record(frozen=True, slots=True)
class Prepared:
    """What can be sent, and receipts for the rest."""

    ready: list[Sendable] = field(default_factory=list)
    receipts: list[AnyReceipt] = field(default_factory=list)


async def prepare_messages(
    parts: Parts, tenant_id: str, claimed: Sequence[Message], now: datetime
) -> Prepared:
    """Superseded goes before unreachable: what is done already is nobody's worry.

    Raises RulesUnread.
    """
    held = await parts.hold_back(tenant_id, claimed, now)
    prepared = Prepared()
    for message in claimed:
        if message.key in held:
            prepared.receipts.append(_held_back(message, held[message.key], now))
    claimed = [message for message in claimed if message.key not in held]
    key = attrgetter("key")
    batch = await render_batch(parts.renderer.messages, key, tenant_id, claimed, now)
    people = {message.person_id for message in claimed if message.key in batch.rendered}
    met = await parts.conversations(tenant_id, people) if people else {}
    for message in claimed:
        made = _prepare(parts, message, batch, met, now)
        if isinstance(made, Receipt):
            prepared.receipts.append(made)
        else:
            prepared.ready.append(made)
    return prepared


async def prepare_edits(
    parts: Parts, tenant_id: str, cards: Sequence[LiveCard], now: datetime
) -> Prepared:
    """A card with nothing to show any more is forgotten. Raises RulesUnread."""
    batch = await render_batch(parts.renderer.cards, attrgetter("id"), tenant_id, cards, now)
    prepared = Prepared()
    for card in cards:
        if card.id in batch.rendered:
            prepared.ready.append(Edit(card, batch.rendered[card.id]))
        elif card.id in batch.faulty:
            verdict = after_fault(
                attempts=card.attempts + 1, left=None, chance=parts.jitter.random(), policy=EDITS
            )
            prepared.receipts.append(edit_receipt(card, verdict, now))
        else:
            prepared.receipts.append(EditReceipt(card, gone=True))
    return prepared


def _held_back(message: Message, until: datetime, now: datetime) -> Receipt:
    return Receipt(message, Delivery.WAITING, now, not_before=until, attempted=False)


def _prepare(
    parts: Parts,
    message: Message,
    batch: Batch[str],
    met: Mapping[str, Conversation],
    now: datetime,
) -> NewCard | Receipt:
    if message.key in batch.faulty:
        verdict = after_fault(
            attempts=message.attempts + 1,
            left=seconds_left(message, now),
            chance=parts.jitter.random(),
            policy=MESSAGES,
        )
        return message_receipt(message, verdict, now)
    rendered = batch.rendered.get(message.key)
    if rendered is None:
        return Receipt(message, Delivery.SUPERSEDED, now)
    conversation = met.get(message.person_id)
    if conversation is None:
        return message_receipt(message, Verdict(NOT_INSTALLED), now)
    if conversation.blocked is not None:
        verdict = Verdict(sentence_for(conversation.blocked))
        return message_receipt(message, verdict, now, conversation)
    return NewCard(message, conversation, rendered)

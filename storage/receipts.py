"""Settling: how attempts to send and to edit ended, a batch in a few statements.

Rows are locked outbox first, then cards, each in the order of their keys, as `LiveCards.touch`
does.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, or_, select, true, update
from sqlalchemy import insert as insert_into

from programme.message import Delivery, MessageKind, moved_subject
from programme.ports import EditReceipt, Receipt
from programme.shown import kinds_that_show
from storage.about import About, about_of
from storage.among import among, passing
from storage.cards_there import cards_there
from storage.columns import Instant
from storage.live_card_tables import live_cards
from storage.live_cards import KNOWN, UNTRIED, adding_cards, store_shown
from storage.outbox_table import SENDING, outbox
from storage.prepared import Found, Values
from storage.touching import share_changing, touch_cards
from storage.transaction import OF_TENANT, Transaction

# Whoever lost the lease meanwhile may not undo what its next holder has made final.
_STILL_OPEN = outbox.c.settled_at.is_(None)
_SETTLE = update(outbox).where(
    outbox.c.tenant_id == OF_TENANT, outbox.c.key == bindparam("of_key"), _STILL_OPEN
)
_THESE = passing(outbox.c.key, "of_keys")
_SENDING = (
    select(outbox.c.key, outbox.c.overtaken, outbox.c.erased)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        SENDING,
        or_(_THESE, and_(~outbox.c.overtaken, among(outbox.c.kind, "of_kinds"))),
    )
    .order_by(outbox.c.key)
    .with_for_update()
)
_SENT_NOW = {
    "state": Delivery.SENT.value,
    "reason": None,
    "settled_at": bindparam("at", type_=Instant()),
    "attempts": outbox.c.attempts + 1,
}
# Nearly all of a batch is sent, and one statement for them costs a tenth of one for each.
_SENT = update(outbox).where(outbox.c.tenant_id == OF_TENANT, SENDING, _THESE).values(_SENT_NOW)
_SENT_THOUGH_PUT_BACK = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, among(outbox.c.key, "of_keys"), _STILL_OPEN)
    .values(_SENT_NOW)
    .returning(outbox.c.key, outbox.c.erased)
)
_OVERTAKEN = (
    update(outbox).where(outbox.c.tenant_id == OF_TENANT, SENDING, _THESE).values(overtaken=true())
)
_EDITED_CARDS = (
    select(live_cards.c.id, live_cards.c.activity_id)
    .where(
        among(live_cards.c.id, "of_ids"),
        exists().where(KNOWN.c.id == live_cards.c.id, KNOWN.c.tenant_id == OF_TENANT),
    )
    .order_by(live_cards.c.id)
    .with_for_update()
)
_EDITED = (
    update(live_cards)
    .where(live_cards.c.tenant_id == OF_TENANT, live_cards.c.id == bindparam("of_id"))
    # What was erased is off it once it shows all that was wanted.
    .values(erased=and_(live_cards.c.erased, live_cards.c.wanted > bindparam("now_shown")))
)
_ADD_CARD = insert_into(live_cards)
_GONE = delete(live_cards).where(
    live_cards.c.tenant_id == OF_TENANT, live_cards.c.id == bindparam("of_id")
)


class _Meanwhile(NamedTuple):
    """What became, while they were being sent, of the messages that were settled: the keys of those
    that nothing has overtaken, and of those on whose cards something was erased."""

    in_time: Collection[str]
    erased: Collection[str]


async def store_receipts(transaction: Transaction, receipts: Sequence[Receipt]) -> None:
    """Stores how the attempts ended, the live cards, and touches what they report to."""
    in_order = sorted(receipts, key=lambda receipt: receipt.message.key)
    reported = {
        receipt.message.reports_to
        for receipt in in_order
        if receipt.message.reports_to and receipt.delivery is not Delivery.WAITING
    }
    if reported:
        await share_changing(transaction)
    meanwhile = await _settle(transaction, in_order, reported)
    # Of two cards about one subject, the one that was sent last is live.
    latest = {about_of(receipt.message): receipt for receipt in receipts if _leaves_card(receipt)}
    cards = dict(sorted(latest.items()))
    there = await cards_there(transaction, cards, reported)
    await _leave_word(transaction, cards, there)
    await _store_cards(transaction, cards, meanwhile, {row.id for row in there})
    shown = {entity for receipt in cards.values() for entity in receipt.shows}
    if reported and (there or reported & shown):
        await touch_cards(transaction, reported)


async def _settle(
    transaction: Transaction, receipts: Sequence[Receipt], reported: Collection[str]
) -> _Meanwhile:
    """Stores how each attempt ended, and marks the others that may show what is reported."""
    await transaction.begin()
    keys = {receipt.message.key for receipt in receipts}
    rows = await transaction.rows(_SENDING, of_keys=keys, of_kinds=kinds_that_show(reported))
    sending = {row.key for row in rows}
    sent = {r.message.key for r in receipts if r.delivery is Delivery.SENT}
    # What was sent together counts as sent when the last of it was.
    at = max((r.at for r in receipts if r.delivery is Delivery.SENT), default=None)
    if sent & sending:
        await transaction.change(_SENT, of_keys=sent & sending, at=at)
    put_back: Sequence[Found] = ()
    if sent - sending:
        put_back = await transaction.changing(_SENT_THOUGH_PUT_BACK, of_keys=sent - sending, at=at)
    others = (receipt for receipt in receipts if receipt.delivery is not Delivery.SENT)
    await transaction.change_each(_SETTLE, map(_ending, others))
    if sending - keys:
        await transaction.change(_OVERTAKEN, of_keys=sending - keys)
    return _Meanwhile(
        in_time={row.key for row in rows if not row.overtaken},
        erased={row.key for row in (*rows, *put_back) if row.erased},
    )


async def store_edits(transaction: Transaction, receipts: Sequence[EditReceipt]) -> None:
    """Stores that each shows what was wanted when it was claimed, or when to try again."""
    in_order = sorted(receipts, key=lambda receipt: receipt.card.id)
    await transaction.begin()
    there = {
        row.id: row.activity_id
        for row in await transaction.rows(_EDITED_CARDS, of_ids=[r.card.id for r in in_order])
    }
    # A message sent meanwhile has put another card in this one's place.
    still = [r for r in in_order if there.get(r.card.id) == r.card.activity_id]
    gone = [{"of_id": receipt.card.id} for receipt in still if _is_over(receipt)]
    kept = [receipt for receipt in still if not _is_over(receipt)]
    await transaction.change_each(_GONE, gone)
    await transaction.change_each(_EDITED, map(_edit, kept))
    shows = {r.card.id: r.shows for r in kept if r.not_before is None}
    await store_shown(transaction, shows, shows.keys())


async def _leave_word(
    transaction: Transaction, cards: Mapping[About, Receipt], there: Sequence[Found]
) -> None:
    """A card whose like has been sent again stays in the chat further up, and is told so once."""
    await transaction.add_each(
        _ADD_CARD,
        (
            {
                "person_id": row.person_id,
                "kind": MessageKind.MOVED.value,
                "subject": moved_subject(MessageKind(row.kind), row.activity_id),
                "service_url": row.service_url,
                "conversation_id": row.conversation_id,
                "activity_id": row.activity_id,
                "wanted": 1,
                **UNTRIED,
            }
            for row in there
            if (sent := cards.get((row.person_id, row.kind, row.subject)))
            and sent.activity_id != row.activity_id
        ),
    )


async def _store_cards(
    transaction: Transaction,
    cards: Mapping[About, Receipt],
    meanwhile: _Meanwhile,
    before: Collection[int],
) -> None:
    stored = await transaction.adding(
        adding_cards(transaction.dialect),
        (
            {
                "person_id": person_id,
                "kind": kind,
                "subject": subject,
                "service_url": conversation.service_url,
                "conversation_id": conversation.conversation_id,
                "activity_id": receipt.activity_id,
                "wanted": int(receipt.message.key not in meanwhile.in_time),
                "erased": receipt.message.key in meanwhile.erased,
            }
            for (person_id, kind, subject), receipt in cards.items()
            if (conversation := receipt.conversation)
        ),
        **UNTRIED,
    )
    shows = {row.id: cards[row.person_id, row.kind, row.subject].shows for row in stored}
    await store_shown(transaction, shows, shows.keys() & before)


def _is_over(receipt: EditReceipt) -> bool:
    """Whether the card is never edited again."""
    told = receipt.card.kind is MessageKind.MOVED and receipt.not_before is None
    return receipt.gone or told


def _leaves_card(receipt: Receipt) -> bool:
    return (
        receipt.delivery is Delivery.SENT
        and receipt.activity_id is not None
        and receipt.conversation is not None
    )


def _ending(receipt: Receipt) -> Values:
    message = receipt.message
    again = receipt.delivery is Delivery.WAITING
    return {
        "of_key": message.key,
        "state": receipt.delivery.value,
        "reason": receipt.reason,
        "settled_at": None if again else receipt.at,
        "put_back_at": receipt.at if again else None,
        "not_before": receipt.not_before or message.not_before,
        "first_due": message.own_time if again else message.first_due,
        "attempts": message.attempts + receipt.attempted,
    }


def _edit(receipt: EditReceipt) -> Values:
    card = receipt.card
    done = receipt.not_before is None
    shown = card.wanted if done else card.shown
    return {
        "of_id": card.id,
        "now_shown": shown,
        "shown": shown,
        "attempts": 0 if done else card.attempts + 1,
        "not_before": receipt.not_before,
        "editing": False,
    }

"""What the delivery worker needs: leases, batches, receipts. Each call is one transaction."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    or_,
    select,
    true,
    update,
)

from programme.message import Delivery, LiveCard, Message, MessageKind
from programme.ports import EditReceipt, Receipt
from storage.councils import councils
from storage.engine import Engine
from storage.leases import at, is_held, leases, release_lease, take_lease
from storage.live_card_tables import BEHIND, EDITING, live_cards
from storage.once_each import DUE, NOW, once_each
from storage.outbox_table import OF_A_MESSAGE, SENDING, outbox
from storage.prepared import Found
from storage.receipts import store_edits, store_receipts
from storage.touching import changes_are_kept, touch
from storage.transaction import OF_TENANT, Transaction

_DUE_CARD = and_(
    BEHIND,
    ~live_cards.c.editing,
    or_(live_cards.c.not_before.is_(None), live_cards.c.not_before <= NOW),
)
_OUTBOX_OF = outbox.c.tenant_id == councils.c.tenant_id
_CARDS_OF = live_cards.c.tenant_id == councils.c.tenant_id


def _due_cards_of(tenant_id: ColumnElement[str]) -> Select[int]:
    """Cards of a council that are to be brought up to date, the first one first.

    PostgreSQL takes a third of all cards to be behind, and would go through them all, in any order,
    to find one. “Between” is what leaves it the index of those that are: of a council that is equal
    to one, every index has the order that is asked for.
    """
    of_council = live_cards.c.tenant_id.between(tenant_id, tenant_id)
    in_order = live_cards.c.tenant_id, live_cards.c.id
    return select(live_cards.c.id).where(of_council, _DUE_CARD).order_by(*in_order)


@cache
def _with_work(dialect: str) -> Select[str]:
    # A probe of an index for each council, however much waits or is done. What a stopped process
    # left half done is work too, once its lease has run out.
    held = exists().where(leases.c.tenant_id == councils.c.tenant_id, is_held(dialect))
    with_another = held.where(leases.c.owner != bindparam("owner"))
    a_due_card = _due_cards_of(councils.c.tenant_id).limit(1).scalar_subquery()
    half_done = or_(exists().where(_OUTBOX_OF, SENDING), exists().where(_CARDS_OF, EDITING))
    return select(councils.c.tenant_id).where(
        ~with_another,
        or_(
            exists().where(_OUTBOX_OF, DUE),
            a_due_card.is_not(None),
            and_(~held, half_done),
        ),
    )


_DUE = (
    select(outbox.c.key)
    .where(outbox.c.tenant_id == OF_TENANT, DUE)
    .order_by(outbox.c.not_before, outbox.c.key)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_TOO_LATE = outbox.c.expires <= NOW
_CLAIM = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, outbox.c.key.in_(select(_DUE.c.key)))
    .values(
        state=case((_TOO_LATE, Delivery.EXPIRED.value), else_=Delivery.SENDING.value),
        settled_at=case((_TOO_LATE, NOW)),
        overtaken=false(),
        erased=false(),
    )
    .returning(*OF_A_MESSAGE, outbox.c.state, outbox.c.put_back_at)
)
# In the order of their keys, as whoever settles or touches locks them; without an order, SQLite
# would read all that the council was ever sent.
_HALF_DONE = (
    select(outbox.c.key)
    .where(outbox.c.tenant_id == OF_TENANT, SENDING)
    .order_by(outbox.c.key)
    .with_for_update()
)
_RECOVER = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, outbox.c.key.in_(_HALF_DONE))
    .values(state=Delivery.WAITING.value)
)
_RECOVER_CARDS = (
    update(live_cards).where(live_cards.c.tenant_id == OF_TENANT, EDITING).values(editing=false())
)
_BEHIND = _due_cards_of(OF_TENANT)
_ANY_BEHIND = _BEHIND.limit(1)
_FIRST_BEHIND = _BEHIND.limit(bindparam("at_most")).with_for_update(skip_locked=True).cte("behind")
_CLAIM_EDITS = (
    update(live_cards)
    .where(live_cards.c.id.in_(select(_FIRST_BEHIND.c.id)))
    .values(editing=true())
    .returning(live_cards)
)


class StoredDeliveryQueue:
    """programme.ports.DeliveryQueue."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def councils_with_work(self, owner: str, now: datetime) -> tuple[str, ...]:
        """Tenants with a message due, a card to bring up to date, or something to recover; without
        those whose lease another than `owner` has.
        """
        values = {"owner": owner, **at(now)}
        async with self._engine.connect() as connection:
            found = await connection.execute(_with_work(self._engine.dialect), values)
            return tuple(sorted(found.scalars()))

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        """Takes or prolongs the council's lease; False while another's holds.

        On PostgreSQL it lasts as long as from `now` to `until`, by the server's clock.
        """
        async with self._committed(tenant_id) as transaction:
            return await take_lease(transaction, owner, now, until)

    async def release(self, tenant_id: str, owner: str) -> None:
        """Gives the lease back, if it is the owner's."""
        async with self._committed(tenant_id) as transaction:
            await release_lease(transaction, owner)

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        """Takes messages that are due, oldest first, and marks them as being sent.

        Those that have expired are marked so instead, and what they report to is touched. Of
        several about one card, as wait for somebody on leave, the last is taken and the others are
        superseded; so is one that was put back, where a newer one was sent meanwhile. Nothing is
        returned only when nothing more is due.
        """
        while True:
            async with self._committed(tenant_id) as transaction:
                rows = await transaction.changing(_CLAIM, now=now, at_most=limit)
                expired = [row for row in rows if row.state == Delivery.EXPIRED.value]
                reported = {row.reports_to for row in expired if row.reports_to}
                await touch(transaction, reported)
                sending = [row for row in rows if row.state == Delivery.SENDING.value]
                taken = await once_each(transaction, sending, now, more=len(rows) == limit)
            if taken:
                async with Transaction(self._engine, tenant_id) as transaction:
                    await changes_are_kept(transaction)
            if taken or not rows:
                return taken

    async def recover(self, tenant_id: str) -> int:
        """Puts back what a stopped process left as being sent or edited; for the holder of the
        lease. Returns how many messages.
        """
        async with self._committed(tenant_id) as transaction:
            # In this order, as whoever settles or touches locks them.
            put_back = await transaction.change(_RECOVER)
            await transaction.change(_RECOVER_CARDS)
            return put_back

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        """Stores how the attempts ended, the live cards, and touches what they report to.

        A message that waits again has one attempt more. One that somebody else has made final
        meanwhile stays as it is.
        """
        if receipts:
            async with self._committed(tenant_id) as transaction:
                await store_receipts(transaction, receipts)

    async def claim_edits(self, tenant_id: str, now: datetime, limit: int) -> tuple[LiveCard, ...]:
        """Live cards whose `wanted` is ahead of `shown`, and whose time to try has come.

        A card is given out once until it is settled or recovered.
        """
        async with self._committed(tenant_id) as transaction:
            # Most looks find none: that is to cost no transaction.
            if await transaction.first(_ANY_BEHIND, now=now) is None:
                return ()
            rows = await transaction.changing(_CLAIM_EDITS, now=now, at_most=limit)
        return tuple(sorted(map(_card, rows), key=lambda card: card.id))

    async def settle_edits(self, tenant_id: str, receipts: Sequence[EditReceipt]) -> None:
        """Stores that each shows what was wanted when it was claimed, or when to try again."""
        if receipts:
            async with self._committed(tenant_id) as transaction:
                await store_edits(transaction, receipts)

    @asynccontextmanager
    async def _committed(self, tenant_id: str) -> AsyncIterator[Transaction]:
        async with Transaction(self._engine, tenant_id) as transaction:
            yield transaction
            await transaction.commit()


def _card(row: Found) -> LiveCard:
    return LiveCard(
        id=row.id,
        person_id=row.person_id,
        kind=MessageKind(row.kind),
        subject=row.subject,
        service_url=row.service_url,
        conversation_id=row.conversation_id,
        activity_id=row.activity_id,
        wanted=row.wanted,
        shown=row.shown,
        attempts=row.attempts,
        erased=row.erased,
    )

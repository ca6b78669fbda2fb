"""Messages on their way."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, and_, bindparam, or_, select, update

from programme.cause import CAUSE
from programme.message import Delivery, Message, MessageKind
from programme.ports import MessageFate
from programme.remind_later import is_own
from storage.among import among
from storage.columns import Instant
from storage.outbox_table import ASKED_LATER, SENDING, UNDELIVERABLE, WAITING, message_of, outbox
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

_REVIVE = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        UNDELIVERABLE,
        outbox.c.person_id == bindparam("of_person"),
        or_(outbox.c.expires.is_(None), outbox.c.expires > bindparam("now", type_=Instant)),
    )
    .values(state=Delivery.WAITING.value, attempts=0, reason=None, settled_at=None)
)
_SUPERSEDED = {
    "state": Delivery.SUPERSEDED.value,
    "settled_at": bindparam("now", type_=Instant),
}
_SUPERSEDE = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        WAITING,
        outbox.c.subject == bindparam("of_subject"),
        outbox.c.kind == bindparam("of_kind"),
    )
    .values(_SUPERSEDED)
)
_SUPERSEDE_FOR = _SUPERSEDE.where(among(outbox.c.person_id, "of_people"))
_WAIT_AGAIN = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        outbox.c.state == Delivery.SUPERSEDED.value,
        outbox.c.subject == bindparam("of_subject"),
        outbox.c.kind == bindparam("of_kind"),
        outbox.c.settled_at == bindparam("since", type_=Instant),
    )
    .values(state=Delivery.WAITING.value, settled_at=None)
)
_SUPERSEDE_OF = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, WAITING, among(outbox.c.person_id, "of_people"))
    .values(_SUPERSEDED)
    .returning(outbox)
)
_SUPERSEDED_OF = select(outbox).where(
    outbox.c.tenant_id == OF_TENANT,
    outbox.c.state == Delivery.SUPERSEDED.value,
    among(outbox.c.person_id, "of_people"),
)
_WAIT_AFTER_ALL = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        outbox.c.state == Delivery.SUPERSEDED.value,
        outbox.c.key == bindparam("of_key"),
    )
    .values(state=Delivery.WAITING.value, attempts=0, settled_at=None)
)
_WAITING_FOR = select(outbox).where(
    outbox.c.tenant_id == OF_TENANT, WAITING, among(outbox.c.person_id, "of_people")
)
_PUT_OFF = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, WAITING, outbox.c.key == bindparam("of_key"))
    .values(not_before=bindparam("until", type_=Instant), first_due=None)
)
_ASKED_LATER = select(outbox).where(
    outbox.c.tenant_id == OF_TENANT, ASKED_LATER, among(outbox.c.person_id, "of_people")
)
_FORGET_LATER = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        ASKED_LATER,
        outbox.c.person_id == bindparam("of_person"),
        outbox.c.kind == bindparam("of_kind"),
        outbox.c.subject == bindparam("of_subject"),
    )
    .values(_SUPERSEDED)
)
_EXPIRE_DUE = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        or_(WAITING, SENDING),
        outbox.c.not_before <= bindparam("by", type_=Instant),
    )
    .values(state=Delivery.EXPIRED.value, settled_at=bindparam("now", type_=Instant))
    .returning(outbox)
)
# Without an order: for one by key, SQLite would read the council's every message.
_FATES = select(outbox).where(
    outbox.c.tenant_id == OF_TENANT,
    outbox.c.subject == bindparam("of_subject"),
    among(outbox.c.kind, "of_kinds"),
)
_WRITTEN_TO = select(outbox.c.subject, outbox.c.key, outbox.c.person_id).where(
    outbox.c.tenant_id == OF_TENANT,
    outbox.c.kind == bindparam("of_kind"),
    among(outbox.c.subject, "of_subjects"),
)
_NOT_ARRIVED = (
    select(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        or_(
            outbox.c.state == Delivery.EXPIRED.value,
            outbox.c.state == Delivery.UNDELIVERABLE.value,
            and_(WAITING, outbox.c.not_before <= bindparam("now", type_=Instant)),
        ),
    )
    .order_by(outbox.c.key)
)


@cache
def _adding(dialect: str) -> Insert:
    return add_if_new(dialect, outbox).returning(outbox.c.key)


class StoredOutbox:
    """programme.ports.Outbox."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._add = _adding(transaction.dialect)

    async def add(self, messages: Sequence[Message]) -> int:
        """Queues those whose keys are new; returns how many."""
        added = await self._transaction.adding(
            self._add,
            (
                {
                    "key": message.key,
                    "person_id": message.person_id,
                    "kind": message.kind.value,
                    "subject": message.subject,
                    "not_before": message.not_before,
                    "expires": message.expires,
                    "reports_to": message.reports_to,
                    "attempts": message.attempts,
                    "cause": message.cause or CAUSE.get(),
                    "first_due": message.first_due,
                }
                for message in messages
            ),
            state=Delivery.WAITING.value,
            overtaken=False,
        )
        return len(added)

    async def revive(self, person_id: str, now: datetime) -> int:
        """Puts the person's undeliverable messages that have not expired by `now` back to
        waiting, their attempts forgotten; returns how many.
        """
        return await self._transaction.change(_REVIVE, of_person=person_id, now=now)

    async def supersede(self, kind: MessageKind, subject: str, now: datetime) -> int:
        """Makes what waits of that kind about `subject` final; returns how many."""
        return await self._transaction.change(
            _SUPERSEDE, of_kind=kind.value, of_subject=subject, now=now
        )

    async def supersede_for(
        self, kind: MessageKind, subject: str, person_ids: Collection[str], now: datetime
    ) -> int:
        """The same for what waits for these people alone."""
        return await self._transaction.change(
            _SUPERSEDE_FOR,
            of_kind=kind.value,
            of_subject=subject,
            of_people=person_ids,
            now=now,
        )

    async def wait_again(self, kind: MessageKind, subject: str, since: datetime) -> int:
        """Has what was superseded of that kind about `subject` at that very instant wait again, for
        the time that it had: what it made way for was taken back. Returns how many."""
        return await self._transaction.change(
            _WAIT_AGAIN, of_kind=kind.value, of_subject=subject, since=since
        )

    async def supersede_of(self, person_ids: Collection[str], now: datetime) -> tuple[Message, ...]:
        """Makes everything that waits for these people final; what it was, by key."""
        if not person_ids:
            return ()
        rows = await self._transaction.changing(_SUPERSEDE_OF, of_people=person_ids, now=now)
        return tuple(sorted(map(message_of, rows), key=lambda message: message.key))

    async def superseded_of(
        self, person_ids: Collection[str]
    ) -> tuple[tuple[Message, datetime], ...]:
        """What was superseded of what was for these people, and when; by key."""
        rows = await self._transaction.rows_for(_SUPERSEDED_OF, "of_people", person_ids)
        found = ((message_of(row), row.settled_at) for row in rows)
        return tuple(sorted(found, key=lambda each: each[0].key))

    async def wait_after_all(self, keys: Collection[str]) -> None:
        """Has what was superseded of these keys wait again, its attempts forgotten."""
        each = ({"of_key": key} for key in sorted(keys))
        await self._transaction.change_each(_WAIT_AFTER_ALL, each)

    async def waiting_for(self, person_ids: Collection[str]) -> tuple[Message, ...]:
        """What waits for these people, by key."""
        rows = await self._transaction.rows_for(_WAITING_FOR, "of_people", person_ids)
        return tuple(sorted(map(message_of, rows), key=lambda message: message.key))

    async def put_off(self, until: Mapping[str, datetime]) -> None:
        """Has each message of those keys that waits still go at another time, later or sooner."""
        await self._transaction.change_each(
            _PUT_OFF, ({"of_key": key, "until": when} for key, when in sorted(until.items()))
        )

    async def asked_later(self, person_ids: Collection[str]) -> tuple[Message, ...]:
        """What waits because one of these people asked to be reminded later; by key."""
        rows = await self._transaction.rows_for(_ASKED_LATER, "of_people", person_ids)
        found = filter(is_own, map(message_of, rows))
        return tuple(sorted(found, key=lambda message: message.key))

    async def forget_later(
        self, person_id: str, kind: MessageKind, subject: str, now: datetime
    ) -> int:
        """Makes what so waits for the person of that kind about `subject` final; how many."""
        return await self._transaction.change(
            _FORGET_LATER, of_person=person_id, of_kind=kind.value, of_subject=subject, now=now
        )

    async def fates(self, kinds: Collection[MessageKind], subject: str) -> tuple[MessageFate, ...]:
        """How every message of these kinds about `subject` stands, by key."""
        wanted = [kind.value for kind in kinds]
        rows = await self._transaction.rows_for(_FATES, "of_kinds", wanted, of_subject=subject)
        return tuple(map(_fate, sorted(rows, key=lambda row: row.key)))

    async def written_to(
        self, kind: MessageKind, subjects: Collection[str]
    ) -> Mapping[str, Mapping[str, str]]:
        """Subject to the messages of that kind about it, however they stand: key to the id of
        whom it is for; a subject without is left out.
        """
        rows = await self._transaction.rows_for(
            _WRITTEN_TO, "of_subjects", subjects, of_kind=kind.value
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in rows:
            found[row.subject][row.key] = row.person_id
        return found

    async def expire_due(self, by: datetime, now: datetime) -> tuple[Message, ...]:
        """Expires what was due by then and isn't known to be sent; what it was, by key."""
        rows = await self._transaction.changing(_EXPIRE_DUE, by=by, now=now)
        return tuple(sorted(map(message_of, rows), key=lambda message: message.key))

    async def not_arrived(self, now: datetime) -> tuple[Message, ...]:
        """What expired, couldn't be delivered, or was due by `now` and still waits; by key."""
        return tuple(map(message_of, await self._transaction.rows(_NOT_ARRIVED, now=now)))


def _fate(row: Found) -> MessageFate:
    delivery = Delivery(row.state)
    return MessageFate(
        person_id=row.person_id,
        kind=MessageKind(row.kind),
        delivery=delivery,
        reason=row.reason if delivery is Delivery.UNDELIVERABLE else None,
        at=row.settled_at,
        key=row.key,
    )

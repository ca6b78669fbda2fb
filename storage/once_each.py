"""Of what is due about one card, one message is sent: the newest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select, update

from programme.message import Delivery, Message
from storage.about import About, about_of, about_these
from storage.among import among
from storage.columns import Instant
from storage.outbox_table import SENDING, WAITING, message_of, outbox
from storage.prepared import Found
from storage.touching import touch
from storage.transaction import OF_TENANT, Transaction

NOW = bindparam("now", type_=Instant)
DUE = and_(WAITING, outbox.c.not_before <= NOW)


@cache
def _still_due(dialect: str) -> Select[*tuple[Any, ...]]:
    # Told of the state as the index of what waits has it, either would read all that waits.
    waiting = outbox.c.state.concat("") == Delivery.WAITING.value
    unexpired = or_(outbox.c.expires.is_(None), outbox.c.expires > NOW)
    due = select(outbox).where(waiting, outbox.c.not_before <= NOW, unexpired)
    return about_these(due, outbox, dialect)


@cache
def _sent_since(dialect: str) -> Select[*tuple[Any, ...]]:
    since = outbox.c.settled_at >= bindparam("sent_since", type_=Instant)
    sent = and_(outbox.c.state == Delivery.SENT.value, since)
    return about_these(select(outbox).where(or_(SENDING, sent)), outbox, dialect)


_SUPERSEDE = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, among(outbox.c.key, "of_keys"))
    .values(state=Delivery.SUPERSEDED.value, settled_at=NOW)
)
_PROLONG = (
    update(outbox)
    .where(outbox.c.tenant_id == OF_TENANT, outbox.c.key == bindparam("of_key"))
    .values(expires=bindparam("until", type_=Instant))
)


async def once_each(
    transaction: Transaction, claimed: Sequence[Found], now: datetime, *, more: bool
) -> tuple[Message, ...]:
    """The messages of the rows that were claimed, in their turn, without those whose card a newer
    message brings or has brought; with `more`, that one may not be claimed yet.

    What was put back is older than what never was: its turn comes later than it should have. The
    newest may go for as long as any of those that it stands for, or a card would be lost with it.
    """
    in_turn = sorted(map(message_of, claimed), key=_turn)
    found: Sequence[Found] = ()
    if more:
        found = await transaction.rows(
            _still_due(transaction.dialect), now=now, of_abouts={*map(about_of, in_turn)}
        )
    put_back = {row.key: row.put_back_at for row in (*claimed, *found) if row.put_back_at}
    if found or len({*map(about_of, in_turn)}) < len(in_turn):
        every = [*in_turn, *map(message_of, found)]
        taken = await _newest_alone(transaction, in_turn, every, put_back, now)
    else:
        taken = in_turn
    late = await _sent_meanwhile(transaction, taken, put_back)
    if late:
        await transaction.change(_SUPERSEDE, of_keys=[each.key for each in late], now=now)
        reported = {each.reports_to for each in late if each.reports_to}
        await touch(transaction, reported)
    return tuple(each for each in taken if each not in late)


async def _newest_alone(
    transaction: Transaction,
    claimed: Sequence[Message],
    every: Sequence[Message],
    put_back: Mapping[str, datetime],
    now: datetime,
) -> list[Message]:
    """Of what was claimed, those that are the newest of `every` about their cards."""
    newest = _newest(every, put_back)
    longer = await _prolonged(transaction, newest, every)
    doubled = {each.key for each in claimed if newest[about_of(each)].key != each.key}
    if doubled:
        await transaction.change(_SUPERSEDE, of_keys=doubled, now=now)
    reporting = {about_of(each): each.reports_to for each in claimed if each.reports_to}
    return [
        _standing_for_all(each, reporting.get(about_of(each)), longer.get(each.key, each.expires))
        for each in claimed
        if each.key not in doubled
    ]


def _standing_for_all(
    message: Message, reports_to: str | None, expires: datetime | None
) -> Message:
    if (message.reports_to or not reports_to) and message.expires == expires:
        return message
    return replace(message, reports_to=message.reports_to or reports_to, expires=expires)


async def _prolonged(
    transaction: Transaction, newest: Mapping[About, Message], every: Sequence[Message]
) -> Mapping[str, datetime | None]:
    """Those that now expire later, or never, by their keys."""
    latest: dict[About, datetime | None] = {}
    for about, each in ((about_of(one), one) for one in every):
        known = latest.setdefault(about, each.expires)
        latest[about] = max(known, each.expires) if known and each.expires else None
    longer = {
        one.key: latest[about] for about, one in newest.items() if one.expires != latest[about]
    }
    values = ({"of_key": key, "until": until} for key, until in sorted(longer.items()))
    await transaction.change_each(_PROLONG, values)
    return longer


async def _sent_meanwhile(
    transaction: Transaction, taken: Sequence[Message], put_back: Mapping[str, datetime]
) -> list[Message]:
    """Those that were put back, and whose card has been brought since, or is being brought."""
    waited = [message for message in taken if message.key in put_back]
    if not waited:
        return []
    since = min(put_back[each.key] for each in waited)
    rows = await transaction.rows(
        _sent_since(transaction.dialect), sent_since=since, of_abouts={*map(about_of, waited)}
    )
    claimed = {message.key for message in taken}
    others = [row for row in rows if row.key not in claimed]
    return [
        message
        for message in waited
        if any(
            about_of(message_of(row)) == about_of(message)
            and (row.settled_at is None or row.settled_at >= put_back[message.key])
            for row in others
        )
    ]


def _newest(
    messages: Sequence[Message], put_back: Mapping[str, datetime]
) -> Mapping[About, Message]:
    by_age = sorted(messages, key=lambda each: (each.key not in put_back, *_turn(each)))
    return {about_of(message): message for message in by_age}


def _turn(message: Message) -> tuple[datetime, str]:
    return message.not_before, message.key

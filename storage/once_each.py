"""Of what is due about one card, one message is sent: the newest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select, update

from programme.message import Delivery, Message, MessageKind
from storage.among import among
from storage.columns import Instant
from storage.outbox_table import SENDING, WAITING, message_of, outbox
from storage.prepared import Found
from storage.touching import touch
from storage.transaction import OF_TENANT, Transaction

NOW = bindparam("now", type_=Instant)
DUE = and_(WAITING, outbox.c.not_before <= NOW)

About = tuple[str, MessageKind, str]
"""What a person has one live card for."""

_STILL_DUE = select(outbox).where(
    outbox.c.tenant_id == OF_TENANT,
    DUE,
    or_(outbox.c.expires.is_(None), outbox.c.expires > NOW),
    among(outbox.c.person_id, "of_people"),
    among(outbox.c.subject, "of_subjects"),
)
_SENT_SINCE = select(outbox).where(
    outbox.c.tenant_id == OF_TENANT,
    among(outbox.c.subject, "of_subjects"),
    among(outbox.c.person_id, "of_people"),
    or_(
        SENDING,
        and_(
            outbox.c.state == Delivery.SENT.value,
            outbox.c.settled_at >= bindparam("sent_since", type_=Instant),
        ),
    ),
)
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
        found = await transaction.rows(_STILL_DUE, now=now, **_of_cards(in_turn))
    put_back = {row.key: row.put_back_at for row in (*claimed, *found) if row.put_back_at}
    if found or len({*map(_about, in_turn)}) < len(in_turn):
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
    doubled = {each.key for each in claimed if newest[_about(each)].key != each.key}
    if doubled:
        await transaction.change(_SUPERSEDE, of_keys=doubled, now=now)
    reporting = {_about(each): each.reports_to for each in claimed if each.reports_to}
    return [
        _standing_for_all(each, reporting.get(_about(each)), longer.get(each.key, each.expires))
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
    for about, each in ((_about(one), one) for one in every):
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
    rows = await transaction.rows(_SENT_SINCE, sent_since=since, **_of_cards(waited))
    claimed = {message.key for message in taken}
    others = [row for row in rows if row.key not in claimed]
    return [
        message
        for message in waited
        if any(
            _about(message_of(row)) == _about(message)
            and (row.settled_at is None or row.settled_at >= put_back[message.key])
            for row in others
        )
    ]


def _newest(
    messages: Sequence[Message], put_back: Mapping[str, datetime]
) -> Mapping[About, Message]:
    by_age = sorted(messages, key=lambda each: (each.key not in put_back, *_turn(each)))
    return {_about(message): message for message in by_age}


def _of_cards(messages: Sequence[Message]) -> Mapping[str, set[str]]:
    return {
        "of_people": {message.person_id for message in messages},
        "of_subjects": {message.subject for message in messages},
    }


def _turn(message: Message) -> tuple[datetime, str]:
    return message.not_before, message.key


def _about(message: Message) -> About:
    return message.person_id, message.kind, message.subject

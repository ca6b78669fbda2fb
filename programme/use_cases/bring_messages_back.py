"""What waited for somebody whom one staff list left out goes out to them when they are back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from programme.changed_copy import replace
from programme.council import Council
from programme.grade_alert import earliest
from programme.message import Delivery, Message, MessageKind
from programme.ports import MessageFate, UnitOfWork
from programme.staff import Staff
from programme.timetable import in_hours
from programme.use_cases.follow_returns import goes_to
from programme.use_cases.who_reads import BY_STANDING, alerted_by, who_reads

ON_THEIR_WAY = frozenset({Delivery.WAITING, Delivery.SENDING})


async def bring_messages_back(
    council: Council,
    w: UnitOfWork,
    before: Staff,
    after: Staff,
    take_over: Collection[str],
    now: datetime,
) -> tuple[Message, ...]:
    """Has what was superseded when a staff list left somebody out wait for them again; what it is.

    What was passed on stays with whoever has it; what only waits for the QA officers in their
    place is taken back from them. What is for a standing is theirs only if they have that standing
    again. Nothing comes back that has expired, that a newer message of the same card has brought,
    or that is among the open actions which they `take_over`.
    """
    known = {person.id for person in before.people} - before.working
    back = {p.id: p for p in after.people if p.active and p.id in known}
    if not back:
        return ()
    lists = {e.at for e in await w.events.about("staff") if e.verb == "import_staff"}
    soon = in_hours(council.framework.hours, council.calendar, now)
    today = council.today(soon)
    found: dict[str, tuple[Message, datetime]] = {}
    for message, left in await w.outbox.superseded_of(back):
        person, first = back[message.person_id], max(soon, message.not_before)
        goes = goes_to(council, message, person, first)
        if left not in lists or _brought_otherwise(message, take_over):
            continue
        if message.expires is not None and message.expires <= goes:
            continue
        if await _is_theirs(council, w, message, left, after, today, now):
            found[message.key] = message, goes
    messages = tuple(message for message, _ in found.values())
    await w.outbox.wait_after_all(found)
    await w.outbox.put_off({key: goes for key, (_, goes) in found.items()})
    for message in messages:
        if message.kind is MessageKind.GRADE_ALERT:
            await _ask_again(council, w, message, after, today)
    return messages


def _brought_otherwise(message: Message, take_over: Collection[str]) -> bool:
    """Whether the card of what they have taken over says so anyway."""
    if message.kind is MessageKind.ACTIONS:
        return message.person_id in take_over
    return message.kind is MessageKind.TAKEN_OVER


async def _is_theirs(
    council: Council,
    w: UnitOfWork,
    message: Message,
    left: datetime,
    after: Staff,
    today: date,
    now: datetime,
) -> bool:
    """Whether it is still for them, and for nobody instead of them; takes back what only waits."""
    readers = await who_reads(council, w, message, after, today)
    if readers is not None and message.person_id not in readers:
        return False
    stands = message.kind in BY_STANDING
    fates = await w.outbox.fates([message.kind], message.subject)
    if any(_is_newer(fate, message, left) for fate in fates):
        return False
    instead = _instead(fates, message)
    waiting = {fate.person_id for fate in instead if fate.delivery is Delivery.WAITING}
    had = any(f.delivery not in (Delivery.WAITING, Delivery.SUPERSEDED) for f in instead)
    # What waits for a standing follows by itself, with whoever has it now.
    if had or (stands and waiting):
        return False
    await w.outbox.supersede_for(message.kind, message.subject, waiting, now)
    return True


def _is_newer(fate: MessageFate, message: Message, left: datetime) -> bool:
    if fate.person_id != message.person_id:
        return False
    since = fate.delivery is Delivery.SENT and fate.at is not None and fate.at >= left
    return since or fate.delivery in ON_THEIR_WAY


def _instead(fates: Sequence[MessageFate], message: Message) -> list[MessageFate]:
    """Those to whom it was passed on (see `pass_messages_on`)."""
    others = (fate for fate in fates if fate.person_id != message.person_id)
    return [fate for fate in others if fate.key.startswith(f"{message.key}:")]


async def _ask_again(
    council: Council, w: UnitOfWork, message: Message, after: Staff, today: date
) -> None:
    """An alert asks what it asked: nothing was asked of whom it didn't reach."""
    alert = await w.alerts.get(message.subject, message.person_id)
    audit = await w.audits.get(message.subject)
    if alert is None or audit is None or alert.answer_by or alert.answered_at:
        return
    told = council.today(alert.told_at)
    by: date | None = None
    for rule, readers in await alerted_by(council, w, audit, after, today):
        days = rule.answer_within_working_days
        if days and message.person_id in readers:
            by = earliest(by, council.calendar.plus_working_days(told, days))
    if by:
        await w.alerts.save(replace(alert, answer_by=by, version=alert.version + 1))

"""A month's theme changes after a draw: what has not been begun follows it, and its people hear."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from programme.audit import Audit
from programme.calendar import Month
from programme.changed_copy import replace
from programme.council import Council
from programme.event import Event
from programme.message import Delivery, Message, MessageKind
from programme.ports import UnitOfWork, Work
from programme.round_period import RoundPeriod
from programme.shown import allocation_entity, duty_entity, theme_entity
from programme.theme import (
    MONTHS_AHEAD,
    MonthTheme,
    may_follow,
    theme_of,
    theme_of_period,
    with_theme,
)
from programme.timetable import digest, in_hours
from programme.use_cases.acting_on_audit import cards_of
from programme.use_cases.rounds_in_force import rounds_in_force

BY_SIGHTLINE = ("sightline", "schedule")


async def follow_themes(council: Council, *, work: Work, now: datetime) -> int:
    """Once a working day, where the council has adopted another version: what was drawn by the
    themes of the earlier one follows the later one's; returns how many messages were queued."""
    due = digest(council.framework.hours, council.calendar, now)
    if due is None or len(council.every_version) == 1:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("themes", due):
            return 0
        this = Month.of(council.today(now))
        ahead = [this.plus(n) for n in range(MONTHS_AHEAD + 1)]
        queued = sum([await follow_theme(council, w, month, now) for month in ahead])
        await w.commit()
        return queued


async def follow_theme(
    council: Council,
    w: UnitOfWork,
    month: Month,
    now: datetime,
    by: tuple[str, str] = BY_SIGHTLINE,
) -> int:
    """Has the month's audits and dip samples that nobody has begun follow its theme; returns how
    many messages that brings. `by` is who changed it, and from where."""
    chosen = await w.themes.all()
    queued = 0
    for of in await rounds_in_force(council, w, month):
        if of.rule.themed:
            queued += await _audits_follow(council, w, of, chosen, now, by)
    return queued + await _samples_follow(council, w, month, chosen, now, by)


async def _audits_follow(
    council: Council,
    w: UnitOfWork,
    of: RoundPeriod,
    chosen: Mapping[Month, MonthTheme],
    now: datetime,
    by: tuple[str, str],
) -> int:
    theme = theme_of_period(council, of, chosen).title
    moved = []
    for audit in await w.audits.of_round(of.round_id, of.month):
        if audit.theme != theme and may_follow(audit):
            followed = with_theme(audit, theme, council.today(now))
            await w.audits.save(followed)
            await w.events.record(Event(now, by[0], "follow_theme", audit.id, by[1]))
            await w.live_cards.touch([*cards_of(followed), allocation_entity(of.subject)])
            moved.append(followed)
    return await _tell_auditors(council, w, of, moved, now)


async def _tell_auditors(
    council: Council, w: UnitOfWork, of: RoundPeriod, moved: Iterable[Audit], now: datetime
) -> int:
    """The allocation once more, for nobody hears that a card they have was edited. Who is still to
    get it gets it as it is by then; before the announcement nobody has any."""
    fates = await w.outbox.fates([MessageKind.ALLOCATION], of.subject)
    waiting = {fate.person_id for fate in fates if fate.delivery is Delivery.WAITING}
    auditors = {each for audit in moved for each in (audit.lead_id, audit.peer_id) if each}
    return await w.outbox.add(
        [
            Message(
                key=f"{MessageKind.ALLOCATION}:{of.subject}:{person_id}:theme:{now.isoformat()}",
                person_id=person_id,
                kind=MessageKind.ALLOCATION,
                subject=of.subject,
                not_before=in_hours(council.framework.hours, council.calendar, now),
                reports_to=allocation_entity(of.subject),
            )
            for person_id in sorted(auditors - waiting if fates else ())
        ]
    )


async def _samples_follow(
    council: Council,
    w: UnitOfWork,
    month: Month,
    chosen: Mapping[Month, MonthTheme],
    now: datetime,
    by: tuple[str, str],
) -> int:
    theme = theme_of(council, month, chosen).title
    told = []
    for sample in await w.dip_samples.of_month(month):
        if sample.theme != theme and may_follow(sample):
            await w.dip_samples.save(replace(sample, theme=theme, version=sample.version + 1))
            await w.events.record(Event(now, by[0], "follow_theme", sample.id, by[1]))
            await w.live_cards.touch([duty_entity(sample.person_id), theme_entity(str(month))])
            told.append(sample.person_id)
    return await w.outbox.add(
        [
            Message(
                key=f"{MessageKind.THEME}:{month}:{person_id}:{now.isoformat()}",
                person_id=person_id,
                kind=MessageKind.THEME,
                subject=str(month),
                not_before=in_hours(council.framework.hours, council.calendar, now),
            )
            for person_id in sorted(set(told))
        ]
    )

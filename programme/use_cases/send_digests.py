"""Once a working day: one digest a person of the actions whose reminder has fallen due, and of what
is overdue in the teams that the person tracks."""

from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.ports import Work
from programme.reminder import is_due
from programme.responsible import responsible_by_team
from programme.timetable import digest
from programme.use_cases.track_actions import tracked_today


async def send_digests(council: Council, *, work: Work, now: datetime) -> int:
    """Queues today's digests; returns how many (WC-08, WB-07).

    Each reminder stage of an action is sent once. A missed day is caught up by the next one.
    Whoever both answers for actions and tracks some has one digest of both.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    today = council.today(now)
    calendar = council.calendar
    lead_times = [days for each in council.every_version for days in each.actions.remind_before]
    horizon = calendar.plus_working_days(today, max((0, *lead_times)))
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("digest", due):
            return 0
        actions = await w.actions.open_due_by(horizon)
        people, teams = (await w.people.all(), await w.teams.all()) if actions else ((), ())
        responsible = responsible_by_team(teams, people, today)
        tracked = tracked_today(council, actions, teams, people, today)
        readers = {*tracked.readers}
        stages = {}
        for action in actions:
            rule = council.framework_of(action.framework_version).actions
            stage = is_due(action, today, rule, calendar)
            if stage and action.team in responsible:
                readers |= {person.id for person in responsible[action.team]}
                stages[action.id] = stage.name
        await w.actions.mark_reminded(stages, today)
        await w.actions.mark_tracked(tracked.stages, today)
        queued = await w.outbox.add(
            [
                Message(
                    key=f"digest:{today}:{person_id}",
                    person_id=person_id,
                    kind=MessageKind.DIGEST,
                    subject=today.isoformat(),
                    not_before=now,
                    expires=calendar.at(today, council.framework.hours.closes),
                )
                for person_id in sorted(readers)
            ]
        )
        if stages or tracked.stages:
            await w.events.record(
                Event(
                    now,
                    "sightline",
                    "send_digests",
                    today.isoformat(),
                    "schedule",
                    {"actions": len({*stages, *tracked.stages}), "messages": queued},
                )
            )
        await w.commit()
        return queued

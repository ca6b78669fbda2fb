"""Once a working day: disputes whose time is up climb, and who is to answer is reminded."""

from datetime import datetime

from programme.council import Council
from programme.dispute import Dispute
from programme.dispute_ladder import Office
from programme.dispute_steps import follow_case, pass_time, reminder_due
from programme.ports import UnitOfWork, Work
from programme.timetable import opening
from programme.use_cases.active_case import team_of
from programme.use_cases.queueing import record_due
from programme.use_cases.telling_of_dispute import ask, keep, office_of, remind


async def pass_disputes_on(council: Council, *, work: Work, now: datetime) -> int:
    """Queues what the day asks of every open dispute; returns how many messages (WC-11, SW-09,
    WB-13, KT-05).

    A level's time is up when its last day is over, so it climbs when the council opens next. A
    missed day is caught up by the next one, one level at a time, each with its whole clock. Who
    stands at a level only since today is asked as well.
    """
    opened = opening(council.framework.hours, council.calendar, now)
    if opened is None:
        return 0
    queued = 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("disputes", opened):
            return 0
        going_on = await w.disputes.all_open()
        office = await office_of(council, w, now)
        for dispute in going_on:
            queued += await _see_to(w, council, dispute, office)
        await w.commit()
    return queued


async def _see_to(w: UnitOfWork, council: Council, dispute: Dispute, office: Office) -> int:
    case = await w.cases.get(dispute.case_reference)
    followed = dispute
    if case and case.active:
        followed = follow_case(dispute, await team_of(w, case), office)
    passed = pass_time(followed, office)
    if passed is not dispute:
        _, queued = await keep(w, council, dispute, passed, office, "schedule")
        return queued
    asked = await ask(w, council, dispute, office)
    subject, now = dispute.id, office.now
    await record_due(w, len(asked), verb="ask_for_dispute", subject=subject, now=now)
    if not reminder_due(dispute, office):
        return len(asked)
    reminded = await remind(w, council, dispute, office, asked)
    await record_due(w, reminded, verb="remind_of_dispute", subject=subject, now=now)
    return len(asked) + reminded

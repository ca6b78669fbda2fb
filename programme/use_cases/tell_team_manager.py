"""A mid-way audit's findings, and its actions with them, reach the manager of the case's team
(WC-10)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person, Team
from programme.ports import UnitOfWork, Work
from programme.recipients import qa_officers
from programme.responsible import responsible_for
from programme.timetable import digest, in_hours
from programme.use_cases.acknowledge_audit import tells_team_manager
from programme.use_cases.queueing import queue_due
from programme.use_cases.submission import Submission


async def tell_team_manager(w: UnitOfWork, submission: Submission) -> None:
    """One card for whoever answers for the case's team, in the council's hours.

    While its manager is away the next in line get it; where the team itself is gone, the QA
    officers do.
    """
    told = told_of_findings(submission)
    await w.outbox.add(_messages(submission.council, submission.audit, told, submission.now))


def told_of_findings(submission: Submission) -> tuple[Person, ...]:
    """Those whose card of the findings has the actions too; nobody where the round has none."""
    council, audit = submission.council, submission.audit
    if not tells_team_manager(council, audit):
        return ()
    return _told(council, audit, submission.people, submission.teams, submission.now)


async def ask_for_findings(council: Council, *, work: Work, now: datetime) -> int:
    """Once a working day: whoever answers by now for a team whose findings nobody has
    acknowledged, and wasn't told of them before, is told; how many."""
    due = digest(council.framework.hours, council.calendar, now)
    rounds = {
        each.id
        for framework in council.every_version
        for each in framework.rounds
        if each.tells_team_manager
    }
    if due is None or not rounds:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("findings", due):
            return 0
        audits = await w.audits.unacknowledged_of(rounds)
        people, teams = (await w.people.all(), await w.teams.all()) if audits else ((), ())
        queued = 0
        for audit in audits:
            if tells_team_manager(council, audit):
                told = _told(council, audit, people, teams, now)
                messages = _messages(council, audit, told, now)
                queued += await queue_due(
                    w, messages, verb="ask_for_findings", subject=audit.id, now=now
                )
        await w.commit()
        return queued


def _messages(
    council: Council, audit: Audit, told: Iterable[Person], now: datetime
) -> list[Message]:
    return [
        Message(
            key=f"{MessageKind.FINDINGS}:{audit.id}:{person.id}",
            person_id=person.id,
            kind=MessageKind.FINDINGS,
            subject=audit.id,
            not_before=in_hours(council.framework.hours, council.calendar, now),
        )
        for person in told
    ]


def _told(
    council: Council,
    audit: Audit,
    people: Sequence[Person],
    teams: Iterable[Team],
    now: datetime,
) -> tuple[Person, ...]:
    for team in teams:
        if team.name == audit.team:
            return responsible_for(team, people, council.today(now))
    return qa_officers(people)

"""Who is copied into the results of many teams' audits has one list a working day, not a card an
audit (BD-06)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programme.audit import Audit
from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person
from programme.ports import UnitOfWork
from programme.recipients import AuditedCase, recipients
from programme.rules.follow_up import Recipient
from programme.staff import Staff
from programme.timetable import AWAY_AT_MOST, gathered_between, gathering_day
from programme.use_cases.audit_result import AuditResult, audit_results

COPIED: frozenset[Recipient] = frozenset(
    {"service_manager", "head_of_service", "line_manager_of_team_manager", "qa_officers"}
)
"""Those who stand above several teams."""
FIRST_REACHES_BACK = 20
"""Working days that somebody's first list reaches back at least: leave that was over sooner than
the staff list had said leaves nothing out of it."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Who has the result of an audit as a card of its own, and who in the day's list."""

    own: tuple[str, ...]
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The results that a reader is told of on `day`, by team and reference."""

    day: date
    reader: Person
    results: tuple[AuditResult, ...]


def copies(council: Council, case: AuditedCase, people: Sequence[Person], today: date) -> Copies:
    """Nobody is in both. The QA officers, told where nobody else stands so to the case, have their
    list where they have one."""
    rule = council.framework.results
    if rule is None:
        return Copies((), ())
    own = recipients([each for each in rule.to if each not in COPIED], case, people, today).ids
    above = recipients([each for each in rule.to if each in COPIED], case, people, today).ids
    standing = {p.id for p in people if p.team == case.team.name or p.name == case.worker}
    listed = [each for each in above if each not in own or each not in standing]
    return Copies(tuple(each for each in own if each not in listed), tuple(listed))


def lists_for(
    council: Council, readers: Collection[str], people: Iterable[Person], audit: Audit
) -> list[Message]:
    """The message that brings each reader the list which the audit, just submitted, stands in."""
    now = audit.submitted_at
    return [list_for(council, p, now) for p in people if p.id in readers] if now else []


def list_for(council: Council, person: Person, now: datetime) -> Message:
    """The message that brings the person the list of what is submitted at `now`."""
    day = gathering_day(person, council.framework.hours, council.calendar, now)
    return Message(
        key=f"results:{day}:{person.id}",
        person_id=person.id,
        kind=MessageKind.RESULTS,
        subject=day.isoformat(),
        not_before=council.digest_of(day),
    )


async def gathered_in(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, date]]
) -> Collection[Audit]:
    """What was submitted in the time of each (reader id, day)'s list, whoever it is for."""
    staff = {person.id: person for person in await w.people.all()}
    windows = await _windows(council, w, {each: staff[each[0]] for each in pairs})
    found = [await w.audits.submitted_between(*each) for each in {*windows.values()}]
    return {audit.id: audit for those in found for audit in those}.values()


async def show_copied_results(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, date]]
) -> Mapping[tuple[str, date], ResultsView]:
    """For each (reader id, day) the list; left out when it is empty, or the reader has left."""
    people = await w.people.all()
    staff = {person.id: person for person in people if person.active}
    windows = await _windows(
        council, w, {each: staff[each[0]] for each in pairs if each[0] in staff}
    )
    submitted = {each: await w.audits.submitted_between(*each) for each in {*windows.values()}}
    audits = {audit.id: audit for found in submitted.values() for audit in found}
    everyone = Staff(people, await w.teams.all())
    listed = {each: await listed_for(council, w, one, everyone) for each, one in audits.items()}
    results = await audit_results(council, w, {one for one, those in listed.items() if those})
    views = {}
    for (reader, day), window in windows.items():
        theirs = [results[a.id] for a in submitted[window] if reader in listed[a.id]]
        if theirs:
            views[reader, day] = ResultsView(day, staff[reader], tuple(sorted(theirs, key=_place)))
    return views


async def _windows(
    council: Council, w: UnitOfWork, readers: Mapping[tuple[str, date], Person]
) -> Mapping[tuple[str, date], tuple[datetime, datetime]]:
    """From when to before when (UTC) what stands in each list was submitted.

    A list begins where the reader's last one ended, whatever the staff list has said since of when
    they are away. Their first has what was gathered for it, and `FIRST_REACHES_BACK` at least.
    """
    before: dict[tuple[str, date], date] = {}
    for back in (FIRST_REACHES_BACK, AWAY_AT_MOST):
        sought = readers.keys() - before.keys()
        before |= await _lists_before(council, w, sought, back)
    hours, calendar = council.framework.hours, council.calendar
    windows = {}
    for (reader, day), person in readers.items():
        last = before.get((reader, day))
        if last is None:
            gathered, _ = gathered_between(person, day, hours, calendar)
            reach = calendar.plus_working_days(day, -FIRST_REACHES_BACK)
            start = min(gathered, council.digest_of(reach))
        else:
            start = council.digest_of(last)
        windows[reader, day] = start, council.digest_of(day)
    return windows


async def _lists_before(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, date]], back: int
) -> Mapping[tuple[str, date], date]:
    """The day of each reader's latest list in the `back` working days before `day`, if any."""
    if not pairs:
        return {}
    first = council.calendar.plus_working_days(min(day for _, day in pairs), -back)
    days = (max(day for _, day in pairs) - first).days
    asked = [(first + timedelta(days=n)).isoformat() for n in range(days)]
    written = await w.outbox.written_to(MessageKind.RESULTS, asked)
    theirs: dict[str, list[date]] = {}
    for subject, lists in written.items():
        for person_id in lists.values():
            theirs.setdefault(person_id, []).append(date.fromisoformat(subject))
    found = {}
    for reader, day in pairs:
        earlier = [each for each in theirs.get(reader, ()) if each < day]
        if earlier:
            found[reader, day] = max(earlier)
    return found


async def listed_for(
    council: Council, w: UnitOfWork, audit: Audit, everyone: Staff
) -> frozenset[str]:
    """The ids of those in whose lists the audit stands: nobody's before it is submitted."""
    if audit.submitted_at is None:
        return frozenset()
    known = await w.cases.get(audit.case_reference)
    case = AuditedCase.as_audited(audit, known, everyone.teams)
    under, day = council.under(audit), council.today(audit.submitted_at)
    return frozenset(copies(under, case, everyone.around(case), day).listed)


def _place(result: AuditResult) -> tuple[str, str]:
    return result.audit.team, result.audit.case_reference

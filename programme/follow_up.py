"""Closing the loop: weeks after an audit was moderated, somebody checks that its actions were
completed, and again until they were (WC-09)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from programme.audit import Audit
from programme.calendar import Calendar
from programme.changed_copy import replace
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.moderators import seed_of
from programme.people import Person, Role, working_people
from programme.personal_data import problem_with
from programme.rules.follow_up import LoopCheck

FOUND_AT_MOST = 1_000


class LoopState(StrEnum):
    """Where the check of an audit's actions stands."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Loop:
    """The check that an audit's actions were completed; `id` is the audit's.

    `checker_id` is None until it is brought to somebody. `found` is what the last check found,
    on `checked_at` (UTC) by `checked_by`; `checks` counts them.
    """

    id: str
    due: date
    checker_id: str | None = None
    state: LoopState = LoopState.OPEN
    version: int = 1
    checks: int = 0
    found: str = ""
    checked_by: str | None = None
    checked_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the actions are still to be checked."""
        return self.state is LoopState.OPEN


def begin(audit_id: str, moderated_on: date, rule: LoopCheck, calendar: Calendar) -> Loop:
    """The check of an audit that was moderated on a day, so many weeks later (WC-09)."""
    day = moderated_on + timedelta(weeks=rule.weeks)
    return Loop(audit_id, calendar.working_day_on_or_after(day))


def bring_to(loop: Loop, checker_id: str) -> Loop:
    """The check in the hands of somebody (else)."""
    return replace(loop, checker_id=checker_id, version=loop.version + 1)


def close(
    loop: Loop, *, by: str, found: str, actions_open: int, today: date, now: datetime
) -> Loop:
    """The loop as closed: every action was completed, and `found` says what the file shows.

    Raises CorrectAndRepeat while an action is still open or for the line, AskSomeoneAllowed,
    ShowAsItIsNow.
    """
    if actions_open:
        one = actions_open == 1
        raise CorrectAndRepeat(
            f"{actions_open} action{' of this audit is' if one else 's of this audit are'} still "
            "open, so the loop can't be closed yet; please record what is still open."
        )
    return replace(_checked(loop, by, found, today, now), state=LoopState.CLOSED)


def still_open(
    loop: Loop,
    *,
    by: str,
    found: str,
    rule: LoopCheck,
    calendar: Calendar,
    now: datetime,
) -> Loop:
    """The loop with what is still open, to be checked again some working days on.

    Raises CorrectAndRepeat for the line, AskSomeoneAllowed, ShowAsItIsNow.
    """
    today = calendar.today(now)
    checked = _checked(loop, by, found, today, now)
    return replace(checked, due=calendar.plus_working_days(today, rule.again_after))


def choose_checker(
    audit: Audit,
    rule: LoopCheck,
    people: Sequence[Person],
    today: date,
    barred: Collection[str] = (),
) -> Person | None:
    """Who checks: by role someone of the case's team, then of its service area, then of the whole
    council (first of those without a service area), then a QA officer.

    Not one of its auditors, and not somebody who is away, unless there is nobody else. The audits
    are shared among equals.
    """
    staff = working_people(people)
    others = [p for p in staff if not audit.part_of(p.id) and p.id not in barred]
    present = [person for person in others if not person.is_away(today)]
    for some in (present, others, staff):
        for rung in _rungs(audit, rule, some):
            if rung:
                equals = sorted(rung, key=lambda person: person.id)
                return equals[seed_of(audit.id) % len(equals)]
    return None


def may_check(person: Person, rule: LoopCheck) -> bool:
    """Whether the person still works here in a role that checks."""
    return person.active and not person.roles.isdisjoint({*rule.by, Role.QA_OFFICER})


def bring_again(loop: Loop, today: date, rule: LoopCheck, calendar: Calendar) -> date | None:
    """The latest day up to `today` on which the checker is to be told: the due day, and every so
    many working days after it. None before."""
    if not loop.is_open or today < loop.due:
        return None
    late = calendar.working_days_between(loop.due, today) // rule.remind_after_every
    return calendar.plus_working_days(loop.due, late * rule.remind_after_every)


def _rungs(audit: Audit, rule: LoopCheck, staff: Sequence[Person]) -> list[list[Person]]:
    holders = [[p for p in staff if p.has(role)] for role in rule.by]
    return [
        *([p for p in some if p.team == audit.team] for some in holders),
        *([p for p in some if p.service_area == audit.service_area] for some in holders),
        *([p for p in some if p.service_area is None] for some in holders),
        *holders,
        [p for p in staff if p.has(Role.QA_OFFICER)],
    ]


def _checked(loop: Loop, by: str, found: str, today: date, now: datetime) -> Loop:
    if not loop.is_open:
        raise ShowAsItIsNow("This loop is closed already; here it is as it stands now.")
    if loop.checker_id != by:
        raise AskSomeoneAllowed("Somebody else checks the actions of this audit now.")
    problem = problem_with(found, most=FOUND_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat("This was not recorded yet: please see below.", {"found": problem})
    return replace(
        loop,
        found=found.strip(),
        checks=loop.checks + 1,
        checked_by=by,
        checked_at=now,
        version=loop.version + 1,
    )

"""An auditor asks to be spared their part of an audit: a colleague takes it, or the QA officers
decide. Until then it stays theirs, and its due day never moves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from programme.audit import Audit, AuditState
from programme.audit_record import AuditRecord
from programme.calendar import Calendar
from programme.changed_copy import replace
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.framework import Framework
from programme.people import Person
from programme.personal_data import problem_with
from programme.reassignment import REASON_AT_MOST, auditor_of
from programme.rules.hand_over import HandOverRule
from programme.rules.tool import AuditPart


class Ground(StrEnum):
    """Why somebody can't do an audit: all that a colleague who is asked hears of it."""

    CONFLICT = "conflict"
    AWAY = "away"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands behind a colon."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.CONFLICT: "a conflict of interest",
    Ground.AWAY: "away before it is due",
    Ground.OTHER: "another reason",
}


class Standing(StrEnum):
    """Where a request stands. All but the first two are final."""

    ASKED = "asked"
    WITH_OFFICERS = "with_officers"
    TAKEN = "taken"
    GIVEN = "given"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    REPLACED = "replaced"
    OVERTAKEN = "overtaken"


class WhyOfficers(StrEnum):
    """Why the QA officers are to decide."""

    GIVEN_BACK = "given_back"
    DECLINED = "declined"
    SILENT = "silent"
    LEFT = "left"
    AWAY = "away"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One auditor's request about their part of an audit.

    `words` are for the QA officers and the asker alone. `to_id` is the colleague who is asked, by
    `answer_by`; `swap_audit_id` the audit of theirs that would go the other way. `begun` tells
    whether the asker had begun when they asked. `answer` is what a QA officer wrote who refused.
    Instants are UTC.
    """

    id: str
    audit_id: str
    part: AuditPart
    case_reference: str
    asked_by: str
    asked_at: datetime
    ground: Ground
    words: str
    begun: bool
    to_id: str | None = None
    swap_audit_id: str | None = None
    answer_by: date | None = None
    state: Standing = Standing.ASKED
    why_officers: WhyOfficers | None = None
    answer: str = ""
    ended_by: str | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to answer."""
        return self.state in (Standing.ASKED, Standing.WITH_OFFICERS)


def has_begun(audit: Audit, part: AuditPart, framework: Framework) -> bool:
    """Whether that auditor has written anything of their own part."""
    views = bool(audit.record.views) or audit.views_recorded_at is not None
    if part == audit.views_asked_of(framework) and views:
        return True
    return part == "lead" and replace(audit.record, views={}) != AuditRecord()


def parts_begun(audit: Audit, framework: Framework) -> frozenset[AuditPart]:
    """The parts of which something is written."""
    parts: tuple[AuditPart, ...] = ("lead", "peer")
    return frozenset(part for part in parts if has_begun(audit, part, framework))


def why_not_asked(audit: Audit, part: AuditPart, framework: Framework) -> str | None:
    """Why nobody asks to be spared that part any more; None while they may."""
    if audit.is_withdrawn:
        return "This audit was withdrawn; nothing is asked of you for it any more."
    recorded = part == audit.views_asked_of(framework) and audit.views_recorded_at is not None
    if part == "peer" and recorded:
        return "You have recorded your part of this audit, so there is nothing to hand over."
    # The views of a submitted audit may still be asked of its peer.
    if not audit.awaits(part, framework):
        return "This audit is submitted, so it stands as it is."
    return None


def part_to_spare(audit: Audit, person_id: str, framework: Framework) -> AuditPart:
    """The person's part of the audit, which they may ask to be spared. Raises AskSomeoneAllowed
    when it isn't theirs, ShowAsItIsNow when it is too late."""
    part = audit.part_of(person_id)
    if part is None:
        raise AskSomeoneAllowed("Only its auditors hand over an audit; type “my work” for yours.")
    too_late = why_not_asked(audit, part, framework)
    if too_late:
        raise ShowAsItIsNow(too_late)
    return part


def problem_with_words(ground: Ground, words: str, today: date) -> str | None:
    """What is to be mended in the line of words, which only “something else” requires."""
    required = ground is Ground.OTHER
    return problem_with(words, most=REASON_AT_MOST, required=required, today=today)


def answer_day(asked_on: date, due: date, rule: HandOverRule, calendar: Calendar) -> date:
    """The last day on which the colleague may answer: never after the audit is due."""
    last = calendar.plus_working_days(asked_on, rule.answer_within)
    return max(asked_on, min(last, due))


def is_overtaken(
    request: HandOver,
    audit: Audit | None,
    other: Audit | None,
    asker: Person | None,
    framework: Framework,
) -> bool:
    """Whether there is nothing left to hand over: the part was begun, recorded, given to somebody
    else or withdrawn since, the asker has left, or the `other` audit of a swap has moved."""
    if audit is None or asker is None or not asker.active:
        return True
    if auditor_of(audit, request.part) != request.asked_by:
        return True
    if why_not_asked(audit, request.part, framework):
        return True
    if has_begun(audit, request.part, framework) and not request.begun:
        return True
    swapping = request.swap_audit_id is not None and request.state is Standing.ASKED
    return swapping and not _can_go_back(request, other)


def _can_go_back(request: HandOver, other: Audit | None) -> bool:
    if other is None or auditor_of(other, request.part) != request.to_id:
        return False
    return other.state is AuditState.ALLOCATED


def why_unanswered(request: HandOver, colleague: Person | None, today: date) -> WhyOfficers | None:
    """Why the colleague isn't waited for any more; None while they are."""
    if request.state is not Standing.ASKED:
        return None
    if colleague is None or not colleague.active:
        return WhyOfficers.LEFT
    if request.answer_by is not None and today > request.answer_by:
        return WhyOfficers.SILENT
    return WhyOfficers.AWAY if colleague.is_away(today) else None


def require_version(request: HandOver, seen_version: int) -> None:
    """Raises ShowAsItIsNow unless it stands as it was shown, and is open."""
    if not request.is_open or request.version != seen_version:
        raise ShowAsItIsNow("This has changed since; here it is as it stands now.")


def with_officers(request: HandOver, why: WhyOfficers) -> HandOver:
    """The request as the QA officers have it now."""
    return replace(
        request, state=Standing.WITH_OFFICERS, why_officers=why, version=request.version + 1
    )


def ended(
    request: HandOver, state: Standing, *, by: str, now: datetime, answer: str = ""
) -> HandOver:
    """The request as it ended."""
    return replace(
        request, state=state, ended_by=by, ended_at=now, answer=answer, version=request.version + 1
    )


def stands_again(request: HandOver) -> HandOver:
    """The request as it was before its audit was withdrawn."""
    state = Standing.WITH_OFFICERS if request.why_officers else Standing.ASKED
    return replace(request, state=state, ended_by=None, ended_at=None, version=request.version + 1)


def refused(request: HandOver, line: str, *, by: str, now: datetime, today: date) -> HandOver:
    """The request refused by a QA officer. Raises CorrectAndRepeat for the line."""
    problem = problem_with(line, most=REASON_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat("This was not sent yet: please see below.", {"line": problem})
    return ended(request, Standing.REFUSED, by=by, now=now, answer=line.strip())

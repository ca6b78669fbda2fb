"""Cards to those who stand to an audited case in a certain way."""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from programme.message import Message, MessageKind
from programme.ports import UnitOfWork
from programme.recipients import AuditedCase, qa_officers, recipients
from programme.rules.follow_up import Recipient
from programme.timetable import at_work, in_hours
from programme.use_cases.submission import Submission


async def audited_case(w: UnitOfWork, submission: Submission) -> AuditedCase:
    """The submitted audit's case as it is now."""
    case = await w.cases.get(submission.audit.case_reference)
    return AuditedCase.of(submission.audit, case, submission.teams)


async def told_of(
    w: UnitOfWork, submission: Submission, to: Iterable[Recipient]
) -> tuple[str, ...]:
    """The ids of those who are told; where the worker can't be found, the QA officers hear so.

    Once for each case and name, however many audits follow.
    """
    case = await audited_case(w, submission)
    today = submission.council.today(submission.now)
    found = recipients(to, case, submission.people, today)
    if found.worker_missing:
        # Hashed with the council's key, because keys are logged, and neither the reference nor a
        # name may be, nor be guessed.
        key = submission.council.id_key
        named = f"sightline/{key}{submission.audit.case_reference}/worker/{case.worker}"
        await send(
            w,
            submission,
            MessageKind.WORKER_NOT_FOUND,
            (person.id for person in qa_officers(submission.people)),
            key=f"worker_not_found:{uuid5(NAMESPACE_URL, named).hex}",
        )
    return found.ids


async def send(
    w: UnitOfWork,
    submission: Submission,
    kind: MessageKind,
    person_ids: Iterable[str],
    *,
    key: str | None = None,
) -> None:
    """One card of the kind about the audit to each, when they are at work; an alert doesn't wait
    for the return of whoever is away, but for the council's hours.

    Whoever submits or moderates is at work, and gets theirs at once.
    """
    council, audit, now = submission.council, submission.audit, submission.now
    hours, calendar = council.framework.hours, council.calendar
    people = {person.id: person for person in submission.people}

    def when(person_id: str) -> datetime:
        if person_id == submission.at_hand:
            return now
        if kind is MessageKind.GRADE_ALERT:
            return in_hours(hours, calendar, now)
        return at_work(people[person_id], hours, calendar, now)

    await w.outbox.add(
        [
            Message(
                key=f"{key or f'{kind}:{audit.id}'}:{person_id}",
                person_id=person_id,
                kind=kind,
                subject=audit.id,
                not_before=when(person_id),
            )
            for person_id in person_ids
        ]
    )

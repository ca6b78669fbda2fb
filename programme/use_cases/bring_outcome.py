"""The result of an audit reaches those whose it is, and outstanding work is celebrated."""

from programme.event import Event
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.use_cases.agreed_grades import agreed_grades
from programme.use_cases.submission import Submission
from programme.use_cases.telling import send, told_of


async def bring_outcome(w: UnitOfWork, submission: Submission) -> None:
    """Brings the result and the celebration, each person's once.

    They go at once, and their cards show the agreed grade as well once the audit is moderated.
    """
    await _bring_result(w, submission)
    await _celebrate(w, submission)


async def _bring_result(w: UnitOfWork, submission: Submission) -> None:
    """To the recipients (BD-06); of an audit that was asked for, to the QA officers and to whoever
    asked as well (WC-14)."""
    rule, audit = submission.council.framework.results, submission.audit
    readers = dict.fromkeys(await told_of(w, submission, rule.to) if rule else ())
    asked = (await w.outside_rounds.commissioned([audit.id])).get(audit.id)
    if asked:
        active = {person.id for person in submission.people if person.active}
        readers |= dict.fromkeys(person.id for person in qa_officers(submission.people))
        readers |= dict.fromkeys({asked.asked_by} & active)
    if readers:
        await send(w, submission, MessageKind.RESULT, readers)
        await _record(w, submission, "bring_result", len(readers))


async def _celebrate(w: UnitOfWork, submission: Submission) -> None:
    """Thanks those whose work it is, and offers it to training (BD-09)."""
    rule, audit = submission.council.framework.celebration, submission.audit
    agreed = await agreed_grades(w, [audit.id])
    if rule is None or agreed.get(audit.id, audit.record.overall) not in rule.grades:
        return
    thanked = await told_of(w, submission, rule.to)
    await send(w, submission, MessageKind.CELEBRATION, thanked)
    await _record(w, submission, "celebrate", len(thanked))
    if rule.training_to:
        training = [
            person
            for person in submission.people
            if person.active and not person.roles.isdisjoint(rule.training_to)
        ] or qa_officers(submission.people)
        await send(w, submission, MessageKind.TRAINING_OFFER, (person.id for person in training))


async def _record(w: UnitOfWork, submission: Submission, verb: str, told: int) -> None:
    await w.events.record(
        Event(submission.now, "sightline", verb, submission.audit.id, "submission", {"told": told})
    )

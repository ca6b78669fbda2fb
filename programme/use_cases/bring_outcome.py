"""The result of an audit reaches those whose it is, and outstanding work is celebrated."""

from collections.abc import Collection

from programme.event import Event
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.recipients import qa_officers, trainers
from programme.use_cases.copied_results import copies, lists_for
from programme.use_cases.submission import Submission
from programme.use_cases.telling import audited_case, send, told_of


async def bring_outcome(w: UnitOfWork, submission: Submission) -> None:
    """Brings the result and the celebration, each person's once.

    They go at once, and their cards show the agreed grade as well once the audit is moderated.
    """
    thanked = await celebrate(w, submission)
    await _bring_result(w, submission, thanked)


async def _bring_result(w: UnitOfWork, submission: Submission, thanked: Collection[str]) -> None:
    """To the recipients (BD-06); of an audit that was asked for, to the QA officers and to whoever
    asked as well (WC-14). Whoever is thanked has the result on that card."""
    rule, audit = submission.council.framework.results, submission.audit
    people, today = submission.people, submission.council.today(submission.now)
    if rule and "case_worker" in rule.to:
        await told_of(w, submission, ["case_worker"])  # or the QA officers hear who is missing
    case = await audited_case(w, submission)
    told = copies(submission.council, case, people, today)
    readers = dict.fromkeys(told.own)
    asked = (await w.outside_rounds.commissioned([audit.id])).get(audit.id)
    if asked:
        active = {person.id for person in people if person.active}
        readers |= dict.fromkeys(person.id for person in qa_officers(people))
        readers |= dict.fromkeys({asked.asked_by} & active)
    alone = [each for each in readers if each not in {*told.listed, *thanked}]
    await send(w, submission, MessageKind.RESULT, alone)
    await w.outbox.add(lists_for(submission.council, told.listed, people, audit))
    if alone or told.listed:
        await _record(w, submission, "bring_result", len(alone) + len(told.listed))


async def celebrate(w: UnitOfWork, submission: Submission) -> Collection[str]:
    """Thanks those whose work it is, and offers it to training (BD-09); who is thanked.

    The thanks stand when another grade is agreed, and show it; as an example it isn't used then.
    """
    rule = submission.council.framework.celebration
    if rule is None or not submission.begins(rule.grades):
        return ()
    thanked = await told_of(w, submission, rule.to)
    await send(w, submission, MessageKind.CELEBRATION, thanked)
    await _record(w, submission, "celebrate", len(thanked))
    if rule.training_to:
        training = trainers(rule.training_to, submission.people)
        await send(w, submission, MessageKind.TRAINING_OFFER, (person.id for person in training))
    return thanked


async def _record(w: UnitOfWork, submission: Submission, verb: str, told: int) -> None:
    await w.events.record(
        Event(
            submission.now,
            "sightline",
            verb,
            submission.audit.id,
            submission.source,
            {"told": told},
        )
    )

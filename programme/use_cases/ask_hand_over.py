"""An auditor asks to be spared their part of an audit, and says what they propose."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.event import Event
from programme.hand_over import (
    Ground,
    HandOver,
    Standing,
    WhyOfficers,
    answer_day,
    has_begun,
    part_to_spare,
    problem_with_words,
    why_not_asked,
)
from programme.people import Person, Verb, require
from programme.ports import HAND_OVERS, LISTS, UnitOfWork, Work
from programme.rules.tool import AuditPart
from programme.swap import Bars, Swap, keeps_own_away, swaps, takers
from programme.timetable import at_work
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.ending_hand_overs import (
    Ending,
    end_requests,
    tell,
    tell_officers,
    touch,
)
from programme.use_cases.show_hand_over import OpenRequest, open_requests


@dataclass(frozen=True, slots=True)
class Proposal:
    """To whom it should go, and for which of their audits; neither gives it back."""

    to_id: str | None = None
    swap_audit_id: str | None = None


@dataclass(frozen=True, slots=True)
class AskHandOver:
    """`id` is the form's, so that a form sent twice asks once. `words` may be empty where the
    ground says enough."""

    council: Council
    person: Person
    id: str
    audit_id: str
    ground: Ground
    words: str
    proposal: Proposal
    source: str


@dataclass(frozen=True, slots=True)
class Spare:
    """What somebody may propose for their part of the audit, and what they have asked already.
    The likeliest of `takers` comes first; `in_hand` is how many of the month's audits each has."""

    audit: Audit
    part: AuditPart
    takers: tuple[Person, ...]
    swaps: tuple[Swap, ...]
    in_hand: dict[str, int]
    asked: OpenRequest | None


async def audits_to_spare(council: Council, w: UnitOfWork, person: Person) -> tuple[Audit, ...]:
    """The audits whose part the person may ask to be spared, the earliest due first."""
    require(person, Verb.HAND_OVER)
    found = [
        audit
        for audit in await w.audits.unfinished_of(person.id)
        if (part := audit.part_of(person.id))
        and not why_not_asked(audit, part, council.framework_of(audit.framework_version))
    ]
    return tuple(sorted(found, key=lambda audit: (audit.due, audit.case_reference)))


async def show_spare(
    council: Council, w: UnitOfWork, person: Person, audit_id: str, today: date
) -> Spare:
    """Raises LookElsewhere, AskSomeoneAllowed when it isn't theirs, ShowAsItIsNow when it is too
    late."""
    require(person, Verb.HAND_OVER)
    audit = await audit_of(w, audit_id)
    part = part_to_spare(audit, person.id, council.framework_of(audit.framework_version))
    people = {each.id: each for each in await w.people.all()}
    of_round = await w.audits.of_round(audit.round_id, audit.month) if audit.round_id else ()
    references = {audit.case_reference, *(each.case_reference for each in of_round)}
    cases = {case.reference: case for case in await w.cases.some(references)}
    bars = await bars_of(council, w, audit, references)
    load = await w.audits.load(audit.month)
    case = cases.get(audit.case_reference)
    return Spare(
        audit,
        part,
        takers(audit, part, people.values(), case, load, today, bars),
        swaps(audit, part, person, of_round, people, cases, today, bars),
        {each: load.get(each, 0) for each in people},
        (await open_requests(council, w)).get((audit.id, part)),
    )


async def bars_of(
    council: Council, w: UnitOfWork, audit: Audit, references: Collection[str]
) -> Bars:
    """What keeps people from the audit, and from others of its round about these references."""
    moderation = await w.moderations.get(audit.id)
    return Bars(
        await w.hand_overs.conflicts(references),
        {audit.id: moderation.moderator_id} if moderation else {},
        keeps_own_away(audit, council.framework_of(audit.framework_version)),
    )


async def ask_hand_over(command: AskHandOver, *, work: Work, now: datetime) -> HandOver:
    """The request: the colleague who is asked gets a card, or the QA officers do. It takes the
    place of an earlier one for the same part; the same form twice asks once.

    Raises LookElsewhere, AskSomeoneAllowed, ShowAsItIsNow, or CorrectAndRepeat for the words or
    for a colleague who can't have it any more.
    """
    council, person = command.council, command.person
    today = council.today(now)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        earlier = await _sent_already(command, w)
        if earlier is not None:
            return earlier
        spare = await show_spare(council, w, person, command.audit_id, today)
        request = _request(command, spare, now)
        if not await w.hand_overs.add(request):
            return await _sent_already(command, w) or request
        replaced = Ending(
            council, Standing.REPLACED, person.id, command.source, tells=False, spares=request.id
        )
        await end_requests(replaced, w, request.audit_id, request.part, now)
        detail = {
            "part": request.part,
            "ground": request.ground.value,
            "to": request.to_id,
            "swap": request.swap_audit_id,
        }
        await w.events.record(
            Event(now, person.id, "ask_hand_over", request.audit_id, command.source, detail)
        )
        await touch(w, request)
        if request.to_id:
            await tell(council, w, request, request.to_id, now)
        else:
            await tell_officers(council, w, request, now)
        await w.commit()
        return request


async def _sent_already(command: AskHandOver, w: UnitOfWork) -> HandOver | None:
    """What the same form asked before; it is nobody else's to send."""
    earlier = await w.hand_overs.get(command.id)
    if earlier is not None and earlier.asked_by != command.person.id:
        raise ShowAsItIsNow("This form was somebody else's; please open a new one.")
    return earlier


def _request(command: AskHandOver, spare: Spare, now: datetime) -> HandOver:
    council, audit = command.council, spare.audit
    today = council.today(now)
    colleague, problem = _colleague(command.proposal, spare)
    words = problem_with_words(command.ground, command.words, today)
    problems = {"proposal": problem, "words": words}
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise CorrectAndRepeat("This was not sent yet: please see below.", found)
    return HandOver(
        id=command.id,
        audit_id=audit.id,
        part=spare.part,
        case_reference=audit.case_reference,
        asked_by=command.person.id,
        asked_at=now,
        ground=command.ground,
        words=command.words.strip(),
        begun=has_begun(audit, spare.part, council.framework_of(audit.framework_version)),
        to_id=colleague.id if colleague else None,
        swap_audit_id=command.proposal.swap_audit_id,
        answer_by=_answer_by(council, colleague, audit, now) if colleague else None,
        state=Standing.ASKED if colleague else Standing.WITH_OFFICERS,
        why_officers=None if colleague else WhyOfficers.GIVEN_BACK,
    )


def _answer_by(council: Council, colleague: Person, audit: Audit, now: datetime) -> date:
    """Counted from when the colleague is there to read it."""
    there = at_work(colleague, council.framework.hours, council.calendar, now)
    rule = council.framework_of(audit.framework_version).hand_overs
    return answer_day(council.today(there), audit.due, rule, council.calendar)


def _colleague(proposal: Proposal, spare: Spare) -> tuple[Person | None, str | None]:
    """Who is asked, and what is wrong with the proposal; neither where it is given back."""
    if proposal.swap_audit_id:
        found = [s.colleague for s in spare.swaps if s.audit.id == proposal.swap_audit_id]
    elif proposal.to_id:
        found = [person for person in spare.takers if person.id == proposal.to_id]
    else:
        return None, None
    gone = "This can't be any more; please choose once more."
    return (found[0], None) if found else (None, gone)

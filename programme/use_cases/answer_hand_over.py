"""A colleague takes the audit that somebody asked them to take, or says no; whoever asked takes the
request back while nobody has answered."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.hand_over import HandOver, Standing, WhyOfficers, ended, require_version
from programme.people import Person, Verb, require
from programme.ports import HAND_OVERS, LISTS, UnitOfWork, Work
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.ask_hand_over import bars_of, show_spare
from programme.use_cases.ending_hand_overs import (
    Ending,
    end_requests,
    keep,
    tell_asker,
    to_officers,
)
from programme.use_cases.reassign_audit import PassPart, pass_part, touch_passed
from programme.use_cases.show_hand_over import overtaken

BARRED = "It can't go to you any more, so the QA officers decide."


@dataclass(frozen=True, slots=True)
class AnswerHandOver:
    """What `person` answers to the request as it was shown."""

    council: Council
    person: Person
    request_id: str
    seen_version: int
    source: str


async def take_hand_over(command: AnswerHandOver, *, work: Work, now: datetime) -> HandOver:
    """The request with the audit in the colleague's hands, and theirs in the asker's where they
    swap: both cards follow, and the asker is told. Twice has one effect.

    Where the colleague can't have it any more it goes to the QA officers. Raises LookElsewhere,
    AskSomeoneAllowed, or ShowAsItIsNow when it was answered, taken back or overtaken.
    """
    require(command.person, Verb.ANSWER_HAND_OVER)
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        request = await _asked_of(w, command)
        if request.state is Standing.TAKEN:
            return request
        await _must_stand(council, w, request, command.seen_version)
        if not await _still_can(council, w, request, person, now):
            changed, _ = await to_officers(council, w, request, WhyOfficers.BARRED, person.id, now)
            await w.commit()
            return changed
        changed = ended(request, Standing.TAKEN, by=person.id, now=now)
        source = command.source
        # The audits first, as whoever passes one on has them, and all cards last.
        passed = await _pass(council, w, changed, person, source, now)
        await keep(w, changed, verb="take_hand_over", who=person.id, source=source, now=now)
        for passing, audit in passed:
            await touch_passed(passing, w, audit)
        await tell_asker(council, w, changed, person.id, now)
        await w.commit()
        return changed


async def decline_hand_over(command: AnswerHandOver, *, work: Work, now: datetime) -> HandOver:
    """The request with the QA officers, who are told at once, as the asker is. Twice has one
    effect. Raises as `take_hand_over` does."""
    require(command.person, Verb.ANSWER_HAND_OVER)
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        request = await _asked_of(w, command)
        if request.why_officers is WhyOfficers.DECLINED:
            return request
        await _must_stand(council, w, request, command.seen_version)
        changed, _ = await to_officers(council, w, request, WhyOfficers.DECLINED, person.id, now)
        await w.commit()
        return changed


async def take_back_hand_over(command: AnswerHandOver, *, work: Work, now: datetime) -> HandOver:
    """The request taken back by whoever asked, while nobody has decided. Twice has one effect.

    Raises LookElsewhere, AskSomeoneAllowed, or ShowAsItIsNow once it has ended.
    """
    require(command.person, Verb.HAND_OVER)
    async with work(command.council.tenant_id) as w:
        await w.turns.take(HAND_OVERS)
        request = await _request(w, command.request_id)
        if request.asked_by != command.person.id:
            raise AskSomeoneAllowed("Only whoever asked takes this back; please ask them.")
        if request.state is Standing.TAKEN_BACK:
            return request
        require_version(request, command.seen_version)
        changed = ended(request, Standing.TAKEN_BACK, by=command.person.id, now=now)
        who, source = command.person.id, command.source
        await keep(w, changed, verb="take_back_hand_over", who=who, source=source, now=now)
        await w.commit()
        return changed


async def _request(w: UnitOfWork, request_id: str) -> HandOver:
    request = await w.hand_overs.get(request_id)
    if request is None:
        raise LookElsewhere("This request isn't there; type “my work” for what is yours.")
    return request


async def _asked_of(w: UnitOfWork, command: AnswerHandOver) -> HandOver:
    request = await _request(w, command.request_id)
    if request.to_id != command.person.id:
        raise AskSomeoneAllowed("Somebody else is asked to take this; please ask them.")
    return request


async def _must_stand(
    council: Council, w: UnitOfWork, request: HandOver, seen_version: int
) -> None:
    require_version(request, seen_version)
    if request.state is not Standing.ASKED or await overtaken(council, w, [request]):
        raise ShowAsItIsNow("This isn't asked of you any more; here it is as it stands now.")


async def _still_can(
    council: Council, w: UnitOfWork, request: HandOver, person: Person, now: datetime
) -> bool:
    """Whether the colleague could have the audit today, and the asker theirs where they swap."""
    today = council.today(now)
    if request.swap_audit_id:
        asker = await w.people.get(request.asked_by)
        if asker is None:
            return False
        offered = (await show_spare(council, w, asker, request.audit_id, today)).swaps
        return any(each.audit.id == request.swap_audit_id for each in offered)
    audit = await audit_of(w, request.audit_id)
    bars = await bars_of(council, w, audit, [audit.case_reference])
    case = await w.cases.get(audit.case_reference)
    return not bars.keep(person, audit, request.part, case, today)


async def _pass(
    council: Council, w: UnitOfWork, request: HandOver, to: Person, source: str, now: datetime
) -> list[tuple[PassPart, Audit]]:
    """Passes the part on as a QA officer would, and the other way what is swapped for it; what was
    passed, and each audit as it is now."""
    audit = await audit_of(w, request.audit_id)
    reason = f"{'Swapped' if request.swap_audit_id else 'Handed over'}: {request.ground.words}."
    passing = [PassPart(council, audit, request.part, to, reason, to.id, source)]
    asker = await w.people.get(request.asked_by)
    if request.swap_audit_id and asker is not None:
        other = await audit_of(w, request.swap_audit_id)
        # No reference: of nothing but digits, it would be stopped as a child's particulars.
        back = "Swapped for another audit."
        passing.append(PassPart(council, other, request.part, asker, back, to.id, source))
    passed = [(each, await pass_part(each, w, now)) for each in passing]
    for each in passing[1:]:
        gone = Ending(council, Standing.OVERTAKEN, to.id, source, tells=False)
        await end_requests(gone, w, each.audit.id, request.part, now)
    return passed

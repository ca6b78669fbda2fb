"""A QA officer takes back that they withdrew an audit."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.audit import Audit
from programme.closed_case import case_has_closed
from programme.council import Council
from programme.event import Event
from programme.hand_over import Standing
from programme.people import Person, Verb, require
from programme.ports import HAND_OVERS, LISTS, UnitOfWork, Work
from programme.shown import AUDITORS, theme_entity
from programme.taken_back import Recorded, may_take_back_until, require_may_take_back
from programme.use_cases.acting_on_audit import audit_of, cards_of
from programme.use_cases.ending_hand_overs import Ending, open_again
from programme.use_cases.follow_cases import caught_up
from programme.use_cases.reassign_audit import tell_auditors
from programme.use_cases.tell_of_auditors_needed import auditors_needed
from programme.withdrawn_audit import recorded, stands_again


@dataclass(frozen=True, slots=True)
class PutAuditBack:
    """`person` withdrew the audit by mistake."""

    council: Council
    person: Person
    audit_id: str
    source: str


async def put_audit_back(command: PutAuditBack, *, work: Work, now: datetime) -> Audit:
    """The audit as it was, of its case as that is by now; its auditors and whoever asked for it
    hear, as they did before, and of a case that has closed the QA officers. What was asked of it is
    asked again.

    The same request twice has one effect. Raises LookElsewhere, AskSomeoneAllowed, ShowAsItIsNow.
    """
    council, person = command.council, command.person
    require(person, Verb.WITHDRAW_AUDIT)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        audit = await audit_of(w, command.audit_id)
        found = await _recorded(w, audit)
        if found is None:
            return audit
        require_may_take_back(
            found, by=person.id, today=council.today(now), calendar=council.calendar
        )
        again = await caught_up(w, stands_again(audit), council.today(now))
        await w.audits.save(again)
        await w.events.record(Event(now, person.id, "put_audit_back", audit.id, command.source))
        over = Ending(council, Standing.OVERTAKEN, person.id, command.source)
        await open_again(over, w, again, found.at, now)
        await tell_auditors(council, w, again, now)
        if case_has_closed(again):
            await w.outbox.add(await auditors_needed(council, w, await w.people.all(), now))
        await w.live_cards.touch([*cards_of(again), AUDITORS, theme_entity(str(again.month))])
        await w.commit()
        return again


async def may_put_back_until(
    council: Council, w: UnitOfWork, person: Person, audit_id: str, today: date
) -> date | None:
    """The last day on which the person may; None where they may not."""
    found = await _recorded(w, await audit_of(w, audit_id))
    return may_take_back_until(found, person.id, today, council.calendar) if found else None


async def _recorded(w: UnitOfWork, audit: Audit) -> Recorded | None:
    if not audit.is_withdrawn:
        return None
    of_case = await w.audits.of_case(audit.case_reference)
    return recorded(audit, await w.events.about(audit.id), of_case)

"""The case's team manager takes note of a mid-way audit's findings (WC-10)."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit, acknowledge
from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.event import Event
from programme.people import Person, Role, Verb, require
from programme.ports import UnitOfWork, Work
from programme.use_cases.acting_on_action import manages, teams_to_know
from programme.use_cases.acting_on_audit import audit_of, cards_of


@dataclass(frozen=True, slots=True)
class AcknowledgeAudit:
    """`person` has read the findings."""

    council: Council
    person: Person
    audit_id: str
    source: str


async def acknowledge_audit(command: AcknowledgeAudit, *, work: Work, now: datetime) -> bool:
    """Keeps who and when, once; the auditor's card shows it.

    Returns False when somebody had acknowledged it before. Raises LookElsewhere (in a round that
    asks for none as well), ShowAsItIsNow before it is submitted, or AskSomeoneAllowed for those
    who don't answer for the case's team.
    """
    require(command.person, Verb.ACKNOWLEDGE_AUDIT)
    async with work(command.council.tenant_id) as w:
        audit = await audit_of(w, command.audit_id)
        if not tells_team_manager(command.council, audit):
            raise LookElsewhere(
                "These findings needn't be acknowledged; type “my work” for what is yours."
            )
        if not await may_acknowledge(w, command.person, audit):
            raise AskSomeoneAllowed(
                f"These findings are for {audit.team}; please ask its team manager."
            )
        done = acknowledge(audit, by=command.person.id, now=now)
        if done is audit:
            return False
        await w.audits.save(done)
        await w.events.record(
            Event(now, command.person.id, "acknowledge_audit", audit.id, command.source)
        )
        await w.live_cards.touch(cards_of(done))
        await w.commit()
        return True


def tells_team_manager(council: Council, audit: Audit) -> bool:
    """Whether the audit's round has its findings acknowledged by the case's team manager."""
    rounds = council.framework_of(audit.framework_version).rounds
    return any(each.tells_team_manager for each in rounds if each.id == audit.round_id)


async def may_acknowledge(w: UnitOfWork, person: Person, audit: Audit) -> bool:
    """Whether the person answers for the case's team, or runs the programme."""
    if person.has(Role.QA_OFFICER):
        return True
    return audit.team in manages(person, await teams_to_know(w, [person]))

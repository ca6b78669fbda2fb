"""An audit as its auditors open it in the dialog."""

from dataclasses import dataclass

from programme.audit import Audit, require_part
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.rules.tool import AuditPart, AuditTool
from programme.use_cases.acting_on_audit import audit_of


@dataclass(frozen=True, slots=True)
class AuditView:
    """The audit, its tool, its auditors by name, and the teams that actions may go to;
    `practice_of` is whose practice it looks at, by name (WC-12), and `topic` on what one was asked
    for."""

    audit: Audit
    tool: AuditTool
    part: AuditPart
    lead: str
    peer: str | None
    teams: tuple[str, ...]
    practice_of: str | None = None
    topic: str | None = None


async def show_audit(council: Council, w: UnitOfWork, reader: Person, audit_id: str) -> AuditView:
    """The audit for one of its auditors.

    Raises LookElsewhere when there is none, AskSomeoneAllowed for anyone else.
    """
    audit = await audit_of(w, audit_id)
    part = require_part(audit, reader.id)
    asked = await w.outside_rounds.commissioned([audit_id]) if not audit.round_id else {}
    names = {person.id: person.name for person in await w.people.all()}
    return AuditView(
        audit,
        council.framework_of(audit.framework_version).tool(audit.tool_id),
        part,
        names[audit.lead_id],
        names[audit.peer_id] if audit.peer_id else None,
        tuple(team.name for team in await w.teams.all()),
        names[audit.practice_of] if audit.practice_of else None,
        asked[audit_id].topic if audit_id in asked else None,
    )

"""What every use case that changes an audit shares."""

from programme.audit import Audit
from programme.errors import LookElsewhere
from programme.ports import UnitOfWork
from programme.shown import allocation_entity, audit_entity


async def audit_of(w: UnitOfWork, audit_id: str) -> Audit:
    """The audit. Raises LookElsewhere when there is none."""
    audit = await w.audits.get(audit_id)
    if audit is None:
        raise LookElsewhere("This audit isn't there any more; type “my work” for what is yours.")
    return audit


def cards_of(audit: Audit) -> tuple[str, ...]:
    """The entities whose cards show the audit."""
    return (audit_entity(audit.id), allocation_entity(str(audit.month)))

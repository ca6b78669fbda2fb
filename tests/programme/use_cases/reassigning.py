"""An audit passes to another auditor, or is withdrawn, as a QA officer does it."""

from datetime import datetime

from programme.audit import Audit
from programme.message import MessageKind
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from tests.little_council import DECEMBER, THE_FIRST, LittleCouncil
from tests.programme.use_cases.handing_over import card_of

TODAY = THE_FIRST.date()


async def reassign(
    little: LittleCouncil,
    audit: Audit,
    to_id: str,
    *,
    part: str = "lead",
    by: str = "quinn",
    reason: str = "Ann is needed elsewhere.",
    now: datetime = THE_FIRST,
) -> Audit:
    command = ReassignAudit(
        little.council,
        await little.person(by),
        audit.id,
        "lead" if part == "lead" else "peer",
        audit.version,
        to_id,
        reason,
        "card",
    )
    return await reassign_audit(command, work=little.work, now=now)


async def withdraw(
    little: LittleCouncil,
    audit: Audit,
    by: str = "quinn",
    reason: str = "The case has closed.",
    now: datetime = THE_FIRST,
) -> Audit:
    command = WithdrawAudit(
        little.council, await little.person(by), audit.id, audit.version, reason, "card"
    )
    return await withdraw_audit(command, work=little.work, now=now)


async def allocation_card(
    little: LittleCouncil, reader: str, kind: MessageKind = MessageKind.ALLOCATION
) -> str:
    """What December's card says."""
    return await card_of(little, reader, kind, str(DECEMBER))

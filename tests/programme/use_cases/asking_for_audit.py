"""Asking for an audit outside the rounds: what is asked for, and of whom."""

from dataclasses import replace
from datetime import datetime

from programme.audit import Audit
from programme.drawn_case import Drawing
from programme.use_cases.ask_for_audit import (
    AskForAudit,
    Offered,
    Request,
    ask_for_audit,
    auditors_for,
)
from tests.little_council import THE_FIRST, LittleCouncil

TOPIC = "Visits after a return from care"
REQUEST = Request("targeted", TOPIC, "CF-10")


async def ask(
    little: LittleCouncil,
    auditor: str = "ben",
    request: Request = REQUEST,
    by: str = "gil",
    now: datetime = THE_FIRST,
) -> Audit:
    command = AskForAudit(little.council, await little.person(by), request, auditor, "dialog")
    return await ask_for_audit(command, work=little.work, now=now)


async def offered(little: LittleCouncil, request: Request = REQUEST, by: str = "gil") -> list[str]:
    """Who could do it, by id, in the order in which they are offered."""
    async with little.work(little.tenant_id) as w:
        asker = await little.person(by)
        found = await auditors_for(little.council, w, asker, request, THE_FIRST)
    return [person.id for person in found.auditors]


async def named(little: LittleCouncil, reference: str, *, worker: str) -> None:
    """Somebody of this name works on the case."""
    async with little.work(little.tenant_id) as w:
        case = await w.cases.get(reference)
        assert case is not None
        await w.cases.save([replace(case, worker=worker)])
        await w.commit()


async def drawn_case(little: LittleCouncil, drawing: Drawing, by: str = "gil") -> Offered:
    """The case that is drawn where none is named, and who could audit it."""
    async with little.work(little.tenant_id) as w:
        asker = await little.person(by)
        request = replace(REQUEST, case_reference="", drawing=drawing)
        return await auditors_for(little.council, w, asker, request, THE_FIRST)

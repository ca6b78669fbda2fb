"""A case is erased while somebody works on it: nothing of it is left, whichever is first."""

from collections.abc import Awaitable, Callable, Mapping

import pytest

from programme.errors import LookElsewhere, SightlineError
from programme.ports import Work
from programme.use_cases.ask_for_audit import AskForAudit, Request, ask_for_audit
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.subject_data import Subject, erase_subject, give_subject_data
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.follow_up import COMMISSION, with_rules
from tests.little_council import THE_FIRST, LittleCouncil, a_full_record
from tests.programme.use_cases.overtaken import Doing, at_once

Working = Callable[[LittleCouncil], Awaitable[tuple[Doing, str]]]
"""What is done, and the reference of the case."""


async def _submits(little: LittleCouncil) -> tuple[Doing, str]:
    audit, by = await little.audit_led_by("ann"), await little.person("ann")
    record = a_full_record(little.council.framework)
    draft = await save_audit_draft(
        SaveAuditDraft(little.council, by, audit.id, lambda _: record, "dialog"),
        work=little.work,
        now=THE_FIRST,
    )
    command = SubmitAudit(little.council, by, audit.id, draft.version, "dialog")
    return lambda work: submit_audit(command, work=work, now=THE_FIRST), audit.case_reference


async def _asks(little: LittleCouncil) -> tuple[Doing, str]:
    asked = with_rules(little, commissions=(COMMISSION,))
    taken = {audit.case_reference for audit in await little.audits()}
    reference = next(each for each in ("CF-20", "CF-21", "CF-22") if each not in taken)
    request = Request("targeted", "Visits after a return", reference)
    command = AskForAudit(asked.council, await asked.person("gil"), request, "ben", "dialog")
    return lambda work: ask_for_audit(command, work=work, now=THE_FIRST), reference


WORKING: Mapping[str, Working] = {"an audit is submitted": _submits, "one is asked for": _asks}


@pytest.mark.parametrize("first", ["erased", "work"])
@pytest.mark.parametrize("which", WORKING)
async def test_of_a_case_that_is_erased_while_it_is_worked_on_nothing_is_left(
    drawn: LittleCouncil, which: str, first: str
) -> None:
    works, reference = await WORKING[which](drawn)
    case = Subject(case=reference)

    async def working(work: Work) -> None:
        try:
            await works(work)
        except SightlineError:
            return  # They are shown that it isn't there any more.

    async def erasing(work: Work) -> None:
        await erase_subject(drawn.tenant_id, case, work=work, now=THE_FIRST)

    both: list[Doing] = [erasing, working]
    await at_once(drawn, *(both if first == "erased" else reversed(both)))

    with pytest.raises(LookElsewhere):
        await give_subject_data(drawn.tenant_id, case, work=drawn.work, now=THE_FIRST)

"""A case is erased while somebody works on it: nothing of it is left, whichever is first."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import pytest

from programme.errors import LookElsewhere, SightlineError
from programme.ports import Work
from programme.use_cases.ask_for_audit import AskForAudit, Request, ask_for_audit
from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.exchange_dip_case import ExchangeDipCase, exchange_dip_case
from programme.use_cases.review_audit import ReviewAudit, review_audit
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.save_dip_case import SaveDipCase, save_dip_case
from programme.use_cases.subject_data import Subject, erase_subject, give_subject_data
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.follow_up import COMMISSION, with_rules
from tests.little_council import THE_FIRST, LittleCouncil, a_full_record
from tests.programme.use_cases.choosing import choose, choosing
from tests.programme.use_cases.duty_council import FIRST_ID, LOOK, asked_for, drawn_by
from tests.programme.use_cases.overtaken import Doing, at_once
from tests.programme.use_cases.test_review_audit import LATER, SHARED, completed

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


async def _draws(little: LittleCouncil) -> tuple[Doing, str]:
    asked = asked_for(little)
    command = DrawDipSample(asked.council, await asked.person("ann"), FIRST_ID, 1, "dialog")
    return lambda work: draw_dip_sample(command, work=work, now=THE_FIRST), "CF-10"


async def _looks(little: LittleCouncil) -> tuple[Doing, str]:
    asked = asked_for(little)
    drawn = await drawn_by(asked, seed=1)
    reference, by = drawn.cases[0].reference, await asked.person("ann")
    command = SaveDipCase(asked.council, by, drawn.id, reference, LOOK, "dialog")
    return lambda work: save_dip_case(command, work=work, now=THE_FIRST), reference


async def _exchanges(little: LittleCouncil) -> tuple[Doing, str]:
    asked = asked_for(little)
    drawn = await drawn_by(asked, seed=1)
    out, by = drawn.cases[0].reference, await asked.person("ann")
    command = ExchangeDipCase(asked.council, by, drawn.id, out, "CF-11", "dialog")
    return lambda work: exchange_dip_case(command, work=work, now=THE_FIRST), "CF-11"


async def _chooses(little: LittleCouncil) -> tuple[Doing, str]:
    choosing_now = await choosing(little)
    return lambda work: choose(choosing_now, "EH-1", work=work), "EH-1"


WORKING: Mapping[str, Working] = {
    "an audit is submitted": _submits,
    "one is asked for": _asks,
    "it is drawn for a dip sample": _draws,
    "it is looked at in a dip sample": _looks,
    "it is chosen for a dip sample": _exchanges,
    "it is chosen for a round": _chooses,
}


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


@pytest.mark.parametrize("first", ["erased", "work"])
async def test_of_a_review_of_an_audit_that_is_erased_meanwhile_nothing_is_left(
    drawn: LittleCouncil, first: str
) -> None:
    audit = await completed(drawn)
    command = ReviewAudit(drawn.council, await drawn.person("ann"), audit.id, SHARED, "card")

    async def reviewing(work: Work) -> None:
        with suppress(LookElsewhere):
            await review_audit(command, work=work, now=LATER)

    async def erasing(work: Work) -> None:
        case = Subject(case=audit.case_reference)
        await erase_subject(drawn.tenant_id, case, work=work, now=LATER)

    both: list[Doing] = [erasing, reviewing]
    await at_once(drawn, *(both if first == "erased" else reversed(both)))

    assert (await drawn.everything())["audit_reviews"] == []

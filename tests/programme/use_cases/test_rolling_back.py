"""A use case keeps everything or nothing: what fails before its commit leaves no trace."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest

from bot.solver import ScipySolver
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.acknowledge_practice import AcknowledgePractice, acknowledge_practice
from programme.use_cases.acting_on_dispute import OnDispute
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.answer_dispute import AnswerDispute, answer_dispute
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.bring_card import BringCard, bring_card
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.draw_allocation import draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.meet_person import MeetPerson, meet_person
from programme.use_cases.pass_disputes_on import pass_disputes_on
from programme.use_cases.raise_dispute import raise_dispute
from programme.use_cases.record_practice import RecordPractice, record_practice
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.resolve_dispute import resolve_dispute
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.send_digests import send_digests
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from programme.use_cases.warn_before_allocation import warn_before_allocation
from storage.unit_of_work import StoredUnitOfWork
from tests.little_council import (
    ADDED,
    CASES,
    DECEMBER,
    DUE,
    FRAMEWORK,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
    case_list,
    staff_list,
)
from tests.programme.use_cases.reviewing import FORM, NOW, noted, raised, raising, reviewing

WARNED = THE_FIRST.replace(month=11, day=26)
DIGEST = THE_FIRST.replace(day=11)


class PowerCut(Exception):
    """The process ends just before the commit."""


class CutOff(StoredUnitOfWork):
    """A unit of work of the real storage, whose commit never comes."""

    async def commit(self) -> None:
        raise PowerCut


class CutOffWork:
    """Opens such units."""

    def __init__(self, little: LittleCouncil) -> None:
        self._engine = little.engine

    def __call__(self, tenant_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        return CutOff(self._engine, tenant_id)


async def _import_staff(little: LittleCouncil, work: CutOffWork) -> None:
    command = ImportStaff(little.council, staff_list(STAFF[1:]), "command line")
    await import_staff(command, work=work, now=ADDED)


async def _import_cases(little: LittleCouncil, work: CutOffWork) -> None:
    command = ImportCases(little.council, case_list(CASES[1:]), "command line")
    await import_cases(command, work=work, now=ADDED)


async def _draw(little: LittleCouncil, work: CutOffWork) -> None:
    command = little.drawing(DECEMBER.plus(1))
    await draw_allocation(command, work=work, solver=ScipySolver(), now=ADDED)


async def _announce(little: LittleCouncil, work: CutOffWork) -> None:
    await announce_allocation(little.council, little.period(), work=work, now=THE_FIRST)


async def _warn(little: LittleCouncil, work: CutOffWork) -> None:
    await warn_before_allocation(little.council, work=work, now=WARNED)


async def _digest(little: LittleCouncil, work: CutOffWork) -> None:
    await send_digests(little.council, work=work, now=DIGEST)


async def _acknowledge(little: LittleCouncil, work: CutOffWork) -> None:
    command = AcknowledgeAllocation(
        little.council, await little.person("ann"), little.period(), "card"
    )
    await acknowledge_allocation(command, work=work, now=THE_FIRST)


async def _save_draft(little: LittleCouncil, work: CutOffWork) -> None:
    audit, record = await little.audit_led_by("ben"), a_full_record(FRAMEWORK)
    command = SaveAuditDraft(
        little.council, await little.person("ben"), audit.id, lambda _: record, "dialog"
    )
    await save_audit_draft(command, work=work, now=THE_FIRST)


async def _record_views(little: LittleCouncil, work: CutOffWork) -> None:
    audit = await little.audit_led_by("ann")
    command = RecordViews(
        little.council, await little.person("ben"), audit.id, all_sought(FRAMEWORK), "dialog"
    )
    await record_views(command, work=work, now=THE_FIRST)


async def _complete(little: LittleCouncil, work: CutOffWork) -> None:
    (action,) = await _actions(little)
    command = CompleteAction(little.council, await little.person("ann"), action, 1, "Done.", "card")
    await complete_action(command, work=work, now=THE_FIRST)


async def _more_time(little: LittleCouncil, work: CutOffWork) -> None:
    (action,) = await _actions(little)
    ann, later = await little.person("ann"), DUE.replace(day=22)
    command = AskMoreTime(little.council, ann, action, 1, "Leave.", later, "card")
    await ask_more_time(command, work=work, now=THE_FIRST)


async def _meet(little: LittleCouncil, work: CutOffWork) -> None:
    command = MeetPerson(
        little.tenant_id, "object-1", ("ann@council.example",), "https://x", "c", "u"
    )
    await meet_person(command, work=work, now=THE_FIRST)


async def _bring(little: LittleCouncil, work: CutOffWork) -> None:
    command = BringCard(
        little.council, await little.person("ann"), MessageKind.MY_WORK, "ann", "message-1"
    )
    await bring_card(command, work=work, now=THE_FIRST)


async def _raise(little: LittleCouncil, work: CutOffWork) -> None:
    command = raising(little, await little.person("iris"), dispute_id="a" * 32)
    await raise_dispute(command, work=work, now=NOW)


async def _answer(little: LittleCouncil, work: CutOffWork) -> None:
    ann = await little.person("ann")
    command = AnswerDispute(little.council, ann, FORM, 1, "We set a date.", "card")
    await answer_dispute(command, work=work, now=NOW)


async def _resolve(little: LittleCouncil, work: CutOffWork) -> None:
    iris = await little.person("iris")
    command = OnDispute(little.council, iris, FORM, 1, "They set a date.", "card")
    await resolve_dispute(command, work=work, now=NOW)


async def _pass_on(little: LittleCouncil, work: CutOffWork) -> None:
    await pass_disputes_on(little.council, work=work, now=NOW + timedelta(days=8))


async def _record_practice(little: LittleCouncil, work: CutOffWork) -> None:
    iris = await little.person("iris")
    command = RecordPractice(
        little.council, iris, "a" * 32, "CF-10", "sam", "voice", "Well.", True, "dialog"
    )
    await record_practice(command, work=work, now=NOW)


async def _acknowledge_practice(little: LittleCouncil, work: CutOffWork) -> None:
    command = AcknowledgePractice(little.council, await little.person("ann"), FORM, "card")
    await acknowledge_practice(command, work=work, now=NOW)


async def _actions(little: LittleCouncil) -> list[str]:
    async with little.work(little.tenant_id) as w:
        return [action.id for action in await w.actions.of_month(DECEMBER)]


@pytest.mark.parametrize(
    "act",
    [
        _import_staff,
        _import_cases,
        _draw,
        _announce,
        _warn,
        _digest,
        _acknowledge,
        _save_draft,
        _record_views,
        _complete,
        _more_time,
        _meet,
        _bring,
        _raise,
        _answer,
        _resolve,
        _pass_on,
        _record_practice,
        _acknowledge_practice,
    ],
)
async def test_what_fails_before_its_commit_leaves_nothing(
    drawn: LittleCouncil, act: Callable[[LittleCouncil, CutOffWork], Awaitable[None]]
) -> None:
    drawn = await reviewing(drawn)
    await drawn.an_action()
    await raised(drawn)
    await noted(drawn)
    before = await drawn.everything()
    with pytest.raises(PowerCut):
        await act(drawn, CutOffWork(drawn))
    assert await drawn.everything() == before


async def test_an_audit_whose_submission_fails_is_still_a_draft(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("cat")
    cat, record = await drawn.person("cat"), a_full_record(FRAMEWORK)
    draft = await save_audit_draft(
        SaveAuditDraft(drawn.council, cat, audit.id, lambda _: record, "dialog"),
        work=drawn.work,
        now=THE_FIRST,
    )
    before = await drawn.everything()
    command = SubmitAudit(drawn.council, cat, audit.id, draft.version, "dialog")
    with pytest.raises(PowerCut):
        await submit_audit(command, work=CutOffWork(drawn), now=THE_FIRST)
    assert await drawn.everything() == before
    assert await drawn.audit_led_by("cat") == draft

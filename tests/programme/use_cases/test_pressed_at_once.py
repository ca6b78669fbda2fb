"""A form that is pressed twice at once is recorded once, and both presses get the same answer."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from programme.audit import Audit
from programme.dip_sample import DipSample
from programme.drawn_case import Drawing
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.ports import UnitOfWork, Work
from programme.remind_later import ToDo
from programme.use_cases.ask_for_audit import AskForAudit, Request, ask_for_audit
from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.record_chairs_report import RecordChairsReport, record_chairs_report
from programme.use_cases.record_observation import RecordObservation, record_observation
from programme.use_cases.record_practice_day import RecordPracticeDay, record_practice_day
from programme.use_cases.remind_later import OwnCard, RemindLater, remind_later
from tests.follow_up import COMMISSION, with_rules
from tests.little_council import DUE, STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.duty_council import FIRST_ID, SECOND_ID, asked_for
from tests.programme.use_cases.overtaken import Doing, OvertakenWork, WorkJoinedLate, at_once
from tests.programme.use_cases.test_record_chairs_report import IVY, RULE, TOLD

TODAY = THE_FIRST.date()
DRAWING = Drawing(5, "Ash", "referral")
"""Of one case alone."""
NOT_TWICE = "another case is drawn|was not asked for yet"
"""The second on PostgreSQL, and on SQLite, where they have waited and find no such case."""
Recording = Callable[[LittleCouncil, Work], Awaitable[object]]


async def _observe(little: LittleCouncil, work: Work) -> object:
    ann = await little.person("ann")
    command = RecordObservation(
        little.council, ann, FIRST_ID, "sam", "visit", TODAY, "Play.", True, None, "", "dialog"
    )
    return await record_observation(command, work=work, now=THE_FIRST)


async def _spend_a_day(little: LittleCouncil, work: Work) -> object:
    ann = await little.person("ann")
    command = RecordPracticeDay(little.council, ann, FIRST_ID, TODAY, "South", "Warm.", "dialog")
    return await record_practice_day(command, work=work, now=THE_FIRST)


async def _report(little: LittleCouncil, work: Work) -> object:
    ivy = await little.person("ivy")
    command = RecordChairsReport(little.council, ivy, FIRST_ID, "CF-10", TOLD, "dialog")
    return await record_chairs_report(command, work=work, now=THE_FIRST)


async def _sample(little: LittleCouncil, work: Work, page: str) -> DipSample:
    ann = await little.person("ann")
    command = DrawDipSample(little.council, ann, page, int(page[0]), "dialog")
    return await draw_dip_sample(command, work=work, now=THE_FIRST)


@pytest.mark.rule("SW-02")
@pytest.mark.parametrize("page", [FIRST_ID, SECOND_ID])
async def test_a_dip_sample_that_is_drawn_from_two_pages_at_once_is_one(
    little: LittleCouncil, page: str
) -> None:
    asked = asked_for(little)
    answers: list[DipSample] = []

    async def other() -> None:
        answers.append(await _sample(asked, asked.work, FIRST_ID))

    answers.append(await _sample(asked, OvertakenWork(asked, other), page))
    first, second = answers
    assert first == second
    async with asked.work(asked.tenant_id) as w:
        assert await w.dip_samples.all_open() == (first,)


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
async def test_an_audit_that_is_asked_for_twice_at_once_is_one(little: LittleCouncil) -> None:
    asked = with_rules(little, commissions=(COMMISSION,))
    request = Request("targeted", "Visits after a return from care", "CF-10")
    command = AskForAudit(asked.council, await asked.person("gil"), request, "ben", "dialog")
    answers: list[Audit] = []

    async def other() -> None:
        answers.append(await ask_for_audit(command, work=asked.work, now=THE_FIRST))

    overtaken = OvertakenWork(asked, other)
    answers.append(await ask_for_audit(command, work=overtaken, now=THE_FIRST))
    first, second = answers
    assert first == second
    assert len(await asked.events(first.id)) == 1
    assert await asked.readers(MessageKind.COMMISSIONED) == ["ben"]


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
@pytest.mark.parametrize("named", [False, True], ids=["drawn as well", "named"])
async def test_of_two_who_draw_a_case_at_once_the_second_is_given_another(
    little: LittleCouncil, named: bool
) -> None:
    asked = with_rules(little, commissions=(COMMISSION,))
    drawn = Request("targeted", "Visits", "CF-12", DRAWING)
    first = AskForAudit(
        asked.council,
        await asked.person("gus"),
        Request("targeted", "Plans", "CF-12") if named else drawn,
        "ben",
        "dialog",
    )
    second = AskForAudit(asked.council, await asked.person("gil"), drawn, "ann", "dialog")

    async def other() -> None:
        await ask_for_audit(first, work=asked.work, now=THE_FIRST)

    with pytest.raises(CorrectAndRepeat, match=NOT_TWICE):
        await ask_for_audit(second, work=OvertakenWork(asked, other), now=THE_FIRST)
    assert await asked.readers(MessageKind.COMMISSIONED) == ["ben"]


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
async def test_of_two_who_draw_a_case_the_second_waits_for_what_the_first_is_about_to_keep(
    little: LittleCouncil,
) -> None:
    asked = with_rules(little, commissions=(COMMISSION,))
    gil = await asked.person("gil")
    first, second = (
        AskForAudit(asked.council, gil, Request("targeted", topic, "CF-12", DRAWING), "ben", "card")
        for topic in ("Visits", "Plans")
    )
    others: list[asyncio.Task[Audit]] = []

    async def other() -> None:
        others.append(asyncio.create_task(ask_for_audit(second, work=asked.work, now=THE_FIRST)))
        await asyncio.wait(others, timeout=0.3)  # it would be through by then, if it didn't wait

    kept = await ask_for_audit(first, work=WorkJoinedLate(asked, other), now=THE_FIRST)
    with pytest.raises(CorrectAndRepeat, match=NOT_TWICE):
        await others[0]
    async with asked.work(asked.tenant_id) as w:
        assert await w.audits.of_case("CF-12") == (kept,)


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
async def test_a_drawn_audit_that_is_asked_for_twice_at_once_is_one(little: LittleCouncil) -> None:
    asked = with_rules(little, commissions=(COMMISSION,))
    request = Request("targeted", "Visits", "CF-12", DRAWING)
    command = AskForAudit(asked.council, await asked.person("gil"), request, "ben", "dialog")
    answers: list[Audit] = []

    async def other() -> None:
        answers.append(await ask_for_audit(command, work=asked.work, now=THE_FIRST))

    overtaken = OvertakenWork(asked, other)
    answers.append(await ask_for_audit(command, work=overtaken, now=THE_FIRST))
    first, second = answers
    assert first == second


@pytest.mark.rule("SW-07", "WB-11", "WB-13")
@pytest.mark.parametrize("record", [_observe, _spend_a_day, _report])
async def test_a_form_that_is_pressed_twice_at_once_is_recorded_once(
    little: LittleCouncil, record: Recording
) -> None:
    asked = with_rules(asked_for(little), chairs_reports=RULE)
    await asked.take_staff(*STAFF, IVY)
    answers: list[object] = []

    async def other() -> None:
        answers.append(await record(asked, asked.work))

    answers.append(await record(asked, OvertakenWork(asked, other)))
    first, second = answers
    assert first == second
    assert len(await asked.events(FIRST_ID)) == 1


@pytest.mark.parametrize("others", ["tomorrow", "same"])
@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_of_two_times_that_are_chosen_at_once_the_card_comes_again_at_the_later_choice(
    little: LittleCouncil, others: str
) -> None:
    """SQLite has one writer at a time: there it is `test_remind_later`'s."""
    card = OwnCard(little.council, await little.person("ann"), MessageKind.ACTIONS, "a1", "card")

    async def asks(_w: UnitOfWork) -> ToDo:
        return ToDo(DUE)

    def choose(day: str) -> Doing:
        command = RemindLater(card, day)
        return lambda work: remind_later(command, asks, work=work, now=THE_FIRST)

    last = "2026-12-02" if others == "same" else "2026-12-03"
    await at_once(little, choose("2026-12-02"), choose(last))
    async with little.work(little.tenant_id) as w:
        assert [f"{m.not_before:%F}" for m in await w.outbox.asked_later(["ann"])] == [last]
    assert len(await little.events("a1")) == (1 if others == "same" else 2)

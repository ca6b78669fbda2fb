"""What fails before its commit leaves no trace: the use cases of duties."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.exchange_dip_case import ExchangeDipCase, exchange_dip_case
from programme.use_cases.record_observation import (
    RecordDiscussion,
    RecordObservation,
    record_discussion,
    record_observation,
)
from programme.use_cases.record_practice_day import RecordPracticeDay, record_practice_day
from programme.use_cases.save_dip_case import SaveDipCase, save_dip_case
from programme.use_cases.send_duties import send_duties
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from programme.use_cases.tell_of_practice_weeks import tell_of_practice_weeks
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.duty_council import (
    ACTION,
    FIRST_ID,
    LOOK,
    SECOND_ID,
    asked_for,
    drawn_by,
    looked_at,
    nine,
    observed,
)
from tests.programme.use_cases.test_rolling_back import CutOffWork, PowerCut

TODAY = THE_FIRST.date()


async def _send(little: LittleCouncil, work: CutOffWork) -> None:
    await send_duties(little.council, work=work, now=THE_FIRST)


async def _tell(little: LittleCouncil, work: CutOffWork) -> None:
    await tell_of_practice_weeks(little.council, work=work, now=nine(date(2026, 12, 23)))


async def _observe(little: LittleCouncil, work: CutOffWork) -> None:
    ann = await little.person("ann")
    command = RecordObservation(
        little.council, ann, SECOND_ID, "sam", "visit", TODAY, "Play.", True, None, "", "dialog"
    )
    await record_observation(command, work=work, now=THE_FIRST)


async def _discuss(little: LittleCouncil, work: CutOffWork) -> None:
    command = RecordDiscussion(little.council, await little.person("ann"), FIRST_ID, "card")
    await record_discussion(command, work=work, now=THE_FIRST)


async def _spend_a_day(little: LittleCouncil, work: CutOffWork) -> None:
    ann = await little.person("ann")
    command = RecordPracticeDay(little.council, ann, SECOND_ID, TODAY, "South", "Warm.", "dialog")
    await record_practice_day(command, work=work, now=THE_FIRST)


async def _draw(little: LittleCouncil, work: CutOffWork) -> None:
    command = DrawDipSample(little.council, await little.person("cat"), SECOND_ID, 1, "dialog")
    await draw_dip_sample(command, work=work, now=THE_FIRST)


async def _exchange(little: LittleCouncil, work: CutOffWork) -> None:
    sample = await drawn_by(little, "ben")
    drawn = [case.reference for case in sample.cases]
    (left,) = {"CF-20", "CF-21", "CF-22"} - set(drawn)
    ben = await little.person("ben")
    command = ExchangeDipCase(little.council, ben, sample.id, drawn[0], left, "dialog")
    await exchange_dip_case(command, work=work, now=THE_FIRST)


async def _save(little: LittleCouncil, work: CutOffWork) -> None:
    sample, ben = await drawn_by(little, "ben"), await little.person("ben")
    reference = sample.cases[0].reference
    command = SaveDipCase(little.council, ben, sample.id, reference, LOOK, "dialog")
    await save_dip_case(command, work=work, now=THE_FIRST)


async def _submit(little: LittleCouncil, work: CutOffWork) -> None:
    sample, ann = await drawn_by(little), await little.person("ann")
    command = SubmitDipSample(little.council, ann, sample.id, sample.version, "dialog")
    await submit_dip_sample(command, work=work, now=THE_FIRST)


@pytest.mark.parametrize(
    "act",
    [_send, _tell, _observe, _discuss, _spend_a_day, _draw, _exchange, _save, _submit],
)
async def test_what_fails_before_its_commit_leaves_nothing(
    little: LittleCouncil, act: Callable[[LittleCouncil, CutOffWork], Awaitable[None]]
) -> None:
    asked = asked_for(little)
    await observed(asked, planned=date(2026, 12, 4))
    await drawn_by(asked, "ben", record="8" * 32)
    sample = await drawn_by(asked)
    for case in sample.cases:
        await looked_at(asked, sample, case.reference, ACTION)
    before = await asked.everything()
    with pytest.raises(PowerCut):
        await act(asked, CutOffWork(asked))
    assert await asked.everything() == before

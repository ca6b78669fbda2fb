"""A reviewing officer or chair raises a dispute about a case (WC-11, SW-09, WB-13, KT-05)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.case import Case, Cohort
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.raise_dispute import raise_dispute
from tests.little_council import LittleCouncil
from tests.programme.disputing import RULE
from tests.programme.use_cases.reviewing import (
    FORM,
    NOW,
    kept,
    raised,
    raising,
    reviewing,
    staff_without,
    told,
)

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def test_the_lowest_level_is_asked_and_who_raised_it_has_a_card_of_it(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    assert await kept(council, dispute) == dispute
    assert (dispute.level, dispute.level_due, dispute.team) == (0, date(2026, 12, 14), "Ash")
    assert await told(council) == ["ann", "iris"]


async def test_a_form_sent_twice_raises_one(council: LittleCouncil) -> None:
    first = await raised(council)
    again = await raised(council, about="Something else.")
    assert again == first
    assert len(await told(council)) == 2
    assert len(await council.events(FORM)) == 1


async def test_somebody_elses_form_raises_nothing(council: LittleCouncil) -> None:
    await raised(council)
    with pytest.raises(LookElsewhere, match="used already"):
        await raised(council, by="ivo")


async def test_two_disputes_about_a_case_are_two(council: LittleCouncil) -> None:
    await raised(council)
    await raised(council, dispute_id="e" * 32)
    assert await told(council) == ["ann", "ann", "iris", "iris"]


async def test_out_of_hours_the_level_is_asked_when_the_council_opens(
    council: LittleCouncil,
) -> None:
    friday_night = datetime(2026, 12, 11, 21, 0, tzinfo=UTC)
    dispute = await raised(council, now=friday_night)
    when = {m.person_id: m.not_before for m in await council.messages(MessageKind.DISPUTE)}
    assert when["iris"] == friday_night
    opens = council.council.framework.hours.opens
    assert when["ann"] == council.council.calendar.at(date(2026, 12, 14), opens)
    assert dispute.level_due == date(2026, 12, 18)


async def test_what_the_monitoring_needs_is_recorded_and_no_words(council: LittleCouncil) -> None:
    await staff_without(council, "ann", "abe")
    await raised(council)
    began, over = await council.events(FORM)
    assert (began.verb, began.who, began.source) == ("dispute_raised", "iris", "dialog")
    assert (over.verb, over.who, over.source) == ("dispute_passed_over", "sightline", "schedule")
    assert over.detail == {
        "rule": RULE.id,
        "level": 1,
        "of_levels": 4,
        "role": "team_manager",
        "to_level": 2,
        "due": "2026-12-14",
        "state": "open",
    }


async def test_while_the_team_manager_is_away_the_assistant_is_asked(
    council: LittleCouncil,
) -> None:
    await council.away("ann", date(2026, 12, 7), date(2026, 12, 31))
    await raised(council)
    assert await told(council) == ["abe", "iris"]


async def test_without_anybody_on_the_ladder_the_qa_officers_are_asked(
    council: LittleCouncil,
) -> None:
    await staff_without(council, "ann", "abe", "gil", "ada", "dee")
    dispute = await raised(council)
    assert dispute.is_at_the_top
    assert await told(council) == ["iris", "quinn"]


@pytest.mark.parametrize("reference", ["", "CF-99", "Baby Smith"])
async def test_a_reference_that_is_no_active_case_is_refused_and_not_repeated(
    council: LittleCouncil, reference: str
) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        await raised(council, case_reference=reference)
    assert set(refused.value.problems) == {"case"}
    assert not reference or reference not in str(refused.value.problems)


async def test_a_case_that_was_closed_is_refused_and_small_letters_are_read(
    council: LittleCouncil,
) -> None:
    async with council.work(council.tenant_id) as w:
        await w.cases.save([Case("CF-77", Cohort.REFERRAL, "Ash", active=False)])
        await w.commit()
    with pytest.raises(CorrectAndRepeat):
        await raised(council, case_reference="CF-77")
    assert (await raised(council, case_reference=" cf-10 ")).case_reference == "CF-10"


async def test_it_is_for_those_whom_the_framework_names(council: LittleCouncil) -> None:
    with pytest.raises(AskSomeoneAllowed, match="independent reviewing officer"):
        await raised(council, by="ann")
    chairs = replace(RULE, raised_by=(Role.CONFERENCE_CHAIR,))
    framework = replace(council.council.framework, disputes=(chairs,))
    narrow = replace(council, council=replace(council.council, framework=framework))
    with pytest.raises(AskSomeoneAllowed, match=r"ask one of: child protection conference chair\."):
        await raised(narrow)
    assert (await raised(narrow, by="cho")).raised_by == "cho"


async def test_a_framework_without_disputes_says_so(little: LittleCouncil) -> None:
    council = await reviewing(little)
    none = replace(council.council.framework, disputes=())
    command = replace(
        raising(council, await council.person("iris")),
        council=replace(council.council, framework=none),
    )
    with pytest.raises(LookElsewhere, match="no way to raise"):
        await raise_dispute(command, work=council.work, now=NOW)

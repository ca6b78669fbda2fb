"""Good practice on a child's record is noted, and the team's manager is told (WC-13)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from programme.case import Case, Cohort
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.record_practice import choose_practitioner
from tests.little_council import LittleCouncil, person
from tests.programme.use_cases.reviewing import (
    FORM,
    PRACTICE,
    noted,
    reviewing,
    staff_with,
    staff_without,
)

pytestmark = pytest.mark.rule("WC-13")


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def _told(council: LittleCouncil) -> list[str]:
    return await council.readers(MessageKind.PRACTICE)


async def test_the_team_manager_hears_the_practitioner_is_thanked_and_the_recorder_has_a_card(
    council: LittleCouncil,
) -> None:
    practice = await noted(council)
    async with council.work(council.tenant_id) as w:
        assert await w.practice.get(FORM) == practice
    assert (practice.practitioner, practice.practitioner_id) == ("Sam", "sam")
    assert await _told(council) == ["ann", "iris", "sam"]


async def test_the_practitioner_is_not_thanked_when_the_recorder_says_so(
    council: LittleCouncil,
) -> None:
    await noted(council, thank=False)
    assert await _told(council) == ["ann", "iris"]


@pytest.mark.parametrize(
    ("away", "reader"),
    [(["ann"], "abe"), (["ann", "abe"], "gil"), (["ann", "abe", "gil"], "quinn")],
)
async def test_while_the_manager_is_away_who_stands_in_hears(
    council: LittleCouncil, away: list[str], reader: str
) -> None:
    for person_id in away:
        await council.away(person_id, date(2026, 12, 7), date(2026, 12, 11))
    await noted(council, thank=False)
    assert await _told(council) == sorted([reader, "iris"])


async def test_a_team_without_a_manager_has_its_group_manager_told(council: LittleCouncil) -> None:
    await staff_without(council, "ann", "abe")
    await noted(council, thank=False)
    assert await _told(council) == ["gil", "iris"]


async def test_a_form_sent_twice_records_it_once(council: LittleCouncil) -> None:
    first = await noted(council)
    assert await noted(council, good="Something else.") == first
    assert len(await _told(council)) == 3
    assert len(await council.events(FORM)) == 1
    with pytest.raises(LookElsewhere, match="used already"):
        await noted(council, by="cho")


async def test_it_is_recorded_without_its_words(council: LittleCouncil) -> None:
    await noted(council)
    (event,) = await council.events(FORM)
    assert (event.who, event.verb) == ("iris", "record_practice")
    assert event.detail == {"standard": "voice", "team": "Ash", "thank": True}


async def test_out_of_hours_only_the_recorder_has_it_at_once(council: LittleCouncil) -> None:
    sunday = datetime(2026, 12, 6, 15, tzinfo=UTC)
    await noted(council, now=sunday)
    when = {m.person_id: m.not_before for m in await council.messages(MessageKind.PRACTICE)}
    assert when.pop("iris") == sunday
    opens = council.council.framework.hours.opens
    assert set(when.values()) == {council.council.calendar.at(date(2026, 12, 7), opens)}


async def test_thanks_wait_for_the_return_of_whoever_is_away(council: LittleCouncil) -> None:
    await council.away("sam", date(2026, 11, 30), date(2026, 12, 11))
    await noted(council)
    when = {m.person_id: m.not_before for m in await council.messages(MessageKind.PRACTICE)}
    assert council.council.today(when["sam"]) == date(2026, 12, 14)


async def test_the_worker_is_proposed_before_the_rest_of_the_team(council: LittleCouncil) -> None:
    await staff_with(council, person("Aaron", Role.SOCIAL_WORKER, team="Ash"))
    iris = await council.person("iris")
    async with council.work(council.tenant_id) as w:
        _, found = await choose_practitioner(council.council, w, iris, "cf-10")
    assert [one.id for one in found] == ["sam", "aaron", "abe", "ann"]
    assert [one.is_the_worker for one in found] == [True, False, False, False]


async def test_a_worker_who_is_not_in_the_staff_list_is_named_and_not_thanked(
    council: LittleCouncil,
) -> None:
    async with council.work(council.tenant_id) as w:
        await w.cases.save([Case("CF-10", Cohort.CHILD_IN_CARE, "Ash", worker="Agnes Temp")])
        await w.commit()
    practice = await noted(council, practitioner="worker")
    assert (practice.practitioner, practice.practitioner_id) == ("Agnes Temp", None)
    assert await _told(council) == ["ann", "iris"]


async def test_a_case_that_nobody_is_known_of_says_whom_to_ask(council: LittleCouncil) -> None:
    async with council.work(council.tenant_id) as w:
        await w.cases.save([Case("CF-88", Cohort.CHILD_IN_CARE, "Yew")])
        await w.commit()
    iris = await council.person("iris")
    async with council.work(council.tenant_id) as w:
        with pytest.raises(LookElsewhere, match="ask your QA officer"):
            await choose_practitioner(council.council, w, iris, "CF-88")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"case_reference": "CF-99"}, "case"),
        ({"practitioner": "ben"}, "practitioner"),
        ({"standard": "charm"}, "standard"),
        ({"good": " "}, "good"),
        ({"good": "Rang 07700 900123 at once."}, "good"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(
    council: LittleCouncil, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        await noted(council, **changes)
    assert set(refused.value.problems) == {field}
    assert await _told(council) == []


async def test_it_is_for_those_whom_the_framework_names(council: LittleCouncil) -> None:
    with pytest.raises(AskSomeoneAllowed):
        await noted(council, by="ann")
    chairs = replace(PRACTICE, by=(Role.CONFERENCE_CHAIR,))
    framework = replace(council.council.framework, acknowledgements=chairs)
    narrow = replace(council, council=replace(council.council, framework=framework))
    with pytest.raises(AskSomeoneAllowed, match=r"one of: child protection conference chair\."):
        await noted(narrow)
    assert (await noted(narrow, by="cho")).recorded_by == "cho"


async def test_a_framework_without_the_rule_says_so(council: LittleCouncil) -> None:
    framework = replace(council.council.framework, acknowledgements=None)
    without = replace(council, council=replace(council.council, framework=framework))
    with pytest.raises(LookElsewhere, match="no practice acknowledgements"):
        await noted(without)

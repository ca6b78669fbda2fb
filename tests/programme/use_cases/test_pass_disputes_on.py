"""Once a working day disputes climb, and who is to answer is reminded (WC-11, SW-09, WB-13,
KT-05)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.dispute import DisputeState
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.pass_disputes_on import pass_disputes_on
from tests.little_council import LittleCouncil, person
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
    day_begins,
    kept,
    raised,
    resolved,
    reviewing,
    staff_with,
    staff_without,
    told,
)

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def _new(council: LittleCouncil, before: list[str]) -> list[str]:
    after = await told(council)
    for name in before:
        after.remove(name)
    return after


async def test_day_by_day_a_dispute_is_reminded_of_once_and_then_climbs(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    counts = {day: await day_begins(council, day) for day in range(8, 16)}
    assert {day: count for day, count in counts.items() if count} == {10: 1, 15: 3}
    assert await council.scheduled("remind_of_dispute", FORM) == [1]
    climbed = await kept(council, dispute)
    assert (climbed.level, climbed.level_due) == (1, date(2026, 12, 22))


async def test_the_new_level_who_let_it_lapse_and_who_raised_it_hear(
    council: LittleCouncil,
) -> None:
    await raised(council)
    before = await told(council)
    assert await day_begins(council, 15) == 3
    assert await _new(council, before) == ["ann", "gil", "iris"]
    *_, last = await council.events(FORM)
    assert (last.verb, last.who, last.detail["to_level"]) == ("dispute_lapsed", "sightline", 2)


async def test_who_let_it_lapse_hears_though_away_on_the_very_day(council: LittleCouncil) -> None:
    await raised(council)
    await staff_without(council, "abe")
    await council.away("ann", date(2026, 12, 15), date(2026, 12, 16))
    before = await told(council)
    await day_begins(council, 15)
    assert await _new(council, before) == ["ann", "gil", "iris"]


async def test_a_day_twice_has_one_effect(council: LittleCouncil) -> None:
    await raised(council)
    assert await day_begins(council, 15) == 3
    assert await day_begins(council, 15) == 0


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 12, 19, 10, tzinfo=UTC),
        datetime(2026, 12, 25, 10, tzinfo=UTC),
        datetime(2026, 12, 15, 5, tzinfo=UTC),
    ],
)
async def test_nothing_happens_on_days_off_or_before_the_council_opens(
    council: LittleCouncil, now: datetime
) -> None:
    await raised(council)
    assert await pass_disputes_on(council.council, work=council.work, now=now) == 0


async def test_a_pause_of_weeks_is_caught_up_one_level_with_its_whole_time(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    await day_begins(council, 1, 2, 2027)
    late = await kept(council, dispute)
    assert (late.level, late.level_due) == (1, date(2027, 2, 8))


async def test_when_everyone_at_the_level_has_left_it_climbs_with_the_reason(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    await staff_without(council, "ann", "abe")
    before = await told(council)
    await day_begins(council, 8)
    climbed = await kept(council, dispute)
    assert (climbed.level, climbed.last.words) == (1, "nobody is team manager for Ash")
    assert await _new(council, before) == ["gil", "iris"]


async def test_a_manager_who_comes_meanwhile_is_asked_once(council: LittleCouncil) -> None:
    await raised(council)
    await staff_with(council, person("Amy", Role.TEAM_MANAGER, team="Ash", area="North"))
    before = await told(council)
    assert await day_begins(council, 8) == 1
    assert await day_begins(council, 9) == 0
    assert await _new(council, before) == ["amy"]
    assert await council.scheduled("ask_for_dispute", FORM) == [1]


async def test_a_manager_who_comes_on_the_day_of_the_reminder_has_one_card_and_it_stands(
    council: LittleCouncil,
) -> None:
    await raised(council)
    await staff_with(council, person("Amy", Role.TEAM_MANAGER, team="Ash", area="North"))
    before = await told(council)
    assert await day_begins(council, 10) == 2
    assert await _new(council, before) == ["amy", "ann"]


async def test_a_manager_back_from_leave_is_asked_beside_who_stood_in(
    council: LittleCouncil,
) -> None:
    await council.away("ann", date(2026, 12, 7), date(2026, 12, 8))
    await raised(council)
    assert await told(council) == ["abe", "iris"]
    assert await day_begins(council, 8) == 0
    assert await day_begins(council, 9) == 1
    assert await told(council) == ["abe", "ann", "iris"]


async def test_it_follows_its_case_and_the_team_that_had_it_hears(council: LittleCouncil) -> None:
    dispute = await raised(council)
    async with council.work(council.tenant_id) as w:
        case = await w.cases.get("CF-10")
        assert case is not None
        await w.cases.save([replace(case, team="Cherry")])
        await w.commit()
    before = await told(council)
    await day_begins(council, 9)
    moved = await kept(council, dispute)
    assert (moved.team, moved.service_area, moved.level_due) == (
        "Cherry",
        "South",
        date(2026, 12, 16),
    )
    assert await _new(council, before) == ["ann", "cat", "iris"]


async def test_when_its_team_is_closed_the_service_area_still_answers(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    async with council.work(council.tenant_id) as w:
        await w.teams.replace([t for t in await w.teams.all() if t.name != "Ash"])
        people = await w.people.all()
        await w.people.save([replace(p, active=False) for p in people if p.team == "Ash"])
        await w.commit()
    await day_begins(council, 8)
    assert [p.level for p in (await kept(council, dispute)).history] == [0, 0]
    assert "gil" in await told(council)


async def test_at_the_top_silence_is_told_to_the_qa_officers_and_asked_again(
    council: LittleCouncil,
) -> None:
    await staff_without(council, "ann", "abe", "gil", "ada")
    dispute = await raised(council)
    before = await told(council)
    await day_begins(council, 29)
    late = await kept(council, dispute)
    assert (late.state, late.level) == (DisputeState.OPEN, 3)
    assert await _new(council, before) == ["dee", "iris", "quinn"]


async def test_an_answer_that_is_not_weighed_is_asked_about_and_then_stands(
    council: LittleCouncil,
) -> None:
    dispute = await answered(council, await raised(council))
    before = await told(council)
    assert await day_begins(council, 14) == 2
    assert await _new(council, before) == ["iris", "quinn"]
    assert await day_begins(council, 21) == 2
    assert (await kept(council, dispute)).state is DisputeState.RESOLVED


async def test_what_has_ended_is_left_alone(council: LittleCouncil) -> None:
    done = await resolved(council, await raised(council))
    for day in (8, 10, 15, 22):
        assert await day_begins(council, day) == 0
    assert await kept(council, done) == done


async def test_messages_wait_for_the_hours_of_a_late_tick(council: LittleCouncil) -> None:
    await raised(council)
    evening = datetime(2026, 12, 15, 22, tzinfo=UTC)
    await pass_disputes_on(council.council, work=council.work, now=evening)
    opens = council.council.calendar.at(date(2026, 12, 16), council.council.framework.hours.opens)
    late = [m for m in await council.messages(MessageKind.DISPUTE) if m.person_id == "gil"]
    assert [message.not_before for message in late] == [opens]

"""Once a working day: who owes what is told so, reminded of it, and told of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.calendar import Month
from programme.message import MessageKind
from programme.people import Role
from programme.shown import DUTIES, duty_entity
from programme.use_cases.send_duties import send_duties
from programme.use_cases.show_duties import show_duties, show_owed
from programme.use_cases.standings import standings_on
from programme.use_cases.tick import tick
from tests.duty_rules import MONTHLY, PRACTICE_DAYS, QUARTERLY, TWO_MONTHLY
from tests.little_council import STAFF, LittleCouncil, little_council, person
from tests.programme.use_cases.duty_council import (
    asked_for,
    nine,
    observed,
    sampled,
    spent_a_day,
    ticked,
)

CARD, REMINDER, OWED = (
    MessageKind.DUTIES,
    MessageKind.DUTY_REMINDER,
    MessageKind.DUTIES_OWED,
)
NOVEMBER = date(2026, 11, 2)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
MANAGERS = ["ann", "ben", "cat", "dan", "eve"]


@pytest.fixture
async def monthly(little: LittleCouncil) -> LittleCouncil:
    """A council that asks for the monthly duty alone, and has since November."""
    asked = asked_for(little, MONTHLY)
    await ticked(asked, NOVEMBER)
    return asked


async def _of(little: LittleCouncil, kind: MessageKind, subject: str) -> list[str]:
    return [m.person_id for m in await little.messages(kind) if m.subject == subject]


@pytest.mark.rule("SW-02")
async def test_on_a_months_first_working_day_everyone_with_a_duty_gets_one_card(
    monthly: LittleCouncil,
) -> None:
    await ticked(monthly, FIRST)
    cards = [m for m in await monthly.messages(CARD) if m.subject == "2026-12"]
    assert [m.person_id for m in cards] == MANAGERS
    assert {m.expires for m in cards} == {datetime(2026, 12, 31, 17, 30, tzinfo=UTC)}
    before = await monthly.everything()
    assert await send_duties(monthly.council, work=monthly.work, now=nine(FIRST)) == 0
    assert await monthly.everything() == before


async def test_a_month_that_begins_at_a_weekend_is_told_of_on_the_working_day(
    monthly: LittleCouncil,
) -> None:
    new_years_day = date(2027, 1, 1)
    assert await ticked(monthly, new_years_day, date(2027, 1, 2), date(2027, 1, 3)) == [0, 0, 0]
    await ticked(monthly, date(2027, 1, 4))
    assert await _of(monthly, CARD, "2027-01") == MANAGERS


async def test_nothing_goes_before_the_digests_hour_or_after_the_council_has_closed(
    monthly: LittleCouncil,
) -> None:
    for now in (nine(FIRST) - timedelta(seconds=1), nine(FIRST) + timedelta(hours=8.5)):
        assert await send_duties(monthly.council, work=monthly.work, now=now) == 0


async def test_days_that_were_missed_are_caught_up(monthly: LittleCouncil) -> None:
    await ticked(monthly, date(2026, 12, 3))
    assert await _of(monthly, CARD, "2026-12") == MANAGERS
    await ticked(monthly, date(2026, 12, 23))
    assert await _of(monthly, REMINDER, "2026-12-22") == MANAGERS


@pytest.mark.rule("SW-02")
async def test_only_who_still_owes_something_is_reminded_and_either_kind_does_it(
    monthly: LittleCouncil,
) -> None:
    await ticked(monthly, FIRST)
    await observed(monthly, "ann")
    await sampled(monthly, "ben")
    assert await ticked(monthly, date(2026, 12, 21), date(2026, 12, 22)) == [0, 3]
    assert await _of(monthly, REMINDER, "2026-12-22") == ["cat", "dan", "eve"]
    await sampled(monthly, "cat", record="9" * 32)
    assert await ticked(monthly, date(2026, 12, 23), date(2026, 12, 30)) == [0, 2]
    assert await _of(monthly, REMINDER, "2026-12-30") == ["dan", "eve"]


async def test_a_dip_sample_that_is_not_submitted_does_not_do_it(monthly: LittleCouncil) -> None:
    await ticked(monthly, FIRST)
    ann = await monthly.person("ann")
    async with monthly.work(monthly.tenant_id) as w:
        before = await standings_on(monthly.council, w, [ann], FIRST, FIRST)
    assert before["ann"][0].left == 1
    await sampled(monthly, "ann")
    async with monthly.work(monthly.tenant_id) as w:
        after = await standings_on(monthly.council, w, [ann], FIRST, FIRST)
    assert after["ann"][0].left == 0


async def test_whoever_is_away_hears_when_they_are_back(monthly: LittleCouncil) -> None:
    await monthly.away("ann", date(2026, 11, 30), date(2026, 12, 3))
    await ticked(monthly, FIRST)
    assert await _of(monthly, CARD, "2026-12") == MANAGERS[1:]
    assert await ticked(monthly, date(2026, 12, 3), date(2026, 12, 4)) == [0, 1]
    assert await _of(monthly, CARD, "2026-12") == MANAGERS
    await monthly.away("ben", date(2026, 12, 22), date(2026, 12, 23))
    assert await ticked(monthly, date(2026, 12, 22), date(2026, 12, 24)) == [4, 1]


async def test_whoever_is_away_all_month_owes_nothing_and_hears_nothing(
    monthly: LittleCouncil,
) -> None:
    await monthly.away("ann", date(2026, 11, 20), date(2027, 1, 3))
    await ticked(monthly, FIRST, date(2026, 12, 22), date(2026, 12, 30), date(2027, 1, 4))
    assert "ann" not in await _of(monthly, CARD, "2026-12")
    assert "ann" not in await _of(monthly, REMINDER, "2026-12-22")
    async with monthly.work(monthly.tenant_id) as w:
        (count,) = (await show_owed(monthly.council, w, Month(2026, 12), LAST)).counts
    assert (count.asked, [name for name, _ in count.owing]) == (4, ["Ben", "Cat", "Dan", "Eve"])


@pytest.mark.parametrize(("day", "owes"), [(4, True), (21, False)])
async def test_whoever_joins_late_in_a_month_owes_it_from_the_next(
    monthly: LittleCouncil, day: int, owes: bool
) -> None:
    await ticked(monthly, FIRST)
    fay = person("Fay", Role.TEAM_MANAGER, team="Ash", area="North")
    await monthly.take_staff(*STAFF, fay)
    assert await ticked(monthly, date(2026, 12, day)) == [int(owes)]
    assert ("fay" in await _of(monthly, CARD, "2026-12")) is owes
    await ticked(monthly, date(2027, 1, 4))
    assert "fay" in await _of(monthly, CARD, "2027-01")


async def test_whoever_leaves_or_loses_the_role_is_not_asked_any_more(
    monthly: LittleCouncil,
) -> None:
    await ticked(monthly, FIRST)
    await monthly.settle("quinn", OWED, "2026-12", DUTIES)
    await monthly.settle("ben", CARD, "2026-12", duty_entity("ben"))
    staff = [one for one in STAFF if one.id not in ("ann", "ben")]
    await monthly.take_staff(*staff, person("Ben", Role.SOCIAL_WORKER, team="Birch"))
    assert await monthly.behind() == {("quinn", OWED), ("ben", CARD)}
    await ticked(monthly, date(2026, 12, 22))
    assert await _of(monthly, REMINDER, "2026-12-22") == ["cat", "dan", "eve"]
    async with monthly.work(monthly.tenant_id) as w:
        views = await show_duties(monthly.council, w, Month(2026, 12), ["ann", "ben"], FIRST)
    assert views == {}


async def test_a_council_that_begins_in_the_middle_of_a_month_is_not_asked_for_all_of_it(
    little: LittleCouncil,
) -> None:
    late = asked_for(little, MONTHLY)
    assert await ticked(late, date(2026, 12, 22)) == [0]
    assert await ticked(late, date(2027, 1, 4)) == [5]
    assert await late.messages(OWED) == []


async def test_the_qa_officers_hear_who_still_owes_what_once_the_period_is_over(
    monthly: LittleCouncil,
) -> None:
    await ticked(monthly, FIRST, LAST)
    await observed(monthly, "ann")
    assert await _of(monthly, OWED, "2026-12") == []
    await ticked(monthly, date(2027, 1, 4), date(2027, 1, 5))
    assert await _of(monthly, OWED, "2026-12") == ["quinn"]
    async with monthly.work(monthly.tenant_id) as w:
        view = await show_owed(monthly.council, w, Month(2026, 12), date(2027, 1, 4))
    (count,) = view.counts
    assert (count.asked, count.finished) == (5, 1)
    assert count.owing == (("Ben", 1), ("Cat", 1), ("Dan", 1), ("Eve", 1))


async def test_while_every_qa_officer_is_away_they_are_told_nevertheless(
    monthly: LittleCouncil,
) -> None:
    await ticked(monthly, FIRST)
    await monthly.away("quinn", date(2027, 1, 1), date(2027, 3, 1))
    await ticked(monthly, date(2027, 1, 4))
    assert await _of(monthly, OWED, "2026-12") == ["quinn"]


@pytest.mark.rule("WB-06")
async def test_a_two_monthly_duty_is_told_of_every_second_month(little: LittleCouncil) -> None:
    asked = asked_for(little, TWO_MONTHLY)
    await ticked(asked, NOVEMBER, FIRST, date(2027, 1, 4), date(2027, 2, 1))
    cards = {m.subject for m in await asked.messages(CARD)}
    assert cards == {"2026-11", "2027-01"}
    assert "abe" in await _of(asked, CARD, "2027-01")
    await observed(asked, "abe", "sam", on=date(2027, 1, 5), now=nine(date(2027, 1, 5)))
    await ticked(asked, date(2027, 2, 19))
    assert await _of(asked, REMINDER, "2027-02-19") == MANAGERS


@pytest.mark.rule("WC-12")
async def test_practice_managers_hear_each_quarter(little: LittleCouncil) -> None:
    asked = asked_for(little, QUARTERLY)
    await asked.take_staff(*STAFF, person("Pam", Role.PRACTICE_MANAGER, area="North"))
    await ticked(asked, date(2026, 10, 1), NOVEMBER, date(2027, 1, 4))
    assert [(m.person_id, m.subject) for m in await asked.messages(CARD)] == [
        ("pam", "2026-10"),
        ("pam", "2027-01"),
    ]


@pytest.mark.rule("WB-11")
async def test_practice_days_are_told_of_with_the_year_and_counted_over_it(
    little: LittleCouncil,
) -> None:
    asked = asked_for(little, PRACTICE_DAYS)
    await ticked(asked, date(2026, 1, 2), date(2026, 2, 2))
    assert await _of(asked, CARD, "2026-01") == [*MANAGERS, "gil", "gus"]
    for number, month in enumerate((2, 5), start=1):
        day = date(2026, month, 4)
        await spent_a_day(asked, "ann", on=day, record=str(number) * 32, now=nine(day))
    async with asked.work(asked.tenant_id) as w:
        view = await show_duties(asked.council, w, Month(2026, 1), ["ann"], date(2026, 6, 1))
    assert [(line.done, line.left) for line in view["ann"].lines] == [(2, 1)]


async def test_one_card_shows_everything_that_is_owed(little: LittleCouncil) -> None:
    asked = asked_for(little)
    await ticked(asked, date(2026, 1, 2), FIRST)
    async with asked.work(asked.tenant_id) as w:
        view = await show_duties(asked.council, w, Month(2026, 12), ["ann", "sam"], FIRST)
    assert set(view) == {"ann"}
    assert [line.period.title for line in view["ann"].lines] == ["December 2026", "2026"]
    assert view["ann"].theme == "Chronologies"
    assert [m.subject for m in await asked.messages(CARD) if m.person_id == "gil"] == ["2026-01"]


async def test_a_tick_sends_them(monthly: LittleCouncil) -> None:
    ticked_now = await tick(monthly.council, work=monthly.work, now=nine(FIRST))
    assert ticked_now.counts["duties"] == 6
    weeks = await tick(monthly.council, work=monthly.work, now=nine(date(2026, 12, 23)))
    assert weeks.counts["practice weeks"] == 2


async def test_without_duties_nothing_is_told_and_nothing_kept(little: LittleCouncil) -> None:
    without = replace(little.council.framework, duties=())
    council = little_council(little.engine, little.tenant_id, without)
    before = await little.everything()
    assert await ticked(council, FIRST) == [0]
    assert await little.everything() == before


async def test_what_was_queued_is_recorded(monthly: LittleCouncil) -> None:
    await ticked(monthly, FIRST)
    (event,) = await monthly.events("2026-12-01")
    assert (event.who, event.verb, event.detail) == ("sightline", "send_duties", {"messages": 6})

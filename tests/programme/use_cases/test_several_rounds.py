"""Every round of a framework is drawn, announced, acknowledged and counted by itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from programme.calendar import Month
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.rules.round import Quota, Round
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.announce_allocation import announce_due_allocation
from programme.use_cases.show_allocation import show_allocations
from programme.use_cases.show_round import show_rounds
from programme.use_cases.show_work import show_team_work
from programme.use_cases.warn_before_allocation import warn_before_allocation
from tests.little_council import (
    FRAMEWORK,
    MAIN,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    little_council,
    person,
)

JANUARY, FEBRUARY, MARCH = (Month(2027, number) for number in (1, 2, 3))
NEW_YEAR = datetime(2027, 1, 1, 9, tzinfo=UTC)
BEFORE = datetime(2026, 12, 29, 9, tzinfo=UTC)
MID_MARCH = datetime(2027, 3, 15, 11, tzinfo=UTC)
QUARTERLY = replace(
    FRAMEWORK.allocation, id="quarterly", title="Targeted audits", every_months=3, peer=None
)


@pytest.fixture
async def several(little: LittleCouncil) -> LittleCouncil:
    """The little council with a quarterly round beside the main one."""
    framework = replace(FRAMEWORK, rounds=(FRAMEWORK.allocation, QUARTERLY))
    return little_council(little.engine, framework=framework)


async def test_no_case_is_drawn_in_two_rounds_and_each_audit_names_its_own(
    several: LittleCouncil,
) -> None:
    await several.draw(JANUARY, NEW_YEAR)
    await several.draw(JANUARY, NEW_YEAR, "quarterly")
    audits = await several.audits(JANUARY)
    assert len({audit.case_reference for audit in audits}) == len({a.id for a in audits}) == 10
    assert [audit.round_id for audit in audits].count("quarterly") == 5
    assert {a.round_id for a in audits} == {MAIN, "quarterly"}
    assert {str(a.due) for a in audits if a.round_id == "quarterly"} == {"2027-03-31"}


async def test_a_round_is_drawn_once_a_period_and_late_while_it_lasts(
    several: LittleCouncil,
) -> None:
    await several.draw(MARCH, MID_MARCH, "quarterly")
    for month in (JANUARY, MARCH):
        with pytest.raises(CorrectAndRepeat, match="January to March 2027 are already"):
            await several.draw(month, MID_MARCH, "quarterly")
    with pytest.raises(CorrectAndRepeat, match="October to December 2026 is over"):
        await several.draw(Month(2026, 12), MID_MARCH, "quarterly")


@pytest.mark.rule("WC-12")
async def test_a_quarterly_round_is_announced_in_its_first_month_and_not_in_the_others(
    several: LittleCouncil,
) -> None:
    await several.draw(JANUARY, NEW_YEAR)
    await several.draw(JANUARY, NEW_YEAR, "quarterly")
    await announce_due_allocation(several.council, work=several.work, now=NEW_YEAR)
    own = await several.messages(MessageKind.ALLOCATION)
    assert [m.key for m in own if m.person_id == "ann"] == [
        "allocation:2027-01:ann",
        "allocation:quarterly/2027-01:ann",
    ]
    assert {str(m.expires) for m in own if "quarterly" in m.key} == {"2027-04-01 07:30:00+00:00"}
    await several.draw(FEBRUARY, NEW_YEAR)
    february = datetime(2027, 2, 1, 9, tzinfo=UTC)
    await announce_due_allocation(several.council, work=several.work, now=february)
    keys = [m.key for m in await several.messages(MessageKind.ALLOCATION) if "ann" in m.key]
    assert len(keys) == 3


async def test_the_qa_officers_are_warned_and_told_once_of_all_the_rounds(
    several: LittleCouncil,
) -> None:
    await several.draw(JANUARY, NEW_YEAR)
    assert await warn_before_allocation(several.council, work=several.work, now=BEFORE) == 1
    await announce_due_allocation(several.council, work=several.work, now=NEW_YEAR)
    assert await _told_the_officers(several) == {
        (MessageKind.BEFORE_THE_FIRST, "2027-01"),
        (MessageKind.ROUND, "2027-01"),
    }


async def test_a_warning_that_would_come_after_the_audits_isnt_sent(little: LittleCouncil) -> None:
    """Sightline begins on New Year's Day; the round beside is announced on the Monday."""
    later = replace(QUARTERLY, falls_on="next_working_day")
    framework = replace(FRAMEWORK, rounds=(FRAMEWORK.allocation, later))
    council = little_council(little.engine, framework=framework)
    await council.draw(JANUARY, NEW_YEAR)
    for job in (warn_before_allocation, announce_due_allocation):
        await job(council.council, work=council.work, now=NEW_YEAR)
    assert await _told_the_officers(council) == {(MessageKind.ROUND, "2027-01")}


async def test_a_round_later_in_the_month_is_warned_of_in_its_own_time(
    little: LittleCouncil,
) -> None:
    framework = replace(FRAMEWORK, rounds=(FRAMEWORK.allocation, replace(QUARTERLY, day=20)))
    council = little_council(little.engine, framework=framework)
    before = datetime(2027, 1, 15, 9, tzinfo=UTC)
    assert await warn_before_allocation(council.council, work=council.work, now=NEW_YEAR) == 0
    assert await warn_before_allocation(council.council, work=council.work, now=before) == 1
    assert await _told_the_officers(council) == {
        (MessageKind.BEFORE_THE_FIRST, "quarterly/2027-01")
    }


async def test_when_no_round_is_drawn_the_qa_officers_are_told_once(
    several: LittleCouncil,
) -> None:
    assert await announce_due_allocation(several.council, work=several.work, now=NEW_YEAR) == 1
    assert await _told_the_officers(several) == {(MessageKind.NOT_DRAWN, "2027-01")}


async def test_a_quarter_that_is_found_late_rides_on_the_card_of_the_month(
    several: LittleCouncil,
) -> None:
    just_before = datetime(2027, 2, 1, 8, 59, tzinfo=UTC)
    await several.draw(FEBRUARY, NEW_YEAR)
    assert await announce_due_allocation(several.council, work=several.work, now=just_before) == 0
    february = datetime(2027, 2, 1, 9, tzinfo=UTC)
    await announce_due_allocation(several.council, work=several.work, now=february)
    assert await _told_the_officers(several) == {(MessageKind.ROUND, "2027-02")}


@pytest.mark.parametrize(
    "main",
    [
        replace(FRAMEWORK.allocation, day=11),
        replace(FRAMEWORK.allocation, every_months=6),
    ],
    ids=["which comes later", "which is longer"],
)
async def test_what_the_main_card_can_t_tell_of_in_time_has_a_card_of_its_own(
    little: LittleCouncil, main: Round
) -> None:
    framework = replace(FRAMEWORK, rounds=(main, QUARTERLY))
    council = little_council(little.engine, framework=framework)
    await warn_before_allocation(council.council, work=council.work, now=BEFORE)
    await announce_due_allocation(council.council, work=council.work, now=NEW_YEAR)
    told = await _told_the_officers(council)
    assert (MessageKind.BEFORE_THE_FIRST, "quarterly/2027-01") in told
    assert (MessageKind.NOT_DRAWN, "quarterly/2027-01") in told


async def _told_the_officers(council: LittleCouncil) -> set[tuple[MessageKind, str]]:
    """What lies before the one QA officer; nothing twice."""
    told = [(m.kind, m.subject) for m in await council.messages() if m.person_id == "quinn"]
    assert len(told) == len(set(told))
    return set(told)


async def test_a_month_in_which_the_main_round_alone_begins_warns_of_it_alone(
    several: LittleCouncil,
) -> None:
    before = datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert await warn_before_allocation(several.council, work=several.work, now=before) == 1


async def test_one_rounds_acknowledgement_and_count_are_not_the_others(
    several: LittleCouncil,
) -> None:
    main, quarterly = several.period(JANUARY), several.period(JANUARY, "quarterly")
    await several.draw(JANUARY, NEW_YEAR)
    ann = await several.person("ann")
    command = AcknowledgeAllocation(several.council, ann, quarterly, "card")
    with pytest.raises(LookElsewhere, match="targeted audits of January to March 2027"):
        await acknowledge_allocation(command, work=several.work, now=NEW_YEAR)
    await several.draw(JANUARY, NEW_YEAR, "quarterly")
    assert await acknowledge_allocation(command, work=several.work, now=NEW_YEAR)
    async with several.work(several.tenant_id) as w:
        counts = await show_rounds(w, (main, quarterly), NEW_YEAR.date())
        shown = [
            (await show_allocations(several.council, w, of, ["ann"]))["ann"]
            for of in (main, quarterly)
        ]
    assert [view.acknowledged for view in counts] == [(), ("Ann",)]
    assert [view.audits for view in counts] == [5, 5]
    assert [view.acknowledged_at for view in shown] == [None, NEW_YEAR]
    assert [len(view.lines) for view in shown] == [2, 1]


async def test_a_team_sees_the_audits_of_a_quarter_until_its_end(several: LittleCouncil) -> None:
    await several.draw(JANUARY, NEW_YEAR, "quarterly")
    ann = await several.person("ann")
    async with several.work(several.tenant_id) as w:
        march = await show_team_work(several.council, w, ann, MID_MARCH.date())
        december = await show_team_work(several.council, w, ann, THE_FIRST.date())
    assert [line.audit.team for line in march.audits] == ["Ash"]
    assert december.audits == ()


HEADS = (
    person("Una", Role.HEAD_OF_SERVICE, area="North"),
    person("Vic", Role.HEAD_OF_SERVICE, area="South"),
)


@pytest.mark.rule("BD-10")
@pytest.mark.rule("SW-01")
async def test_senior_managers_take_turns_and_each_month_remembers_the_last(
    little: LittleCouncil,
) -> None:
    rota = replace(
        FRAMEWORK.allocation,
        id="senior",
        title="Senior managers' audits",
        auditors="people_of_roles",
        cases="any",
        peer=None,
        quotas=(Quota(Role.HEAD_OF_SERVICE, people_a_period=1),),
    )
    rules = replace(FRAMEWORK, rounds=(FRAMEWORK.allocation, rota))
    council = little_council(little.engine, framework=rules)
    await council.take_staff(*STAFF, *HEADS)
    leads = []
    for month in (JANUARY, FEBRUARY, MARCH):
        await council.draw(month, NEW_YEAR, "senior")
        leads += [audit.lead_id for audit in await council.audits(month)]
    assert leads[0] == leads[2] != leads[1]
    assert set(leads) == {"una", "vic"}

"""On the 1st each auditor and group manager gets one card, the QA officers the count (WC-02)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.calendar import Month
from programme.message import MessageKind
from programme.people import Role
from programme.shown import allocation_entity
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.show_allocation import show_group_allocations
from tests.little_council import (
    A_MINUTE,
    ADDED,
    DECEMBER,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    little_council,
    person,
)

ALL_OF_THEM = (MessageKind.ALLOCATION, MessageKind.GROUP_ALLOCATION, MessageKind.ROUND)
AUDITORS = ["ann", "ben", "cat", "dan", "eve"]

pytestmark = pytest.mark.rule("WC-02")


async def _announce(little: LittleCouncil, now: datetime, month: Month = DECEMBER) -> int:
    return await announce_allocation(
        little.council, little.period(month), work=little.work, now=now
    )


async def test_lead_peer_group_manager_and_qa_officer_get_one_message_each(
    drawn: LittleCouncil,
) -> None:
    # Ann leads one audit and is the peer of another.
    assert await _announce(drawn, THE_FIRST) == 8
    assert await drawn.readers(MessageKind.ALLOCATION) == AUDITORS
    assert await drawn.readers(MessageKind.GROUP_ALLOCATION) == ["gil", "gus"]
    assert await drawn.readers(MessageKind.ROUND) == ["quinn"]
    for message in await drawn.messages():
        assert message.key == f"{message.kind}:2026-12:{message.person_id}"
        assert (message.subject, message.not_before) == ("2026-12", THE_FIRST)
        assert message.expires == datetime(2027, 1, 1, 8, 30, tzinfo=UTC)
        assert message.reports_to == allocation_entity("2026-12")


async def test_one_message_a_person_whatever_the_number_of_cases(little: LittleCouncil) -> None:
    rule = replace(little.council.framework.allocation, cases_a_lead=3)
    framework = replace(little.council.framework, rounds=(rule,))
    busy = little_council(little.engine, framework=framework)
    await busy.draw()
    assert len(await busy.audits()) == 15
    await _announce(busy, THE_FIRST)
    assert await busy.readers(MessageKind.ALLOCATION) == AUDITORS


async def test_a_team_manager_who_is_qa_officer_too_has_a_card_for_each(
    little: LittleCouncil,
) -> None:
    both = person("Ann", Role.TEAM_MANAGER, Role.QA_OFFICER, team="Ash", area="North")
    await little.take_staff(both, *STAFF[1:])
    await little.draw()
    await _announce(little, THE_FIRST)
    hers = {m.kind for m in await little.messages() if m.person_id == "ann"}
    assert hers == {MessageKind.ALLOCATION, MessageKind.ROUND}


async def test_a_group_manager_without_audits_in_the_service_area_gets_none(
    little: LittleCouncil,
) -> None:
    hal = person("Hal", Role.GROUP_MANAGER, area="Adoption")
    await little.take_staff(*STAFF, hal)
    await little.draw()
    await _announce(little, THE_FIRST)
    assert await little.readers(MessageKind.GROUP_ALLOCATION) == ["gil", "gus"]


@pytest.mark.rule("SW-11")
async def test_who_has_no_service_area_is_copied_in_on_those_of_which_nobody_else_is(
    little: LittleCouncil,
) -> None:
    # Elm's area has no group manager of its own; Gus has left, so South has none either.
    hal = person("Hal", Role.HEAD_OF_SERVICE)
    await little.take_staff(*(one for one in STAFF if one.id != "gus"), hal)
    rule = replace(
        little.council.framework.allocation, copied_to=(Role.GROUP_MANAGER, Role.HEAD_OF_SERVICE)
    )
    copying = little_council(
        little.engine, framework=replace(little.council.framework, rounds=(rule,))
    )
    await copying.draw()
    await _announce(copying, THE_FIRST)
    assert await copying.readers(MessageKind.GROUP_ALLOCATION) == ["gil", "hal"]
    async with copying.work(copying.tenant_id) as w:
        views = await show_group_allocations(copying.council, w, copying.period(), ["gil", "hal"])
    seen = {who: {line.audit.service_area for line in view.lines} for who, view in views.items()}
    assert seen == {"gil": {"North"}, "hal": {"Fostering", "North", "South"}}
    ida = person("Ida", Role.HEAD_OF_SERVICE, area="South")
    await copying.take_staff(*STAFF, hal, ida)
    async with copying.work(copying.tenant_id) as w:
        views = await show_group_allocations(copying.council, w, copying.period(), ["hal", "ida"])
    seen = {who: {line.audit.service_area for line in view.lines} for who, view in views.items()}
    assert seen == {"hal": {"Fostering", "North"}, "ida": {"South"}}, "South has a head of its own"
    command = AcknowledgeAllocation(copying.council, hal, copying.period(), "card")
    assert await acknowledge_allocation(command, work=copying.work, now=THE_FIRST)


async def test_someone_who_left_after_the_draw_gets_none(drawn: LittleCouncil) -> None:
    await drawn.take_staff(*(one for one in STAFF if one.id not in ("ann", "gus", "quinn")))
    await _announce(drawn, THE_FIRST)
    assert await drawn.readers() == ["ben", "cat", "dan", "eve", "gil"]


async def test_nothing_is_sent_before_the_hour(drawn: LittleCouncil) -> None:
    assert await _announce(drawn, THE_FIRST - timedelta(seconds=1)) == 0
    assert await drawn.messages() == []
    assert await _announce(drawn, THE_FIRST) == 8


async def test_a_second_tick_sends_nothing_more(drawn: LittleCouncil) -> None:
    await _announce(drawn, THE_FIRST)
    before = await drawn.everything()
    assert await _announce(drawn, THE_FIRST) == 0
    assert await _announce(drawn, THE_FIRST + timedelta(days=3)) == 0
    assert await drawn.everything() == before


@pytest.mark.parametrize(
    ("now", "not_before"),
    [
        # Later on the day itself, at once while the council is open.
        (datetime(2026, 12, 1, 16, 0, tzinfo=UTC), datetime(2026, 12, 1, 16, 0, tzinfo=UTC)),
        (datetime(2026, 12, 1, 22, 0, tzinfo=UTC), datetime(2026, 12, 2, 8, 30, tzinfo=UTC)),
        (datetime(2026, 12, 3, 11, 0, tzinfo=UTC), datetime(2026, 12, 3, 11, 0, tzinfo=UTC)),
        # On a later day, in hours.
        (datetime(2026, 12, 3, 2, 0, tzinfo=UTC), datetime(2026, 12, 3, 8, 30, tzinfo=UTC)),
        (datetime(2026, 12, 5, 11, 0, tzinfo=UTC), datetime(2026, 12, 7, 8, 30, tzinfo=UTC)),
    ],
)
async def test_a_tick_that_was_missed_is_caught_up(
    drawn: LittleCouncil, now: datetime, not_before: datetime
) -> None:
    assert await _announce(drawn, now) == 8
    assert {message.not_before for message in await drawn.messages()} == {not_before}


async def test_a_first_that_is_a_sunday_is_a_first(little: LittleCouncil) -> None:
    november = Month(2026, 11)
    await little.draw(november, now=datetime(2026, 10, 20, 10, tzinfo=UTC))
    sunday = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    assert await _announce(little, sunday - A_MINUTE, november) == 0
    assert await _announce(little, sunday, november) == 8
    when = {message.kind: message.not_before for message in await little.messages()}
    monday = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    # WC-02 asks it of auditors and group managers; the count can wait for a working day.
    assert when == dict.fromkeys(ALL_OF_THEM, sunday) | {MessageKind.ROUND: monday}


@pytest.mark.parametrize(
    ("first", "last", "goes"),
    [
        # Back on a Monday, hers comes as the council opens.
        ((2026, 11, 23), (2026, 12, 4), datetime(2026, 12, 7, 8, 30, tzinfo=UTC)),
        ((2026, 11, 23), (2026, 11, 30), THE_FIRST),
        # She was there when the month was drawn; whoever takes the audits over hears by itself.
        ((2026, 12, 1), (2027, 1, 31), THE_FIRST),
    ],
    ids=["away over the 1st", "back on the 1st", "away for all of it"],
)
async def test_an_auditors_card_waits_for_their_return(
    drawn: LittleCouncil, first: tuple[int, ...], last: tuple[int, ...], goes: datetime
) -> None:
    await drawn.away("ann", date(*first), date(*last))
    await _announce(drawn, THE_FIRST)
    when = {m.person_id: m.not_before for m in await drawn.messages(MessageKind.ALLOCATION)}
    assert when == dict.fromkeys(AUDITORS, THE_FIRST) | {"ann": goes}


async def test_on_a_sunday_who_is_away_from_monday_gets_their_card_on_their_return(
    little: LittleCouncil,
) -> None:
    november = Month(2026, 11)
    await little.away("ann", date(2026, 11, 2), date(2026, 11, 3))
    await little.away("ben", date(2026, 10, 26), date(2026, 11, 1))
    await little.draw(november, now=datetime(2026, 10, 20, 10, tzinfo=UTC))
    sunday = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    await _announce(little, sunday, november)
    when = {m.person_id: m.not_before for m in await little.messages(MessageKind.ALLOCATION)}
    assert when == dict.fromkeys(AUDITORS, sunday) | {
        "ann": datetime(2026, 11, 4, 8, 30, tzinfo=UTC)
    }


async def test_a_council_that_chose_the_next_working_day_hears_then(
    little: LittleCouncil,
) -> None:
    november = Month(2026, 11)
    rule = replace(little.council.framework.allocation, falls_on="next_working_day")
    patient = little_council(
        little.engine, framework=replace(little.council.framework, rounds=(rule,))
    )
    await patient.draw(november, now=datetime(2026, 10, 20, 10, tzinfo=UTC))
    assert await _announce(patient, datetime(2026, 11, 1, 9, 0, tzinfo=UTC), november) == 0
    assert await _announce(patient, datetime(2026, 11, 2, 9, 0, tzinfo=UTC), november) == 8


async def test_when_nothing_is_drawn_the_qa_officers_are_told_once(little: LittleCouncil) -> None:
    assert await _announce(little, THE_FIRST) == 1
    assert await _announce(little, THE_FIRST + A_MINUTE) == 0
    (message,) = await little.messages()
    assert (message.kind, message.person_id) == (MessageKind.NOT_DRAWN, "quinn")
    assert message.not_before == THE_FIRST
    assert message.expires == datetime(2027, 1, 1, 8, 30, tzinfo=UTC)


async def test_told_late_that_nothing_is_drawn_they_are_told_in_hours(
    little: LittleCouncil,
) -> None:
    saturday_night = datetime(2026, 12, 5, 23, 0, tzinfo=UTC)
    assert await _announce(little, saturday_night) == 1
    (message,) = await little.messages()
    assert message.not_before == datetime(2026, 12, 7, 8, 30, tzinfo=UTC)


async def test_drawn_after_the_hour_it_is_announced_all_the_same(little: LittleCouncil) -> None:
    await _announce(little, THE_FIRST)
    await little.draw(now=THE_FIRST + A_MINUTE)
    assert await _announce(little, THE_FIRST + 2 * A_MINUTE) == 8


async def test_it_is_recorded(drawn: LittleCouncil) -> None:
    await _announce(drawn, THE_FIRST)
    event = (await drawn.events("2026-12"))[-1]
    assert (event.who, event.verb, event.source) == ("sightline", "announce_allocation", "schedule")
    assert event.detail == {"messages": 8}
    assert event.at == THE_FIRST > ADDED


async def test_one_councils_first_is_not_anothers(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    await _announce(drawn, THE_FIRST)
    assert await other.messages() == []

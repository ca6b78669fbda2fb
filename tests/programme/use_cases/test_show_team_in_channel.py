"""What a team has open, for everyone and for one reader, and who has something to do there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.action import ProposedAction
from programme.council import Council
from programme.people import Person, Role
from programme.use_cases.show_team_in_channel import (
    Place,
    Standing,
    places_in,
    places_of,
    standing_of,
    who_has_work_in,
    work_in,
)
from tests.little_council import (
    CALENDAR,
    DUE,
    FRAMEWORK,
    OTHER_TENANT,
    STAFF,
    TEAMS,
    TENANT,
    THE_FIRST,
    LittleCouncil,
    person,
)

TODAY = THE_FIRST.date()
COUNCIL = Council(TENANT, FRAMEWORK, CALENDAR)
FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
SOON_FOR_ASH = ProposedAction("Ring the school.", "Ash", date(2026, 12, 11))
FOR_CHERRY = ProposedAction("Share the learning.", "Cherry", date(2026, 12, 22))
AREAS, ALL = ["North", "South", "Fostering"], ["Ash", "Birch", "Cherry", "Damson", "Elm"]


def place(little: LittleCouncil, name: str) -> Place:
    return next(each for each in places_in(little.council, TEAMS) if each.name == name)


async def standing(little: LittleCouncil, name: str, today: date = TODAY) -> Standing:
    async with little.work(little.tenant_id) as w:
        return await standing_of(w, place(little, name), today)


async def readers(little: LittleCouncil, name: str) -> tuple[str, ...]:
    async with little.work(little.tenant_id) as w:
        return await who_has_work_in(little.council, w, place(little, name))


async def to_do(little: LittleCouncil, who: str, name: str) -> tuple[list[str], list[str]]:
    """Ids of the audits, and the texts of the actions."""
    async with little.work(little.tenant_id) as w:
        reader = await little.person(who)
        work = await work_in(little.council, w, reader, place(little, name), TODAY)
    return [each.audit.id for each in work.audits], [each.action.text for each in work.actions]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (person("Ann", Role.TEAM_MANAGER, team="Ash", area="North"), ["Ash"]),
        (person("Abe", Role.ASSISTANT_TEAM_MANAGER, team="Ash", area="North"), ["Ash"]),
        (person("Eve", Role.TEAM_MANAGER, team="Elm", area="Fostering"), ["Elm"]),
        (person("Gil", Role.GROUP_MANAGER, area="North"), ["North", "Ash", "Birch"]),
        (person("Dora", Role.DIRECTOR), [*AREAS, *ALL]),
        (person("Sam", Role.SOCIAL_WORKER, team="Ash", area="North"), []),
        (person("Quinn", Role.QA_OFFICER), []),
    ],
)
def test_ones_places_are_those_that_one_answers_for(who: Person, expected: list[str]) -> None:
    assert [each.name for each in places_of(COUNCIL, who, TEAMS)] == expected


def test_no_place_of_one_council_is_one_of_another() -> None:
    ids = {each.id for each in places_in(COUNCIL, TEAMS)}
    elsewhere = Council(OTHER_TENANT, FRAMEWORK, CALENDAR)
    assert len(ids) == len(AREAS) + len(ALL)
    assert ids.isdisjoint(each.id for each in places_in(elsewhere, TEAMS))


async def test_a_team_stands_with_its_open_actions_and_unsubmitted_audits(
    drawn: LittleCouncil,
) -> None:
    before = await standing(drawn, "Ash")
    assert (before.open_actions, before.overdue, before.audits) == (0, 0, 1)
    await drawn.submitted(FOR_ASH, SOON_FOR_ASH, FOR_CHERRY)
    after = await standing(drawn, "Ash")
    assert (after.place, after.day) == ("Ash", TODAY)
    assert (after.open_actions, after.overdue, after.audits) == (2, 0, 0)
    assert after.nearest == SOON_FOR_ASH.due
    late = await standing(drawn, "Ash", SOON_FOR_ASH.due + timedelta(days=1))
    assert (late.open_actions, late.overdue, late.nearest) == (2, 1, DUE)
    assert (await standing(drawn, "Ash", DUE + timedelta(days=1))).nearest is None
    north, birch = await standing(drawn, "North"), await standing(drawn, "Birch")
    assert (north.open_actions, north.audits) == (2, birch.audits)


async def test_what_is_to_do_is_the_readers_own_and_of_that_place_alone(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    assert audit.team == "Ash"
    assert await to_do(drawn, "ann", "Ash") == ([], [FOR_ASH.text])
    assert await to_do(drawn, "ann", "Cherry") == ([], [])
    assert await to_do(drawn, "cat", "Ash") == ([], [])
    assert (await to_do(drawn, "gil", "North"))[1] == [FOR_ASH.text]
    assert (await to_do(drawn, "gus", "South"))[1] == [FOR_CHERRY.text]
    for who in ("sam", "quinn"):
        assert await to_do(drawn, who, "North") == ([], [])
    led = await drawn.audit_led_by("ben")
    assert (await to_do(drawn, "ben", led.team))[0][:1] == [led.id]


async def test_the_peer_has_the_views_to_record_where_the_case_is(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    assert audit.peer_id
    asked = audit.views_asked_of(FRAMEWORK)
    assert asked == "peer"
    assert audit.id in (await to_do(drawn, audit.peer_id, audit.team))[0]
    assert audit.peer_id in await readers(drawn, audit.team)


async def test_those_with_something_to_do_come_first_who_are_nearest(
    drawn: LittleCouncil,
) -> None:
    dora = person("Dora", Role.DIRECTOR)
    await drawn.take_staff(*STAFF, dora)
    audit = await drawn.audit_led_by("ann")
    assert audit.peer_id
    assert set(await readers(drawn, "Ash")) == {"ann", audit.peer_id}
    await drawn.submitted(FOR_ASH)
    found = await readers(drawn, "Ash")
    assert set(found) == {"ann", "abe", audit.peer_id, "gil", "dora"}
    assert found[-2:] == ("gil", "dora")
    for who in found:
        assert await to_do(drawn, who, "Ash") != ([], [])
    assert "sam" not in found


async def test_whoever_has_left_is_not_asked_for(drawn: LittleCouncil) -> None:
    await drawn.submitted(FOR_ASH)
    async with drawn.work(drawn.tenant_id) as w:
        await w.people.save([replace(await drawn.person("abe"), active=False)])
        await w.commit()
    assert "abe" not in await readers(drawn, "Ash")

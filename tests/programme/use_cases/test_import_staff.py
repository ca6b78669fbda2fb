"""A staff list is taken in whole or not at all, and as often as one likes."""

from dataclasses import replace

import pytest

from programme.errors import CorrectAndRepeat
from programme.import_report import ImportReport, Place, RefusedRow
from programme.message import MessageKind
from programme.people import Person, Role, Team
from programme.shown import REACH
from programme.staff_list import StaffList
from programme.use_cases.import_staff import ImportStaff, import_staff
from tests.little_council import (
    ADDED,
    STAFF,
    TEAMS,
    THE_FIRST,
    LittleCouncil,
    person,
    staff_list,
)

LINKED = "aaaaaaaa-0000-4000-8000-000000000001"


async def _import(little: LittleCouncil, staff: StaffList) -> ImportReport:
    command = ImportStaff(little.council, staff, "command line")
    return await import_staff(command, work=little.work, now=THE_FIRST)


async def _people(little: LittleCouncil) -> dict[str, Person]:
    async with little.work(little.tenant_id) as w:
        return {one.id: one for one in await w.people.all()}


async def _link(little: LittleCouncil, person_id: str) -> None:
    async with little.work(little.tenant_id) as w:
        await w.people.link(person_id, LINKED)
        await w.commit()


async def test_the_first_list_adds_everyone_and_the_teams(empty: LittleCouncil) -> None:
    report = await _import(empty, staff_list())
    assert (report.read, report.added, report.changed, report.gone) == (len(STAFF), 10, 0, 0)
    assert await _people(empty) == {one.id: one for one in STAFF}
    async with empty.work(empty.tenant_id) as w:
        assert await w.teams.all() == TEAMS


async def test_the_same_list_again_changes_nothing(little: LittleCouncil) -> None:
    before = await little.everything()
    report = await _import(little, staff_list())
    assert (report.added, report.changed, report.gone, report.unchanged) == (0, 0, 0, 10)
    after = await little.everything()
    assert {name: rows for name, rows in after.items() if not name.startswith("event")} == {
        name: rows for name, rows in before.items() if not name.startswith("event")
    }


async def test_those_who_are_no_longer_listed_are_kept_as_having_left(
    little: LittleCouncil,
) -> None:
    report = await _import(little, staff_list([one for one in STAFF if one.id != "sam"]))
    assert (report.gone, report.unchanged) == (1, 9)
    assert not (await little.person("sam")).active
    again = await _import(little, staff_list([one for one in STAFF if one.id != "sam"]))
    assert (again.gone, again.unchanged) == (0, 9)


async def test_someone_who_comes_back_is_there_again_and_still_linked(
    little: LittleCouncil,
) -> None:
    await _link(little, "sam")
    await _import(little, staff_list([one for one in STAFF if one.id != "sam"]))
    report = await _import(little, staff_list())
    assert report.added == 1
    back = await little.person("sam")
    assert (back.active, back.object_id) == (True, LINKED)


async def test_a_change_keeps_the_object_id_that_was_linked_meanwhile(
    little: LittleCouncil,
) -> None:
    await _link(little, "ann")
    promoted = [replace(one, name="Ann Ashby") if one.id == "ann" else one for one in STAFF]
    report = await _import(little, staff_list(promoted))
    assert (report.changed, report.unchanged) == (1, 9)
    ann = await little.person("ann")
    assert (ann.name, ann.object_id) == ("Ann Ashby", LINKED)


async def test_a_link_that_was_made_meanwhile_is_no_change_of_the_list(
    little: LittleCouncil,
) -> None:
    await _link(little, "ann")
    report = await _import(little, staff_list())
    assert (report.changed, report.unchanged) == (0, 10)


async def test_an_object_id_that_the_list_gives_is_the_councils_word(
    little: LittleCouncil,
) -> None:
    await _link(little, "ann")
    other = "bbbbbbbb-0000-4000-8000-000000000002"
    await _import(
        little,
        staff_list([replace(one, object_id=other) if one.id == "ann" else one for one in STAFF]),
    )
    assert (await little.person("ann")).object_id == other


async def test_an_address_passes_from_who_leaves_to_who_comes(little: LittleCouncil) -> None:
    heir = replace(person("Zoe", Role.TEAM_MANAGER, team="Ash"), email="ann@council.example")
    report = await _import(little, staff_list([heir, *STAFF[1:]]))
    assert (report.added, report.gone) == (1, 1)
    async with little.work(little.tenant_id) as w:
        found = await w.people.by_email("Ann@council.example")
    assert found is not None
    assert found.id == "zoe"


async def test_with_one_row_refused_nothing_is_changed(little: LittleCouncil) -> None:
    before = await little.everything()
    refused = (RefusedRow(Place("Staff", 3, "B"), "there is no e-mail address."),)
    report = await _import(little, replace(staff_list(STAFF[:4]), refused=refused))
    assert report.refused == refused
    assert (report.added, report.changed, report.gone, report.unchanged) == (0, 0, 0, 0)
    assert await little.everything() == before


async def test_teams_are_those_of_the_list_and_no_others(little: LittleCouncil) -> None:
    renamed = Team("Ash and Alder", "North")
    await little.take_staff(*STAFF, teams=(renamed, *TEAMS[1:]))
    async with little.work(little.tenant_id) as w:
        assert set(await w.teams.all()) == {renamed, *TEAMS[1:]}


async def test_it_is_recorded_and_the_cards_that_count_people_follow(
    little: LittleCouncil,
) -> None:
    await little.settle("quinn", MessageKind.BEFORE_THE_FIRST, "2026-12", REACH)
    await _import(little, staff_list(STAFF[:-3]))
    event = (await little.events("staff"))[-1]
    assert (event.who, event.verb, event.at) == ("command line", "import_staff", THE_FIRST)
    assert event.detail == {
        "added": 0,
        "changed": 0,
        "gone": 3,
        "handed_over": 0,
        "told": 0,
    }
    assert await little.behind() == {("quinn", MessageKind.BEFORE_THE_FIRST)}
    assert THE_FIRST > ADDED


async def test_a_team_with_open_actions_is_not_dropped(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    others = [team for team in TEAMS if team.name != action.team]
    staff = staff_list([one for one in STAFF if one.team != action.team], others)
    before = await drawn.everything()
    with pytest.raises(CorrectAndRepeat, match="with open actions: Ash"):
        await _import(drawn, staff)
    assert await drawn.everything() == before


async def test_who_has_another_address_stays_who_they_are_with_all_that_is_theirs(
    drawn: LittleCouncil,
) -> None:
    await _link(drawn, "ann")
    married = replace(STAFF[0], id="another", email="ann.smith@council.example")
    report = await _import(drawn, staff_list([married, *STAFF[1:]]))
    assert (report.added, report.changed, report.gone) == (0, 1, 0)
    ann = await drawn.person("ann")
    assert (ann.email, ann.active) == ("ann.smith@council.example", True)
    assert (await drawn.audit_led_by("ann")).lead_id == "ann"
    again = await _import(drawn, staff_list([married, *STAFF[1:]]))
    assert (again.added, again.changed, again.gone) == (0, 0, 0)

"""What is someone's own to do, and what is their team's."""

from datetime import date

import pytest

from programme.action import ProposedAction
from programme.errors import AskSomeoneAllowed
from programme.people import Person, Role
from programme.use_cases.acting_on_action import action_of
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.show_work import WorkView, show_my_work, show_team_work
from tests.little_council import DUE, FRAMEWORK, THE_FIRST, LittleCouncil, all_sought, person

TODAY = THE_FIRST.date()
FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
FOR_CHERRY = ProposedAction("Share the learning.", "Cherry", date(2026, 12, 22))


async def _mine(little: LittleCouncil, reader_id: str) -> WorkView:
    async with little.work(little.tenant_id) as w:
        return await show_my_work(little.council, w, await little.person(reader_id), TODAY)


async def _team(little: LittleCouncil, reader_id: str) -> WorkView:
    async with little.work(little.tenant_id) as w:
        return await show_team_work(little.council, w, await little.person(reader_id), TODAY)


async def test_my_work_is_the_audits_to_record_and_my_teams_open_actions(
    drawn: LittleCouncil,
) -> None:
    view = await _mine(drawn, "ann")
    assert sorted(str(line.part) for line in view.audits) == ["lead", "peer"]
    assert view.actions == ()
    await drawn.submitted(FOR_ASH, FOR_CHERRY)
    view = await _mine(drawn, "ann")
    assert [line.part for line in view.audits] == ["peer"]
    assert [(line.action.team, line.may_act) for line in view.actions] == [("Ash", True)]


async def test_once_the_views_are_recorded_the_peer_is_done(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    views = RecordViews(
        drawn.council, await drawn.person("ben"), audit.id, all_sought(FRAMEWORK), "dialog"
    )
    await record_views(views, work=drawn.work, now=THE_FIRST)
    assert [line.part for line in (await _mine(drawn, "ben")).audits] == ["lead"]


async def test_a_social_worker_has_no_audits_and_acts_on_nothing(drawn: LittleCouncil) -> None:
    await drawn.submitted(FOR_ASH)
    view = await _mine(drawn, "sam")
    assert (view.audits, view.actions, view.teams) == ((), (), ())


@pytest.mark.parametrize(
    ("reader_id", "teams"),
    [
        ("ann", {"Ash"}),
        ("abe", {"Ash"}),
        ("gil", {"Ash", "Birch"}),
        ("gus", {"Cherry", "Damson"}),
    ],
)
async def test_my_team_is_what_one_manages_and_no_other_service_area(
    drawn: LittleCouncil, reader_id: str, teams: set[str]
) -> None:
    await drawn.submitted(FOR_ASH, FOR_CHERRY)
    view = await _team(drawn, reader_id)
    assert set(view.teams) == teams
    assert {line.audit.team for line in view.audits} == teams
    assert {line.action.team for line in view.actions} == teams & {"Ash", "Cherry"}
    assert all(line.may_act for line in view.actions)


@pytest.mark.parametrize("reader_id", ["sam", "quinn"])
async def test_who_manages_nobody_has_no_team(drawn: LittleCouncil, reader_id: str) -> None:
    with pytest.raises(AskSomeoneAllowed):
        await _team(drawn, reader_id)


@pytest.mark.parametrize(
    ("who", "teams"),
    [
        (person("Ada", Role.ASSISTANT_DIRECTOR, area="North"), {"Ash", "Birch"}),
        (person("Ada", Role.ASSISTANT_DIRECTOR), {"Ash", "Birch", "Cherry", "Damson", "Elm"}),
        (person("Deb", Role.DIRECTOR), {"Ash", "Birch", "Cherry", "Damson", "Elm"}),
        (person("Pam", Role.PRACTICE_MANAGER, area="North"), set()),
        (person("Pam", Role.PRACTICE_MANAGER, team="Ash", area="North"), {"Ash"}),
        (person("Nia", Role.ASSISTANT_TEAM_MANAGER, area="North"), set()),
        (person("Nia", Role.ASSISTANT_TEAM_MANAGER), set()),
    ],
    ids=[
        "of an area",
        "of no area",
        "director",
        "practice manager",
        "practice manager of a team",
        "assistant of an area",
        "of nothing",
    ],
)
async def test_whoever_stands_above_teams_acts_in_all_of_theirs_and_anybody_else_in_their_own(
    drawn: LittleCouncil, who: Person, teams: set[str]
) -> None:
    async with drawn.work(drawn.tenant_id) as w:
        await w.people.save([who])
        await w.commit()
    await drawn.submitted(FOR_ASH, FOR_CHERRY)
    view = await _team(drawn, who.id)
    assert set(view.teams) == teams
    assert {line.action.team: line.may_act for line in view.actions} == {
        team: True for team in ("Ash", "Cherry") if team in teams
    }
    async with drawn.work(drawn.tenant_id) as w:
        for action in await w.actions.open_of_teams(["Ash", "Cherry"]):
            if action.team in teams:
                assert await action_of(w, who, action.id) == action
            else:
                with pytest.raises(AskSomeoneAllowed):
                    await action_of(w, who, action.id)

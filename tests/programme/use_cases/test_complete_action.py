"""A manager closes an action; every card that shows it follows (WC-08)."""

from datetime import timedelta

import pytest

from programme.action import Action
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Role
from programme.shown import action_entity, allocation_entity, audit_entity
from programme.use_cases.complete_action import CompleteAction, complete_action
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, person

pytestmark = pytest.mark.rule("WC-08")


async def _complete(
    little: LittleCouncil,
    action: Action,
    by: str = "ann",
    *,
    version: int = 1,
    note: str = "Chronology updated.",
    days: int = 1,
) -> Action:
    command = CompleteAction(
        little.council, await little.person(by), action.id, version, note, "card"
    )
    return await complete_action(command, work=little.work, now=THE_FIRST + timedelta(days=days))


async def test_the_team_manager_closes_it_and_it_stays_closed(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    done = await _complete(drawn, action)
    assert done == await drawn.action(action.id)
    assert (done.completed_by, done.completion_note) == ("ann", "Chronology updated.")
    assert done.completed_at == THE_FIRST + timedelta(days=1)
    (event,) = await drawn.events(action.id)
    assert (event.who, event.verb, event.source) == ("ann", "complete_action", "card")
    assert event.detail == {}


@pytest.mark.parametrize("by", ["abe", "gil"])
async def test_the_assistant_and_the_group_manager_may_too(drawn: LittleCouncil, by: str) -> None:
    assert (await _complete(drawn, await drawn.an_action(), by)).completed_by == by


async def test_a_group_manager_who_is_listed_with_a_team_may_too(little: LittleCouncil) -> None:
    gil = person("Gil", Role.GROUP_MANAGER, team="Birch", area="North")
    await little.take_staff(*(one for one in STAFF if one.id != "gil"), gil)
    await little.draw()
    assert (await _complete(little, await little.an_action(), "gil")).completed_by == "gil"


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("ben", "This action is for Ash; please ask its team manager"),
        ("cat", "This action is for Ash"),
        ("gus", "This action is for Ash"),
        ("sam", "Your role doesn't allow this"),
        ("quinn", "Your role doesn't allow this"),
    ],
)
async def test_nobody_else_may(drawn: LittleCouncil, by: str, sentence: str) -> None:
    action = await drawn.an_action()
    before = await drawn.everything()
    with pytest.raises(AskSomeoneAllowed, match=sentence):
        await _complete(drawn, action, by)
    assert await drawn.everything() == before


async def test_pressed_twice_by_the_same_person_it_is_done_once(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    first = await _complete(drawn, action)
    before = await drawn.everything()
    assert await _complete(drawn, action, days=2) == first
    assert await drawn.everything() == before


async def test_another_note_of_what_is_completed_already_is_refused_and_says_what_stands(
    drawn: LittleCouncil,
) -> None:
    action = await drawn.an_action()
    await _complete(drawn, action)
    before = await drawn.everything()
    with pytest.raises(ShowAsItIsNow, match="on Wednesday 2 December 2026 at 09:00") as refused:
        await _complete(drawn, action, days=2, note="Done again.")
    assert refused.value.stands == "Chronology updated."
    assert await drawn.everything() == before


async def test_the_second_of_two_people_sees_that_it_is_done(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    await _complete(drawn, action)
    before = await drawn.everything()
    for version in (1, 2):
        with pytest.raises(ShowAsItIsNow):
            await _complete(drawn, action, "abe", version=version)
    assert await drawn.everything() == before


@pytest.mark.parametrize("version", [0, 2])
async def test_a_card_that_showed_another_version_is_told(
    drawn: LittleCouncil, version: int
) -> None:
    action = await drawn.an_action()
    before = await drawn.everything()
    with pytest.raises(ShowAsItIsNow, match="has changed since"):
        await _complete(drawn, action, version=version)
    assert await drawn.everything() == before


@pytest.mark.parametrize("note", ["", "Rang mum on 07700 900123.", "DOB 3/5/14"])
async def test_without_a_note_that_may_be_kept_nothing_is(drawn: LittleCouncil, note: str) -> None:
    action = await drawn.an_action()
    before = await drawn.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await _complete(drawn, action, note=note)
    assert list(refused.value.problems) == ["note"]
    assert await drawn.everything() == before


async def test_the_cards_of_everyone_who_sees_it_follow(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    shown = {
        ("ann", MessageKind.ACTIONS): audit_entity(action.audit_id),
        ("ben", MessageKind.ACTIONS): audit_entity(action.audit_id),
        ("ann", MessageKind.DIGEST): action_entity(action.id),
        ("quinn", MessageKind.ROUND): allocation_entity("2026-12"),
    }
    for (person_id, kind), entity in shown.items():
        await drawn.settle(person_id, kind, "2026-12", entity)
    await drawn.settle("cat", MessageKind.DIGEST, "2026-12-01", action_entity("another"))
    await _complete(drawn, action)
    assert await drawn.behind() == set(shown)


async def test_an_action_of_another_council_is_not_here(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    with pytest.raises(LookElsewhere, match="isn't there any more"):
        await _complete(drawn, Action("a" * 32, "", "", 1, "", "", "", THE_FIRST.date(), ""))
    assert (await other.audits())[0].case_reference == (await drawn.audits())[0].case_reference

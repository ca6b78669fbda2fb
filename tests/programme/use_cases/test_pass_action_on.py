"""An action that is another team's passes to it, with a reason; twice at most (WC-08)."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import Delivery, Message, MessageKind
from programme.shown import action_entity, audit_entity
from programme.use_cases.send_digests import send_digests
from programme.use_cases.show_to_pass_on import show_to_pass_on
from tests.little_council import CALENDAR, DUE, LittleCouncil
from tests.programme.use_cases.acting_on_actions import HIGH, card, done, nine
from tests.programme.use_cases.passing_on import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    WHY,
    given,
    pass_on,
    take_back,
    waiting,
)

pytestmark = pytest.mark.rule("WC-08")


async def test_it_is_the_other_teams_due_when_it_was_and_its_manager_gets_the_card(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    await ash.settle("quinn", MessageKind.ACTIONS, action.audit_id, audit_entity(action.audit_id))
    passed = await pass_on(ash, action, "Damson")
    assert passed == await ash.action(action.id)
    assert (passed.team, passed.due, passed.is_open) == ("Damson", DUE, True)
    (sent,) = [m for m in await ash.messages(MessageKind.ACTIONS) if m.person_id == "dan"]
    assert (sent.subject, sent.not_before) == (action.audit_id, nine(MONDAY))
    assert ("quinn", MessageKind.ACTIONS) in await ash.behind()
    (event,) = [e for e in await ash.events(action.id) if e.verb == "pass_action_on"]
    assert event.detail == {"from": "Ash", "to": "Damson"}
    told = await card(ash, MessageKind.ACTIONS, "dan", action.audit_id, MONDAY)
    assert f"Passed on by Ann from Ash to Damson on Mon 7 Dec: {WHY}" in told
    assert "Mark as completed" in told
    lead = await card(ash, MessageKind.ACTIONS, "ann", action.audit_id, MONDAY)
    assert WHY in lead
    assert "Mark as completed" not in lead


async def test_out_of_hours_the_card_waits_until_they_begin(ash: LittleCouncil) -> None:
    action = await given(ash)
    await pass_on(ash, action, "Damson", at=CALENDAR.at(MONDAY, time(21)))
    (sent,) = [m for m in await ash.messages(MessageKind.ACTIONS) if m.person_id == "dan"]
    assert sent.not_before == CALENDAR.at(TUESDAY, ash.council.framework.hours.opens)


async def test_the_same_once_more_is_harmless(ash: LittleCouncil) -> None:
    action = await given(ash)
    passed = await pass_on(ash, action, "Damson")
    before = await ash.everything()
    assert await pass_on(ash, action, "Damson") == passed
    assert await ash.everything() == before


async def test_what_waits_for_the_old_team_is_superseded_and_for_the_auditors_is_not(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(replace(HIGH, team="Cherry"))
    async with ash.work(ash.tenant_id) as w:
        await w.outbox.add(
            [
                Message(f"t:{who}", who, MessageKind.ACTIONS, action.audit_id, nine(WEDNESDAY))
                for who in ("gus", "quinn")
            ]
        )
        await w.commit()
    before = await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    assert before["cat"] is Delivery.WAITING
    await pass_on(ash, action, "Elm", by="cat")
    after = await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    assert {who for who, fate in after.items() if fate is Delivery.SUPERSEDED} == {"cat", "gus"}
    assert {*before, "eve"} == {*after}
    assert after["eve"] is after["ann"] is after["quinn"] is Delivery.WAITING


async def test_a_reminder_that_waits_for_the_old_team_has_nothing_to_show(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    reminded = date(2026, 12, 11)
    await send_digests(ash.council, work=ash.work, now=nine(reminded))
    assert await card(ash, MessageKind.DIGEST, "ann", reminded.isoformat(), reminded)
    later = nine(reminded) + timedelta(minutes=1)
    await pass_on(ash, action, "Damson", "abe", at=later)
    assert await card(ash, MessageKind.DIGEST, "ann", reminded.isoformat(), reminded) == ""


async def test_the_reminder_of_who_passed_it_on_says_where_it_went_and_leads_back(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    day = date(2026, 12, 11)
    await send_digests(ash.council, work=ash.work, now=nine(day))
    await ash.settle("ann", MessageKind.DIGEST, day.isoformat(), action_entity(action.id))
    passed = await pass_on(ash, action, "Damson", at=nine(day))
    assert ("ann", MessageKind.DIGEST) in await ash.behind()
    told = await card(ash, MessageKind.DIGEST, "ann", day.isoformat(), day)
    assert "Nothing here is yours to do." in told
    assert f"Passed on by Ann from Ash to Damson on Fri 11 Dec: {WHY}" in told
    assert "Mark as completed" not in told
    assert "Take it back" in told
    await take_back(ash, passed, day)
    again = await card(ash, MessageKind.DIGEST, "ann", day.isoformat(), day)
    assert "1 action to do, 0 overdue." in again
    assert "Mark as completed" in again


async def test_those_who_follow_the_new_team_hear_of_its_delay_themselves(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    async with ash.work(ash.tenant_id) as w:
        await w.actions.mark_escalated({action.id}, DUE)
        await w.actions.mark_tracked({action.id: "late"}, DUE)
        await w.commit()
    near = await pass_on(ash, action, "Birch", at=nine(date(2026, 12, 21)))
    assert (near.escalated_on, near.tracked) == (DUE, "late")
    far = await pass_on(ash, near, "Damson", "ben", at=nine(date(2026, 12, 21)))
    assert (far.escalated_on, far.tracked, far.tracked_on) == (None, None, None)


async def test_passed_back_the_qa_officers_hear_and_a_third_time_it_stays(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    once = await pass_on(ash, action, "Damson")
    assert "quinn" not in await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    twice = await pass_on(ash, once, "Ash", "dan", why="It never moved.")
    assert "quinn" in await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    told = await card(ash, MessageKind.ACTIONS, "quinn", action.audit_id, MONDAY)
    assert "Ash had it before: the QA officers are told." in told
    before = await ash.everything()
    with pytest.raises(CorrectAndRepeat, match=r"twice already.*ask Ann, who set it, or a QA"):
        await pass_on(ash, twice, "Birch", why="Nor is it ours.")
    assert await ash.everything() == before


async def test_whoever_is_above_the_team_decides_whose_it_is_after_that(
    ash: LittleCouncil,
) -> None:
    once = await pass_on(ash, await given(ash), "Damson")
    twice = await pass_on(ash, once, "Ash", "dan", why="It never moved.")
    for who, stays in (("ann", True), ("gil", False)):
        async with ash.work(ash.tenant_id) as w:
            reader = await ash.person(who)
            view = await show_to_pass_on(ash.council, w, reader, [twice.id], MONDAY)
        assert (twice.id in view.stays) is stays
    decided = await pass_on(ash, twice, "Birch", "gil", why="Birch holds the case.")
    assert (decided.team, (await ash.action(twice.id)).team) == ("Birch", "Birch")
    with pytest.raises(CorrectAndRepeat, match="unless a manager above the team"):
        await pass_on(ash, decided, "Ash", "ben", why="Nor is it ours.")


@pytest.mark.parametrize(
    ("at_most", "told"),
    [
        (0, "Here no team passes an action on by itself, so it stays with Ash, unless a manager"),
        (1, "This action has been passed on once already, so it stays with Damson, unless a man"),
        (3, "This action has been passed on 3 times already, so it stays with Damson, unless a"),
    ],
)
async def test_how_often_it_may_pass_on_is_the_frameworks_to_say(
    ash: LittleCouncil, at_most: int, told: str
) -> None:
    rules = ash.council.framework
    framework = replace(rules, actions=replace(rules.actions, passed_on_at_most=at_most))
    own = replace(ash, council=replace(ash.council, framework=framework))
    action, ways = await given(own), (("ann", "Damson"), ("dan", "Ash"))
    for number in range(at_most):
        by, to = ways[number % 2]
        action = await pass_on(own, action, to, by, why=f"Not ours, {number}.")
    by, to = ways[at_most % 2]
    async with own.work(own.tenant_id) as w:
        view = await show_to_pass_on(own.council, w, await own.person(by), [action.id], MONDAY)
    assert view.stays[action.id].startswith(told)
    with pytest.raises(CorrectAndRepeat, match=told):
        await pass_on(own, action, to, by, why="Nor is it ours.")


async def test_an_action_passes_on_as_often_as_the_version_allowed_under_which_it_was_set(
    ash: LittleCouncil,
) -> None:
    action, rules = await given(ash), ash.council.framework
    actions = replace(rules.actions, passed_on_at_most=0)
    later = replace(rules, version="later", holds_from=MONDAY, actions=actions)
    council = replace(ash.council, framework=later, versions=(rules, later))
    async with ash.work(ash.tenant_id) as w:
        ann = await ash.person("ann")
        assert not (await show_to_pass_on(council, w, ann, [action.id], MONDAY)).stays
    passed = await pass_on(replace(ash, council=council), action, "Damson")
    assert passed.team == "Damson"


async def test_of_a_third_team_the_qa_officers_need_not_hear(ash: LittleCouncil) -> None:
    once = await pass_on(ash, await given(ash), "Damson")
    await pass_on(ash, once, "Elm", "dan")
    assert "quinn" not in await waiting(ash, MessageKind.ACTIONS, once.audit_id)


@pytest.mark.parametrize(
    ("to", "why", "fields"),
    [
        ("Ash", WHY, {"to"}),
        ("Nowhere", WHY, {"to"}),
        ("", "", {"to", "why"}),
        ("Damson", "x" * 1_001, {"why"}),
        ("Damson", "Rang mum on 07700 900123.", {"why"}),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    ash: LittleCouncil, to: str, why: str, fields: set[str]
) -> None:
    action = await given(ash)
    before = await ash.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await pass_on(ash, action, to, why=why)
    assert set(refused.value.problems) == fields
    assert await ash.everything() == before


async def test_only_whose_it_is_may_and_only_while_it_is_open(ash: LittleCouncil) -> None:
    action = await given(ash)
    for by, told in (("ben", "for Ash"), ("sam", "Your role"), ("quinn", "Your role")):
        with pytest.raises(AskSomeoneAllowed, match=told):
            await pass_on(ash, action, "Damson", by)
    with pytest.raises(LookElsewhere):
        await pass_on(ash, replace(action, id="f" * 32), "Damson")
    finished = await done(ash, action, MONDAY)
    for version in (action.version, finished.version):
        with pytest.raises(ShowAsItIsNow):
            await pass_on(ash, replace(action, version=version), "Damson")


async def test_a_card_that_shows_the_action_alone_follows_as_well(ash: LittleCouncil) -> None:
    action = await given(ash)
    await ash.settle("gil", MessageKind.TEAM_WORK, "gil", action_entity(action.id))
    await pass_on(ash, action, "Damson")
    assert ("gil", MessageKind.TEAM_WORK) in await ash.behind()

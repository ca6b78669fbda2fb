"""What is to do of one's own and one's team's work, and who sees what of a case."""

from dataclasses import replace
from datetime import date

import pytest

from programme.action import ProposedAction
from programme.errors import AskSomeoneAllowed
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_work_to_do import (
    WorkToDo,
    show_actions_to_do,
    show_work_to_do,
    work_on_action,
    work_on_audit,
    work_on_case,
)
from tests.little_council import DUE, THE_FIRST, LittleCouncil

TODAY = THE_FIRST.date()
FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
FOR_CHERRY = ProposedAction("Share the learning.", "Cherry", date(2026, 12, 22))
EVERYONE = ("ann", "abe", "sam", "ben", "cat", "dan", "eve", "gil", "gus", "quinn")


async def _to_do(little: LittleCouncil, who: str) -> WorkToDo:
    async with little.work(little.tenant_id) as w:
        return await show_work_to_do(little.council, w, await little.person(who), TODAY)


async def _audit(little: LittleCouncil, who: str, audit_id: str) -> AllocatedAudit | None:
    async with little.work(little.tenant_id) as w:
        return await work_on_audit(little.council, w, await little.person(who), audit_id)


async def _action(little: LittleCouncil, who: str, action_id: str) -> ActionLine | None:
    async with little.work(little.tenant_id) as w:
        return await work_on_action(little.council, w, await little.person(who), action_id, TODAY)


async def _case(little: LittleCouncil, who: str, reference: str) -> WorkToDo | None:
    async with little.work(little.tenant_id) as w:
        return await work_on_case(little.council, w, await little.person(who), reference, TODAY)


async def test_what_is_to_do_is_ones_own_and_ones_teams_and_nothing_twice(
    drawn: LittleCouncil,
) -> None:
    mine = await drawn.audit_led_by("ann")
    work = await _to_do(drawn, "ann")
    ids = [line.audit.id for line in work.audits]
    assert mine.id in ids
    assert len(ids) == len(set(ids))
    assert all(line.part or line.audit.team == "Ash" for line in work.audits)
    assert [line.audit.due for line in work.audits] == sorted(a.audit.due for a in work.audits)


async def test_what_was_submitted_is_not_to_do_for_the_team_and_its_open_actions_are(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    assert audit.team == "Ash"
    work = await _to_do(drawn, "gil")
    assert audit.id not in {line.audit.id for line in work.audits}
    assert [line.action.team for line in work.actions] == ["Ash"]
    south = await _to_do(drawn, "gus")
    assert [line.action.team for line in south.actions] == ["Cherry"]


async def test_who_manages_nobody_has_nothing_of_a_team(drawn: LittleCouncil) -> None:
    await drawn.submitted(FOR_ASH)
    assert await _to_do(drawn, "sam") == WorkToDo((), ())


async def test_the_actions_to_complete_are_those_of_the_teams_that_one_manages(
    drawn: LittleCouncil,
) -> None:
    await drawn.submitted(FOR_ASH, FOR_CHERRY)
    found = {}
    for who in ("ann", "abe", "gil", "cat", "gus", "eve"):
        async with drawn.work(drawn.tenant_id) as w:
            person = await drawn.person(who)
            lines = await show_actions_to_do(drawn.council, w, person, TODAY)
        assert all(line.may_act for line in lines)
        found[who] = {line.action.team for line in lines}
    assert found == {
        "ann": {"Ash"},
        "abe": {"Ash"},
        "gil": {"Ash"},
        "cat": {"Cherry"},
        "gus": {"Cherry"},
        "eve": set(),
    }


@pytest.mark.parametrize("who", ["sam", "quinn"])
async def test_who_may_complete_none_is_told_who_may(drawn: LittleCouncil, who: str) -> None:
    async with drawn.work(drawn.tenant_id) as w:
        with pytest.raises(AskSomeoneAllowed):
            await show_actions_to_do(drawn.council, w, await drawn.person(who), TODAY)


async def test_an_audit_is_seen_by_its_auditors_its_managers_and_the_officer(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    assert (audit.team, audit.peer_id) == ("Ash", "ben")
    seeing = {who for who in EVERYONE if await _audit(drawn, who, audit.id)}
    assert seeing == {"ann", "abe", "ben", "gil", "quinn"}
    assert {who for who in EVERYONE if await _audit(drawn, who, "0" * 32)} == set()


async def test_an_action_is_seen_by_its_teams_managers_its_audits_auditors_and_the_officer(
    drawn: LittleCouncil,
) -> None:
    _, actions = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    ash, cherry = sorted(actions, key=lambda action: action.team)
    assert {who for who in EVERYONE if await _action(drawn, who, ash.id)} == {
        *("ann", "abe", "ben", "gil", "quinn")
    }
    assert {who for who in EVERYONE if await _action(drawn, who, cherry.id)} == {
        *("ann", "ben", "cat", "gus", "quinn")
    }
    assert {who for who in EVERYONE if await _action(drawn, who, "0" * 32)} == set()


async def test_of_a_case_everyone_sees_their_own_part_and_others_see_nothing(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    reference = audit.case_reference
    parts = {who: await _case(drawn, who, reference.lower()) for who in EVERYONE}
    seen = {
        who: (len(work.audits), {line.action.team for line in work.actions})
        for who, work in parts.items()
        if work
    }
    assert seen == {
        "ann": (1, {"Ash", "Cherry"}),
        "ben": (1, {"Ash", "Cherry"}),
        "quinn": (1, {"Ash", "Cherry"}),
        "abe": (1, {"Ash"}),
        "gil": (1, {"Ash"}),
        "cat": (0, {"Cherry"}),
        "gus": (0, {"Cherry"}),
    }
    assert await _case(drawn, "quinn", "CF-9999") is None


async def test_whoever_set_an_action_of_a_dip_sample_sees_it(drawn: LittleCouncil) -> None:
    action = replace(await drawn.an_action(), id="1" * 32, audit_id="2" * 32, set_by="eve")
    async with drawn.work(drawn.tenant_id) as w:
        await w.actions.add([action])
        await w.commit()
    seeing = {who for who in EVERYONE if await _action(drawn, who, action.id)}
    assert seeing == {"ann", "abe", "gil", "quinn", "eve"}


async def test_a_completed_action_leaves_the_case_and_is_still_seen_by_its_link(
    drawn: LittleCouncil,
) -> None:
    audit, (action,) = await drawn.submitted(FOR_CHERRY)
    cat = await drawn.person("cat")
    done = CompleteAction(drawn.council, cat, action.id, action.version, "Shared.", "card")
    await complete_action(done, work=drawn.work, now=THE_FIRST)
    assert await _case(drawn, "cat", audit.case_reference) is None
    assert await _action(drawn, "cat", action.id)


async def test_nobody_of_another_council_sees_anything(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    audit, (action,) = await drawn.submitted(FOR_ASH)
    for who in EVERYONE:
        assert await _audit(other, who, audit.id) is None
        assert await _action(other, who, action.id) is None
        found = await _case(other, who, audit.case_reference)
        seen = found or WorkToDo((), ())
        assert audit.id not in {line.audit.id for line in seen.audits}
        assert seen.actions == ()

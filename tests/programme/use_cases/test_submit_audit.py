"""The lead auditor submits, and the actions reach the teams that will do them (WC-04, WC-08)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.action import ProposedAction
from programme.audit import Audit
from programme.audit_answers import AnswerCount
from programme.audit_record import AuditRecord
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import allocation_entity, audit_entity
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.little_council import (
    A_MINUTE,
    DUE,
    STAFF,
    TEAMS,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    a_record_of,
)

FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
FOR_CHERRY = ProposedAction("Share the learning.", "Cherry", date(2026, 12, 22))

pytestmark = pytest.mark.rule("WC-04", "WC-08")


async def _draft(little: LittleCouncil, record: AuditRecord) -> Audit:
    audit = await little.audit_led_by("ann")
    by = await little.person("ann")
    command = SaveAuditDraft(little.council, by, audit.id, lambda _: record, "dialog")
    return await save_audit_draft(command, work=little.work, now=THE_FIRST)


async def _submit(
    little: LittleCouncil,
    audit: Audit,
    by: str = "ann",
    version: int | None = None,
    now: datetime = THE_FIRST,
) -> Audit:
    command = SubmitAudit(
        little.council,
        await little.person(by),
        audit.id,
        audit.version if version is None else version,
        "dialog",
    )
    return await submit_audit(command, work=little.work, now=now)


async def test_the_audit_is_final_and_its_actions_are_kept(drawn: LittleCouncil) -> None:
    audit, actions = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    assert audit == await drawn.audit_led_by("ann")
    assert (audit.submitted_by, audit.submitted_at) == ("ann", THE_FIRST)
    assert [(a.text, a.team, a.due, a.set_by) for a in actions] == [
        (FOR_ASH.text, "Ash", DUE, "ann"),
        (FOR_CHERRY.text, "Cherry", FOR_CHERRY.due, "ann"),
    ]
    event = (await drawn.events(audit.id))[-1]
    assert (event.who, event.verb) == ("ann", "submit_audit")
    assert event.detail == {"overall": "good", "actions": 2}


async def test_those_who_will_do_the_actions_and_both_auditors_hear_of_them_once(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    messages = await drawn.messages(MessageKind.ACTIONS)
    assert sorted(message.person_id for message in messages) == ["ann", "ben", "cat"]
    assert {message.subject for message in messages} == {audit.id}
    assert {message.key for message in messages} == {
        f"actions:{audit.id}:{person_id}" for person_id in ("ann", "ben", "cat")
    }


async def test_while_a_team_manager_is_away_the_stand_in_hears_of_them(
    drawn: LittleCouncil,
) -> None:
    await drawn.away("cat", date(2026, 11, 30), date(2026, 12, 4))
    await drawn.submitted(FOR_CHERRY)
    assert await drawn.readers(MessageKind.ACTIONS) == ["ann", "ben", "gus"]


async def test_at_night_only_the_one_who_submits_hears_of_them_before_the_council_opens(
    drawn: LittleCouncil,
) -> None:
    audit = await _draft(drawn, a_full_record(drawn.council.framework, FOR_ASH, FOR_CHERRY))
    sunday_night = datetime(2026, 12, 6, 22, 0, tzinfo=UTC)
    await _submit(drawn, audit, now=sunday_night)
    due = {m.person_id: m.not_before for m in await drawn.messages(MessageKind.ACTIONS)}
    monday = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
    assert due == {"ann": sunday_night, "ben": monday, "cat": monday}


async def test_an_audit_without_actions_sends_nothing_where_nobody_reviews_it(
    drawn: LittleCouncil,
) -> None:
    rules = drawn.council.framework
    rules = replace(rules, actions=replace(rules.actions, reviewed=False))
    drawn = replace(drawn, council=replace(drawn.council, framework=rules))
    full = a_full_record(drawn.council.framework, FOR_ASH)
    without = AuditRecord(full.grades, full.overall, full.went_well, full.to_learn)
    done = await _submit(drawn, await _draft(drawn, without))
    assert done.is_submitted
    assert await drawn.messages(MessageKind.ACTIONS) == []


async def test_submitted_twice_the_second_answers_as_the_first_did(drawn: LittleCouncil) -> None:
    draft = await _draft(drawn, a_full_record(drawn.council.framework, FOR_ASH))
    first = await _submit(drawn, draft)
    before = await drawn.everything()
    assert await _submit(drawn, draft) == first
    assert await drawn.everything() == before


async def test_a_draft_that_has_changed_since_is_looked_through_once_more(
    drawn: LittleCouncil,
) -> None:
    draft = await _draft(drawn, a_full_record(drawn.council.framework, FOR_ASH))
    before = await drawn.everything()
    with pytest.raises(ShowAsItIsNow, match="look through it once more"):
        await _submit(drawn, draft, version=draft.version - 1)
    assert await drawn.everything() == before


async def test_what_is_missing_is_named_and_nothing_is_kept(drawn: LittleCouncil) -> None:
    draft = await _draft(drawn, AuditRecord(went_well="Well."))
    before = await drawn.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await _submit(drawn, draft)
    assert {"overall", "to_learn", "voice"} <= set(refused.value.problems)
    assert await drawn.everything() == before


async def test_an_action_for_a_team_that_is_gone_meanwhile_is_not_lost_without_a_word(
    drawn: LittleCouncil,
) -> None:
    draft = await _draft(drawn, a_full_record(drawn.council.framework, FOR_CHERRY))
    left = [team for team in TEAMS if team.name != "Cherry"]
    await drawn.take_staff(*(one for one in STAFF if one.team != "Cherry"), teams=left)
    with pytest.raises(CorrectAndRepeat) as refused:
        await _submit(drawn, draft)
    assert "Cherry is not a team" in refused.value.problems["action_1_team"]


async def test_the_peer_does_not_submit_and_a_stranger_to_the_audit_neither(
    drawn: LittleCouncil,
) -> None:
    draft = await _draft(drawn, a_full_record(drawn.council.framework, FOR_ASH))
    for by in ("ben", "cat", "quinn"):
        with pytest.raises(AskSomeoneAllowed):
            await _submit(drawn, draft, by=by)


async def test_the_cards_that_show_the_audit_follow(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await drawn.settle("ben", MessageKind.ALLOCATION, "2026-12", audit_entity(audit.id))
    await drawn.settle("gil", MessageKind.GROUP_ALLOCATION, "2026-12", audit_entity(audit.id))
    await drawn.settle("quinn", MessageKind.ROUND, "2026-12", allocation_entity("2026-12"))
    await drawn.submitted()
    assert await drawn.behind() == {
        ("ben", MessageKind.ALLOCATION),
        ("gil", MessageKind.GROUP_ALLOCATION),
        ("quinn", MessageKind.ROUND),
    }


async def test_an_audit_of_another_council_is_not_here(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    with pytest.raises(LookElsewhere):
        await _submit(drawn, await other.audit_led_by("ann"))


async def test_an_action_that_is_due_soon_is_not_reminded_of_on_the_same_day(
    drawn: LittleCouncil,
) -> None:
    soon = ProposedAction("Visit.", "Ash", THE_FIRST.date() + timedelta(days=2))
    _, (action,) = await drawn.submitted(soon)
    assert action.reminded == "2026-12-03-5"


@pytest.mark.rule("WC-10")
async def test_what_was_chosen_is_kept_by_question_once_however_often_it_is_sent(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    framework = drawn.council.framework
    tool = framework.tool("mid_way")
    led = await drawn.audit_led_by("ann")
    mid_way = replace(led, id=f"{5:032x}", tool_id=tool.id, peer_id=None, round_id="mid_way")
    async with drawn.work(drawn.tenant_id) as w:
        await w.audits.add([mid_way])
        await w.commit()
    record = a_record_of(framework, tool)
    by = await drawn.person("ann")
    command = SaveAuditDraft(drawn.council, by, mid_way.id, lambda _: record, "dialog")
    draft = await save_audit_draft(command, work=drawn.work, now=THE_FIRST)
    done = await _submit(drawn, draft)
    assert await _submit(drawn, draft) == done
    assert done.record.answers == record.answers
    expected = tuple(
        AnswerCount("mid_way", question, "Ash", "yes", 1) for question in ("footprint", "on_course")
    )
    for council, counts in ((drawn, expected), (other, ())):
        async with council.work(council.tenant_id) as w:
            assert await w.audit_answers.counted(THE_FIRST, THE_FIRST + A_MINUTE) == counts

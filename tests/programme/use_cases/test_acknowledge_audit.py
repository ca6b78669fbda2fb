"""Mid-way audits: the team manager hears of the findings and acknowledges them once (WC-10)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs.action_blocks import COMPLETE
from dialogs.conversation import ShowLive
from dialogs.live_card import After
from dialogs.table import LIVE, VERBS
from programme.action import ProposedAction
from programme.audit import Audit
from programme.case import Case
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.acknowledge_audit import AcknowledgeAudit, acknowledge_audit
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_allocation import show_allocations
from programme.use_cases.show_findings import show_findings
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.bot.chats import words_of
from tests.follow_up import AN_ACTION, turn
from tests.little_council import (
    A_MINUTE,
    ADDED,
    CASES,
    DECEMBER,
    DUE,
    FRAMEWORK,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
    case_list,
    little_council,
    person,
)

pytestmark = pytest.mark.rule("WC-10")
EVENING = datetime(2026, 12, 4, 19, tzinfo=UTC)
MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
MID_WAY = replace(
    FRAMEWORK.allocation,
    id="mid_way",
    title="Mid-way audits",
    auditors="reviewing_officers",
    peer=None,
    copied_to=(),
    tells_team_manager=True,
)
IVY = person("Ivy", Role.INDEPENDENT_REVIEWING_OFFICER)
ACK = "Findings acknowledged by Ann on Tue 1 Dec"


@pytest.fixture
async def midway(little: LittleCouncil) -> LittleCouncil:
    """The council with mid-way audits of Ivy's one case, of Ash, drawn for December."""
    framework = replace(FRAMEWORK, rounds=(FRAMEWORK.allocation, MID_WAY))
    council = little_council(little.engine, framework=framework)
    await council.take_staff(*STAFF, IVY)
    cases: list[Case] = [replace(CASES[1], iro="Ivy"), *CASES[2:]]
    await import_cases(
        ImportCases(council.council, case_list(cases), "command line"),
        work=council.work,
        now=ADDED,
    )
    await council.draw(of="mid_way")
    return council


async def _submitted(
    midway: LittleCouncil,
    now: datetime = THE_FIRST,
    actions: tuple[ProposedAction, ...] = (AN_ACTION,),
) -> Audit:
    audit = await midway.audit_led_by("ivy")
    framework, ivy = midway.council.framework, await midway.person("ivy")
    record = replace(a_full_record(framework, *actions), views=all_sought(framework))
    draft = await save_audit_draft(
        SaveAuditDraft(midway.council, ivy, audit.id, lambda _: record, "dialog"),
        work=midway.work,
        now=now,
    )
    return await submit_audit(
        SubmitAudit(midway.council, ivy, audit.id, draft.version, "dialog"),
        work=midway.work,
        now=now,
    )


async def _acknowledge(
    midway: LittleCouncil, audit: Audit, person_id: str = "ann", now: datetime = THE_FIRST
) -> bool:
    command = AcknowledgeAudit(midway.council, await midway.person(person_id), audit.id, "card")
    return await acknowledge_audit(command, work=midway.work, now=now)


async def _ivys_line(midway: LittleCouncil) -> str | None:
    of = midway.period(DECEMBER, "mid_way")
    async with midway.work(midway.tenant_id) as w:
        views = await show_allocations(midway.council, w, of, ["ivy"])
    return views["ivy"].lines[0].acknowledged


async def test_the_reviewing_officer_gets_a_card_for_their_own_case(
    midway: LittleCouncil,
) -> None:
    of = midway.period(DECEMBER, "mid_way")
    await announce_allocation(midway.council, of, work=midway.work, now=THE_FIRST)
    assert await midway.readers(MessageKind.ALLOCATION) == ["ivy"]
    audit = await midway.audit_led_by("ivy")
    assert (audit.case_reference, audit.round_id, audit.peer_id) == ("CF-11", "mid_way", None)
    async with midway.work(midway.tenant_id) as w:
        (line,) = (await show_allocations(midway.council, w, of, ["ivy"]))["ivy"].lines
    assert not line.peer_wanted


async def test_the_team_manager_gets_the_findings_of_a_submitted_audit_in_hours(
    midway: LittleCouncil,
) -> None:
    audit = await _submitted(midway, EVENING)
    (told,) = await midway.messages(MessageKind.FINDINGS)
    assert (told.person_id, told.subject, told.not_before) == ("ann", audit.id, MONDAY)


async def test_whoever_gets_the_findings_has_the_actions_on_the_same_card(
    midway: LittleCouncil,
) -> None:
    other = ProposedAction("Share the plan with the school.", "Birch", DUE)
    audit = await _submitted(midway, EVENING, (AN_ACTION, other))
    assert await midway.readers(MessageKind.FINDINGS) == ["ann"]
    assert await midway.readers(MessageKind.ACTIONS) == ["ben", "ivy"]
    async with midway.work(midway.tenant_id) as w:
        asked = ("ann", audit.id)
        view = (await show_findings(midway.council, w, [asked], EVENING.date()))[asked]
    assert {line.action.text: line.may_act for line in view.lines} == {
        AN_ACTION.text: True,
        other.text: False,
    }


async def test_an_action_is_completed_from_the_card_of_the_findings(midway: LittleCouncil) -> None:
    audit = await _submitted(midway, THE_FIRST)
    ann, subject = await turn(midway, "ann"), {"kind": "findings", "subject": audit.id}

    async def card(after: After | None = None) -> str:
        async with midway.work(midway.tenant_id) as w:
            asked = ("ann", audit.id)
            live = LIVE[MessageKind.FINDINGS]
            view = (await live.load(midway.council, w, [asked], THE_FIRST.date()))[asked]
        return words_of(live.drawn(view, after or After(None)).card)

    assert "1 of 1 action still open." in await card()
    async with midway.work(midway.tenant_id) as w:
        (action,) = await w.actions.of_audits([audit.id])
    form = {**subject, "action": f"{action.id}/{action.version}", "complete_note": ""}
    back = await VERBS[COMPLETE].press({"verb": COMPLETE, **form}, ann)
    assert isinstance(back, ShowLive)
    assert back.kind is MessageKind.FINDINGS
    assert back.typed is not None
    assert f"⚠ {back.typed.sentence}" in await card(After(typed=back.typed))
    form["complete_note"] = "It is on the 11th."
    done = await VERBS[COMPLETE].press({"verb": COMPLETE, **form}, ann)
    assert isinstance(done, ShowLive)
    assert (done.kind, done.subject) == (MessageKind.FINDINGS, audit.id)
    told = await card()
    assert "All of them are completed." in told
    assert "✔ Completed by Ann" in told


async def test_while_the_manager_is_away_the_next_in_line_gets_them(midway: LittleCouncil) -> None:
    await midway.away("ann", date(2026, 12, 1), date(2026, 12, 4))
    await _submitted(midway)
    assert await midway.readers(MessageKind.FINDINGS) == ["abe"]


async def test_a_case_whose_team_is_gone_is_told_to_the_qa_officers(midway: LittleCouncil) -> None:
    audit = await midway.audit_led_by("ivy")
    async with midway.work(midway.tenant_id) as w:
        await w.audits.save(replace(audit, team="Gone", version=audit.version + 1))
        await w.commit()
    await _submitted(midway)
    assert await midway.readers(MessageKind.FINDINGS) == ["quinn"]


async def test_an_audit_of_another_round_tells_nobody(midway: LittleCouncil) -> None:
    await midway.draw()
    await midway.submitted(lead="ben")
    assert await midway.messages(MessageKind.FINDINGS) == []


async def test_it_is_acknowledged_once_and_the_auditors_card_shows_it(
    midway: LittleCouncil,
) -> None:
    audit = await _submitted(midway)
    assert await _ivys_line(midway) == "The team manager has yet to acknowledge the findings"
    await midway.settle("ivy", MessageKind.ALLOCATION, "mid_way/2026-12", f"audit:{audit.id}")
    assert await _acknowledge(midway, audit)
    assert not await _acknowledge(midway, audit, now=THE_FIRST + A_MINUTE)
    assert not await _acknowledge(midway, audit, "abe", THE_FIRST + A_MINUTE)
    kept = await midway.audit_led_by("ivy")
    assert (kept.acknowledged_by, kept.acknowledged_at) == ("ann", THE_FIRST)
    assert await _ivys_line(midway) == ACK
    assert ("ivy", MessageKind.ALLOCATION) in await midway.behind()
    verbs = [event.verb for event in await midway.events(audit.id)]
    assert verbs.count("acknowledge_audit") == 1


async def test_others_are_told_whom_to_ask(midway: LittleCouncil) -> None:
    audit = await _submitted(midway)
    with pytest.raises(AskSomeoneAllowed, match="for Ash"):
        await _acknowledge(midway, audit, "ben")
    with pytest.raises(AskSomeoneAllowed):
        await _acknowledge(midway, audit, "ivy")


async def test_nothing_is_acknowledged_before_it_is_submitted(midway: LittleCouncil) -> None:
    with pytest.raises(ShowAsItIsNow, match="isn't submitted yet"):
        await _acknowledge(midway, await midway.audit_led_by("ivy"))
    with pytest.raises(LookElsewhere):
        await _acknowledge(midway, replace(await midway.audit_led_by("ivy"), id="none"))


async def test_the_findings_of_other_rounds_are_nobodys_to_acknowledge(
    midway: LittleCouncil,
) -> None:
    await midway.draw()
    audit, _ = await midway.submitted(lead="ben")
    for who in ("ben", "quinn"):
        with pytest.raises(LookElsewhere, match="needn't be acknowledged"):
            await _acknowledge(midway, audit, who)


async def test_the_findings_are_shown_to_those_who_answer_for_the_team(
    midway: LittleCouncil,
) -> None:
    asked = [(who, (await midway.audit_led_by("ivy")).id) for who in ("ann", "gil", "ben", "quinn")]
    async with midway.work(midway.tenant_id) as w:
        assert await show_findings(midway.council, w, asked, THE_FIRST.date()) == {}
    audit = await _submitted(midway)
    await _acknowledge(midway, audit)
    async with midway.work(midway.tenant_id) as w:
        shown = await show_findings(midway.council, w, asked, THE_FIRST.date())
    assert [reader for reader, _ in shown] == ["ann", "gil", "quinn"]
    assert (shown["ann", audit.id].lead, shown["ann", audit.id].acknowledged_by) == ("Ivy", "Ann")

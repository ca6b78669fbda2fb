"""A case closes before its audit is begun: its auditors and the QA officers hear, and it goes on
when the case is open again or somebody begins it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.table import LIVE
from programme.audit import Audit
from programme.case import Case
from programme.message import MessageKind
from programme.shown import AUDITORS
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.tell_of_auditors_needed import tell_of_auditors_needed
from tests.bot.chats import words_of
from tests.little_council import CASES, DECEMBER, THE_FIRST, LittleCouncil, case_list

MONTH = str(DECEMBER)
NOVEMBER = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""Before the round is announced."""
LATER = datetime(2026, 12, 3, 10, tzinfo=UTC)


async def _take(little: LittleCouncil, *cases: Case, now: datetime = LATER) -> None:
    command = ImportCases(little.council, case_list(cases), "command line")
    await import_cases(command, work=little.work, now=now)


def _with(reference: str, team: str) -> Sequence[Case]:
    return [replace(c, team=team) if c.reference == reference else c for c in CASES]


async def _close(little: LittleCouncil, audit: Audit) -> None:
    await _take(little, *(c for c in CASES if c.reference != audit.case_reference))


async def _announced(drawn: LittleCouncil) -> tuple[Audit, set[str]]:
    """Ann's audit, and the keys of what was sent so far."""
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    return await drawn.audit_led_by("ann"), {m.key for m in await drawn.messages()}


async def _card(little: LittleCouncil, kind: MessageKind, who: str, subject: str) -> str:
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE[kind].draw(little.council, w, [(who, subject)], LATER.date())
    return words_of(drawn[who, subject].card) if drawn else ""


async def test_both_auditors_and_the_qa_officers_hear_what_to_do_now(drawn: LittleCouncil) -> None:
    audit, before = await _announced(drawn)
    await _close(drawn, audit)
    closed = await drawn.audit_led_by("ann")
    assert closed.why[-1] == "The case closed on Thursday 3 December 2026."
    assert (closed.case_closed_on, closed.version) == (LATER.date(), 2)
    told = {(m.person_id, m.kind) for m in await drawn.messages() if m.key not in before}
    assert told == {
        ("ann", MessageKind.ALLOCATION),
        (audit.peer_id, MessageKind.ALLOCATION),
        ("quinn", MessageKind.AUDITORS_NEEDED),
    }
    hers = await _card(drawn, MessageKind.ALLOCATION, "ann", MONTH)
    waits = "The case closed on Thu 3 Dec: please wait, the QA officers decide"
    assert waits in hers
    areas = await _card(drawn, MessageKind.GROUP_ALLOCATION, "gil", MONTH)
    assert "The case closed on Thu 3 Dec: the QA officers decide" in areas
    officers = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    assert f"{audit.case_reference}, Ash: closed on Thu 3 Dec, audit due Thu 31 Dec, Ann and" in (
        officers
    )
    assert "Type “withdraw” with the reference after it" in officers
    (event,) = [e for e in await drawn.events(audit.id) if e.verb == "close_case"]
    assert event.at == LATER


async def test_an_audit_of_a_case_that_had_closed_before_it_was_made_is_found_all_the_same(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await _announced(drawn)
    async with drawn.work(drawn.tenant_id) as w:
        case = await w.cases.get(audit.case_reference)
        assert case is not None
        await w.cases.save([replace(case, active=False)])
        await w.commit()
    await _close(drawn, audit)
    assert (await drawn.audit_led_by("ann")).case_closed_on == LATER.date()
    listed = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    assert audit.case_reference in listed


async def test_each_hears_once(drawn: LittleCouncil) -> None:
    audit, _ = await _announced(drawn)
    await _close(drawn, audit)
    before = await drawn.everything()
    await _close(drawn, audit)
    after = await drawn.everything()
    assert {k: v for k, v in after.items() if not k.startswith("event")} == {
        k: v for k, v in before.items() if not k.startswith("event")
    }
    for day in range(4, 9):
        now = datetime(2026, 12, day, 9, tzinfo=UTC)
        await tell_of_auditors_needed(drawn.council, work=drawn.work, now=now)
    assert len(await drawn.messages(MessageKind.AUDITORS_NEEDED)) == 1


async def test_closed_again_on_the_same_day_they_hear_again_and_not_of_what_else_changes(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await _announced(drawn)
    hour = timedelta(hours=1)
    await _close(drawn, audit)
    await _take(drawn, *CASES, now=LATER + hour)
    without = [c for c in CASES if c.reference != audit.case_reference]
    await _take(drawn, *without, now=LATER + 2 * hour)
    assert len(await drawn.messages(MessageKind.AUDITORS_NEEDED)) == 2
    quinn = await drawn.person("quinn")
    command = ReassignAudit(
        drawn.council, quinn, audit.id, "lead", 4, "eve", "Eve knows the team.", "card"
    )
    await reassign_audit(command, work=drawn.work, now=LATER + 3 * hour)
    now = LATER + timedelta(days=1)
    await tell_of_auditors_needed(drawn.council, work=drawn.work, now=now)
    assert len(await drawn.messages(MessageKind.AUDITORS_NEEDED)) == 2


async def test_before_the_announcement_the_announcement_tells_them(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await _take(drawn, *(c for c in CASES if c.reference != audit.case_reference), now=NOVEMBER)
    assert {m.kind for m in await drawn.messages()} == {MessageKind.AUDITORS_NEEDED}
    await _announced(drawn)
    assert "please wait" in await _card(drawn, MessageKind.ALLOCATION, "ann", MONTH)


async def test_an_audit_that_was_begun_goes_on(drawn: LittleCouncil) -> None:
    audit, _ = await _announced(drawn)
    await _begin(drawn, audit)
    before = {m.key for m in await drawn.messages()}
    await _close(drawn, audit)
    assert (await drawn.audit_led_by("ann")).case_closed_on is None
    assert {m.key for m in await drawn.messages()} == before


async def test_begun_all_the_same_or_withdrawn_it_leaves_the_qa_officers_list(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await _announced(drawn)
    other = await drawn.audit_led_by("dan")
    gone = {audit.case_reference, other.case_reference}
    await _take(drawn, *(c for c in CASES if c.reference not in gone))
    listed = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    assert all(reference in listed for reference in gone)
    await _begin(drawn, await drawn.audit_led_by("ann"))
    assert "please wait" not in await _card(drawn, MessageKind.ALLOCATION, "ann", MONTH)
    quinn = await drawn.person("quinn")
    command = WithdrawAudit(drawn.council, quinn, other.id, 2, "The case has closed.", "card")
    await withdraw_audit(command, work=drawn.work, now=LATER)
    listed = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    assert not any(reference in listed for reference in gone)


@pytest.mark.parametrize("team", ["Ash", "Cherry"])
async def test_open_again_it_goes_on_with_the_team_that_has_it(
    drawn: LittleCouncil, team: str
) -> None:
    audit, _ = await _announced(drawn)
    await _close(drawn, audit)
    before = {m.key for m in await drawn.messages()}
    await _take(drawn, *_with(audit.case_reference, team), now=LATER + timedelta(days=1))
    again = await drawn.audit_led_by("ann")
    assert (again.case_closed_on, again.team, again.version) == (None, team, 3)
    assert "The case was open again on Friday 4 December 2026." in again.why
    told = {(m.person_id, m.kind) for m in await drawn.messages() if m.key not in before}
    assert told == {("ann", MessageKind.ALLOCATION), (audit.peer_id, MessageKind.ALLOCATION)}
    assert "please wait" not in await _card(drawn, MessageKind.ALLOCATION, "ann", MONTH)
    listed = await _card(drawn, MessageKind.AUDITORS_NEEDED, "quinn", AUDITORS)
    assert audit.case_reference not in listed


@pytest.mark.parametrize("team", ["Ash", "Cherry"])
async def test_begun_it_goes_with_a_case_that_comes_back_to_another_team(
    drawn: LittleCouncil, team: str
) -> None:
    audit, _ = await _announced(drawn)
    await _begin(drawn, audit)
    await _close(drawn, audit)
    before = {m.key for m in await drawn.messages()}
    await _take(drawn, *_with(audit.case_reference, team), now=LATER + timedelta(days=1))
    again = await drawn.audit_led_by("ann")
    assert (again.team, again.record.went_well) == (team, "Direct work was purposeful.")
    told = {m.person_id for m in await drawn.messages() if m.key not in before}
    assert told == ({"ann", audit.peer_id} if team == "Cherry" else set())
    moved = [e.detail for e in await drawn.events(audit.id) if e.verb == "move_audit"]
    assert moved == ([{"from": "Ash", "to": "Cherry"}] if team == "Cherry" else [])


async def _begin(little: LittleCouncil, audit: Audit) -> None:
    ann = await little.person("ann")
    command = SaveAuditDraft(
        little.council,
        ann,
        audit.id,
        lambda record: replace(record, went_well="Direct work was purposeful."),
        "dialog",
    )
    await save_audit_draft(command, work=little.work, now=LATER)

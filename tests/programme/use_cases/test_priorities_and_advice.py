"""Actions by how urgent they are, and advice that nobody tracks (BD-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.use_cases.action_lines import lines_for
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.little_council import (
    DUE,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
)
from tests.programme.use_cases.acting_on_actions import (
    HIGH,
    LOW,
    card,
    digest,
)


@pytest.mark.rule("BD-05")
async def test_within_a_date_the_more_urgent_comes_first_and_says_so(ash: LittleCouncil) -> None:
    audit, actions = await ash.submitted(LOW, HIGH)
    assert [a.priority for a in sorted(actions, key=lambda a: a.number)] == ["low", "high"]
    async with ash.work(ash.tenant_id) as w:
        ann = await w.people.get("ann")
        assert ann is not None
        lines = await lines_for(ash.council, w, actions, ann, DUE)
    assert [line.priority for line in lines] == ["High", "Low"]
    told = await card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert told.index("Priority: High") < told.index("Priority: Low")


@pytest.mark.rule("BD-05")
async def test_an_action_without_a_priority_keeps_the_audit_from_being_submitted(
    ash: LittleCouncil,
) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        await ash.submitted(replace(HIGH, priority=None))
    assert refused.value.problems == {"action_1": "Action 1: Please choose how urgent it is."}


@pytest.mark.rule("BD-05")
async def test_advice_is_shown_to_the_team_and_never_tracked(ash: LittleCouncil) -> None:
    audit, ann = await ash.audit_led_by("ann"), await ash.person("ann")
    record = replace(a_full_record(ash.council.framework), actions=(), advice=("Try a genogram.",))
    draft = await save_audit_draft(
        SaveAuditDraft(ash.council, ann, audit.id, lambda _: record, "dialog"),
        work=ash.work,
        now=THE_FIRST,
    )
    done = await submit_audit(
        SubmitAudit(ash.council, ann, audit.id, draft.version, "dialog"),
        work=ash.work,
        now=THE_FIRST,
    )
    assert done.record.advice == ("Try a genogram.",)
    assert set(await ash.readers(MessageKind.ACTIONS)) == {"ann", done.peer_id}
    told = await card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert "Advice from the audit" in told
    assert "Try a genogram." in told
    assert "Mark as completed" not in told
    async with ash.work(ash.tenant_id) as w:
        assert await w.actions.of_audits([audit.id]) == ()
    for n in range(40):
        assert await digest(ash, DUE + timedelta(days=n)) == []

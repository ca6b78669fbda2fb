"""What auditors and managers do in the council of these tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from programme.action import Action, ProposedAction
from programme.audit import Audit
from programme.message import Message, MessageKind
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from programme.use_cases.tick import tick
from tests.little_council import LittleCouncil, a_record_of
from tests.programme.frameworks.a_council import FRIDAY, nine

OUTSTANDING, GOOD, POOR, INADEQUATE = "outstanding", "good", "requires_improvement", "inadequate"
NOW = nine(FRIDAY)


async def submitted(
    council: LittleCouncil,
    audit: Audit,
    overall: str = GOOD,
    actions: Sequence[ProposedAction] = (),
    now: datetime = NOW,
) -> Audit:
    """The audit, recorded and submitted by its lead auditor."""
    rules = council.council.framework
    tool = rules.tool(audit.tool_id)
    record = a_record_of(rules, tool)
    record = replace(
        record,
        grades=dict.fromkeys(record.grades, overall),
        overall=overall if tool.grades_the_whole else None,
        actions=tuple(actions),
        views=record.views if audit.views_asked_of(rules) == "lead" else {},
    )
    by = await council.person(audit.lead_id)
    saving = SaveAuditDraft(council.council, by, audit.id, lambda _: record, "dialog")
    draft = await save_audit_draft(saving, work=council.work, now=now)
    command = SubmitAudit(council.council, by, audit.id, draft.version, "dialog")
    return await submit_audit(command, work=council.work, now=now)


async def actions_of(council: LittleCouncil, audit: Audit) -> tuple[Action, ...]:
    """What the audit has set."""
    async with council.work(council.tenant_id) as w:
        return await w.actions.of_audits([audit.id])


async def completed(council: LittleCouncil, action: Action, on: date) -> Action:
    """The action, completed by the manager of its team."""
    by = await council.person(f"team_manager-{action.team.lower()}")
    command = CompleteAction(council.council, by, action.id, action.version, "Done.", "card")
    return await complete_action(command, work=council.work, now=nine(on))


async def ticked(council: LittleCouncil, day: date, *kinds: MessageKind) -> int:
    """How many messages of the kinds the tick at nine on the day queues."""
    before = len(await council.messages(*kinds))
    await tick(council.council, work=council.work, now=nine(day))
    return len(await council.messages(*kinds)) - before


def standing(audit: Audit, person_id: str) -> str:
    """How somebody stands to the audit: "its lead", or by their role, "its team_manager" and
    "its service_manager" where it is the case's own."""
    role, _, place = person_id.partition("-")
    if person_id in (audit.lead_id, audit.peer_id):
        return "its lead" if person_id == audit.lead_id else "its peer"
    own = (audit.team.lower(), audit.service_area.split()[0].lower())
    return f"its {role}" if place in own else person_id


def readers_of(
    messages: Sequence[Message], audit: Audit, *kinds: MessageKind
) -> Mapping[MessageKind, set[str]]:
    """Who of those who stand to the audit gets a card of each kind."""
    return {
        kind: {standing(audit, m.person_id) for m in messages if m.kind is kind}
        for kind in kinds
        if any(m.kind is kind for m in messages)
    }

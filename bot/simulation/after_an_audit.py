"""What simulated people do about moderations, alerts, findings, loops and confirmations."""

from collections.abc import Mapping

from bot.simulation.acting import SOURCE, Acting, Reaction
from programme.follow_up import LoopState
from programme.message import MessageKind
from programme.moderation import Judgement
from programme.use_cases.acknowledge_audit import AcknowledgeAudit, acknowledge_audit
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.answer_moderation import AnswerModeration, answer_moderation
from programme.use_cases.confirm_actions import ConfirmActions, confirm_actions
from programme.use_cases.moderate_audit import ModerateAudit, moderate_audit
from programme.use_cases.record_loop_check import RecordLoopCheck, record_loop_check


async def _moderate(acting: Acting) -> None:
    """Everything that waits for the person; in one of five the whole is graded otherwise."""
    async with acting.work(acting.council.tenant_id) as w:
        waiting = await w.moderations.waiting_of(acting.person.id)
        audits = {audit.id: audit for audit in await w.audits.some([m.id for m in waiting])}
    grades = [grade.id for grade in acting.council.framework.grades]
    for moderation in waiting:
        record = audits[moderation.id].record
        overall = (
            acting.chance.choice(grades) if acting.chance.randrange(5) == 0 else record.overall
        )
        judgement = Judgement(
            record.grades,
            overall,
            "The plan has no dates.",
            "Date each step of the plan.",
            talked_over=True,
        )
        command = ModerateAudit(
            acting.council, acting.person, moderation.id, moderation.version, judgement, SOURCE
        )
        await moderate_audit(command, work=acting.work, now=acting.now)


async def _answer_moderation(acting: Acting) -> None:
    async with acting.work(acting.council.tenant_id) as w:
        moderation = await w.moderations.get(acting.message.subject)
        audit = await w.audits.get(acting.message.subject)
    awaited = moderation and moderation.answer_due and moderation.answered_at is None
    if moderation and awaited and audit and audit.lead_id == acting.person.id:
        command = AnswerModeration(
            acting.council, acting.person, moderation.id, moderation.version, True, "", SOURCE
        )
        await answer_moderation(command, work=acting.work, now=acting.now)


async def _check_loop(acting: Acting) -> None:
    async with acting.work(acting.council.tenant_id) as w:
        loop = await w.loops.get(acting.message.subject)
        actions = await w.actions.of_audits([acting.message.subject])
    if loop and loop.checker_id == acting.person.id and loop.state is LoopState.OPEN:
        done = not any(action.is_open for action in actions)
        found = "The file shows them." if done else "One is still to do."
        command = RecordLoopCheck(
            acting.council, acting.person, loop.id, loop.version, done, found, SOURCE
        )
        await record_loop_check(command, work=acting.work, now=acting.now)


async def _answer_alert(acting: Acting) -> None:
    async with acting.work(acting.council.tenant_id) as w:
        alert = await w.alerts.get(acting.message.subject, acting.person.id)
    if alert and alert.answer_by:
        command = AnswerAlert(
            acting.council,
            acting.person,
            alert.audit_id,
            alert.version,
            "Seen by the team manager the same day.",
            SOURCE,
        )
        await answer_alert(command, work=acting.work, now=acting.now)


async def acknowledge_findings(acting: Acting) -> None:
    """The findings are read."""
    command = AcknowledgeAudit(acting.council, acting.person, acting.message.subject, SOURCE)
    await acknowledge_audit(command, work=acting.work, now=acting.now)


async def _confirm(acting: Acting) -> None:
    command = ConfirmActions(acting.council, acting.person, acting.message.subject, SOURCE)
    await confirm_actions(command, work=acting.work, now=acting.now)


AFTER_AN_AUDIT: Mapping[MessageKind, tuple[Reaction, ...]] = {
    MessageKind.MODERATION: (Reaction(_moderate, 2, 12),),
    MessageKind.MODERATIONS: (Reaction(_moderate, 1, 9),),
    MessageKind.MODERATION_OUTCOME: (Reaction(_answer_moderation, 0, 7, of_ten=8),),
    MessageKind.LOOP_CHECK: (Reaction(_check_loop, 0, 5),),
    MessageKind.GRADE_ALERT: (Reaction(_answer_alert, 0, 3, of_ten=9),),
    MessageKind.CONFIRM_ACTIONS: (Reaction(_confirm, 0, 5, of_ten=9),),
}

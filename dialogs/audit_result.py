"""Blocks that every card of what follows an audit shares: which audit, its grades, its actions."""

from dialogs import audit_answers, kit
from dialogs.kit import Element
from dialogs.live_card import After
from programme.action import Action
from programme.calendar import short_day
from programme.use_cases.audit_result import AuditResult

WORDS_AT_MOST = 1_200
"""Characters of a finding in one of these cards; the audit itself holds the rest."""
ACTION_AT_MOST = 200


def withdrawn(result: AuditResult) -> list[Element]:
    """That nobody audits it any more, and why."""
    why = result.audit.withdrawn_reason
    if why is None:
        return []
    told = kit.as_typed(f"Why: {kit.shortened(why, 200)}", subtle=True)
    return [kit.text("Withdrawn; nothing is asked of its auditor any more."), told]


def opening(after: After) -> list[Element]:
    """What has just happened, where something has."""
    return [kit.notice(after.notice)] if after.notice else []


def which(result: AuditResult) -> Element:
    """The case and who audited it."""
    audit = result.audit
    when = f" on {short_day(audit.submitted_at)}" if audit.submitted_at else ""
    return kit.text(
        f"**{audit.case_reference}** · {audit.team} · {result.sort}, by {result.lead}{when}",
        subtle=True,
    )


def answers(result: AuditResult) -> list[Element]:
    """What was answered to the tool's questions, in short."""
    return audit_answers.in_short(result.questions, result.audit.record.answers)


def grades(result: AuditResult) -> list[Element]:
    """The grade of the whole, the one that moderation agreed, and those of the areas."""
    if not result.is_graded:
        return []
    agreed = [(f"Agreed in {result.agreed_in}", result.agreed)] if result.agreed else []
    return [kit.facts([("Overall grade", result.overall), *agreed, *result.areas])]


def graded(result: AuditResult) -> list[Element]:
    """What the grade was first, where another was agreed."""
    if result.grade == result.overall:
        return []
    said = f"This was agreed in {result.agreed_in}; it was first graded “{result.overall}”."
    return [kit.text(said)]


def finding(title: str, words: str) -> list[Element]:
    """What was good, or what there is to learn, as the auditor wrote it."""
    if not words:
        return []
    return [kit.subheading(title), kit.as_typed(kit.shortened(words, WORDS_AT_MOST))]


def actions(result: AuditResult) -> Element:
    """How many actions the audit set, and how many are still to be done."""
    every, still_open = kit.count(len(result.actions), "action"), result.open_actions
    if not result.actions:
        said = "The audit set no actions."
    elif still_open == len(result.actions):
        said = f"{every} to be done."
    elif still_open:
        said = f"{every}, {still_open} still to be done."
    else:
        said = f"{every}, all completed."
    return kit.text(said, subtle=True)


def action_lines(result: AuditResult) -> list[Element]:
    """What the actions are, a line each, for those who have no card of the actions themselves."""
    return [
        kit.as_typed(
            f"• {kit.shortened(action.text, ACTION_AT_MOST)} ({action.team}, {_stands(action)})"
        )
        for action in result.actions
    ]


def _stands(action: Action) -> str:
    return f"due {short_day(action.due)}" if action.is_open else "✔ completed"

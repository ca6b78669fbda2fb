"""A re-audit after a grave grade: that it comes, when, and the button to record it (SW-06)."""

from dialogs import audit_result, closed_case, kit, to_do
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from dialogs.record_audit import OPEN
from programme.calendar import day_in_words, short_day
from programme.message import MessageKind
from programme.shown import audit_entity
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.show_re_audits import ReAuditView, show_re_audits


def card(view: ReAuditView, after: After) -> Card:
    """For its auditor what to do and when; for the QA officers how it stands."""
    audit = view.result.audit
    title = "Your re-audit" if view.is_mine else "A child of concern: the case is audited again"
    body = [
        *audit_result.opening(after),
        kit.heading(title),
        kit.text(_what(view)),
        kit.facts(
            [
                ("Case", f"{audit.case_reference}, {audit.team}"),
                ("Tool", view.result.tool),
                ("Auditor", view.result.lead),
                ("Due", day_in_words(audit.due)),
                ("Standing", _standing(view)),
            ]
        ),
        *audit_result.withdrawn(view.result),
        *closed_case.warned(audit, mine=view.is_mine),
        *_left(view),
        *(audit_result.answers(view.result) if audit.is_submitted else []),
        *_original(view.original),
    ]
    button = kit.open_dialog(f"Record {audit.case_reference}", OPEN, {"audit_id": audit.id})
    return kit.card(body, [button] if view.is_mine and view.is_open else [])


def _what(view: ReAuditView) -> str:
    first = view.original.audit
    who = "you" if first.lead_id == view.reader.id else view.original.lead
    when = f" on {short_day(first.submitted_at)}" if first.submitted_at else ""
    original = view.original
    agreed = (
        f"; “{original.grade}” was agreed in {original.agreed_in}"
        if original.grade != original.overall
        else ""
    )
    return (
        f"The audit that {who} submitted{when} was graded “{original.overall}”{agreed}. A short "
        f"re-audit of the same file looks at whether its actions were followed."
    )


def _standing(view: ReAuditView) -> str:
    if view.result.audit.is_submitted:
        return f"✔ Submitted: {view.result.grade}"
    if view.result.audit.is_withdrawn:
        return "Withdrawn"
    if view.today > view.result.audit.due:
        return "⚠ Overdue"
    if view.is_open:
        return "To do now"
    return f"To do from {day_in_words(view.followed.opens_on)}; a card comes then"


def _left(view: ReAuditView) -> list[Element]:
    if view.lead_is_here or not view.result.audit.is_to_submit:
        return []
    return [kit.warning(f"{view.result.lead} has left, so somebody else must be given this audit.")]


def _original(original: AuditResult) -> list[Element]:
    return [
        kit.subheading("The actions of the audit before"),
        audit_result.actions(original),
        *(
            kit.as_typed(
                f"{'To do' if action.is_open else '✔ Completed'}: "
                f"{kit.shortened(action.text, 200)}",
                subtle=True,
            )
            for action in original.actions
        ),
    ]


def _summary(view: ReAuditView) -> str:
    """How it stands, for each of its messages comes for another reason."""
    audit = view.result.audit
    if audit.is_submitted:
        return "A re-audit was submitted"
    if audit.is_withdrawn:
        return "A re-audit was withdrawn"
    if view.today > audit.due:
        return "A re-audit is overdue"
    if view.today >= view.followed.remind_on:
        return "A re-audit is due soon"
    return "A re-audit is open" if view.is_open else "A re-audit is to come"


LIVE = LiveKind(
    MessageKind.RE_AUDIT,
    "A re-audit",
    show_re_audits,
    card,
    lambda view: (audit_entity(view.result.audit.id), audit_entity(view.original.audit.id)),
    _summary,
    to_do.re_audit,
    lambda view: view.result.audit.case_reference,
)

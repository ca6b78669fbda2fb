"""What each kind of live card still asks of its reader, and by when: one rule a kind."""

from collections.abc import Iterable

from dialogs.allocated_audit import is_to_do
from programme.dispute import DisputeState
from programme.remind_later import ToDo, earliest, either
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_actions import ActionsView, DigestView
from programme.use_cases.show_alerts import AlertView
from programme.use_cases.show_allocation import AllocatedAudit, AllocationView
from programme.use_cases.show_audits_due import AuditsDueView
from programme.use_cases.show_choosing import ChoosingView
from programme.use_cases.show_commissioned import CommissionedView
from programme.use_cases.show_confirmation import ConfirmationView
from programme.use_cases.show_disputes import DisputesView, DisputeView
from programme.use_cases.show_duties import DutiesView
from programme.use_cases.show_findings import FindingsView
from programme.use_cases.show_loop_check import LoopView
from programme.use_cases.show_moderation import ModerationsView, ModerationView
from programme.use_cases.show_practice import PracticeView
from programme.use_cases.show_re_audits import ReAuditView
from programme.use_cases.show_work import WorkView


def actions(lines: Iterable[ActionLine]) -> ToDo | None:
    """Of actions: those that are open and the reader's to do."""
    return earliest(line.action.due for line in lines if line.may_act)


def audits(lines: Iterable[AllocatedAudit]) -> ToDo | None:
    """Of audits: those that the reader has something to record of."""
    return earliest(line.audit.due for line in lines if is_to_do(line))


def allocation(view: AllocationView) -> ToDo | None:
    """Recording comes first; then there is the acknowledgement, while an audit goes on."""
    return audits(view.lines) or _acknowledgement(view)


def audits_due(view: AuditsDueView) -> ToDo | None:
    """What the reader has still to submit."""
    return ToDo(view.due) if view.to_submit else None


def copied_allocation(view: AllocationView) -> ToDo | None:
    """Nothing is asked of whoever is copied in but to acknowledge it."""
    return _acknowledgement(view)


def _acknowledgement(view: AllocationView) -> ToDo | None:
    going_on = (a for a in (line.audit for line in view.lines) if not a.is_withdrawn)
    awaited = view.acknowledged_at is None and any(not audit.is_complete for audit in going_on)
    return ToDo() if awaited else None


def of_audit(view: ActionsView) -> ToDo | None:
    """An audit's actions, and the review of the audit."""
    asked = actions(view.lines)
    return either(asked, ToDo()) if view.may_review else asked


def findings(view: FindingsView) -> ToDo | None:
    """To acknowledge them, and the actions."""
    asked = actions(view.lines)
    return asked if view.audit.acknowledged_at else either(asked, ToDo())


def digest(view: DigestView) -> ToDo | None:
    """Its own actions: what the reader follows asks nothing of them."""
    return actions(view.lines)


def work(view: WorkView) -> ToDo | None:
    """Audits and actions in one list."""
    return either(audits(view.audits), actions(view.actions))


def commissioned(view: CommissionedView) -> ToDo | None:
    """The audit, for whoever does it."""
    audit = view.result.audit
    return ToDo(audit.due) if view.is_mine and audit.is_to_submit else None


def re_audit(view: ReAuditView) -> ToDo | None:
    """The re-audit, for whoever does it, once it is time."""
    return ToDo(view.result.audit.due) if view.is_mine and view.is_open else None


def choosing(view: ChoosingView) -> ToDo | None:
    """The cases that are still to be chosen."""
    left = not view.is_drawn and len(view.chosen) < view.wanted
    return ToDo(view.until) if left else None


def confirmation(view: ConfirmationView) -> ToDo | None:
    """To confirm, or to send back."""
    return ToDo() if view.asks else None


def dispute(view: DisputeView) -> ToDo | None:
    """The answer, and what whoever raised it says to an answer."""
    answered = view.dispute.state is DisputeState.ANSWERED
    asked = view.may_answer or (view.may_decide and answered)
    return ToDo(view.dispute.level_due) if asked else None


def disputes(view: DisputesView) -> ToDo | None:
    """All that are the reader's to answer or to decide."""
    return either(*map(dispute, view.disputes))


def duties(view: DutiesView) -> ToDo | None:
    """What is still owed, and the discussions that are planned."""
    owed = earliest(line.due for line in view.lines if line.left)
    planned = (one.observation.discussed_on for one in view.discussions)
    return either(owed, earliest(day for day in planned if day))


def alert(view: AlertView) -> ToDo | None:
    """What was done about it."""
    return ToDo(view.alert.answer_by, answer=True) if view.alert.awaits_answer else None


def loop(view: LoopView) -> ToDo | None:
    """The check."""
    return ToDo(view.loop.due) if view.may_check else None


def moderation(view: ModerationView) -> ToDo | None:
    """The second look."""
    return ToDo(view.moderation.due) if view.may_moderate else None


def moderations(view: ModerationsView) -> ToDo | None:
    """All of them."""
    return earliest(each.moderation.due for each in view.waiting)


def moderated(view: ModerationView) -> ToDo | None:
    """The auditor's answer."""
    return ToDo() if view.may_answer else None


def practice(view: PracticeView) -> ToDo | None:
    """To acknowledge it."""
    return ToDo() if view.may_acknowledge else None

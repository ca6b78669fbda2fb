"""One audit of an allocation: its line on the auditor's card, and the buttons that record it."""

from collections.abc import Sequence

from dialogs import kit
from dialogs.closed_case import closed
from dialogs.hand_over_card import so_far
from dialogs.kit import Element
from dialogs.record_audit import OPEN
from programme.calendar import short_day
from programme.case import Cohort
from programme.shown import audit_entity
from programme.use_cases.show_allocation import AllocatedAudit

OWN_BUTTONS = 2
"""Up to so many audits have a button of their own: a card has six at most, and “Remind me later”
is to be among them."""


def audit_line(line: AllocatedAudit) -> list[Element]:
    """One audit: the case, whose part is whose, how it stands."""
    audit = line.audit
    return [
        kit.text(f"**{audit.case_reference}** · {audit.team} · {Cohort(audit.cohort).words}"),
        kit.text(f"{_whose(line)} · {line.looks_at} · due {short_day(audit.due)}", subtle=True),
        kit.text(standing(line), subtle=True),
        *([kit.text(so_far(line.asked), subtle=True)] if line.asked else []),
        *why_withdrawn(line),
        *([kit.text(line.acknowledged, subtle=True)] if line.acknowledged else []),
    ]


def _whose(line: AllocatedAudit) -> str:
    """Whose part is whose: a reader who has one reads of the other's, anybody else of both."""
    if not line.peer and not line.peer_wanted:
        return "Auditor" if line.part else f"Auditor: {line.lead}"
    if line.part == "peer":
        return f"Peer auditor, with {line.lead}"
    lead = "Lead auditor" if line.part else f"Lead auditor: {line.lead}"
    return f"{lead}, with {line.peer}" if line.peer else f"{lead}; no peer could be found"


def shown_of(line: AllocatedAudit) -> tuple[str, ...]:
    """What a card names that shows the line: the audit, and one that may go the other way."""
    swap = line.asked.request.swap_audit_id if line.asked else None
    return tuple(audit_entity(each) for each in (line.audit.id, swap) if each)


def why_withdrawn(line: AllocatedAudit) -> list[Element]:
    """The reason that was given, if it was withdrawn."""
    why = line.audit.withdrawn_reason
    return [kit.as_typed(kit.shortened(f"Why: {why}", 200), subtle=True)] if why else []


def standing(line: AllocatedAudit) -> str:
    """How the audit stands, for this reader, in words."""
    audit = line.audit
    if audit.is_withdrawn:
        return "Withdrawn; nothing is asked of its auditors any more"
    if audit.is_complete:
        return "✔ Complete"
    if audit.is_submitted:
        return (
            "Submitted; please record whose views were sought"
            if line.views_awaited
            else "✔ Submitted; the views are still to be recorded"
        )
    if told := closed(audit, mine=line.part is not None):
        return told
    if line.part == "peer" and not line.views_awaited:
        return "✔ Views recorded; the lead auditor submits the rest"
    return "Draft saved" if audit.state == "in_progress" else "To do"


def is_to_do(line: AllocatedAudit) -> bool:
    """Whether this reader still has something to record."""
    if line.audit.is_withdrawn:
        return False
    return line.views_awaited or (line.part == "lead" and not line.audit.is_submitted)


def record_buttons(lines: Sequence[AllocatedAudit]) -> list[Element]:
    """Buttons that open the audit's dialog; past a few, one that unfolds a list of them."""

    def button(line: AllocatedAudit) -> Element:
        does = "Record" if line.part == "lead" else "Views for"
        return kit.open_dialog(
            f"{does} {line.audit.case_reference}", OPEN, {"audit_id": line.audit.id}
        )

    made = [button(line) for line in lines]
    if len(made) <= OWN_BUTTONS:
        return made
    groups = [made[start : start + 6] for start in range(0, len(made), 6)]
    return [kit.reveal("Record an audit", [kit.buttons(group) for group in groups])]

"""Every page of the audit dialog, as each auditor sees it, in every state."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs import audit_pages
from dialogs.audit_pages import Opened
from programme.audit import Audit
from programme.rules.tool import AuditPart
from programme.use_cases.show_audit import AuditView
from tests.cards import council as c
from tests.cards.sent import Sent

TEAMS = tuple(f"Team {number}" for number in range(1, 20))


def opened_by(part: AuditPart, audit: Audit) -> Opened:
    """The audit as one of its auditors opens it."""
    tool = c.COUNCIL.framework.tool(audit.tool_id)
    peer = c.YUSUF.name if audit.peer_id else None
    view = AuditView(audit, tool, part, c.PRIYA.name, peer, ("Harrowmere North", *TEAMS))
    return Opened(c.COUNCIL, view, c.TODAY)


PROBLEMS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "asked_1": ({}, {}),
    "learning": ({"went_well": "07700 900123"}, {"went_well": "This looks like a phone number."}),
    "views": ({"sought_child": "no"}, {"child_why_not": "Please say why."}),
    "actions": (
        {"new_text": "", "new_due": "2026-12-25", "new_team": "Team 3"},
        {"text": "Please write a line here.", "due": "It is a bank holiday.", "team": "Choose."},
    ),
    "check": ({}, {}),
}


def dialog_pages() -> Mapping[str, Sent]:
    """Every page by a name that says which and in what state."""
    states = {
        "empty": c.audit(),
        "filled": replace(c.audit(), record=c.record(2)),
        "the longest": replace(c.audit(), record=c.record(10, longest=True)),
        "without a peer": replace(c.audit(peer=False), record=c.record(1)),
    }
    found: dict[str, Sent] = {}
    for state, audit in states.items():
        opened = opened_by("lead", audit)
        for name in audit_pages.pages_for(opened):
            found[f"audit page {name}, {state}"] = Sent(audit_pages.page(opened, name))
            fields, problems = PROBLEMS[name]
            back = replace(opened, sentence="Not saved yet.", fields=fields, problems=problems)
            found[f"audit page {name}, {state}, returned"] = Sent(audit_pages.page(back, name))
    peers: Mapping[str, Audit] = {
        "before": c.audit(),
        "after": c.submitted(replace(c.audit(), record=c.record(2))),
        "the longest": c.submitted(replace(c.audit(), record=c.record(10, longest=True))),
        "recorded": c.complete(replace(c.audit(), record=c.record(2))),
    }
    for state, audit in peers.items():
        opened = opened_by("peer", audit)
        for name in audit_pages.pages_for(opened):
            found[f"peer's page {name}, {state}"] = Sent(audit_pages.page(opened, name))
    submitted = opened_by("lead", c.submitted(replace(c.audit(), record=c.record(2))))
    found["audit page summary"] = Sent(audit_pages.page(submitted, "summary"))
    return found

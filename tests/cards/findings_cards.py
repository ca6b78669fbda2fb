"""The findings of an audit, with its actions, as the team manager's card shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialogs.action_blocks import COMPLETE, MORE_TIME
from dialogs.live_card import After
from programme.action import Action
from programme.audit import Audit
from programme.message import MessageKind
from programme.use_cases.show_findings import FindingsView
from tests.cards import council as c
from tests.cards.list_cards import LATE, longest_actions, sent_back
from tests.cards.sent import Sent, live


def findings_cards() -> Mapping[str, Sent]:
    """In every state."""
    longest = longest_actions()
    date_wrong = sent_back(MORE_TIME, c.action(2), "Ring 07700 900123", LATE)
    long_audit = c.submitted(replace(c.audit(peer=False), record=c.record(10, longest=True)))
    return {
        "findings": _findings(),
        "findings, acknowledged just now": _findings(
            replace(c.submitted(c.audit(peer=False)), acknowledged_at=c.NOW),
            After("Acknowledged. Thank you."),
        ),
        "findings, without actions": _findings(actions=()),
        "findings, a note returned": _findings(
            after=sent_back(COMPLETE, c.action(1), "", {"note": "Please write a line here."})
        ),
        "findings, the longest, 10 actions": _findings(long_audit, actions=longest),
        "findings, the longest, 10 actions, a date returned": _findings(
            long_audit, date_wrong, longest
        ),
    }


def _findings(
    audit: Audit | None = None, after: After | None = None, actions: Iterable[Action] | None = None
) -> Sent:
    shown = audit or c.submitted(c.audit(peer=False))
    tool = c.COUNCIL.framework.tool(shown.tool_id)
    by = c.YUSUF.name if shown.acknowledged_at else None
    two = (c.action(1), c.completed(2))
    lines = tuple(c.action_line(each) for each in (two if actions is None else actions))
    view = FindingsView(c.COUNCIL, c.TODAY, shown, tool, c.PRIYA.name, by, lines)
    return live(MessageKind.FINDINGS, view, after)

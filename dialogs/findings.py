"""A mid-way audit's findings and actions for the manager of the case's team: read, acknowledged,
and done (WC-10)."""

from collections.abc import Sequence

from dialogs import kit, to_do
from dialogs.action_blocks import Origin, forms, returned_form, rows
from dialogs.audit_so_far import so_far
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.calendar import short_day
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.shown import audit_entity
from programme.use_cases.acknowledge_audit import AcknowledgeAudit, acknowledge_audit
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_findings import FindingsView, show_findings

ACKNOWLEDGE = "findings.acknowledge"


class _Acknowledge(Payload):
    subject: Subject


async def _acknowledge(payload: _Acknowledge, turn: Turn) -> Answer:
    first = await acknowledge_audit(
        AcknowledgeAudit(turn.council, turn.person, payload.subject, turn.source),
        work=turn.work,
        now=turn.now,
    )
    said = "Acknowledged. Thank you." if first else "This had been acknowledged already."
    return ShowLive(MessageKind.FINDINGS, payload.subject, notice=said)


def card(view: FindingsView, after: After) -> Card:
    """What the auditor found, one press to say that it was read, and the actions to do."""
    audit, origin = view.audit, Origin(MessageKind.FINDINGS, view.audit.id)
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"Findings from the audit of {audit.case_reference}"),
        kit.text(f"{view.lead} has audited this case of {audit.team} ({view.tool.title})."),
        *so_far(view.council, view, views=True, actions=False),
        *_actions(view.lines),
        *_acknowledged(view),
    ]
    if after.typed:
        form, buttons = returned_form(view.lines, origin, view.today, after.typed)
        return kit.card([*body, *form], buttons)
    data: dict[str, kit.Json] = {"subject": audit.id}
    button = kit.press_alone("Acknowledge", ACKNOWLEDGE, data)
    acknowledge = [] if audit.acknowledged_at else [button]
    return kit.card(body, [*acknowledge, *forms(view.lines, origin, view.today)])


def _actions(lines: Sequence[ActionLine]) -> list[Element]:
    if not lines:
        return [kit.text("The audit sets no actions.", subtle=True)]
    still_open = sum(line.action.is_open for line in lines)
    every = kit.count(len(lines), "action")
    said = f"{still_open} of {every} still open." if still_open else "All of them are completed."
    return [
        kit.subheading("Actions"),
        kit.text(said, subtle=True),
        *rows(lines, with_case=False, beside=len(lines)),
    ]


def _acknowledged(view: FindingsView) -> list[Element]:
    if view.audit.acknowledged_at is None:
        return []
    day = short_day(view.council.today(view.audit.acknowledged_at))
    return [kit.text(f"✔ Acknowledged by {view.acknowledged_by or 'somebody'} on {day}.")]


VERBS = (Verb(ACKNOWLEDGE, _Acknowledge, _acknowledge, Right.ACKNOWLEDGE_AUDIT),)
LIVE = LiveKind(
    kind=MessageKind.FINDINGS,
    summary="Findings from an audit",
    load=show_findings,
    card=card,
    shows=lambda view: (audit_entity(view.audit.id),),
    to_do=to_do.findings,
)

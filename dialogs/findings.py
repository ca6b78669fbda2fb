"""A mid-way audit's findings for the manager of the case's team: read, and acknowledged (WC-10)."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit
from dialogs.audit_so_far import so_far
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import short_day
from programme.council import Council
from programme.message import MessageKind, audit_entity
from programme.ports import UnitOfWork
from programme.use_cases.acknowledge_audit import AcknowledgeAudit, acknowledge_audit
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


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, FindingsView]:
    return await show_findings(council, w, asked)


def card(view: FindingsView, after: After) -> Card:
    """What the auditor found, and one press to say that it was read."""
    audit = view.audit
    told = (
        f"{view.lead} has audited this case of {audit.team} ({view.tool.title}). Its actions, if "
        "there are any, come on a card of their own."
    )
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"Findings from the audit of {audit.case_reference}"),
        kit.text(told),
        *so_far(view.council, view, views=True),
        *_acknowledged(view),
    ]
    data: dict[str, kit.Json] = {"subject": audit.id}
    button = kit.press("Acknowledge", ACKNOWLEDGE, data, primary=True)
    return kit.card(body, [] if audit.acknowledged_at else [button])


def _acknowledged(view: FindingsView) -> list[Element]:
    if view.audit.acknowledged_at is None:
        return []
    day = short_day(view.council.today(view.audit.acknowledged_at))
    return [kit.text(f"✔ Acknowledged by {view.acknowledged_by or 'somebody'} on {day}.")]


VERBS = (Verb(ACKNOWLEDGE, _Acknowledge, _acknowledge),)
LIVE = LiveKind(
    kind=MessageKind.FINDINGS,
    summary="Findings from an audit",
    load=_load,
    card=card,
    shows=lambda view: (audit_entity(view.audit.id),),
)

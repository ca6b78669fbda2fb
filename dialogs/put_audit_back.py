"""What a QA officer reads who has withdrawn an audit, and the way to take that back."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from dialogs import kit, take_back
from dialogs.conversation import Answer, Payload, Say, ShowCard, Turn, Verb
from dialogs.kit import Card
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.people import Verb as Right
from programme.use_cases.put_audit_back import PutAuditBack, may_put_back_until, put_audit_back

PUT_BACK = "audit.put_back"


class _PutBack(Payload):
    audit_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def card(case: str, audit_id: str, last: date | None) -> Card:
    """That it is withdrawn, and until when that can be taken back."""
    notice = kit.notice(f"The audit of {case} is withdrawn; its auditors can see it.")
    back = kit.press("Take this back", PUT_BACK, {"audit_id": audit_id})
    return kit.card([notice, *take_back.until(last)], [back] if last else [])


async def withdrawn(case: str, audit_id: str, turn: Turn) -> Answer:
    """The answer to who withdrew it."""
    async with turn.work(turn.council.tenant_id) as w:
        last = await may_put_back_until(turn.council, w, turn.person, audit_id, turn.today)
    return ShowCard(card(case, audit_id, last))


async def _put_back(payload: _PutBack, turn: Turn) -> Answer:
    command = PutAuditBack(turn.council, turn.person, payload.audit_id, turn.source)
    try:
        audit = await put_audit_back(command, work=turn.work, now=turn.now)
    except (AskSomeoneAllowed, ShowAsItIsNow) as refused:
        return Say(str(refused))
    said = f"Taken back: the audit of {audit.case_reference} stands, and its auditors can see it."
    return ShowCard(kit.card([kit.notice(said)]))


VERBS = (Verb(PUT_BACK, _PutBack, _put_back, Right.WITHDRAW_AUDIT),)

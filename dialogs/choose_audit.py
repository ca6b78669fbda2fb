"""From a round's card: which audit goes to somebody else, or is withdrawn."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import StringConstraints

from dialogs import kit
from dialogs.case_to_give import case_card
from dialogs.conversation import Answer, Payload, Say, SendCard, ShowCard, Subject, Turn, Verb
from dialogs.kit import Card, Element
from programme.calendar import short_day
from programme.people import Verb as Right
from programme.round_period import RoundPeriod
from programme.use_cases.show_auditors_needed import (
    OpenAudit,
    show_audit_to_give,
    show_audits_to_give,
)

CHOOSE = "audit.choose"
SHOW = "audit.give"
MOST_AUDITS = 100


class _Choose(Payload):
    subject: Subject


class _Show(Payload):
    audit: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")] = ""


async def _choose(payload: _Choose, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        of, audits = await show_audits_to_give(
            turn.council, w, turn.person, payload.subject, turn.today
        )
    if not audits:
        return Say(f"Every audit of {of.title} is recorded, so there is none to give.")
    return SendCard(choose_card(of, audits), "Choose the audit below.")


async def _show(payload: _Show, turn: Turn) -> Answer:
    if not payload.audit:
        return Say("Please choose an audit first.")
    async with turn.work(turn.council.tenant_id) as w:
        parts = await show_audit_to_give(turn.council, w, turn.person, payload.audit, turn.today)
    if not parts:
        return Say("Everything of this audit is recorded, so it stands as it is.")
    return ShowCard(case_card(parts))


def choose_button(of: RoundPeriod) -> Element:
    """Opens the choice from the round's card."""
    return kit.press("Reassign or withdraw", CHOOSE, {"subject": of.subject})


def choose_card(of: RoundPeriod, audits: Sequence[OpenAudit]) -> Card:
    """What is still to be recorded; first what needs another auditor."""
    more = len(audits) - MOST_AUDITS
    choices = [(_told(each), each.audit.id) for each in audits[:MOST_AUDITS]]
    body = [
        kit.heading(f"{of.title}: reassign or withdraw an audit"),
        kit.choice_input("audit", "Which audit?", choices),
    ]
    if more > 0:
        body.append(
            kit.text(f"{more} more: type “reassign” with the reference after it.", subtle=True)
        )
    return kit.card(body, [kit.press("Continue", SHOW, primary=True)])


def _told(each: OpenAudit) -> str:
    audit, needed = each.audit, " (needs another auditor)" if each.needed else ""
    due = short_day(audit.due)
    return f"{audit.case_reference}, {audit.team}: {each.lead}, due {due}{needed}"


VERBS = (
    Verb(CHOOSE, _Choose, _choose, Right.REASSIGN_AUDIT),
    Verb(SHOW, _Show, _show, Right.REASSIGN_AUDIT),
)

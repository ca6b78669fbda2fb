"""What of an audit, an action or a case may stand in any chat, whoever reads along there.

It says that there is one on a reference, and by when; nothing of findings, grades, what is to do or
whose work it is. The reference may be shown: it names nobody outside the case system, and whoever
brings the card means to speak of that case. Each press is checked anew.
"""

from dataclasses import dataclass
from datetime import date

from dialogs import kit
from dialogs.kit import Card
from programme.calendar import day_in_words
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_allocation import AllocatedAudit

OPEN_AUDIT, OPEN_ACTION, OPEN_CASE = "work.open_audit", "work.open_action", "work.open_case"
VERSION = "1.3"
"""A link unfurls to a card of this version at most (Microsoft: link unfurling)."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is found or unfurled: `card` is posted into the chat that its finder is in,
    `title` and `text` are what the finder chooses by."""

    title: str
    text: str
    card: Card


def of_audit(line: AllocatedAudit, text: str, today: date) -> Found:
    """An audit; `text` is for the finder alone."""
    audit = line.audit
    data: dict[str, kit.Json] = {"audit_id": audit.id}
    card = _card("An audit", audit.case_reference, audit.due, today, OPEN_AUDIT, data)
    return Found(f"{audit.case_reference}: audit", text, card)


def of_action(line: ActionLine, text: str, today: date) -> Found:
    """An action; `text` is for the finder alone."""
    action = line.action
    data: dict[str, kit.Json] = {"action_id": action.id}
    due = action.due if action.is_open else None
    card = _card("An action from an audit", action.case_reference, due, today, OPEN_ACTION, data)
    return Found(f"{action.case_reference}: action", text, card)


def of_case(reference: str, today: date) -> Found:
    """A case that has audits or open actions."""
    card = _card("Audits and actions", reference, None, today, OPEN_CASE, {"case": reference})
    return Found(f"{reference}: audits and actions", "", card)


def _card(
    what: str,
    reference: str,
    due: date | None,
    today: date,
    verb: str,
    data: dict[str, kit.Json],
) -> Card:
    facts = [("Case", reference), *([("Due", day_in_words(due))] if due else [])]
    stood = f"As it stood on {day_in_words(today)}. It opens for those whose work it is."
    return {
        "type": "AdaptiveCard",
        "$schema": "https://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "body": [
            {"type": "TextBlock", "text": what, "size": "Medium", "weight": "Bolder", "wrap": True},
            kit.facts(facts),
            kit.text(stood, subtle=True),
        ],
        "actions": [kit.open_dialog("Open", verb, data)],
    }

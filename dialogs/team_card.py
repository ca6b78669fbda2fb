"""The team's card in a channel as everyone sees it, and as one reader does in its place.

What everyone sees is all that the message holds, and guests of the channel read it too: counts and
days. No reference, no name, nothing of findings, grades or of what anyone wrote.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from dialogs import kit
from dialogs.action_standing import standing_of as action_standing
from dialogs.allocated_audit import standing as audit_standing
from dialogs.kit import Card, Element
from dialogs.shared_card import OPEN_ACTION, OPEN_AUDIT
from programme.calendar import day_in_words, short_day
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_team_in_channel import Standing
from programme.use_cases.show_work_to_do import WorkToDo

SHOW = "team.show"
MOST_VIEWS = 60
"""Readers for whom Teams asks for a view of their own (platform notes: Teams, cards)."""
MOST_OWN = 5
"""Rows with a button each; with the card's own they are the six that a card may have."""
TEXT_AT_MOST = 160
Line: TypeAlias = ActionLine | AllocatedAudit


def base_card(standing: Standing, user_ids: Sequence[str]) -> Card:
    """What everyone in the channel sees. `user_ids` are those for whom Teams asks for their own."""
    stood = (
        f"As it stood on {day_in_words(standing.day)}. Whoever has something to do here is shown "
        "it in this place, and nobody else is."
    )
    body = [
        kit.heading(f"{standing.place}: what is open"),
        _facts(standing),
        kit.text(stood, subtle=True),
    ]
    return _refreshing(body, "Show what is mine", standing, user_ids)


def own_card(
    work: WorkToDo,
    standing: Standing,
    user_ids: Sequence[str],
    today: date,
    *,
    counts: bool,
) -> Card:
    """What is one reader's to do, the most urgent first, actions before audits of the same day;
    `counts` for those who answer for all of the place."""
    lines: list[Line] = sorted([*work.actions, *work.audits], key=_due)
    body = [
        kit.heading(f"{standing.place}: yours to do"),
        *([_facts(standing)] if counts else []),
        *(_row(line, standing.place, today) for line in lines[:MOST_OWN]),
        *_more(len(lines) - MOST_OWN),
        kit.text(f"Only you see this. As it stood on {day_in_words(today)}.", subtle=True),
    ]
    return _refreshing(body, "Show it as it is now", standing, user_ids)


def _facts(standing: Standing) -> Element:
    late = f", {standing.overdue:,} of them overdue" if standing.overdue else ""
    nearest = day_in_words(standing.nearest) if standing.nearest else "none to come"
    return kit.facts(
        [
            ("Open actions", f"{standing.open_actions:,}{late}"),
            ("Audits under way", f"{standing.audits:,}"),
            ("Next due day", nearest),
        ]
    )


def _due(line: Line) -> date:
    return line.action.due if isinstance(line, ActionLine) else line.audit.due


def _row(line: Line, place: str, today: date) -> Element:
    """One thing to do, and the button that opens its dialog."""
    about = line.action if isinstance(line, ActionLine) else line.audit
    where = f"**{about.case_reference}**" + (f" · {about.team}" if about.team != place else "")
    if isinstance(line, ActionLine):
        action = line.action
        what = f"action {action.number}"
        due, words = action_standing(line), kit.as_typed(kit.shortened(action.text, TEXT_AT_MOST))
        button = kit.open_dialog(
            f"Complete {action.case_reference}, {what}", OPEN_ACTION, {"action_id": action.id}
        )
    else:
        audit, what = line.audit, "audit"
        late = "⚠ Overdue since" if audit.due < today else "Due"
        due, words = f"{late} {short_day(audit.due)}", kit.text(audit_standing(line), subtle=True)
        does = "Record" if line.part == "lead" else "Views for"
        button = kit.open_dialog(
            f"{does} {audit.case_reference}", OPEN_AUDIT, {"audit_id": audit.id}
        )
    return kit.section([kit.text(f"{where} · {what} · {due}"), words, kit.buttons([button])])


def _more(left: int) -> list[Element]:
    if left <= 0:
        return []
    where = "type “my work” or “my team” in our own chat"
    return [kit.text(f"and {left:,} more: {where}", subtle=True)]


def _refreshing(
    body: Sequence[Element],
    title: str,
    standing: Standing,
    user_ids: Sequence[str],
) -> Card:
    """A card that asks for the reader's own view, by itself and by a button.

    Without any id Teams offers it in the card's menu alone; left out, it would ask for everyone.
    """
    data: dict[str, kit.Json] = {
        "verb": SHOW,
        "subject": standing.place_id,
        "place": standing.place,
        "day": standing.day.isoformat(),
        "open_actions": standing.open_actions,
        "overdue": standing.overdue,
        "audits": standing.audits,
        "nearest": standing.nearest.isoformat() if standing.nearest else None,
    }
    action: Element = {"type": "Action.Execute", "title": "Refresh", "verb": SHOW, "data": data}
    asked: Element = {"action": action, "userIds": list(user_ids[:MOST_VIEWS])}
    return {**kit.card(body, [kit.press(title, SHOW, data)]), "refresh": asked}

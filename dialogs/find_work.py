"""“Find my work”, and what a link to a case or an action unfurls to."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from dialogs import shared_card
from dialogs.action_standing import standing_of
from dialogs.allocated_audit import standing as audit_standing
from dialogs.conversation import Turn
from dialogs.shared_card import Found
from programme.calendar import day_in_words, short_day
from programme.people import Verb as Right
from programme.people import require
from programme.reference import MOST_CHARACTERS
from programme.use_cases.show_work_to_do import (
    WorkToDo,
    show_work_to_do,
    work_on_action,
    work_on_case,
)

LONGEST_URL = 2_048
_PATH = re.compile(r"/(case|action)/([^/]+)/?")
_ACTION_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Search:
    """A search that Teams offers beside the compose box, and what it asks for."""

    id: str
    title: str
    description: str
    asks: str
    asks_title: str
    asks_description: str


SEARCH = Search(
    "work.find",
    "Find my work",
    "Your audits and your team's open actions, to open or to bring into a chat",
    "words",
    "Reference, team or status",
    "Such as CF-1234, a team's name, or overdue",
)


async def find(words: str, turn: Turn) -> list[Found]:
    """Of the person's own work and their team's, what has every one of the words; the most urgent
    first."""
    require(turn.person, Right.SEE_OWN_WORK)
    async with turn.work(turn.council.tenant_id) as w:
        work = await show_work_to_do(turn.council, w, turn.person, turn.today)
    asked = words.casefold().split()
    return [
        found
        for _, told, found in sorted(_all(work, turn.today), key=lambda each: each[0])
        if all(word in told for word in asked)
    ]


def _all(work: WorkToDo, today: date) -> list[tuple[tuple[date, str], str, Found]]:
    """Each with what it is sorted by, and all that is told of it, in small letters."""
    every = []
    for line in work.audits:
        audit = line.audit
        late = "⚠ Overdue · " if audit.due < today else ""
        text = f"{audit.team} · {late}{audit_standing(line)} · due {short_day(audit.due)}"
        every.append((audit.due, audit.id, shared_card.of_audit(line, text, today)))
    for each in work.actions:
        action = each.action
        text = f"{action.team} · {standing_of(each)}"
        every.append((action.due, action.id, shared_card.of_action(each, text, today)))
    return [
        ((due, name), f"{found.title} {found.text}".casefold(), found) for due, name, found in every
    ]


async def unfurl(url: str, turn: Turn) -> Found | None:
    """What a link shows; None for any other address, and for what isn't there or isn't theirs."""
    kind, name = read_link(url) or ("", "")
    async with turn.work(turn.council.tenant_id) as w:
        if kind == "case":
            work = await work_on_case(turn.council, w, turn.person, name, turn.today)
            return shared_card.of_case(reference_of(work), turn.today) if work else None
        if kind == "action":
            line = await work_on_action(turn.council, w, turn.person, name, turn.today)
            if line:
                due = f"Due {day_in_words(line.action.due)}" if line.action.is_open else ""
                return shared_card.of_action(line, due, turn.today)
    return None


def reference_of(work: WorkToDo) -> str:
    """The case's reference as it is kept."""
    if work.audits:
        return work.audits[0].audit.case_reference
    return work.actions[0].action.case_reference


def read_link(url: str) -> tuple[str, str] | None:
    """("case", reference) or ("action", id) of https://HOST/case/REFERENCE or /action/ID.

    Teams sends the links of the manifest's own host alone, and who reads is checked, so the host
    may be any.
    """
    if len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    if parts.scheme != "https" or not found:
        return None
    kind, name = found[1], unquote(found[2]).strip()
    sound = _ACTION_ID.fullmatch(name) if kind == "action" else 0 < len(name) <= MOST_CHARACTERS
    return (kind, name) if sound else None

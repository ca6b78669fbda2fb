"""The day's results for those who are copied into many: a line each, and any of them whole
(BD-06)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.audit_result import opening
from dialogs.conversation import Answer, Payload, Say, Subject, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import day_in_words
from programme.council import Council
from programme.errors import LookElsewhere
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.shown import audit_entity
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.bring_card import BringCard, bring_card
from programme.use_cases.copied_results import ResultsView, show_copied_results

SHOW = "results.show"
MOST_ROWS = 40
LINE_AT_MOST = 160
"""Characters of what there is to learn from one audit."""


class _Show(Payload):
    day: Annotated[date, Field(strict=False)]
    audit_id: Subject = ""


async def _show(payload: _Show, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        views = await show_copied_results(turn.council, w, [(turn.person.id, payload.day)])
    there = {one.audit.id for view in views.values() for one in view.results}
    if not payload.audit_id:
        return Say("Please choose an audit first.")
    if payload.audit_id not in there:
        raise LookElsewhere("This audit is no longer in your list; type “help” for more.")
    await bring_card(
        BringCard(turn.council, turn.person, MessageKind.RESULT, payload.audit_id, turn.key),
        work=turn.work,
        now=turn.now,
    )
    return Say("It comes as a card of its own.")


def card(view: ResultsView, after: After) -> Card:
    """What was submitted since the list before."""
    shown = view.results[:MOST_ROWS]
    more = len(view.results) - len(shown)
    said = f"{kit.count(len(view.results), 'audit')} submitted since the list before."
    body = [
        *opening(after),
        kit.heading(f"Results of audits, {day_in_words(view.day)}"),
        kit.text(said, subtle=True),
        *map(_row, shown),
        *([kit.text(f"And {more:,} more; your overview counts them all.")] if more > 0 else []),
        kit.choice_input(
            "audit_id", "A result as a whole", [(_which(r), r.audit.id) for r in shown]
        ),
    ]
    return kit.card(body, [kit.press("Show it", SHOW, {"day": view.day.isoformat()})])


def _row(result: AuditResult) -> Element:
    every = len(result.actions)
    actions = (
        f"{kit.count(every, 'action')}, {result.open_actions} still to be done"
        if every
        else "no actions"
    )
    return kit.section(
        [
            kit.text(f"**{_which(result)}** · {result.grade}"),
            kit.text(f"{result.tool}, by {result.lead} · {actions}", subtle=True),
            kit.as_typed(kit.shortened(result.audit.record.to_learn, LINE_AT_MOST)),
        ]
    )


def _which(result: AuditResult) -> str:
    return f"{result.audit.case_reference}, {result.audit.team}"


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, ResultsView]:
    pairs = [(reader, date.fromisoformat(day)) for reader, day in asked]
    views = await show_copied_results(council, w, pairs)
    return {(reader, day.isoformat()): view for (reader, day), view in views.items()}


LIVE = LiveKind(
    kind=MessageKind.RESULTS,
    summary="Results of audits",
    load=_load,
    card=card,
    shows=lambda view: tuple(audit_entity(one.audit.id) for one in view.results),
)
VERBS = (Verb(SHOW, _Show, _show, Right.SEE_OWN_WORK),)

"""A round's allocation: one card a person, whatever the number of cases (WC-02, WC-03)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal

from dialogs import hand_over, kit, to_do
from dialogs.allocated_audit import (
    audit_line,
    is_to_do,
    record_buttons,
    shown_of,
    standing,
    why_withdrawn,
)
from dialogs.by_subject import by_period
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.audit import Audit
from programme.calendar import day_in_words
from programme.council import Council
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.shown import part_entity
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.rounds_in_force import period_of
from programme.use_cases.show_allocation import (
    AllocatedAudit,
    AllocationView,
    PassedOn,
    show_allocations,
    show_group_allocations,
)

ACKNOWLEDGE = "allocation.acknowledge"
MOST_LINES = 20
"""Audits in one card, so that it stays below the size that Teams takes."""


class _Acknowledge(Payload):
    kind: Literal[MessageKind.ALLOCATION, MessageKind.GROUP_ALLOCATION]
    subject: Subject


async def _acknowledge(payload: _Acknowledge, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        of = await period_of(turn.council, w, payload.subject)
    first = await acknowledge_allocation(
        AcknowledgeAllocation(turn.council, turn.person, of, turn.source),
        work=turn.work,
        now=turn.now,
    )
    said = "Acknowledged. Thank you." if first else "You had acknowledged this already."
    return ShowLive(payload.kind, payload.subject, notice=said)


def own_card(view: AllocationView, after: After) -> Card:
    """An auditor's part: which references, as what, with whom, by when, and what to press."""
    shown = most_urgent(view.lines)
    body = [
        *_opening(view, after),
        kit.heading(_title(view)),
        *of_round(view.of, {line.audit.theme for line in view.lines}),
        kit.text(_task(view)),
        *(kit.section([*audit_line(line), *_theme(line, view)]) for line in shown),
        *and_more(view.lines, "type “my work” for what is still to do"),
        *passed_on(view.passed_on),
    ]
    left = [line for line in shown if is_to_do(line)]
    return kit.card(
        body,
        [
            *_acknowledge_button(view, MessageKind.ALLOCATION),
            *record_buttons(left),
            *hand_over.button(left),
            *([_why(shown)] if shown else []),
        ],
    )


def _task(view: AllocationView) -> str:
    due = [line.audit.due for line in view.lines if not line.audit.is_withdrawn]
    if not due:
        return f"{view.reader.name}, there is nothing left for you to audit in {view.of.title}."
    if not any(is_to_do(line) for line in view.lines):
        return f"{view.reader.name}, you have recorded all that was asked of you. Thank you."
    cases = kit.count(len(due), "case")
    return f"{view.reader.name}, {cases} to audit by **{day_in_words(min(due))}**."


def passed_on(gone: Sequence[PassedOn]) -> list[Element]:
    """What was the reader's, so that nobody goes on with it."""
    return [
        kit.section(
            [
                kit.text(f"**{each.case_reference}** · now with {each.to}; thank you"),
                kit.as_typed(kit.shortened(f"Why: {each.reason}", 200), subtle=True),
            ]
        )
        for each in gone[:MOST_LINES]
    ]


def group_card(view: AllocationView, after: After) -> Card:
    """A group manager's copy: who audits what in the service areas that are theirs."""
    going_on = [line.audit for line in view.lines if not line.audit.is_withdrawn]
    teams = {audit.team for audit in going_on}
    areas = sorted({line.audit.service_area for line in view.lines})
    shown = most_urgent(view.lines)
    acknowledge = _acknowledge_button(view, MessageKind.GROUP_ALLOCATION)
    asked = "nothing is asked of you" + (" but to acknowledge this" if acknowledge else "")
    body = [
        *_opening(view, after),
        kit.heading(f"{view.of.title}: audits in {kit.names_in_words(areas)}"),
        *of_round(view.of, {line.audit.theme for line in view.lines}),
        kit.text(
            f"{kit.count(len(going_on), 'case')} in {kit.count(len(teams), 'team')}, "
            f"{sum(audit.is_submitted for audit in going_on)} submitted. "
            f"The auditors have their own cards; {asked}."
        ),
        *(kit.section([*_group_line(line), *_theme(line, view)]) for line in shown),
        *and_more(view.lines, "the auditors have them on their own cards"),
    ]
    return kit.card(body, [*acknowledge, _why(shown)])


def _theme(line: AllocatedAudit, view: AllocationView) -> list[Element]:
    """The audit's own theme, where the heading can't name one for all."""
    if len({each.audit.theme for each in view.lines}) == 1:
        return []
    return [kit.text(f"Theme: {line.audit.theme or 'none'}", subtle=True)]


def _group_line(line: AllocatedAudit) -> list[Element]:
    return [
        kit.text(f"**{line.audit.team}** · {line.audit.case_reference}"),
        kit.text(f"{_auditors(line)} · {standing(line)}", subtle=True),
        *why_withdrawn(line),
    ]


def _auditors(line: AllocatedAudit) -> str:
    if not line.peer and not line.peer_wanted:
        return line.lead
    return f"{line.lead}, with {line.peer or 'no peer auditor'}"


def most_urgent(lines: Sequence[AllocatedAudit]) -> Sequence[AllocatedAudit]:
    """What a card has room for: the lines themselves, or those still to do before the rest."""
    by_need = sorted(lines, key=lambda line: (not is_to_do(line), line.audit.is_submitted))
    return lines if len(lines) <= MOST_LINES else by_need[:MOST_LINES]


def and_more(lines: Sequence[AllocatedAudit], where: str) -> list[Element]:
    """How many there was no room for, and where they are."""
    more = len(lines) - MOST_LINES
    return [kit.text(f"And {kit.count(more, 'case')} more: {where}.")] if more > 0 else []


def of_round(of: RoundPeriod, themes: Collection[str | None] = ()) -> list[Element]:
    """Which round a card is about, where the council has several, and the theme that all its
    audits have."""
    theme = next(iter(themes), None) if len(themes) == 1 else None
    said = [
        *([f"**{of.rule.title}**"] if of.is_one_of_several else []),
        *([f"Theme: {theme}"] if theme else []),
    ]
    return [kit.text(" · ".join(said))] if said else []


def _opening(view: AllocationView, after: After) -> list[Element]:
    if after.notice:
        return [kit.notice(after.notice)]
    return [kit.text("✔ You have acknowledged this.", subtle=True)] if view.acknowledged_at else []


def _acknowledge_button(view: AllocationView, kind: MessageKind) -> list[Element]:
    if view.acknowledged_at or not any(_goes_on(line.audit) for line in view.lines):
        return []
    data: dict[str, kit.Json] = {"kind": kind, "subject": view.of.subject}
    return [kit.press("Acknowledge", ACKNOWLEDGE, data, primary=True)]


def _goes_on(audit: Audit) -> bool:
    return not audit.is_withdrawn and not audit.is_complete


def _why(lines: Sequence[AllocatedAudit]) -> Element:
    told = [
        block
        for line in lines
        for block in (kit.text(f"**{line.audit.case_reference}**"), kit.bullets(line.audit.why))
    ]
    return kit.reveal("Why this one?" if len(lines) == 1 else "Why these?", told)


async def _load_own(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, AllocationView]:
    return {
        (reader, subject): view
        for subject, of, readers in await by_period(council, w, asked)
        for reader, view in (await show_allocations(council, w, of, readers)).items()
    }


async def _load_group(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, AllocationView]:
    return {
        (reader, subject): view
        for subject, of, readers in await by_period(council, w, asked)
        for reader, view in (await show_group_allocations(council, w, of, readers)).items()
    }


def _shows(view: AllocationView) -> tuple[str, ...]:
    return (
        part_entity(view.of.subject, view.reader.id),
        *(entity for line in view.lines for entity in shown_of(line)),
    )


def _title(view: AllocationView) -> str:
    return f"Your audits for {view.of.title}"


def _group_title(view: AllocationView) -> str:
    where = "in your service area" if view.reader.service_area else "that are copied to you"
    return f"Audits {where}, {view.of.title}"


LIVE_OWN = LiveKind(
    MessageKind.ALLOCATION,
    "Your audits",
    _load_own,
    own_card,
    _shows,
    _title,
    to_do.allocation,
)
LIVE_GROUP = LiveKind(
    MessageKind.GROUP_ALLOCATION,
    "Audits that are copied to you",
    _load_group,
    group_card,
    _shows,
    _group_title,
    to_do.copied_allocation,
)
VERBS = (Verb(ACKNOWLEDGE, _Acknowledge, _acknowledge, Right.ACKNOWLEDGE_ALLOCATION),)

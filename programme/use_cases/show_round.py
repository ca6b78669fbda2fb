"""A round as the QA officers see it: who was reached, who acknowledged, how far the work is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf

from programme.action import Action
from programme.audit_in_brief import AuditInBrief
from programme.calendar import Calendar
from programme.message import Conversation, Delivery, MessageKind
from programme.people import Person
from programme.ports import MessageFate, UnitOfWork
from programme.round_period import RoundPeriod
from programme.rules.tool import AuditPart
from programme.timetable import announcement
from programme.use_cases.part_in_month import PartInMonth

MOST_NEWS = 20
"""Lines about actions in one card, so that it stays far below the size that Teams takes."""

CARRY_THE_ALLOCATION = frozenset({MessageKind.ALLOCATION, MessageKind.GROUP_ALLOCATION})


@dataclass(frozen=True, slots=True)
class Unreached:
    """Someone who could not be reached, and why, in a sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActionNews:
    """An action that was completed, or given more time; by whom it was completed."""

    action: Action
    completed_by: str | None


@dataclass(frozen=True, slots=True)
class Passed:
    """A part of an audit that has another auditor, by name."""

    case_reference: str
    part: AuditPart
    before: str
    now: str
    on: datetime


@dataclass(frozen=True, slots=True)
class RoundView:
    """How a period's audits stand. Names are in order. `beside` are the rounds that the card of the
    main one tells of as well."""

    of: RoundPeriod
    drawn: bool
    sent: tuple[str, ...]
    on_the_way: tuple[str, ...]
    unreached: tuple[Unreached, ...]
    acknowledged: tuple[str, ...]
    not_yet_acknowledged: tuple[str, ...]
    audits: int
    submitted: int
    complete: int
    open_actions: int
    overdue_actions: int
    completed_actions: int
    news: tuple[ActionNews, ...]
    gaps: tuple[str, ...]
    beside: tuple["RoundView", ...] = ()
    passed: tuple[Passed, ...] = ()


async def show_rounds(
    w: UnitOfWork, periods: Sequence[RoundPeriod], today: date
) -> Sequence[RoundView]:
    """Each period as it stands."""
    names = {person.id: person.name for person in await w.people.all()}
    return [await _show_round(w, of, names, today) for of in periods]


async def _show_round(
    w: UnitOfWork, of: RoundPeriod, names: Mapping[str, str], today: date
) -> RoundView:
    allocation = await w.allocations.get(of.round_id, of.month)
    audits = await w.audits.of_round_in_brief(of.round_id, of.month)
    actions = await w.actions.of_audits([audit.id for audit in audits])
    fates = await w.outbox.fates(CARRY_THE_ALLOCATION, of.subject)
    seen = await w.allocations.acknowledgements(of.round_id, of.month)
    acknowledged = {one.person_id for one in seen}
    sent = _people(fates, {Delivery.SENT})
    # Whoever has it may wait to be reminded of it, and isn't waited for.
    waiting = _people(fates, {Delivery.WAITING, Delivery.SENDING}) - sent
    return RoundView(
        of=of,
        drawn=allocation is not None,
        sent=_named(sent, names),
        on_the_way=_named(waiting, names),
        unreached=_unreached(fates, names),
        acknowledged=_named(acknowledged, names),
        not_yet_acknowledged=_named(sent - acknowledged - _done(audits), names),
        audits=len(audits),
        submitted=sum(audit.is_submitted for audit in audits),
        complete=sum(audit.is_complete for audit in audits),
        open_actions=sum(action.is_open for action in actions),
        overdue_actions=sum(action.is_overdue(today) for action in actions),
        completed_actions=sum(not action.is_open for action in actions),
        news=_news(actions, names),
        gaps=allocation.gaps if allocation else (),
        passed=await _passed(w, of, audits, names),
    )


@dataclass(frozen=True, slots=True)
class ReachView:
    """Who of those with a part in a period can't be reached, before it is announced on the day
    `hear_on`, which has come where it is `begun`. `beside` as in `RoundView`."""

    of: RoundPeriod
    hear_on: date
    drawn: bool
    audits: int
    concerned: int
    unreached: tuple[Unreached, ...]
    gaps: tuple[str, ...]
    beside: tuple["ReachView", ...] = ()
    begun: bool = False


async def show_reach(w: UnitOfWork, of: RoundPeriod, calendar: Calendar) -> ReachView:
    """Before the draw, everyone who could be asked counts; after it, those who are."""
    allocation = await w.allocations.get(of.round_id, of.month)
    audits = await w.audits.of_round_in_brief(of.round_id, of.month)
    staff = tuple(person for person in await w.people.all() if person.active)
    part, asked = PartInMonth.of(audits, of.rule, staff), {*of.rule.asked, *of.rule.copied_to}
    concerned = [
        person
        for person in staff
        if (part.concerns(person) if allocation else not asked.isdisjoint(person.roles))
    ]
    met = await w.conversations.of([person.id for person in concerned])
    return ReachView(
        of=of,
        hear_on=calendar.today(announcement(of.month, of.rule, calendar)),
        drawn=allocation is not None,
        audits=len(audits),
        concerned=len(concerned),
        unreached=_out_of_reach(concerned, met),
        gaps=allocation.gaps if allocation else (),
    )


async def _passed(
    w: UnitOfWork, of: RoundPeriod, audits: Iterable[AuditInBrief], names: Mapping[str, str]
) -> tuple[Passed, ...]:
    """What of the round went to another auditor, the latest first."""
    ours = {audit.id for audit in audits}
    return tuple(
        Passed(
            each.case_reference,
            each.part,
            names.get(each.from_id, "nobody"),
            names.get(each.to_id, "nobody"),
            each.at,
        )
        for each in reversed(await w.reassignments.of_month(of.month))
        if each.audit_id in ours
    )


def _done(audits: Sequence[AuditInBrief]) -> set[str]:
    """Auditors of nothing but complete audits: there is nothing that they could acknowledge."""
    done: set[str] = set()
    busy: set[str] = set()
    for audit in audits:
        (done if audit.is_complete else busy).update(filter(None, (audit.lead_id, audit.peer_id)))
    return done - busy


def _news(actions: Iterable[Action], names: Mapping[str, str]) -> tuple[ActionNews, ...]:
    """More time first, since that may need a word; then what was completed, the latest first."""
    told = [action for action in actions if action.extensions or not action.is_open]
    told.sort(key=lambda action: (action.due, action.id))
    told.sort(key=lambda a: a.completed_at.timestamp() if a.completed_at else inf, reverse=True)
    return tuple(
        ActionNews(action, names.get(action.completed_by or "")) for action in told[:MOST_NEWS]
    )


def _out_of_reach(
    people: Iterable[Person], met: Mapping[str, Conversation]
) -> tuple[Unreached, ...]:
    found = []
    for person in people:
        conversation = met.get(person.id)
        if conversation is None:
            found.append(Unreached(person.name, "Sightline isn't installed for them in Teams."))
        elif conversation.blocked:
            found.append(Unreached(person.name, "They or an administrator have turned it off."))
    return tuple(sorted(found, key=lambda one: one.name))


def _people(fates: Iterable[MessageFate], deliveries: Collection[Delivery]) -> set[str]:
    return {fate.person_id for fate in fates if fate.delivery in deliveries}


def _named(person_ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names[person_id] for person_id in person_ids if person_id in names))


def _unreached(fates: Iterable[MessageFate], names: Mapping[str, str]) -> tuple[Unreached, ...]:
    """One line a person, however many messages did not reach them and whoever shares their name."""
    reasons = {
        fate.person_id: fate.reason or "The message expired before it got there."
        for fate in fates
        if fate.delivery in {Delivery.UNDELIVERABLE, Delivery.EXPIRED} and fate.person_id in names
    }
    found = (Unreached(names[person_id], reason) for person_id, reason in reasons.items())
    return tuple(sorted(found, key=lambda one: one.name))

"""Actions as cards show them: those of an audit, and those of a day's digest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.action import Action, latest_extension
from programme.audit import Audit
from programme.council import Council
from programme.moderation import overall_in_words
from programme.people import Person, Role, responsible_by_team
from programme.ports import UnitOfWork
from programme.use_cases.acting_on_action import manages, teams_to_know


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action, and what the reader may do with it. Names, not ids.

    `may_extend_to` is None where the reader may not act, or the framework allows no more time.
    """

    action: Action
    set_by: str
    completed_by: str | None
    overdue: bool
    may_act: bool
    may_extend_to: date | None


@dataclass(frozen=True, slots=True)
class ActionsView:
    """The actions of one audit."""

    today: date
    audit: Audit
    overall: str
    reader: Person
    lead: str
    peer: str | None
    lines: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """The actions that one person is reminded of on a day, the most urgent first."""

    day: date
    today: date
    reader: Person
    lines: tuple[ActionLine, ...]


async def lines_for(
    council: Council, w: UnitOfWork, actions: Sequence[Action], reader: Person, today: date
) -> tuple[ActionLine, ...]:
    """The actions as `reader` sees them."""
    names = {p.id: p.name for p in await w.people.some(_named((), actions))}
    own = manages(reader, await teams_to_know(w, [reader]))
    return tuple(_line(council, action, names, own, today) for action in actions)


async def show_actions(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ActionsView]:
    """For each (audit id, reader id) the audit's actions; left out when there are none.

    Nobody is shown them but the auditors, those who manage one of the teams, and QA officers.
    """
    audit_ids = {audit_id for audit_id, _ in pairs}
    audits = {audit.id: audit for audit in await w.audits.some(audit_ids)}
    actions = await w.actions.of_audits(audit_ids)
    moderations = {each.id: each for each in await w.moderations.some(audit_ids)}
    named = {reader_id for _, reader_id in pairs} | _named(audits.values(), actions)
    people = {person.id: person for person in await w.people.some(named)}
    names = {person_id: person.name for person_id, person in people.items()}
    readers = [people[reader_id] for _, reader_id in pairs if reader_id in people]
    teams = await teams_to_know(w, readers)
    views = {}
    for audit_id, reader_id in pairs:
        audit, reader = audits.get(audit_id), people.get(reader_id)
        if audit is None or reader is None or not reader.active:
            continue
        own = manages(reader, teams)
        lines = tuple(
            _line(council, action, names, own, today)
            for action in sorted(actions, key=lambda action: action.number)
            if action.audit_id == audit_id
        )
        concerned = audit.part_of(reader.id) or reader.has(Role.QA_OFFICER)
        if lines and (concerned or any(line.action.team in own for line in lines)):
            views[audit_id, reader_id] = ActionsView(
                today,
                audit,
                overall_in_words(council.framework, audit.record, moderations.get(audit_id)),
                reader,
                names[audit.lead_id],
                names[audit.peer_id] if audit.peer_id else None,
                lines,
            )
    return views


async def show_digests(
    council: Council, w: UnitOfWork, day: date, reader_ids: Collection[str], today: date
) -> Mapping[str, DigestView]:
    """Each reader's digest of `day`; left out when nothing was due for them."""
    people = await w.people.all()
    teams = await w.teams.all()
    names = {person.id: person.name for person in people}
    reminded = await w.actions.reminded_on(day, [team.name for team in teams])
    responsible = responsible_by_team(teams, people, day)
    views = {}
    for reader in (person for person in people if person.id in reader_ids):
        theirs = {team for team, those in responsible.items() if reader in those}
        own = manages(reader, teams)
        lines = tuple(
            _line(council, action, names, own, today)
            for action in sorted(reminded, key=lambda action: (action.due, action.id))
            if action.team in theirs
        )
        if lines:
            views[reader.id] = DigestView(day, today, reader, lines)
    return views


def _named(audits: Iterable[Audit], actions: Iterable[Action]) -> set[str]:
    """The ids of everyone whom these audits and actions name."""
    ids = {person_id for audit in audits for person_id in (audit.lead_id, audit.peer_id)}
    ids |= {person_id for action in actions for person_id in (action.set_by, action.completed_by)}
    return {person_id for person_id in ids if person_id}


def _line(
    council: Council, action: Action, names: Mapping[str, str], own: Collection[str], today: date
) -> ActionLine:
    rule = council.framework.actions
    may_act = action.is_open and action.team in own
    return ActionLine(
        action=action,
        set_by=names.get(action.set_by, ""),
        completed_by=names.get(action.completed_by or ""),
        overdue=action.is_overdue(today),
        may_act=may_act,
        may_extend_to=latest_extension(action, today, rule, council.calendar) if may_act else None,
    )

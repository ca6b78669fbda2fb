"""A case moves to another team, closes or is open again: its audit that is under way follows."""

from collections.abc import Mapping, Set
from datetime import date, datetime

from programme.audit import Audit, AuditState
from programme.calendar import day_in_words
from programme.case import Case
from programme.changed_copy import replace
from programme.closed_case import case_has_closed, with_case_closed, with_case_open
from programme.council import Council
from programme.event import Event
from programme.people import Team
from programme.ports import UnitOfWork
from programme.shown import AUDITORS
from programme.use_cases.acting_on_audit import cards_of
from programme.use_cases.bring_allocation import bring_allocation
from programme.use_cases.tell_of_auditors_needed import auditors_needed


async def follow_cases(
    council: Council,
    w: UnitOfWork,
    before: Mapping[str, Case],
    after: Mapping[str, Case],
    now: datetime,
) -> int:
    """Moves the audits that are not submitted yet, and marks those not begun whose case has closed
    or is open again; returns how many. `before` are all that were known, the closed ones too: a
    case may come back to another team.

    The auditors stay, for they have read the file, and get the allocation card with what changed;
    of a case that has closed the QA officers hear as well. What is submitted, and its actions, stay
    with the team that was audited.
    """
    changed = [
        *await _moved(council, w, before, after, now),
        *await _closed(council, w, before.keys() - after.keys(), after, now),
    ]
    for audit, verb, detail in changed:
        await w.audits.save(audit)
        await w.events.record(Event(now, "command line", verb, audit.id, "command line", detail))
        await w.live_cards.touch([*cards_of(audit), AUDITORS])
        for auditor in (audit.lead_id, audit.peer_id):
            if auditor is not None:
                await bring_allocation(council, w, audit, auditor, now)
    if any(case_has_closed(audit) for audit, _, _ in changed):
        await w.outbox.add(await auditors_needed(council, w, await w.people.all(), now))
    return len(changed)


async def caught_up(w: UnitOfWork, audit: Audit, today: date) -> Audit:
    """The audit, which nobody followed for a while, as its case is by now; its version stays."""
    case = await w.cases.get(audit.case_reference)
    if case is None:
        return audit
    teams = {team.name: team for team in await w.teams.all()}
    found, team = audit, teams.get(case.team)
    if case.active and team and team.name != audit.team:
        found = _in_team(found, team, today)
    if case.active and case_has_closed(audit):
        found = with_case_open(found, today)
    if not case.active and audit.state is AuditState.ALLOCATED and not case_has_closed(audit):
        found = with_case_closed(found, today)
    return replace(found, version=audit.version)


Change = tuple[Audit, str, Mapping[str, str]]
"""An audit as it is from now on, and its event's verb and detail."""


async def _moved(
    council: Council,
    w: UnitOfWork,
    before: Mapping[str, Case],
    after: Mapping[str, Case],
    now: datetime,
) -> list[Change]:
    areas = {team.name: team.service_area for team in await w.teams.all()}
    found: list[Change] = []
    for reference in sorted(before.keys() & after.keys()):
        old, new = before[reference].team, after[reference].team
        if old == new or new not in areas:
            continue
        for audit in await w.audits.of_case(reference):
            follows = audit.is_to_submit and not case_has_closed(audit)
            if follows and audit.team != new:
                moved = _in_team(audit, Team(new, areas[new]), council.today(now))
                found.append((moved, "move_audit", {"from": audit.team, "to": new}))
    return found


async def _closed(
    council: Council,
    w: UnitOfWork,
    gone: Set[str],
    after: Mapping[str, Case],
    now: datetime,
) -> list[Change]:
    today, found = council.today(now), list[Change]()
    again = [each for each in await w.audits.of_closed_cases() if each.case_reference in after]
    # A case that had closed earlier may have an audit all the same, which was made since.
    for reference in sorted(gone & await w.audits.being_audited()):
        for audit in await w.audits.of_case(reference):
            if audit.state is AuditState.ALLOCATED and not case_has_closed(audit):
                found.append((with_case_closed(audit, today), "close_case", {}))
    teams = {team.name: team for team in await w.teams.all()} if again else {}
    for audit in again:
        opened, team = with_case_open(audit, today), teams.get(after[audit.case_reference].team)
        if team and team.name != audit.team:
            opened = replace(_in_team(opened, team, today), version=opened.version)
        found.append((opened, "open_case_again", {"from": audit.team, "to": opened.team}))
    return found


def _in_team(audit: Audit, team: Team, today: date) -> Audit:
    told = f"The case moved from {audit.team} to {team.name} on {day_in_words(today)}."
    return replace(
        audit,
        team=team.name,
        service_area=team.service_area,
        why=(*audit.why, told),
        version=audit.version + 1,
    )

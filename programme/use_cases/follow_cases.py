"""A case moves to another team: the audit that is under way goes with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from programme.audit import Audit
from programme.calendar import day_in_words
from programme.case import Case
from programme.council import Council
from programme.event import Event
from programme.ports import UnitOfWork
from programme.use_cases.acting_on_audit import cards_of
from programme.use_cases.bring_allocation import bring_allocation


async def follow_cases(
    council: Council,
    w: UnitOfWork,
    before: Mapping[str, Case],
    after: Mapping[str, Case],
    now: datetime,
) -> int:
    """Moves the audits that are not submitted yet; returns how many.

    The auditors stay, for they have read the file, and get the allocation card with what changed.
    What is submitted, and its actions, stay with the team that was audited.
    """
    areas = {team.name: team.service_area for team in await w.teams.all()}
    moved = 0
    for reference in sorted(before.keys() & after.keys()):
        old, new = before[reference].team, after[reference].team
        if old == new or new not in areas:
            continue
        for audit in await w.audits.of_case(reference):
            if not (audit.is_submitted or audit.is_withdrawn or audit.team == new):
                await _move(council, w, audit, new, areas[new], now)
                moved += 1
    return moved


async def _move(
    council: Council, w: UnitOfWork, audit: Audit, team: str, area: str, now: datetime
) -> None:
    day = day_in_words(council.today(now))
    changed = replace(
        audit,
        team=team,
        service_area=area,
        why=(*audit.why, f"The case moved from {audit.team} to {team} on {day}."),
        version=audit.version + 1,
    )
    await w.audits.save(changed)
    await w.events.record(
        Event(
            now,
            "command line",
            "move_audit",
            audit.id,
            "command line",
            {"from": audit.team, "to": team},
        )
    )
    await w.live_cards.touch(cards_of(changed))
    for auditor in (changed.lead_id, changed.peer_id):
        if auditor is not None:
            await bring_allocation(council, w, changed, auditor, now)

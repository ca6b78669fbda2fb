"""Whether an audit's loop is closed, as the card shows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.council import Council
from programme.follow_up import Loop
from programme.people import Person, Role
from programme.ports import UnitOfWork
from programme.use_cases.acting_on_action import manages
from programme.use_cases.action_lines import ActionLine, lines_for


@dataclass(frozen=True, slots=True)
class LoopView:
    """One loop as `reader` sees it, with the actions as they stand. Names, not ids."""

    today: date
    reader: Person
    audit: Audit
    loop: Loop
    lead: str
    peer: str | None
    checker: str
    checked_by: str | None
    lines: tuple[ActionLine, ...]
    may_check: bool


async def show_loop_check(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], LoopView]:
    """For each (audit id, reader id) the loop; left out when there is none.

    Nobody is shown it but the checker, the auditors, those who manage the case's team or one that
    does an action, and QA officers.
    """
    loops = {loop.id: loop for loop in await w.loops.some({audit_id for audit_id, _ in pairs})}
    audits = {audit.id: audit for audit in await w.audits.some(set(loops))}
    actions = await w.actions.of_audits(set(loops))
    people = {person.id: person for person in await w.people.all()}
    teams = await w.teams.all()
    views = {}
    for audit_id, reader_id in pairs:
        audit, reader = audits.get(audit_id), people.get(reader_id)
        if audit is None or reader is None or not reader.active:
            continue
        loop, own = loops[audit_id], [each for each in actions if each.audit_id == audit_id]
        named = {audit.team, *(action.team for action in own)}
        if not (
            reader_id == loop.checker_id
            or audit.part_of(reader_id)
            or reader.has(Role.QA_OFFICER)
            or not manages(reader, teams).isdisjoint(named)
        ):
            continue
        names = {person.id: person.name for person in people.values()}
        views[audit_id, reader_id] = LoopView(
            today=today,
            reader=reader,
            audit=audit,
            loop=loop,
            lead=names[audit.lead_id],
            peer=names[audit.peer_id] if audit.peer_id else None,
            checker=names.get(loop.checker_id or "", "nobody yet"),
            checked_by=names.get(loop.checked_by or ""),
            lines=await lines_for(council, w, own, reader, today),
            may_check=loop.is_open and loop.checker_id == reader_id,
        )
    return views

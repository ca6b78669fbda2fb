"""Whoever checks records that the actions were completed, or what is still open (WC-09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.event import Event
from programme.follow_up import Loop, close, still_open
from programme.message import MessageKind
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.shown import audit_entity, loop_entity
from programme.use_cases.acting_on_loop import answering_for, cards_for, loop_and_audit
from programme.use_cases.bring_loop_checks import OUTLIVED


@dataclass(frozen=True, slots=True)
class RecordLoopCheck:
    """`person` has checked; `found` says what the file shows. `completed`: nothing is open."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    completed: bool
    found: str
    source: str


async def record_loop_check(command: RecordLoopCheck, *, work: Work, now: datetime) -> Loop:
    """The loop as closed, or as due again; the team's manager hears either way, and the auditors
    when it is closed.

    Pressed twice by the same person, the second answers as the first did. Raises LookElsewhere,
    AskSomeoneAllowed, ShowAsItIsNow, or CorrectAndRepeat.
    """
    require(command.person, Verb.CHECK_LOOP)
    person = command.person
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        loop, audit = await loop_and_audit(w, command.audit_id)
        council = command.council.under(audit)
        if loop.checked_by == person.id and loop.version == command.seen_version + 1:
            return loop
        if loop.checker_id != person.id:
            raise AskSomeoneAllowed(
                "Somebody else checks the actions of this audit; type “my work” for what is yours."
            )
        if loop.version != command.seen_version:
            raise ShowAsItIsNow("This check has changed since; here it is as it stands now.")
        actions = await w.actions.of_audits([audit.id])
        checked = _checked(council, command, loop, actions, now)
        await w.loops.save(checked)
        await _tell(w, council, checked, audit, actions, now)
        await w.events.record(
            Event(
                now,
                person.id,
                "close_loop" if command.completed else "find_actions_open",
                audit.id,
                command.source,
                {"checks": checked.checks},
            )
        )
        await w.live_cards.touch((loop_entity(audit.id), audit_entity(audit.id)))
        await w.commit()
        return checked


def _checked(
    council: Council,
    command: RecordLoopCheck,
    loop: Loop,
    actions: Sequence[Action],
    now: datetime,
) -> Loop:
    by = command.person.id
    if command.completed:
        return close(
            loop,
            by=by,
            found=command.found,
            actions_open=sum(action.is_open for action in actions),
            today=council.today(now),
            now=now,
        )
    return still_open(
        loop,
        by=by,
        found=command.found,
        rule=council.framework.loop_check or OUTLIVED,
        calendar=council.calendar,
        now=now,
    )


async def _tell(
    w: UnitOfWork,
    council: Council,
    loop: Loop,
    audit: Audit,
    actions: Sequence[Action],
    now: datetime,
) -> None:
    people, teams = await w.people.all(), await w.teams.all()
    doing = {action.team for action in actions if action.is_open}
    readers = answering_for({audit.team, *doing}, teams, people, council, now)
    if not loop.is_open:
        readers |= {audit.lead_id, *([audit.peer_id] if audit.peer_id else [])}
    # Whoever was away at an earlier check would else find one card of each when they are back.
    await w.outbox.supersede(MessageKind.LOOP_CHECK, audit.id, now)
    await w.outbox.add(
        cards_for(
            council,
            audit.id,
            readers - {loop.checker_id},
            people,
            now,
            f"checked-{loop.checks}",
        )
    )

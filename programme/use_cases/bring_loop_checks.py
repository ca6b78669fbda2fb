"""On its due day, a loop is brought to whoever checks it, and again until they have (WC-09)."""

from collections.abc import Sequence
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.event import Event
from programme.follow_up import Loop, bring_again, bring_to, choose_checker, may_check
from programme.people import Person, Role
from programme.ports import UnitOfWork, Work
from programme.rules.follow_up import LoopCheck
from programme.shown import loop_entity
from programme.timetable import digest
from programme.use_cases.acting_on_loop import cards_for
from programme.use_cases.queueing import queue_due

OUTLIVED = LoopCheck(weeks=1, by=(Role.QA_OFFICER,))
"""For loops whose rule is no longer in the framework: the QA officers see them closed."""


async def bring_loop_checks(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the cards of the loops that have fallen due; returns how many.

    A checker who has left, changed role or is away is replaced, so that it doesn't lie there.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    today = council.today(now)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("loop checks", due):
            return 0
        loops = await w.loops.open_due_by(today)
        audits = {audit.id: audit for audit in await w.audits.some([loop.id for loop in loops])}
        people = await w.people.all() if loops else ()
        queued = 0
        for loop in loops:
            rule = council.under(audits[loop.id]).framework.loop_check or OUTLIVED
            held = await _in_hand(w, council, loop, audits[loop.id], people, rule, now)
            day = bring_again(held, today, rule, council.calendar)
            if held.checker_id and day:
                readers, about = [held.checker_id], f"{day}"
                cards = cards_for(council, loop.id, readers, people, now, about)
                queued += await queue_due(
                    w, cards, verb="ask_for_loop_check", subject=loop.id, now=now
                )
        await w.commit()
        return queued


async def _in_hand(
    w: UnitOfWork,
    council: Council,
    loop: Loop,
    audit: Audit,
    people: Sequence[Person],
    rule: LoopCheck,
    now: datetime,
) -> Loop:
    """The loop with a checker who is there, as kept; as it was when there is nobody better."""
    today = council.today(now)
    now_with = next((person for person in people if person.id == loop.checker_id), None)
    if now_with and may_check(now_with, rule) and not now_with.is_away(today):
        return loop
    chosen = choose_checker(audit, rule, people, today)
    if chosen is None or chosen.id == loop.checker_id:
        return loop
    held = bring_to(loop, chosen.id)
    await w.loops.save(held)
    await w.events.record(
        Event(now, "sightline", "bring_loop_check", loop.id, "schedule", {"to": chosen.id})
    )
    await w.live_cards.touch([loop_entity(loop.id)])
    return held

"""Once a working day: requests to be spared an audit that nobody answered go to the QA officers,
and those that came to nothing end."""

from datetime import datetime

from programme.council import Council
from programme.hand_over import HandOver, Standing, why_unanswered
from programme.ports import HAND_OVERS, UnitOfWork, Work
from programme.timetable import digest
from programme.use_cases.ending_hand_overs import Ending, end, to_officers
from programme.use_cases.show_hand_over import overtaken


async def settle_hand_overs(council: Council, *, work: Work, now: datetime) -> int:
    """Settles what is open at the digest's hour; returns how many messages say so."""
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("hand overs", due):
            return 0
        await w.turns.take(HAND_OVERS)
        requests = await w.hand_overs.all_open()
        gone = await overtaken(council, w, requests) if requests else frozenset()
        queued = 0
        for request in requests:
            if request.id in gone:
                over = Ending(council, Standing.OVERTAKEN, "sightline", "schedule")
                queued += await end(over, w, request, now)
            else:
                queued += await _pass_on(council, w, request, now)
        await w.commit()
        return queued


async def _pass_on(council: Council, w: UnitOfWork, request: HandOver, now: datetime) -> int:
    colleague = await w.people.get(request.to_id or "")
    why = why_unanswered(request, colleague, council.today(now))
    if why is None:
        return 0
    _, told = await to_officers(council, w, request, why, "sightline", now)
    return told

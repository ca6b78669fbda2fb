"""A database with one of nearly everything in it."""

from dataclasses import replace

from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine
from storage.work import StoredWork
from tests.storage import examples
from tests.storage.examples import COUNCIL, DUE, NOW
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION, PRACTICE_DAY, SUBMITTED
from tests.storage.test_follow_up import ALERT, ASKED, FOLLOWED
from tests.storage.test_hand_overs import ASKED as HANDED_OVER
from tests.storage.test_loops import LOOP
from tests.storage.test_moderations import CHANGED, WAITING
from tests.storage.test_practice_acknowledgements import PRACTICE


async def fill(engine: Engine) -> None:
    """One of nearly everything that is kept."""
    async with StoredWork(engine)(COUNCIL) as unit:
        await unit.people.save([examples.PERSON])
        await unit.people.link("p1", "o1")
        await unit.cases.save([examples.CASE])
        await unit.conversations.save(examples.CONVERSATION)
        await unit.allocations.add(examples.ALLOCATION)
        await unit.allocations.acknowledge(examples.ACKNOWLEDGEMENT)
        await unit.audits.add([examples.AUDIT])
        await unit.actions.add([examples.ACTION])
        await unit.actions.mark_reminded({"ac1": "a"}, DUE)
        await unit.events.record(examples.EVENT)
        await unit.outbox.add([examples.MESSAGE])
        await unit.commit()
    await _fill_what_follows(engine)
    queue = StoredDeliveryQueue(engine)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [examples.sent(examples.MESSAGE, "audit:au1")])


async def _fill_what_follows(engine: Engine) -> None:
    async with StoredWork(engine)(COUNCIL) as unit:
        await unit.moderations.add([WAITING, CHANGED])
        await unit.loops.add([LOOP])
        await unit.alerts.add([ALERT])
        await unit.outside_rounds.add_re_audit(replace(FOLLOWED, audit_id="au1"))
        await unit.outside_rounds.add_commissioned(replace(ASKED, audit_id="au1"))
        await unit.overview_turns.take("quarter", "2026-10", "p1", NOW)
        await unit.observations.add(OBSERVATION)
        await unit.practice_days.add(PRACTICE_DAY)
        await unit.dip_samples.add(SUBMITTED)
        await unit.role_terms.replace({("monthly", "p1"): DUE})
        await unit.disputes.add(DISPUTE)
        await unit.practice.add(PRACTICE)
        await unit.hand_overs.add(replace(HANDED_OVER, id="d1"))
        await unit.commit()

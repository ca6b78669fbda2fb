"""Once a day what was kept long enough goes, and an event says how much."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from programme.action import ActionState
from programme.audit import AuditState
from programme.calendar import Month
from programme.council import Council
from programme.erasing import NAME_ERASED
from programme.event_chain import REMOVED
from programme.message import Delivery
from programme.ports import DeliveryQueue, Receipt, Work
from programme.use_cases import keep_to_retention as module
from programme.use_cases.keep_to_retention import keep_to_retention
from programme.use_cases.tick import JOBS
from programme.use_cases.verify_events import verify_events
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine
from storage.work import StoredWork
from tests.little_council import CALENDAR, FRAMEWORK, TENANT
from tests.storage import examples
from tests.storage.examples import ACTION, AUDIT, CONVERSATION, EVENT, MESSAGE, PERSON
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION, PRACTICE_DAY, SUBMITTED
from tests.storage.test_practice_acknowledgements import PRACTICE

COUNCIL = Council(TENANT, FRAMEWORK, CALENDAR)
THEN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""When the examples are of."""


def years_on(years: int, days: int = 1) -> datetime:
    return THEN.replace(year=THEN.year + years) + timedelta(days=days)


@pytest.fixture
def work(engine: Engine) -> Work:
    return StoredWork(engine)


async def tidy(work: Work, now: datetime) -> None:
    assert await keep_to_retention(COUNCIL, work=work, now=now) == 0


async def removed(work: Work, now: datetime) -> dict[str, object]:
    """What the day's event says was removed."""
    async with work(TENANT) as w:
        events = await w.events.about(now.date().isoformat())
    return {
        kind: count
        for event in events
        if event.verb == "remove_old_records"
        for kind, count in event.detail.items()
    }


async def fill(work: Work) -> None:
    """One of each that retention removes."""
    submitted = replace(AUDIT, state=AuditState.SUBMITTED, submitted_at=THEN)
    async with work(TENANT) as w:
        await w.audits.add([submitted])
        await w.actions.add([replace(ACTION, state=ActionState.COMPLETED, completed_at=THEN)])
        await w.allocations.add(examples.ALLOCATION)
        await w.allocations.acknowledge(examples.ACKNOWLEDGEMENT)
        await w.observations.add(replace(OBSERVATION, discussed=True))
        await w.practice_days.add(PRACTICE_DAY)
        await w.practice.add(replace(PRACTICE, acknowledged_by="p2", acknowledged_at=THEN))
        await w.dip_samples.add(SUBMITTED)
        await w.disputes.add(replace(DISPUTE, ended_at=THEN))
        await w.events.record(EVENT)
        await w.commit()


async def test_nothing_goes_before_its_time(work: Work) -> None:
    await fill(work)
    now = THEN.replace(year=THEN.year + 6) - timedelta(days=40)
    await tidy(work, now)
    assert await removed(work, now) == {}
    async with work(TENANT) as w:
        assert await w.audits.get(AUDIT.id)
        assert await w.events.about(EVENT.subject)


async def test_what_is_old_goes_with_all_that_hangs_on_it_and_is_counted(work: Work) -> None:
    await fill(work)
    now = years_on(6, 31)
    await tidy(work, now)

    assert await removed(work, now) == {
        "audits": 1,
        "allocations": 1,
        "dip_samples": 1,
        "observations": 1,
        "practice_days": 1,
        "good_practice": 1,
        "disputes": 1,
    }
    async with work(TENANT) as w:
        assert await w.audits.get(AUDIT.id) is None
        assert await w.actions.get(ACTION.id) is None
        assert await w.allocations.get("files", Month(2026, 12)) is None
        assert await w.disputes.get(DISPUTE.id) is None
        assert await w.events.about(EVENT.subject), "events are kept longer"
    assert (await verify_events(TENANT, work=work)).fault is None


async def test_an_audit_that_something_is_still_to_be_done_about_stays(work: Work) -> None:
    done = replace(AUDIT, state=AuditState.SUBMITTED)
    async with work(TENANT) as w:
        await w.audits.add([done, replace(AUDIT, id="open", case_reference="C2")])
        await w.actions.add([ACTION])
        await w.commit()
    await tidy(work, years_on(20))
    async with work(TENANT) as w:
        assert await w.audits.get(AUDIT.id), "its action is open"
        assert await w.audits.get("open")


async def test_it_is_done_once_a_day_and_early(work: Work) -> None:
    await fill(work)
    night = years_on(6, 31).replace(hour=3)
    await tidy(work, night)
    async with work(TENANT) as w:
        assert await w.audits.get(AUDIT.id)
    await tidy(work, night.replace(hour=4))
    async with work(TENANT) as w:
        assert await w.audits.get(AUDIT.id) is None
        await w.audits.add([replace(AUDIT, state=AuditState.SUBMITTED)])
        await w.commit()
    await tidy(work, night.replace(hour=9))
    async with work(TENANT) as w:
        assert await w.audits.get(AUDIT.id), "until tomorrow"


async def test_many_go_in_small_batches_each_with_its_event(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    old = [replace(AUDIT, id=f"au{n}", state=AuditState.WITHDRAWN) for n in range(5)]
    async with work(TENANT) as w:
        await w.audits.add(old)
        await w.commit()
    now = years_on(6, 31)
    await tidy(work, now)
    async with work(TENANT) as w:
        told = [e.detail["audits"] for e in await w.events.about(now.date().isoformat())]
        assert told == [2, 2, 1]
        assert await w.audits.of_month(AUDIT.month) == ()


async def test_messages_go_when_they_are_settled_and_old(work: Work, engine: Engine) -> None:
    queue: DeliveryQueue = StoredDeliveryQueue(engine)
    async with work(TENANT) as w:
        await w.outbox.add([MESSAGE, replace(MESSAGE, key="other", subject="2027-01")])
        await w.commit()
    await queue.claim(TENANT, THEN, 1)
    await queue.settle(TENANT, [Receipt(MESSAGE, Delivery.SENT, THEN, CONVERSATION, "a1", ())])
    now = years_on(2)
    await tidy(work, now)
    assert await removed(work, now) == {"messages": 1}
    assert [m.key for m in await queue.claim(TENANT, now, 5)] == ["other"]


async def test_who_left_is_erased_and_a_closed_case_forgotten_some_time_after(work: Work) -> None:
    gone = replace(PERSON, active=False)
    case = replace(examples.CASE, active=False)
    async with work(TENANT) as w:
        await w.people.save([gone])
        await w.cases.save([case])
        await w.commit()
    await tidy(work, THEN)
    await tidy(work, years_on(1))
    async with work(TENANT) as w:
        assert (await w.cases.get(case.reference)) is None
        assert (await w.people.get(gone.id)) == gone
    now = years_on(2)
    await tidy(work, now)
    assert await removed(work, now) == {"leavers": 1}
    async with work(TENANT) as w:
        erased = await w.people.get(gone.id)
        assert erased is not None
        assert (erased.name, erased.email) == (NAME_ERASED, "")
    again = years_on(5)
    await tidy(work, again)
    assert await removed(work, again) == {}, "nobody is erased twice"


async def test_who_came_back_has_not_left(work: Work) -> None:
    for active, now in ((False, THEN), (True, years_on(1)), (False, years_on(2))):
        async with work(TENANT) as w:
            await w.people.save([replace(PERSON, active=active)])
            await w.commit()
        await tidy(work, now)
    await tidy(work, years_on(3))
    async with work(TENANT) as w:
        person = await w.people.get(PERSON.id)
    assert person is not None
    assert person.name == PERSON.name


async def test_old_events_go_from_the_front_and_the_chain_stays_whole(work: Work) -> None:
    async with work(TENANT) as w:
        for days in range(4):
            await w.events.record(replace(EVENT, at=THEN + timedelta(days=days)))
        await w.commit()
    now = years_on(7, 2)
    await tidy(work, now)

    async with work(TENANT) as w:
        entries = await w.events.entries_after(0, 10)
        (said,) = [e.event for e in entries if e.event.verb == REMOVED]
        assert [e.number for e in entries] == [3, 4, 5]
        assert (said.detail["up_to"], said.detail["entries"]) == (2, 2)
    found = await verify_events(TENANT, work=work)
    assert (found.fault, found.checkpoint.number) == (None, 2)
    later = now + timedelta(days=1)
    await tidy(work, later)
    found = await verify_events(TENANT, work=work)
    assert (found.fault, found.checkpoint.number) == (None, 3)


def test_the_tick_does_it() -> None:
    assert keep_to_retention in JOBS.values()

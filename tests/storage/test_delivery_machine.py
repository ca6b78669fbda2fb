"""Whatever becomes of an attempt, and wherever a process stops, a message comes to an end, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.message import Delivery, Message
from programme.ports import DeliveryQueue, MessageFate, Receipt, Work
from tests.storage.examples import MESSAGE, NOW, queue_up

MINUTE = timedelta(minutes=1)
FINAL = {Delivery.SENT, Delivery.UNDELIVERABLE, Delivery.SUPERSEDED, Delivery.EXPIRED}
TENANTS = count(1)
"""A council of its own for each example, so that one database serves them all."""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["queue", "send", "fail", "supersede", "try again", "stop"]),
        st.integers(0, 90),
    ),
    max_size=12,
)


async def _fates(work: Work, tenant_id: str) -> list[MessageFate]:
    async with work(tenant_id) as w:
        return [*await w.outbox.fates([MESSAGE.kind], MESSAGE.subject)]


def _receipt(message: Message, step: str, minutes: int) -> Receipt:
    now = NOW + minutes * MINUTE
    match step:
        case "send":
            return Receipt(message, Delivery.SENT, now, activity_id=None)
        case "fail":
            return Receipt(message, Delivery.UNDELIVERABLE, now, reason="blocked")
        case "supersede":
            return Receipt(message, Delivery.SUPERSEDED, now)
        case _:
            again = now + MINUTE
            return Receipt(message, Delivery.WAITING, now, reason="429", not_before=again)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, expires=st.booleans())
async def test_every_message_ends_and_what_has_ended_stays(
    work: Work, queue: DeliveryQueue, steps: Sequence[tuple[str, int]], expires: bool
) -> None:
    tenant = str(UUID(int=next(TENANTS)))
    clock, queued = 0, 0
    ended: dict[str, Delivery] = {}
    for step, minutes in steps:
        clock += minutes
        if step == "queue":
            message = replace(
                MESSAGE,
                key=f"m{queued}",
                person_id=f"p{queued}",
                not_before=NOW + clock * MINUTE,
                expires=NOW + (clock + 60) * MINUTE if expires else None,
            )
            await queue_up(work, message, message, council=tenant)
            queued += 1
            continue
        claimed = await queue.claim(tenant, NOW + clock * MINUTE, 2)
        if step == "stop":  # a process that stops has settled nothing; the next one recovers it
            assert await queue.recover(tenant) == len(claimed)
        else:
            receipts = [_receipt(each, step, clock) for each in claimed]
            await queue.settle(tenant, receipts)
            await queue.settle(tenant, receipts[:0])
        fates = {fate.person_id: fate for fate in await _fates(work, tenant)}
        assert len(fates) == queued, "the same key is queued once, and none is lost"
        assert {fate.delivery for fate in fates.values()} <= FINAL | {Delivery.WAITING}
        assert {who: fates[who].delivery for who in ended} == ended
        ended = {who: f.delivery for who, f in fates.items() if f.delivery in FINAL}
    later = NOW + timedelta(days=30)
    while claimed := await queue.claim(tenant, later, 50):
        await queue.settle(tenant, [_receipt(each, "send", clock) for each in claimed])
    assert {fate.delivery for fate in await _fates(work, tenant)} <= FINAL
    assert tenant not in await queue.councils_with_work("a", later)

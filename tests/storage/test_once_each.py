"""Taking one message a card asks the database nothing, but where there is something to ask; the one
may go for as long as any of those that it stands for."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import Delete, Select, Update

from programme.message import Delivery
from programme.ports import DeliveryQueue, Receipt, Work
from storage.engine import Engine
from storage.once_each import once_each
from storage.prepared import Found
from storage.transaction import Transaction
from tests.storage.examples import COUNCIL, LATER, MESSAGE, NOW, queue_up


class Counting(Transaction):
    """Counts what it is asked, and finds nothing."""

    asked = 0

    async def rows(self, statement: Select[*tuple[object, ...]], **values: object) -> list[Found]:
        self.asked += 1
        return []

    async def change(self, statement: Update | Delete, **values: object) -> int:
        self.asked += 1
        return 0


def _row(number: int, put_back_at: object = None) -> Found:
    values = {name: getattr(MESSAGE, name) for name in MESSAGE.__slots__}
    named = {"key": f"m{number}", "person_id": f"p{number}", "put_back_at": put_back_at}
    return cast("Found", SimpleNamespace(**{**values, **named}))


async def test_a_push_that_was_never_put_back_costs_no_statement(engine: Engine) -> None:
    transaction = Counting(engine, COUNCIL)
    taken = await once_each(transaction, [_row(n) for n in range(50)], NOW, more=False)
    assert (len(taken), transaction.asked) == (50, 0)


async def test_however_many_were_put_back_they_cost_one(engine: Engine) -> None:
    transaction = Counting(engine, COUNCIL)
    rows = [_row(n, NOW if n % 2 else None) for n in range(50)]
    taken = await once_each(transaction, rows, NOW, more=False)
    assert (len(taken), transaction.asked) == (50, 1)


MINUTE = timedelta(minutes=1)
SOON = NOW + MINUTE


@pytest.mark.parametrize("expires", [None, LATER + MINUTE], ids=["never", "later"])
@pytest.mark.parametrize("limit", [10, 1], ids=["claimed together", "one after the other"])
async def test_the_last_of_several_may_go_for_as_long_as_any_of_them(
    work: Work, queue: DeliveryQueue, expires: datetime | None, limit: int
) -> None:
    lasting = replace(MESSAGE, key="a", not_before=NOW - MINUTE, expires=expires)
    brief = replace(MESSAGE, key="b", expires=SOON)
    await queue_up(work, lasting, brief)
    (taken,) = await queue.claim(COUNCIL, NOW, limit)
    assert (taken.key, taken.expires) == ("b", expires)
    put_back = Receipt(taken, Delivery.WAITING, NOW, reason="503", not_before=LATER)
    await queue.settle(COUNCIL, [put_back])
    (again,) = await queue.claim(COUNCIL, LATER, 10)
    assert (again.key, again.expires) == ("b", expires)


async def test_what_has_expired_stands_for_nothing(work: Work, queue: DeliveryQueue) -> None:
    lasting = replace(MESSAGE, key="a", not_before=NOW - MINUTE)
    over = replace(MESSAGE, key="b", expires=NOW)
    await queue_up(work, lasting, over)
    assert await queue.claim(COUNCIL, NOW, 1) == (lasting,)
    assert await queue.claim(COUNCIL, NOW, 1) == ()
    async with work(COUNCIL) as unit:
        fates = await unit.outbox.fates([MESSAGE.kind], MESSAGE.subject)
    assert [fate.delivery for fate in fates] == [Delivery.SENDING, Delivery.EXPIRED]

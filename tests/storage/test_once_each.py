"""Taking one message a card asks the database nothing, but where there is something to ask."""

from types import SimpleNamespace
from typing import cast

from sqlalchemy import Delete, Select, Update

from storage.engine import Engine
from storage.once_each import once_each
from storage.prepared import Found
from storage.transaction import Transaction
from tests.storage.examples import COUNCIL, MESSAGE, NOW


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

"""Many values in one parameter."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import select

from programme.ports import Work
from storage.among import among
from storage.engine import Engine
from storage.outbox_table import outbox
from storage.transaction import OF_TENANT, Transaction
from tests.storage.examples import COUNCIL, MESSAGE, OTHER_COUNCIL, queue_up

_KEYS = select(outbox.c.key).where(outbox.c.tenant_id == OF_TENANT)
_BY_KEY = _KEYS.where(among(outbox.c.key, "of_keys"))
_BY_ATTEMPTS = _KEYS.where(among(outbox.c.attempts, "of_attempts"))
_BY_BOTH = _BY_KEY.where(among(outbox.c.attempts, "of_attempts"))
AWKWARD = (
    "",
    " ",
    "it's",
    'a "b"',
    "back\\slash",
    "a,b",
    "{a,b}",
    '["a"]',
    "NULL",
    "null",
    "1",
    "%",
    ":of_keys",
    "line\nbreak",
    "Åsa",
    "A\u030asa",
    "日本",
    "👩‍👧",
)


async def _found(engine: Engine, keys: Collection[str]) -> set[str]:
    async with Transaction(engine, COUNCIL) as transaction:
        return {row.key for row in await transaction.rows(_BY_KEY, of_keys=keys)}


@pytest.fixture
async def queued(work: Work) -> None:
    """A message of each awkward key, and another council's."""
    await queue_up(work, *(replace(MESSAGE, key=key, attempts=n) for n, key in enumerate(AWKWARD)))
    await queue_up(work, replace(MESSAGE, key="theirs"), council=OTHER_COUNCIL)


@pytest.mark.usefixtures("queued")
async def test_without_values_nothing_is_found(engine: Engine) -> None:
    assert await _found(engine, []) == set()


@pytest.mark.usefixtures("queued")
async def test_each_value_finds_its_own_row_whatever_stands_in_it(engine: Engine) -> None:
    for key in AWKWARD:
        assert await _found(engine, {key}) == {key}
    assert await _found(engine, AWKWARD) == set(AWKWARD)
    assert await _found(engine, ["Asa", "ÅSA", "A", "b", "theirs", "it''s"]) == set()


@pytest.mark.usefixtures("queued")
async def test_fifty_thousand_values_are_one_parameter(engine: Engine) -> None:
    many = [f"nobody's {n}" for n in range(50_000)]
    assert await _found(engine, [*many[:25_000], "it's", *many[25_000:], "Åsa"]) == {"it's", "Åsa"}


@pytest.mark.usefixtures("queued")
async def test_a_value_given_twice_finds_its_row_once(engine: Engine) -> None:
    async with Transaction(engine, COUNCIL) as transaction:
        rows = await transaction.rows(_BY_KEY, of_keys=["Åsa", "Åsa"])
    assert [row.key for row in rows] == ["Åsa"]


@pytest.mark.usefixtures("queued")
async def test_numbers_are_compared_as_numbers(engine: Engine) -> None:
    async with Transaction(engine, COUNCIL) as transaction:
        rows = await transaction.rows(_BY_ATTEMPTS, of_attempts=[2, 10, 2_000])
        assert {row.key for row in rows} == {AWKWARD[2], AWKWARD[10]}
        assert await transaction.rows(_BY_ATTEMPTS, of_attempts=[]) == []


@pytest.mark.usefixtures("queued")
async def test_two_of_them_in_a_statement_keep_to_their_own_values(engine: Engine) -> None:
    async with Transaction(engine, COUNCIL) as transaction:
        rows = await transaction.rows(_BY_BOTH, of_keys=AWKWARD[:4], of_attempts=[3, 4, 5])
    assert [row.key for row in rows] == [AWKWARD[3]]

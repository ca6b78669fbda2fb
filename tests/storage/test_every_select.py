"""Every SELECT of storage finds on the driver's own connection what SQLAlchemy finds with it."""

import importlib
import pkgutil
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import product

from sqlalchemy import (
    Select,
)
from sqlalchemy.exc import DBAPIError

import storage
from storage.engine import Engine
from storage.prepared import Found, Values
from storage.versioned import Versioned
from tests.storage.examples import COUNCIL, DUE, NOW
from tests.storage.filling import fill

GIVEN: Mapping[str, Sequence[object]] = {
    "of_tenant": [COUNCIL],
    "of_id": ["p1", "au1", "ac1", "ob1", "pd1", "ds1", "d1", "pa1"],
    "of_ids": [["p1", "au1", "ac1"]],
    "of_object_id": ["o1"],
    "of_object_ids": [["o1"]],
    "of_email": ["asha@marlshire.example"],
    "of_audits": [["au1"]],
    "of_teams": [["Malvern"]],
    "of_people": [["p1"]],
    "of_person": ["p1"],
    "of_kind": ["allocation"],
    "of_keys": [["k1"]],
    "of_kinds": [["allocation"]],
    "of_subject": ["2026-12", "action:ac1"],
    "of_subjects": [["2026-12"]],
    "of_month": ["2026-12"],
    "of_reference": ["C100"],
    "of_references": [["C100"]],
    "of_entities": [["audit:au1"]],
    "of_audit_id": ["au1"],
    "of_person_id": ["p1"],
    "of_round": ["files"],
    "of_round_id": ["files"],
    "of_rounds": [["files"]],
    "of_overview": ["quarter"],
    "by_day": [DUE],
    "on_day": [DUE],
    "day": [DUE + timedelta(days=1)],
    "before_day": [DUE + timedelta(days=1)],
    "first_day": [DUE],
    "last_day": [DUE],
    "first_month": ["2026-12"],
    "last_month": ["2026-12"],
    "first": [NOW],
    "before": [NOW + timedelta(days=31)],
    "since": ["2026-01"],
    "asked_since": [NOW],
    "sent_since": [NOW],
    "of_job": ["a job"],
    "due": [NOW],
    "now": [NOW],
    "at_most": [2],
    "after_number": [0],
    "of_turn": [1],
    "of_verbs": [["complete_action", "import_staff"]],
    "too_far": [NOW + timedelta(hours=1)],
}


def _reads() -> "list[Select[tuple[object, ...]]]":
    modules = [
        importlib.import_module(f"storage.{m.name}") for m in pkgutil.iter_modules(storage.__path__)
    ]
    named = [each for module in modules for each in vars(module).values()]
    ones = [each.one for each in named if isinstance(each, Versioned)]
    found = {id(each): each for each in (*named, *ones) if isinstance(each, Select)}
    return [*found.values()]


def _each(names: Sequence[str]) -> Iterator[dict[str, object]]:
    for values in product(*(GIVEN[name] for name in names)):
        yield dict(zip(names, values, strict=True))


async def _of(finding: Awaitable[Sequence[Sequence[object]]]) -> object:
    """The rows, or that there are none to be had: some values fit SQLite's loose columns alone."""
    try:
        return [tuple(row) for row in await finding]
    except DBAPIError:
        return "refused"


async def test_each_select_finds_what_sqlalchemy_finds(engine: Engine) -> None:
    await fill(engine)
    finding = 0
    async with engine.connect() as connection:

        async def ours(statement: Select[*tuple[object, ...]], values: Values) -> Sequence[Found]:
            return (await connection.execute(statement, values)).all()

        for statement in _reads():
            names = [n for n in statement.compile(dialect=engine.pool.dialect).binds if n in GIVEN]
            for values in _each(names):
                found = await _of(ours(statement, values))
                await connection.rollback()
                theirs = connection.run_sync(
                    lambda c, s=statement, v=values: c.execute(s, v).all()  # type: ignore[misc]  # bound at once
                )
                assert found == await _of(theirs)
                await connection.rollback()
                finding += found not in ([], "refused")
    assert finding >= 70

"""Every SELECT of storage finds on SQLite's own connection what SQLAlchemy finds with it."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

from sqlalchemy import (
    Select,
)
from sqlalchemy.dialects.sqlite import dialect

import storage
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine, create_engine
from storage.migrations import migrate
from storage.unit_of_work import unit_of_work
from storage.versioned import Versioned
from tests.storage import examples
from tests.storage.examples import COUNCIL, DUE, NOW
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION, PRACTICE_DAY, SUBMITTED
from tests.storage.test_follow_up import ALERT, ASKED, FOLLOWED
from tests.storage.test_hand_overs import ASKED as HANDED_OVER
from tests.storage.test_loops import LOOP
from tests.storage.test_moderations import CHANGED, WAITING
from tests.storage.test_practice_acknowledgements import PRACTICE

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
    "now": [NOW],
    "at_most": [2],
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


async def _fill(engine: Engine) -> None:
    async with unit_of_work(engine)(COUNCIL) as unit:
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
    async with unit_of_work(engine)(COUNCIL) as unit:
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


async def test_each_select_finds_what_sqlalchemy_finds(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/sightline.db")
    await migrate(engine)
    await _fill(engine)
    finding = 0
    async with engine.connect() as connection:
        for statement in _reads():
            names = [n for n in statement.compile(dialect=dialect()).binds if n in GIVEN]
            for values in _each(names):
                ours = (await connection.execute(statement, values)).all()
                theirs = await connection.run_sync(
                    lambda c, s=statement, v=values: c.execute(s, v).all()  # type: ignore[misc]  # bound at once
                )
                assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
                finding += bool(ours)
    await engine.dispose()
    assert finding >= 70

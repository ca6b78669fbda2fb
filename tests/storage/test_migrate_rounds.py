"""Rows from before there were rounds belong to their council's main round afterwards."""

import pytest
from sqlalchemy import Connection, text

from programme.calendar import Month
from storage.engine import create_engine
from storage.migrations import migrate, upgrade
from storage.work import StoredWork

DECEMBER = Month(2026, 12)
OLD_ROWS = """
INSERT INTO councils VALUES (:tenant, 'f', '1', :rules, '2026-11-01');
INSERT INTO allocations (tenant_id, month, seed, framework_version, drawn_at, gaps)
VALUES (:tenant, '2026-12', '7', '1', '2026-11-16', '[]');
INSERT INTO acknowledgements (tenant_id, month, person_id, at)
VALUES (:tenant, '2026-12', 'ann', '2026-12-01');
INSERT INTO audits (tenant_id, id, month, case_reference, cohort, team, service_area, tool_id,
 lead_id, due, why, state, version, record)
VALUES (:tenant, 'a1', '2026-12', 'C1', 'referral', 'Ash', 'North', 't', 'ann', '2026-12-31',
 '[]', 'allocated', 1, :record)
"""
RULES = {
    "t1": '[[rounds]]\nid = "files"\n[[rounds]]\nid = "mid_way"\n',
    "t2": "[allocation]\n",
}
RECORD = (
    '{"grades": {}, "overall": null, "went_well": "", "to_learn": "", "views": {}, "actions": []}'
)


def _as_it_was(connection: Connection) -> None:
    upgrade(connection, "0001")
    for tenant, rules in RULES.items():
        values = {"tenant": tenant, "rules": rules, "record": RECORD}
        for statement in OLD_ROWS.split(";"):
            connection.execute(text(statement), values)


@pytest.mark.parametrize(("council", "main"), [("t1", "files"), ("t2", "case_files")])
async def test_what_was_drawn_before_there_were_rounds_is_the_main_rounds(
    empty_url: str, council: str, main: str
) -> None:
    engine = create_engine(empty_url)
    async with engine.writing() as connection:
        await connection.run_sync(_as_it_was)
    await migrate(engine)

    async with StoredWork(engine)(council) as unit:
        kept = await unit.allocations.get(main, DECEMBER)
        assert kept is not None
        assert (kept.round_id, kept.seed) == (main, 7)
        assert [a.person_id for a in await unit.allocations.acknowledgements(main, DECEMBER)] == [
            "ann"
        ]
        (audit,) = await unit.audits.of_round(main, DECEMBER)
        assert (audit.id, audit.round_id, audit.theme) == ("a1", main, None)
    await engine.dispose()

"""Whoever tracks a service area's actions hears what is overdue in it (WB-07)."""

from dataclasses import replace
from datetime import date

import pytest

from programme.message import MessageKind
from programme.people import Role
from programme.shown import action_entity
from programme.use_cases.show_actions import show_digests
from tests.little_council import (
    DUE,
    FRAMEWORK,
    STAFF,
    LittleCouncil,
)
from tests.programme.use_cases.acting_on_actions import (
    DELAYED,
    HIGH,
    OVERDUE,
    RULE,
    SUE,
    card,
    digest,
    done,
)


@pytest.mark.rule("WB-07")
async def test_the_service_manager_hears_what_is_overdue_in_the_service_area(
    ash: LittleCouncil,
) -> None:
    await ash.submitted(HIGH)
    assert "sian" not in await digest(ash, DUE)
    assert await digest(ash, OVERDUE) == ["sian"]
    told = await card(ash, MessageKind.DIGEST, "sian", OVERDUE.isoformat(), OVERDUE)
    assert "Overdue in the teams that you follow" in told
    assert "Ash · Priority: High · ⚠ Overdue since Fri 18 Dec" in told
    assert "Mark as completed" not in told
    assert await digest(ash, date(2026, 12, 22)) == []
    assert await digest(ash, DELAYED) == ["ann", "sian"]


@pytest.mark.rule("WB-07")
async def test_the_digest_stays_true_when_what_is_tracked_is_done(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    await digest(ash, OVERDUE)
    subject = OVERDUE.isoformat()
    await ash.settle("sian", MessageKind.DIGEST, subject, action_entity(action.id))
    await done(ash, action, OVERDUE)
    assert ("sian", MessageKind.DIGEST) in await ash.behind()
    assert "Completed by Ann" in await card(ash, MessageKind.DIGEST, "sian", subject, OVERDUE)


@pytest.mark.rule("WB-07")
async def test_who_answers_for_a_team_and_tracks_it_has_one_digest(ash: LittleCouncil) -> None:
    await ash.take_staff(*(p for p in STAFF if p.id not in {"gil", "gus"}), SUE)
    rule = replace(RULE, tracked_by=(Role.TEAM_MANAGER,))
    rules = replace(FRAMEWORK, actions=rule)
    ash = replace(ash, council=replace(ash.council, framework=rules))
    await ash.submitted(HIGH)
    assert await digest(ash, OVERDUE) == ["ann", "ben"]
    assert await digest(ash, DELAYED) == ["ann", "ben"]
    async with ash.work(ash.tenant_id) as w:
        views = await show_digests(ash.council, w, DELAYED, ["ann", "ben"], DELAYED)
    assert [len(views["ann"].lines), len(views["ann"].tracked)] == [1, 0]
    assert [len(views["ben"].lines), len(views["ben"].tracked)] == [0, 1]


@pytest.mark.rule("WB-07")
@pytest.mark.parametrize(
    ("gone", "reader"), [(["sian"], "sue"), (["sian", "sue"], "quinn")], ids=["area", "council"]
)
async def test_while_nobody_of_the_area_is_there_the_next_one_tracks(
    ash: LittleCouncil, gone: list[str], reader: str
) -> None:
    await ash.submitted(HIGH)
    for person_id in gone:
        await ash.away(person_id, date(2026, 12, 14), date(2026, 12, 31))
    await digest(ash, DUE)
    assert await digest(ash, OVERDUE) == [reader]

"""The service finds councils, and the version of their framework that holds today."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.councils import CouncilRegistry
from programme.council import CouncilRecord, FrameworkVersion
from programme.errors import RulesUnread
from tests.little_council import ADDED, FRAMEWORK, RULES, TENANT

LATER = RULES.replace(f'version = "{FRAMEWORK.version}"', 'version = "later"').replace(
    f"holds_from = {FRAMEWORK.holds_from}", "holds_from = 2026-12-02"
)


class FakeCouncils:
    """programme.ports.Councils, in memory."""

    def __init__(self) -> None:
        self.record = CouncilRecord(TENANT, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)

    async def all(self) -> tuple[CouncilRecord, ...]:
        return (self.record,)

    async def get(self, tenant_id: str) -> CouncilRecord | None:
        return self.record if tenant_id == TENANT else None

    async def add(self, record: CouncilRecord) -> bool:
        return record is not self.record

    async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
        before = self.record
        self.record = CouncilRecord(
            tenant_id,
            before.framework_id,
            before.framework_version,
            before.rules,
            before.added_at,
            (version,),
        )
        return True


async def test_a_version_that_is_adopted_while_the_service_runs_holds_from_its_day() -> None:
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    councils = FakeCouncils()
    registry = CouncilRegistry(councils, lambda: now)
    first = await registry.get(TENANT)
    assert first is not None
    assert first.framework.version == FRAMEWORK.version
    assert await registry.get(TENANT) is first
    assert await registry.get("elsewhere") is None

    await councils.adopt(TENANT, FrameworkVersion("later", date(2026, 12, 2), LATER, now))
    (ticked,) = await registry.all()
    assert ticked.framework.version == FRAMEWORK.version

    now += timedelta(days=1)
    today = await registry.get(TENANT)
    assert today is not None
    assert today.framework.version == "later"
    assert today.framework_of(FRAMEWORK.version).version == FRAMEWORK.version
    assert await registry.all() == (today,)


async def test_rules_that_can_t_be_read_any_more_are_not_gone_by_and_are_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    councils = FakeCouncils()
    sound = councils.record
    registry = CouncilRegistry(councils, lambda: ADDED)
    assert await registry.get(TENANT) is not None
    councils.record = replace(sound, rules="not TOML")
    for _ in range(3):
        assert await registry.all() == ()
        with pytest.raises(RulesUnread):
            await registry.get(TENANT)
    councils.record = sound
    mended = await registry.get(TENANT)
    assert mended is not None
    assert await registry.all() == (mended,)
    said = [one.getMessage() for one in caplog.records if one.name == "bot.councils"]
    assert [TENANT in each for each in said] == [True, True]
    assert "so all that it is sent waits until they are mended" in said[0]
    assert said[1].endswith("can be read again.")


async def test_other_rules_that_can_t_be_read_are_said_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    councils = FakeCouncils()
    sound = councils.record
    registry = CouncilRegistry(councils, lambda: ADDED)
    for rules in ("not TOML", f"{sound.rules}\nby_the_moon = true\n"):
        councils.record = replace(sound, rules=rules)
        assert await registry.all() == ()
    assert len(caplog.records) == 2
    assert "by_the_moon" in caplog.text

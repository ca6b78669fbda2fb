"""The service finds councils, and the version of their framework that holds today."""

from datetime import UTC, date, datetime, timedelta

from bot.councils import CouncilRegistry
from programme.council import CouncilRecord, FrameworkVersion
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

"""A council adopts later versions of its framework; what is in force isn't edited."""

from datetime import date

import pytest

from programme.council import CouncilRecord, FrameworkVersion
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.frameworks.load import parse
from programme.use_cases.add_council import AddCouncil, add_council
from programme.use_cases.adopt_framework import AdoptFramework, adopt_framework
from storage.councils import StoredCouncils
from tests.little_council import A_MINUTE, ADDED, FRAMEWORK, OTHER_TENANT, RULES, TENANT

APRIL = date(2027, 4, 1)


def _adopt(version: str, day: date, rules: str = RULES, tenant: str = TENANT) -> AdoptFramework:
    text = rules.replace(f'version = "{FRAMEWORK.version}"', f'version = "{version}"').replace(
        f"holds_from = {FRAMEWORK.holds_from}", f"holds_from = {day}"
    )
    return AdoptFramework(tenant, parse(text, "own.toml"), text)


@pytest.fixture
async def added(councils: StoredCouncils) -> CouncilRecord:
    await add_council(
        AddCouncil(OTHER_TENANT, FRAMEWORK, RULES, id_key=""), councils=councils, now=ADDED
    )
    return await add_council(
        AddCouncil(TENANT, FRAMEWORK, RULES, id_key=""), councils=councils, now=ADDED
    )


async def test_a_later_version_is_kept_beside_the_one_in_force(
    councils: StoredCouncils, added: CouncilRecord
) -> None:
    command = _adopt("2027", APRIL)
    kept = await adopt_framework(command, councils=councils, now=ADDED)
    assert (kept.rules, kept.framework_version) == (added.rules, added.framework_version)
    (later,) = kept.later
    assert (later.version, later.holds_from, later.rules) == ("2027", APRIL, command.rules)
    assert later.adopted_at == ADDED
    assert await councils.get(TENANT) == kept
    other = await councils.get(OTHER_TENANT)
    assert other is not None
    assert other.later == ()
    assert {record.tenant_id: record.later for record in await councils.all()} == {
        TENANT: kept.later,
        OTHER_TENANT: (),
    }


async def test_versions_stand_in_the_order_in_which_they_hold(
    councils: StoredCouncils, added: CouncilRecord
) -> None:
    await adopt_framework(_adopt("later", date(2028, 4, 1)), councils=councils, now=ADDED)
    kept = await adopt_framework(_adopt("2027", APRIL), councils=councils, now=ADDED)
    assert [version.version for version in kept.later] == ["2027", "later"]


async def test_adopted_twice_it_is_there_once(
    councils: StoredCouncils, added: CouncilRecord
) -> None:
    command = _adopt("2027", APRIL)
    first = await adopt_framework(command, councils=councils, now=ADDED)
    assert await adopt_framework(command, councils=councils, now=ADDED + A_MINUTE) == first


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            _adopt(FRAMEWORK.version, APRIL, RULES + "\n# edited"),
            f"Version {FRAMEWORK.version} is there already and isn't edited",
        ),
        (_adopt("2027", APRIL, RULES + "\n# edited"), "Version 2027 is there already"),
        (_adopt("other", APRIL), "Another version holds from Thursday 1 April 2027 already"),
        (_adopt("late", date(2026, 11, 16)), "is Monday 16 November 2026, which has come already"),
        (
            _adopt("x", date(2027, 5, 1), RULES.replace(f'id = "{FRAMEWORK.id}"', 'id = "own"')),
            f"This council's framework is {FRAMEWORK.id}, not own",
        ),
    ],
)
async def test_what_would_change_the_past_is_refused(
    councils: StoredCouncils, added: CouncilRecord, command: AdoptFramework, told: str
) -> None:
    kept = await adopt_framework(_adopt("2027", APRIL), councils=councils, now=ADDED)
    with pytest.raises(CorrectAndRepeat, match=told):
        await adopt_framework(command, councils=councils, now=ADDED)
    assert await councils.get(TENANT) == kept


async def test_somebody_who_adopts_at_the_same_time_is_told(
    councils: StoredCouncils, added: CouncilRecord
) -> None:
    class Slower(StoredCouncils):
        async def get(self, tenant_id: str) -> CouncilRecord | None:
            return added

    slower = Slower(councils._engine)
    await adopt_framework(_adopt("2027", APRIL), councils=councils, now=ADDED)
    for version, day in (("2027", date(2027, 5, 1)), ("other", APRIL)):
        with pytest.raises(CorrectAndRepeat, match="has just adopted a version with this name or"):
            await adopt_framework(_adopt(version, day), councils=slower, now=ADDED)


async def test_a_tenant_without_a_council_has_nothing_to_adopt_it(
    councils: StoredCouncils,
) -> None:
    with pytest.raises(LookElsewhere, match="No council has this tenant id"):
        await adopt_framework(_adopt("2027", APRIL), councils=councils, now=ADDED)


async def test_the_same_version_adopted_twice_at_once_is_there_once(
    councils: StoredCouncils, added: CouncilRecord
) -> None:
    class Overtaken(StoredCouncils):
        """Somebody else adopts a version between reading and keeping."""

        async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
            await councils.adopt(tenant_id, version)
            return await super().adopt(tenant_id, version)

    command, late = _adopt("2027", APRIL), Overtaken(councils._engine)
    kept = await adopt_framework(command, councils=late, now=ADDED)
    assert [version.version for version in kept.later] == ["2027"]

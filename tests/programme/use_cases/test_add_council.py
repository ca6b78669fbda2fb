"""A council is added once, with its rules."""

import pytest

from programme.errors import CorrectAndRepeat
from programme.use_cases.add_council import AddCouncil, add_council, parse_tenant
from storage.councils import StoredCouncils
from tests.little_council import A_MINUTE, ADDED, FRAMEWORK, OTHER_TENANT, RULES, TENANT

COMMAND = AddCouncil(TENANT, FRAMEWORK, RULES)


async def test_a_council_is_kept_with_the_text_of_its_rules(councils: StoredCouncils) -> None:
    added = await add_council(COMMAND, councils=councils, now=ADDED)
    assert await councils.get(TENANT) == added
    assert (added.rules, added.framework_id, added.added_at) == (RULES, FRAMEWORK.id, ADDED)
    assert added.framework_version == FRAMEWORK.version


async def test_added_again_with_the_same_rules_nothing_changes(councils: StoredCouncils) -> None:
    first = await add_council(COMMAND, councils=councils, now=ADDED)
    assert await add_council(COMMAND, councils=councils, now=ADDED + A_MINUTE) == first
    assert await councils.all() == (first,)


async def test_other_rules_do_not_slip_in_for_a_council_that_is_there(
    councils: StoredCouncils,
) -> None:
    first = await add_council(COMMAND, councils=councils, now=ADDED)
    changed = AddCouncil(TENANT, FRAMEWORK, RULES + "\n# changed")
    with pytest.raises(CorrectAndRepeat, match="other rules in force; nothing was changed"):
        await add_council(changed, councils=councils, now=ADDED + A_MINUTE)
    assert await councils.all() == (first,)


async def test_two_councils_have_rules_of_their_own(councils: StoredCouncils) -> None:
    await add_council(COMMAND, councils=councils, now=ADDED)
    own = RULES + "\n# our own"
    second = AddCouncil(OTHER_TENANT, FRAMEWORK, own)
    await add_council(second, councils=councils, now=ADDED)
    kept = {record.tenant_id: record.rules for record in await councils.all()}
    assert kept == {TENANT: RULES, OTHER_TENANT: own}


@pytest.mark.parametrize("text", ["{%s}", " %s ", "urn:uuid:%s"])
def test_a_tenant_id_is_read_however_it_was_copied(text: str) -> None:
    upper = "AAAAAAAA-1111-4111-8111-111111111111"
    assert parse_tenant(text % upper) == upper.lower()


async def test_what_is_not_a_guid_is_no_tenant(councils: StoredCouncils) -> None:
    with pytest.raises(CorrectAndRepeat, match="“marlshire” is not a tenant id"):
        await add_council(AddCouncil("marlshire", FRAMEWORK, RULES), councils=councils, now=ADDED)
    assert await councils.all() == ()

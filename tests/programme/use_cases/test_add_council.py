"""A council is added once, with its rules."""

from dataclasses import replace

import pytest

from bot.councils import CouncilRegistry
from programme.errors import CorrectAndRepeat
from programme.use_cases.add_council import AddCouncil, add_council, parse_tenant
from storage.councils import StoredCouncils
from tests.little_council import A_MINUTE, ADDED, FRAMEWORK, OTHER_TENANT, RULES, TENANT

KEY = "0123456789abcdef" * 2
COMMAND = AddCouncil(TENANT, FRAMEWORK, RULES, KEY)


async def test_a_council_is_kept_with_the_text_of_its_rules(councils: StoredCouncils) -> None:
    added = await add_council(COMMAND, councils=councils, now=ADDED)
    assert await councils.get(TENANT) == added
    assert (added.rules, added.framework_id, added.added_at) == (RULES, FRAMEWORK.id, ADDED)
    assert added.framework_version == FRAMEWORK.version


async def test_its_key_is_kept_and_shown_to_nobody(councils: StoredCouncils) -> None:
    added = await add_council(COMMAND, councils=councils, now=ADDED)
    council = await CouncilRegistry(councils, lambda: ADDED).get(TENANT)
    assert council
    assert added.id_key == council.ids_from == KEY
    assert not any(KEY in repr(each) for each in (COMMAND, added, council))


async def test_a_council_of_before_there_were_keys_keeps_its_ids(councils: StoredCouncils) -> None:
    await add_council(replace(COMMAND, id_key=""), councils=councils, now=ADDED)
    council = await CouncilRegistry(councils, lambda: ADDED).get(TENANT)
    assert council
    assert council.ids_from == TENANT


async def test_added_again_with_the_same_rules_nothing_changes(councils: StoredCouncils) -> None:
    first = await add_council(COMMAND, councils=councils, now=ADDED)
    again = replace(COMMAND, id_key="f" * 32)
    assert await add_council(again, councils=councils, now=ADDED + A_MINUTE) == first
    assert await councils.all() == (first,)


async def test_other_rules_do_not_slip_in_for_a_council_that_is_there(
    councils: StoredCouncils,
) -> None:
    first = await add_council(COMMAND, councils=councils, now=ADDED)
    changed = replace(COMMAND, rules=RULES + "\n# changed")
    with pytest.raises(CorrectAndRepeat, match="other rules in force; nothing was changed"):
        await add_council(changed, councils=councils, now=ADDED + A_MINUTE)
    assert await councils.all() == (first,)


async def test_two_councils_have_rules_of_their_own(councils: StoredCouncils) -> None:
    await add_council(COMMAND, councils=councils, now=ADDED)
    own = RULES + "\n# our own"
    second = replace(COMMAND, tenant_id=OTHER_TENANT, rules=own)
    await add_council(second, councils=councils, now=ADDED)
    kept = {record.tenant_id: record.rules for record in await councils.all()}
    assert kept == {TENANT: RULES, OTHER_TENANT: own}


@pytest.mark.parametrize("text", ["{%s}", " %s ", "urn:uuid:%s"])
def test_a_tenant_id_is_read_however_it_was_copied(text: str) -> None:
    upper = "AAAAAAAA-1111-4111-8111-111111111111"
    assert parse_tenant(text % upper) == upper.lower()


async def test_what_is_not_a_guid_is_no_tenant(councils: StoredCouncils) -> None:
    with pytest.raises(CorrectAndRepeat, match="“marlshire” is not a tenant id"):
        await add_council(replace(COMMAND, tenant_id="marlshire"), councils=councils, now=ADDED)
    assert await councils.all() == ()

"""Every council of the deployment."""

from dataclasses import replace
from datetime import timedelta

from programme.ports import Councils
from tests.storage.examples import COUNCIL, NOW, OTHER_COUNCIL, RECORD


async def test_a_council_is_added_once(councils: Councils) -> None:
    other = replace(RECORD, tenant_id=OTHER_COUNCIL, added_at=NOW - timedelta(days=1))

    assert await councils.add(RECORD)
    assert not await councils.add(replace(RECORD, rules="others"))
    assert await councils.add(other)

    assert await councils.all() == (other, RECORD)
    assert await councils.get(COUNCIL) == RECORD
    assert await councils.get("nowhere") is None

"""What all that has a version has in common: of two changes, the second is refused."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import pytest

from programme.errors import ShowAsItIsNow
from programme.ports import UnitOfWork, Work
from tests.storage.examples import ACTION, AUDIT, COUNCIL, LATER, NOW, OTHER_COUNCIL
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION, SAMPLE
from tests.storage.test_follow_up import ALERT
from tests.storage.test_loops import LOOP
from tests.storage.test_moderations import WAITING

SECOND: Mapping[str, Callable[[UnitOfWork], Awaitable[None]]] = {
    "changed this audit": lambda w: w.audits.save(replace(AUDIT, version=2)),
    "changed this action": lambda w: w.actions.save(replace(ACTION, version=2), ACTION),
    "changed this check": lambda w: w.loops.save(replace(LOOP, version=2)),
    "changed this moderation": lambda w: w.moderations.save(replace(WAITING, version=2)),
    "took a step in this": lambda w: w.disputes.save(replace(DISPUTE, version=2)),
    "This observation has changed": lambda w: w.observations.save(replace(OBSERVATION, version=2)),
    "This dip sample has changed": lambda w: w.dip_samples.save(replace(SAMPLE, version=2)),
    "This was answered": lambda w: w.alerts.save(replace(ALERT, version=2)),
}
ANSWERED = replace(ALERT, answer="Seen.", answered_at=LATER, version=2)


@pytest.mark.parametrize("words", SECOND)
async def test_whoever_comes_second_reads_what_it_was(work: Work, words: str) -> None:
    async with work(COUNCIL) as unit:
        with pytest.raises(ShowAsItIsNow, match=words):
            await SECOND[words](unit)


async def test_a_change_replaces_what_may_change_of_the_one_and_nothing_else(work: Work) -> None:
    others = [replace(ALERT, person_id="p2"), replace(ALERT, audit_id="au2")]
    for council in (COUNCIL, OTHER_COUNCIL):
        async with work(council) as unit:
            await unit.alerts.add([ALERT, *others])
            await unit.commit()
    async with work(COUNCIL) as unit:
        await unit.alerts.save(replace(ANSWERED, told_at=LATER))
        assert await unit.alerts.of_audits(["au1", "au2"]) == (ANSWERED, *others)
        assert ANSWERED.told_at == NOW
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.alerts.of_audits(["au1", "au2"]) == (ALERT, *others)


async def test_of_two_with_one_key_the_first_is_kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.disputes.add(DISPUTE)
        assert not await unit.disputes.add(replace(DISPUTE, about="Something else."))
        assert await unit.disputes.get(DISPUTE.id) == DISPUTE

"""Cases that were chosen for a round."""

import pytest

from programme.chosen_cases import ChosenCase
from programme.errors import ShowAsItIsNow
from programme.ports import Work
from tests.storage.examples import COUNCIL, DECEMBER, NOW, OTHER_COUNCIL

pytestmark = pytest.mark.rule("SW-11")

FIRST = ChosenCase("early_help", DECEMBER, "EH-1", "p1", NOW)
SECOND = ChosenCase("early_help", DECEMBER, "EH-2", "p1", NOW)


async def test_a_period_keeps_those_that_were_chosen_last(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.chosen_cases.replace("early_help", DECEMBER, [SECOND, FIRST], version=1)
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.chosen_cases.of_round("early_help", DECEMBER) == (FIRST, SECOND)
        assert await unit.chosen_cases.of_round("early_help", DECEMBER.plus(1)) == ()
        assert await unit.chosen_cases.of_round("other", DECEMBER) == ()
        await unit.chosen_cases.replace("early_help", DECEMBER.plus(1), (), version=1)
        await unit.chosen_cases.replace("early_help", DECEMBER, [SECOND], version=2)
        assert await unit.chosen_cases.of_round("early_help", DECEMBER) == (SECOND,)
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.chosen_cases.of_round("early_help", DECEMBER) == ()


async def test_of_two_choices_of_one_version_the_first_is_kept(work: Work) -> None:
    for version in (1, 2):
        async with work(COUNCIL) as unit:
            assert await unit.chosen_cases.version("early_help", DECEMBER) == version - 1
            await unit.chosen_cases.replace("early_help", DECEMBER, [FIRST], version=version)
            await unit.commit()
        async with work(COUNCIL) as unit:
            with pytest.raises(ShowAsItIsNow):
                await unit.chosen_cases.replace("early_help", DECEMBER, [SECOND], version=version)
    async with work(COUNCIL) as unit:
        assert await unit.chosen_cases.of_round("early_help", DECEMBER) == (FIRST,)
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.chosen_cases.version("early_help", DECEMBER) == 0

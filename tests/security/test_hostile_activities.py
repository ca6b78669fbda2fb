"""A hundred and more activities that Teams would never send; tests/soak has ten thousand."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings

from tests.security.hostile import SPOILINGS, Spoiling, spoilt
from tests.security.two_councils import Soaked, soaked

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOME = 150


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def council(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Soaked]:
    folder = tmp_path_factory.mktemp("hostile")
    async with soaked(f"sqlite+aiosqlite:///{folder}/sightline.db") as ready:
        yield ready


@settings(
    max_examples=SOME,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(spoiling=SPOILINGS)
async def test_nothing_comes_of_an_activity_that_teams_would_never_send(
    council: Soaked, spoiling: Spoiling
) -> None:
    await council.soak.try_out(spoilt(council.real, council.others_ids, spoiling))


async def test_the_other_council_is_as_it_was(council: Soaked) -> None:
    await council.soak.nothing_crossed()

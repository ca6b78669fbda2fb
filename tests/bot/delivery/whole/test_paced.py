"""The pace over real HTTP, in the short form of tests/soak/test_paced.py."""

import pytest

from tests.bot.delivery.whole.paced import push_at_pace


@pytest.fixture
def dialect() -> str:
    """The pace is the same on either database."""
    return "sqlite"


async def test_local_teams_never_has_to_say_that_there_were_too_many(url: str) -> None:
    paced = await push_at_pace(url, 120)

    assert paced.statuses == {201: 120}

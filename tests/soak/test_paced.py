"""5,000 people of one council, at very nearly the fifty a second that Teams takes of us."""

import pytest

from tests.bot.delivery.whole.paced import push_at_pace


@pytest.mark.soak
async def test_five_thousand_people_are_written_to_at_very_nearly_fifty_a_second(url: str) -> None:
    paced = await push_at_pace(url, 5_000)

    print(f"\n{paced}")  # noqa: T201 - the figure is what this is run for
    assert paced.statuses == {201: 5_000}
    assert paced.of_the_least <= 1.05

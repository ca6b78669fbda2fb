"""Ten thousand activities that Teams would never send."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.security.hostile import SPOILINGS, Spoiling, spoilt
from tests.security.two_councils import Soaked, soaked

TEN_THOUSAND = 10_000
ON_POSTGRESQL = 1_000
"""There nothing is undone, and what is kept is all the stranger."""


@pytest.mark.soak
async def test_nothing_comes_of_ten_thousand_activities_that_teams_would_never_send(
    url: str, dialect: str
) -> None:
    made: list[Spoiling] = []
    wanted = TEN_THOUSAND if dialect == "sqlite" else ON_POSTGRESQL

    @settings(
        max_examples=wanted,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(spoiling=SPOILINGS)
    def make(spoiling: Spoiling) -> None:
        made.append(spoiling)

    make()
    async with soaked(url) as council:
        for spoiling in made:
            await _try_out(council, spoiling)
        await council.soak.nothing_crossed()
        soak = council.soak
        print(  # noqa: T201 - what it came to
            f"\n{len(made):,} activities, answered {dict(sorted(soak.answers.items()))};"
            f" {soak.changes} changed something that a valid one would have changed too"
        )
    assert len(made) >= wanted


async def _try_out(council: Soaked, spoiling: Spoiling) -> None:
    try:
        await council.soak.try_out(spoilt(council.real, council.others_ids, spoiling))
    except AssertionError as fault:
        fault.add_note(f"What was sent: {spoiling!r}"[:2_000])
        raise

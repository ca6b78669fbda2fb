import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import jwt
import pytest

from bot.authentication import (
    AuthenticationUnavailable,
    Authenticator,
    Unauthenticated,
)
from bot.authentication import authenticator as authenticator_module
from tests.bot.serving import APP_ID, Clock, Microsoft, activity, microsoft


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def teams(clock: Clock) -> AsyncIterator[Microsoft]:
    async with microsoft(clock) as there:
        yield there


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def authenticator(teams: Microsoft, session: aiohttp.ClientSession, clock: Clock) -> Authenticator:
    return Authenticator(APP_ID, teams.issuer.metadata_url, session, clock)


async def test_a_token_of_the_bot_connector_admits_its_activity(
    authenticator: Authenticator, teams: Microsoft
) -> None:
    claims = await authenticator.verify(teams.header())

    claims.admit(activity())


# The SDK raises for an unknown kid before it refreshes, so rotated keys are refused for a day.
async def test_a_rotated_key_is_picked_up_at_once(
    authenticator: Authenticator, teams: Microsoft
) -> None:
    await authenticator.verify(teams.header())
    teams.issuer.rotate()

    await authenticator.verify(teams.header())

    assert teams.key_fetches == 2


async def test_a_token_of_a_withdrawn_key_is_refused_though_it_was_verified_before(
    authenticator: Authenticator, teams: Microsoft
) -> None:
    before = teams.header()
    await authenticator.verify(before)
    teams.issuer.rotate()
    await authenticator.verify(teams.header())

    with pytest.raises(Unauthenticated):
        await authenticator.verify(before)


async def test_a_key_exchanged_under_its_old_id_ends_what_was_remembered_of_it(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    before = teams.header(exp=(clock() + timedelta(days=3)).timestamp())
    await authenticator.verify(before)
    kid = teams.issuer._kid
    teams.issuer.rotate()
    teams.issuer._kid = kid
    clock.advance(hours=24)

    with pytest.raises(Unauthenticated):
        await authenticator.verify(before)


async def test_unknown_keys_are_looked_for_once_in_thirty_seconds(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    await authenticator.verify(teams.header())
    stranger = Microsoft(type(teams.issuer)(APP_ID, "http://127.0.0.1:1", clock))
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await authenticator.verify(stranger.header())
    assert teams.key_fetches == 2

    clock.advance(seconds=30)
    with pytest.raises(Unauthenticated):
        await authenticator.verify(stranger.header())
    assert teams.key_fetches == 3


async def test_a_clock_set_back_does_not_keep_a_rotated_key_out(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    await authenticator.verify(teams.header())
    teams.issuer.rotate()
    await authenticator.verify(teams.header())
    clock.advance(hours=-1)
    teams.issuer.rotate()

    await authenticator.verify(teams.header())


async def test_callers_who_come_together_share_one_fetch(
    authenticator: Authenticator, teams: Microsoft
) -> None:
    header = teams.header()

    await asyncio.gather(*(authenticator.verify(header) for _ in range(20)))

    assert teams.key_fetches == 1


async def test_a_caller_who_gives_up_does_not_stop_the_fetch_for_the_others(
    authenticator: Authenticator, teams: Microsoft
) -> None:
    header = teams.header()
    impatient = asyncio.create_task(authenticator.verify(header))
    patient = asyncio.create_task(authenticator.verify(header))
    await asyncio.sleep(0)

    impatient.cancel()

    await patient
    assert impatient.cancelled()


async def test_keys_are_kept_for_half_a_day_and_then_renewed_behind_the_callers_back(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    await authenticator.verify(teams.header())
    clock.advance(hours=11)
    await authenticator.verify(teams.header())
    assert teams.key_fetches == 1

    clock.advance(hours=2)
    await authenticator.verify(teams.header())
    assert authenticator._keys._fetch.under_way
    await authenticator._keys._fetch.result()
    assert teams.key_fetches == 2


async def test_an_outage_of_the_metadata_server_goes_unnoticed_for_half_a_day(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    await authenticator.verify(teams.header())
    teams.down = True
    clock.advance(hours=23)

    await authenticator.verify(teams.header())


async def test_keys_older_than_a_day_are_not_relied_on(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    await authenticator.verify(teams.header())
    clock.advance(hours=24)
    teams.down = True

    with pytest.raises(AuthenticationUnavailable):
        await authenticator.verify(teams.header())


async def test_without_a_metadata_server_nobody_is_refused_for_it(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    teams.down = True
    with pytest.raises(AuthenticationUnavailable):
        await authenticator.verify(teams.header())
    teams.down = False
    with pytest.raises(AuthenticationUnavailable):  # not asked again within the second
        await authenticator.verify(teams.header())
    clock.advance(seconds=1)

    await authenticator.verify(teams.header())


async def test_a_token_without_form_costs_no_fetch(
    authenticator: Authenticator, teams: Microsoft
) -> None:
    for header in (None, "", "Bearer", "Bearer x.y.z", "Bearer é.é.é", "Basic YTpi"):
        with pytest.raises(Unauthenticated):
            await authenticator.verify(header)

    assert teams.key_fetches == 0


async def test_a_remembered_token_expires_like_any_other(
    authenticator: Authenticator, teams: Microsoft, clock: Clock
) -> None:
    header = teams.header()
    await authenticator.verify(header)
    clock.advance(hours=1, minutes=4, seconds=59)
    await authenticator.verify(header)
    clock.advance(seconds=1)

    with pytest.raises(Unauthenticated):
        await authenticator.verify(header)


async def test_a_token_that_comes_again_is_not_decoded_again(
    authenticator: Authenticator, teams: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = teams.header()
    first = await authenticator.verify(header)
    monkeypatch.delattr(jwt, "decode")

    assert await authenticator.verify(header) is first


async def test_only_so_many_tokens_are_remembered(
    authenticator: Authenticator, teams: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authenticator_module, "REMEMBERED_TOKENS", 2)
    for number in range(4):
        await authenticator.verify(teams.header(jti=str(number)))

    assert len(authenticator._verified) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://login.botframework.com/v1/.well-known/openidconfiguration",
        "http://127.0.0.1.example.com/",
        "file:///etc/passwd",
        "https://",
        "",
    ],
)
async def test_a_metadata_url_that_cannot_be_trusted_is_refused_at_the_start(
    session: aiohttp.ClientSession, clock: Clock, url: str
) -> None:
    with pytest.raises(ValueError, match="metadata URL must be https"):
        Authenticator(APP_ID, url, session, clock)


# With an empty app id the SDK lets anyone speak as anyone.
async def test_without_an_app_id_there_is_no_authenticator(
    session: aiohttp.ClientSession, clock: Clock
) -> None:
    with pytest.raises(ValueError, match="app id"):
        Authenticator("", "https://login.botframework.com/v1", session, clock)

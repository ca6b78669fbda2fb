"""What Teams does wrong, from the outbox to the receipt: nothing is lost, and nothing is doubled
that Teams has said it took."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.delivery.retry import MESSAGES
from programme.message import Delivery
from tests.bot.delivery.teams import UNREACHABLE, Answer, Held, dropped, page, refusal, status
from tests.bot.delivery.whole.way import Way, add_people, whole_way

SHORT = aiohttp.ClientTimeout(total=0.2)


@pytest.fixture
def dialect() -> str:
    """What Teams does wrong is the same on either database."""
    return "sqlite"


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(page(502), id="502"),
        pytest.param(page(503), id="503"),
        pytest.param(status(504), id="504"),
        pytest.param(status(412), id="412"),
        pytest.param(status(429), id="429 that doesn't say for how long"),
        pytest.param(dropped, id="a dropped connection"),
    ],
)
async def test_what_fails_for_a_while_arrives_once(way: Way, failure: Answer) -> None:
    await add_people(way)
    await way.queue("ann", "ben")
    way.teams.then("chat-ann", failure, failure)

    await way.deliver()
    assert (await way.fate("ben")).delivery is Delivery.SENT
    (waits,) = await way.waiting("ann")
    assert waits.attempts == 1
    assert waits.not_before > way.clock()
    way.clock.advance(seconds=2)
    await way.deliver()
    way.clock.advance(seconds=8)
    await way.deliver()

    assert (await way.fate("ann")).delivery is Delivery.SENT
    await way.deliver()
    assert len(way.teams.bodies("chat-ann")) == 3
    assert len(way.teams.bodies("chat-ben")) == 1


async def test_an_answer_that_stays_away_is_waited_for_no_longer_and_the_message_comes_later(
    url: str,
) -> None:
    held = Held()
    async with whole_way(url, patience=SHORT) as way:
        await add_people(way)
        await way.queue("ann")
        way.teams.then("chat-ann", held)

        async with asyncio.timeout(10):
            await way.deliver()
        assert (await way.fate("ann")).delivery is Delivery.WAITING
        held.go_on.set()
        way.clock.advance(seconds=2)
        await way.deliver()

        assert (await way.fate("ann")).delivery is Delivery.SENT
        assert len(way.teams.bodies("chat-ann")) == 2


async def test_a_created_without_a_body_is_sent_and_never_sent_again(way: Way) -> None:
    await add_people(way)
    await way.queue("ann")
    way.teams.then("chat-ann", status(201))

    await way.deliver()
    way.clock.advance(hours=2)
    await way.deliver()

    assert (await way.fate("ann")).delivery is Delivery.SENT
    assert len(way.teams.bodies("chat-ann")) == 1


@pytest.mark.parametrize("code", [400, 403, 404, 500])
async def test_a_page_in_the_place_of_an_error_ends_that_message_alone(
    way: Way, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    await add_people(way)
    await way.queue("ann", "ben")
    way.teams.then("chat-ann", page(code))

    await way.deliver()
    way.clock.advance(hours=2)
    await way.deliver()

    ended = await way.fate("ann")
    assert ended.delivery is Delivery.UNDELIVERABLE
    assert ended.reason is not None
    assert ended.reason.endswith(".")
    assert "<html>" not in caplog.text
    assert await way.blocked("ann") is None
    assert len(way.teams.bodies("chat-ann")) == 1
    assert (await way.fate("ben")).delivery is Delivery.SENT


@pytest.mark.parametrize(
    "code",
    UNREACHABLE,
)
async def test_who_cannot_be_written_to_is_left_alone_until_they_are_back(
    way: Way, code: str
) -> None:
    await add_people(way)
    await way.queue("ann", "ben")
    way.teams.then("chat-ann", refusal(code))

    await way.deliver()

    assert (await way.fate("ann")).delivery is Delivery.UNDELIVERABLE
    assert await way.blocked("ann") == code
    way.clock.advance(hours=2)
    await way.deliver()
    assert len(way.teams.bodies("chat-ann")) == 1

    assert await way.hear("ann") == 202
    await way.deliver()
    assert await way.blocked("ann") is None
    assert (await way.fate("ann")).delivery is Delivery.SENT
    assert (await way.fate("ben")).delivery is Delivery.SENT


async def test_what_teams_takes_at_last_comes_in_working_hours_however_often_it_was_tried(
    way: Way,
) -> None:
    await add_people(way)
    await way.queue("ann")
    until_five = range(way.clock().hour, 18)
    way.teams.then("chat-ann", *[page(503)] * len(until_five))
    for _ in until_five:
        await way.deliver()
        way.clock.advance(hours=1)

    await way.deliver()
    (waits,) = await way.waiting("ann")
    assert waits.attempts == len(until_five)
    assert waits.not_before == way.clock().replace(hour=8, minute=30) + timedelta(days=1)

    way.clock.now = waits.not_before
    await way.deliver()
    assert (await way.fate("ann")).delivery is Delivery.SENT


async def test_the_last_attempt_ends_it_and_those_of_many_are_spread(way: Way) -> None:
    await add_people(way)
    people = ["ann", "abe", "ben"]
    await way.queue(*people)
    for each in people:
        way.teams.then(f"chat-{each}", *[page(503)] * (MESSAGES.attempts + 1))

    spread: dict[int, int] = {}
    await way.deliver()
    while waiting := await way.waiting(*people):
        (attempts,) = {one.attempts for one in waiting}
        spread.setdefault(attempts, len({one.not_before for one in waiting}))
        way.clock.now = max(one.not_before for one in waiting)
        await way.deliver()

    assert spread == dict.fromkeys(range(1, MESSAGES.attempts), len(people))
    ended = [await way.fate(each) for each in people]
    assert {one.delivery for one in ended} == {Delivery.UNDELIVERABLE}
    assert {one.reason for one in ended} == {"Teams answered 503 at the last of 60 attempts."}
    way.clock.advance(hours=1)
    await way.deliver()
    assert len(way.teams.seen) == MESSAGES.attempts * len(people)

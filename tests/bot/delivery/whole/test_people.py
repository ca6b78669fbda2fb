"""People who move, block and return: what waits for them follows them, and the QA officer knows."""

from collections.abc import AsyncIterator, Sequence

import orjson
import pytest

from bot.delivery.retry import MESSAGES
from programme.message import MessageKind
from tests.bot.chats import words_of
from tests.bot.delivery.teams import Seen, Teams, page, refusal, teams_on_loopback
from tests.bot.delivery.whole.way import Way, add_people, draw_december, whole_way
from tests.little_council import DECEMBER, TENANT

A_MONTH = "Your audits for December 2026"


@pytest.fixture
def dialect() -> str:
    """People are the same on either database."""
    return "sqlite"


@pytest.fixture
async def december(url: str) -> AsyncIterator[Way]:
    """The 1st of December at nine, the month drawn, everybody met, and nothing sent yet."""
    await draw_december(url)
    async with whole_way(url) as way:
        await add_people(way)
        yield way


def said(requests: Sequence[Seen]) -> list[str]:
    """The summary of each card."""
    return [orjson.loads(seen.body).get("summary", "") for seen in requests]


def to(person_id: str, at: Teams) -> list[Seen]:
    """What came in for the person at a Connector."""
    return [seen for seen in at.seen if seen.conversation_id == f"chat-{person_id}"]


def lines_about(name: str, way: Way) -> list[str]:
    """What the QA officer's newest card of the month says of who can't be reached, by name."""
    cards = [seen.body for seen in to("quinn", way.teams) if "programme for December" in seen.body]
    lines = words_of(orjson.loads(cards[-1])).split("\n")
    return [line for line in lines if f"{name}: " in line]


async def test_what_waits_follows_the_person_to_another_address_and_so_do_their_cards(
    december: Way,
) -> None:
    way = december
    await way.service.jobs.tick_all()
    way.teams.then("chat-ann", page(503))
    await way.deliver()
    assert len(to("ann", way.teams)) == len(to("ben", way.teams)) == 1

    async with teams_on_loopback() as elsewhere:
        assert [await way.hear(each, at=elsewhere) for each in ("ann", "ben")] == [202, 202]
        async with way.storage.work(TENANT) as w:
            await w.live_cards.touch_one("ben", MessageKind.ALLOCATION, str(DECEMBER))
            await w.commit()
        way.clock.advance(seconds=2)
        await way.deliver()

        assert said(to("ann", elsewhere)).count(A_MONTH) == 1
        edited = [seen for seen in to("ben", elsewhere) if seen.activity_id]
        assert said(edited) == [A_MONTH]
        assert len(to("ann", way.teams)) == len(to("ben", way.teams)) == 1
        assert not await way.waiting("ann", "ben")


async def test_who_blocks_is_one_line_to_the_qa_officer_until_they_return(december: Way) -> None:
    way = december
    await way.service.jobs.tick_all()
    way.teams.then("chat-ann", refusal("ConversationBlockedByUser"))
    await way.deliver()
    assert lines_about("Ann", way) == ["- Ann: They have blocked Sightline in Teams."]

    for _ in range(3):
        way.clock.advance(hours=1)
        await way.service.jobs.tick_all()
        await way.deliver()
    assert len(to("ann", way.teams)) == 1
    assert lines_about("Ann", way) == ["- Ann: They have blocked Sightline in Teams."]
    told = len(to("quinn", way.teams))

    assert await way.hear("ann") == 202
    await way.deliver()
    assert said(to("ann", way.teams)).count(A_MONTH) == 2
    assert lines_about("Ann", way) == []
    assert all(seen.activity_id for seen in to("quinn", way.teams)[told:])


async def test_who_could_not_be_reached_to_the_last_attempt_is_one_line_too(december: Way) -> None:
    way = december
    await way.service.jobs.tick_all()
    way.teams.then("chat-ann", *[page(503)] * (MESSAGES.attempts + 1))

    await way.deliver()
    while waiting := await way.waiting("ann"):
        way.clock.now = max(one.not_before for one in waiting)
        await way.deliver()

    assert lines_about("Ann", way) == [
        "- Ann: Teams answered 503 at the last of 60 attempts.",
    ]
    new = [seen for seen in to("quinn", way.teams) if seen.activity_id is None]
    assert said(new) == ["The audit programme for December 2026"]

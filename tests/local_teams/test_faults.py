import asyncio
import gc
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import PRIYA, Stage, stage

HELLO = {"type": "message", "text": "Hello"}


def arrived(teams: Stage) -> int:
    return len(teams.teams.messages(PRIYA.object_id))


async def test_the_next_sends_are_throttled_and_then_all_is_well(teams: Stage) -> None:
    teams.teams.faults.order("throttled", times=2, seconds=3)
    for _ in range(2):
        async with teams.http.post(f"{teams.chat(PRIYA)}/activities", json=HELLO) as response:
            assert response.status == 429
            assert response.headers["Retry-After"] == "3"
    assert arrived(teams) == 0
    await teams.send(PRIYA, HELLO)


@pytest.mark.parametrize(("kind", "status"), [("bad_gateway", 502), ("unavailable", 503)])
async def test_a_gateway_answers_in_html_for_every_send_until_cleared(
    teams: Stage, kind: str, status: int
) -> None:
    faults = f"{teams.url}/local/faults"
    async with teams.http.post(faults, json={"kind": kind, "times": None}) as response:
        assert (await response.json())["current"]["times"] is None
    sent = f"{teams.chat(PRIYA)}/activities"
    for _ in range(3):
        async with teams.http.post(sent, json=HELLO) as answer:
            assert (answer.status, answer.content_type) == (status, "text/html")
    async with teams.http.post(faults, json={"kind": None}) as response:
        assert (await response.json())["current"] is None
    await teams.send(PRIYA, HELLO)
    assert arrived(teams) == 1


@pytest.mark.parametrize(("kind", "messages"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_connection_leaves_the_sender_guessing(
    teams: Stage, kind: str, messages: int
) -> None:
    async with teams.http.post(f"{teams.url}/local/faults", json={"kind": kind}) as response:
        assert response.status == 200
    with pytest.raises(aiohttp.ClientConnectionError):
        await teams.http.post(f"{teams.chat(PRIYA)}/activities", json=HELLO)
    assert arrived(teams) == messages


async def test_an_empty_201_arrives_without_an_id(teams: Stage) -> None:
    teams.teams.faults.order("empty")
    async with teams.http.post(f"{teams.chat(PRIYA)}/activities", json=HELLO) as response:
        assert (response.status, await response.read()) == (201, b"")
    assert arrived(teams) == 1


async def test_a_slow_send_outlasts_an_impatient_sender(teams: Stage) -> None:
    teams.teams.faults.order("slow", seconds=60)
    with pytest.raises(TimeoutError):
        await teams.http.post(
            f"{teams.chat(PRIYA)}/activities",
            json=HELLO,
            timeout=aiohttp.ClientTimeout(total=0.1),
        )
    assert arrived(teams) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "gremlins"},
        {"kind": "slow", "seconds": -1},
        {"kind": "slow", "seconds": "long"},
        {"kind": "slow", "times": 0},
        {"kind": ["slow"]},
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    teams: Stage, body: dict[str, object]
) -> None:
    async with teams.http.post(f"{teams.url}/local/faults", json=body) as response:
        assert response.status == 400
    assert teams.teams.faults.current is None


SAVED = {"task": {"type": "message", "value": "Saved."}}


async def test_the_next_invoke_is_sent_a_second_time_under_the_same_id(teams: Stage) -> None:
    url = f"{teams.url}/local/faults"
    ordered = {"kind": "resent_invoke", "times": 1, "seconds": 5}
    async with teams.http.post(url, json=ordered) as response:
        assert response.status == 200
    await teams.send(PRIYA, HELLO)  # a send of the bot leaves the fault for the invoke
    teams.bot.answers["task/submit"] = SAVED
    answer = await teams.teams.submit_dialog(PRIYA.object_id, {"a": 1})
    assert answer.toast == "Saved."
    first, again = teams.bot.received
    assert first == again
    await teams.teams.submit_dialog(PRIYA.object_id, {"a": 2})
    assert len(teams.bot.received) == 3


async def test_the_second_time_comes_while_the_first_is_not_answered(
    on_stage: StageMaker,
) -> None:
    teams = await on_stage(invoke_timeout=60.0)
    teams.teams.faults.order("resent_invoke", seconds=0)
    teams.bot.answers["task/submit"] = SAVED
    teams.bot.hold = asyncio.Event()
    asked = asyncio.create_task(teams.teams.submit_dialog(PRIYA.object_id, {"a": 1}))
    await teams.bot.hears(lambda _: len(teams.bot.received) == 2)
    teams.bot.hold.set()
    assert (await asked).toast == "Saved."


async def test_an_invoke_that_failed_twice_went_wrong(teams: Stage) -> None:
    teams.teams.faults.order("resent_invoke", seconds=0)
    teams.bot.status = 500
    answer = await teams.teams.submit_dialog(PRIYA.object_id, {"a": 1})
    assert (answer.failed, len(teams.bot.received)) == (True, 2)


async def test_what_is_being_sent_when_it_is_asked_no_more_ends_with_local_teams() -> None:
    async with AsyncExitStack() as stack:
        teams = await stage(stack, invoke_timeout=60.0)
        teams.teams.faults.order("resent_invoke", seconds=3600)
        teams.bot.hold = asyncio.Event()
        before = asyncio.all_tasks()
        asked = asyncio.create_task(teams.teams.submit_dialog(PRIYA.object_id, {"a": 1}))
        await teams.bot.hears(lambda _: len(teams.bot.received) == 1)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        sending = {task for task in asyncio.all_tasks() - before if "_post" in repr(task)}
        assert len(sending) == 1, "the press is on its way all the same"
        await teams.teams._bot.close()
        assert all(task.cancelled() for task in sending)
        teams.bot.hold.set()


async def test_a_press_that_nobody_waits_for_fails_without_a_word(
    on_stage: StageMaker, caplog: pytest.LogCaptureFixture
) -> None:
    teams = await on_stage(invoke_timeout=60.0)
    teams.teams.faults.order("resent_invoke", seconds=3600)
    teams.bot.hold, teams.bot.status = asyncio.Event(), 500
    asked = asyncio.create_task(teams.teams.submit_dialog(PRIYA.object_id, {"a": 1}))
    await teams.bot.hears(lambda _: len(teams.bot.received) == 1)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    (sending,) = teams.teams._bot._under_way
    teams.bot.hold.set()
    await asyncio.wait({sending})
    del sending
    gc.collect()
    assert "never retrieved" not in caplog.text

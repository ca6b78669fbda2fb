"""What Teams answers, over real HTTP, and what becomes of the message."""

import asyncio

import pytest

from bot.delivery.parts import Drained
from bot.delivery.retry import MESSAGES
from programme.message import Delivery
from tests.bot.delivery.council import TENANT, Council
from tests.bot.delivery.teams import UNREACHABLE, Held, connector, dropped, page, refusal, status


@pytest.mark.parametrize("failure", [page(502), page(503), status(504), status(412), dropped])
async def test_what_fails_for_a_while_is_tried_again_later_and_then_sent(
    council: Council, failure: Held
) -> None:
    council.due("m")
    council.teams.then("chat-m", failure)
    worker = council.worker()

    assert await worker.drain(TENANT) == Drained(retrying=1)
    assert await worker.drain(TENANT) == Drained()
    council.clock.advance(seconds=2)

    assert await worker.drain(TENANT) == Drained(sent=1)
    assert council.queue.messages[TENANT, "m"].message.attempts == 1


async def test_an_answer_that_takes_too_long_is_tried_again(council: Council) -> None:
    hold = Held()
    council.due("m")
    council.teams.then("chat-m", hold)

    async with connector(seconds=0.05) as council.sender:
        assert await council.worker().drain(TENANT) == Drained(retrying=1)
    hold.go_on.set()


async def test_after_the_last_attempt_a_message_is_undeliverable_and_says_why(
    council: Council,
) -> None:
    council.due("m")
    council.teams.then("chat-m", *[page(503)] * (MESSAGES.attempts + 1))
    worker = council.worker()

    for _ in range(MESSAGES.attempts - 1):
        assert await worker.drain(TENANT) == Drained(retrying=1)
        council.clock.advance(hours=1)

    assert await worker.drain(TENANT) == Drained(undeliverable=1)
    assert council.reason("m") == "Teams answered 503 at the last of 60 attempts."
    assert len(council.teams.seen) == MESSAGES.attempts


async def test_what_came_while_our_token_was_not_taken_goes_once_it_is(council: Council) -> None:
    council.due("m")
    council.teams.then("chat-m", *[status(401)] * 20)
    worker = council.worker()

    for _ in range(20):
        assert await worker.drain(TENANT) == Drained(retrying=1)
        council.clock.advance(hours=1)

    assert await worker.drain(TENANT) == Drained(sent=1)


async def test_retry_after_is_obeyed(council: Council) -> None:
    council.due("m")
    council.teams.then("chat-m", status(503, Retry_After="90"))
    worker = council.worker()
    await worker.drain(TENANT)

    council.clock.advance(seconds=89)
    assert await worker.drain(TENANT) == Drained()
    council.clock.advance(seconds=1)
    assert await worker.drain(TENANT) == Drained(sent=1)


async def test_too_many_requests_halts_the_whole_council_until_retry_after(
    council: Council,
) -> None:
    council.due(*(f"m{number:02}" for number in range(20)))
    council.teams.then("chat-m04", status(429, Retry_After="60"))
    worker = council.worker(in_flight=1, batch=4)

    async with asyncio.timeout(20):
        first = await worker.drain(TENANT)

    assert first == Drained(sent=4, retrying=1, halted_for=60)
    assert len(council.teams.seen) == 5
    assert Delivery.SENDING not in council.deliveries().values()
    council.clock.advance(seconds=59)
    assert await worker.drain(TENANT) == Drained(halted_for=1)
    assert len(council.teams.seen) == 5
    council.clock.advance(seconds=1)
    assert await worker.drain(TENANT) == Drained(sent=16)


async def test_a_halt_is_kept_by_other_processes(council: Council) -> None:
    council.due("m0", "m1")
    council.teams.then("chat-m0", status(429, Retry_After="60"))
    await council.worker(in_flight=1).drain(TENANT)

    other = council.worker(owner="two")
    council.clock.advance(seconds=59)
    assert await other.drain(TENANT) == Drained(leased=False)
    council.clock.advance(seconds=1)
    assert await other.drain(TENANT) == Drained(sent=2)


@pytest.mark.parametrize(
    "code",
    UNREACHABLE,
)
async def test_who_turns_out_unreachable_is_blocked_and_tried_no_further(
    council: Council, code: str
) -> None:
    council.due("m0", "m1", "m2", to="alex")
    council.due("other")
    council.teams.then("chat-alex", refusal(code))

    drained = await council.worker().drain(TENANT)

    assert drained == Drained(sent=1, undeliverable=3)
    assert council.blocked == [("alex", code)]
    assert council.teams.bodies("chat-alex") == ["m0"]
    assert len({council.reason(key) for key in ("m0", "m1", "m2")}) == 1


async def test_a_person_who_cannot_be_marked_does_not_stop_the_others(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(tenant_id: str, person_id: str, code: str) -> None:
        raise OSError(person_id)

    council.due("alex", "other")
    council.teams.then("chat-alex", refusal("BotDisabledByAdmin"))
    council.block = failing  # type: ignore[method-assign] # storage that fails

    assert await council.worker().drain(TENANT) == Drained(sent=1, undeliverable=1)
    assert "could not be marked as unreachable: OSError" in caplog.text
    assert "alex" not in caplog.text


@pytest.mark.parametrize("http_status", [400, 403, 413, 500])
async def test_what_is_refused_is_undeliverable_and_logged_without_its_content(
    council: Council, caplog: pytest.LogCaptureFixture, http_status: int
) -> None:
    council.due("CASE-4711")
    council.teams.then("chat-CASE-4711", refusal("BadSyntax", http_status))

    assert await council.worker().drain(TENANT) == Drained(undeliverable=1)
    assert council.reason("CASE-4711") == (
        f"Teams refused it ({http_status}, BadSyntax); Sightline's log has more."
    )
    logged = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [str(http_status) in record.getMessage() for record in logged] == [True]
    assert "CASE-4711" not in caplog.text


async def test_an_error_that_nobody_expected_is_tried_again_and_stops_nothing(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def send(self, service_url: str, conversation_id: str, body: bytes) -> str | None:
            if conversation_id == "chat-bad":
                raise ValueError("CASE-4711")
            return await sender.send(service_url, conversation_id, body)

    sender = council.sender
    council.due("bad", "good")
    council.sender = Broken()  # type: ignore[assignment] # a connector with a fault

    assert await council.worker().drain(TENANT) == Drained(sent=1, retrying=1)
    assert "ValueError at test_sending.py" in caplog.text
    assert "CASE-4711" not in caplog.text

import asyncio
import gzip
import json
import logging
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot import web as web_module
from bot.authentication import Authenticator, is_loopback_url
from bot.web import DEEPEST_NESTING, LARGEST_BODY
from tests.bot.service import Service, running
from tests.bot.serving import APP_ID, Clock, Microsoft, activity, microsoft
from tests.unauthenticated import NoAuthentication

SECRET = "CASE-4711"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def teams(clock: Clock) -> AsyncIterator[Microsoft]:
    async with microsoft(clock) as there:
        yield there


@pytest.fixture
async def service(teams: Microsoft, clock: Clock) -> AsyncIterator[Service]:
    async with aiohttp.ClientSession() as session:
        authenticator = Authenticator(APP_ID, teams.issuer.metadata_url, session, clock)
        async with running(authenticator) as there:
            yield there


# CloudAdapter.process() serialises an invoke response twice: 500 for every invoke with a body.
async def test_an_invoke_is_answered_with_its_body_as_json(
    service: Service, teams: Microsoft
) -> None:
    status, body = await service.post(teams.header(), activity())

    assert status == 200
    assert json.loads(body) == service.bot.body


async def test_an_invoke_without_a_body_is_answered_with_none(
    service: Service, teams: Microsoft
) -> None:
    service.bot.body = None

    assert await service.post(teams.header(), activity()) == (200, b"")


async def test_a_message_is_taken_with_202(service: Service, teams: Microsoft) -> None:
    assert await service.post(teams.header(), activity(type="message", text="hi")) == (202, b"")
    assert service.bot.turns == 1


async def test_without_microsofts_keys_it_is_503_and_not_401(
    service: Service, teams: Microsoft
) -> None:
    teams.down = True

    status, body = await service.post(teams.header(), activity())

    assert status == 503
    assert b"try again" in body
    assert service.bot.turns == 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"text"', 400),
        (b'{"type": NaN}', 400),
        (b'{"type": "\xff"}', 400),
        (rb'{"type": "a\u0000"}', 400),
        (rb'{"type": "\\\u0000"}', 400),
        (rb'{"a\u0000": "b"}', 400),
        (b'{"value": ' + b"[" * 2000 + b"]" * 2000 + b"}", 400),
        (b'{"value": ' + b"[" * DEEPEST_NESTING + b"]" * DEEPEST_NESTING + b"}", 413),
        (b'{"value": ' + b'{"a":' * DEEPEST_NESTING + b"1" + b"}" * DEEPEST_NESTING + b"}", 413),
        (b'{"value": "' + b"x" * LARGEST_BODY + b'"}', 413),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_a_body_that_is_no_activity_is_refused_with_a_reason(
    service: Service, teams: Microsoft, body: bytes, expected: int
) -> None:
    status, answered = await service.post(teams.header(), body)

    assert status == expected
    assert set(json.loads(answered)) == {"error"}
    assert service.bot.turns == 0


async def test_a_backslash_before_zeros_is_no_nul(service: Service, teams: Microsoft) -> None:
    assert (await service.post(teams.header(), activity(text=r"C:\u0000")))[0] == 200


async def test_many_brackets_are_not_deep_ones(service: Service, teams: Microsoft) -> None:
    wide = activity(value={"action": {"data": {"rows": [[n] for n in range(1000)]}}})

    assert (await service.post(teams.header(), wide))[0] == 200


async def test_an_activity_with_a_field_of_the_wrong_kind_is_400(
    service: Service, teams: Microsoft
) -> None:
    status, answered = await service.post(teams.header(), activity(**{"from": SECRET}))

    assert status == 400
    assert SECRET.encode() not in answered


@pytest.mark.parametrize("body", [activity(), {"value": "x" * (20 * LARGEST_BODY)}], ids=len)
async def test_a_packed_body_is_refused_however_little_is_in_it(
    service: Service, teams: Microsoft, body: dict[str, object]
) -> None:
    packed = gzip.compress(json.dumps(body).encode())
    headers = {
        "Authorization": teams.header(),
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
    }
    async with service.client.post(
        f"{service.url}/api/messages", data=packed, headers=headers
    ) as response:
        assert response.status == 415
        assert set(await response.json()) == {"error"}
    assert service.bot.turns == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", ""])
async def test_other_media_types_are_415(service: Service, teams: Microsoft, kind: str) -> None:
    status, answered = await service.post(teams.header(), activity(), kind)

    assert status == 415
    assert set(json.loads(answered)) == {"error"}


async def test_a_body_that_never_comes_is_given_up(
    service: Service, teams: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_module, "BODY_SECONDS", 0.05)
    port = int(service.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET)
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: {teams.header()}\r\nContent-Length: 100\r\n\r\n"
    )
    writer.write(head.encode() + b'{"type":')
    await writer.drain()

    assert b" 408 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_a_failure_says_nothing_of_itself(
    service: Service, teams: Microsoft, caplog: pytest.LogCaptureFixture
) -> None:
    service.bot.failure = ValueError(SECRET)
    with caplog.at_level(logging.DEBUG):
        status, body = await service.post(teams.header(), activity())

    assert status == 500
    assert json.loads(body) == {"error": "Something went wrong on our side."}
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text
    assert str(Path(__file__).parents[2]) not in caplog.text


async def test_an_answer_that_is_no_json_says_nothing_of_itself(
    service: Service, teams: Microsoft
) -> None:
    service.bot.body = {"value": ValueError(SECRET)}

    status, body = await service.post(teams.header(), activity())

    assert status == 500
    assert SECRET.encode() not in body


async def test_it_lives_whatever_happens_and_is_ready_when_it_can_work(service: Service) -> None:
    assert await service.get("/healthz") == 200
    assert await service.get("/readyz") == 200
    for not_ready in (False, ConnectionError(SECRET)):
        service.bot.readiness = not_ready
        assert await service.get("/readyz") == 503
        assert await service.get("/healthz") == 200


async def test_only_post_is_taken(service: Service) -> None:
    assert await service.get("/api/messages") == 405


async def test_on_loopback_it_serves_the_agents_playground_without_a_token() -> None:
    async with running(NoAuthentication("127.0.0.1"), is_loopback_url) as service:
        here = activity(serviceUrl="http://127.0.0.1:56150/_connector", channelId="emulator")
        elsewhere = activity(serviceUrl="https://evil.example.com/")

        assert (await service.post(None, here))[0] == 200
        assert (await service.post(None, elsewhere))[0] == 403
        assert service.bot.turns == 1

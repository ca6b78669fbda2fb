import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.authentication import NoTokenYet
from bot.authentication.addresses import is_loopback_url
from bot.connector import UNREACHABLE, Connector, Refused, TryLater, Unreachable
from tests.bot.counted import Counted
from tests.bot.recording import BODY, SECRET, Teams, connecting, failure, recording


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    async with recording() as there:
        yield there


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    async with connecting() as opened:
        yield opened


@pytest.mark.parametrize("status", [401, 412, 429, 502, 503, 504])
@pytest.mark.parametrize("text", ["", "<html>Bad gateway</html>", '{"error":{"code":"X"}}'])
async def test_what_may_go_through_later_is_said_to_be_so(
    teams: Teams, connector: Connector, status: int, text: str
) -> None:
    teams.answers(status, text)
    too_many = Counted("sightline_too_many_requests_total")

    error = await failure(connector.send(teams.url, "a", BODY))

    assert too_many.more == (status == 429)
    assert isinstance(error, TryLater)
    assert (error.status, error.retry_after) == (status, None)
    assert len(teams.seen) == 1


# The SDK loses the status of a 503 on PUT, and of an HTML error page.
@pytest.mark.parametrize(("status", "kind"), [(503, TryLater), (500, Refused), (404, Refused)])
async def test_a_failed_edit_keeps_its_status(
    teams: Teams, connector: Connector, status: int, kind: type[TryLater | Refused]
) -> None:
    teams.answers(status, "<html><body>An error occurred.</body></html>")

    error = await failure(connector.edit(teams.url, "a", "1", BODY))

    assert isinstance(error, kind)
    assert error.status == status


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("1e12", 3600.0),
        ("nan", None),
        ("soon", None),
        ("Tue, 01 Dec 2026 09:00:30 GMT", 30.0),
        ("Tue, 01 Dec 2026 08:00:00 GMT", 0.0),
        ("Wed, 01 Dec 9999 09:00:00 GMT", 3600.0),
    ],
)
async def test_retry_after_is_seconds_whichever_way_it_is_written(
    teams: Teams, connector: Connector, header: str, seconds: float | None
) -> None:
    teams.answers(429, "", Retry_After=header, Date="Tue, 01 Dec 2026 09:00:00 GMT")

    error = await failure(connector.send(teams.url, "a", BODY))

    assert isinstance(error, TryLater)
    assert error.retry_after == seconds


@pytest.mark.parametrize("code", UNREACHABLE)
@pytest.mark.parametrize(
    "shape",
    [
        '{"error": {"code": "%s", "message": "CASE-4711"}}',
        '{"code": "%s"}',
        r'{"errorCode": 209, "message": "{\"subCode\": \"%s\", \"details\": \"CASE-4711\"}"}',
    ],
)
async def test_each_403_code_tells_that_the_person_cannot_be_reached(
    teams: Teams, connector: Connector, code: str, shape: str
) -> None:
    teams.answers(403, shape % code)

    error = await failure(connector.send(teams.url, "a", BODY))

    assert isinstance(error, Unreachable)
    assert error.code == code


async def test_the_more_telling_code_wins_over_the_general_one(
    teams: Teams, connector: Connector
) -> None:
    teams.answers(
        403, '{"error": {"code": "ForbiddenOperationException", "message": "MessageWritesBlocked"}}'
    )

    error = await failure(connector.send(teams.url, "a", BODY))

    assert isinstance(error, Unreachable)
    assert error.code == "MessageWritesBlocked"


@pytest.mark.parametrize("status", [302, 400, 403, 404, 413, 500, 501])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None),
        ("<html>CASE-4711</html>", None),
        ('{"error": {"code": "BadSyntax", "message": "CASE-4711"}}', "BadSyntax"),
        ('{"error": {"code": "CASE-4711 was refused"}}', None),
        ('{"error": "CASE-4711"}', None),
    ],
)
async def test_what_will_never_go_through_is_said_to_be_so(
    teams: Teams, connector: Connector, status: int, text: str, code: str | None
) -> None:
    teams.answers(status, text, Location="/elsewhere")

    error = await failure(connector.send(teams.url, "a", BODY))

    assert isinstance(error, Refused)
    assert (error.status, error.code) == (status, code)
    assert len(teams.seen) == 1


async def test_a_slow_answer_may_go_through_later(teams: Teams) -> None:
    never = asyncio.Event()

    async def slow(_: web.Request) -> web.StreamResponse:
        await never.wait()
        return web.Response()

    teams.handler = slow
    async with connecting(total=0.05) as connector:
        error = await failure(connector.send(teams.url, "a", BODY))

    never.set()
    assert isinstance(error, TryLater)
    assert error.status is None


async def test_a_dropped_connection_may_go_through_later(
    teams: Teams, connector: Connector
) -> None:
    async def dropped(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    teams.handler = dropped

    error = await failure(connector.send(teams.url, "a", BODY))

    assert isinstance(error, TryLater)
    assert error.status is None


async def test_nobody_listening_may_go_through_later(connector: Connector) -> None:
    error = await failure(connector.send("http://127.0.0.1:1", "a", BODY))

    assert isinstance(error, TryLater)


async def test_a_token_that_cannot_be_had_loses_no_message(teams: Teams) -> None:
    class Expired:
        async def bearer(self) -> str | None:
            raise NoTokenYet("invalid_client")

    async with aiohttp.ClientSession() as session:
        connector = Connector(session, Expired(), is_loopback_url)
        error = await failure(connector.send(teams.url, "a", BODY))

    assert isinstance(error, TryLater)
    assert teams.seen == []


async def test_nothing_is_logged_of_what_was_sent(
    teams: Teams, connector: Connector, caplog: pytest.LogCaptureFixture
) -> None:
    teams.answers(400, SECRET)
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await failure(connector.send(teams.url, "a", BODY))

    assert caplog.text == ""

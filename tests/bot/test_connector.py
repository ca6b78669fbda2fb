from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.connector import Connector, Refused, allowed_service_url
from tests.bot.recording import BODY, TOKEN, Teams, connecting, failure, recording


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    async with recording() as there:
        yield there


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    async with connecting() as opened:
        yield opened


async def test_a_message_goes_out_as_it_is_and_its_id_comes_back(
    teams: Teams, connector: Connector
) -> None:
    assert await connector.send(teams.url + "/uk/", "a:1/x;messageid=1", BODY) == "1700000000000"

    path = "/uk/v3/conversations/a%3A1%2Fx%3Bmessageid%3D1/activities"
    assert teams.seen == [("POST", path, BODY, f"Bearer {TOKEN}")]


async def test_a_service_url_may_do_without_its_last_slash(
    teams: Teams, connector: Connector
) -> None:
    await connector.send(teams.url, "a", BODY)

    assert teams.seen[0][1] == "/v3/conversations/a/activities"


# Text and card in one message: no id comes back. Nor does one from an empty 201. An id with a NUL
# character is one that PostgreSQL would never take, nor the rest of its batch.
@pytest.mark.parametrize(
    "text", ["", "{}", '{"id": ""}', '{"id": 7}', "[]", "<html>ok</html>", '{"id": "1\\u0000"}']
)
async def test_an_answer_without_an_id_is_a_message_sent(
    teams: Teams, connector: Connector, text: str
) -> None:
    teams.answers(201, text)

    assert await connector.send(teams.url, "a", BODY) is None


async def test_an_answer_that_breaks_off_after_its_status_is_a_message_sent(
    teams: Teams, connector: Connector
) -> None:
    async def broken_off(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=201, headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"id"')
        assert request.transport is not None
        request.transport.close()
        return response

    teams.handler = broken_off

    assert await connector.send(teams.url, "a", BODY) is None
    assert len(teams.seen) == 1


async def test_without_a_token_none_is_sent(teams: Teams) -> None:
    async with aiohttp.ClientSession() as session:
        await Connector(session, FixedToken(), is_loopback_url).send(teams.url, "a", BODY)

    assert teams.seen[0][3] is None


async def test_edits_and_deletions_name_the_activity(teams: Teams, connector: Connector) -> None:
    teams.answers(200, "")
    await connector.edit(teams.url, "a:1", "17/00", BODY)
    await connector.delete(teams.url, "a:1", "17/00")

    path = "/v3/conversations/a%3A1/activities/17%2F00"
    assert [(method, where) for method, where, *_ in teams.seen] == [
        ("PUT", path),
        ("DELETE", path),
    ]


async def test_a_service_url_that_is_not_allowed_is_never_posted_to(teams: Teams) -> None:
    async with aiohttp.ClientSession() as session:
        error = await failure(Connector(session, FixedToken(TOKEN)).send(teams.url, "a", BODY))

    assert isinstance(error, Refused)
    assert error.status is None
    assert teams.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/uk/",
        "https://SMBA.trafficmanager.net:443/emea/",
        "https://webchat.botframework.com/",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
        "https://smba.infra.gov.teams.microsoft.us/teams",
        "https://api.botframework.azure.us/",
    ],
)
def test_microsofts_connectors_are_allowed(url: str) -> None:
    assert allowed_service_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/uk/",
        "http://smba.trafficmanager.net:443/uk/",
        "https://smba.trafficmanager.net:8443/",
        "https://anyone.trafficmanager.net/",
        "https://smba.trafficmanager.net.example.com/",
        "https://botframework.com.example.com/",
        "https://evilbotframework.com/",
        "https://smba.trafficmanager.net@example.com/",
        "https://someone@smba.trafficmanager.net/",
        "https://example.com\\@smba.trafficmanager.net/",
        "https://example.com/smba.trafficmanager.net",
        "https://127.0.0.1/",
        "https://[::1/",
        "https://[::1%25.botframework.com]/",
        "https://.botframework.com/",
        "https://a..botframework.com/",
        f"https://{'a' * 64}.botframework.com/",
        "https://a b.botframework.com/",
        "https://a%00.botframework.com/",
        "//smba.trafficmanager.net/",
        "",
    ],
)
def test_every_other_service_url_is_not(url: str) -> None:
    assert not allowed_service_url(url)


async def test_a_member_is_who_the_connector_says(teams: Teams, connector: Connector) -> None:
    teams.answers(
        200,
        '{"id": "29:1", "name": "Alex Morgan", "objectId": "o", "email": "a@x.gov.uk",'
        ' "userPrincipalName": "a@x.onmicrosoft.com", "tenantId": "t"}',
    )

    member = await connector.member(teams.url, "a:1", "29:1")

    assert (member.object_id, member.email, member.tenant_id) == ("o", "a@x.gov.uk", "t")
    assert (member.name, member.user_principal_name) == ("Alex Morgan", "a@x.onmicrosoft.com")
    assert teams.seen[0][:2] == ("GET", "/v3/conversations/a%3A1/members/29%3A1")


async def test_what_the_connector_does_not_say_of_a_member_is_left_open(
    teams: Teams, connector: Connector
) -> None:
    teams.answers(200, '{"id": "29:1", "aadObjectId": "o", "email": null}')

    member = await connector.member(teams.url, "a:1", "29:1")

    assert (member.object_id, member.email) == ("o", None)

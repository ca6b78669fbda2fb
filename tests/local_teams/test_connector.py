from io import BytesIO

import orjson
import pytest
from aiohttp import ClientResponse

from bot.local_teams import OFF, TEAMS, Limits
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import (
    APP,
    NEW,
    PRIYA,
    TENANT,
    TOM,
    Monotonic,
    Stage,
    card,
    card_message,
    text,
)

HELLO = {"type": "message", "text": "Hello"}


async def code(response: ClientResponse) -> tuple[int, str]:
    """The status and the Connector's error code, in its own shape."""
    body = await response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    return response.status, body["error"]["code"]


@pytest.mark.parametrize("ident", [PRIYA.object_id, f"8:orgid:{PRIYA.object_id}", "user id"])
async def test_a_chat_is_created_from_any_id_of_a_person_and_is_theirs_alone(
    teams: Stage, ident: str
) -> None:
    if ident == "user id":
        ident = teams.teams.directory.sender(PRIYA)["id"]
    body = {"bot": {"id": f"28:{APP}"}, "members": [{"id": ident}], "tenantId": TENANT}
    async with teams.http.post(f"{teams.url}/v3/conversations", json=body) as response:
        assert response.status == 201
        created = (await response.json())["id"]
    assert created == teams.teams.directory.conversation_id(PRIYA)
    assert created.startswith("a:1")
    assert created != teams.teams.directory.conversation_id(TOM)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"tenantId": None}, (400, "BadArgument")),
        ({"tenantId": "another"}, (400, "BadArgument")),
        ({"members": []}, (400, "BadArgument")),
        ({"members": ["text"]}, (400, "BadArgument")),
        ({"members": [{"id": "29:stranger"}]}, (400, "BadArgument")),
        ({"isGroup": True}, (400, "BadArgument")),
        ({"members": [{"id": NEW.object_id}]}, (403, "ForbiddenOperationException")),
    ],
)
async def test_a_chat_that_teams_would_not_create_is_refused(
    teams: Stage, change: dict[str, object], expected: tuple[int, str]
) -> None:
    body = {"members": [{"id": PRIYA.object_id}], "tenantId": TENANT, **change}
    async with teams.http.post(f"{teams.url}/v3/conversations", json=body) as response:
        assert await code(response) == expected


async def test_the_tenant_may_also_stand_in_the_channel_data(teams: Stage) -> None:
    body = {"members": [{"id": PRIYA.object_id}], "channelData": {"tenant": {"id": TENANT}}}
    async with teams.http.post(f"{teams.url}/v3/conversations", json=body) as response:
        assert response.status == 201


async def test_a_message_arrives_in_the_chat_and_its_id_comes_back(teams: Stage) -> None:
    sent = await teams.send(PRIYA, HELLO)
    (message,) = teams.teams.messages(PRIYA.object_id)
    assert (message.id, message.activity["text"], message.from_bot) == (sent, "Hello", True)
    assert teams.teams.messages(TOM.object_id) == []


async def test_a_reply_to_what_is_not_a_message_arrives_as_in_teams(teams: Stage) -> None:
    url = f"{teams.chat(PRIYA)}/activities/f:an-invoke"
    async with teams.http.post(url, json=HELLO) as response:
        assert response.status == 201
    assert len(teams.teams.messages(PRIYA.object_id)) == 1


async def test_text_and_card_in_one_become_two_messages_without_an_id(teams: Stage) -> None:
    both = {**card_message(card(text("A card"))), "text": "Some words"}
    async with teams.http.post(f"{teams.chat(PRIYA)}/activities", json=both) as response:
        assert response.status == 201
        assert await response.json() == {}
    first, second = teams.teams.messages(PRIYA.object_id)
    assert first.activity["text"] == "Some words"
    assert not first.activity["attachments"]
    assert "text" not in second.activity


async def test_an_edit_changes_the_message_in_place(teams: Stage) -> None:
    first = await teams.send(PRIYA, card_message(card(text("Open"))))
    await teams.send(PRIYA, HELLO)
    edited = card_message(card(text("Done")))
    async with teams.http.put(f"{teams.chat(PRIYA)}/activities/{first}", json=edited) as response:
        assert response.status == 200
        assert await response.json() == {"id": first}
    message, other = teams.teams.messages(PRIYA.object_id)
    assert message.id == first
    assert message.activity["attachments"][0]["content"]["body"][0]["text"] == "Done"
    assert message.edited_at is not None
    assert other.edited_at is None


async def test_an_edit_into_text_and_card_is_refused(teams: Stage) -> None:
    sent = await teams.send(PRIYA, HELLO)
    both = {**card_message(card()), "text": "Some words"}
    async with teams.http.put(f"{teams.chat(PRIYA)}/activities/{sent}", json=both) as response:
        assert await code(response) == (400, "BadSyntax")
    assert teams.teams.messages(PRIYA.object_id)[0].activity == HELLO


async def test_a_deleted_message_is_gone_from_the_chat_and_from_the_unread(teams: Stage) -> None:
    sent = await teams.send(PRIYA, HELLO)
    assert teams.teams.unread(PRIYA.object_id) == 1
    url = f"{teams.chat(PRIYA)}/activities/{sent}"
    async with teams.http.delete(url) as response:
        assert response.status == 200
    assert teams.teams.messages(PRIYA.object_id) == []
    assert teams.teams.unread(PRIYA.object_id) == 0
    async with teams.http.delete(url) as response:
        assert await code(response) == (404, "ActivityNotFoundInConversation")


async def test_another_chats_message_and_a_persons_own_cannot_be_edited(teams: Stage) -> None:
    toms = await teams.send(TOM, HELLO)
    await teams.teams.say(PRIYA.object_id, "mine")
    (mine,) = teams.teams.messages(PRIYA.object_id)
    for message_id in (toms, mine.id, "1"):
        url = f"{teams.chat(PRIYA)}/activities/{message_id}"
        async with teams.http.put(url, json=HELLO) as response:
            assert await code(response) == (404, "ActivityNotFoundInConversation")


async def test_an_unknown_conversation_is_not_found(teams: Stage) -> None:
    url = f"{teams.url}/v3/conversations/a:1nobody/activities"
    async with teams.http.post(url, json=HELLO) as response:
        assert await code(response) == (404, "ConversationNotFound")


async def test_members_come_with_what_teams_gives(teams: Stage) -> None:
    user_id = teams.teams.directory.sender(PRIYA)["id"]
    expected = {
        "id": user_id,
        "aadObjectId": PRIYA.object_id,
        "objectId": PRIYA.object_id,
        "name": "Priya Shah",
        "givenName": "Priya",
        "surname": "Shah",
        "email": PRIYA.email,
        "userPrincipalName": PRIYA.user_principal_name,
        "tenantId": TENANT,
        "userRole": "user",
    }
    assert user_id.startswith("29:1")
    for path, shape in (
        ("members", [expected]),
        ("pagedmembers", {"members": [expected]}),
        (f"members/{user_id}", expected),
        (f"members/{PRIYA.object_id}", expected),
    ):
        async with teams.http.get(f"{teams.chat(PRIYA)}/{path}") as response:
            assert await response.json() == shape
    async with teams.http.get(f"{teams.chat(PRIYA)}/members/{TOM.object_id}") as response:
        assert await code(response) == (404, "MemberNotFoundInConversation")


async def test_without_the_app_the_bot_is_not_in_the_roster(teams: Stage) -> None:
    async with teams.http.post(f"{teams.chat(NEW)}/activities", json=HELLO) as response:
        assert await code(response) == (403, "BotNotInConversationRoster")


@pytest.mark.parametrize(
    "refusal", ["ConversationBlockedByUser", "BotDisabledByAdmin", "MessageWritesBlocked"]
)
async def test_a_refusal_lasts_until_it_is_lifted(teams: Stage, refusal: str) -> None:
    standing = f"{teams.url}/local/people/{PRIYA.object_id}/standing"
    async with teams.http.post(standing, json={"refusal": refusal}) as response:
        assert response.status == 200
    for _ in range(2):
        async with teams.http.post(f"{teams.chat(PRIYA)}/activities", json=HELLO) as response:
            assert await code(response) == (403, refusal)
    await teams.send(TOM, HELLO)
    async with teams.http.post(standing, json={"refusal": None}) as response:
        assert response.status == 200
    await teams.send(PRIYA, HELLO)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"type": "message"}',
        b'{"type": "trace", "text": "x"}',
        b'{"type": "message", "attachments": "x"}',
        orjson.dumps(card_message({"type": "Card"})),
    ],
)
async def test_a_body_that_is_no_activity_is_refused_and_nothing_arrives(
    teams: Stage, body: bytes
) -> None:
    async with teams.http.post(
        f"{teams.chat(PRIYA)}/activities", data=body, headers={"Content-Type": "application/json"}
    ) as response:
        assert await code(response) == (400, "BadArgument")
    assert teams.teams.messages(PRIYA.object_id) == []


@pytest.mark.parametrize("letters", [28 * 1024, 2 * 1024 * 1024])
async def test_a_message_over_28_kilobytes_is_too_big(teams: Stage, letters: int) -> None:
    big = BytesIO(orjson.dumps({"type": "message", "text": "x" * letters}))
    async with teams.http.post(
        f"{teams.chat(PRIYA)}/activities", data=big, headers={"Content-Type": "application/json"}
    ) as response:
        assert await code(response) == (413, "MessageSizeTooBig")
    await teams.send(PRIYA, {"type": "message", "text": "x" * (28 * 1024 - 100)})


async def test_only_a_good_bearer_token_is_let_in(on_stage: StageMaker) -> None:
    stage = await on_stage(bearer=lambda token: token == "good")
    url = f"{stage.chat(PRIYA)}/activities"
    for header in ({}, {"Authorization": "Bearer bad"}, {"Authorization": "Basic good"}):
        async with stage.http.post(url, json=HELLO, headers=header) as response:
            assert await code(response) == (401, "Unauthorized")
    async with stage.http.post(
        url, json=HELLO, headers={"Authorization": "Bearer good"}
    ) as response:
        assert response.status == 201


@pytest.mark.parametrize(("sends", "seconds"), [(7, 1.0), (8, 2.0), (60, 30.0)])
async def test_one_conversation_takes_so_many_sends_in_so_many_seconds(
    on_stage: StageMaker, sends: int, seconds: float
) -> None:
    assert (sends, seconds) in TEAMS.conversation
    clock = Monotonic()
    one_window = Limits(conversation=((sends, seconds),), tenant=())
    stage = await on_stage(limits=one_window, monotonic=clock)
    for _ in range(sends):
        await stage.send(PRIYA, HELLO)
    url = f"{stage.chat(PRIYA)}/activities"
    async with stage.http.post(url, json=HELLO) as response:
        assert response.headers["Retry-After"] == f"{seconds:g}"
        assert await code(response) == (429, "Throttled")
    await stage.send(TOM, HELLO)
    clock.seconds += seconds
    await stage.send(PRIYA, HELLO)


async def test_a_tenant_takes_50_requests_a_second_of_any_kind(on_stage: StageMaker) -> None:
    clock = Monotonic()
    tenant_only = Limits(conversation=(), tenant=TEAMS.tenant)
    stage = await on_stage(limits=tenant_only, monotonic=clock)
    for _ in range(49):
        await stage.send(PRIYA, HELLO)
    async with stage.http.get(f"{stage.chat(TOM)}/members") as response:
        assert response.status == 200
    async with stage.http.get(f"{stage.chat(TOM)}/members") as response:
        assert await code(response) == (429, "Throttled")
    clock.seconds += 1
    await stage.send(PRIYA, HELLO)


async def test_benchmarks_may_switch_the_limits_off(on_stage: StageMaker) -> None:
    stage = await on_stage(limits=OFF, monotonic=Monotonic())
    for _ in range(100):
        await stage.send(PRIYA, HELLO)

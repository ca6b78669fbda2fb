import asyncio
from typing import Any

import pytest

from tests.local_teams.apps import CHANNELS, MANIFEST, NORTH, THUMBNAIL, attachment, result
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import CARD_TYPE, NEW, PRIYA, TOM, Stage, card, text

QUERY = "composeExtension/query"
FETCH = "composeExtension/fetchTask"
SUBMIT = "composeExtension/submitAction"
WENT_WRONG = "Something went wrong. Try again."
SIGN_IN = {
    "type": "auth",
    "suggestedActions": {
        "actions": [{"type": "openUrl", "title": "Sign in", "value": "https://a.example/in"}]
    },
}


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(manifest=MANIFEST, channels=CHANNELS)


async def do(
    stage: Stage, what: str, body: dict[str, Any], person: str = PRIYA.object_id, status: int = 200
) -> dict[str, Any]:
    url = f"{stage.url}/local/people/{person}/compose/{what}"
    async with stage.http.post(url, json=body) as response:
        assert response.status == status, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


async def test_the_page_is_told_the_commands_of_the_manifest(teams: Stage) -> None:
    async with teams.http.get(f"{teams.url}/local/state") as response:
        commands = (await response.json())["commands"]
    assert [(each["id"], each["type"]) for each in commands] == [
        ("find", "query"),
        ("later", "query"),
        ("ask", "action"),
    ]
    assert commands[0] == {
        "id": "find",
        "type": "query",
        "title": "Find an audit",
        "description": "By its reference",
        "initialRun": True,
        "hint": "Reference or team",
    }


async def test_a_search_begins_with_an_initial_run_and_goes_on_with_what_is_typed(
    teams: Stage,
) -> None:
    found = attachment("Audit 1042")
    teams.bot.answers[QUERY] = result(found)
    first = await do(teams, "query", {"command": "find"})
    assert first["extension"] == result(found)["composeExtension"]
    await do(teams, "query", {"command": "find", "text": "10", "skip": 25})
    begun, typed = teams.bot.of("invoke")
    assert begun["name"] == QUERY
    assert begun["value"] == {
        "commandId": "find",
        "parameters": [{"name": "initialRun", "value": "true"}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    assert begun["channelData"]["source"] == {"name": "compose"}
    assert begun["conversation"]["id"] == teams.teams.directory.conversation_id(PRIYA)
    assert typed["value"]["parameters"] == [{"name": "words", "value": "10"}]
    assert typed["value"]["queryOptions"] == {"skip": 25, "count": 25}


async def test_a_command_without_initial_run_waits_for_words(teams: Stage) -> None:
    refused = await do(teams, "query", {"command": "later"}, status=400)
    assert "initialRun" in refused["error"]["message"]
    assert teams.bot.received == []


@pytest.mark.parametrize(
    ("extension", "shown"),
    [
        ({"type": "result", "attachments": []}, {"attachments": [], "attachmentLayout": "list"}),
        ({"type": "message", "text": "Nothing is due."}, {"text": "Nothing is due."}),
        (SIGN_IN, {"title": "Sign in", "url": "https://a.example/in"}),
        ({**SIGN_IN, "type": "config"}, {"title": "Sign in", "url": "https://a.example/in"}),
    ],
)
async def test_a_search_may_be_answered_otherwise(
    teams: Stage, extension: dict[str, Any], shown: dict[str, Any]
) -> None:
    teams.bot.answers[QUERY] = {"composeExtension": extension}
    answer = await do(teams, "query", {"command": "find"})
    assert answer["extension"] == {"type": extension["type"], **shown}
    assert not answer["failed"]


WITHOUT_PREVIEW = {"contentType": CARD_TYPE, "content": card()}


def with_preview(preview: object) -> dict[str, Any]:
    return result({**WITHOUT_PREVIEW, "preview": preview})


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ({}, "gave none"),
        ({"cards": []}, "a task or a composeExtension, not cards"),
        ({"composeExtension": {"type": "botMessagePreview"}}, "botMessagePreview"),
        ({"composeExtension": "result"}, "not None"),
        ({"composeExtension": {"type": "result"}}, "attachments, a list"),
        (
            {"composeExtension": {"type": "result", "attachmentLayout": "pile", "attachments": []}},
            "list or grid",
        ),
        (result({"contentType": "text/plain", "content": {}}), "'text/plain'"),
        (result({"contentType": CARD_TYPE, "content": "card"}), "content, an object"),
        (result({"contentType": CARD_TYPE, "content": {}}), "type AdaptiveCard"),
        (result(WITHOUT_PREVIEW), "needs a preview"),
        (result({"contentType": CARD_TYPE, "content": {**card(), "refresh": {}}}), "refresh"),
        (with_preview({"contentType": CARD_TYPE, "content": card()}), "hero or thumbnail"),
        (with_preview({"contentType": THUMBNAIL}), "content, an object"),
        (with_preview({"contentType": THUMBNAIL, "content": {}}), "title or a text"),
        (
            with_preview({"contentType": THUMBNAIL, "content": {"title": "A", "tap": {}}}),
            "selectItem",
        ),
        ({"composeExtension": {"type": "message", "text": ""}}, "needs a text"),
        ({"composeExtension": {"type": "auth"}}, "openUrl"),
        (
            {
                "composeExtension": {
                    "type": "auth",
                    "suggestedActions": {
                        "actions": [{"type": "openUrl", "value": "javascript:alert(1)"}]
                    },
                }
            },
            "https://",
        ),
        ({"task": {"type": "message", "value": "No"}}, "can't be answered with a task"),
        ([], "not a JSON object"),
    ],
)
async def test_what_teams_could_not_list_is_refused_with_a_detail(
    teams: Stage, reply: object, why: str
) -> None:
    teams.bot.answers[QUERY] = reply
    answer = await do(teams, "query", {"command": "find"})
    assert (answer["failed"], answer["toast"], answer["extension"]) == (True, WENT_WRONG, None)
    assert why in answer["detail"]


async def test_a_hero_card_is_its_own_preview(teams: Stage) -> None:
    hero = {"contentType": "application/vnd.microsoft.card.hero", "content": {"title": "Audit"}}
    teams.bot.answers[QUERY] = result(hero)
    answer = await do(teams, "query", {"command": "find"})
    assert answer["extension"]["attachments"] == [hero]


async def test_a_bot_that_takes_too_long_over_a_search_went_wrong(on_stage: StageMaker) -> None:
    stage = await on_stage(manifest=MANIFEST, invoke_timeout=0.1)
    stage.bot.hold = asyncio.Event()
    answer = await do(stage, "query", {"command": "find"})
    stage.bot.hold.set()
    assert (answer["toast"], answer["failed"]) == (WENT_WRONG, True)
    assert "0.1 seconds" in answer["detail"]


async def test_an_action_opens_a_dialog_and_its_card_comes_to_the_compose_box(
    teams: Stage,
) -> None:
    form = card(text("Which case?"))
    info = {"title": "Ask", "card": {"contentType": CARD_TYPE, "content": form}}
    teams.bot.answers[FETCH] = {"task": {"type": "continue", "value": info}}
    teams.bot.answers[SUBMIT] = result(attachment("Asked for"))
    opened = await do(teams, "fetch", {"command": "ask"})
    assert opened["dialog"] == {"title": "Ask", "card": form}
    done = await do(teams, "submit", {"command": "ask", "data": {"case": "1042"}})
    assert done["extension"]["attachments"] == [attachment("Asked for")]
    fetch, submit = teams.bot.of("invoke")
    context = {"commandContext": "compose", "context": {"theme": "default"}}
    assert fetch["value"] == {"commandId": "ask", **context}
    assert submit["value"] == {"commandId": "ask", **context, "data": {"case": "1042"}}


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ({}, {}),
        ({"task": {"type": "message", "value": "Saved."}}, {"toast": "Saved."}),
        (
            {"task": {"type": "continue", "value": {"card": {"content": card()}}}},
            {"dialog": {"card": card()}},
        ),
        (
            {"composeExtension": {"type": "message", "text": "Done."}},
            {"extension": {"type": "message", "text": "Done."}},
        ),
    ],
)
async def test_a_submitted_dialog_may_be_answered_otherwise(
    teams: Stage, reply: dict[str, Any], shown: dict[str, Any]
) -> None:
    teams.bot.answers[SUBMIT] = reply
    answer = await do(teams, "submit", {"command": "ask", "data": {}})
    expected = {"card": None, "dialog": None, "extension": None, "toast": None}
    assert answer == {**expected, "failed": False, "detail": "", **shown}


@pytest.mark.parametrize(
    ("what", "name", "reply"),
    [
        ("fetch", FETCH, {}),
        ("fetch", FETCH, result(attachment("Too early"))),
        ("fetch", FETCH, {"task": {"type": "continue", "value": {}}}),
        ("submit", SUBMIT, result()),
        ("submit", SUBMIT, {**result(attachment("A")), "task": {"type": "message", "value": "B"}}),
    ],
)
async def test_what_a_dialog_can_not_be_answered_with_is_refused(
    teams: Stage, what: str, name: str, reply: dict[str, Any]
) -> None:
    teams.bot.answers[name] = reply
    answer = await do(teams, what, {"command": "ask", "data": {}})
    assert (answer["failed"], answer["toast"]) == (True, WENT_WRONG)
    assert answer["detail"]


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("query", {"command": "ask"}, 404),
        ("query", {"command": "nothing"}, 404),
        ("query", {}, 400),
        ("query", {"command": "find", "text": 7}, 400),
        ("query", {"command": "find", "skip": -1}, 400),
        ("query", {"command": "find", "channel": 7}, 400),
        ("query", {"command": "find", "channel": "19:safe@thread.tacv2"}, 404),
        ("fetch", {"command": "find"}, 404),
        ("submit", {"command": "ask", "data": []}, 400),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(
    teams: Stage, what: str, body: dict[str, Any], status: int
) -> None:
    await do(teams, what, body, status=status)
    assert teams.bot.received == []


async def test_without_the_app_there_is_nothing_to_search_with(teams: Stage) -> None:
    await do(teams, "query", {"command": "find"}, NEW.object_id, status=409)


async def test_in_a_channel_a_search_says_which_channel_and_thread(teams: Stage) -> None:
    teams.bot.answers[QUERY] = result()
    await teams.teams.say(TOM.object_id, "A post", channel=NORTH.id)
    (post,) = teams.teams.messages(PRIYA.object_id, channel=NORTH.id)
    await do(teams, "query", {"command": "find", "channel": NORTH.id})
    await do(teams, "query", {"command": "find", "channel": NORTH.id, "thread": post.id})
    first, second = (each["conversation"] for each in teams.bot.of("invoke"))
    assert first["id"] == NORTH.id
    assert second["id"] == f"{NORTH.id};messageid={post.id}"
    assert first["conversationType"] == "channel"


async def test_a_card_from_the_compose_box_is_sent_as_the_persons_own(teams: Stage) -> None:
    url = f"{teams.url}/local/people/{PRIYA.object_id}/messages"
    body = {"text": "", "card": attachment("Audit 1042")}
    async with teams.http.post(url, json=body) as response:
        assert response.status == 200
    (heard,) = teams.bot.of("message")
    sent = {"contentType": CARD_TYPE, "content": card(text("Audit 1042"))}
    assert heard["attachments"][0] == sent
    assert "text" not in heard
    async with teams.http.get(url) as response:
        (shown,) = (await response.json())["messages"]
    assert (shown["attachments"], shown["fromBot"], shown["author"]) == ([sent], False, None)
    press = {"type": "Action.Execute", "verb": "x"}
    teams.bot.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": CARD_TYPE,
        "value": card(),
    }
    assert (await teams.teams.press(PRIYA.object_id, shown["id"], press)).card == card()
    async with teams.http.post(url, json={"text": "", "card": {"content": {}}}) as response:
        assert response.status == 400

"""What is typed and pressed in local Teams reaches the bot as Teams sends it."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.local_teams import LocalTeams
from bot.local_teams.wire import Refused
from tests.local_teams.conftest import StageMaker
from tests.local_teams.stage import (
    APP,
    CARD_TYPE,
    NEW,
    PRIYA,
    TENANT,
    TOM,
    Stage,
    card,
    card_message,
    text,
)

JULY = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
async def pressed(teams: Stage) -> str:
    """The id of a card's message in Priya's chat."""
    return await teams.send(PRIYA, card_message(card(text("A card"))))


@pytest.mark.parametrize(
    "url", ["http://teams.example", "http://127.0.0.1.example.com", "http://10.0.0.1:3978", "", "x"]
)
def test_it_refuses_to_leave_this_machine(url: str) -> None:
    here = "http://127.0.0.1:3978"
    for bot_url, own in ((url, here), (here, url)):
        with pytest.raises(ValueError, match="stays on this machine"):
            LocalTeams(
                councils={TENANT: "Northshire"}, app_id=APP, residents=[], bot_url=bot_url, url=own
            )


def test_two_people_cannot_share_an_object_id() -> None:
    here = "http://localhost:3978"
    with pytest.raises(ValueError, match="same object id"):
        LocalTeams(
            councils={TENANT: "Northshire"},
            app_id=APP,
            residents=[PRIYA, PRIYA],
            bot_url=here,
            url=here,
        )


async def test_a_typed_message_reaches_the_bot_in_full(on_stage: StageMaker) -> None:
    stage = await on_stage(now=lambda: JULY, token=lambda audience: f"for {audience}")
    answer = await stage.teams.say(PRIYA.object_id, "a < b")
    assert not answer.failed
    (activity,) = stage.bot.received
    directory = stage.teams.directory
    assert activity.pop("id") == "1782894600000"
    assert activity == {
        "type": "message",
        "timestamp": "2026-07-01T08:30:00.000Z",
        "localTimestamp": "2026-07-01T09:30:00.000+01:00",
        "localTimezone": "Europe/London",
        "channelId": "msteams",
        "serviceUrl": stage.url,
        "from": {
            "id": directory.sender(PRIYA)["id"],
            "name": "Priya Shah",
            "aadObjectId": PRIYA.object_id,
        },
        "conversation": {
            "conversationType": "personal",
            "tenantId": TENANT,
            "id": directory.conversation_id(PRIYA),
        },
        "recipient": {"id": f"28:{APP}", "name": "Sightline"},
        "entities": activity["entities"],
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        "text": "a < b",
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": "<p>a &lt; b</p>"}],
    }
    assert stage.bot.headers[0]["Authorization"] == f"Bearer for {stage.url}"


async def test_without_a_token_no_authorisation_is_sent(teams: Stage) -> None:
    await teams.teams.say(PRIYA.object_id, "hi")
    assert "Authorization" not in teams.bot.headers[0]


async def test_an_execute_is_an_invoke_and_its_card_comes_back(teams: Stage, pressed: str) -> None:
    after = card(text("Done"))
    teams.bot.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": CARD_TYPE,
        "value": after,
    }
    action = {"type": "Action.Execute", "verb": "audit.start", "data": {"audit": 7}}
    answer = await teams.teams.press(PRIYA.object_id, pressed, action)
    assert answer.card == after
    (activity,) = teams.bot.of("invoke")
    assert activity["name"] == "adaptiveCard/action"
    assert activity["value"] == {"action": action, "trigger": "manual"}
    assert activity["replyToId"] == pressed
    assert activity["channelData"]["tenant"] == {"id": TENANT}


@pytest.mark.parametrize(
    ("reply", "toast", "failed"),
    [
        (
            {
                "statusCode": 200,
                "type": "application/vnd.microsoft.activity.message",
                "value": "Ok",
            },
            "Ok",
            False,
        ),
        (
            {
                "statusCode": 403,
                "type": "application/vnd.microsoft.error",
                "value": {"code": "Forbidden", "message": "Only the lead auditor can."},
            },
            "Only the lead auditor can.",
            True,
        ),
        (
            {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": None},
            "Something went wrong. Try again.",
            True,
        ),
        ({}, "Something went wrong. Try again.", True),
        ([], "Something went wrong. Try again.", True),
        (
            {"statusCode": 200, "type": CARD_TYPE, "value": "no card"},
            "Something went wrong. Try again.",
            True,
        ),
    ],
)
async def test_other_answers_to_an_execute_are_toasts(
    teams: Stage, pressed: str, reply: object, toast: str, failed: bool
) -> None:
    teams.bot.answers["adaptiveCard/action"] = reply
    answer = await teams.teams.press(PRIYA.object_id, pressed, {"type": "Action.Execute"})
    assert (answer.toast, answer.failed, answer.card) == (toast, failed, None)


async def test_a_bot_that_takes_too_long_over_an_invoke_went_wrong(on_stage: StageMaker) -> None:
    stage = await on_stage(invoke_timeout=0.1)
    sent = await stage.send(PRIYA, card_message(card(text("A card"))))
    stage.bot.hold = asyncio.Event()
    answer = await stage.teams.press(PRIYA.object_id, sent, {"type": "Action.Execute"})
    stage.bot.hold.set()
    assert answer.toast == "Something went wrong. Try again."
    assert "0.1 seconds" in answer.detail


async def test_a_bot_that_answers_500_went_wrong(teams: Stage, pressed: str) -> None:
    teams.bot.status = 500
    answer = await teams.teams.press(PRIYA.object_id, pressed, {"type": "Action.Execute"})
    assert (answer.failed, answer.detail) == (True, "The bot answered HTTP 500.")


async def test_a_submit_is_a_message_with_a_value_and_not_shown(teams: Stage, pressed: str) -> None:
    data = {"verb": "audit.start", "note": "typed"}
    await teams.teams.press(PRIYA.object_id, pressed, {"type": "Action.Submit", "data": data})
    (activity,) = teams.bot.of("message")
    assert (activity["value"], activity["replyToId"]) == (data, pressed)
    assert "text" not in activity
    assert [each.id for each in teams.teams.messages(PRIYA.object_id)] == [pressed]


async def test_a_dialog_is_fetched_continued_and_ended(teams: Stage, pressed: str) -> None:
    form = card(text("A form"))
    info = {"title": "Grade", "height": "medium", "width": 500}
    shown = {**info, "card": {"contentType": CARD_TYPE, "content": form}}
    teams.bot.answers["task/fetch"] = {"task": {"type": "continue", "value": shown}}
    teams.bot.answers["task/submit"] = {"task": {"type": "message", "value": "Saved."}}
    data = {"audit": 7, "msteams": {"type": "task/fetch"}}
    opened = await teams.teams.press(
        PRIYA.object_id, pressed, {"type": "Action.Submit", "data": data}
    )
    assert opened.dialog == {**info, "card": form}
    saved = await teams.teams.submit_dialog(PRIYA.object_id, {"grade": "good"})
    assert (saved.toast, saved.failed) == ("Saved.", False)
    fetch, submit = teams.bot.of("invoke")
    assert (fetch["name"], fetch["value"]["data"]) == ("task/fetch", data)
    assert (submit["name"], submit["value"]["data"]) == ("task/submit", {"grade": "good"})
    teams.bot.answers["task/submit"] = {}
    closed = await teams.teams.submit_dialog(PRIYA.object_id, {})
    assert (closed.toast, closed.dialog, closed.failed) == (None, None, False)
    teams.bot.answers["task/submit"] = {"task": {"type": "continue", "value": {}}}
    broken = await teams.teams.submit_dialog(PRIYA.object_id, {})
    assert broken.failed


async def test_what_teams_would_not_do_is_refused_with_a_sentence(
    teams: Stage, pressed: str
) -> None:
    other = {"type": "Action.Submit", "data": {"msteams": {"type": "imBack"}}}
    with pytest.raises(Refused, match="imBack"):
        await teams.teams.press(PRIYA.object_id, pressed, other)
    with pytest.raises(Refused, match="no longer there"):
        await teams.teams.press(TOM.object_id, pressed, {"type": "Action.Execute"})
    with pytest.raises(Refused, match="Install the app"):
        await teams.teams.say(NEW.object_id, "hello")
    with pytest.raises(Refused, match="Type a message"):
        await teams.teams.say(PRIYA.object_id, "  \n")
    with pytest.raises(Refused, match="Nobody"):
        await teams.teams.say("stranger", "hello")
    teams.teams.refuse(PRIYA.object_id, "ConversationBlockedByUser")
    with pytest.raises(Refused, match="Unblock"):
        await teams.teams.say(PRIYA.object_id, "hello")
    assert teams.bot.received == []

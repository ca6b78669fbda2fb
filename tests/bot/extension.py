"""A message extension's activities as Teams sends them, from whichever chat its user writes in."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

from tests.bot.chats import Chats, Json
from tests.cards.gate import problems

CHATS: dict[str, Json] = {
    "a chat of two people": {
        "conversationType": "personal",
        "id": "19:5c01a4ac-7ff4-4a4e-8f1b-4a3e2c1d0b9a_9ad8d4f3-1111-4111-8111-111111111111"
        "@unq.gbl.spaces",
    },
    "a group": {
        "conversationType": "groupChat",
        "isGroup": True,
        "id": "19:d77be72390a1416e9644261e9064fa00@thread.v2",
    },
    "a channel": {
        "conversationType": "channel",
        "isGroup": True,
        "id": "19:6decf54d86d945e4b3924b63a9161a78@thread.tacv2",
    },
}
"""Where others read along; None is the bot's own chat."""


def invoke(office: Chats, who: str, name: str, value: Json, chat: str | None = None) -> Json:
    """An invoke of a person's, new unless its id is kept."""
    activity = deepcopy(office.execute(who, {}))
    activity.pop("replyToId", None)
    activity |= {"name": name, "id": f"f:{uuid4()}", "value": value}
    activity["channelData"]["source"] = {"name": "compose"}
    if chat is not None:
        tenant = activity["conversation"]["tenantId"]
        activity["conversation"] = {**CHATS[chat], "tenantId": tenant}
    return activity


def command(command_id: str, **more: object) -> Json:
    """What Teams says of the command that was chosen."""
    return {
        "commandId": command_id,
        "commandContext": "compose",
        "requestId": uuid4().hex,
        "context": {"theme": "default"},
        **more,
    }


def fetching(office: Chats, who: str, command_id: str, chat: str | None = None) -> Json:
    """A command that was chosen."""
    return invoke(office, who, "composeExtension/fetchTask", command(command_id), chat)


def submitting(
    office: Chats, who: str, command_id: str, data: object, chat: str | None = None
) -> Json:
    """A button of its dialog that was pressed."""
    value = command(command_id, data=data)
    return invoke(office, who, "composeExtension/submitAction", value, chat)


def searching(
    office: Chats, who: str, typed: str | None = None, chat: str | None = None, **options: int
) -> Json:
    """What is typed into the search; None where it has just been opened."""
    asked = {"name": "words", "value": typed}
    opened = {"name": "initialRun", "value": "true"}
    value = {
        "commandId": "work.find",
        "parameters": [opened if typed is None else asked],
        "queryOptions": {"skip": 0, "count": 25, **options},
    }
    return invoke(office, who, "composeExtension/query", value, chat)


def pasting(office: Chats, who: str, url: object, chat: str | None = None) -> Json:
    """A link that is pasted into a chat."""
    return invoke(office, who, "composeExtension/queryLink", {"url": url}, chat)


def results(answer: tuple[int, Any]) -> list[Json]:
    """The cards of an answer, each in the shape that Teams wants."""
    status, body = answer
    assert status == 200
    assert set(body) == {"composeExtension"}
    extension = body["composeExtension"]
    assert (extension["type"], extension["attachmentLayout"]) == ("result", "list"), extension
    for each in extension["attachments"]:
        assert each["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert each["preview"]["contentType"] == "application/vnd.microsoft.card.thumbnail"
        assert set(each["preview"]["content"]) == {"title", "text"}
        assert problems(each["content"], version="1.3") == []
    found: list[Json] = extension["attachments"]
    return found


def message(answer: tuple[int, Any]) -> str:
    """The sentence that is shown in the place of results."""
    status, body = answer
    assert status == 200
    assert body["composeExtension"]["type"] == "message", body
    return str(body["composeExtension"]["text"])


def titles(found: list[Json]) -> list[str]:
    """What the results are chosen by."""
    return [each["preview"]["content"]["title"] for each in found]

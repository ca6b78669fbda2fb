"""Every way that Teams has of pressing “Mark as completed”, and the card that comes back."""

from collections.abc import Mapping

from bot.local_teams import Answer, Message
from tests.bot.chats import Chats, Json, buttons


async def by_execute(
    office: Chats, name: str, message: Message, *, typed: Mapping[str, str]
) -> Json:
    answer = await office.press(name, message, "Mark as completed", typed=typed)
    assert answer.card is not None
    return answer.card


async def by_submit(
    office: Chats, name: str, message: Message, *, typed: Mapping[str, str]
) -> Json:
    before = len(office.messages(name))
    answer = await office.press(name, message, "Mark as completed", submit=True, typed=typed)
    assert answer == Answer()
    assert len(office.messages(name)) == before, "the card is edited, and nothing is added"
    now = next(each for each in office.messages(name) if each.id == message.id)
    card: Json = now.activity["attachments"][0]["content"]
    return card


async def by_dialog(
    office: Chats, name: str, message: Message, *, typed: Mapping[str, str]
) -> Json:
    shown = message.activity["attachments"][0]["content"]
    data = next(data for each, data in buttons(shown) if each["title"] == "Mark as completed")
    answer = await office.demo.teams.submit_dialog(office.who(name).object_id, {**data, **typed})
    await office.delivered()
    assert answer.dialog is not None
    card: Json = answer.dialog["card"]
    return card


async def by_fetch(office: Chats, name: str, message: Message, *, typed: Mapping[str, str]) -> Json:
    shown = message.activity["attachments"][0]["content"]
    data = next(data for each, data in buttons(shown) if each["title"] == "Mark as completed")
    fetching = {
        "type": "Action.Submit",
        "data": {**data, **typed, "msteams": {"type": "task/fetch"}},
    }
    answer = await office.demo.teams.press(office.who(name).object_id, message.id, fetching)
    await office.delivered()
    assert answer.dialog is not None
    card: Json = answer.dialog["card"]
    return card

"""A card that someone asks for comes the way of every other message, once for each request."""

from programme.message import MessageKind
from programme.use_cases.bring_card import BringCard, bring_card
from tests.little_council import THE_FIRST, LittleCouncil


async def _bring(little: LittleCouncil, asked: str) -> None:
    ann = await little.person("ann")
    command = BringCard(little.council, ann, MessageKind.MY_WORK, "ann", asked)
    await bring_card(command, work=little.work, now=THE_FIRST)


async def test_the_same_request_twice_brings_one_card(little: LittleCouncil) -> None:
    for asked in ("message-1", "message-1", "message-2"):
        await _bring(little, asked)
    messages = await little.messages()
    assert [(m.person_id, m.kind, m.subject, m.not_before) for m in messages] == [
        ("ann", MessageKind.MY_WORK, "ann", THE_FIRST)
    ] * 2

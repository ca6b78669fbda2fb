"""Where people are met."""

from dataclasses import replace

from programme.ports import Work
from tests.storage.examples import CONVERSATION, COUNCIL


async def test_a_conversation_is_replaced_by_the_latest(work: Work) -> None:
    moved = replace(CONVERSATION, service_url="https://elsewhere.example", blocked="MessageBlocked")
    other = replace(CONVERSATION, person_id="p2")
    async with work(COUNCIL) as unit:
        for conversation in (CONVERSATION, other, moved):
            await unit.conversations.save(conversation)
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.conversations.of({"p1", "p3"}) == {"p1": moved}


async def test_a_person_is_blocked_and_reachable_again(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.conversations.save(CONVERSATION)
        await unit.conversations.block("p1", "ConversationBlockedByUser")
        assert (await unit.conversations.of({"p1"}))["p1"].blocked == "ConversationBlockedByUser"
        await unit.conversations.block("p1", None)
        assert (await unit.conversations.of({"p1"}))["p1"].blocked is None
        await unit.conversations.block("nobody", "x")

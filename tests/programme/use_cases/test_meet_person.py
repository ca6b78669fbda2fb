"""The bot meets someone: the directory's word links them to the staff list, once for good."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.message import Conversation, Delivery, MessageKind
from programme.people import Person
from programme.shown import REACH
from programme.use_cases.meet_person import MeetPerson, meet_person
from tests.little_council import STAFF, THE_FIRST, LittleCouncil

OBJECT_ID = "aaaaaaaa-0000-4000-8000-000000000001"
ANOTHER_ID = "bbbbbbbb-0000-4000-8000-000000000002"


async def _meet(
    little: LittleCouncil,
    *addresses: str,
    object_id: str = OBJECT_ID,
    chat: str = "chat-1",
    hours: int = 0,
    principal_name: str | None = None,
) -> Person | None:
    where = ("https://teams.example", chat, "29:user")
    command = MeetPerson(little.tenant_id, object_id, addresses, *where, principal_name)
    return await meet_person(command, work=little.work, now=THE_FIRST + timedelta(hours=hours))


async def _anew(little: LittleCouncil) -> Person | None:
    ann = "ann@council.example"
    return await _meet(little, ann, object_id=ANOTHER_ID, principal_name=ann)


async def _chat(little: LittleCouncil, person_id: str) -> Conversation | None:
    async with little.work(little.tenant_id) as w:
        return (await w.conversations.of([person_id])).get(person_id)


@pytest.mark.parametrize(
    "addresses",
    [
        ("ann@council.example",),
        ("Ann@Council.Example",),
        ("a.ashby@else.example", "ann@council.example"),  # by the user principal name
    ],
)
async def test_they_are_linked_by_address_and_welcomed(
    little: LittleCouncil, addresses: tuple[str, ...]
) -> None:
    met = await _meet(little, *addresses)
    assert met is not None
    assert (met.id, met.object_id) == ("ann", OBJECT_ID)
    assert await little.person("ann") == met
    assert await _chat(little, "ann") == Conversation(
        "ann", "https://teams.example", "chat-1", "29:user"
    )
    assert await little.readers(MessageKind.WELCOME) == ["ann"]
    (event,) = await little.events("ann")
    assert (event.who, event.verb, event.source) == ("sightline", "link_person", "installation")


async def test_met_again_they_are_not_welcomed_again(little: LittleCouncil) -> None:
    await _meet(little, "ann@council.example")
    again = await _meet(little, "someone.else@council.example", chat="chat-2", hours=1)
    assert again is not None
    assert again.id == "ann"
    chat = await _chat(little, "ann")
    assert chat is not None
    assert chat.conversation_id == "chat-2"
    assert await little.readers(MessageKind.WELCOME) == ["ann"]
    assert len(await little.events("ann")) == 1


async def test_a_stranger_is_nobody_and_leaves_no_trace(little: LittleCouncil) -> None:
    before = await little.everything()
    assert await _meet(little, "stranger@else.example") is None
    assert await _meet(little) is None
    assert await little.everything() == before


async def test_someone_who_left_is_a_stranger(little: LittleCouncil) -> None:
    await _meet(little, "ann@council.example")
    await little.take_staff(*STAFF[1:])
    assert await _meet(little, "ann@council.example") is None


async def test_whose_account_was_made_anew_is_known_by_their_address(
    little: LittleCouncil,
) -> None:
    """By the user principal name, which one account alone has."""
    await _meet(little, "ann@council.example")
    await little.take_staff(*STAFF)
    ann = "ann@council.example"
    assert await _meet(little, ann, object_id=ANOTHER_ID) is None, "an address may be shared"
    again = await _meet(
        little, ann, object_id=ANOTHER_ID, chat="chat-2", hours=1, principal_name=ann
    )
    assert again is not None
    assert (again.id, again.object_id) == ("ann", ANOTHER_ID)
    assert await little.person("ann") == again
    chat = await _chat(little, "ann")
    assert chat is not None
    assert chat.conversation_id == "chat-2"
    assert [e.verb for e in await little.events("ann")] == ["link_person", "link_person_anew"]
    assert await _meet(little, "ann.old@council.example") is None, "the old account is a stranger"


@pytest.mark.parametrize("met_first", [True, False])
async def test_an_account_that_the_staff_list_names_is_not_taken_over(
    little: LittleCouncil, *, met_first: bool
) -> None:
    if met_first:
        await _meet(little, "ann@council.example")
    await little.take_staff(replace(STAFF[0], object_id=OBJECT_ID), *STAFF[1:])
    before = await little.everything()
    assert await _anew(little) is None
    assert await little.everything() == before
    await little.take_staff(*STAFF)
    assert await _anew(little) is None
    await little.take_staff(replace(STAFF[0], object_id=ANOTHER_ID), *STAFF[1:])
    met = await _meet(little, "elsewhere@council.example", object_id=ANOTHER_ID)
    assert met is not None
    assert met.id == "ann"


async def test_the_object_id_of_the_staff_list_counts_before_any_address(
    little: LittleCouncil,
) -> None:
    listed = [replace(one, object_id=OBJECT_ID) if one.id == "ben" else one for one in STAFF]
    await little.take_staff(*listed)
    met = await _meet(little, "ann@council.example")
    assert met is not None
    assert met.id == "ben"


async def test_what_could_not_be_delivered_and_still_matters_is_on_its_way_again(
    little: LittleCouncil,
) -> None:
    for person_id in ("ann", "ben"):
        await little.settle(
            person_id,
            MessageKind.ACTIONS,
            "au1",
            delivery=Delivery.UNDELIVERABLE,
            reason="Not installed.",
        )
    await _meet(little, "ann@council.example")
    async with little.work(little.tenant_id) as w:
        fates = await w.outbox.fates([MessageKind.ACTIONS], "au1")
    assert {fate.person_id: fate.delivery for fate in fates} == {
        "ann": Delivery.WAITING,
        "ben": Delivery.UNDELIVERABLE,
    }


async def test_someone_who_had_blocked_the_bot_is_reachable_again(little: LittleCouncil) -> None:
    await _meet(little, "ann@council.example")
    async with little.work(little.tenant_id) as w:
        await w.conversations.block("ann", "ConversationBlockedByUser")
        await w.commit()
    await _meet(little)
    chat = await _chat(little, "ann")
    assert chat is not None
    assert chat.blocked is None


async def test_the_cards_that_count_who_can_be_reached_follow(little: LittleCouncil) -> None:
    await little.settle("quinn", MessageKind.BEFORE_THE_FIRST, "2026-12", REACH)
    await _meet(little, "ann@council.example")
    assert await little.behind() == {("quinn", MessageKind.BEFORE_THE_FIRST)}


async def test_the_same_account_is_met_in_each_council_for_itself(
    little: LittleCouncil, other: LittleCouncil
) -> None:
    await _meet(little, "ann@council.example")
    async with other.work(other.tenant_id) as w:
        assert await w.people.by_object_id(OBJECT_ID) is None
    assert (await other.person("ann")).object_id is None

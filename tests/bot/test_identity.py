"""Who is speaking: what the Connector and the staff list say, whatever the message says."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.demo_council import TENANT_ID
from bot.handler import OUT_OF_DATE
from dialogs.words import STRANGER
from programme.people import Person
from tests.bot.chats import START, Chats, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINE, ROUND, WELCOME = (
    "Your audits for December 2026",
    "The audit programme for December 2026",
    "Hello from Sightline",
)


async def kept(office: Chats, *people: Person) -> None:
    async with office.demo.service.storage.work(TENANT_ID) as w:
        await w.people.save(people)
        await w.commit()


def summaries(office: Chats, name: str) -> Sequence[str]:
    return [each.activity["summary"] for each in office.messages(name)]


async def test_everyone_with_the_app_is_met_and_welcomed_once(office: Chats) -> None:
    await office.demo.teams.install(office.who("Priya Nair").object_id)
    await office.demo.teams.install(office.who("Priya Nair").object_id)
    await office.delivered()
    assert summaries(office, "Priya Nair").count(WELCOME) == 1
    people = await office.people()
    async with office.demo.service.storage.work(TENANT_ID) as w:
        met = await w.conversations.of([person.id for person in people.values()])
    missing = {name for name, person in people.items() if person.id not in met}
    assert missing == {"Claire Duckworth", "Louise Tattersall"}


async def test_what_could_not_be_delivered_comes_when_the_app_does(office: Chats) -> None:
    name = "Claire Duckworth"
    assert summaries(office, name) == []
    assert name in words_of(office.card("Eleanor Marsh", ROUND))

    await office.demo.teams.install(office.who(name).object_id)
    await office.delivered()

    assert sorted(summaries(office, name)) == [WELCOME, MINE]
    told = words_of(office.card("Eleanor Marsh", ROUND))
    assert f"{name}: " not in told


async def test_uninstalling_stops_messages_and_installing_brings_what_was_missed(
    office: Chats,
) -> None:
    name = "Yusuf Demir"
    who = office.who(name).object_id
    await office.demo.teams.uninstall(who)
    audit = await office.submit_audit(
        "Priya Nair", {"new_text": "Date the plan.", "new_due": "2026-12-14"}, team="Stourley"
    )
    assert "Actions from an audit" not in summaries(office, name)

    await office.demo.teams.install(who)
    await office.delivered()

    assert summaries(office, name).count("Actions from an audit") == 1
    assert summaries(office, name).count(WELCOME) == 1
    assert (await office.actions_of(audit))[0].is_open


async def test_one_who_blocked_the_bot_is_reached_again_once_they_write(office: Chats) -> None:
    name = "Marcus Campbell"
    who = office.who(name).object_id
    office.demo.teams.refuse(who, "MessageWritesBlocked")
    await office.submit_audit(
        "Siân Morgan", {"new_text": "Date it.", "new_due": "2026-12-14"}, team="Kingsmarl"
    )
    assert "Actions from an audit" not in summaries(office, name)

    office.demo.teams.refuse(who, None)
    await office.demo.teams.say(who, "hello")
    await office.delivered()
    assert summaries(office, name).count("Actions from an audit") == 1


async def test_nothing_that_a_message_says_of_its_sender_counts(office: Chats) -> None:
    eleanor = (await office.people())["Eleanor Marsh"]
    typed = office.demo.teams._activities.message(office.who("Sunita Rao"), "1", "programme", START)
    typed["from"] |= {"name": "Eleanor Marsh", "email": eleanor.email, "role": "qa_officer"}
    typed["value"] = None
    typed["channelData"] |= {"person": eleanor.id}
    before = len(office.messages("Sunita Rao"))
    assert (await office.post(typed))[0] == 202
    assert "QA officer" in office.messages("Sunita Rao")[before].activity["text"]


async def unlinked(office: Chats, name: str) -> Person:
    """The colleague under the same address, as a staff list without object ids has them."""
    linked = (await office.people())[name]
    person = replace(linked, id=f"new-{linked.id}", object_id=None)
    await kept(office, replace(linked, active=False))
    await kept(office, person)
    return person


async def object_id_of(office: Chats, person: Person) -> str | None:
    async with office.demo.service.storage.work(TENANT_ID) as w:
        found = await w.people.get(person.id)
    assert found is not None
    return found.object_id


async def test_a_person_is_linked_by_the_address_that_the_directory_gives(office: Chats) -> None:
    name = "Gareth Lloyd"
    person = await unlinked(office, name)
    typed = office.demo.teams._activities.message(office.who(name), "1", "help", START)
    typed["from"]["email"] = "eleanor.marsh@marlshire.example"

    await office.post(typed)

    assert "Hello Gareth" in words_of(office.messages(name)[-1].activity)
    assert await object_id_of(office, person) == office.who(name).object_id


async def test_an_address_that_is_linked_to_another_account_links_nobody(office: Chats) -> None:
    name = "Dwayne Francis"
    person = await unlinked(office, name)
    other = "00000000-0000-4000-8000-00000000dead"
    await kept(office, replace(person, object_id=other))
    assert (await office.say(name, "my work"))["text"] == STRANGER
    assert await object_id_of(office, person) == other


async def test_an_account_that_is_not_known_yet_is_who_the_connector_says(office: Chats) -> None:
    person = await unlinked(office, "Tamara Joseph")
    typed = office.demo.teams._activities.message(office.who("Sunita Rao"), "1", "help", START)
    typed["from"]["aadObjectId"] = office.who("Tamara Joseph").object_id

    await office.post(typed)

    assert "Hello Sunita" in words_of(office.messages("Sunita Rao")[-1].activity)
    assert await object_id_of(office, person) is None


async def test_a_chat_that_has_moved_is_where_the_next_message_goes(office: Chats) -> None:
    name = "Andrew Kowalski"
    person = (await office.people())[name]
    async with office.demo.service.storage.work(TENANT_ID) as w:
        met = (await w.conversations.of([person.id]))[person.id]
        await w.conversations.save(replace(met, conversation_id="a:old"))
        await w.commit()
    assert "Hello Andrew" in words_of(await office.say(name, "help"))


async def test_who_speaks_under_no_id_is_known_and_not_met_there(office: Chats) -> None:
    name = "Priya Nair"
    person = (await office.people())[name]
    async with office.demo.service.storage.work(TENANT_ID) as w:
        met = await w.conversations.of([person.id])
    asked = office.execute(name, {"verb": "nothing.of.ours"})
    del asked["from"]["id"]
    asked["conversation"]["id"] = "a:elsewhere"

    status, answered = await office.post(asked)

    assert (status, answered["value"]) == (200, OUT_OF_DATE)
    async with office.demo.service.storage.work(TENANT_ID) as w:
        assert await w.conversations.of([person.id]) == met

"""The staff list."""

from dataclasses import replace
from datetime import date

import pytest

from programme.errors import CorrectAndRepeat
from programme.people import Absence, Person, Role
from programme.ports import Work
from tests.storage.examples import CONVERSATION, COUNCIL, OTHER_COUNCIL, PERSON

OTHER = Person("p2", "Ben Okafor", "ben@marlshire.example", frozenset({Role.QA_OFFICER}))


async def _save(work: Work, *people: Person, council: str = COUNCIL) -> None:
    async with work(council) as unit:
        await unit.people.save(people)
        await unit.commit()


async def test_a_person_comes_back_as_saved(work: Work) -> None:
    full = replace(
        PERSON,
        roles=frozenset({Role.TEAM_MANAGER, Role.QA_OFFICER}),
        team="Malvern",
        service_area="North",
        line_manager_email="boss@marlshire.example",
        object_id="object-1",
        absences=(Absence(date(2026, 12, 1), date(2026, 12, 24)),),
        active=False,
    )
    await _save(work, full)

    async with work(COUNCIL) as unit:
        assert await unit.people.get(full.id) == full


async def test_people_come_by_name_whatever_its_case(work: Work) -> None:
    last = replace(PERSON, id="p3", name="zoe", email="z@marlshire.example")
    await _save(work, last, OTHER, PERSON)

    async with work(COUNCIL) as unit:
        assert [p.name for p in await unit.people.all()] == ["Asha Rahman", "Ben Okafor", "zoe"]


async def test_saving_again_replaces_by_id(work: Work) -> None:
    await _save(work, PERSON)
    renamed = replace(PERSON, name="Asha Rahman-Lee")
    await _save(work, renamed)

    async with work(COUNCIL) as unit:
        assert await unit.people.all() == (renamed,)


async def test_an_import_without_object_ids_keeps_the_links_that_were_made(work: Work) -> None:
    await _save(work, PERSON)
    async with work(COUNCIL) as unit:
        await unit.people.link(PERSON.id, "object-1")
        await unit.commit()
    await _save(work, PERSON)

    async with work(COUNCIL) as unit:
        assert await unit.people.by_object_id("object-1") == replace(PERSON, object_id="object-1")


async def test_an_import_with_an_object_id_replaces_the_link(work: Work) -> None:
    await _save(work, replace(PERSON, object_id="object-1"))
    await _save(work, replace(PERSON, object_id="object-2"))

    async with work(COUNCIL) as unit:
        assert await unit.people.by_object_id("object-1") is None
        assert await unit.people.by_object_id("object-2") is not None


async def test_an_email_address_finds_the_active_person_whatever_its_case(work: Work) -> None:
    former = replace(PERSON, id="p0", name="Before", active=False)
    await _save(work, former, replace(PERSON, email="Åsa@Marlshire.example"))

    async with work(COUNCIL) as unit:
        found = await unit.people.by_email("åSA@MARLSHIRE.example")
        assert found is not None
        assert found.id == PERSON.id
        assert await unit.people.by_email(former.email) is None


async def test_somebody_who_left_is_not_found_by_object_id(work: Work) -> None:
    await _save(work, replace(PERSON, object_id="object-1", active=False))

    async with work(COUNCIL) as unit:
        assert await unit.people.by_object_id("object-1") is None


@pytest.mark.parametrize(
    "second",
    [
        replace(OTHER, email=PERSON.email.upper()),
        replace(OTHER, object_id="object-1"),
    ],
    ids=["e-mail", "object id"],
)
async def test_two_active_people_cannot_share(work: Work, second: Person) -> None:
    await _save(work, replace(PERSON, object_id="object-1"))

    with pytest.raises(CorrectAndRepeat, match="their own"):
        await _save(work, second)
    async with work(COUNCIL) as unit:
        assert [p.id for p in await unit.people.all()] == [PERSON.id]
    await _save(work, second, council=OTHER_COUNCIL)


async def test_an_address_passes_on_in_one_import_from_who_leaves_to_who_comes(work: Work) -> None:
    await _save(work, PERSON)
    await _save(work, replace(OTHER, email=PERSON.email), replace(PERSON, active=False))

    async with work(COUNCIL) as unit:
        found = await unit.people.by_email(PERSON.email)
        assert found is not None
        assert found.id == OTHER.id


async def test_an_object_id_is_linked_to_one_person(work: Work) -> None:
    await _save(work, replace(PERSON, object_id="object-1"), OTHER)

    async with work(COUNCIL) as unit:
        with pytest.raises(CorrectAndRepeat, match="somebody else"):
            await unit.people.link(OTHER.id, "object-1")


async def test_some_people_are_those_of_the_ids_that_there_are(work: Work) -> None:
    former = replace(PERSON, id="p0", email="former@marlshire.example", active=False)
    await _save(work, PERSON, OTHER, former)
    await _save(work, replace(PERSON, id="theirs"), council=OTHER_COUNCIL)

    async with work(COUNCIL) as unit:
        found = await unit.people.some({"p0", "p1", "theirs", "nobody"})
        assert sorted(found, key=lambda person: person.id) == [former, PERSON]
        assert await unit.people.some([]) == ()


async def test_some_people_may_be_very_many(work: Work) -> None:
    await _save(work, PERSON, OTHER)

    async with work(COUNCIL) as unit:
        found = await unit.people.some([*(f"nobody {n}" for n in range(50_000)), "p2"])
    assert found == (OTHER,)


async def test_who_has_been_met_comes_with_where(work: Work) -> None:
    linked, other = replace(PERSON, object_id="object-1"), replace(OTHER, object_id="object-2")
    blocked = replace(CONVERSATION, blocked="ConversationBlockedByUser")
    elsewhere = replace(CONVERSATION, person_id="p2", conversation_id="chat-2")
    await _save(work, linked, other)
    async with work(COUNCIL) as unit:
        await unit.conversations.save(blocked)
        await unit.conversations.save(elsewhere)
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.people.met(["object-1"]) == {"object-1": (linked, blocked)}
        assert await unit.people.met(["object-1", "object-2", "object-3"]) == {
            "object-1": (linked, blocked),
            "object-2": (other, elsewhere),
        }


async def test_who_is_linked_and_was_never_met_comes_without_a_conversation(work: Work) -> None:
    linked = replace(PERSON, object_id="object-1")
    await _save(work, linked)

    async with work(COUNCIL) as unit:
        assert await unit.people.met(["object-1"]) == {"object-1": (linked, None)}


async def test_a_stranger_is_met_by_nobody(work: Work) -> None:
    await _save(work, PERSON)

    async with work(COUNCIL) as unit:
        assert await unit.people.met(["object-1"]) == {}


async def test_somebody_who_left_is_not_met_but_who_has_their_account_now_is(work: Work) -> None:
    left = replace(PERSON, object_id="object-1", active=False)
    await _save(work, left)
    async with work(COUNCIL) as unit:
        await unit.conversations.save(CONVERSATION)
        await unit.commit()
        assert await unit.people.met(["object-1"]) == {}

    now = replace(OTHER, object_id="object-1")
    await _save(work, now)
    async with work(COUNCIL) as unit:
        assert await unit.people.met(["object-1"]) == {"object-1": (now, None)}


async def test_each_council_meets_its_own_person_in_its_own_conversation(work: Work) -> None:
    linked = replace(PERSON, object_id="object-1")
    await _save(work, linked)
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.people.met(["object-1"]) == {}
        await unit.people.save([linked])
        await unit.conversations.save(CONVERSATION)
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.people.met(["object-1"]) == {"object-1": (linked, None)}

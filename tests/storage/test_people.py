"""The staff list."""

from dataclasses import replace
from datetime import date

import pytest

from programme.errors import CorrectAndRepeat
from programme.people import Absence, Person, Role
from programme.ports import Work
from tests.storage.examples import COUNCIL, OTHER_COUNCIL, PERSON

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

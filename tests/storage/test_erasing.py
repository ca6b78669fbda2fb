"""What is held on a case or a person is found wherever it stands, and erased there."""

import asyncio
from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import JSON, Column, String, Table, select

from programme.dip_sample import DipCase, DipLook
from programme.erasing import ERASED, NAME_ERASED
from programme.message import MessageKind
from programme.people import Person
from programme.ports import DeliveryQueue, EditReceipt, Work
from storage import tables
from storage.engine import Engine
from storage.subjects import SEARCHED, WITH_REFERENCE
from tests.storage import examples
from tests.storage.examples import COUNCIL, LATER, MESSAGE, NOW, OTHER_COUNCIL, PERSON, queue_up
from tests.storage.filling import fill
from tests.storage.tampering import tamper
from tests.storage.test_duties import SUBMITTED

CASE = "C100"
LEFT = replace(PERSON, active=False, object_id="o1")
NEVER = {"events"}
"""Where no reference and no name ever stands; see the events that the use cases record."""


async def cells(engine: Engine, council: str = COUNCIL) -> dict[str, str]:
    """Every cell of every table of the council, by table and column."""
    found: dict[str, str] = {}
    async with engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            of_council = select(table).where(table.c.tenant_id == council)
            for row in (await connection.execute(of_council, {})).all():
                for name, cell in zip(table.c.keys(), row, strict=True):
                    key = f"{table.name}.{name}"
                    found[key] = f"{found.get(key, '')} {cell!s}"
    return found


def standing_in(found: dict[str, str], *words: str) -> list[str]:
    return [name for name, cell in found.items() if any(w.lower() in cell.lower() for w in words)]


async def erase_case(work: Work, reference: str = CASE) -> None:
    async with work(COUNCIL) as unit:
        await unit.subjects.erase_case(reference, LATER)
        await unit.commit()


async def erase_person(work: Work, person: Person = LEFT) -> None:
    async with work(COUNCIL) as unit:
        await unit.subjects.erase_people([person], LATER)
        await unit.commit()


def _texts(table: Table) -> Collection[Column[object]]:
    own = {"tenant_id", "id", "audit_id", "action_id", "original_id", "person_id"}
    if table is tables.people:
        own |= {"name", "email", "roles", "absences"}  # theirs alone, and read before it is erased
    return [
        column
        for column in table.c
        if isinstance(column.type, String | JSON) and column.name not in own
    ]


async def write_everywhere(url: str, words: str) -> int:
    """Writes the words into every text of every table; gives how many columns that are."""
    changes = []
    for table in SEARCHED:
        if table.name in NEVER:
            continue
        for column in _texts(table):
            told = words if (table, column.name) in WITH_REFERENCE else f"see {words}."
            now = f"""'[{{"x": "{told}"}}]'""" if isinstance(column.type, JSON) else f"'{told}'"
            changes.append(f'UPDATE "{table.name}" SET "{column.name}" = {now}')
    await tamper(url, *changes)
    return len(changes)


async def test_wherever_a_reference_stands_it_is_found_and_erased(
    work: Work, engine: Engine, url: str
) -> None:
    await fill(engine)
    await write_everywhere(url, "X-77")
    before = standing_in(await cells(engine), "X-77")
    assert len(before) > 100

    async with work(COUNCIL) as unit:
        held = await unit.subjects.of_case("X-77")
    assert {name.partition(".")[0] for name in before} <= held.keys()
    await erase_case(work, "X-77")
    assert standing_in(await cells(engine), "X-77") == []


async def test_wherever_a_name_or_an_address_stands_it_is_erased(
    work: Work, engine: Engine, url: str
) -> None:
    await fill(engine)
    await write_everywhere(url, "ASHA Rahman, asha@marlshire.example, o1")
    await erase_person(work)
    found = await cells(engine)
    assert standing_in(found, "rahman", "asha@marlshire.example") == []


async def test_an_address_that_somebody_else_has_by_now_stays_theirs(work: Work) -> None:
    heir = replace(PERSON, id="p2", name="Bo Day")
    under = replace(
        PERSON, id="p3", name="Di Ray", email="di@c.example", line_manager_email=PERSON.email
    )
    async with work(COUNCIL) as unit:
        await unit.people.save([LEFT, heir, under])
        await unit.commit()
    await erase_person(work)
    async with work(COUNCIL) as unit:
        assert await unit.people.get("p2") == heir
        assert await unit.people.get("p3") == under
        assert await unit.people.by_email(PERSON.email) == heir


async def test_who_only_reads_what_is_held_waits_for_nobody(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.cases.save([examples.CASE])
        await unit.commit()
    async with work(COUNCIL) as changing, work(COUNCIL) as reading, asyncio.timeout(20):
        await changing.cases.save([replace(examples.CASE, team="Evesham")])
        held = await reading.subjects.of_case(CASE)
        assert [one["team"] for one in held["cases"]] == [examples.CASE.team]


async def test_what_is_about_a_case_goes_and_the_rest_stays(work: Work, engine: Engine) -> None:
    await fill(engine)
    other = replace(examples.AUDIT, id="au2", case_reference="C1001", why=("Not C100.",))
    async with work(COUNCIL) as unit:
        await unit.audits.add([other])
        await unit.commit()
    await erase_case(work, CASE.lower())

    found = await cells(engine)
    assert [name for name in standing_in(found, CASE) if "C1001" not in found[name]] == []
    async with work(COUNCIL) as unit:
        assert await unit.audits.get("au1") is None
        assert await unit.actions.get("ac1") is None
        kept = await unit.audits.get("au2")
        assert kept == replace(other, why=(f"Not {ERASED}.",), version=other.version + 1)
        assert await unit.people.get("p1") is not None
        assert await unit.loops.get("au1") is None


async def test_a_case_whose_reference_has_the_erased_one_in_it_stays(work: Work) -> None:
    other = replace(examples.CASE, reference=f"{CASE}-A")
    theirs = replace(examples.AUDIT, id="au2", case_reference=other.reference)
    async with work(COUNCIL) as unit:
        await unit.cases.save([examples.CASE, other])
        await unit.audits.add([theirs])
        assert (await unit.subjects.of_case(CASE)).keys() == {"cases"}
        await unit.commit()
    await erase_case(work)
    async with work(COUNCIL) as unit:
        assert await unit.cases.get(CASE) is None
        assert await unit.cases.get(other.reference) == other
        assert await unit.audits.get("au2") == theirs


async def test_who_has_the_name_or_a_part_of_the_address_of_somebody_erased_keeps_theirs(
    work: Work,
) -> None:
    namesake = replace(PERSON, id="p2", email=f"x.{PERSON.email}")
    longer = replace(PERSON, id="p3", name=f"{PERSON.name}-Jones", email="jones@marlshire.example")
    theirs = replace(examples.CASE, worker=PERSON.name.upper(), iro=longer.name)
    async with work(COUNCIL) as unit:
        await unit.people.save([LEFT, namesake, longer])
        await unit.cases.save([theirs])
        await unit.commit()
    await erase_person(work)
    async with work(COUNCIL) as unit:
        assert await unit.people.get("p2") == namesake
        assert await unit.people.get("p3") == longer
        assert await unit.cases.get(theirs.reference) == theirs


async def test_of_a_dip_sample_the_cases_reference_and_what_was_written_go(work: Work) -> None:
    look = DipLook({"q1": "yes"}, "good", "A line.", "action", "Do it.", None)
    sample = replace(SUBMITTED, cases=(DipCase(CASE, "Ash", look=look), DipCase("C7", "Elm")))
    async with work(COUNCIL) as unit:
        await unit.dip_samples.add(sample)
        await unit.commit()
    await erase_case(work)
    async with work(COUNCIL) as unit:
        kept = await unit.dip_samples.get(sample.id)
    assert kept is not None
    blank = replace(look, line="", found_line="")
    assert kept.cases == (DipCase(ERASED, "Ash", look=blank), DipCase("C7", "Elm"))


async def test_an_erased_person_keeps_an_id_that_names_nobody(work: Work, engine: Engine) -> None:
    await fill(engine)
    await erase_person(work)
    async with work(COUNCIL) as unit:
        person = await unit.people.get("p1")
        assert person == Person("p1", NAME_ERASED, "", frozenset(), active=False)
        assert await unit.conversations.of(["p1"]) == {}
        audit = await unit.audits.get("au1")
        assert audit is not None
        assert audit.lead_id == "p1"


async def test_what_waits_about_an_erased_case_is_superseded_and_its_cards_are_edited(
    work: Work, queue: DeliveryQueue
) -> None:
    async with work(COUNCIL) as unit:
        await unit.audits.add([examples.AUDIT])
        await unit.commit()
    about = replace(MESSAGE, key="a", kind=MessageKind.ACTIONS, subject="au1")
    showing = replace(MESSAGE, key="s")
    other = replace(MESSAGE, key="o", subject="2027-01")
    await queue_up(work, about, showing, other)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(
        COUNCIL,
        [
            examples.sent(about),
            examples.sent(showing, "audit:au1"),
            examples.sent(other, "audit:x"),
        ],
    )
    await queue_up(work, replace(about, key="waiting"), replace(other, key="other"))

    await erase_case(work)
    edits = await queue.claim_edits(COUNCIL, LATER, 10)
    assert {(card.kind, card.subject) for card in edits if card.erased} == {
        (MessageKind.ACTIONS, "au1"),
        (MessageKind.ALLOCATION, "2026-12"),
    }
    assert [m.key for m in await queue.claim(COUNCIL, LATER, 10)] == ["other"]


@pytest.mark.parametrize("meanwhile", [False, True], ids=["edited", "erased again meanwhile"])
async def test_a_card_is_one_of_what_was_erased_until_it_is_edited(
    work: Work, queue: DeliveryQueue, *, meanwhile: bool
) -> None:
    async with work(COUNCIL) as unit:
        await unit.audits.add([examples.AUDIT])
        await unit.commit()
    digest = replace(MESSAGE, key="a", kind=MessageKind.DIGEST, subject="2027-01-01")
    await queue_up(work, digest)
    await queue.claim(COUNCIL, LATER, 10)
    await queue.settle(COUNCIL, [examples.sent(digest, "audit:au1", "allocation:2026-12")])
    await erase_case(work)
    (card,) = await queue.claim_edits(COUNCIL, LATER, 10)
    if meanwhile:
        await erase_case(work, "C7")
    await queue.settle_edits(COUNCIL, [EditReceipt(card, ("allocation:2026-12",))])
    async with work(COUNCIL) as unit:
        await unit.live_cards.touch(["allocation:2026-12"])
        await unit.commit()
    (again,) = await queue.claim_edits(COUNCIL, LATER, 10)
    assert (card.erased, again.erased) == (True, meanwhile)


async def test_another_council_keeps_what_it_has_of_the_same_name(
    work: Work, engine: Engine
) -> None:
    async with work(OTHER_COUNCIL) as unit:
        await unit.cases.save([examples.CASE])
        await unit.people.save([LEFT])
        await unit.commit()
    before = await cells(engine, OTHER_COUNCIL)
    await fill(engine)
    await erase_case(work)
    await erase_person(work)
    assert await cells(engine, OTHER_COUNCIL) == before

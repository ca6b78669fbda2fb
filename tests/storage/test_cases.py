"""The case list."""

from dataclasses import replace

from programme.case import Case, Cohort
from programme.ports import Work
from tests.storage.examples import CASE, COUNCIL, OTHER_COUNCIL


async def test_cases_come_back_as_saved_by_reference(work: Work) -> None:
    bare = Case("C099", Cohort.SECTION_47, "Malvern")
    gone = replace(CASE, reference="B1", active=False)
    async with work(COUNCIL) as unit:
        await unit.cases.save([CASE, bare, gone])
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.cases.all() == (gone, bare, CASE)
        assert await unit.cases.get("C099") == bare
        assert await unit.cases.get("C098") is None


async def test_saving_again_replaces_even_within_one_list(work: Work) -> None:
    moved = replace(CASE, team="Evesham", worker=None, iro=None, opened=None)
    async with work(COUNCIL) as unit:
        await unit.cases.save([CASE, moved])
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.cases.all() == (moved,)


async def test_several_cases_are_found_by_their_references(work: Work) -> None:
    other, third = replace(CASE, reference="B2"), replace(CASE, reference="B3")
    async with work(COUNCIL) as unit:
        await unit.cases.save([CASE, other, third])
        assert {*await unit.cases.some({CASE.reference, "B2", "B9"})} == {CASE, other}
        assert await unit.cases.some(()) == ()
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.cases.some({"B2"}) == ()


async def test_cases_are_found_by_their_teams(work: Work) -> None:
    elsewhere = replace(CASE, reference="B2", team="Evesham")
    third = replace(CASE, reference="B3", team="Redditch")
    async with work(COUNCIL) as unit:
        await unit.cases.save([CASE, elsewhere, third])
        assert await unit.cases.of_teams([CASE.team, "Evesham"]) == (elsewhere, CASE)
        assert await unit.cases.of_teams([]) == ()
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.cases.of_teams([CASE.team]) == ()

"""A result that came is brought up to date for those who still have to do with the case: not for
who was given another role, team or service area since."""

from dataclasses import replace

import pytest

from programme.audit import Audit
from programme.people import Person
from programme.use_cases.show_outcomes import show_results
from tests.follow_up import (
    GOOD,
    HANNAH,
    RESULTS,
    SIMON,
    SOCIAL_WORKER,
    add_people,
    graded,
    with_rules,
)
from tests.little_council import LittleCouncil

CHANGED = {
    "simon": {"service_area": "South"},
    "hannah": SOCIAL_WORKER,
    "abe": {"team": "Elm", "service_area": "Fostering"},
}
"""A service manager of the area, a head of service of the whole council, and the assistant manager
who stood in, with what the next staff list says of them."""
STILL = {"ann", "ben", "quinn", "sam"}
"""The lead auditor, the peer, the QA officer, and the case's worker."""


@pytest.fixture
async def told(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    await add_people(drawn, HANNAH, SIMON)
    little = with_rules(drawn, results=RESULTS)
    audit, _ = await graded(little, GOOD)
    return little, audit


async def _readers(little: LittleCouncil, audit: Audit) -> set[str]:
    async with little.work(little.tenant_id) as w:
        pairs = [(person.id, audit.id) for person in await w.people.all()]
        return {reader for reader, _ in await show_results(little.council, w, pairs)}


@pytest.mark.rule("BD-06")
async def test_who_has_nothing_to_do_with_the_case_is_shown_no_result(
    told: tuple[LittleCouncil, Audit],
) -> None:
    little, audit = told
    assert await _readers(little, audit) == {*STILL, *CHANGED, "gil"}


@pytest.mark.rule("BD-06")
@pytest.mark.parametrize("who", CHANGED)
async def test_who_was_given_another_place_is_shown_no_more(
    told: tuple[LittleCouncil, Audit], who: str
) -> None:
    little, audit = told
    moved: Person = replace(await little.person(who), **CHANGED[who])  # type: ignore[arg-type]  # by name
    await add_people(little, moved)
    assert await _readers(little, audit) == {*STILL, *CHANGED, "gil"} - {who}


@pytest.mark.rule("BD-06")
async def test_a_line_manager_of_another_area_is_shown_it_for_as_long_as_they_are(
    told: tuple[LittleCouncil, Audit],
) -> None:
    little, audit = told
    gus, ann = await little.person("gus"), await little.person("ann")
    await add_people(little, replace(ann, line_manager_email=gus.email.upper()))
    assert "gus" in await _readers(little, audit)
    await add_people(little, ann)
    assert "gus" not in await _readers(little, audit)


@pytest.mark.rule("BD-06")
async def test_the_worker_sees_it_for_as_long_as_the_case_is_theirs(
    told: tuple[LittleCouncil, Audit],
) -> None:
    little, audit = told
    moved = replace(await little.person("sam"), team="Elm", service_area="Fostering")
    await add_people(little, moved)
    assert "sam" in await _readers(little, audit)
    async with little.work(little.tenant_id) as w:
        case = await w.cases.get(audit.case_reference)
        assert case
        await w.cases.save([replace(case, worker="Abe")])
        await w.commit()
    assert "sam" not in await _readers(little, audit)

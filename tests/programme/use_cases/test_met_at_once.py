"""Somebody speaks to the bot for the first time while a staff list is taken in, or twice at once:
the staff list's word counts, whichever of the two is first, and one thing happens once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from programme.people import Person
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.meet_person import MeetPerson, meet_person
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, staff_list
from tests.programme.use_cases.overtaken import Doing, at_once

ANN = "ann@council.example"
FIRST_ID = "aaaaaaaa-0000-4000-8000-000000000001"
ANEW_ID = "bbbbbbbb-0000-4000-8000-000000000002"
LISTED_ID = "cccccccc-0000-4000-8000-000000000003"


def _meets(little: LittleCouncil, object_id: str, principal_name: str | None = None) -> Doing:
    where = ("https://teams.example", f"chat of {object_id}", "29:user")
    command = MeetPerson(little.tenant_id, object_id, (ANN,), *where, principal_name)
    return lambda work: meet_person(command, work=work, now=THE_FIRST)


def _imports(little: LittleCouncil, *people: Person) -> Doing:
    command = ImportStaff(little.council, staff_list(people), "command line")
    return lambda work: import_staff(command, work=work, now=THE_FIRST)


@dataclass(frozen=True)
class Meeting:
    """Ann is met by an account `anew`, or for the first time, as a list names `others` and her so.
    `ends` with her account; none where she has left without one."""

    ann: Person | None
    ends: frozenset[str | None]
    anew: bool = False


MEETINGS: Mapping[str, Meeting] = {
    "she leaves": Meeting(None, frozenset({None, FIRST_ID})),
    "the list names another account": Meeting(
        replace(STAFF[0], object_id=LISTED_ID), frozenset({LISTED_ID})
    ),
    "her account was made anew, and she has moved": Meeting(
        replace(STAFF[0], team="Birch"), frozenset({ANEW_ID}), anew=True
    ),
}


@pytest.mark.parametrize("first", ["list", "meeting"])
@pytest.mark.parametrize("which", MEETINGS)
async def test_who_is_met_while_a_list_is_taken_in_is_who_the_list_says(
    little: LittleCouncil, which: str, first: str
) -> None:
    meeting = MEETINGS[which]
    if meeting.anew:
        await _meets(little, FIRST_ID)(little.work)
    meets = _meets(little, ANEW_ID, ANN) if meeting.anew else _meets(little, FIRST_ID)
    imports = _imports(little, *(one for one in (meeting.ann, *STAFF[1:]) if one))
    both = [imports, meets]
    await at_once(little, *(both if first == "list" else reversed(both)))

    ann = await little.person("ann")
    assert ann.active == (meeting.ann is not None)
    assert ann.object_id in meeting.ends
    async with little.work(little.tenant_id) as w:
        assert ann.active or await w.outbox.waiting_for(["ann"]) == ()


async def test_who_is_met_twice_at_once_is_linked_once(little: LittleCouncil) -> None:
    await at_once(little, _meets(little, FIRST_ID), _meets(little, FIRST_ID))
    assert [event.verb for event in await little.events("ann")] == ["link_person"]


@pytest.mark.parametrize("first", ["theirs", "another"])
async def test_of_two_accounts_with_one_address_at_once_the_one_whose_it_is_stays(
    little: LittleCouncil, first: str
) -> None:
    both = [_meets(little, ANEW_ID, ANN), _meets(little, FIRST_ID)]
    await at_once(little, *(both if first == "theirs" else reversed(both)))
    assert (await little.person("ann")).object_id == ANEW_ID
    async with little.work(little.tenant_id) as w:
        assert (await w.conversations.of(["ann"]))["ann"].conversation_id == f"chat of {ANEW_ID}"

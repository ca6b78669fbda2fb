"""Somebody whose address changes stays who they are, where that can be told soundly."""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.people import Person, Role
from programme.same_person import recognised
from tests.little_council import person

ANN = person("Ann", Role.TEAM_MANAGER, team="Ash", area="North")
LINKED = replace(ANN, object_id="o-ann")
MOVED = replace(ANN, id="new", email="ann.smith@council.example")


def _ids(listed: list[Person], known: list[Person]) -> list[str]:
    return [one.id for one in recognised(listed, known)]


def test_the_object_id_tells_who_it_is_whatever_the_address_name_and_team() -> None:
    married = replace(MOVED, name="Ann Smith", team="Birch", object_id="o-ann")
    assert _ids([married], [LINKED]) == ["ann"]
    assert _ids([married], [replace(LINKED, active=False)]) == ["ann"]


def test_whoever_the_bot_has_met_stays_who_they_are_by_name_team_and_role() -> None:
    assert _ids([MOVED], [LINKED]) == ["ann"]


@pytest.mark.parametrize(
    "other",
    [
        replace(MOVED, name="Anna"),
        replace(MOVED, team="Birch"),
        replace(MOVED, roles=frozenset({Role.SOCIAL_WORKER})),
        replace(MOVED, object_id="o-else"),
    ],
)
def test_somebody_who_may_be_another_is_another(other: Person) -> None:
    assert _ids([other], [LINKED]) == ["new"]


def test_whoever_the_bot_has_not_met_leaves_and_a_newcomer_comes() -> None:
    assert _ids([MOVED], [ANN]) == ["new"]


def test_two_of_a_name_are_not_guessed_at() -> None:
    second = replace(MOVED, id="newer", email="a.smith@council.example")
    assert _ids([MOVED, second], [LINKED]) == ["new", "newer"]
    assert _ids([MOVED], [LINKED, replace(LINKED, id="ann2", email="b", object_id="o2")]) == ["new"]


def test_who_is_listed_with_the_old_address_is_not_another_too() -> None:
    assert _ids([ANN, MOVED], [LINKED]) == ["ann", "new"]


def test_an_address_that_passes_to_somebody_else_does_not_bring_their_work() -> None:
    newcomer = replace(ANN, name="Zoe", object_id="o-zoe")
    away = replace(MOVED, object_id="o-ann")
    first, second = _ids([newcomer, away], [LINKED])
    assert second == "ann"
    assert first not in ("ann", "new")


def test_the_council_may_give_somebody_another_account() -> None:
    assert _ids([replace(ANN, object_id="o-other")], [LINKED]) == ["ann"]


def test_an_id_stays_when_the_same_list_is_read_again() -> None:
    (kept,) = recognised([MOVED], [LINKED])
    assert _ids([MOVED], [replace(kept, object_id="o-ann")]) == ["ann"]


NAMES = st.sampled_from(["Ann", "Ben", "Cat"])
PEOPLE = st.lists(
    st.builds(
        lambda name, address, linked, active: replace(
            person(name, Role.TEAM_MANAGER, team="Ash"),
            id=f"id-{address}",
            email=f"{address}@council.example",
            object_id=f"o-{linked}" if linked else None,
            active=active,
        ),
        NAMES,
        st.integers(0, 5),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=5,
    unique_by=(lambda one: one.id, lambda one: one.object_id or one.id),
)


@given(PEOPLE, PEOPLE)
def test_no_two_are_ever_the_same_and_who_has_an_object_id_keeps_it(
    listed: list[Person], known: list[Person]
) -> None:
    here = [replace(one, active=True) for one in listed]
    found = recognised(here, known)
    assert len({one.id for one in found}) == len(found)
    linked = {one.object_id: one.id for one in known if one.object_id}
    for one in found:
        if one.object_id in linked:
            assert one.id == linked[one.object_id]
    assert recognised(here, found) == found


def _calls(task: Callable[[], object]) -> int:
    """How many calls Python makes for it, which no other process changes."""
    seen = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal seen
        seen += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        task()
    finally:
        sys.setprofile(before)
    return seen


def test_four_times_the_people_are_recognised_in_four_times_the_work() -> None:
    """Nobody is compared with everybody, be their addresses the same or all of them new."""

    def work(count: int) -> int:
        names = [f"Ann {number}" for number in range(count)]
        known = [
            replace(person(name, Role.SOCIAL_WORKER, team="Ash"), object_id=f"o-{name}")
            for name in names
        ]
        same = [replace(one, object_id=None) for one in known]
        moved = [replace(one, id=f"new-{one.id}", email=f"new-{one.email}") for one in same]
        assert recognised(same, known) == tuple(same)
        assert [one.id for one in recognised(moved, known)] == [one.id for one in known]
        return _calls(lambda: recognised(same, known)) + _calls(lambda: recognised(moved, known))

    assert work(400) < 5 * work(100)

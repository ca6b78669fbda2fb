"""The team's manager acknowledges good practice, and is asked until somebody has (WC-13)."""

from datetime import UTC, date, datetime

import pytest

from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.practice_acknowledgement import PracticeAcknowledgement
from programme.shown import practice_entity
from programme.use_cases.acknowledge_practice import (
    AcknowledgePractice,
    acknowledge_practice,
    ask_for_acknowledgement,
)
from programme.use_cases.show_practice import show_practice
from tests.little_council import LittleCouncil, person
from tests.programme.use_cases.reviewing import (
    FORM,
    NOW,
    noted,
    reviewing,
    staff_with,
    staff_without,
)

pytestmark = pytest.mark.rule("WC-13")


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def _acknowledged(council: LittleCouncil, by: str) -> PracticeAcknowledgement:
    command = AcknowledgePractice(council.council, await council.person(by), FORM, "card")
    return await acknowledge_practice(command, work=council.work, now=NOW)


async def _day(council: LittleCouncil, day: int, hour: int = 9) -> int:
    now = datetime(2026, 12, day, hour, tzinfo=UTC)
    return await ask_for_acknowledgement(council.council, work=council.work, now=now)


async def _parts(council: LittleCouncil) -> dict[str, tuple[str, bool]]:
    async with council.work(council.tenant_id) as w:
        pairs = [(p.id, FORM) for p in await w.people.all()]
        found = await show_practice(council.council, w, pairs, date(2026, 12, 7))
    return {reader: (view.part, view.may_acknowledge) for (reader, _), view in found.items()}


async def test_one_press_acknowledges_it_and_the_cards_say_so(council: LittleCouncil) -> None:
    await noted(council)
    for reader in ("iris", "sam"):
        await council.settle(reader, MessageKind.PRACTICE, FORM, practice_entity(FORM))
    done = await _acknowledged(council, "ann")
    assert (done.acknowledged_by, done.acknowledged_at) == ("ann", NOW)
    assert await council.behind() == {
        ("iris", MessageKind.PRACTICE),
        ("sam", MessageKind.PRACTICE),
    }
    _, event = await council.events(FORM)
    assert (event.who, event.verb) == ("ann", "acknowledge_practice")


async def test_twice_or_by_another_manager_it_is_as_it_was(council: LittleCouncil) -> None:
    await noted(council)
    first = await _acknowledged(council, "ann")
    assert await _acknowledged(council, "ann") == first
    assert await _acknowledged(council, "gil") == first
    assert len(await council.events(FORM)) == 2


@pytest.mark.parametrize("by", ["sam", "ben", "iris", "quinn", "gus"])
async def test_it_is_not_for_others_to_acknowledge(council: LittleCouncil, by: str) -> None:
    await noted(council)
    with pytest.raises(AskSomeoneAllowed):
        await _acknowledged(council, by)


async def test_each_reader_has_their_own_part(council: LittleCouncil) -> None:
    await noted(council)
    assert await _parts(council) == {
        "iris": ("recorder", False),
        "sam": ("practitioner", False),
        "ann": ("manager", True),
        "abe": ("manager", True),
        "gil": ("manager", True),
        "ada": ("manager", True),
        "dee": ("manager", True),
        "quinn": ("manager", False),
    }


async def test_an_assistant_manager_whose_practice_it_was_is_thanked_for_it(
    council: LittleCouncil,
) -> None:
    await noted(council, practitioner="abe")
    parts = await _parts(council)
    assert (parts["abe"], parts["ann"]) == (("practitioner", False), ("manager", True))


async def test_a_manager_whose_own_practice_it_was_still_acknowledges_it(
    council: LittleCouncil,
) -> None:
    await noted(council, practitioner="ann")
    assert (await _parts(council))["ann"] == ("manager", True)


async def test_who_is_not_thanked_does_not_see_it(council: LittleCouncil) -> None:
    await noted(council, thank=False)
    assert "sam" not in await _parts(council)


async def test_with_everyone_away_the_qa_officers_hear_and_may(council: LittleCouncil) -> None:
    await staff_without(council, "ann", "abe", "gil")
    await noted(council)
    assert (await _parts(council))["quinn"] == ("manager", True)
    assert (await _acknowledged(council, "quinn")).acknowledged_by == "quinn"


async def test_a_manager_who_comes_after_the_one_who_left_is_asked_once(
    council: LittleCouncil,
) -> None:
    await noted(council)
    assert await _day(council, 8) == 0
    await staff_without(council, "ann", "abe")
    assert await _day(council, 8) == 0, "a day is seen to once"
    assert await _day(council, 9) == 1
    assert "gil" in await council.readers(MessageKind.PRACTICE)
    await staff_with(council, person("Amy", Role.TEAM_MANAGER, team="Ash", area="North"))
    assert await _day(council, 10) == 1
    assert await _day(council, 11) == 0
    assert "amy" in await council.readers(MessageKind.PRACTICE)
    assert await council.scheduled("ask_for_acknowledgement", FORM) == [1, 1]


async def test_nobody_is_asked_on_a_day_off_or_before_the_council_opens(
    council: LittleCouncil,
) -> None:
    await noted(council)
    await staff_without(council, "ann", "abe")
    assert [await _day(council, 12), await _day(council, 14, 5)] == [0, 0]
    assert await _day(council, 14) == 1


async def test_what_is_acknowledged_is_asked_about_no_more(council: LittleCouncil) -> None:
    await noted(council)
    await _acknowledged(council, "ann")
    await staff_without(council, "ann", "abe")
    assert await _day(council, 8) == 0


async def test_what_is_not_there_says_so(council: LittleCouncil) -> None:
    with pytest.raises(LookElsewhere):
        await _acknowledged(council, "ann")

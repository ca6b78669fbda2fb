"""A manager records a practice day, and the service hears what they saw."""

from datetime import date

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.shown import DUTIES, duty_entity
from programme.use_cases.record_practice_day import services_for, show_practice_days
from tests.duty_rules import MONTHLY
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.duty_council import SECOND_ID, asked_for, spent_a_day

pytestmark = pytest.mark.rule("WB-11")


@pytest.fixture
async def asked(little: LittleCouncil) -> LittleCouncil:
    return asked_for(little)


async def test_it_is_kept_and_the_services_managers_get_its_feedback(
    asked: LittleCouncil,
) -> None:
    day = await spent_a_day(asked)
    (message,) = await asked.messages(MessageKind.PRACTICE_DAY)
    assert (message.person_id, message.subject) == ("gus", SECOND_ID)
    async with asked.work(asked.tenant_id) as w:
        pairs = [(who, SECOND_ID) for who in ("gus", "ann", "ben")] + [("gus", "9" * 32)]
        views = await show_practice_days(asked.council, w, pairs, date(2026, 12, 1))
    assert {who for who, _ in views} == {"gus", "ann"}, "whoever doesn't hear of it reads nothing"
    view = views["gus", SECOND_ID]
    assert (view.day, view.person.name) == (day, "Ann")
    (event,) = await asked.events(SECOND_ID)
    assert (event.verb, event.detail) == ("record_practice_day", {"heard_by": 1})


async def test_a_service_without_a_manager_is_told_of_to_the_qa_officers(
    asked: LittleCouncil,
) -> None:
    await spent_a_day(asked, service="Fostering")
    assert await asked.readers(MessageKind.PRACTICE_DAY) == ["quinn"]


async def test_the_same_form_twice_records_it_once(asked: LittleCouncil) -> None:
    await spent_a_day(asked)
    before = await asked.everything()
    await spent_a_day(asked)
    assert await asked.everything() == before
    with pytest.raises(AskSomeoneAllowed):
        await spent_a_day(asked, "ben")


async def test_what_lacks_is_said_and_nothing_is_kept(asked: LittleCouncil) -> None:
    before = await asked.everything()
    for service, on in (("West", date(2026, 12, 1)), ("South", date(2026, 12, 2))):
        with pytest.raises(CorrectAndRepeat):
            await spent_a_day(asked, service=service, on=on)
    assert await asked.everything() == before


async def test_the_cards_that_count_it_change(asked: LittleCouncil) -> None:
    await asked.settle("ann", MessageKind.DUTIES, "2026-12", duty_entity("ann"))
    await asked.settle("quinn", MessageKind.DUTIES_OWED, "2026-12", DUTIES)
    await spent_a_day(asked)
    assert await asked.behind() == {
        ("ann", MessageKind.DUTIES),
        ("quinn", MessageKind.DUTIES_OWED),
    }


async def test_those_who_may_not_and_councils_that_do_not_are_told_so(
    asked: LittleCouncil, little: LittleCouncil
) -> None:
    with pytest.raises(AskSomeoneAllowed):
        await spent_a_day(asked, "sam")
    monthly = asked_for(little, MONTHLY)
    async with monthly.work(monthly.tenant_id) as w:
        with pytest.raises(LookElsewhere, match="practice days"):
            await services_for(monthly.council, w, await monthly.person("ann"), THE_FIRST.date())

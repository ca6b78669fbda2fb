"""A manager records that they observed someone's practice."""

from dataclasses import replace
from datetime import date

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.shown import DUTIES, duty_entity, observation_entity
from programme.use_cases.record_observation import (
    RecordDiscussion,
    observable_by,
    record_discussion,
)
from programme.use_cases.show_duties import show_duties
from programme.use_cases.show_observation import show_observations
from tests.little_council import DECEMBER, STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.duty_council import (
    FIRST_ID,
    asked_for,
    nine,
    observed,
    ticked,
)
from tests.versions import SECOND, adopting
from tests.versions import on as on_day

pytestmark = pytest.mark.rule("SW-07")
THE_10TH = date(2026, 12, 10)


@pytest.fixture
async def asked(little: LittleCouncil) -> LittleCouncil:
    return asked_for(little)


async def _discussed(little: LittleCouncil, by: str, day: date) -> bool:
    command = RecordDiscussion(little.council, await little.person(by), FIRST_ID, "card")
    return (await record_discussion(command, work=little.work, now=nine(day))).discussed


async def test_it_is_kept_and_whoever_was_observed_gets_a_card(asked: LittleCouncil) -> None:
    observation = await observed(asked)
    async with asked.work(asked.tenant_id) as w:
        assert await w.observations.get(FIRST_ID) == observation
        pairs = [(FIRST_ID, one.id) for one in STAFF]
        views = await show_observations(asked.council, w, pairs, THE_10TH)
    (message,) = await asked.messages(MessageKind.OBSERVED)
    assert (message.person_id, message.subject) == ("sam", FIRST_ID)
    assert set(views) == {(FIRST_ID, "sam"), (FIRST_ID, "ann")}
    assert views[FIRST_ID, "sam"].setting == "A visit to a family"
    assert [event.verb for event in await asked.events(FIRST_ID)] == ["record_observation"]


async def test_it_is_shown_in_the_words_of_the_version_whose_period_goes_on(
    little: LittleCouncil,
) -> None:
    before = adopting(little, replace(SECOND, holds_from=THE_10TH))
    after = on_day(before, THE_10TH)
    await observed(after, now=nine(THE_10TH))
    async with little.work(little.tenant_id) as w:
        views = await show_observations(after.council, w, [(FIRST_ID, "sam")], THE_10TH)
    assert views[FIRST_ID, "sam"].setting == "A visit to a family"


async def test_the_same_form_twice_records_it_once(asked: LittleCouncil) -> None:
    first = await observed(asked)
    before = await asked.everything()
    assert await observed(asked) == first
    assert await asked.everything() == before


async def test_a_form_that_is_somebody_elses_is_refused(asked: LittleCouncil) -> None:
    await observed(asked)
    with pytest.raises(AskSomeoneAllowed):
        await observed(asked, "cat", "sam")


async def test_what_lacks_is_said_and_nothing_is_kept(asked: LittleCouncil) -> None:
    before = await asked.everything()
    for of, on in (("cat", date(2026, 12, 1)), ("sam", date(2026, 12, 2)), ("ann", THE_10TH)):
        with pytest.raises(CorrectAndRepeat):
            await observed(asked, of=of, on=on)
    assert await asked.everything() == before


async def test_those_who_may_not_and_councils_that_do_not_are_told_so(
    asked: LittleCouncil,
) -> None:
    with pytest.raises(AskSomeoneAllowed, match="team manager"):
        await observed(asked, by="sam", of="abe")
    rules = replace(asked.council.framework, duties=(), observations=None)
    without = replace(asked.council, framework=rules)
    async with asked.work(asked.tenant_id) as w:
        with pytest.raises(LookElsewhere, match="practice observations"):
            await observable_by(without, w, await asked.person("ann"), THE_FIRST.date())


async def test_the_cards_that_count_it_change(asked: LittleCouncil) -> None:
    await asked.settle("ann", MessageKind.DUTIES, "2026-12", duty_entity("ann"))
    await asked.settle("ben", MessageKind.DUTIES, "2026-12", duty_entity("ben"))
    await asked.settle("quinn", MessageKind.DUTIES_OWED, "2026-12", DUTIES)
    await observed(asked)
    assert await asked.behind() == {
        ("ann", MessageKind.DUTIES),
        ("quinn", MessageKind.DUTIES_OWED),
    }


async def test_whoever_is_away_gets_the_card_when_they_are_back(asked: LittleCouncil) -> None:
    await asked.away("sam", date(2026, 12, 1), date(2026, 12, 4))
    await observed(asked)
    (message,) = await asked.messages(MessageKind.OBSERVED)
    assert asked.council.calendar.today(message.not_before) == date(2026, 12, 7)


async def test_a_discussion_that_was_planned_stands_on_the_card_until_it_took_place(
    asked: LittleCouncil,
) -> None:
    await ticked(asked, date(2026, 12, 1))
    await observed(asked, planned=THE_10TH)
    async with asked.work(asked.tenant_id) as w:
        view = (await show_duties(asked.council, w, DECEMBER, ["ann"], THE_10TH))["ann"]
    assert [one.observed for one in view.discussions] == ["Sam"]
    await asked.settle("sam", MessageKind.OBSERVED, FIRST_ID, observation_entity(FIRST_ID))

    assert await _discussed(asked, "ann", date(2026, 12, 14))

    assert await asked.behind() == {("sam", MessageKind.OBSERVED)}
    async with asked.work(asked.tenant_id) as w:
        kept = await w.observations.get(FIRST_ID)
        view = (await show_duties(asked.council, w, DECEMBER, ["ann"], THE_10TH))["ann"]
    assert kept is not None
    assert (kept.discussed, kept.discussed_on) == (True, THE_10TH)
    assert view.discussions == ()


async def test_a_discussion_is_recorded_once_and_by_the_observer(asked: LittleCouncil) -> None:
    await observed(asked, planned=THE_10TH)
    with pytest.raises(AskSomeoneAllowed):
        await _discussed(asked, "cat", THE_10TH)
    await _discussed(asked, "ann", date(2026, 12, 3))
    before = await asked.everything()
    await _discussed(asked, "ann", THE_10TH)
    assert await asked.everything() == before
    async with asked.work(asked.tenant_id) as w:
        kept = await w.observations.get(FIRST_ID)
    assert kept is not None
    assert kept.discussed_on == date(2026, 12, 3)


async def test_a_discussion_of_what_is_not_there_is_refused(asked: LittleCouncil) -> None:
    with pytest.raises(LookElsewhere):
        await _discussed(asked, "ann", THE_FIRST.date())

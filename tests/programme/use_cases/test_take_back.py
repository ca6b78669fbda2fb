"""Good practice, an observation, a practice day or a chair's report is taken back by who recorded
it."""

from datetime import date, datetime, timedelta

import pytest

from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Role
from programme.shown import DUTIES, duty_entity
from programme.use_cases.acknowledge_practice import (
    AcknowledgePractice,
    acknowledge_practice,
    ask_for_acknowledgement,
)
from programme.use_cases.record_chairs_report import RecordChairsReport, record_chairs_report
from programme.use_cases.record_observation import RecordDiscussion, record_discussion
from programme.use_cases.take_back import TakeBack, take_back
from tests.duty_rules import with_duties
from tests.follow_up import with_rules
from tests.little_council import THE_FIRST, LittleCouncil, little_council, person
from tests.programme.use_cases.duty_council import FIRST_ID, SECOND_ID, observed, spent_a_day
from tests.programme.use_cases.reviewing import FORM, noted, reviewing, staff_with
from tests.programme.use_cases.test_record_chairs_report import RULE, TOLD

REPORT = "d" * 32
KINDS = {
    MessageKind.PRACTICE: ("iris", FORM),
    MessageKind.OBSERVED: ("ann", FIRST_ID),
    MessageKind.PRACTICE_DAY: ("ann", SECOND_ID),
    MessageKind.CHAIRS_REPORT: ("iris", REPORT),
}
"""Who recorded one of each kind on Tuesday the 1st, and its id."""
WEDNESDAY, THURSDAY = THE_FIRST + timedelta(days=1), THE_FIRST + timedelta(days=2)


@pytest.fixture
async def recorded(little: LittleCouncil) -> LittleCouncil:
    """The council in which one of each was recorded."""
    with_them = little_council(
        little.engine, little.tenant_id, with_duties(little.council.framework)
    )
    made = with_rules(await reviewing(with_them), chairs_reports=RULE)
    await noted(made, now=THE_FIRST)
    await observed(made, planned=date(2026, 12, 7))
    await spent_a_day(made)
    by = await made.person("iris")
    command = RecordChairsReport(made.council, by, REPORT, "CF-10", TOLD, "dialog")
    await record_chairs_report(command, work=made.work, now=THE_FIRST)
    return made


async def _take_back(
    little: LittleCouncil, kind: MessageKind, by: str = "", now: datetime = WEDNESDAY
) -> None:
    who, subject = KINDS[kind]
    command = TakeBack(little.council, await little.person(by or who), kind, subject, "card")
    await take_back(command, work=little.work, now=now)


@pytest.mark.parametrize("kind", KINDS)
async def test_it_is_kept_that_it_was_taken_back_and_twice_is_harmless(
    recorded: LittleCouncil, kind: MessageKind
) -> None:
    await _take_back(recorded, kind)
    who, subject = KINDS[kind]
    *_, event = await recorded.events(subject)
    assert (event.verb, event.who, event.at) == (f"take_back_{kind}", who, WEDNESDAY)
    before = await recorded.everything()
    await _take_back(recorded, kind, now=THURSDAY)
    assert await recorded.everything() == before


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_still_to_be_sent_isnt_and_who_has_the_card_reads_it(
    recorded: LittleCouncil, kind: MessageKind
) -> None:
    _, subject = KINDS[kind]
    readers = await recorded.readers(kind)
    shows = {
        MessageKind.PRACTICE: f"practice:{FORM}",
        MessageKind.OBSERVED: f"observation:{FIRST_ID}",
        MessageKind.PRACTICE_DAY: f"practice_day:{SECOND_ID}",
        MessageKind.CHAIRS_REPORT: f"chairs_report:{REPORT}",
    }
    await recorded.settle(readers[0], kind, subject, shows[kind])
    await _take_back(recorded, kind)
    assert (readers[0], kind) in await recorded.behind()
    async with recorded.work(recorded.tenant_id) as w:
        fates = {str(fate.delivery) for fate in await w.outbox.fates([kind], subject)}
    assert "waiting" not in fates


@pytest.mark.parametrize("kind", KINDS)
async def test_somebody_else_too_late_and_of_what_isnt_there_changes_nothing(
    recorded: LittleCouncil, kind: MessageKind
) -> None:
    before = await recorded.everything()
    with pytest.raises(AskSomeoneAllowed):
        await _take_back(recorded, kind, "gil")
    with pytest.raises(ShowAsItIsNow, match="until the end of Wednesday 2 December 2026"):
        await _take_back(recorded, kind, now=THURSDAY)
    who = await recorded.person(KINDS[kind][0])
    nowhere = TakeBack(recorded.council, who, kind, "9" * 32, "card")
    with pytest.raises(LookElsewhere):
        await take_back(nowhere, work=recorded.work, now=WEDNESDAY)
    assert await recorded.everything() == before


async def test_good_practice_that_was_acknowledged_stands(recorded: LittleCouncil) -> None:
    await _acknowledge(recorded)
    before = await recorded.everything()
    with pytest.raises(ShowAsItIsNow, match="has acted on this already"):
        await _take_back(recorded, MessageKind.PRACTICE)
    assert await recorded.everything() == before


async def test_good_practice_that_was_taken_back_is_neither_acknowledged_nor_asked_about(
    recorded: LittleCouncil,
) -> None:
    await _take_back(recorded, MessageKind.PRACTICE)
    before = await recorded.everything()
    await _acknowledge(recorded)
    assert await recorded.everything() == before
    async with recorded.work(recorded.tenant_id) as w:
        assert await w.practice.awaiting() == ()
    await staff_with(recorded, person("Amy", Role.TEAM_MANAGER, team="Ash"), without=["ann"])
    assert await ask_for_acknowledgement(recorded.council, work=recorded.work, now=THURSDAY) == 0


async def test_of_taking_back_and_acknowledging_at_once_the_first_counts(
    recorded: LittleCouncil,
) -> None:
    async with recorded.work(recorded.tenant_id) as w:
        practice = await w.practice.get(FORM)
    assert practice is not None
    await _acknowledge(recorded)
    async with recorded.work(recorded.tenant_id) as w:
        assert not await w.practice.take_back(practice)


async def test_what_was_taken_back_counts_for_no_duty(recorded: LittleCouncil) -> None:
    first, last = date(2026, 11, 1), date(2026, 12, 31)
    async with recorded.work(recorded.tenant_id) as w:
        assert len(await w.observations.deeds(first, last)) == 1
        assert len(await w.practice_days.deeds(first, last)) == 1
    await recorded.settle("ann", MessageKind.DUTIES, "2026-12", duty_entity("ann"))
    await recorded.settle("quinn", MessageKind.DUTIES_OWED, "2026-12", DUTIES)
    await _take_back(recorded, MessageKind.OBSERVED)
    await _take_back(recorded, MessageKind.PRACTICE_DAY)
    async with recorded.work(recorded.tenant_id) as w:
        assert await w.observations.deeds(first, last) == ()
        assert await w.practice_days.deeds(first, last) == ()
        assert await w.observations.undiscussed_of("ann") == ()
        assert await w.observations.all_undiscussed() == ()
    behind = {("ann", MessageKind.DUTIES), ("quinn", MessageKind.DUTIES_OWED)}
    assert behind <= await recorded.behind()


async def test_an_observation_that_was_taken_back_isnt_discussed(recorded: LittleCouncil) -> None:
    await _take_back(recorded, MessageKind.OBSERVED)
    before = await recorded.everything()
    command = RecordDiscussion(recorded.council, await recorded.person("ann"), FIRST_ID, "card")
    with pytest.raises(LookElsewhere, match="was taken back"):
        await record_discussion(command, work=recorded.work, now=WEDNESDAY)
    assert await recorded.everything() == before


async def _acknowledge(little: LittleCouncil) -> None:
    command = AcknowledgePractice(little.council, await little.person("ann"), FORM, "card")
    await acknowledge_practice(command, work=little.work, now=WEDNESDAY)

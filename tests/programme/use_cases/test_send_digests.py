"""Once a working day, one digest a person of the actions whose reminder has fallen due (WC-08)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from dialogs.table import LIVE
from programme.action import ProposedAction
from programme.message import MessageKind
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.send_digests import send_digests
from tests.little_council import CALENDAR, DUE, STAFF, TEAMS, LittleCouncil

pytestmark = pytest.mark.rule("WC-08")


def _nine(day: date) -> datetime:
    return CALENDAR.at(day, time(9))


async def _digest(little: LittleCouncil, day: date) -> int:
    return await send_digests(little.council, work=little.work, now=_nine(day))


async def _digests_of(little: LittleCouncil, first: date, days: int) -> list[tuple[date, int]]:
    """The days on which there was one, and for how many people."""
    sent = []
    for n in range(days):
        day = first + timedelta(days=n)
        queued = await _digest(little, day)
        if queued:
            sent.append((day, queued))
    return sent


async def test_an_action_is_reminded_of_before_on_and_after_its_day(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    assert await _digests_of(drawn, date(2026, 12, 1), 32) == [
        (date(2026, 12, 11), 1),
        (date(2026, 12, 17), 1),
        (DUE, 1),
        (date(2026, 12, 29), 1),
    ]
    assert set(await drawn.readers(MessageKind.DIGEST)) == {"ann"}
    kept = await drawn.action(action.id)
    assert (kept.reminded, kept.reminded_on) == ("2026-12-18+5", date(2026, 12, 29))
    assert kept.version == action.version


async def test_a_person_gets_one_digest_a_day_whatever_the_number_of_actions(
    drawn: LittleCouncil,
) -> None:
    await drawn.submitted(*(ProposedAction(f"Do {n}.", "Ash", DUE) for n in range(3)))
    await drawn.submitted(ProposedAction("More.", "Ash", DUE), lead="ben")
    await drawn.submitted(ProposedAction("Other.", "Cherry", DUE), lead="cat")
    assert await _digest(drawn, date(2026, 12, 11)) == 2
    messages = await drawn.messages(MessageKind.DIGEST)
    assert {(m.key, m.person_id, m.subject) for m in messages} == {
        ("digest:2026-12-11:ann", "ann", "2026-12-11"),
        ("digest:2026-12-11:cat", "cat", "2026-12-11"),
    }
    assert {m.expires for m in messages} == {datetime(2026, 12, 11, 17, 30, tzinfo=UTC)}


async def test_the_day_has_one_digest_however_often_it_ticks(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    day = date(2026, 12, 11)
    assert await send_digests(drawn.council, work=drawn.work, now=_nine(day) - timedelta(1)) == 0
    early = _nine(day) - timedelta(seconds=1)
    assert await send_digests(drawn.council, work=drawn.work, now=early) == 0
    assert await _digest(drawn, day) == 1
    before = await drawn.everything()
    assert await _digest(drawn, day) == 0
    later = _nine(day) + timedelta(hours=5)
    assert await send_digests(drawn.council, work=drawn.work, now=later) == 0
    assert await drawn.everything() == before


@pytest.mark.parametrize("day", [date(2026, 12, 12), date(2026, 12, 13), date(2026, 12, 25)])
async def test_there_is_none_on_other_days_than_working_days(
    drawn: LittleCouncil, day: date
) -> None:
    await drawn.an_action(due=date(2026, 12, 15))
    assert await _digest(drawn, day) == 0
    assert await drawn.messages(MessageKind.DIGEST) == []


async def test_a_day_that_was_missed_is_caught_up_by_the_next(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    assert await _digests_of(drawn, date(2026, 12, 14), 3) == [(date(2026, 12, 14), 1)]


async def test_the_evening_is_no_time_for_a_digest_that_was_missed(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    evening = datetime(2026, 12, 11, 17, 30, tzinfo=UTC)
    assert await send_digests(drawn.council, work=drawn.work, now=evening) == 0
    assert await _digest(drawn, date(2026, 12, 14)) == 1


@pytest.mark.parametrize(
    ("away", "reader"),
    [(["ann"], "abe"), (["ann", "abe"], "gil"), (["ann", "abe", "gil"], "quinn")],
)
async def test_while_the_manager_is_away_the_stand_in_gets_it(
    drawn: LittleCouncil, away: list[str], reader: str
) -> None:
    await drawn.an_action()
    for person_id in away:
        await drawn.away(person_id, date(2026, 12, 7), date(2026, 12, 11))
    assert await _digest(drawn, date(2026, 12, 11)) == 1
    assert await drawn.readers(MessageKind.DIGEST) == [reader]


async def test_what_is_done_is_not_reminded_of(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    ann = await drawn.person("ann")
    await complete_action(
        CompleteAction(drawn.council, ann, action.id, 1, "Done.", "card"),
        work=drawn.work,
        now=_nine(date(2026, 12, 9)),
    )
    assert await _digests_of(drawn, date(2026, 12, 10), 22) == []


async def test_an_action_of_a_team_that_is_gone_is_not_marked_as_reminded_of(
    drawn: LittleCouncil,
) -> None:
    action = await drawn.an_action()
    async with drawn.work(drawn.tenant_id) as w:
        await w.teams.replace([team for team in TEAMS if team.name != action.team])
        await w.commit()
    assert await _digest(drawn, date(2026, 12, 11)) == 0
    assert (await drawn.action(action.id)).reminded is None
    await drawn.take_staff(*STAFF)
    assert await _digest(drawn, date(2026, 12, 14)) == 1


async def test_it_is_recorded_when_there_was_something_to_say(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    await _digest(drawn, date(2026, 12, 10))
    await _digest(drawn, date(2026, 12, 11))
    assert await drawn.events("2026-12-10") == ()
    (event,) = await drawn.events("2026-12-11")
    assert (event.who, event.verb) == ("sightline", "send_digests")
    assert event.detail == {"actions": 1, "messages": 1}


async def test_in_the_weeks_of_the_clock_change_it_is_nine_in_london(
    drawn: LittleCouncil,
) -> None:
    await drawn.an_action(due=date(2027, 3, 30))
    # The Monday after the clocks went forward: 09:00 is 08:00 UTC.
    monday = datetime(2027, 3, 22, 9, 0, tzinfo=UTC)
    assert await send_digests(drawn.council, work=drawn.work, now=monday) == 1
    summer = datetime(2027, 3, 30, 7, 59, tzinfo=UTC)
    assert await send_digests(drawn.council, work=drawn.work, now=summer) == 0
    assert (
        await send_digests(drawn.council, work=drawn.work, now=summer + timedelta(minutes=1)) == 1
    )


async def test_of_what_is_no_day_there_is_no_digest(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    await _digest(drawn, DUE)
    live = LIVE[MessageKind.DIGEST]
    asked = [("ann", "2026-99-99"), ("ann", DUE.isoformat())]
    async with drawn.work(drawn.tenant_id) as w:
        views = await live.load(drawn.council, w, asked, DUE)
    assert [*views] == [("ann", DUE.isoformat())]

"""Each working day: those who left are replaced, moderators reminded, old answers let go."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.audit import Audit
from programme.message import MessageKind
from programme.moderation import ModerationState
from programme.people import Role
from programme.shown import moderation_entity
from programme.use_cases.tend_moderations import tend_moderations
from tests.little_council import STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    keep,
    moderate,
    moderation_of,
    ruled,
    same,
    worse,
)


def at(day: int, hour: int = 9, month: int = 12) -> datetime:
    return datetime(2027 if month == 1 else 2026, month, day, hour, 0, tzinfo=UTC)


async def submitted(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    little = ruled(drawn, BY_MANAGERS)
    return little, (await little.submitted())[0]


async def tend(little: LittleCouncil, now: datetime) -> int:
    return await tend_moderations(little.council, work=little.work, now=now)


@pytest.mark.rule("WC-07")
async def test_the_moderator_is_reminded_before_on_and_after_the_due_day_and_once_a_stage(
    drawn: LittleCouncil,
) -> None:
    little, audit = await submitted(drawn)
    assert (await moderation_of(little, audit.id)).due == date(2026, 12, 15)
    told = []
    now = at(1)
    while now < at(31, 18):
        if await tend(little, now):
            told.append(now)
        now += timedelta(hours=1)
    assert told == [at(11), at(15), at(22), at(31)]
    assert await little.readers(MessageKind.MODERATIONS) == ["gil"] * 4
    assert await little.scheduled("remind_of_moderation", audit.id) == [1] * 4


async def test_two_audits_make_one_reminder(drawn: LittleCouncil) -> None:
    little, _ = await submitted(drawn)
    await little.submitted(lead="ben")
    assert await tend(little, at(15)) == 1
    (message,) = await little.messages(MessageKind.MODERATIONS)
    assert (message.person_id, message.subject) == ("gil", "gil")
    assert message.expires == datetime(2026, 12, 15, 17, 30, tzinfo=UTC)


async def test_what_somebody_takes_over_on_one_day_comes_as_one_card(drawn: LittleCouncil) -> None:
    little, _ = await submitted(drawn)
    await little.submitted(lead="ben")
    before = await little.messages(MessageKind.MODERATION)
    await little.away("gil", date(2026, 12, 10), date(2026, 12, 31))
    await tend(little, at(11))
    assert await little.messages(MessageKind.MODERATION) == before
    (listed,) = await little.messages(MessageKind.MODERATIONS)
    assert listed.subject == listed.person_id != "gil"


async def test_a_reminder_that_was_missed_is_caught_up_once(drawn: LittleCouncil) -> None:
    little, _ = await submitted(drawn)
    assert await tend(little, at(14)) == 1
    assert await tend(little, at(14)) == 0
    assert [await tend(little, at(day)) for day in (15, 16, 17)] == [1, 0, 0]


async def test_whoever_is_away_for_a_while_is_reminded_on_their_return(
    drawn: LittleCouncil,
) -> None:
    little, audit = await submitted(drawn)
    await little.away("gil", date(2026, 12, 10), date(2026, 12, 13))
    assert await tend(little, at(11)) == 0
    assert await tend(little, at(14)) == 1
    assert (await moderation_of(little, audit.id)).moderator_id == "gil"


async def test_nobody_is_reminded_of_what_is_moderated(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    await moderate(little, audit, same(audit))
    assert await tend(little, at(15)) == 0


@pytest.mark.parametrize("change", ["left", "another role", "away past the due day"])
async def test_a_moderator_who_cannot_do_it_any_more_is_replaced_and_the_next_is_told(
    drawn: LittleCouncil, change: str
) -> None:
    little, audit = await submitted(drawn)
    gil = await little.person("gil")
    if change == "left":
        await little.take_staff(*(one for one in STAFF if one.id != "gil"))
    elif change == "another role":
        await keep(little, replace(gil, roles=frozenset({Role.SOCIAL_WORKER})))
    else:
        await little.away("gil", date(2026, 12, 7), date(2026, 12, 18))
    await tend(little, at(8))
    moderation = await moderation_of(little, audit.id)
    assert (moderation.moderator_id, moderation.due) == ("quinn", date(2026, 12, 22))
    assert moderation.handed_on_by == ("gil",)
    told = [m for m in await little.messages(MessageKind.MODERATION) if ":2:" in m.key]
    assert "quinn" in {message.person_id for message in told}
    before = await little.everything()
    await tend(little, at(9))
    changed = await little.everything()
    assert changed["moderations"] == before["moderations"]


async def test_it_stays_with_one_who_is_away_while_everybody_is(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    for one in ("gil", "quinn"):
        await little.away(one, date(2026, 12, 7), date(2026, 12, 18))
    for day in (8, 9, 10):
        assert await tend(little, at(day)) == 0
    assert (await moderation_of(little, audit.id)).handed_on_by == ()


async def test_an_answer_is_waited_for_until_its_last_day(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    await moderate(little, audit, worse(little, audit))
    await little.settle(
        "ann", MessageKind.MODERATION_OUTCOME, audit.id, moderation_entity(audit.id)
    )
    await tend(little, at(8))
    assert (await moderation_of(little, audit.id)).awaits_answer
    assert await little.behind() == set()
    await tend(little, at(9))
    assert (await moderation_of(little, audit.id)).state is ModerationState.UNANSWERED
    assert await little.behind() == {("ann", MessageKind.MODERATION_OUTCOME)}


async def test_nothing_happens_out_of_hours(drawn: LittleCouncil) -> None:
    little, _ = await submitted(drawn)
    before = await little.everything()
    for now in (at(15, 8), at(15, 18), at(12, 12), THE_FIRST - timedelta(hours=1)):
        assert await tend(little, now) == 0
    assert await little.everything() == before

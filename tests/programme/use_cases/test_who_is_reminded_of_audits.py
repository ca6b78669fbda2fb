"""Whoever leads an audit when it is due is reminded of it, and nobody else."""

from dataclasses import replace
from datetime import date, time, timedelta

from programme.message import Delivery, Message, MessageKind
from programme.remind_later import key_of
from programme.use_cases.put_audit_back import PutAuditBack, put_audit_back
from tests.arriving import arrived
from tests.follow_up import add_people
from tests.little_council import (
    CALENDAR,
    THE_FIRST,
    LittleCouncil,
)
from tests.programme.use_cases.reassigning import reassign, withdraw
from tests.programme.use_cases.reminding import DUE, KIND, LATE, LEADS, SOON, remind, staged


async def test_only_who_leads_is_reminded(told: LittleCouncil) -> None:
    for lead in LEADS:
        if lead != "cat":
            await told.submitted(lead=lead)
    assert await remind(told, SOON) == ["reminder cat"]


async def test_whoever_gets_it_from_another_is_reminded_and_the_other_is_not(
    told: LittleCouncil,
) -> None:
    await remind(told, SOON)
    await reassign(told, await told.audit_led_by("ann"), "gil", now=CALENDAR.at(SOON, time(14)))
    assert await remind(told, date(2026, 12, 29)) == [], "the card of it is still to come"
    await arrived(told, CALENDAR.at(date(2026, 12, 29), time(10)))
    assert await remind(told, date(2026, 12, 30)) == ["reminder gil"]
    assert await remind(told, DUE) == []
    assert await remind(told, LATE) == staged("overdue", [*LEADS[1:], "gil"])


async def test_whoever_gets_it_long_after_its_day_is_reminded_that_it_is_overdue(
    told: LittleCouncil,
) -> None:
    assert await remind(told, LATE) == staged("overdue")
    ash = await told.audit_led_by("ann")
    for lead in LEADS[1:]:
        await withdraw(told, await told.audit_led_by(lead))
    later = date(2027, 3, 9)
    await reassign(told, ash, "gil", now=CALENDAR.at(later, time(14)))
    await arrived(told, CALENDAR.at(later, time(15)))
    assert await remind(told, later) == [], "the card of it came today"
    assert await remind(told, later + timedelta(days=1)) == ["overdue gil"]
    assert await remind(told, later + timedelta(days=2)) == []


async def test_what_is_long_overdue_is_not_begun_to_be_reminded_of(told: LittleCouncil) -> None:
    assert await remind(told, date(2027, 2, 1)) == []


async def test_whoever_lost_theirs_while_the_audit_was_withdrawn_is_reminded_once_it_is_back(
    told: LittleCouncil,
) -> None:
    assert await remind(told, SOON) == staged("reminder")
    withdrawn = await withdraw(told, await told.audit_led_by("ann"), now=CALENDAR.at(SOON, time(9)))
    await arrived(told, CALENDAR.at(SOON, time(10)), Delivery.SUPERSEDED)
    back = PutAuditBack(told.council, await told.person("quinn"), withdrawn.id, "card")
    await put_audit_back(back, work=told.work, now=CALENDAR.at(SOON, time(11)))
    await arrived(told, CALENDAR.at(SOON, time(12)))
    assert await remind(told, date(2026, 12, 29)) == staged("reminder")
    await arrived(told, CALENDAR.at(date(2026, 12, 29), time(10)))
    assert await remind(told, date(2026, 12, 30)) == []
    assert await remind(told, LATE) == staged("overdue")
    await arrived(told, CALENDAR.at(LATE, time(10)), Delivery.SUPERSEDED)
    assert await remind(told, LATE + timedelta(days=1)) == staged("overdue")
    assert await remind(told, LATE + timedelta(days=2)) == [], "they wait"
    await arrived(told, CALENDAR.at(LATE + timedelta(days=2), time(10)))
    assert await remind(told, LATE + timedelta(days=3)) == []


async def test_nobody_is_reminded_on_the_day_on_which_they_first_hear(
    announced: LittleCouncil,
) -> None:
    await announced.submitted(lead="ben")
    assert await remind(announced, SOON) == []
    await arrived(announced, CALENDAR.at(date(2026, 12, 29), time(8, 30)))
    assert await remind(announced, date(2026, 12, 29)) == []
    assert await remind(announced, date(2026, 12, 30)) == staged(
        "reminder", ["ann", "cat", "dan", "eve"]
    )


async def test_while_word_of_another_audit_waits_there_is_no_reminder(told: LittleCouncil) -> None:
    before = CALENDAR.at(date(2026, 12, 23), time(14))
    await reassign(told, await told.audit_led_by("cat"), "ann", now=before)
    assert await remind(told, SOON) == staged("reminder", ["ben", "dan", "eve"])
    await arrived(told, CALENDAR.at(SOON, time(10)))
    assert await remind(told, date(2026, 12, 29)) == ["reminder ann"]


async def test_whom_the_card_never_reached_while_the_month_lasted_hears_of_it_so(
    announced: LittleCouncil,
) -> None:
    await arrived(announced, CALENDAR.at(date(2027, 1, 1), time(8, 30)), Delivery.EXPIRED)
    assert await remind(announced, LATE) == staged("overdue")


async def test_whom_nothing_reaches_is_not_reminded(announced: LittleCouncil) -> None:
    await arrived(announced, THE_FIRST, Delivery.UNDELIVERABLE)
    assert await remind(announced, SOON) == []
    assert await remind(announced, DUE) == []


async def test_whom_nothing_reached_while_the_month_lasted_hears_that_they_are_overdue_once_met(
    announced: LittleCouncil,
) -> None:
    await arrived(announced, THE_FIRST, Delivery.UNDELIVERABLE)
    assert await remind(announced, LATE) == staged("overdue")
    await arrived(announced, CALENDAR.at(LATE, time(10)), Delivery.UNDELIVERABLE)
    async with announced.work(announced.tenant_id) as w:
        assert await w.outbox.revive("ann", CALENDAR.at(LATE, time(11))) == 1
        (back,) = await w.outbox.waiting_for(["ann"])
    assert back.kind is KIND
    assert await remind(announced, LATE + timedelta(days=1)) == []


async def test_a_card_that_somebody_wants_to_come_again_holds_no_reminder_up(
    told: LittleCouncil,
) -> None:
    async with told.work(told.tenant_id) as w:
        at = CALENDAR.at(LATE, time(9))
        key = key_of("ann", MessageKind.ALLOCATION, "2026-12", at)
        await w.outbox.add([Message(key, "ann", MessageKind.ALLOCATION, "2026-12", at)])
        await w.commit()
    assert "reminder ann" in await remind(told, SOON)


async def test_whoever_is_away_hears_on_their_return_and_who_has_left_does_not(
    told: LittleCouncil,
) -> None:
    await told.away("ann", SOON, date(2026, 12, 29))
    await told.away("ben", SOON, date(2027, 1, 8))
    await add_people(told, replace(await told.person("cat"), active=False))
    assert await remind(told, SOON) == staged("reminder", ["dan", "eve"])
    assert await remind(told, date(2026, 12, 30)) == ["reminder ann"]
    assert await remind(told, LATE) == staged("overdue", ["ann", "dan", "eve"])
    assert await remind(told, date(2027, 1, 11)) == ["overdue ben"]

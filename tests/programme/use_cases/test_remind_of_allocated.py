"""Lead auditors are reminded of a round's audits before they are due, and once they are overdue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from programme.action import ProposedAction
from programme.audit import Audit, AuditState
from programme.calendar import Month
from programme.message import Delivery, Message, MessageKind
from programme.remind_later import key_of
from programme.rules.round import Round
from programme.use_cases.announce_allocation import announce_due_allocation
from programme.use_cases.put_audit_back import PutAuditBack, put_audit_back
from programme.use_cases.remind_of_allocated import remind_of_allocated
from programme.use_cases.show_audits_due import show_audits_due
from tests.arriving import arrived
from tests.follow_up import add_people, with_rules
from tests.little_council import (
    CALENDAR,
    FRAMEWORK,
    THE_FIRST,
    LittleCouncil,
)
from tests.programme.use_cases.reassigning import reassign, withdraw

KIND = MessageKind.AUDITS_DUE
SUBJECT = "2026-12/2026-12-31"
SOON, DUE, LATE = date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 4)
"""Three working days before, for the 25th and the 28th are bank holidays; the day; the first
working day after it."""
LEADS = ["ann", "ben", "cat", "dan", "eve"]


async def _remind(little: LittleCouncil, day: date, at: time = time(9)) -> list[str]:
    """Who is reminded at that hour of the day, each with the stage."""
    before = {m.key for m in await little.messages(KIND)}
    now = CALENDAR.at(day, at)
    count = await remind_of_allocated(little.council, work=little.work, now=now)
    new = [m for m in await little.messages(KIND) if m.key not in before]
    assert len(new) == count
    assert all(m.not_before == now for m in new)
    return sorted(f"{m.key.split(':')[3]} {m.person_id}" for m in new)


def _with(little: LittleCouncil, *rounds: Round) -> LittleCouncil:
    return with_rules(little, rounds=rounds)


def _rule(**changes: Any) -> Round:
    return replace(FRAMEWORK.allocation, **changes)


async def _due(little: LittleCouncil, lead: str, day: date) -> None:
    """The audit that they lead is due on another day than the others."""
    await _changed(little, replace(await little.audit_led_by(lead), due=day))


async def _changed(little: LittleCouncil, audit: Audit) -> None:
    async with little.work(little.tenant_id) as w:
        await w.audits.save(replace(audit, version=audit.version + 1))
        await w.commit()


@pytest.fixture
async def told(announced: LittleCouncil) -> LittleCouncil:
    """December is under way, and everybody has their card."""
    await arrived(announced, THE_FIRST)
    return announced


def _all(stage: str, people: Sequence[str] = LEADS) -> list[str]:
    return [f"{stage} {each}" for each in people]


async def test_three_working_days_before_and_on_the_first_after_each_lead_hears_once(
    told: LittleCouncil,
) -> None:
    for day, found in (
        (date(2026, 12, 23), []),
        (SOON, _all("reminder")),
        (date(2026, 12, 29), []),
        (DUE, []),
        (LATE, _all("overdue")),
        (LATE + timedelta(days=1), []),
        (date(2027, 1, 29), []),
    ):
        assert await _remind(told, day) == found, day
    messages = await told.messages(KIND)
    assert {m.subject for m in messages} == {SUBJECT}
    closed = CALENDAR.at(DUE, told.council.framework.hours.closes)
    assert {m.expires for m in messages if ":reminder:" in m.key} == {closed}
    assert {m.expires for m in messages if ":overdue:" in m.key} == {None}


async def test_a_day_off_and_an_hour_outside_of_digests_are_none(told: LittleCouncil) -> None:
    for day in (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)):
        assert await _remind(told, day) == []
    assert await _remind(told, SOON, time(8, 59)) == []
    assert await _remind(told, SOON, time(18)) == []
    assert await _remind(told, SOON, time(16)) == _all("reminder")


async def test_twice_is_harmless_and_what_was_queued_is_recorded(told: LittleCouncil) -> None:
    await _remind(told, SOON)
    before = await told.everything()
    assert await _remind(told, SOON) == []
    assert await told.everything() == before
    assert await told.scheduled("remind_of_allocated", "2026-12") == [5]


async def test_missed_days_are_caught_up_by_the_latest_stage(told: LittleCouncil) -> None:
    assert await _remind(told, DUE) == _all("reminder")
    assert await _remind(told, date(2027, 1, 20)) == _all("overdue")


async def test_after_a_longer_pause_only_that_it_is_overdue_is_said(told: LittleCouncil) -> None:
    assert await _remind(told, date(2027, 1, 20)) == _all("overdue")


async def test_what_is_submitted_or_withdrawn_is_not_reminded_of(told: LittleCouncil) -> None:
    await told.submitted(lead="ann")
    await withdraw(told, await told.audit_led_by("ben"))
    await arrived(told, THE_FIRST)
    assert await _remind(told, SOON) == _all("reminder", ["cat", "dan", "eve"])
    later = ProposedAction("Update the chronology.", "Cherry", date(2027, 1, 8))
    await told.submitted(later, lead="cat", now=CALENDAR.at(SOON, time(14)))
    assert await _remind(told, LATE) == _all("overdue", ["dan", "eve"])


async def test_while_the_officers_decide_of_a_closed_case_nobody_is_reminded_of_it(
    told: LittleCouncil,
) -> None:
    audit = await told.audit_led_by("ann")
    await _changed(told, replace(audit, case_closed_on=date(2026, 12, 10)))
    assert await _remind(told, SOON) == _all("reminder", LEADS[1:])
    begun = replace(await told.audit_led_by("ann"), state=AuditState.IN_PROGRESS)
    await _changed(told, begun)
    assert await _remind(told, DUE) == ["reminder ann"]


async def test_only_who_leads_is_reminded(told: LittleCouncil) -> None:
    for lead in LEADS:
        if lead != "cat":
            await told.submitted(lead=lead)
    assert await _remind(told, SOON) == ["reminder cat"]


async def test_whoever_gets_it_from_another_is_reminded_and_the_other_is_not(
    told: LittleCouncil,
) -> None:
    await _remind(told, SOON)
    await reassign(told, await told.audit_led_by("ann"), "gil", now=CALENDAR.at(SOON, time(14)))
    assert await _remind(told, date(2026, 12, 29)) == [], "the card of it is still to come"
    await arrived(told, CALENDAR.at(date(2026, 12, 29), time(10)))
    assert await _remind(told, date(2026, 12, 30)) == ["reminder gil"]
    assert await _remind(told, DUE) == []
    assert await _remind(told, LATE) == _all("overdue", [*LEADS[1:], "gil"])


async def test_whoever_gets_it_long_after_its_day_is_reminded_that_it_is_overdue(
    told: LittleCouncil,
) -> None:
    assert await _remind(told, LATE) == _all("overdue")
    ash = await told.audit_led_by("ann")
    for lead in LEADS[1:]:
        await withdraw(told, await told.audit_led_by(lead))
    later = date(2027, 3, 9)
    await reassign(told, ash, "gil", now=CALENDAR.at(later, time(14)))
    await arrived(told, CALENDAR.at(later, time(15)))
    assert await _remind(told, later) == [], "the card of it came today"
    assert await _remind(told, later + timedelta(days=1)) == ["overdue gil"]
    assert await _remind(told, later + timedelta(days=2)) == []


async def test_what_is_long_overdue_is_not_begun_to_be_reminded_of(told: LittleCouncil) -> None:
    assert await _remind(told, date(2027, 2, 1)) == []


async def test_whoever_lost_theirs_while_the_audit_was_withdrawn_is_reminded_once_it_is_back(
    told: LittleCouncil,
) -> None:
    assert await _remind(told, SOON) == _all("reminder")
    withdrawn = await withdraw(told, await told.audit_led_by("ann"), now=CALENDAR.at(SOON, time(9)))
    await arrived(told, CALENDAR.at(SOON, time(10)), Delivery.SUPERSEDED)
    back = PutAuditBack(told.council, await told.person("quinn"), withdrawn.id, "card")
    await put_audit_back(back, work=told.work, now=CALENDAR.at(SOON, time(11)))
    await arrived(told, CALENDAR.at(SOON, time(12)))
    assert await _remind(told, date(2026, 12, 29)) == _all("reminder")
    await arrived(told, CALENDAR.at(date(2026, 12, 29), time(10)))
    assert await _remind(told, date(2026, 12, 30)) == []
    assert await _remind(told, LATE) == _all("overdue")
    await arrived(told, CALENDAR.at(LATE, time(10)), Delivery.SUPERSEDED)
    assert await _remind(told, LATE + timedelta(days=1)) == _all("overdue")
    assert await _remind(told, LATE + timedelta(days=2)) == [], "they wait"
    await arrived(told, CALENDAR.at(LATE + timedelta(days=2), time(10)))
    assert await _remind(told, LATE + timedelta(days=3)) == []


async def test_nobody_is_reminded_on_the_day_on_which_they_first_hear(
    announced: LittleCouncil,
) -> None:
    await announced.submitted(lead="ben")
    assert await _remind(announced, SOON) == []
    await arrived(announced, CALENDAR.at(date(2026, 12, 29), time(8, 30)))
    assert await _remind(announced, date(2026, 12, 29)) == []
    assert await _remind(announced, date(2026, 12, 30)) == _all(
        "reminder", ["ann", "cat", "dan", "eve"]
    )


async def test_while_word_of_another_audit_waits_there_is_no_reminder(told: LittleCouncil) -> None:
    before = CALENDAR.at(date(2026, 12, 23), time(14))
    await reassign(told, await told.audit_led_by("cat"), "ann", now=before)
    assert await _remind(told, SOON) == _all("reminder", ["ben", "dan", "eve"])
    await arrived(told, CALENDAR.at(SOON, time(10)))
    assert await _remind(told, date(2026, 12, 29)) == ["reminder ann"]


async def test_whom_the_card_never_reached_while_the_month_lasted_hears_of_it_so(
    announced: LittleCouncil,
) -> None:
    await arrived(announced, CALENDAR.at(date(2027, 1, 1), time(8, 30)), Delivery.EXPIRED)
    assert await _remind(announced, LATE) == _all("overdue")


async def test_whom_nothing_reaches_is_not_reminded(announced: LittleCouncil) -> None:
    await arrived(announced, THE_FIRST, Delivery.UNDELIVERABLE)
    assert await _remind(announced, SOON) == []
    assert await _remind(announced, DUE) == []


async def test_whom_nothing_reached_while_the_month_lasted_hears_that_they_are_overdue_once_met(
    announced: LittleCouncil,
) -> None:
    await arrived(announced, THE_FIRST, Delivery.UNDELIVERABLE)
    assert await _remind(announced, LATE) == _all("overdue")
    await arrived(announced, CALENDAR.at(LATE, time(10)), Delivery.UNDELIVERABLE)
    async with announced.work(announced.tenant_id) as w:
        assert await w.outbox.revive("ann", CALENDAR.at(LATE, time(11))) == 1
        (back,) = await w.outbox.waiting_for(["ann"])
    assert back.kind is KIND
    assert await _remind(announced, LATE + timedelta(days=1)) == []


async def test_a_card_that_somebody_wants_to_come_again_holds_no_reminder_up(
    told: LittleCouncil,
) -> None:
    async with told.work(told.tenant_id) as w:
        at = CALENDAR.at(LATE, time(9))
        key = key_of("ann", MessageKind.ALLOCATION, "2026-12", at)
        await w.outbox.add([Message(key, "ann", MessageKind.ALLOCATION, "2026-12", at)])
        await w.commit()
    assert "reminder ann" in await _remind(told, SOON)


async def test_whoever_is_away_hears_on_their_return_and_who_has_left_does_not(
    told: LittleCouncil,
) -> None:
    await told.away("ann", SOON, date(2026, 12, 29))
    await told.away("ben", SOON, date(2027, 1, 8))
    await add_people(told, replace(await told.person("cat"), active=False))
    assert await _remind(told, SOON) == _all("reminder", ["dan", "eve"])
    assert await _remind(told, date(2026, 12, 30)) == ["reminder ann"]
    assert await _remind(told, LATE) == _all("overdue", ["ann", "dan", "eve"])
    assert await _remind(told, date(2027, 1, 11)) == ["overdue ben"]


async def test_two_due_days_of_one_period_have_a_message_each(told: LittleCouncil) -> None:
    await _due(told, "ann", date(2026, 12, 18))
    assert await _remind(told, date(2026, 12, 15)) == ["reminder ann"]
    assert await _remind(told, date(2026, 12, 21)) == ["overdue ann"]
    cats = await told.audit_led_by("cat")
    await reassign(told, cats, "ann", now=CALENDAR.at(SOON, time(8, 30)))
    await arrived(told, CALENDAR.at(SOON, time(8, 45)))
    assert await _remind(told, SOON) == _all("reminder", ["ben", "dan", "eve"]), "Ann heard today"
    assert await _remind(told, date(2026, 12, 29)) == ["reminder ann"]
    subjects = {m.subject for m in await told.messages(KIND) if m.person_id == "ann"}
    assert subjects == {"2026-12/2026-12-18", SUBJECT}


async def test_on_the_day_itself_where_the_framework_says_so(told: LittleCouncil) -> None:
    same_day = _with(told, _rule(remind_before=0), *FRAMEWORK.rounds[1:])
    assert await _remind(same_day, date(2026, 12, 30)) == []
    assert await _remind(same_day, DUE) == _all("reminder")
    assert await _remind(same_day, LATE) == _all("overdue")


async def test_each_round_is_reminded_of_by_its_own_clock(little: LittleCouncil) -> None:
    more = _rule(
        id="quarterly",
        title="Targeted audits",
        every_months=3,
        peer=None,
        due_working_days_before_end=5,
        remind_before=1,
    )
    several = _with(little, FRAMEWORK.allocation, more)
    january = Month(2027, 1)
    now = CALENDAR.at(date(2027, 1, 4), time(9))
    await several.draw(january, now)
    await several.draw(january, now, "quarterly")
    await announce_due_allocation(several.council, work=several.work, now=now)
    await arrived(several, now)
    assert await _remind(several, date(2027, 1, 26)) == _all("reminder")
    assert await _remind(several, date(2027, 3, 18)) == [], "January's are left to their card"
    assert await _remind(several, date(2027, 3, 19)) == _all("reminder")
    assert {m.subject for m in await several.messages(KIND)} == {
        "2027-01/2027-01-29",
        "quarterly/2027-01/2027-03-22",
    }
    assert await _remind(several, date(2027, 4, 6)) == _all("overdue")


async def test_a_period_ends_under_the_version_that_drew_it(told: LittleCouncil) -> None:
    first = told.council.framework
    second = replace(
        first,
        version="2",
        holds_from=date(2026, 12, 10),
        rounds=(replace(first.allocation, remind_before=10), *first.rounds[1:]),
    )
    council = replace(told.council, versions=(first, second)).on(date(2026, 12, 10))
    later = replace(told, council=council)
    assert later.council.framework is second
    assert await _remind(later, date(2026, 12, 16)) == []
    assert await _remind(later, SOON) == _all("reminder")


async def test_of_a_round_that_the_next_version_has_no_more_it_is_said_that_they_are_overdue(
    told: LittleCouncil,
) -> None:
    first = told.council.framework
    other = replace(first.allocation, id="other_files", every_months=2)
    second = replace(
        first,
        version="2",
        holds_from=date(2027, 1, 1),
        rounds=(other,),
        moderation=(),
        loop_check=None,
    )
    council = replace(told.council, versions=(first, second)).on(date(2027, 1, 1))
    later = replace(told, council=council)
    assert await _remind(later, LATE) == _all("overdue")
    async with later.work(later.tenant_id) as w:
        (view,) = (await show_audits_due(council, w, [("ann", SUBJECT)], LATE)).values()
    assert (len(view.to_submit), view.is_overdue) == (1, True)

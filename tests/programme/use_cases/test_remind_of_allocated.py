"""Lead auditors are reminded of a round's audits before they are due, and once they are overdue."""

from dataclasses import replace
from datetime import date, time, timedelta

from programme.action import ProposedAction
from programme.audit import AuditState
from programme.calendar import Month
from programme.use_cases.announce_allocation import announce_due_allocation
from programme.use_cases.show_audits_due import show_audits_due
from tests.arriving import arrived
from tests.little_council import (
    CALENDAR,
    FRAMEWORK,
    THE_FIRST,
    LittleCouncil,
)
from tests.programme.use_cases.reassigning import reassign, withdraw
from tests.programme.use_cases.reminding import (
    DUE,
    KIND,
    LATE,
    LEADS,
    SOON,
    SUBJECT,
    changed,
    is_due,
    remind,
    rule,
    staged,
    with_rounds,
)


async def test_three_working_days_before_and_on_the_first_after_each_lead_hears_once(
    told: LittleCouncil,
) -> None:
    for day, found in (
        (date(2026, 12, 23), []),
        (SOON, staged("reminder")),
        (date(2026, 12, 29), []),
        (DUE, []),
        (LATE, staged("overdue")),
        (LATE + timedelta(days=1), []),
        (date(2027, 1, 29), []),
    ):
        assert await remind(told, day) == found, day
    messages = await told.messages(KIND)
    assert {m.subject for m in messages} == {SUBJECT}
    closed = CALENDAR.at(DUE, told.council.framework.hours.closes)
    assert {m.expires for m in messages if ":reminder:" in m.key} == {closed}
    assert {m.expires for m in messages if ":overdue:" in m.key} == {None}


async def test_a_day_off_and_an_hour_outside_of_digests_are_none(told: LittleCouncil) -> None:
    for day in (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)):
        assert await remind(told, day) == []
    assert await remind(told, SOON, time(8, 59)) == []
    assert await remind(told, SOON, time(18)) == []
    assert await remind(told, SOON, time(16)) == staged("reminder")


async def test_twice_is_harmless_and_what_was_queued_is_recorded(told: LittleCouncil) -> None:
    await remind(told, SOON)
    before = await told.everything()
    assert await remind(told, SOON) == []
    assert await told.everything() == before
    assert await told.scheduled("remind_of_allocated", "2026-12") == [5]


async def test_missed_days_are_caught_up_by_the_latest_stage(told: LittleCouncil) -> None:
    assert await remind(told, DUE) == staged("reminder")
    assert await remind(told, date(2027, 1, 20)) == staged("overdue")


async def test_after_a_longer_pause_only_that_it_is_overdue_is_said(told: LittleCouncil) -> None:
    assert await remind(told, date(2027, 1, 20)) == staged("overdue")


async def test_what_is_submitted_or_withdrawn_is_not_reminded_of(told: LittleCouncil) -> None:
    await told.submitted(lead="ann")
    await withdraw(told, await told.audit_led_by("ben"))
    await arrived(told, THE_FIRST)
    assert await remind(told, SOON) == staged("reminder", ["cat", "dan", "eve"])
    later = ProposedAction("Update the chronology.", "Cherry", date(2027, 1, 8))
    await told.submitted(later, lead="cat", now=CALENDAR.at(SOON, time(14)))
    assert await remind(told, LATE) == staged("overdue", ["dan", "eve"])


async def test_while_the_officers_decide_of_a_closed_case_nobody_is_reminded_of_it(
    told: LittleCouncil,
) -> None:
    audit = await told.audit_led_by("ann")
    await changed(told, replace(audit, case_closed_on=date(2026, 12, 10)))
    assert await remind(told, SOON) == staged("reminder", LEADS[1:])
    begun = replace(await told.audit_led_by("ann"), state=AuditState.IN_PROGRESS)
    await changed(told, begun)
    assert await remind(told, DUE) == ["reminder ann"]


async def test_two_due_days_of_one_period_have_a_message_each(told: LittleCouncil) -> None:
    await is_due(told, "ann", date(2026, 12, 18))
    assert await remind(told, date(2026, 12, 15)) == ["reminder ann"]
    assert await remind(told, date(2026, 12, 21)) == ["overdue ann"]
    cats = await told.audit_led_by("cat")
    await reassign(told, cats, "ann", now=CALENDAR.at(SOON, time(8, 30)))
    await arrived(told, CALENDAR.at(SOON, time(8, 45)))
    assert await remind(told, SOON) == staged("reminder", ["ben", "dan", "eve"]), "Ann heard today"
    assert await remind(told, date(2026, 12, 29)) == ["reminder ann"]
    subjects = {m.subject for m in await told.messages(KIND) if m.person_id == "ann"}
    assert subjects == {"2026-12/2026-12-18", SUBJECT}


async def test_on_the_day_itself_where_the_framework_says_so(told: LittleCouncil) -> None:
    same_day = with_rounds(told, rule(remind_before=0), *FRAMEWORK.rounds[1:])
    assert await remind(same_day, date(2026, 12, 30)) == []
    assert await remind(same_day, DUE) == staged("reminder")
    assert await remind(same_day, LATE) == staged("overdue")


async def test_each_round_is_reminded_of_by_its_own_clock(little: LittleCouncil) -> None:
    more = rule(
        id="quarterly",
        title="Targeted audits",
        every_months=3,
        peer=None,
        due_working_days_before_end=5,
        remind_before=1,
    )
    several = with_rounds(little, FRAMEWORK.allocation, more)
    january = Month(2027, 1)
    now = CALENDAR.at(date(2027, 1, 4), time(9))
    await several.draw(january, now)
    await several.draw(january, now, "quarterly")
    await announce_due_allocation(several.council, work=several.work, now=now)
    await arrived(several, now)
    assert await remind(several, date(2027, 1, 26)) == staged("reminder")
    assert await remind(several, date(2027, 3, 18)) == [], "January's are left to their card"
    assert await remind(several, date(2027, 3, 19)) == staged("reminder")
    assert {m.subject for m in await several.messages(KIND)} == {
        "2027-01/2027-01-29",
        "quarterly/2027-01/2027-03-22",
    }
    assert await remind(several, date(2027, 4, 6)) == staged("overdue")


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
    assert await remind(later, date(2026, 12, 16)) == []
    assert await remind(later, SOON) == staged("reminder")


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
    assert await remind(later, LATE) == staged("overdue")
    async with later.work(later.tenant_id) as w:
        (view,) = (await show_audits_due(council, w, [("ann", SUBJECT)], LATE)).values()
    assert (len(view.to_submit), view.is_overdue) == (1, True)

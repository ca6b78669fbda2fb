"""Actions as cards show them, to those whom they concern (WC-08)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest

from programme.action import Action, ProposedAction
from programme.audit import Audit
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.send_digests import send_digests
from programme.use_cases.show_actions import (
    ActionsView,
    DigestView,
    show_actions,
    show_digests,
)
from tests.little_council import CALENDAR, DUE, STAFF, THE_FIRST, LittleCouncil

TODAY = THE_FIRST.date()
EVERYONE = [one.id for one in STAFF] + ["nobody"]
FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
FOR_CHERRY = ProposedAction("Share the learning.", "Cherry", date(2026, 12, 22))
REMINDED = date(2026, 12, 11)

pytestmark = pytest.mark.rule("WC-08")


async def _show(
    little: LittleCouncil, audit: Audit, today: date = TODAY
) -> Mapping[str, ActionsView]:
    async with little.work(little.tenant_id) as w:
        pairs = [(audit.id, reader_id) for reader_id in EVERYONE]
        views = await show_actions(little.council, w, pairs, today)
    return {reader_id: view for (_, reader_id), view in views.items()}


async def _digests(little: LittleCouncil, day: date, today: date) -> Mapping[str, DigestView]:
    async with little.work(little.tenant_id) as w:
        return await show_digests(little.council, w, day, EVERYONE, today)


async def _complete(little: LittleCouncil, action: Action, by: str = "ann") -> None:
    command = CompleteAction(
        little.council, await little.person(by), action.id, action.version, "Done.", "card"
    )
    await complete_action(command, work=little.work, now=THE_FIRST + timedelta(days=1))


def _nine(day: date) -> datetime:
    return CALENDAR.at(day, time(9))


async def test_auditors_managers_of_the_teams_and_qa_officers_see_them(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    views = await _show(drawn, audit)
    assert set(views) == {"ann", "ben", "abe", "gil", "cat", "gus", "quinn"}
    view = views["cat"]
    assert (view.lead, view.peer, view.overall) == ("Ann", "Ben", "Good")
    assert [(line.action.number, line.set_by) for line in view.lines] == [(1, "Ann"), (2, "Ann")]


async def test_a_manager_elsewhere_sees_nothing_of_them(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted(FOR_ASH)
    assert not {"cat", "dan", "eve", "gus", "sam"} & set(await _show(drawn, audit))


async def test_each_may_act_on_their_own_teams_alone(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted(FOR_ASH, FOR_CHERRY)
    views = await _show(drawn, audit)
    may = {who: [line.may_act for line in view.lines] for who, view in views.items()}
    ash, cherry, neither = [True, False], [False, True], [False, False]
    assert may == {
        "ann": ash,
        "abe": ash,
        "gil": ash,
        "cat": cherry,
        "gus": cherry,
        "ben": neither,
        "quinn": neither,
    }


async def test_what_is_done_says_by_whom_and_nobody_may_act_on_it(drawn: LittleCouncil) -> None:
    audit, (action,) = await drawn.submitted(FOR_ASH)
    await _complete(drawn, action, "gil")
    for view in (await _show(drawn, audit)).values():
        (line,) = view.lines
        assert (line.completed_by, line.may_act, line.may_extend_to) == ("Gil", False, None)


async def test_more_time_is_offered_until_it_was_had_or_is_over(drawn: LittleCouncil) -> None:
    audit, (action,) = await drawn.submitted(FOR_ASH)
    latest = date(2027, 1, 6)

    async def offered(today: date) -> date | None:
        return (await _show(drawn, audit, today))["ann"].lines[0].may_extend_to

    assert await offered(TODAY) == latest
    assert await offered(latest) is None
    ann = await drawn.person("ann")
    await ask_more_time(
        AskMoreTime(drawn.council, ann, action.id, 1, "Leave.", date(2026, 12, 22), "card"),
        work=drawn.work,
        now=THE_FIRST,
    )
    assert await offered(TODAY) is None


async def test_the_day_after_its_due_date_it_is_overdue(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted(FOR_ASH)
    overdue = [
        (await _show(drawn, audit, DUE + timedelta(days=n)))["ann"].lines[0].overdue for n in (0, 1)
    ]
    assert overdue == [False, True]


async def test_an_audit_without_actions_has_no_card(drawn: LittleCouncil) -> None:
    assert await _show(drawn, await drawn.audit_led_by("ben")) == {}


async def test_someone_who_left_is_shown_nothing(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted(FOR_ASH)
    await drawn.take_staff(*(one for one in STAFF if one.id != "ben"))
    views = await _show(drawn, audit)
    assert "ben" not in views
    assert views["ann"].peer == "Ben"


async def test_a_digest_has_what_was_reminded_of_that_day_the_most_urgent_first(
    drawn: LittleCouncil,
) -> None:
    soon = ProposedAction("Sooner.", "Ash", date(2026, 12, 14))
    far = ProposedAction("Much later.", "Ash", date(2027, 1, 20))
    await drawn.submitted(FOR_ASH, soon, far)
    await send_digests(drawn.council, work=drawn.work, now=_nine(REMINDED))
    views = await _digests(drawn, REMINDED, REMINDED)
    assert set(views) == {"ann"}
    assert [line.action.text for line in views["ann"].lines] == ["Sooner.", FOR_ASH.text]
    assert await _digests(drawn, TODAY, REMINDED) == {}


async def test_what_was_done_since_stays_in_the_days_digest(drawn: LittleCouncil) -> None:
    _, (action,) = await drawn.submitted(FOR_ASH)
    await send_digests(drawn.council, work=drawn.work, now=_nine(REMINDED))
    await _complete(drawn, await drawn.action(action.id))
    (line,) = (await _digests(drawn, REMINDED, REMINDED))["ann"].lines
    assert not line.action.is_open


@pytest.mark.parametrize(
    ("away", "reader", "may_act"),
    [
        (["ann"], "abe", True),
        (["ann", "abe"], "gil", True),
        # QA officers are told so that somebody is, but complete nothing for a team.
        (["ann", "abe", "gil"], "quinn", False),
    ],
)
async def test_a_stand_in_is_offered_what_they_may_do(
    drawn: LittleCouncil, away: list[str], reader: str, *, may_act: bool
) -> None:
    await drawn.submitted(FOR_ASH)
    for person_id in away:
        await drawn.away(person_id, date(2026, 12, 7), REMINDED)
    await send_digests(drawn.council, work=drawn.work, now=_nine(REMINDED))
    views = await _digests(drawn, REMINDED, REMINDED)
    assert set(views) == {reader}
    assert [line.may_act for line in views[reader].lines] == [may_act]


@pytest.mark.rule("BD-07")
async def test_an_action_is_late_by_the_council_s_clocks(drawn: LittleCouncil) -> None:
    due = date(2027, 6, 15)
    audit, (action,) = await drawn.submitted(ProposedAction("Date the plan.", "Ash", due))
    command = CompleteAction(
        drawn.council, await drawn.person("ann"), action.id, action.version, "Done.", "card"
    )
    half_past_midnight = datetime(2027, 6, 15, 23, 30, tzinfo=UTC)
    await complete_action(command, work=drawn.work, now=half_past_midnight)
    (line,) = (await _show(drawn, audit))["ann"].lines
    assert line.done_late

"""A part of an action is done: what was done is kept, and the rest is still to do (WC-08)."""

from datetime import date, timedelta

import pytest

from programme.action import Action
from programme.action_step import StepKind
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import audit_entity
from programme.use_cases.complete_action import (
    CompleteAction,
    DoPart,
    complete_action,
    do_part_of_action,
)
from programme.use_cases.send_digests import send_digests
from tests.little_council import DUE, LittleCouncil
from tests.programme.use_cases.acting_on_actions import (
    HIGH,
    OVERDUE,
    card,
    confirm,
    done,
    nine,
    reopen,
    returned,
)

MONDAY = date(2026, 12, 7)
FRIDAY = date(2026, 12, 4)
FIRST, SECOND = "The first half has dates.", "So has the third quarter."


async def _given(ash: LittleCouncil) -> Action:
    _, (action,) = await ash.submitted(HIGH)
    return action


async def _part(
    ash: LittleCouncil,
    action: Action,
    note: str = FIRST,
    by: str = "ann",
    *,
    on: date | None = None,
    day: date = MONDAY,
) -> Action:
    command = DoPart(
        ash.council, await ash.person(by), action.id, action.version, note, "card", done_on=on
    )
    return await do_part_of_action(command, work=ash.work, now=nine(day))


async def _complete(
    ash: LittleCouncil, action: Action, *, on: date | None, day: date = MONDAY
) -> Action:
    command = CompleteAction(
        ash.council, await ash.person("ann"), action.id, action.version, "All.", "card", on
    )
    return await complete_action(command, work=ash.work, now=nine(day))


@pytest.mark.rule("WC-08")
async def test_it_stays_open_and_due_and_everybody_sees_what_was_done(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    await ash.settle("ben", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    part = await _part(ash, action, on=FRIDAY)
    assert (part.is_open, part.due, part.team) == (True, action.due, "Ash")
    assert ("ben", MessageKind.ACTIONS) in await ash.behind()
    for reader in ("ann", "abe", "quinn"):
        told = await card(ash, MessageKind.ACTIONS, reader, audit.id, MONDAY)
        assert "Due Fri 18 Dec, part done on Fri 4 Dec" in told
        assert f"Done so far, by Ann: {FIRST}" in told
    (event,) = [e for e in await ash.events(action.id) if e.verb == "do_part_of_action"]
    assert (event.who, event.detail) == ("ann", {"done_on": "2026-12-04"})


@pytest.mark.rule("WC-08")
async def test_it_can_be_said_again_and_nothing_that_was_said_is_lost(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    first = await _part(ash, action)
    before = await ash.everything()
    assert await _part(ash, action) == first
    assert await ash.everything() == before
    second = await _part(ash, first, SECOND, "abe")
    assert [(step.words, step.by) for step in second.steps] == [(FIRST, "ann"), (SECOND, "abe")]
    told = await card(ash, MessageKind.ACTIONS, "ann", audit.id, MONDAY)
    assert f"Done so far, told 2 times, the last by Abe: {SECOND}" in told
    closed = await done(ash, second, MONDAY)
    opened = await reopen(ash, closed, MONDAY)
    again = await done(ash, opened, MONDAY)
    lacking = await returned(ash, again, MONDAY, reason="The last quarter is missing.")
    kept = (await ash.action(action.id)).steps
    assert kept == lacking.steps
    assert [(step.kind, step.words) for step in kept] == [
        (StepKind.PART_DONE, FIRST),
        (StepKind.PART_DONE, SECOND),
        (StepKind.COMPLETED, "All dated."),
        (StepKind.TAKEN_BACK, ""),
        (StepKind.COMPLETED, "All dated."),
        (StepKind.RETURNED, "The last quarter is missing."),
    ]


@pytest.mark.rule("WC-08")
async def test_reminders_keep_coming_and_say_that_a_part_is_done(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    await _part(ash, action)
    for day, stands in ((DUE, "Due Fri 18 Dec"), (OVERDUE, "⚠ Overdue since Fri 18 Dec")):
        await send_digests(ash.council, work=ash.work, now=nine(day))
        if day == DUE:
            told = await card(ash, MessageKind.DIGEST, "ann", day.isoformat(), day)
        else:
            told = await card(ash, MessageKind.DIGEST, "sian", day.isoformat(), day)
        assert f"{stands}, part done on Mon 7 Dec" in told


@pytest.mark.rule("WC-08")
@pytest.mark.parametrize(
    ("note", "on", "fields"),
    [
        ("", None, {"note"}),
        ("DOB 3/5/14", MONDAY, {"note"}),
        (FIRST, MONDAY + timedelta(days=1), {"done_on"}),
        ("x" * 1_001, date(2026, 11, 30), {"note", "done_on"}),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    ash: LittleCouncil, note: str, on: date | None, fields: set[str]
) -> None:
    action = await _given(ash)
    before = await ash.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await _part(ash, action, note, on=on)
    assert set(refused.value.problems) == fields
    assert await ash.everything() == before


@pytest.mark.rule("WC-08")
async def test_it_is_for_those_who_may_complete_it_while_it_is_open(ash: LittleCouncil) -> None:
    action = await _given(ash)
    for by in ("ben", "sam", "quinn"):
        with pytest.raises(AskSomeoneAllowed):
            await _part(ash, action, by=by)
    closed = await done(ash, action, MONDAY)
    for seen in (action, closed):
        with pytest.raises(ShowAsItIsNow):
            await _part(ash, seen)


@pytest.mark.rule("BD-07")
async def test_in_time_is_judged_by_the_day_on_which_it_was_done(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    late = await _complete(ash, action, on=DUE, day=OVERDUE)
    assert (late.done_on, late.completed_at) == (DUE, nine(OVERDUE))
    told = await card(ash, MessageKind.CONFIRM_ACTIONS, "ann", audit.id, OVERDUE)
    assert "1 of 1 by the first due date" in told
    assert "✔ Completed by Ann on Mon 21 Dec, done on Fri 18 Dec" in told
    assert "after its date" not in told
    (confirmed,) = await confirm(ash, audit, "ann", OVERDUE)
    assert confirmed.done_on == DUE


@pytest.mark.rule("BD-07")
async def test_done_after_its_date_it_is_late_and_without_a_day_it_is_done_today(
    ash: LittleCouncil,
) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    closed = await _complete(ash, action, on=None, day=OVERDUE)
    assert closed.done_on == OVERDUE
    told = await card(ash, MessageKind.CONFIRM_ACTIONS, "ann", audit.id, OVERDUE)
    assert "0 of 1 by the first due date" in told
    assert "on Mon 21 Dec, after its date (Fri 18 Dec)" in told

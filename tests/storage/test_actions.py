"""Actions of audits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.action import Action, ActionState
from programme.action_step import Step, StepKind
from programme.errors import ShowAsItIsNow
from programme.ports import Work
from tests.storage.examples import ACTION, COUNCIL, DECEMBER, DUE, NOW

URGENT = replace(ACTION, id="ac2", number=2, due=date(2026, 12, 4))
ELSEWHERE = replace(ACTION, id="ac3", audit_id="au2", case_reference="C050", team="Evesham")
DONE = replace(
    ACTION,
    id="ac4",
    number=3,
    state=ActionState.COMPLETED,
    completed_by="p1",
    completed_at=NOW,
    completion_note="Done.",
    extensions=1,
    extension_reason="Waiting for the school.",
    first_due=date(2026, 12, 2),
)
JANUARY = replace(ACTION, id="ac5", audit_id="au5", month="2027-01", due=date(2027, 1, 29))


@pytest.fixture(autouse=True)
async def _actions(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.actions.add([ACTION, URGENT, ELSEWHERE, DONE, JANUARY])
        await unit.commit()


def _ids(actions: tuple[Action, ...]) -> list[str]:
    return [action.id for action in actions]


async def test_actions_are_found_by_id_audit_month_team_and_day(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.actions.get("ac4") == DONE
        assert await unit.actions.get("ac9") is None
        assert _ids(await unit.actions.of_audits({"au1", "au2"})) == ["ac3", "ac1", "ac2", "ac4"]
        assert _ids(await unit.actions.of_month(DECEMBER)) == ["ac3", "ac1", "ac2", "ac4"]
        assert _ids(await unit.actions.open_of_teams({"Malvern"})) == ["ac2", "ac1", "ac5"]
        assert _ids(await unit.actions.open_of_teams({"Malvern", "Evesham"})) == [
            "ac2",
            "ac3",
            "ac1",
            "ac5",
        ]
        assert _ids(await unit.actions.open_due_by(DUE)) == ["ac2", "ac3", "ac1"]
        assert _ids(await unit.actions.open_due_by(DUE - timedelta(days=1))) == ["ac2"]


async def test_a_change_of_an_older_version_is_refused_and_changes_nothing(work: Work) -> None:
    completed = replace(ACTION, version=2, state=ActionState.COMPLETED, completion_note="Done.")
    async with work(COUNCIL) as unit:
        await unit.actions.save(completed, ACTION)
        await unit.commit()
    async with work(COUNCIL) as unit:
        with pytest.raises(ShowAsItIsNow, match="as it stands"):
            await unit.actions.save(replace(ACTION, version=2, due=date(2027, 2, 1)), ACTION)
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.actions.get("ac1") == completed
        assert await unit.actions.get("ac2") == URGENT


async def test_a_reminder_is_remembered_and_leaves_the_version(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.actions.mark_reminded({"ac1": "2026-12-18-3", "ac3": "2026-12-18"}, DUE)
        await unit.actions.mark_reminded({}, DUE)
        await unit.commit()

    reminded = replace(ACTION, reminded="2026-12-18-3", reminded_on=DUE)
    async with work(COUNCIL) as unit:
        assert await unit.actions.get("ac1") == reminded
        assert await unit.actions.reminded_on(DUE, {"Malvern"}) == (reminded,)
        assert await unit.actions.reminded_on(DUE + timedelta(days=1), {"Malvern"}) == ()
        await unit.actions.save(replace(reminded, version=2, due=date(2027, 1, 8)), reminded)


async def test_a_change_that_read_before_a_tick_marked_keeps_what_the_tick_told(
    work: Work,
) -> None:
    async with work(COUNCIL) as press:
        read = await press.actions.get("ac1")
        assert read is not None
        async with work(COUNCIL) as tick:
            await tick.actions.mark_reminded({"ac1": "2026-12-18-1"}, DUE)
            await tick.actions.mark_tracked({"ac1": "2026-12-18+1"}, DUE)
            await tick.actions.mark_escalated({"ac1"}, DUE)
            await tick.commit()
        await press.actions.save(replace(read, version=2, completion_note="Half of it."), read)
        await press.commit()
    async with work(COUNCIL) as unit:
        assert await unit.actions.get("ac1") == replace(
            ACTION,
            version=2,
            completion_note="Half of it.",
            reminded="2026-12-18-1",
            reminded_on=DUE,
            tracked="2026-12-18+1",
            tracked_on=DUE,
            escalated_on=DUE,
        )


async def test_a_change_that_moves_the_date_says_what_was_told_of_it(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.actions.mark_reminded({"ac1": "2026-12-18-1"}, DUE)
        await unit.commit()
    async with work(COUNCIL) as unit:
        read = await unit.actions.get("ac1")
        assert read is not None
        moved = replace(read, version=2, due=date(2027, 1, 29), reminded=None)
        await unit.actions.save(moved, read)
        assert await unit.actions.get("ac1") == moved


async def test_what_is_tracked_and_escalated_is_found_by_its_day(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.actions.mark_tracked({"ac1": "2026-12-18+1"}, DUE)
        await unit.actions.mark_escalated({"ac2"}, DUE)
        await unit.commit()
    async with work(COUNCIL) as unit:
        (tracked,) = await unit.actions.tracked_on(DUE, {"Malvern"})
        assert tracked == replace(ACTION, tracked="2026-12-18+1", tracked_on=DUE)
        assert await unit.actions.tracked_on(DUE, {"Evesham"}) == ()
        assert await unit.actions.escalated_on(DUE) == (replace(URGENT, escalated_on=DUE),)
        assert await unit.actions.escalated_on(DUE - timedelta(days=1)) == ()
        later = DUE + timedelta(days=9)
        await unit.actions.mark_escalated({"ac2"}, later)
        again = (replace(URGENT, escalated_on=later),)
        assert await unit.actions.escalated_on(DUE) == again
        assert await unit.actions.escalated_on(later) == again


async def test_what_is_completed_awaits_confirmation_and_everything_is_kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.actions.awaiting_confirmation() == ("au1",)
        confirmed = replace(
            DONE,
            version=2,
            confirmed_by="p1",
            confirmed_at=NOW,
            reopened_by="p2",
            reopened_reason="No dates.",
        )
        await unit.actions.save(confirmed, ACTION)
        await unit.actions.add([replace(ACTION, id="ac6", priority="high")])
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.actions.get("ac4") == confirmed
        assert await unit.actions.awaiting_confirmation() == ()
        assert await unit.actions.get("ac6") == replace(ACTION, id="ac6", priority="high")


async def test_every_step_is_kept_in_order_with_all_that_was_written(work: Work) -> None:
    step = Step(StepKind.PART_DONE, 2, "p1", NOW, "Half of “it”.", DUE)
    passed = Step(StepKind.PASSED_ON, 3, "p1", NOW, "Moved.", from_team="Malvern", to_team="E")
    changed = replace(
        ACTION, version=2, steps=(step, passed), done_on=DUE - timedelta(days=1), team="E"
    )
    async with work(COUNCIL) as unit:
        await unit.actions.save(changed, ACTION)
        await unit.actions.add([replace(ACTION, id="ac7", set_on=DUE)])
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.actions.get("ac1") == changed
        assert await unit.actions.open_of_teams(["E"]) == (changed,)
        assert await unit.actions.get("ac7") == replace(ACTION, id="ac7", set_on=DUE)

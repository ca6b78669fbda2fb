"""The actions of each shipped framework: due when, reminded of when, moved, tracked, confirmed."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from dialogs.actions_page import actions_body
from programme.action import Action, ProposedAction
from programme.action_clock import ActionClock, period_end
from programme.audit import Audit
from programme.errors import CorrectAndRepeat, ShowAsItIsNow, SightlineError
from programme.message import MessageKind
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.show_audit import show_audit
from storage.engine import Engine
from tests.bot.chats import words_of
from tests.little_council import LittleCouncil
from tests.programme.frameworks.a_council import (
    CALENDAR,
    FRIDAY,
    JANUARY,
    council_of,
    draw,
    shipped_framework,
)
from tests.programme.frameworks.recording import GOOD, NOW, actions_of, completed, submitted, ticked
from tests.programme.frameworks.rounds_of import table

TEN_DAYS_ON = date(2027, 1, 29)


def _clock(framework: str, today: date = FRIDAY) -> ActionClock:
    rules = shipped_framework(framework)
    ends = period_end(rules, rules.allocation.id, JANUARY)
    return ActionClock(rules.actions, CALENDAR, today, ends)


@pytest.mark.parametrize(
    ("framework", "priority", "due", "latest"),
    table(
        ("worcestershire", "", "WC-08", "29 Jan", None),
        ("swindon", "", "SW-06", "29 Jan", None),
        ("west_berkshire", "", "WB-07", "12 Mar", "12 Mar"),
        ("bedford", "high", "BD-05", "22 Jan", None),
        ("bedford", "medium", "BD-05", "29 Jan", None),
        ("bedford", "low", "BD-05", "12 Feb", None),
        ("kent", "", "", "29 Jan", None),
    ),
)
def test_an_action_of_the_15th_of_january_is_proposed_for(
    framework: str, priority: str, due: str, latest: str | None
) -> None:
    clock = _clock(framework)
    assert f"{clock.proposed(priority or None):%-d %b}" == due
    assert (f"{clock.latest:%-d %b}" if clock.latest else None) == latest


@pytest.mark.rule("BD-05")
def test_bedfords_priorities_go_from_high_to_low_and_others_have_none() -> None:
    assert [each.id for each in _clock("bedford").rule.priorities] == ["high", "medium", "low"]
    for other in ("kent", "swindon", "west_berkshire", "worcestershire"):
        assert _clock(other).rule.priorities == ()


async def _with_actions(
    engine: Engine, framework: str, *due: date
) -> tuple[LittleCouncil, Audit, Sequence[Action]]:
    """An audit of Ash's with an action for each of the days."""
    council = await council_of(engine, framework)
    rules = council.council.framework
    audits = (await draw(council))[rules.allocation.id]
    audit = next(a for a in audits if a.team == "Ash")
    urgent = rules.actions.priorities[0].id if rules.actions.priorities else None
    proposed = [ProposedAction(f"Step {n}.", "Ash", day, urgent) for n, day in enumerate(due)]
    audit = await submitted(council, audit, GOOD, proposed)
    return council, audit, await actions_of(council, audit)


@pytest.mark.parametrize(
    ("framework", "tracked"),
    [
        pytest.param("worcestershire", [], marks=pytest.mark.rule("WC-08")),
        pytest.param("swindon", [], marks=pytest.mark.rule("SW-06")),
        pytest.param("west_berkshire", ["1 Feb", "5 Feb"], marks=pytest.mark.rule("WB-07")),
        pytest.param("bedford", [], marks=pytest.mark.rule("BD-05")),
        ("kent", []),
    ],
)
async def test_the_team_is_reminded_before_on_and_after_the_day_and_whoever_tracks_it_after(
    engine: Engine, framework: str, tracked: list[str]
) -> None:
    council, _, _ = await _with_actions(engine, framework, TEN_DAYS_ON)
    days = [TEN_DAYS_ON + timedelta(days=number) for number in range(-10, 10)]
    for day in days:
        await ticked(council, day)
    digests = await council.messages(MessageKind.DIGEST)
    heard = {
        reader: [
            f"{date.fromisoformat(m.subject):%-d %b}" for m in digests if m.person_id == reader
        ]
        for reader in ("team_manager-ash", "service_manager-north")
    }
    assert heard == {
        "team_manager-ash": ["22 Jan", "28 Jan", "29 Jan", "5 Feb"],
        "service_manager-north": tracked,
    }


@pytest.mark.parametrize(
    ("framework", "moved"),
    [
        pytest.param("worcestershire", True, marks=pytest.mark.rule("WC-08")),
        pytest.param("swindon", True, marks=pytest.mark.rule("SW-06")),
        pytest.param("west_berkshire", False, marks=pytest.mark.rule("WB-07")),
        pytest.param("bedford", True, marks=pytest.mark.rule("BD-05")),
        ("kent", True),
    ],
)
async def test_ten_working_days_more_are_had_once_or_none_at_all(
    engine: Engine, framework: str, moved: bool
) -> None:
    council, _, (action,) = await _with_actions(engine, framework, TEN_DAYS_ON)
    last = CALENDAR.plus_working_days(TEN_DAYS_ON, 10)
    assert not await _has_more_time(council, action, last + timedelta(days=3))
    assert await _has_more_time(council, action, last) is moved
    assert not await _has_more_time(
        council, await council.action(action.id), last + timedelta(days=3)
    )


async def _has_more_time(council: LittleCouncil, action: Action, due: date) -> bool:
    by = await council.person("team_manager-ash")
    command = AskMoreTime(
        council.council, by, action.id, action.version, "The school is closed.", due, "card"
    )
    try:
        return (await ask_more_time(command, work=council.work, now=NOW)).due == due
    except (CorrectAndRepeat, ShowAsItIsNow):
        return False


@pytest.mark.parametrize(
    "framework",
    [
        pytest.param("worcestershire", marks=pytest.mark.rule("WC-08")),
        pytest.param("swindon", marks=pytest.mark.rule("SW-06")),
        pytest.param("west_berkshire", marks=pytest.mark.rule("WB-07")),
        pytest.param("bedford", marks=pytest.mark.rule("BD-05")),
        "kent",
    ],
)
async def test_an_audit_sets_ten_actions_and_not_eleven(engine: Engine, framework: str) -> None:
    with pytest.raises(SightlineError) as refused:
        await _with_actions(engine, framework, *[TEN_DAYS_ON] * 11)
    assert isinstance(refused.value, CorrectAndRepeat)
    assert refused.value.problems == {"actions": "An audit sets at most 10 actions."}


@pytest.mark.rule("WB-07")
async def test_west_berkshires_actions_are_due_ten_working_days_after_both_months(
    engine: Engine,
) -> None:
    council, _, (action,) = await _with_actions(engine, "west_berkshire", date(2027, 3, 12))
    assert action.due == date(2027, 3, 12)
    with pytest.raises(CorrectAndRepeat) as refused:
        await _again(council, date(2027, 3, 15))
    assert "10 working days at most, so until Friday 12 March 2027" in str(refused.value.problems)


async def _again(council: LittleCouncil, due: date) -> None:
    audits = await council.audits(JANUARY)
    audit = next(a for a in audits if a.team == "Ash" and not a.is_submitted)
    await submitted(council, audit, GOOD, [ProposedAction("Date the plan.", "Ash", due)])


@pytest.mark.parametrize(
    ("framework", "offered"),
    [
        pytest.param("bedford", True, marks=pytest.mark.rule("BD-05")),
        *(
            pytest.param(other, False, marks=pytest.mark.rule("BD-05"))
            for other in ("kent", "swindon", "west_berkshire", "worcestershire")
        ),
    ],
)
async def test_advice_that_nobody_tracks_can_be_left_in_bedford(
    engine: Engine, framework: str, offered: bool
) -> None:
    council = await council_of(engine, framework)
    audit = (await draw(council))[council.council.framework.allocation.id][0]
    async with council.work(council.tenant_id) as w:
        reader = await council.person(audit.lead_id)
        view = await show_audit(council.council, w, reader, audit.id)
    body = actions_body(council.council, view, _clock(framework), {}, {})
    assert ("A line of advice" in words_of({"body": body})) is offered


@pytest.mark.rule("BD-07")
async def test_bedfords_qa_officers_are_asked_three_working_days_after_the_action_was_completed(
    engine: Engine,
) -> None:
    council, _, (action,) = await _with_actions(engine, "bedford", date(2027, 1, 22))
    await completed(council, action, date(2027, 1, 21))
    for day, asked in ((date(2027, 1, 25), 0), (date(2027, 1, 26), 1)):
        assert await ticked(council, day, MessageKind.CONFIRM_ACTIONS) == asked
    assert await council.readers(MessageKind.CONFIRM_ACTIONS) == ["qa_officer"]


@pytest.mark.rule("BD-07")
async def test_bedfords_delay_is_escalated_five_working_days_after_the_day(engine: Engine) -> None:
    council, _, _ = await _with_actions(engine, "bedford", date(2027, 1, 22))
    for day, told in ((date(2027, 1, 28), 0), (date(2027, 1, 29), 1)):
        assert await ticked(council, day, MessageKind.ESCALATED) == told
    assert await council.readers(MessageKind.ESCALATED) == ["service_manager-north"]


@pytest.mark.rule("BD-07")
async def test_bedfords_delay_reaches_the_head_of_service_where_no_service_manager_is(
    engine: Engine,
) -> None:
    council, _, _ = await _with_actions(engine, "bedford", date(2027, 1, 22))
    await council.away("service_manager-north", FRIDAY, date(2027, 2, 12))
    await ticked(council, date(2027, 1, 29))
    assert await council.readers(MessageKind.ESCALATED) == ["head_of_service"]

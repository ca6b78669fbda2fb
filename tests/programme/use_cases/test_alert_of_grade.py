"""A grave grade is told at once, answered, and reminded of once (WB-08, SW-06, KT-07)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.audit import Audit
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.grade_alert import Alert
from programme.message import MessageKind
from programme.rules.follow_up import GradeAlert
from programme.shown import alert_entity
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.remind_of_alerts import remind_of_alerts
from programme.use_cases.show_alerts import show_alert_answers, show_alerts
from tests.follow_up import (
    ALERT,
    ASKED,
    GOOD,
    HANNAH,
    POOR,
    SIMON,
    SOPHIE,
    WORST,
    add_people,
    graded,
    name_worker,
    sent_on,
    with_rules,
)
from tests.little_council import THE_FIRST, LittleCouncil

DUE = date(2026, 12, 8)
THE_9TH = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
DONE = "The child was seen today and a strategy meeting is called."


async def _alerts(little: LittleCouncil, audit: Audit) -> dict[str, Alert]:
    async with little.work(little.tenant_id) as w:
        return {alert.person_id: alert for alert in await w.alerts.of_audits([audit.id])}


async def _answer(
    little: LittleCouncil,
    audit: Audit,
    by: str = "ann",
    answer: str = DONE,
    version: int = 1,
    now: datetime = THE_FIRST,
) -> Alert:
    command = AnswerAlert(
        little.council, await little.person(by), audit.id, version, answer, "card"
    )
    return await answer_alert(command, work=little.work, now=now)


@pytest.fixture
async def alerting(drawn: LittleCouncil) -> LittleCouncil:
    """Whoever manages the service area hears of the worst grade."""
    await add_people(drawn, HANNAH, SIMON, SOPHIE)
    return with_rules(drawn, alerts=(ALERT,))


@pytest.fixture
async def asking(alerting: LittleCouncil) -> LittleCouncil:
    """They are asked as well what they have done."""
    return with_rules(alerting, alerts=(ASKED,))


@pytest.mark.rule("WB-08", "SW-06", "KT-07")
async def test_each_recipient_gets_one_card_of_a_grave_grade(alerting: LittleCouncil) -> None:
    audit, _ = await graded(alerting, WORST)
    messages = await alerting.messages(MessageKind.GRADE_ALERT)
    assert [m.person_id for m in messages] == ["ann", "simon"]
    assert {m.subject for m in messages} == {audit.id}
    assert [e.verb for e in await alerting.events(audit.id)].count("alert_of_grade") == 1


@pytest.mark.rule("WB-08")
async def test_another_grade_alerts_nobody(alerting: LittleCouncil) -> None:
    audit, _ = await graded(alerting, GOOD)
    assert await alerting.messages(MessageKind.GRADE_ALERT) == []
    assert await _alerts(alerting, audit) == {}


@pytest.mark.rule("WB-08")
async def test_at_night_the_alert_waits_for_the_council_to_open(alerting: LittleCouncil) -> None:
    await graded(alerting, WORST, now=datetime(2026, 12, 5, 22, 0, tzinfo=UTC))
    due = await sent_on(alerting, MessageKind.GRADE_ALERT)
    assert sorted(due.values()) == [date(2026, 12, 5), date(2026, 12, 7)]  # the first submits


@pytest.mark.rule("WB-08")
async def test_someone_away_is_told_all_the_same(alerting: LittleCouncil) -> None:
    await alerting.away("simon", date(2026, 11, 30), date(2026, 12, 31))
    await graded(alerting, WORST)
    assert "simon" in await alerting.readers(MessageKind.GRADE_ALERT)


async def test_several_rules_make_one_card_with_the_shortest_time(asking: LittleCouncil) -> None:
    rules = (
        replace(ASKED, answer_within_working_days=10),
        ASKED,
        GradeAlert((WORST, POOR), ("team_manager",)),
    )
    audit, _ = await graded(with_rules(asking, alerts=rules), WORST)
    assert await asking.readers(MessageKind.GRADE_ALERT) == ["ann", "hannah"]
    assert {a.answer_by for a in (await _alerts(asking, audit)).values()} == {DUE}


@pytest.mark.rule("KT-07")
async def test_who_is_told_says_what_was_done_and_lead_and_officers_see_it(
    asking: LittleCouncil,
) -> None:
    audit, _ = await graded(asking, WORST)
    answered = await _answer(asking, audit, "hannah")
    assert (answered.answer, answered.answered_at) == (DONE, THE_FIRST)
    assert await asking.readers(MessageKind.ALERT_ANSWERS) == ["ann", "quinn"]
    pairs = [("quinn", audit.id), ("ann", audit.id), ("simon", audit.id)]
    async with asking.work(asking.tenant_id) as w:
        views = await show_alert_answers(asking.council, w, pairs, THE_FIRST.date())
    assert set(views) == {("quinn", audit.id), ("ann", audit.id)}
    told = [(each.name, each.alert.answer) for each in views["quinn", audit.id].answers]
    assert told == [("Ann", None), ("Hannah", DONE)]
    event = (await asking.events(audit.id))[-1]
    assert (event.who, event.verb, event.detail) == ("hannah", "answer_alert", {})


@pytest.mark.rule("KT-07")
async def test_an_officer_who_is_away_hears_of_the_answer_on_their_return(
    asking: LittleCouncil,
) -> None:
    await asking.away("quinn", date(2026, 11, 30), date(2026, 12, 4))
    audit, _ = await graded(asking, WORST)
    await _answer(asking, audit, "hannah")
    due = await sent_on(asking, MessageKind.ALERT_ANSWERS)
    by_reader = {key.rpartition(":")[2]: day for key, day in due.items()}
    assert by_reader == {"ann": date(2026, 12, 1), "quinn": date(2026, 12, 7)}


async def test_an_answer_brings_the_cards_that_show_it_up_to_date(asking: LittleCouncil) -> None:
    audit, _ = await graded(asking, WORST)
    await asking.settle("quinn", MessageKind.ALERT_ANSWERS, audit.id, alert_entity(audit.id))
    await _answer(asking, audit)
    assert await asking.behind() == {("quinn", MessageKind.ALERT_ANSWERS)}


async def test_the_same_answer_twice_has_one_effect(asking: LittleCouncil) -> None:
    audit, _ = await graded(asking, WORST)
    first = await _answer(asking, audit)
    before = await asking.everything()
    assert await _answer(asking, audit, answer=f" {DONE} ") == first
    assert await asking.everything() == before


async def test_what_cannot_be_kept_is_refused_and_loses_nothing(asking: LittleCouncil) -> None:
    audit, _ = await graded(asking, WORST)
    before = await asking.everything()
    for words in ("", "Ring 07700 900123"):
        with pytest.raises(CorrectAndRepeat) as refused:
            await _answer(asking, audit, answer=words)
        assert set(refused.value.problems) == {"answer"}
    with pytest.raises(LookElsewhere):
        await _answer(asking, audit, "simon")
    with pytest.raises(ShowAsItIsNow):
        await _answer(asking, audit, version=7)
    assert await asking.everything() == before


async def test_a_second_answer_shows_the_first(asking: LittleCouncil) -> None:
    audit, _ = await graded(asking, WORST)
    await _answer(asking, audit)
    with pytest.raises(ShowAsItIsNow):
        await _answer(asking, audit, answer="Something else.", version=2)


async def test_where_nothing_is_asked_there_is_nothing_to_answer(alerting: LittleCouncil) -> None:
    audit, _ = await graded(alerting, WORST)
    with pytest.raises(ShowAsItIsNow, match="Nothing more is asked"):
        await _answer(alerting, audit)


@pytest.mark.rule("KT-07")
async def test_after_the_time_is_up_there_is_one_reminder_and_the_officers_hear(
    asking: LittleCouncil,
) -> None:
    audit, _ = await graded(asking, WORST)
    await _answer(asking, audit, "ann")
    on_the_day = THE_9TH - timedelta(days=1)
    assert await remind_of_alerts(asking.council, work=asking.work, now=on_the_day) == 0
    # Hannah is reminded; Ann, who leads, and the officer see that she hasn't answered.
    assert await remind_of_alerts(asking.council, work=asking.work, now=THE_9TH) == 3
    keys = [m.key for m in await asking.messages(MessageKind.GRADE_ALERT)]
    assert f"grade_alert:{audit.id}:hannah:reminder" in keys
    assert f"grade_alert:{audit.id}:ann:reminder" not in keys
    for days in (0, 1, 5):
        later = THE_9TH + timedelta(days=days)
        assert await remind_of_alerts(asking.council, work=asking.work, now=later) == 0


@pytest.mark.rule("KT-07")
async def test_an_answer_after_the_reminder_is_shown_on_the_card_that_is_there(
    asking: LittleCouncil,
) -> None:
    audit, _ = await graded(asking, WORST)
    await remind_of_alerts(asking.council, work=asking.work, now=THE_9TH)
    before = await asking.messages(MessageKind.ALERT_ANSWERS)
    assert len(before) == 2
    await asking.settle("quinn", MessageKind.ALERT_ANSWERS, audit.id, alert_entity(audit.id))
    await _answer(asking, audit)
    keys = {message.key for message in await asking.messages(MessageKind.ALERT_ANSWERS)}
    assert {message.key for message in before} <= keys
    assert not any(":answered:" in key for key in keys)
    assert ("quinn", MessageKind.ALERT_ANSWERS) in await asking.behind()


@pytest.mark.rule("KT-07")
async def test_a_pause_over_the_due_day_is_caught_up(asking: LittleCouncil) -> None:
    await graded(asking, WORST)
    assert await remind_of_alerts(asking.council, work=asking.work, now=THE_9TH) == 4
    sunday = datetime(2026, 12, 6, 9, 0, tzinfo=UTC)
    assert await remind_of_alerts(asking.council, work=asking.work, now=sunday) == 0


async def test_of_somebody_who_left_the_officers_hear(asking: LittleCouncil) -> None:
    audit, _ = await graded(asking, WORST)
    await add_people(asking, replace(HANNAH, active=False))
    await _answer(asking, audit)
    assert await remind_of_alerts(asking.council, work=asking.work, now=THE_9TH) == 2
    async with asking.work(asking.tenant_id) as w:
        views = await show_alert_answers(asking.council, w, [("quinn", audit.id)], THE_9TH.date())
        hers = await show_alerts(asking.council, w, [("hannah", audit.id)], THE_9TH.date())
    assert [(a.name, a.active) for a in views["quinn", audit.id].answers][1] == ("Hannah", False)
    assert hers == {}


async def test_a_worker_who_cannot_be_found_is_told_of_once_to_the_officers(
    drawn: LittleCouncil,
) -> None:
    rule = GradeAlert((WORST,), ("case_worker", "team_manager"))
    little = with_rules(drawn, alerts=(rule, rule))
    audit = await little.audit_led_by("ann")
    await name_worker(little, audit.case_reference, "Nobody Known")
    await graded(little, WORST)
    (message,) = await little.messages(MessageKind.WORKER_NOT_FOUND)
    assert (message.person_id, message.subject) == ("quinn", audit.id)
    assert audit.case_reference not in message.key
    assert await little.readers(MessageKind.GRADE_ALERT) == ["ann"]


async def test_a_found_worker_is_told(drawn: LittleCouncil) -> None:
    rule = GradeAlert((WORST,), ("case_worker",))
    await graded(with_rules(drawn, alerts=(rule,)), WORST)
    assert await drawn.readers(MessageKind.GRADE_ALERT) == ["sam"]
    assert await drawn.messages(MessageKind.WORKER_NOT_FOUND) == []


@pytest.mark.parametrize("show", [show_alerts, show_alert_answers])
async def test_what_there_is_nothing_to_show_of_is_left_out(
    drawn: LittleCouncil, show: Callable[..., Awaitable[object]]
) -> None:
    audit = await drawn.audit_led_by("ann")
    async with drawn.work(drawn.tenant_id) as w:
        assert await show(drawn.council, w, [("quinn", audit.id)], THE_FIRST.date()) == {}

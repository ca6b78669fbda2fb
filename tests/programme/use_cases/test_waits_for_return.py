"""What can wait comes to somebody who is away on their return; an alert of a grade doesn't wait."""

from dataclasses import replace
from datetime import date

import pytest

from programme.message import MessageKind
from programme.people import Absence
from programme.rules.follow_up import GradeAlert, ResultCopies
from programme.use_cases.send_overviews import send_overviews
from tests.follow_up import (
    BEST,
    CELEBRATION,
    OVERVIEW,
    PIA,
    RE_AUDIT,
    SIMON,
    WORST,
    add_people,
    graded,
    with_rules,
)
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.test_send_overviews import DUE

LEAVE = Absence(date(2026, 11, 30), date(2026, 12, 11))
BACK = date(2026, 12, 14)


async def _leave(little: LittleCouncil, *people: str) -> None:
    for person_id in people:
        await little.away(person_id, LEAVE.first, LEAVE.last)


async def _days(little: LittleCouncil, *kinds: MessageKind) -> dict[tuple[str, MessageKind], date]:
    found = await little.messages(*kinds)
    return {(m.person_id, m.kind): little.council.today(m.not_before) for m in found}


@pytest.mark.rule("BD-06", "BD-09", "WC-08")
async def test_results_thanks_offers_and_the_peer_s_actions_wait(drawn: LittleCouncil) -> None:
    await add_people(drawn, PIA)
    audit = await drawn.audit_led_by("ann")
    assert audit.peer_id
    await _leave(drawn, "sam", "pia", audit.peer_id)
    results = ResultCopies(("case_worker", "lead_auditor"))
    kinds = {
        ("sam", MessageKind.RESULT),
        (audit.peer_id, MessageKind.ACTIONS),
    }
    await graded(with_rules(drawn, results=results), WORST)
    days = await _days(drawn, MessageKind.RESULT, MessageKind.ACTIONS)
    assert {each for each, day in days.items() if day == BACK} == kinds
    assert days["ann", MessageKind.ACTIONS] == THE_FIRST.date()
    await graded(with_rules(drawn, celebration=CELEBRATION), BEST, lead="dan")
    days = await _days(drawn, MessageKind.CELEBRATION, MessageKind.TRAINING_OFFER)
    assert days["sam", MessageKind.CELEBRATION] == BACK
    assert days["pia", MessageKind.TRAINING_OFFER] == BACK


@pytest.mark.rule("SW-06")
async def test_an_alert_reaches_who_is_away_and_word_of_the_re_audit_waits(
    drawn: LittleCouncil,
) -> None:
    await add_people(drawn, SIMON)
    await _leave(drawn, "simon", "quinn")
    rule = GradeAlert((WORST,), ("service_manager",))
    await graded(with_rules(drawn, alerts=(rule,), re_audit=RE_AUDIT), WORST)
    days = await _days(drawn, MessageKind.GRADE_ALERT, MessageKind.RE_AUDIT)
    assert days["simon", MessageKind.GRADE_ALERT] == THE_FIRST.date()
    assert days["quinn", MessageKind.RE_AUDIT] == BACK


@pytest.mark.rule("WB-10")
async def test_an_overview_waits(drawn: LittleCouncil) -> None:
    away = (Absence(DUE.date(), date(2027, 1, 8)),)
    await add_people(drawn, replace(SIMON, absences=away))
    little = with_rules(drawn, overviews=(OVERVIEW,))
    await send_overviews(little.council, work=little.work, now=DUE)
    days = await _days(drawn, MessageKind.OVERVIEW)
    assert days == {("simon", MessageKind.OVERVIEW): date(2027, 1, 11)}

"""An alert is kept true for those who still have to do with the case, and for who is asked about
it: not for who was given another role, team or service area since."""

from dataclasses import replace
from datetime import date

import pytest

from programme.audit import Audit
from programme.people import Person
from programme.rules.follow_up import GradeAlert
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.show_alerts import AlertView, show_alerts
from tests.follow_up import (
    ALERT,
    ASKED,
    HANNAH,
    SIMON,
    SOCIAL_WORKER,
    WORST,
    add_people,
    graded,
    with_rules,
)
from tests.little_council import THE_FIRST, LittleCouncil

THE_2ND, THE_3RD = date(2026, 12, 2), date(2026, 12, 3)
MOVED = {"simon": {"service_area": "South"}, "hannah": SOCIAL_WORKER, "ann": SOCIAL_WORKER}
"""What the next staff list says of a service manager, a head of service and the lead auditor."""
EVERY = GradeAlert((WORST,), ("team_manager", "service_manager", "head_of_service"))
Told = tuple[LittleCouncil, Audit]


async def _told(drawn: LittleCouncil, rule: GradeAlert) -> Told:
    await add_people(drawn, HANNAH, SIMON)
    little = with_rules(drawn, alerts=(rule,))
    audit, _ = await graded(little, WORST)
    return little, audit


async def _shown(told: Told, today: date = THE_2ND) -> dict[str, AlertView]:
    little, audit = told
    async with little.work(little.tenant_id) as w:
        pairs = [(person.id, audit.id) for person in await w.people.all()]
        views = await show_alerts(little.council, w, pairs, today)
    return {reader: view for (reader, _), view in views.items()}


async def _move(told: Told, who: str) -> None:
    little, _ = told
    moved: Person = replace(await little.person(who), **MOVED[who])  # type: ignore[arg-type]  # by name
    await add_people(little, moved)


@pytest.mark.rule("WB-08", "SW-06")
@pytest.mark.parametrize(
    ("who", "left"), [("simon", {"ann", "hannah"}), ("hannah", {"ann", "simon"})]
)
async def test_who_was_given_another_place_is_shown_no_more(
    drawn: LittleCouncil, who: str, left: set[str]
) -> None:
    told = await _told(drawn, EVERY)
    assert set(await _shown(told)) == {"ann", "hannah", "simon"}
    await _move(told, who)
    assert set(await _shown(told)) == left


@pytest.mark.rule("WB-08")
async def test_who_audited_it_is_shown_it_whatever_they_are_now(drawn: LittleCouncil) -> None:
    told = await _told(drawn, ALERT)
    await _move(told, "ann")
    assert "ann" in await _shown(told)


@pytest.mark.rule("KT-07")
async def test_who_is_asked_is_shown_it_until_what_they_said_stands(drawn: LittleCouncil) -> None:
    told = little, audit = await _told(drawn, ASKED)
    await _move(told, "hannah")
    assert (await _shown(told))["hannah"].alert.awaits_answer
    hannah = await little.person("hannah")
    command = AnswerAlert(little.council, hannah, audit.id, 1, "The child was seen.", "card")
    await answer_alert(command, work=little.work, now=THE_FIRST)

    assert (await _shown(told))["hannah"].take_back_until == THE_2ND
    assert "hannah" not in await _shown(told, THE_3RD)

"""Who hears what when an audit is submitted under each shipped framework, and by when they act."""

from collections.abc import Mapping
from datetime import date

import pytest

from programme.audit import Audit
from programme.message import MessageKind
from programme.outside_rounds import re_audit_id
from storage.engine import Engine
from tests.little_council import LittleCouncil
from tests.programme.frameworks.a_council import council_of, draw
from tests.programme.frameworks.recording import (
    GOOD,
    INADEQUATE,
    OUTSTANDING,
    POOR,
    readers_of,
    submitted,
    ticked,
)
from tests.programme.frameworks.rounds_of import table

ALERT, RE_AUDIT = MessageKind.GRADE_ALERT, MessageKind.RE_AUDIT
RESULT, MODERATION = MessageKind.RESULT, MessageKind.MODERATION
MANAGERS = {"its team_manager", "its service_manager", "head_of_service"}
FOR_SWINDON = {ALERT: MANAGERS | {"qa_officer"}, RE_AUDIT: {"its lead"}}
# The QA officers have the re-audit on the alert.
FOR_WEST_BERKSHIRE = {ALERT: {"its service_manager"}}
WHOSE_IT_IS = {"its social_worker", "its team_manager", "its service_manager"}
LISTED = {MessageKind.RESULTS: {"its service_manager", "qa_officer"}}
"""Those who are copied in have the day's results in one list."""
RESULTS = {RESULT: {"its social_worker", "its team_manager"}, **LISTED}
CELEBRATED = {
    **LISTED,
    MessageKind.CELEBRATION: WHOSE_IT_IS,
    MessageKind.TRAINING_OFFER: {"principal_social_worker"},
}
# The lead manages the case's team, and records that the audit is reviewed.
TO_GROUP_MANAGER = {MODERATION: {"its group_manager"}, MessageKind.ACTIONS: {"its lead"}}
TO_REVIEW = {MessageKind.ACTIONS: {"its team_manager"}}
FINDINGS = {MessageKind.FINDINGS: {"its team_manager"}}


async def _audit(council: LittleCouncil, round_id: str) -> Audit:
    """An audit of the round, of a case of Ash where there is one."""
    audits = (await draw(council))[round_id]
    return next((audit for audit in audits if audit.team == "Ash"), audits[0])


@pytest.mark.parametrize(
    ("framework", "round_id", "grade", "told"),
    table(
        ("worcestershire", "case_files", "WC-07 WC-08", INADEQUATE, TO_GROUP_MANAGER),
        ("worcestershire", "case_files", "WC-07", OUTSTANDING, TO_GROUP_MANAGER),
        ("worcestershire", "residential", "WC-05 WC-08", INADEQUATE, TO_REVIEW),
        ("worcestershire", "mid_way", "WC-10", GOOD, FINDINGS),
        ("worcestershire", "reviewing_practice", "WC-12", GOOD, {}),
        ("swindon", "case_files", "SW-06", INADEQUATE, FOR_SWINDON),
        ("swindon", "case_files", "SW-05 SW-06", POOR, {}),
        ("west_berkshire", "learning_audits", "WB-08", INADEQUATE, FOR_WEST_BERKSHIRE),
        ("west_berkshire", "learning_audits", "WB-08", POOR, FOR_WEST_BERKSHIRE),
        ("west_berkshire", "learning_audits", "WB-04 WB-08", GOOD, {}),
        ("bedford", "case_files", "BD-06 BD-09", INADEQUATE, RESULTS),
        ("bedford", "case_files", "BD-06 BD-09", GOOD, RESULTS),
        ("bedford", "case_files", "BD-06 BD-09", OUTSTANDING, CELEBRATED),
        ("bedford", "senior_managers", "BD-06", GOOD, RESULTS),
    ),
)
async def test_these_hear_of_it_and_nobody_else(
    engine: Engine,
    framework: str,
    round_id: str,
    grade: str,
    told: Mapping[MessageKind, set[str]],
) -> None:
    council = await council_of(engine, framework)
    audit = await submitted(council, await _audit(council, round_id), grade)
    assert readers_of(await council.messages(), audit, *MessageKind) == told


@pytest.mark.rule("KT-02", "KT-07")
async def test_kents_managers_say_within_two_working_days_what_they_did_for_the_child(
    engine: Engine,
) -> None:
    council = await council_of(engine, "kent")
    audit = await submitted(council, await _audit(council, "own_work"), INADEQUATE)
    told = readers_of(await council.messages(), audit, *MessageKind)
    # Their own team manager led it.
    assert told[ALERT] == {"its lead", "its service_manager", "head_of_service"}
    (reviewer,) = told[MODERATION]
    assert reviewer.startswith("team_manager-")
    async with council.work(council.tenant_id) as w:
        alert = await w.alerts.get(audit.id, "head_of_service")
    assert alert is not None
    assert alert.answer_by == date(2027, 1, 19)
    reminded = [await ticked(council, date(2027, 1, day), ALERT) for day in (19, 20, 21)]
    assert reminded == [0, 3, 0]


@pytest.mark.rule("KT-07")
async def test_kent_alerts_of_no_better_grade(engine: Engine) -> None:
    council = await council_of(engine, "kent")
    await submitted(council, await _audit(council, "own_work"), POOR)
    assert await council.readers(ALERT) == []


@pytest.mark.rule("SW-06")
async def test_swindons_child_of_concern_is_audited_again_six_weeks_after(engine: Engine) -> None:
    council = await council_of(engine, "swindon")
    audit = await submitted(council, await _audit(council, "case_files"), INADEQUATE)
    async with council.work(council.tenant_id) as w:
        again = await w.audits.get(re_audit_id(audit.id))
    assert again is not None
    assert (again.due, again.tool_id) == (date(2027, 2, 26), "re_audit")
    assert (again.lead_id, again.case_reference) == (audit.lead_id, audit.case_reference)
    days = {}
    for day in (date(2027, 2, 11), date(2027, 2, 12), date(2027, 2, 23), date(2027, 2, 24)):
        days[day.day] = await ticked(council, day, RE_AUDIT)
    assert days == {11: 0, 12: 1, 23: 0, 24: 1}

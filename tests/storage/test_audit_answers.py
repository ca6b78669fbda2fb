"""Answers to the questions of submitted audits, kept to be counted."""

from dataclasses import replace
from datetime import timedelta

from programme.audit import AuditState
from programme.audit_answers import AnswerCount
from programme.audit_record import AuditRecord
from programme.ports import Work
from tests.storage.examples import AUDIT, COUNCIL, NOW, OTHER_COUNCIL

SUBMITTED = replace(AUDIT, state=AuditState.SUBMITTED, submitted_at=NOW)
ANSWERS = {"seen_alone": "yes", "plan": "no"}


async def _keep(work: Work, council: str = COUNCIL) -> None:
    async with work(council) as unit:
        await unit.audits.add(
            [
                SUBMITTED,
                replace(SUBMITTED, id="au2", case_reference="C2"),
                replace(SUBMITTED, id="au3", case_reference="C3", team="Evesham"),
                replace(SUBMITTED, id="au4", case_reference="C4", submitted_at=NOW - LONG),
                replace(SUBMITTED, id="au5", case_reference="C5", submitted_at=NOW + LONG),
            ]
        )
        await unit.audit_answers.add("au1", ANSWERS)
        await unit.audit_answers.add("au2", {**ANSWERS, "plan": "does_not_apply"})
        await unit.audit_answers.add("au3", {"plan": "no"})
        await unit.audit_answers.add("au4", ANSWERS)
        await unit.audit_answers.add("au5", ANSWERS)
        await unit.audit_answers.add("au2", {})
        await unit.commit()


LONG = timedelta(days=40)


async def test_answers_are_counted_by_tool_question_team_and_answer(work: Work) -> None:
    await _keep(work)
    await _keep(work, OTHER_COUNCIL)
    async with work(COUNCIL) as unit:
        counted = await unit.audit_answers.counted(NOW, NOW + LONG)
    assert counted == (
        AnswerCount("case_file", "plan", "Evesham", "no", 1),
        AnswerCount("case_file", "plan", "Malvern", "does_not_apply", 1),
        AnswerCount("case_file", "plan", "Malvern", "no", 1),
        AnswerCount("case_file", "seen_alone", "Malvern", "yes", 2),
    )


async def test_a_record_keeps_its_answers_and_an_old_one_has_none(work: Work) -> None:
    answered = replace(AUDIT, record=AuditRecord(answers={"seen": "A line.", "plan": "no"}))
    async with work(COUNCIL) as unit:
        await unit.audits.add([answered, replace(AUDIT, id="au2", case_reference="C2")])
        assert await unit.audits.get("au1") == answered
        found = await unit.audits.get("au2")
        assert found is not None
        assert found.record.answers == {}

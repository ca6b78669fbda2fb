"""Moderation and the closing of the loop under each shipped framework."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from programme.action import ProposedAction
from programme.audit import Audit
from programme.errors import CorrectAndRepeat
from programme.message import MessageKind
from programme.moderation import Judgement, Moderation
from programme.use_cases.moderate_audit import ModerateAudit, moderate_audit
from storage.engine import Engine
from tests.little_council import LittleCouncil
from tests.programme.frameworks.a_council import FRIDAY, council_of, draw
from tests.programme.frameworks.recording import GOOD, NOW, POOR, submitted, ticked
from tests.programme.frameworks.rounds_of import table

ACTION = ProposedAction("Update the chronology.", "Ash", date(2027, 1, 29))


async def _waiting(council: LittleCouncil) -> tuple[Moderation, ...]:
    async with council.work(council.tenant_id) as w:
        return await w.moderations.waiting()


async def _all_submitted(council: LittleCouncil) -> dict[str, Sequence[Audit]]:
    drawn = await draw(council)
    return {
        round_id: [await submitted(council, audit) for audit in audits]
        for round_id, audits in drawn.items()
    }


@pytest.mark.parametrize(
    ("framework", "round_id"),
    table(("worcestershire", "case_files", "WC-07"), ("kent", "own_work", "KT-02")),
)
async def test_every_audit_is_moderated_within_ten_working_days_and_answered_within_five(
    engine: Engine, framework: str, round_id: str
) -> None:
    council = await council_of(engine, framework)
    audit = (await draw(council))[round_id][0]
    await submitted(council, audit, GOOD)
    (moderation,) = await _waiting(council)
    assert moderation.due == date(2027, 1, 29)
    days = [date(2027, 1, day) for day in (26, 27, 28, 29)]
    assert [await ticked(council, day, MessageKind.MODERATIONS) for day in days] == [0, 1, 0, 1]
    done = await _moderated(council, moderation, POOR)
    assert done.answer_due == date(2027, 1, 22)


async def _moderated(
    council: LittleCouncil, moderation: Moderation, overall: str, *, talked_over: bool = True
) -> Moderation:
    async with council.work(council.tenant_id) as w:
        audit = await w.audits.get(moderation.id)
    assert audit is not None
    by = await council.person(moderation.moderator_id)
    judgement = Judgement(
        audit.record.grades,
        overall,
        "The plan is a year old.",
        "Date it.",
        talked_over=talked_over,
    )
    command = ModerateAudit(council.council, by, audit.id, moderation.version, judgement, "dialog")
    return await moderate_audit(command, work=council.work, now=NOW)


@pytest.mark.rule("KT-02")
async def test_kents_audits_are_reviewed_by_managers_of_other_teams(engine: Engine) -> None:
    council = await council_of(engine, "kent")
    audits = {audit.id: audit for audit in (await _all_submitted(council))["own_work"]}
    for moderation in await _waiting(council):
        reviewer = await council.person(moderation.moderator_id)
        assert moderation.moderator_id.startswith("team_manager-")
        assert reviewer.team != audits[moderation.id].team
    assert len(await _waiting(council)) == len(audits)


@pytest.mark.rule("SW-05")
async def test_swindons_qa_team_moderates_a_fifth_of_a_months_audits(engine: Engine) -> None:
    council = await council_of(engine, "swindon")
    audits = await _all_submitted(council)
    eligible = [a for each in ("case_files", "early_help") for a in audits[each]]
    assert await _drawn_on(council, date(2027, 2, 1)) == {"qa_officer": 6}
    assert len(eligible) == 26
    waiting = await _waiting(council)
    assert {moderation.id for moderation in waiting} <= {audit.id for audit in eligible}
    assert {moderation.due for moderation in waiting} == {date(2027, 2, 15)}
    done = await _moderated(council, waiting[0], POOR)
    assert done.answer_due == date(2027, 1, 22)


@pytest.mark.rule("SW-05")
async def test_swindons_early_help_audits_are_among_them(engine: Engine) -> None:
    council = await council_of(engine, "swindon")
    for audit in (await draw(council))["early_help"]:
        await submitted(council, audit)
    assert await _drawn_on(council, date(2027, 2, 1)) == {"qa_officer": 1}


@pytest.mark.rule("WB-04")
async def test_west_berkshires_three_moderators_take_one_each_of_the_two_months(
    engine: Engine,
) -> None:
    council = await council_of(engine, "west_berkshire")
    audits = await _all_submitted(council)
    assert await _drawn_on(council, date(2027, 2, 1)) == {}
    assert await _drawn_on(council, date(2027, 3, 1)) == {
        "service_manager-quality": 1,
        "principal_social_worker": 1,
        "workforce_development_officer": 1,
    }
    waiting = await _waiting(council)
    learning = {audit.id for audit in audits["learning_audits"]}
    assert {moderation.id for moderation in waiting} <= learning
    assert {moderation.due for moderation in waiting} == {date(2027, 3, 15)}
    with pytest.raises(CorrectAndRepeat) as refused:
        await _moderated(council, waiting[0], POOR, talked_over=False)
    assert [*refused.value.problems] == ["talked_over"]
    done = await _moderated(council, waiting[0], POOR)
    assert done.answer_due == date(2027, 1, 22)


@pytest.mark.rule("WB-04")
async def test_west_berkshires_foster_carer_files_are_not_moderated(engine: Engine) -> None:
    council = await council_of(engine, "west_berkshire")
    for audit in (await draw(council))["foster_carer_files"]:
        await submitted(council, audit)
    assert await _drawn_on(council, date(2027, 3, 1)) == {}


@pytest.mark.parametrize("day", [date(2027, 2, 1), date(2027, 4, 1)])
async def test_bedford_moderates_nothing(engine: Engine, day: date) -> None:
    council = await council_of(engine, "bedford")
    await _all_submitted(council)
    assert await _drawn_on(council, day) == {}
    assert await _waiting(council) == ()


async def _drawn_on(council: LittleCouncil, day: date) -> dict[str, int]:
    before = {moderation.id for moderation in await _waiting(council)}
    await ticked(council, day)
    found = [m.moderator_id for m in await _waiting(council) if m.id not in before]
    return {person_id: found.count(person_id) for person_id in found}


@pytest.mark.rule("WC-09")
async def test_worcestershires_practitioner_checks_eight_weeks_after_moderation(
    engine: Engine,
) -> None:
    council = await council_of(engine, "worcestershire")
    (audit,) = [a for a in (await draw(council))["case_files"] if a.team == "Ash"]
    await submitted(council, audit, GOOD, [ACTION])
    (moderation,) = await _waiting(council)
    await _moderated(council, moderation, GOOD)
    due = FRIDAY + timedelta(weeks=8)
    for day, told in ((due - timedelta(days=1), 0), (due, 1)):
        assert await ticked(council, day, MessageKind.LOOP_CHECK) == told
    assert await council.readers(MessageKind.LOOP_CHECK) == [
        "advanced_social_work_practitioner-ash"
    ]

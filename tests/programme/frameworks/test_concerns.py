"""Disputes, escalations and good practice under each shipped framework: who raises them, who
answers, and by when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.audit_answers import choices_of
from programme.chairs_report import Told
from programme.dispute import Dispute
from programme.dispute_ladder import Office
from programme.dispute_steps import pass_time, reminder_due
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.message import MessageKind
from programme.people import Person, Role
from programme.use_cases.raise_dispute import RaiseDispute, raise_dispute, rules_for
from programme.use_cases.record_chairs_report import RecordChairsReport, record_chairs_report
from programme.use_cases.record_practice import RecordPractice, record_practice
from storage.engine import Engine
from tests.little_council import LittleCouncil
from tests.programme.frameworks.a_council import CALENDAR, FRIDAY, STAFF, council_of, nine
from tests.programme.frameworks.recording import NOW, ticked
from tests.programme.frameworks.rounds_of import table

IRO, CHAIR = Role.INDEPENDENT_REVIEWING_OFFICER.value, Role.CONFERENCE_CHAIR.value
ADVANCED = "advanced_practitioner-ash"
BY_HEADS = {
    "team_manager-ash": "22 Jan",
    "service_manager-north": "1 Feb",
    "head_of_service": "9 Feb",
    "director": "17 Feb",
}
TO_THE_TOP = {
    "team_manager-ash": "22 Jan",
    "service_manager-north": "1 Feb",
    "head_of_service": "9 Feb",
    "assistant_director": "17 Feb",
    "director": "25 Feb",
}
OF_WORCESTERSHIRE = {
    "team_manager-ash": "22 Jan",
    "group_manager-north": "1 Feb",
    "assistant_director": "9 Feb",
    "director": "17 Feb",
}
OF_BEDFORD = {who: by for who, by in TO_THE_TOP.items() if who != "director"}
OF_KENT = {
    "team_manager-ash": "22 Jan",
    "service_manager-north": "1 Feb",
    "assistant_director": "9 Feb",
    "director": "17 Feb",
}
OF_KENTS_CHAIRS = {
    "team_manager-ash": "20 Jan",
    "service_manager-north": "26 Jan",
    "assistant_director": "3 Feb",
    "director": "11 Feb",
}


async def _raised(council: LittleCouncil, by: str, rule_id: str) -> Dispute:
    command = RaiseDispute(
        council.council,
        await council.person(by),
        "1" * 32,
        rule_id,
        "ASH-1",
        "The plan has had no date since the review.",
        "dialog",
    )
    return await raise_dispute(command, work=council.work, now=NOW)


@pytest.mark.parametrize(
    ("framework", "rule_id", "by", "ladder"),
    table(
        ("worcestershire", "dispute_resolution", "WC-11", IRO, OF_WORCESTERSHIRE),
        ("swindon", "cared_for", "SW-09", IRO, TO_THE_TOP),
        ("swindon", "child_protection", "SW-09", CHAIR, TO_THE_TOP),
        ("west_berkshire", "escalation", "WB-13", IRO, BY_HEADS),
        ("west_berkshire", "escalation", "WB-13", CHAIR, BY_HEADS),
        ("kent", "reviewing_officer", "KT-05", IRO, OF_KENT),
        ("kent", "conference_chair", "KT-05", CHAIR, OF_KENTS_CHAIRS),
        ("bedford", "iro_escalation", "BD-11", IRO, OF_BEDFORD),
    ),
)
async def test_it_climbs_these_levels_each_with_its_clock_and_a_reminder_the_day_before(
    engine: Engine, framework: str, rule_id: str, by: str, ladder: Mapping[str, str]
) -> None:
    council = await council_of(engine, framework)
    dispute = await _raised(council, by, rule_id)
    assert set(await council.readers(MessageKind.DISPUTE)) >= {"team_manager-ash"}
    climbed: dict[str, str] = {}
    day = FRIDAY
    assert len(dispute.rule.levels) == len(ladder)
    for level in dispute.rule.levels:
        due = dispute.level_due
        answers = [each for each in ladder if each.partition("-")[0] == level.role]
        climbed |= dict.fromkeys(answers, f"{due:%-d %b}")
        assert _reminded(dispute, due) == CALENDAR.plus_working_days(due, -1)
        while dispute.level_due == due:
            day += timedelta(days=1)
            dispute = pass_time(dispute, Office(STAFF, CALENDAR, nine(day)))
    assert climbed == ladder
    assert [*climbed] == [*ladder]


@pytest.mark.parametrize(
    ("framework", "rule_id", "by", "above"),
    table(
        ("worcestershire", "dispute_resolution", "WC-11", IRO, "group_manager-north"),
        ("swindon", "cared_for", "SW-09", IRO, "service_manager-north"),
        ("west_berkshire", "escalation", "WB-13", CHAIR, "service_manager-north"),
        ("kent", "reviewing_officer", "KT-05", IRO, "service_manager-north"),
    ),
)
async def test_the_next_level_is_asked_once_the_time_is_up(
    engine: Engine, framework: str, rule_id: str, by: str, above: str
) -> None:
    council = await council_of(engine, framework)
    await _raised(council, by, rule_id)
    for day in (date(2027, 1, 21), date(2027, 1, 22)):
        await ticked(council, day)
        assert above not in await council.readers(MessageKind.DISPUTE)
    await ticked(council, date(2027, 1, 25))
    assert above in await council.readers(MessageKind.DISPUTE)


def _reminded(dispute: Dispute, due: date) -> date:
    """The first day on which a reminder is due."""
    days = (due - timedelta(days=number) for number in range(20, -1, -1))
    return next(d for d in days if reminder_due(dispute, Office(STAFF, CALENDAR, nine(d))))


@pytest.mark.parametrize(
    ("framework", "by", "rules"),
    table(
        ("worcestershire", IRO, "WC-11", ["dispute_resolution"]),
        ("worcestershire", CHAIR, "WC-11", []),
        ("swindon", IRO, "SW-09", ["cared_for"]),
        ("swindon", CHAIR, "SW-09", ["child_protection"]),
        ("west_berkshire", IRO, "WB-13", ["escalation"]),
        ("west_berkshire", CHAIR, "WB-13", ["escalation"]),
        ("kent", IRO, "KT-05", ["reviewing_officer"]),
        ("kent", CHAIR, "KT-05", ["conference_chair"]),
        ("kent", ADVANCED, "KT-05", []),
        ("bedford", IRO, "BD-11", ["iro_escalation"]),
        ("bedford", CHAIR, "BD-11", ["iro_escalation"]),
    ),
)
async def test_these_may_be_raised_by(
    engine: Engine, framework: str, by: str, rules: list[str]
) -> None:
    council = await council_of(engine, framework)
    person = await council.person(by)
    try:
        found = [rule.id for rule in rules_for(council.council, person)]
    except (AskSomeoneAllowed, LookElsewhere):
        found = []
    assert found == rules


@pytest.mark.parametrize(
    ("framework", "by", "meeting"),
    table(
        ("swindon", IRO, "SW-10", "review"),
        ("swindon", CHAIR, "SW-10", "conference"),
        ("bedford", IRO, "BD-11", "review"),
        ("bedford", CHAIR, "BD-11", "conference"),
        ("west_berkshire", IRO, "WB-13", "review"),
    ),
)
async def test_what_a_reviewing_officer_or_chair_finds_is_recorded_and_reaches_the_team(
    engine: Engine, framework: str, by: str, meeting: str
) -> None:
    council = await council_of(engine, framework)
    rules = council.council.framework
    assert rules.chairs_reports is not None
    asked = rules.tool(rules.chairs_reports.tool).questions
    answers = {each.id: next(iter(choices_of(each)), "A line.") for each in asked}
    told = Told(meeting, NOW.date(), answers)
    command = RecordChairsReport(
        council.council, await council.person(by), "1" * 32, "ASH-1", told, "dialog"
    )
    made = await record_chairs_report(command, work=council.work, now=NOW)
    assert (made.team, made.recorded_by) == ("Ash", by)
    assert "team_manager-ash" in await council.readers(MessageKind.CHAIRS_REPORT)


STANDARDS = (
    "voice",
    "assessments",
    "plans",
    "management_oversight",
    "partnership",
    "strengths",
    "diversity",
)


@pytest.mark.rule("WC-13")
@pytest.mark.parametrize("standard", STANDARDS)
async def test_good_practice_is_noted_by_reviewing_officers_and_chairs_in_worcestershire(
    engine: Engine, standard: str
) -> None:
    council = await council_of(engine, "worcestershire")
    for number, by in enumerate((IRO, CHAIR)):
        command = _practice(council, await council.person(by), str(number) * 32, standard)
        await record_practice(command, work=council.work, now=NOW)
    assert (await council.readers(MessageKind.PRACTICE)).count("team_manager-ash") == 2


@pytest.mark.rule("WC-13")
async def test_who_stands_in_for_the_manager_is_asked_to_acknowledge_it_too(
    engine: Engine,
) -> None:
    council = await council_of(engine, "worcestershire")
    command = _practice(council, await council.person(IRO), "1" * 32, "voice")
    await record_practice(command, work=council.work, now=NOW)
    assert await ticked(council, date(2027, 1, 18), MessageKind.PRACTICE) == 0
    await council.away("team_manager-ash", date(2027, 1, 19), date(2027, 1, 29))
    assert await ticked(council, date(2027, 1, 19), MessageKind.PRACTICE) == 1
    assert "assistant_team_manager-ash" in await council.readers(MessageKind.PRACTICE)


@pytest.mark.rule("WC-13")
@pytest.mark.parametrize("framework", ["bedford", "kent", "swindon", "west_berkshire"])
async def test_the_other_frameworks_have_no_practice_acknowledgement(
    engine: Engine, framework: str
) -> None:
    council = await council_of(engine, framework)
    command = _practice(council, await council.person(IRO), "1" * 32, "voice")
    with pytest.raises(LookElsewhere):
        await record_practice(command, work=council.work, now=NOW)


def _practice(council: LittleCouncil, by: Person, record_id: str, standard: str) -> RecordPractice:
    return RecordPractice(
        council.council,
        by,
        record_id,
        "ASH-1",
        "social_worker-ash",
        standard,
        "She drew the family's week with the child.",
        True,
        "dialog",
    )


@pytest.mark.rule("WB-13")
@pytest.mark.parametrize("by", [IRO, CHAIR])
@pytest.mark.parametrize("meeting", ["conference", "review"])
async def test_west_berkshires_chairs_report_on_a_meeting_to_the_team_manager(
    engine: Engine, by: str, meeting: str
) -> None:
    council = await council_of(engine, "west_berkshire")
    told = Told(meeting, FRIDAY, {"plan": "yes", "voice": "He spoke.", "concern": "School."})
    person = await council.person(by)
    command = RecordChairsReport(council.council, person, "1" * 32, "ASH-1", told, "dialog")
    await record_chairs_report(command, work=council.work, now=NOW)
    assert await council.readers(MessageKind.CHAIRS_REPORT) == ["team_manager-ash"]
    other = await council.person(ADVANCED)
    with pytest.raises(AskSomeoneAllowed):
        await record_chairs_report(
            replace(command, person=other, report_id="2" * 32), work=council.work, now=NOW
        )

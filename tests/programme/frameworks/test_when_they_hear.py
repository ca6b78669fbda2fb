"""When each shipped framework tells auditors, until when they have, and who is copied in."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest

from programme.calendar import LONDON, Month
from programme.message import MessageKind
from programme.round_period import round_period, rounds_beginning
from programme.timetable import announcement, due_day, warning
from programme.use_cases.show_audits_due import due_subject
from programme.use_cases.tick import tick
from storage.engine import Engine
from tests.arriving import arrived
from tests.programme.frameworks.a_council import (
    AREAS,
    CALENDAR,
    JANUARY,
    council_of,
    draw,
    nine,
    shipped_framework,
)
from tests.programme.frameworks.recording import submitted, ticked
from tests.programme.frameworks.rounds_of import EVERY_MONTH, table

NEW_YEARS_DAY, MONDAY = date(2027, 1, 1), date(2027, 1, 4)
ALLOCATION = MessageKind.ALLOCATION
QUARTERS, CYCLES = (1, 4, 7, 10), (1, 3, 5, 7, 9, 11)


@pytest.mark.parametrize(
    ("framework", "round_id", "begins", "hears", "due"),
    table(
        (
            "worcestershire",
            "case_files",
            "WC-01 WC-02 WC-03",
            EVERY_MONTH,
            "1 Jan, 1 Feb",
            "29 Jan",
        ),
        ("worcestershire", "residential", "WC-02 WC-05", EVERY_MONTH, "1 Jan, 1 Feb", "29 Jan"),
        ("worcestershire", "mid_way", "WC-10", EVERY_MONTH, "4 Jan, 1 Feb", "29 Jan"),
        ("worcestershire", "reviewing_practice", "WC-12", QUARTERS, "4 Jan, 1 Apr", "31 Mar"),
        ("swindon", "case_files", "SW-01", EVERY_MONTH, "4 Jan, 1 Feb", "29 Jan"),
        ("swindon", "early_help", "SW-11", EVERY_MONTH, "4 Jan, 1 Feb", "29 Jan"),
        ("swindon", "thematic", "SW-13", QUARTERS, "4 Jan, 1 Apr", "31 Mar"),
        ("west_berkshire", "learning_audits", "WB-01", CYCLES, "4 Jan, 1 Mar", "26 Feb"),
        ("west_berkshire", "foster_carer_files", "WB-05", CYCLES, "4 Jan, 1 Mar", "26 Feb"),
        ("bedford", "case_files", "BD-02", EVERY_MONTH, "4 Jan, 1 Feb", "29 Jan"),
        ("bedford", "case_files_reviewing", "BD-02", EVERY_MONTH, "4 Jan, 1 Feb", "29 Jan"),
        ("bedford", "senior_managers", "BD-10", EVERY_MONTH, "4 Jan, 1 Feb", "29 Jan"),
        ("kent", "own_work", "KT-01", EVERY_MONTH, "4 Jan, 1 Feb", "22 Jan"),
    ),
)
def test_auditors_hear_at_nine_on_the_day_and_have_until_the_period_ends(
    framework: str, round_id: str, begins: Collection[int], hears: str, due: str
) -> None:
    rules = shipped_framework(framework)
    rule = rules.round(round_id)
    months = [Month(2027, number) for number in EVERY_MONTH]
    began = [month for month in months for of in rounds_beginning(rules, month) if of.rule is rule]
    assert [month.number for month in began] == [*begins]
    times = [announcement(month, rule, CALENDAR) for month in began[:2]]
    assert ", ".join(map(_day, times)) == hears
    warned = warning(JANUARY, rule, rules.hours, CALENDAR)
    assert _day(warned) == "29 Dec"
    assert {f"{at.astimezone(LONDON):%H:%M}" for at in (*times, warned)} == {"09:00"}
    assert _day(due_day(round_period(rules, rule, JANUARY).period, rule, CALENDAR)) == due


def _day(day: date | datetime) -> str:
    return f"{day:%-d %b}"


GROUP_MANAGERS = {f"group_manager-{area.split()[0].lower()}" for area in AREAS}


MAIN_OF_SWINDON = ("case_files", "early_help", "thematic")
OF_BEDFORD = ("case_files", "case_files_reviewing", "senior_managers")


@pytest.mark.parametrize(
    ("framework", "day", "rounds", "copied"),
    table(
        ("worcestershire", NEW_YEARS_DAY, "WC-02", ["case_files", "residential"], GROUP_MANAGERS),
        ("worcestershire", MONDAY, "WC-10 WC-12", ["mid_way", "reviewing_practice"], set()),
        ("swindon", MONDAY, "SW-01 SW-11 SW-13", MAIN_OF_SWINDON, {"head_of_service-early"}),
        ("west_berkshire", MONDAY, "WB-01 WB-05", ["learning_audits", "foster_carer_files"], set()),
        ("bedford", MONDAY, "BD-02 BD-10", OF_BEDFORD, set()),
        ("kent", MONDAY, "KT-01", ["own_work"], set()),
    ),
)
async def test_each_auditor_has_a_card_of_the_round_and_so_has_whoever_is_copied_in(
    engine: Engine, framework: str, day: date, rounds: Collection[str], copied: set[str]
) -> None:
    council = await council_of(engine, framework)
    drawn, rules = await draw(council), council.council.framework
    just_before = nine(day) - timedelta(minutes=1)
    await tick(council.council, work=council.work, now=just_before)
    before = {message.key for message in await council.messages()}
    await tick(council.council, work=council.work, now=nine(day))
    told = [message for message in await council.messages() if message.key not in before]
    for round_id in rounds:
        subject = round_period(rules, rules.round(round_id), JANUARY).subject
        people = {m.person_id for m in told if (m.subject, m.kind) == (subject, ALLOCATION)}
        audits = drawn[round_id]
        assert people == {a.lead_id for a in audits} | {a.peer_id for a in audits} - {None}
    assert {m.person_id for m in told if m.kind is MessageKind.GROUP_ALLOCATION} == copied


@pytest.mark.parametrize(
    ("framework", "round_id", "soon", "late"),
    table(
        ("worcestershire", "case_files", "WC-03", "2027-01-26", "2027-02-01"),
        ("worcestershire", "residential", "WC-05", "2027-01-26", "2027-02-01"),
        ("worcestershire", "mid_way", "WC-10", "2027-01-26", "2027-02-01"),
        ("worcestershire", "reviewing_practice", "WC-12", "2027-03-24", "2027-04-01"),
        ("swindon", "case_files", "SW-01", "2027-01-26", "2027-02-01"),
        ("swindon", "early_help", "SW-11", "2027-01-26", "2027-02-01"),
        ("swindon", "thematic", "SW-13", "2027-03-24", "2027-04-01"),
        ("west_berkshire", "learning_audits", "WB-01", "2027-02-23", "2027-03-01"),
        ("west_berkshire", "foster_carer_files", "WB-05", "2027-02-23", "2027-03-01"),
        ("bedford", "case_files", "BD-02", "2027-01-26", "2027-02-01"),
        ("bedford", "case_files_reviewing", "BD-02", "2027-01-26", "2027-02-01"),
        ("bedford", "senior_managers", "BD-10", "2027-01-26", "2027-02-01"),
        ("kent", "own_work", "KT-01", "2027-01-19", "2027-01-25"),
    ),
)
async def test_whoever_has_not_submitted_is_reminded_before_it_is_due_and_after(
    engine: Engine, framework: str, round_id: str, soon: str, late: str
) -> None:
    council = await council_of(engine, framework)
    drawn, rules = await draw(council), council.council.framework
    await tick(council.council, work=council.work, now=nine(MONDAY))
    await arrived(council, nine(MONDAY))
    first, *others = drawn[round_id]
    if others:
        await submitted(council, first)
    of = round_period(rules, rules.round(round_id), JANUARY)
    leads = {audit.lead_id for audit in others or [first]}
    for day in map(date.fromisoformat, (soon, late)):
        for on, told in ((CALENDAR.plus_working_days(day, -1), set()), (day, leads)):
            before = {message.key for message in await council.messages()}
            await tick(council.council, work=council.work, now=nine(on))
            assert told == {
                message.person_id
                for message in await council.messages(MessageKind.AUDITS_DUE)
                if message.subject == due_subject(of, first.due) and message.key not in before
            }


@pytest.mark.parametrize(
    "framework",
    [
        pytest.param("worcestershire", marks=pytest.mark.rule("WC-02")),
        pytest.param("swindon", marks=pytest.mark.rule("SW-01")),
        pytest.param("west_berkshire", marks=pytest.mark.rule("WB-01")),
        pytest.param("bedford", marks=pytest.mark.rule("BD-02")),
        pytest.param("kent", marks=pytest.mark.rule("KT-01")),
    ],
)
async def test_three_working_days_before_the_qa_officers_hear_who_cant_be_reached(
    engine: Engine, framework: str
) -> None:
    council = await council_of(engine, framework)
    await draw(council)
    for day, told in ((date(2026, 12, 24), 0), (date(2026, 12, 29), 1), (date(2026, 12, 30), 0)):
        assert await ticked(council, day, MessageKind.BEFORE_THE_FIRST) == told
    assert set(await council.readers(MessageKind.BEFORE_THE_FIRST)) == {"qa_officer"}

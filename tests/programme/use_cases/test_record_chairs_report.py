"""After a conference or review its chair reports, and the team manager is copied in (WB-13)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.chairs_report import ChairsReport, Told
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.rules.chairs_report import ChairsReportRule
from programme.rules.rule import Choice
from programme.use_cases.record_chairs_report import RecordChairsReport, record_chairs_report
from programme.use_cases.show_chairs_report import show_chairs_reports
from tests.follow_up import with_rules
from tests.little_council import FRAMEWORK, STAFF, THE_FIRST, LittleCouncil, person

pytestmark = pytest.mark.rule("WB-13")

CARD = MessageKind.CHAIRS_REPORT
IVY = person("Ivy", Role.INDEPENDENT_REVIEWING_OFFICER)
FORM = "f" * 32
TOOL = FRAMEWORK.tool("mid_way")
RULE = ChairsReportRule(
    by=(Role.INDEPENDENT_REVIEWING_OFFICER,),
    meetings=(Choice("conference", "Child protection conference"), Choice("review", "Review")),
    tool=TOOL.id,
    copied_to=("team_manager",),
)
ANSWERS = {
    each.id: "yes" if each.answer == "yes_or_no" else "As agreed." for each in TOOL.questions
}
TODAY = date(2026, 12, 1)
TOLD = Told("review", date(2026, 11, 30), ANSWERS)


@pytest.fixture
async def little(little: LittleCouncil) -> LittleCouncil:
    made = with_rules(little, chairs_reports=RULE)
    await made.take_staff(*STAFF, IVY, person("Cora", Role.CONFERENCE_CHAIR))
    return made


async def record(
    little: LittleCouncil,
    told: Told = TOLD,
    by: str = "ivy",
    case: str = "cf-10 ",
    form: str = FORM,
    now: datetime = THE_FIRST,
) -> ChairsReport:
    command = RecordChairsReport(
        little.council, await little.person(by), form, case, told, "dialog"
    )
    return await record_chairs_report(command, work=little.work, now=now)


async def test_the_report_is_kept_and_the_team_manager_reads_it(little: LittleCouncil) -> None:
    made = await record(little)
    assert (made.case_reference, made.team, made.service_area) == ("CF-10", "Ash", "North")
    assert await little.readers(CARD) == ["ann"]
    async with little.work(little.tenant_id) as w:
        assert await w.chairs_reports.some([FORM, "0" * 32]) == {FORM: made}
        pairs = [(who, FORM) for who in ("ann", "ivy", "ben")] + [("ann", "0" * 32)]
        views = await show_chairs_reports(little.council, w, pairs, TODAY)
    assert {who for who, _ in views} == {"ann", "ivy"}, "whoever isn't copied in reads nothing"
    view = views["ann", FORM]
    assert (view.meeting, view.recorded_by) == ("Review", "Ivy")
    assert dict(view.answers) == {each.title: ANSWERS[each.id] for each in TOOL.questions}
    (event,) = await little.events(FORM)
    assert event.detail == {"copied": 1, "worker_missing": False}


async def test_the_same_form_twice_records_it_once(little: LittleCouncil) -> None:
    first = await record(little)
    before = await little.everything()
    assert await record(little) == first
    assert await little.everything() == before
    await little.take_staff(*STAFF, IVY, person("Ida", Role.INDEPENDENT_REVIEWING_OFFICER))
    with pytest.raises(LookElsewhere, match="used already"):
        await record(little, by="ida")


async def test_everything_asked_is_answered_and_nothing_that_identifies_is_kept(
    little: LittleCouncil,
) -> None:
    before = await little.everything()
    line = next(each.id for each in TOOL.questions if each.answer == "a_line")
    choice = next(each.id for each in TOOL.questions if each.answer == "yes_or_no")
    for told, field in (
        (replace(TOLD, meeting="party"), "meeting"),
        (replace(TOLD, on=None), "on"),
        (replace(TOLD, on=date(2026, 12, 2)), "on"),
        (replace(TOLD, answers={**ANSWERS, line: " "}), line),
        (replace(TOLD, answers={**ANSWERS, line: "Born 12/03/2014"}), line),
        (replace(TOLD, answers={**ANSWERS, choice: "perhaps"}), choice),
    ):
        with pytest.raises(CorrectAndRepeat) as refused:
            await record(little, told)
        assert set(refused.value.problems) == {field}
    with pytest.raises(CorrectAndRepeat) as refused:
        await record(little, case="CF-999")
    assert set(refused.value.problems) == {"case"}
    assert await little.everything() == before


async def test_only_those_whom_the_rule_names_report_and_only_where_it_is_one(
    little: LittleCouncil,
) -> None:
    for other in ("cora", "ann", "quinn"):
        with pytest.raises(AskSomeoneAllowed, match="independent reviewing officer"):
            await record(little, by=other)
    with pytest.raises(LookElsewhere, match="no chair's reports"):
        await record(with_rules(little, chairs_reports=None))


async def test_the_copy_waits_for_hours_and_for_who_stands_in(little: LittleCouncil) -> None:
    await little.away("ann", date(2026, 12, 1), date(2026, 12, 11))
    saturday = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)
    await record(little, now=saturday)
    days = {m.person_id: little.council.today(m.not_before) for m in await little.messages(CARD)}
    assert days == {"abe": date(2026, 12, 7), "ann": date(2026, 12, 14)}


async def test_who_has_left_reads_nothing_and_another_council_has_none(
    little: LittleCouncil, other: LittleCouncil
) -> None:
    await record(little)
    await little.take_staff(*(one for one in STAFF if one.id != "ann"), IVY)
    async with little.work(little.tenant_id) as w:
        assert await show_chairs_reports(little.council, w, [("ann", FORM)], TODAY) == {}
    async with other.work(other.tenant_id) as w:
        assert await w.chairs_reports.some([FORM]) == {}


def test_a_rule_without_meetings_or_reporters_cant_be() -> None:
    with pytest.raises(ValueError, match="meetings is from 1 to 12"):
        replace(RULE, meetings=())
    with pytest.raises(ValueError, match="meetings: review stands there twice"):
        replace(RULE, meetings=(Choice("review", "A"), Choice("review", "B")))
    with pytest.raises(ValueError, match="by says who reports"):
        replace(RULE, by=())
    with pytest.raises(ValueError, match="is no tool"):
        replace(FRAMEWORK, chairs_reports=replace(RULE, tool="gone"))

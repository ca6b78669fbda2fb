"""A chair's report as those who are copied in read it (WB-13)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.chairs_report import ChairsReport
from programme.changed_copy import replace
from programme.council import Council
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.taken_back import may_take_back_until
from programme.use_cases.recording import told_of


@dataclass(frozen=True, slots=True)
class ChairsReportView:
    """The report. Names, not ids; the meeting and the questions in the council's words.
    `take_back_until` is the last day on which the reader may take it back."""

    report: ChairsReport
    meeting: str
    recorded_by: str
    answers: tuple[tuple[str, str], ...]
    take_back_until: date | None = None


async def show_chairs_reports(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], ChairsReportView]:
    """For each (reader id, report id) the report; left out where the reader has left, or it isn't
    for them."""
    reports = await w.chairs_reports.some({report_id for _, report_id in pairs})
    told = await told_of(w, MessageKind.CHAIRS_REPORT, reports)
    ids = {reader for reader, _ in pairs} | {each.recorded_by for each in reports.values()}
    people = {person.id: person for person in await w.people.some(ids)}
    views = {}
    for reader, report_id in pairs:
        made = reports.get(report_id)
        if made is None or reader not in people or not people[reader].active:
            continue
        if reader != made.recorded_by and reader not in told.get(report_id, ()):
            continue
        last = may_take_back_until(made.recorded, reader, today, council.calendar)
        view = _view(council, made, people[made.recorded_by].name)
        views[reader, report_id] = replace(view, take_back_until=last)
    return views


def _view(council: Council, made: ChairsReport, recorded_by: str) -> ChairsReportView:
    """The report in the words of the version under which it was recorded."""
    framework = council.as_of(made.recorded_at).framework
    rule = framework.chairs_reports
    questions = framework.tool(rule.tool).questions if rule else ()
    titles = {meeting.id: meeting.title for meeting in rule.meetings} if rule else {}
    return ChairsReportView(
        made,
        titles.get(made.meeting, made.meeting.replace("_", " ")),
        recorded_by,
        tuple((each.title, made.answers.get(each.id, "")) for each in questions),
    )

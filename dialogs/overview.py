"""A period's overview: audits by team and grade, learning, actions (WB-09, WB-10, BD-08)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dialogs import kit
from dialogs.audit_result import opening
from dialogs.by_subject import by_subject
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.audit_answers import answers_about_the_audit
from programme.calendar import day_in_words, short_day
from programme.council import Council
from programme.message import MessageKind
from programme.ports import UnitOfWork
from programme.shown import reported_entity
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.show_overviews import OverviewView, show_overviews

MOST_TEAMS, MOST_AUDITS, MOST_LINES, MOST_EXAMPLES = 25, 40, 12, 4
LINE_AT_MOST = 240
"""Characters of what there is to learn from one audit."""


def card(view: OverviewView, after: After) -> Card:
    """The picture of a day: what was audited in the period, and what has come of it."""
    body = [
        *opening(after),
        kit.heading(f"{view.title}: {view.period}"),
        kit.text(f"{view.place or 'The whole council'}, as of {day_in_words(view.today)}."),
        *_turn(view),
        kit.text(_counted(view)),
        *_grades(view),
        *_carried_out(view.results),
        *_actions(view),
        *_lines("What there is to learn", [(r, r.audit.record.to_learn) for r in view.results]),
        *_examples(view),
        *_audits(view.results),
    ]
    return kit.card(body)


def _turn(view: OverviewView) -> list[Element]:
    if not view.taken_to_a_meeting:
        return []
    return [kit.text("It is your turn to take this to the meeting.")]


def _counted(view: OverviewView) -> str:
    submitted = kit.count(len(view.results), "audit")
    verb = "was" if len(view.results) == 1 else "were"
    said = f"{submitted} {verb} submitted in the period."
    if view.outstanding:
        said += f" {kit.count_are(view.outstanding, 'audit')} still to be submitted."
    if view.earlier:
        one = len(view.earlier) == 1
        said += f" {kit.count(len(view.earlier), 'audit')} of its cycle "
        said += "was submitted before it; its" if one else "were submitted before it; their"
        said += " actions are counted too."
    return said


def _grades(view: OverviewView) -> list[Element]:
    if not view.teams:
        return []
    told = [
        (each.team, ", ".join(f"{count} {grade}" for grade, count in each.grades))
        for each in view.teams[:MOST_TEAMS]
    ]
    natures = Counter(result.sort for result in view.results).most_common(MOST_TEAMS)
    return [
        kit.subheading("Grades by team"),
        kit.facts(told),
        *_more(len(view.teams) - MOST_TEAMS, "team"),
        kit.subheading("Sorts of audit"),
        kit.facts((tool, f"{number:,}") for tool, number in natures),
    ]


def _carried_out(results: Sequence[AuditResult]) -> list[Element]:
    """How the audits were carried out, where their tools ask (WB-02)."""
    asked = answers_about_the_audit((r.questions, r.audit.record.answers) for r in results)
    if not asked:
        return []
    told = [
        (title, ", ".join(f"{answer} {times:,}" for answer, times in counts))
        for title, counts in asked
    ]
    return [kit.subheading("How they were carried out"), kit.facts(told)]


def _actions(view: OverviewView) -> list[Element]:
    in_time, overdue, completed = view.actions()
    if not in_time + overdue + completed:
        return []
    late = f"⚠ {overdue}" if overdue else "0"
    told = [("Completed", str(completed)), ("Open, in time", str(in_time)), ("Overdue", late)]
    return [kit.subheading("Actions"), kit.facts(told)]


def _examples(view: OverviewView) -> list[Element]:
    best = [(r, r.audit.record.went_well) for r in view.results if r.grade == view.excellent]
    return _lines(f"Examples of “{view.excellent}”", best, most=MOST_EXAMPLES)


def _lines(
    title: str, told: Sequence[tuple[AuditResult, str]], *, most: int = MOST_LINES
) -> list[Element]:
    written = [(result, words) for result, words in told if words]
    if not written:
        return []
    return [
        kit.subheading(title),
        *(
            kit.as_typed(f"{r.audit.team}: {kit.shortened(words, LINE_AT_MOST)}")
            for r, words in written[:most]
        ),
        *_more(len(written) - most, "audit"),
    ]


def _audits(results: Sequence[AuditResult]) -> list[Element]:
    if not results:
        return []
    lines = [
        f"{r.audit.case_reference} · {r.audit.team} · {r.sort}{_day(r)} · {r.grade}"
        for r in results
    ]
    return [kit.subheading("The audits"), kit.bullets(lines, most=MOST_AUDITS)]


def _day(result: AuditResult) -> str:
    submitted = result.audit.submitted_at
    return f", {short_day(submitted)}" if submitted else ""


def _more(number: int, one: str) -> list[Element]:
    return [kit.text(f"And {kit.count(number, one)} more.", subtle=True)] if number > 0 else []


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, OverviewView]:
    return {
        (reader, subject): view
        for subject, readers in by_subject(asked).items()
        for reader, view in (await show_overviews(council, w, subject, readers, today)).items()
    }


LIVE = LiveKind(
    MessageKind.OVERVIEW,
    "An overview of audits",
    _load,
    card,
    lambda view: tuple(reported_entity(result.audit.id) for result in view.results),
)

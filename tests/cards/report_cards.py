"""A chair's report: its page and its card, in every state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import chairs_report
from dialogs.chairs_report import Form
from programme.chairs_report import ChairsReport
from programme.frameworks.load import load_shipped, shipped
from programme.message import MessageKind
from programme.use_cases.show_chairs_report import ChairsReportView
from tests.cards import council as c
from tests.cards.sent import Sent, live

FRAMEWORK = next(f for f in map(load_shipped, shipped()) if f.chairs_reports)
RULE = FRAMEWORK.chairs_reports
assert RULE is not None
QUESTIONS = FRAMEWORK.tool(RULE.tool).questions


def view(words: str) -> ChairsReportView:
    """A review's, with `words` in every line."""
    answers = {each.id: "yes" if each.answer == "yes_or_no" else words for each in QUESTIONS}
    made = ChairsReport(
        "f" * 32,
        "CF-2001",
        "Malvern",
        "Locality",
        "review",
        date(2026, 11, 30),
        answers,
        "p",
        c.NOW,
    )
    told = tuple((each.title, answers[each.id]) for each in QUESTIONS)
    return ChairsReportView(made, "Child in care review", "Ivy Grant", told)


def reports() -> Mapping[str, Sent]:
    """Every card by a name that says in what state."""
    assert RULE is not None
    blank = Form("f" * 32, RULE, QUESTIONS, c.TODAY)
    lines = {f"answer_{each.id}": c.long_words(1000) for each in QUESTIONS}
    back = Form(
        "f" * 32,
        RULE,
        QUESTIONS,
        c.TODAY,
        "The report was not recorded yet: please see below.",
        {"case": "CF-2001", "meeting": "review", "on": "2026-11-30", **lines},
        {each.id: "Please write a line here." for each in QUESTIONS},
    )
    kind = MessageKind.CHAIRS_REPORT
    told = view("They spoke for themselves.")
    gone = replace(told, report=replace(told.report, taken_back_at=c.NOW))
    return {
        "chair's report, to take back": live(kind, replace(told, take_back_until=c.TODAY)),
        "chair's report, taken back": live(kind, gone),
        "chair's report": live(kind, view("They spoke for themselves.")),
        "chair's report, the longest": live(kind, view(c.long_words(1000))),
        "chair's report page": Sent(chairs_report.page(blank)),
        "chair's report page, returned": Sent(chairs_report.page(back)),
    }

"""A period's overview, as its card shows it."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.kit import Card
from programme.message import MessageKind
from programme.overview import by_team
from programme.rules.tool import Question
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.show_overviews import OverviewView
from tests.cards import council as c
from tests.cards.follow_up_cards import longest, result
from tests.cards.sent import Sent, live

SCALE = [grade.title for grade in c.COUNCIL.framework.grades]


def overview(*results: AuditResult, **changes: object) -> OverviewView:
    """The performance board's overview of these."""
    made = OverviewView(
        title="Performance board overview",
        period="November 2026 to December 2026",
        place="Locality",
        today=c.TODAY,
        taken_to_a_meeting=True,
        results=results,
        teams=by_team(((r.audit.team, r.grade) for r in results), SCALE),
        outstanding=2,
        excellent=SCALE[0],
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def _with_worker(told: AuditResult, answer: str) -> AuditResult:
    asked = Question("there", "Was the allocated worker present?", "yes_or_no", None, False, True)
    record = replace(told.audit.record, answers={asked.id: answer})
    audit = replace(told.audit, record=record)
    return replace(told, audit=audit, questions=(asked,), kind="FULL")


def overview_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    few = [result(n, SCALE[(n * 2) % 4]) for n in range(1, 4)]
    many = [
        replace(
            longest(n),
            agreed=SCALE[n % 4],
            audit=replace(longest(n).audit, team=f"Safeguarding and Assessment Team {n}"),
        )
        for n in range(1, 301)
    ]
    kind = MessageKind.OVERVIEW
    whole = {"place": None, "taken_to_a_meeting": False}
    typed = [
        _with_worker(each, answer) for each, answer in zip(few, ("yes", "yes", "no"), strict=True)
    ]
    return {
        "overview, types and how they were carried out": live(kind, overview(*typed)),
        "overview": live(kind, overview(*few)),
        "overview, of nothing": live(kind, overview(outstanding=0)),
        "overview, within a cycle": live(
            kind, overview(outstanding=1, earlier=tuple(few), taken_to_a_meeting=False)
        ),
        "overview, of the council": live(kind, overview(*few, **whole)),
        "overview, 300 of the longest": live(kind, overview(*many, **whole)),
    }


def overview_typed(words: str) -> Mapping[str, Card]:
    """Those on which people have typed `words` wherever they can."""
    told = result(grade="Outstanding", words=words)
    return {"overview": live(MessageKind.OVERVIEW, overview(told)).card}

"""A whole framework in words, section by section."""

from collections.abc import Iterable, Iterator
from itertools import chain

from programme.framework import Framework
from programme.in_words import around, follow_up
from programme.in_words.audits import (
    hand_overs_in_words,
    round_in_words,
    tool_in_words,
    views_in_words,
)
from programme.in_words.line import Line, Part, as_text, upper
from programme.in_words.retention import retention_in_words


def framework_in_words(framework: Framework) -> str:
    """Who is asked for what, when and by which rule; each sentence ends with its rule and the
    section of the document, or “our default”."""
    held = f"{framework.holds_from.day} {framework.holds_from:%B %Y}"
    text = [
        framework.title,
        f"Framework {framework.id}, version {framework.version}, holding from {held}.",
        "In brackets: the rule's id and the section of the council's document, or “our default”",
        "where the document leaves it open.",
    ]
    for title, parts in sections(framework):
        text += ["", title.upper()]
        for part in parts:
            text += ["", *as_text(part, framework)]
    return "\n".join(text) + "\n"


def sections(framework: Framework) -> Iterator[tuple[str, list[Part]]]:
    """What there is to tell, by heading; each sentence names the keys of its values."""
    handed_over = _part("Handing over an audit", hand_overs_in_words(framework.hand_overs))
    rounds = [round_in_words(each, framework) for each in framework.rounds]
    yield "Who audits what", [*rounds, handed_over]
    yield "What an audit looks at", [*_looks_at(framework)]
    yield "What follows an audit", [*_follows(framework)]
    owed = [*_owed(framework)]
    if owed:
        yield "What is owed besides audits", owed
    raised = [*_raised(framework)]
    if raised:
        yield "Disputes, good practice and audits on request", raised
    if framework.overviews:
        lists = [_part(rule.title, around.overview_in_words(rule)) for rule in framework.overviews]
        yield "Lists and overviews", lists
    yield "Hours", [_part("When Sightline writes", around.hours_in_words(framework.hours))]
    kept = retention_in_words(framework.retention)
    yield "How long it is kept", [_part("From when nothing is to be done about it any more", kept)]


def _part(title: str, lines: Iterable[Line]) -> Part:
    return Part(title, tuple(lines))


def _looks_at(framework: Framework) -> Iterator[Part]:
    yield from (tool_in_words(tool, framework) for tool in framework.tools)
    yield _part("Views, unless a tool says otherwise", views_in_words(framework.views, "views"))
    grades = "; ".join(grade.title for grade in framework.grades)
    yield _part("Grades", [Line.of(f"{grades}.", "grades")])


def _follows(framework: Framework) -> Iterator[Part]:
    moderated = [
        follow_up.moderation_in_words(rule, f"moderation.{number}", framework)
        for number, rule in enumerate(framework.moderation)
    ]
    if moderated:
        yield _part(upper(framework.moderation_called.name), chain.from_iterable(moderated))
    yield _part("Actions", follow_up.actions_in_words(framework.actions))
    alerts = [
        follow_up.alert_in_words(alert, f"alerts.{number}", framework)
        for number, alert in enumerate(framework.alerts)
    ]
    if alerts:
        yield _part("Alerts", chain.from_iterable(alerts))
    if framework.re_audit:
        yield _part("Re-audit", follow_up.re_audit_in_words(framework.re_audit, framework))
    if framework.loop_check:
        yield _part("Closing the loop", follow_up.loop_check_in_words(framework.loop_check))
    if framework.results:
        yield _part("Results", follow_up.results_in_words(framework.results))
    if framework.celebration:
        lines = follow_up.celebration_in_words(framework.celebration, framework)
        yield _part("Celebration", lines)


def _owed(framework: Framework) -> Iterator[Part]:
    for duty in framework.duties:
        yield _part(duty.title, around.duty_in_words(duty))
    if framework.dip_samples:
        yield _part("Dip samples", around.dip_samples_in_words(framework.dip_samples))
    if framework.observations:
        yield _part("Observations", around.observations_in_words(framework.observations))
    weeks = [
        around.practice_week_in_words(week, number)
        for number, week in enumerate(framework.practice_weeks)
    ]
    if weeks:
        yield _part("Practice weeks", chain.from_iterable(weeks))
    themes = [around.theme_in_words(theme, number) for number, theme in enumerate(framework.themes)]
    if themes:
        yield _part("Themes", chain.from_iterable(themes))


def _raised(framework: Framework) -> Iterator[Part]:
    for dispute in framework.disputes:
        yield _part(dispute.title, around.dispute_in_words(dispute))
    if framework.acknowledgements:
        lines = around.acknowledgements_in_words(framework.acknowledgements)
        yield _part("Practice acknowledgement", lines)
    if framework.chairs_reports:
        lines = around.chairs_reports_in_words(framework.chairs_reports, framework)
        yield _part("Chairs' reports", lines)
    for commission in framework.commissions:
        lines = around.commission_in_words(commission, framework)
        yield _part(commission.title, lines)

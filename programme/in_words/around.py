"""What there is around the audits, in words: duties, disputes, good practice, lists, hours."""

from calendar import month_name
from collections.abc import Iterator

from programme.framework import Framework
from programme.in_words.follow_up import RECIPIENTS
from programme.in_words.line import (
    Line,
    cohorts,
    count,
    days,
    days_before,
    every,
    listed,
    lower,
    people,
    period,
    upper,
)
from programme.rules.acknowledgement import AcknowledgementRule
from programme.rules.chairs_report import ChairsReportRule
from programme.rules.clock import Hours
from programme.rules.commission import CommissionRule
from programme.rules.dispute import DisputeRule
from programme.rules.duty import DipSampleRule, Duty, ObservationRule, PracticeWeek, Theme
from programme.rules.overview import OverviewRule

_OWED = {
    "dip_sample": ("dip sample", "dip samples"),
    "practice_observation": ("practice observation", "practice observations"),
    "practice_day": ("practice day", "practice days"),
}


def duty_in_words(duty: Duty) -> Iterator[Line]:
    """What is owed in a period, and by whom."""
    key = f"duties.{duty.id}"
    owed = listed((count(duty.count, *_OWED[kind]) for kind in duty.any_of), "or")
    areas = duty.not_service_areas
    places, named = (f" outside {listed(areas)}", ("not_service_areas",)) if areas else ("", ())
    yield Line.of(
        f"{upper(every(duty.every_months))}, each {listed((r.words for r in duty.roles), 'or')}"
        f"{places} owes {owed}.",
        key,
        "any_of",
        "count",
        "every_months",
        "roles",
        *named,
    )
    if duty.remind_before:
        before = days_before(duty.remind_before)
        yield Line.of(
            f"While it is owed, they are reminded {before} before the end of the "
            f"{period(duty.every_months)}.",
            key,
            "remind_before",
        )


def dip_samples_in_words(rule: DipSampleRule) -> Iterator[Line]:
    """What a dip sample is."""
    yield Line.of(
        f"A dip sample is {count(rule.size, 'case')} of one's own team or service area.",
        "dip_samples",
        "size",
    )
    if rule.questions:
        asked = " ".join(question.title for question in rule.questions)
        yield Line.of(f"Of each case it is asked: {asked}", "dip_samples", "questions")
    if rule.graded:
        yield Line.of("Each case is graded.", "dip_samples", "graded")
    if rule.kind:
        yield Line.of(f"It is entered as {rule.kind}.", "dip_samples", "kind")


def observations_in_words(rule: ObservationRule) -> Iterator[Line]:
    """What can be observed."""
    settings = listed((lower(setting.title) for setting in rule.settings), "or")
    ids = (setting.id for setting in rule.settings)
    text = f"A practice observation is of a {settings}."
    yield Line.of(text, "observations.settings", *ids)
    if rule.of_roles:
        text = f"Those who are observed are {people(rule.of_roles)}."
        yield Line.of(text, "observations", "of_roles")


def practice_week_in_words(week: PracticeWeek, number: int) -> Iterator[Line]:
    """When a practice week is, and who hears of it."""
    key = f"practice_weeks.{number}"
    text = f"A practice week begins on the {week.monday}."
    yield Line.of(text, key, "month", "weeks_after_the_first_monday")
    yield Line.of(f"{upper(people(week.roles))} take part.", key, "roles")
    before = days(week.tell_working_days_before)
    yield Line.of(f"They hear of it {before} before.", key, "tell_working_days_before")


def theme_in_words(theme: Theme, number: int) -> Iterator[Line]:
    """What a month's themed work is about."""
    month = month_name[theme.month]
    text = f"{month}: {theme.title}."
    key = f"themes.{number}"
    yield Line.of(text, key, "title", "month")
    if theme.cohorts:
        told = f"In {month}, cases of these lists are drawn first: {cohorts(theme.cohorts)}."
        yield Line.of(told, key, "cohorts")
    if theme.service_areas:
        told = f"In {month}, cases of {listed(theme.service_areas)} are drawn first."
        yield Line.of(told, key, "service_areas")


def dispute_in_words(rule: DisputeRule) -> Iterator[Line]:
    """Who raises a concern, and who answers level by level."""
    key = f"disputes.{rule.id}"
    by = upper(people(rule.raised_by))
    yield Line.of(f"{by} raise it; the lowest level that can resolves it.", key, "raised_by")
    for number, level in enumerate(rule.levels):
        table = f"{key}.levels.{number}"
        text = f"Level {number + 1}: {level.role.one} answers."
        yield Line.of(text, table, "role")
        yield Line.of(f"They have {days(level.working_days)}.", table, "working_days")
    before = f"{days(rule.remind_before)} before" if rule.remind_before else "on the day on which"
    yield Line.of(f"They are reminded {before} the time is up.", key, "remind_before")
    text = "When the time is up, it goes to the next level; at the last, the time begins again."
    yield Line.of(text, f"{key}.levels.0", "working_days")
    yield Line.of(
        f"Whoever raised it has {days(rule.decide_within)} to say whether an answer resolves it.",
        key,
        "decide_within",
    )


def acknowledgements_in_words(rule: AcknowledgementRule) -> Iterator[Line]:
    """Who notes good practice, and against what."""
    yield Line.of(
        f"{upper(people(rule.by))} can note good practice on a child's record; the case's team "
        "manager is told.",
        "acknowledgements",
        "by",
    )
    standards = "; ".join(standard.title for standard in rule.standards)
    yield Line.of(f"It is noted under: {standards}.", "acknowledgements", "standards")


def chairs_reports_in_words(rule: ChairsReportRule, framework: Framework) -> Iterator[Line]:
    """Who reports after which meetings, what is asked, and who is copied in."""
    key = "chairs_reports"
    meetings = listed((lower(meeting.title) for meeting in rule.meetings), "and")
    yield Line.of(f"{upper(people(rule.by))} report after every {meetings}.", key, "by", "meetings")
    tool = lower(framework.tool(rule.tool).title)
    yield Line.of(f"They are asked what the {tool} asks.", key, "tool")
    if rule.copied_to:
        copied = listed(RECIPIENTS[one] for one in rule.copied_to)
        yield Line.of(f"It is copied to {copied}.", key, "copied_to")


def commission_in_words(rule: CommissionRule, framework: Framework) -> Iterator[Line]:
    """Who can ask for an audit, of what, and by when."""
    key = f"commissions.{rule.id}"
    if rule.by_the_asker:
        text = f"{upper(people(rule.by))} can do one themselves at any time."
        yield Line.of(text, key, "by", "by_the_asker")
    else:
        yield Line.of(f"{upper(people(rule.by))} can ask for one at any time.", key, "by")
    tool = lower(framework.tool(rule.tool).title)
    yield Line.of(f"It uses the {tool}.", key, "tool")
    if rule.own_service_area:
        yield Line.of("The case is of their own service area.", key, "own_service_area")
    yield Line.of(f"It is due within {days(rule.due_within)}.", key, "due_within")
    before = f"{days(rule.remind_before)} before" if rule.remind_before else "on that day"
    yield Line.of(f"The auditor is reminded {before}.", key, "remind_before")


def overview_in_words(rule: OverviewRule) -> Iterator[Line]:
    """Which list goes to whom, and when."""
    key = f"overviews.{rule.id}"
    of = "the whole council" if rule.of == "the_council" else "their own service area"
    who = people(rule.to)
    to = f"one of the {who}, in turn, gets" if rule.turns else f"{who} get"
    yield Line.of(
        f"{upper(every(rule.every_months))}, {to} the audits of {of} with their grades, learning "
        "and actions.",
        key,
        "to",
        "of",
        "every_months",
    )
    after = days(rule.working_days_after)
    last = f"the last day of the {period(rule.every_months)}"
    yield Line.of(f"It goes out {after} after {last}.", key, "working_days_after")


def hours_in_words(hours: Hours) -> Iterator[Line]:
    """When the council may be written to."""
    yield Line.of(
        f"Messages that can wait go out on working days from {hours.opens:%H:%M} to "
        f"{hours.closes:%H:%M}.",
        "hours",
        "opens",
        "closes",
    )
    yield Line.of(f"The daily digest goes out at {hours.digest:%H:%M}.", "hours", "digest")

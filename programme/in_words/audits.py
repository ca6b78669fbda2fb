"""The rounds, the tools and whose views are asked after, in words."""

from collections.abc import Iterator
from itertools import groupby

from programme.framework import Framework
from programme.in_words.line import (
    Line,
    Part,
    cohorts,
    count,
    days,
    every,
    figure,
    listed,
    lower,
    ordinal,
    people,
    period,
    plural,
    upper,
)
from programme.rules.hand_over import HandOverRule
from programme.rules.round import Quota, Round
from programme.rules.tool import AuditTool, Views

_WHOSE = {
    "own": "cases of their own teams",
    "not_own": "cases of any team but their own",
    "own_service_area": "cases of their own service area",
    "any": "cases of any team",
}
_GRADED = {
    "areas_and_whole": "Each area is graded, and the whole.",
    "whole": "The whole is graded, and nothing else.",
    "nothing": "Nothing is graded.",
}
_ANSWER = {"yes_or_no": "yes or no", "a_line": "in a line"}


def round_in_words(each: Round, framework: Framework) -> Part:
    """A round: who audits which cases, with what, and when they hear."""
    key = f"rounds.{each.id}"
    lines = (*_who(each, key), *_cases(each, key, framework), *_when(each, key))
    return Part(each.title, lines)


def _who(each: Round, key: str) -> Iterator[Line]:
    often = upper(every(each.every_months))
    told = "auditors", "cases", "every_months"
    if each.auditors == "case_responsible_team_managers":
        yield Line.of(f"{often}, team managers audit {_WHOSE[each.cases]}.", key, *told)
        yield Line.of(f"Each of them leads {count(each.cases_a_lead, 'audit')}.", key, _A_LEAD)
    elif each.auditors == "reviewing_officers":
        yield Line.of(
            f"{often}, independent reviewing officers and child protection conference chairs audit "
            "their own cases.",
            key,
            *told,
        )
        yield Line.of(f"Each of them does {count(each.cases_a_lead, 'audit')}.", key, _A_LEAD)
    else:
        yield Line.of(f"{often}, these people audit {_WHOSE[each.cases]}:", key, *told)
    if each.practice_of:
        whose = listed((plural(role) for role in each.practice_of), "and")
        text = f"Each audit looks at the practice of one of the {whose}, on a case of theirs."
        yield Line.of(text, key, "practice_of")
    for number, quota in enumerate(each.quotas):
        table = f"{key}.quotas.{number}"
        areas = "not_service_areas" if quota.not_service_areas else "service_areas"
        yield Line.of(f"{_quota(quota)}.", table, "role", "cases", "people_a_period", areas)
    if each.peer:
        yield Line.of(
            "A second auditor, the peer, joins each audit: another team manager of the same "
            "service area.",
            key,
            "peer",
        )
    if each.tells_team_manager:
        yield Line.of(
            "The case's team manager is told of each audit that was done, and acknowledges it.",
            key,
            "tells_team_manager",
        )


_A_LEAD = "cases_a_lead"


def _quota(quota: Quota) -> str:
    places = ""
    if quota.service_areas:
        places = f" of {listed(quota.service_areas)}"
    elif quota.not_service_areas:
        places = f" outside {listed(quota.not_service_areas)}"
    cases = count(quota.cases, "case")
    if quota.people_a_period:
        some = count(quota.people_a_period, quota.role.words, plural(quota.role))
        audits = "audits" if quota.people_a_period == 1 else "audit"
        return f"{upper(some)}{places}, taking turns, {audits} {cases}"
    return f"Each {quota.role.words}{places} audits {cases}"


def _cases(each: Round, key: str, framework: Framework) -> Iterator[Line]:
    if each.cohorts:
        yield Line.of(f"Cases come from these lists: {cohorts(each.cohorts)}.", key, "cohorts")
    if each.service_areas:
        text = f"Only cases of {listed(each.service_areas)} are audited."
        yield Line.of(text, key, "service_areas")
    if each.not_service_areas:
        text = f"Cases of {listed(each.not_service_areas)} are left out."
        yield Line.of(text, key, "not_service_areas")
    if each.open_at_least_months:
        least = count(each.open_at_least_months, "month")
        yield Line.of(f"Cases have been open for at least {least}.", key, "open_at_least_months")
    if each.chosen_by:
        before = days(each.choose_working_days_before)
        text = f"The {each.chosen_by.words} chooses them; the others are drawn at random."
        yield Line.of(text, key, "chosen_by")
        yield Line.of(
            f"They are asked to {before} before that day.", key, "choose_working_days_before"
        )
        remind = each.remind_to_choose_before
        on = f"{days(remind)} before" if remind else "on"
        yield Line.of(
            f"While some are still to be chosen, they are reminded {on} the last day for it.",
            key,
            "remind_to_choose_before",
        )
    if each.themed:
        yield Line.of("The audits follow the month's theme.", key, "themed")
    if each.not_again_within_months:
        again = count(each.not_again_within_months, "month")
        yield Line.of(f"A case isn't drawn again within {again}.", key, "not_again_within_months")
    titles = [lower(tool.title) for tool in framework.tools_of(each)]
    use = f"They use the {titles[0]}."
    if len(titles) > 1:
        use = f"Each case has one of these tools: {'; '.join(titles)}."
    yield Line.of(use, key, "tools")


def _when(each: Round, key: str) -> Iterator[Line]:
    stretch = period(each.every_months)
    month = "month" if stretch == "month" else "first month"
    yield Line.of(f"The auditors hear on the {ordinal(each.day)} of the {month}.", key, "day")
    yield Line.of(f"They hear at {each.at:%H:%M}.", key, "at")
    other = "they hear all the same" if each.falls_on == "the_day" else "they hear on the next one"
    yield Line.of(f"When that isn't a working day, {other}.", key, "falls_on")
    if each.copied_to:
        copied = upper(people(each.copied_to))
        yield Line.of(f"{copied} hear at the same time.", key, "copied_to")
    if each.warn_working_days_before:
        yield Line.of(
            f"{upper(days(each.warn_working_days_before))} before, the QA officers hear which of "
            "the auditors can't be reached.",
            key,
            "warn_working_days_before",
        )
    last = f"the last working day of the {stretch}"
    early = each.due_working_days_before_end
    due = f"{days(early)} before {last}" if early else f"on {last}"
    yield Line.of(f"The audits are due {due}.", key, "due_working_days_before_end")
    yield Line.of(
        f"Only those who are there on {figure(each.working_days_to_audit)} of the working days "
        "until then, or on all of them where there are fewer, are asked to audit.",
        key,
        "working_days_to_audit",
    )
    before = f"{days(each.remind_before)} before that day" if each.remind_before else "on that day"
    yield Line.of(
        f"Who still has one to submit is reminded {before}, and on the first working day after it.",
        key,
        "remind_before",
    )


def hand_overs_in_words(rule: HandOverRule) -> Iterator[Line]:
    """How long whoever is asked to take an audit may think it over."""
    within = days(rule.answer_within) if rule.answer_within else "until the day is over"
    yield Line.of(
        f"A colleague who is asked to take an audit has {within} to answer, at most until it is "
        "due; then the QA officers decide.",
        "hand_overs",
        "answer_within",
    )


def tool_in_words(tool: AuditTool, framework: Framework) -> Part:
    """A tool: what an audit looks at, asks and grades."""
    key = f"tools.{tool.id}"
    return Part(
        tool.title, (*_for(tool, key), *_looks_at(tool, key, framework), *_around(tool, key))
    )


def _for(tool: AuditTool, key: str) -> Iterator[Line]:
    if tool.service_areas:
        yield Line.of(f"For cases of {listed(tool.service_areas)}.", key, "service_areas")
    if tool.cohorts:
        yield Line.of(f"For these lists: {cohorts(tool.cohorts)}.", key, "cohorts")


def _looks_at(tool: AuditTool, key: str, framework: Framework) -> Iterator[Line]:
    if tool.areas:
        areas = "; ".join(area.title for area in tool.areas)
        yield Line.of(f"It looks at: {areas}.", key, "areas")
    titles = {area.id: area.title for area in tool.areas}
    named = [(question, f"{key}.questions.{question.id}") for question in tool.questions]
    # Questions that share area, answer and source read better in one line.
    for (area, answer, itself, _), group in groupby(
        named,
        key=lambda one: (
            one[0].area,
            one[0].answer,
            one[0].about_the_audit,
            framework.where(one[1]),
        ),
    ):
        together = [*group]
        asked = " ".join(question.title for question, _ in together)
        about = f"{titles[area]}: " if area else ""
        of = " of the audit itself" if itself else ""
        keys = tuple(where for _, where in together)
        yield Line(f"It asks{of} ({_ANSWER[answer]}): {about}{asked}", keys)
    yield from _may_not_apply(tool, key, framework)
    yield Line.of(_GRADED[tool.graded], key, "graded")


def _may_not_apply(tool: AuditTool, key: str, framework: Framework) -> Iterator[Line]:
    named = [
        (question.title, f"{key}.questions.{question.id}.may_not_apply")
        for question in tool.questions
        if question.may_not_apply
    ]
    for source in dict.fromkeys(framework.where(where) for _, where in named):
        together = [one for one in named if framework.where(one[1]) == source]
        asked = " ".join(title for title, _ in together)
        text = f"It may be answered that this doesn't apply: {asked}"
        yield Line(text, tuple(where for _, where in together))


def _around(tool: AuditTool, key: str) -> Iterator[Line]:
    if tool.note:
        yield Line.of(f"Where grades are given, the auditor reads: “{tool.note}”", key, "note")
    if tool.with_worker:
        yield Line.of(
            "The allocated worker takes part; it is recorded whether they did.", key, "with_worker"
        )
    if tool.kind:
        yield Line.of(
            f"It is entered, and told in results and overviews, as {tool.kind}.", key, "kind"
        )
    if tool.views:
        yield from views_in_words(tool.views, f"{key}.views")


def views_in_words(views: Views, key: str) -> Iterator[Line]:
    """Whose views are asked after, and who says so."""
    if not views.of:
        yield Line.of("Nobody's views are asked after.", key, "of")
        return
    whose = listed(one.title for one in views.of)
    yield Line.of(f"It is asked whether the views of {whose} were sought, and why not.", key, "of")
    who = (
        "The peer auditor answers that; without a peer, the lead."
        if views.asked_of == "peer"
        else "The lead auditor answers that."
    )
    yield Line.of(who, key, "asked_of")

"""What follows an audit, in words: moderation, alerts, actions, checks, results."""

from collections.abc import Iterator, Sequence

from programme.framework import Framework
from programme.in_words.line import (
    Line,
    count,
    days,
    days_before,
    figure,
    holders,
    listed,
    lower,
    often,
    people,
    upper,
)
from programme.rules.action import ActionRule, Confirmation, Priority
from programme.rules.follow_up import (
    Celebration,
    GradeAlert,
    LoopCheck,
    ReAudit,
    Recipient,
    ResultCopies,
)
from programme.rules.moderation import MODERATION, ModerationRule

RECIPIENTS: dict[Recipient, str] = {
    "case_worker": "the case's worker",
    "team_manager": "the case's team manager",
    "service_manager": "its service manager",
    "head_of_service": "its head of service",
    "line_manager_of_team_manager": "the team manager's line manager",
    "lead_auditor": "the lead auditor",
    "qa_officers": "the QA officers",
}


def moderation_in_words(rule: ModerationRule, key: str, framework: Framework) -> Iterator[Line]:
    """Who moderates what, by when, and the auditor's answer."""
    rounds = [lower(framework.round(each).title) for each in rule.rounds]
    which, done = listed(rounds) if rounds else "audits", rule.called.done
    who = people(rule.by)
    if rule.form == "all_by_managers":
        text = f"Every one of the {which} is {done} by the {who} of the case's service area."
        yield Line.of(text, key, "form", "by", "rounds")
    elif rule.form == "a_share":
        text = f"A share of the {which} is {rule.called.done} by {who}."
        yield Line.of(text, key, "form", "by", "rounds")
        yield Line.of(f"The share is {rule.share_percent}%.", key, "share_percent")
    elif rule.form == "named_moderators":
        who = listed(map(holders, rule.posts))
        yield Line.of(
            f"{upper(who)} each {rule.called.act} {figure(rule.each)} of the {which} of the period "
            "before.",
            key,
            "form",
            "by",
            "only_of",
            "each",
            "rounds",
        )
    else:
        yield Line.of(
            f"Every one of the {which} is {done}, by somebody drawn at random from the {who}.",
            key,
            "form",
            "by",
            "rounds",
        )
    if rule.called != MODERATION:
        yield Line.of(f"It is called {rule.called.name}.", key, "called")
    within = days(rule.within_working_days)
    yield Line.of(f"A {rule.called.by} has {within}.", key, "within_working_days")
    before = f"{days(rule.remind_before)} before and " if rule.remind_before else ""
    yield Line.of(f"They are reminded {before}on the day it is due.", key, "remind_before")
    yield _again_and_again("Past its date they are reminded", rule.remind_after_every, key)
    yield Line.of(
        "Where the grade differs, the auditors hear why, and have "
        f"{days(rule.answer_within_working_days)} to answer.",
        key,
        "answer_within_working_days",
    )
    if rule.talked_over:
        text = f"A {rule.called.by} who would change a grade first discusses it with the auditor."
        yield Line.of(text, key, "talked_over")


def alert_in_words(alert: GradeAlert, key: str, framework: Framework) -> Iterator[Line]:
    """Who is told at once of which grades."""
    grades = _grades(alert.grades, framework)
    told = _told(alert.to)
    yield Line.of(f"An audit graded {grades} is told at once to {told}.", key, "grades", "to")
    if framework.dip_samples and framework.dip_samples.graded:
        yield Line.of("So is a case of a dip sample that is graded so.", key, "grades", "to")
    if alert.answer_within_working_days:
        yield Line.of(
            f"They say within {days(alert.answer_within_working_days)} what was done for the "
            "child.",
            key,
            "answer_within_working_days",
        )


def re_audit_in_words(rule: ReAudit, framework: Framework) -> Iterator[Line]:
    """The short audit of the same file."""
    grades = _grades(rule.grades, framework)
    yield Line.of(
        f"A case graded {grades} is a child of concern: it is audited again "
        f"{count(rule.weeks, 'week')} after the audit, by the same lead auditor with the "
        f"{lower(framework.tool(rule.tool).title)}.",
        "re_audit",
        "grades",
        "weeks",
        "tool",
    )
    opens = days(rule.opens_before)
    yield Line.of(f"They hear of it {opens} before its day.", "re_audit", "opens_before")
    remind = f"{days(rule.remind_before)} before it" if rule.remind_before else "on that day"
    yield Line.of(f"They are reminded {remind}.", "re_audit", "remind_before")


def loop_check_in_words(rule: LoopCheck) -> Iterator[Line]:
    """Closing the loop."""
    yield Line.of(
        f"{upper(count(rule.weeks, 'week'))} after moderation, one of the {people(rule.by, 'or')} "
        "checks that the actions were completed, and the loop is closed.",
        "loop_check",
        "weeks",
        "by",
    )
    again = days(rule.again_after)
    text = f"While something is still open, they check again {again} later."
    yield Line.of(text, "loop_check", "again_after")
    past = "Until they have checked, they are reminded"
    yield _again_and_again(past, rule.remind_after_every, "loop_check")


def results_in_words(rule: ResultCopies) -> Iterator[Line]:
    """Who gets the result."""
    yield Line.of(f"Every audit's result goes to {_told(rule.to)}.", "results", "to")


def celebration_in_words(rule: Celebration, framework: Framework) -> Iterator[Line]:
    """What is celebrated, and with whom."""
    grades = _grades(rule.grades, framework)
    yield Line.of(f"An audit graded {grades} is celebrated.", "celebration", "grades")
    yield Line.of(f"The good news goes to {_told(rule.to)}.", "celebration", "to")
    if rule.training_to:
        yield Line.of(
            f"{upper(people(rule.training_to))} are offered it for training.",
            "celebration",
            "training_to",
        )


def actions_in_words(rule: ActionRule) -> Iterator[Line]:
    """How an audit's actions are set, timed, reminded of and confirmed."""
    key = "actions"
    yield Line.of(f"An audit leaves at most {count(rule.most, 'action')}.", key, "most")
    start = "from the audit" if rule.clock_from == "the_audit" else "from the end of the period"
    yield Line.of(f"Time runs {start}.", key, "clock_from")
    if not rule.priorities:
        yield Line.of(f"An action is due within {days(rule.due_within)}.", key, "due_within")
    for priority in rule.priorities:
        yield _priority(priority)
    if rule.due_at_most is not None:
        latest = days(rule.due_at_most)
        yield Line.of(f"None is due later than {latest} after that.", key, "due_at_most")
    if rule.advice:
        yield Line.of("Advice can be left beside them, which nobody tracks.", key, "advice")
    yield from _reminders(rule)
    if rule.reviewed:
        yield Line.of(
            "Once all are completed, the case's team manager records that the audit was reviewed "
            "and its learning shared.",
            key,
            "reviewed",
        )
    if rule.tracked_by:
        yield Line.of(
            f"{upper(people(rule.tracked_by))} are told what is open past its date.",
            key,
            "tracked_by",
        )
    if rule.confirmation:
        yield from _confirmation(rule.confirmation)


def _priority(priority: Priority) -> Line:
    text = f"{priority.title} priority: due within {days(priority.due_within)}."
    return Line.of(text, f"actions.priorities.{priority.id}", "due_within")


def _reminders(rule: ActionRule) -> Iterator[Line]:
    key = "actions"
    if rule.remind_before:
        yield Line.of(
            f"Whoever has it to do is reminded {days_before(rule.remind_before)} before.",
            key,
            "remind_before",
        )
    if rule.remind_on_the_day:
        yield Line.of("They are reminded on the day it is due.", key, "remind_on_the_day")
    yield _again_and_again("Past its date they are reminded", rule.remind_after_every, key)
    if rule.extensions_allowed:
        times = often(rule.extensions_allowed)
        yield Line.of(
            f"More time can be asked for {times}, up to {days(rule.extension_at_most)}.",
            key,
            "extensions_allowed",
            "extension_at_most",
        )
    else:
        yield Line.of("There is no more time to ask for.", key, "extensions_allowed")
    if rule.passed_on_at_most:
        text = (
            "An action that is another team's can be passed on to it "
            f"{often(rule.passed_on_at_most)}; then only somebody above the team passes it on."
        )
    else:
        text = "An action that is another team's is passed on by somebody above the team alone."
    yield Line.of(text, key, "passed_on_at_most")


def _again_and_again(reminded: str, every: int, key: str) -> Line:
    text = f"{reminded} every {days(every).removeprefix('one ')}."
    return Line.of(text, key, "remind_after_every")


def _confirmation(rule: Confirmation) -> Iterator[Line]:
    key = "actions.confirmation"
    who = "A QA officer" if rule.by == "qa_officers" else "The lead auditor"
    yield Line.of(f"{who} confirms that an audit's actions were completed in time.", key, "by")
    after = f"{days(rule.remind_after)} after" if rule.remind_after else "on the day on which"
    yield Line.of(
        f"They are asked to {after} the team has completed the last of them.", key, "remind_after"
    )
    long = f" for more than {days(rule.back_within)}" if rule.back_within else ""
    yield Line.of(
        f"Where whoever was asked is away{long}, somebody else is asked.", key, "back_within"
    )
    yield Line.of(f"Delay is told to {people(rule.escalate_to)}.", key, "escalate_to")
    late = days(rule.escalate_after)
    yield Line.of(f"That happens {late} after the date.", key, "escalate_after")


def _grades(ids: Sequence[str], framework: Framework) -> str:
    return listed((framework.grade_title(grade) for grade in ids), "or")


def _told(to: Sequence[Recipient]) -> str:
    return listed(RECIPIENTS[one] for one in to)

"""The audit dialog's page of actions, and of advice where the framework has it (WC-08, BD-05)."""

from collections.abc import Mapping
from datetime import timedelta

from dialogs import kit
from dialogs.audit_fields import named, named_advice
from dialogs.audit_so_far import action_list, advice_blocks
from dialogs.kit import Element
from programme.action_clock import ActionClock
from programme.audit_record import ACTION_AT_MOST, ADVICE_AT_MOST
from programme.calendar import day_in_words, short_day
from programme.council import Council
from programme.use_cases.show_audit import AuditView

SAVE = "audit.save"


def actions_body(
    council: Council,
    view: AuditView,
    clock: ActionClock,
    fields: Mapping[str, str],
    problems: Mapping[str, str],
) -> list[Element]:
    """What the audit sets so far, and the fields for more; `fields` and `problems` are there when
    the page came back."""
    record = view.audit.record
    data: dict[str, kit.Json] = {"audit_id": view.audit.id, "page": "actions"}
    body = [
        kit.heading("Actions and advice" if clock.rule.advice else "Actions"),
        *action_list(record.actions, council),
        *advice_blocks(record.advice),
    ]
    choices = [
        (f"{kit.shortened(action.text)} ({action.team})", named(action))
        for action in record.actions
    ]
    choices += [(f"Advice: {kit.shortened(line)}", named_advice(line)) for line in record.advice]
    if choices:
        body += [
            kit.choice_input("take_out", "Take one out", choices, required=False),
            kit.buttons([kit.submit("Take out", SAVE, {**data, "go": "take_out"})]),
        ]
    if len(record.actions) < clock.rule.most:
        body += [
            *_new_action(view, clock, fields, problems),
            kit.buttons([kit.submit("Add this action", SAVE, {**data, "go": "add"})]),
        ]
    if clock.rule.advice and len(record.advice) < ADVICE_AT_MOST:
        body += [
            *_new_advice(fields, problems),
            kit.buttons([kit.submit("Add this advice", SAVE, {**data, "go": "add_advice"})]),
        ]
    return body


def _new_advice(fields: Mapping[str, str], problems: Mapping[str, str]) -> list[Element]:
    return [
        kit.subheading("A line of advice"),
        *kit.with_problem(
            kit.text_input(
                "new_advice",
                "What would help? It asks for nothing, and nobody follows it up.",
                most=ACTION_AT_MOST,
                value=fields.get("new_advice", ""),
                required=False,
            ),
            problems.get("advice"),
        ),
    ]


def _new_action(
    view: AuditView, clock: ActionClock, fields: Mapping[str, str], problems: Mapping[str, str]
) -> list[Element]:
    return [
        kit.subheading("A further action" if view.audit.record.actions else "An action"),
        *kit.with_problem(
            kit.text_input(
                "new_text",
                "What must be done?",
                most=ACTION_AT_MOST,
                value=fields.get("new_text", ""),
                required=False,
            ),
            problems.get("text"),
        ),
        *kit.with_problem(
            kit.choice_input(
                "new_team",
                "Which team does it?",
                [(team, team) for team in view.teams],
                value=fields.get("new_team") or view.audit.team,
                required=False,
            ),
            problems.get("team"),
        ),
        *_new_priority(clock, fields, problems),
        *_new_due(clock, fields, problems),
    ]


def _new_priority(
    clock: ActionClock, fields: Mapping[str, str], problems: Mapping[str, str]
) -> list[Element]:
    if not clock.rule.priorities:
        return []
    choices = [
        (f"{each.title}: by {short_day(clock.proposed(each.id))}", each.id)
        for each in clock.rule.priorities
    ]
    chosen = fields.get("new_priority")
    known = chosen if chosen in [priority.id for priority in clock.rule.priorities] else None
    return kit.with_problem(
        kit.choice_input(
            "new_priority", "How urgent is it?", choices, value=known, required=False, expanded=True
        ),
        problems.get("priority"),
    )


def _new_due(
    clock: ActionClock, fields: Mapping[str, str], problems: Mapping[str, str]
) -> list[Element]:
    by_priority = bool(clock.rule.priorities)
    label = "Due, if not on the day that its urgency gives" if by_priority else "Due"
    proposed = None if by_priority else clock.proposed()
    until = f"By {day_in_words(clock.latest)} at the latest." if clock.latest else ""
    return [
        *kit.with_problem(
            kit.date_input(
                "new_due",
                label,
                value=fields.get("new_due", proposed),
                first=clock.today + timedelta(days=1),
                required=False,
            ),
            problems.get("due"),
        ),
        *([kit.text(until, subtle=True)] if until else []),
    ]

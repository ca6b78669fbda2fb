"""The reminder of a round's audits: how many are to record by which day, or since when they are
overdue, with the buttons to record them (WC-03, SW-01, WB-01, BD-02, KT-01)."""

from dialogs import hand_over, kit, to_do
from dialogs.allocated_audit import audit_line, record_buttons
from dialogs.allocation import and_more, most_urgent, of_round, passed_on
from dialogs.kit import Card
from dialogs.live_card import After, LiveKind
from programme.calendar import day_in_words
from programme.message import MessageKind
from programme.shown import audit_entity, part_entity
from programme.use_cases.show_audits_due import AuditsDueView, show_audits_due


def card(view: AuditsDueView, after: After) -> Card:
    """What is still to record and by when; once all of it is, a word of thanks."""
    shown = most_urgent(view.lines)
    left = [line for line in shown if line.audit.is_to_submit]
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Audits overdue" if view.to_submit and view.is_overdue else "Audits due"),
        *of_round(view.of, {line.audit.theme for line in view.lines}),
        kit.text(f"{view.reader.name}, {_what(view)}"),
        *(kit.section(audit_line(line)) for line in shown),
        *and_more(view.lines, "type “my work” for what is still to do"),
        *passed_on(view.passed_on),
    ]
    return kit.card(body, [*record_buttons(left), *hand_over.button(left)])


def _what(view: AuditsDueView) -> str:
    day, count = day_in_words(view.due), len(view.to_submit)
    if count and view.is_overdue:
        have = "has" if count == 1 else "have"
        return f"{kit.count(count, 'audit')} {have} been overdue since **{day}**."
    if count:
        return f"{kit.count(count, 'audit')} to record by **{day}**."
    if view.waits:
        return "there is nothing for you to record here until the QA officers have decided."
    if any(line.audit.is_submitted for line in view.lines):
        return "you have recorded all that was asked of you by then. Thank you."
    return "there is nothing left for you to record here."


def _shows(view: AuditsDueView) -> tuple[str, ...]:
    return (
        part_entity(view.of.subject, view.reader.id),
        *(audit_entity(line.audit.id) for line in view.lines),
    )


LIVE = LiveKind(
    MessageKind.AUDITS_DUE,
    "Audits that are due",
    show_audits_due,
    card,
    _shows,
    to_do=to_do.audits_due,
    about=lambda view: view.of.named,
)

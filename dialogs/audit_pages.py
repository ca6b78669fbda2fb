"""The pages of the audit dialog: grades, learning, views, actions, a last look (WC-04, WC-06)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogs import kit
from dialogs.actions_page import SAVE, actions_body
from dialogs.audit_so_far import so_far
from dialogs.kit import Card, Element
from programme.action_clock import ActionClock, period_end
from programme.audit import missing
from programme.audit_record import (
    FINDING_AT_MOST,
    WHY_NOT_AT_MOST,
    AuditRecord,
    ViewSought,
)
from programme.calendar import day_in_words, short_day
from programme.council import Council
from programme.grading import OVERALL
from programme.use_cases.show_audit import AuditView

SUBMIT = "audit.submit"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it is opened: `fields` and `problems` are there when it came back."""

    council: Council
    view: AuditView
    today: date
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def record(self) -> AuditRecord:
        """The draft."""
        return self.view.audit.record


def pages_for(opened: Opened) -> tuple[str, ...]:
    """The pages that this reader goes through, in order."""
    audit = opened.view.audit
    if audit.is_withdrawn:
        return ("summary",)
    asked = audit.views_asked_of(opened.council.framework)
    if audit.is_submitted and not (opened.view.part == asked and not audit.views_recorded_at):
        return ("summary",)
    if opened.view.part != "lead":
        return ("views",) if asked == opened.view.part else ("summary",)
    return ("grades", "learning", *(("views",) if asked == "lead" else ()), "actions", "check")


def page(opened: Opened, name: str) -> Card:
    """The page of that name."""
    draw = {
        "grades": _grades,
        "learning": _learning,
        "views": _views,
        "actions": _actions,
        "check": _check,
        "summary": _summary,
    }[name]
    return draw(opened)


def _frame(opened: Opened, name: str, body: list[Element], actions: list[Element]) -> Card:
    pages = pages_for(opened)
    audit = opened.view.audit
    where = f"{audit.case_reference} · {audit.team} · due {short_day(audit.due)}"
    step = f"Step {pages.index(name) + 1} of {len(pages)} · " if len(pages) > 1 else ""
    told = [kit.warning(opened.sentence)] if opened.sentence else []
    return kit.card([*told, kit.text(step + where, subtle=True), *body], actions)


def _going(opened: Opened, name: str) -> list[Element]:
    pages = pages_for(opened)
    data: dict[str, kit.Json] = {"audit_id": opened.view.audit.id, "page": name}
    further = [
        kit.submit("Save and continue", SAVE, {**data, "go": "next"}, primary=True),
        kit.submit("Save and close", SAVE, {**data, "go": "close"}),
    ]
    back = [kit.submit("Back", SAVE, {**data, "go": "back"})] if pages[0] != name else []
    return [*further, *back]


def _grades(opened: Opened) -> Card:
    scale = [(grade.title, grade.id) for grade in opened.council.framework.grades]
    record = opened.record
    inputs = [
        kit.choice_input(
            f"grade_{area.id}", area.title, scale, value=record.grades.get(area.id), required=False
        )
        for area in opened.view.tool.areas
    ]
    whole = kit.choice_input(
        OVERALL, "Overall grade", scale, value=record.overall, required=False, expanded=True
    )
    body = [
        kit.heading("Grades"),
        kit.text(f"{opened.view.tool.title}. You can leave one open and come back.", subtle=True),
        *kit.note(opened.council.framework.grading_note),
        *inputs,
        whole,
    ]
    return _frame(opened, "grades", body, _going(opened, "grades"))


def _learning(opened: Opened) -> Card:
    inputs = []
    for name, label, kept in (
        ("went_well", "What was good?", opened.record.went_well),
        ("to_learn", "What is there to learn?", opened.record.to_learn),
    ):
        inputs += kit.with_problem(
            kit.text_input(
                name,
                label,
                most=FINDING_AT_MOST,
                value=opened.fields.get(name, kept),
                required=False,
            ),
            opened.problems.get(name),
        )
    body = [
        kit.heading("Learning"),
        kit.text("Write no names, dates of birth or addresses: the reference is enough."),
        *inputs,
    ]
    return _frame(opened, "learning", body, _going(opened, "learning"))


def _views(opened: Opened) -> Card:
    body: list[Element] = [
        kit.heading("Views"),
        kit.text("Were their views sought for this audit? Where not, please say why.", subtle=True),
    ]
    for whose in opened.council.framework.views.of:
        kept = opened.record.views.get(whose.id, ViewSought())
        answered = {True: "yes", False: "no", None: None}[kept.sought]
        body += kit.with_problem(
            kit.choice_input(
                f"sought_{whose.id}",
                f"Views of {whose.title}",
                [("Yes, they were sought", "yes"), ("No", "no")],
                value=opened.fields.get(f"sought_{whose.id}") or answered,
                required=False,
                expanded=True,
            ),
            opened.problems.get(whose.id),
        )
        body += kit.with_problem(
            kit.text_input(
                f"why_not_{whose.id}",
                f"If not, why were the views of {whose.title} not sought?",
                most=WHY_NOT_AT_MOST,
                value=opened.fields.get(f"why_not_{whose.id}", kept.why_not),
                required=False,
            ),
            opened.problems.get(f"{whose.id}_why_not"),
        )
    if opened.view.part == "lead":
        return _frame(opened, "views", body, _going(opened, "views"))
    data: dict[str, kit.Json] = {"audit_id": opened.view.audit.id, "page": "views"}
    actions = [kit.submit("Record the views", SAVE, {**data, "go": "record"}, primary=True)]
    if not opened.view.audit.is_submitted:  # after that there is no draft to save it in
        actions.append(kit.submit("Save and close", SAVE, {**data, "go": "close"}))
    return _frame(opened, "views", [*so_far(opened.council, opened.view), *body], actions)


def _actions(opened: Opened) -> Card:
    framework, audit = opened.council.framework, opened.view.audit
    clock = ActionClock(
        framework.actions,
        opened.council.calendar,
        opened.today,
        period_end(framework, audit.round_id, audit.month),
    )
    body = actions_body(opened.council, opened.view, clock, opened.fields, opened.problems)
    return _frame(opened, "actions", body, _going(opened, "actions"))


def _check(opened: Opened) -> Card:
    council, audit = opened.council, opened.view.audit
    lacking = missing(audit, council.framework, council.calendar, opened.today, opened.view.teams)
    data: dict[str, kit.Json] = {"audit_id": audit.id, "page": "check"}
    told = (
        [kit.warning("Still missing before you can submit:"), kit.bullets(lacking.values())]
        if lacking
        else [kit.text("Everything is there. Once submitted, the grades and actions are final.")]
    )
    body = [
        kit.heading("Check and submit"),
        *told,
        *so_far(opened.council, opened.view, views=True),
    ]
    submit = kit.submit(
        "Submit the audit", SUBMIT, {**data, "version": audit.version}, primary=True
    )
    return _frame(
        opened,
        "check",
        body,
        [
            *([] if lacking else [submit]),
            kit.submit("Back", SAVE, {**data, "go": "back"}),
            kit.submit("Close, it is saved", SAVE, {**data, "go": "close"}),
        ],
    )


def _summary(opened: Opened) -> Card:
    audit = opened.view.audit
    if audit.is_withdrawn:
        why = kit.as_typed(f"Why: {audit.withdrawn_reason}")
        return _frame(opened, "summary", [kit.heading("This audit was withdrawn"), why], [])
    said = (
        f"Submitted on {day_in_words(audit.submitted_at.date())}."
        if audit.submitted_at
        else f"{opened.view.lead} is recording this audit; nothing is needed of you here."
    )
    return _frame(
        opened,
        "summary",
        [
            kit.heading("The audit"),
            kit.text(said),
            *so_far(opened.council, opened.view, views=True),
        ],
        [],
    )

"""The pages of the audit dialog: what the tool asks, learning, views, actions, a last look
(WC-04, WC-06, BD-04)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogs import kit
from dialogs.actions_page import SAVE, actions_body
from dialogs.asked_pages import asked_body, asked_on, page_names
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
from programme.calendar import day_in_words, local_day, short_day
from programme.council import Council
from programme.rules.tool import Views
from programme.use_cases.show_audit import AuditView

SUBMIT = "audit.submit"
FINDINGS = {"went_well": "What was good?", "to_learn": "What is there to learn?"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it is opened: `fields` and `problems` are there when it came back.

    While `mending`, a page leads to the next one where something is missing.
    """

    council: Council
    view: AuditView
    today: date
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    mending: bool = False

    @property
    def record(self) -> AuditRecord:
        """The draft."""
        return self.view.audit.record

    @property
    def views_rule(self) -> Views:
        """Whose views the audit asks after."""
        return self.council.framework.views_of(self.view.tool.id)


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
    views = ("views",) if asked == "lead" and opened.views_rule.of else ()
    return (*page_names(opened.view.tool), "learning", *views, "actions", "check")


def page(opened: Opened, name: str) -> Card:
    """The page of that name."""
    if asked_on(opened.view.tool, name):
        return _asked(opened, name)
    draw = {
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
    practice = f"practice of {opened.view.practice_of} · " if opened.view.practice_of else ""
    where = f"{practice}{audit.case_reference} · {audit.team} · due {short_day(audit.due)}"
    step = f"Step {pages.index(name) + 1} of {len(pages)} · " if len(pages) > 1 else ""
    told = [kit.warning(opened.sentence)] if opened.sentence else []
    return kit.card([*told, kit.text(step + where, subtle=True), *body], actions)


def _going(opened: Opened, name: str) -> list[Element]:
    pages = pages_for(opened)
    data: dict[str, kit.Json] = {"audit_id": opened.view.audit.id, "page": name}
    further_to = "mend" if opened.mending else "next"
    further = [
        kit.submit("Save and continue", SAVE, {**data, "go": further_to}, primary=True),
        kit.submit("Save and close", SAVE, {**data, "go": "close"}),
    ]
    back = [kit.submit("Back", SAVE, {**data, "go": "back"})] if pages[0] != name else []
    return [*further, *back]


def _asked(opened: Opened, name: str) -> Card:
    body = asked_body(opened.council, opened.view, name, opened.fields, opened.problems)
    return _frame(opened, name, body, _going(opened, name))


def _learning(opened: Opened) -> Card:
    inputs = []
    for name, kept in (
        ("went_well", opened.record.went_well),
        ("to_learn", opened.record.to_learn),
    ):
        inputs += kit.with_problem(
            kit.text_input(
                name,
                FINDINGS[name],
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
    for whose in opened.views_rule.of:
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
    record = opened.record
    begun = record.overall or record.grades or record.answers or record.went_well or record.actions
    seen = so_far(opened.council, opened.view) if begun else []
    return _frame(opened, "views", [*seen, *body], actions)


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


def lacking(opened: Opened) -> Mapping[str, Mapping[str, str]]:
    """What is missing before the lead auditor can submit: by page, a sentence a field."""
    council, audit = opened.council, opened.view.audit
    found = missing(audit, council.framework, council.calendar, opened.today, opened.view.teams)
    pages: dict[str, dict[str, str]] = {}
    for field_name, sentence in found.items():
        pages.setdefault(_page_of(field_name, opened), {})[field_name] = sentence
    return pages


def _page_of(field_name: str, opened: Opened) -> str:
    for name in page_names(opened.view.tool):
        if any(ask.key == field_name for ask in asked_on(opened.view.tool, name)):
            return name
    if field_name in FINDINGS:
        return "learning"
    views = {whose.id for whose in opened.views_rule.of}
    return "views" if field_name.removesuffix("_why_not") in views else "actions"


def _check(opened: Opened) -> Card:
    audit = opened.view.audit
    missing_on = lacking(opened)
    data: dict[str, kit.Json] = {"audit_id": audit.id, "page": "check"}
    told = (
        [
            kit.warning("Still missing before you can submit:"),
            kit.bullets(_missing(opened, missing_on)),
        ]
        if missing_on
        else [kit.text("Everything is there. Once submitted, it is final.")]
    )
    body = [
        kit.heading("Check and submit"),
        *told,
        *so_far(opened.council, opened.view, views=True, brief=True),
    ]
    mend = kit.submit("Fill in what is missing", SAVE, {**data, "go": "mend"}, primary=True)
    submit = kit.submit(
        "Submit the audit", SUBMIT, {**data, "version": audit.version}, primary=True
    )
    return _frame(
        opened,
        "check",
        body,
        [
            mend if missing_on else submit,
            kit.submit("Back", SAVE, {**data, "go": "back"}),
            kit.submit("Close, it is saved", SAVE, {**data, "go": "close"}),
        ],
    )


def _missing(opened: Opened, missing_on: Mapping[str, Mapping[str, str]]) -> list[str]:
    """A line for each field that lacks something, and one for each page's questions."""
    lines = []
    for number, name in enumerate(pages_for(opened), start=1):
        problems = missing_on.get(name, {})
        questions = {
            ask.key for ask in asked_on(opened.view.tool, name) if ask.question
        } & problems.keys()
        if questions:
            lines.append(f"Step {number}: {kit.count(len(questions), 'question')} to answer.")
        lines += [sentence for key, sentence in problems.items() if key not in questions]
    return lines


def _summary(opened: Opened) -> Card:
    audit = opened.view.audit
    if audit.is_withdrawn:
        why = kit.as_typed(f"Why: {audit.withdrawn_reason}")
        return _frame(opened, "summary", [kit.heading("This audit was withdrawn"), why], [])
    said = (
        f"Submitted on {day_in_words(local_day(audit.submitted_at))}."
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

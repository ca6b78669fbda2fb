"""Moderating an audit in a dialog: what the auditors wrote, and the grades side by side (WC-07,
SW-05, SW-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import ConfigDict, Field

from dialogs import kit
from dialogs.audit_so_far import written
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.moderation_blocks import OPEN, auditors, due, outcome
from dialogs.record_audit import AuditId
from programme.audit_record import FINDING_AT_MOST
from programme.calendar import day_in_words
from programme.council import Council
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.grading import OVERALL
from programme.in_words.line import upper
from programme.moderation import REASON_AT_MOST, Judgement
from programme.people import Verb as Right
from programme.use_cases.moderate_audit import ModerateAudit, moderate_audit
from programme.use_cases.show_moderation import ModerationView, show_moderation

RECORD = "moderation.record"


class _Open(Payload):
    audit_id: AuditId


class _Record(Payload):
    """The page as it was filled in; its fields are the council's own, so they come as extras."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[str, Field(max_length=10_000)]] = Field(init=False)

    audit_id: AuditId
    version: int

    @property
    def fields(self) -> Mapping[str, str]:
        return self.__pydantic_extra__


@dataclass(frozen=True, slots=True)
class Opened:
    """The page as it is opened: `fields` and `problems` are there when it came back."""

    council: Council
    view: ModerationView
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


async def _open(payload: _Open, turn: Turn) -> Answer:
    return await open_page(payload.audit_id, turn)


async def open_page(audit_id: str, turn: Turn) -> Answer:
    """The page that the audit's own button opens."""
    return _show(_opened(await _view(audit_id, turn), turn))


def _opened(view: ModerationView, turn: Turn) -> Opened:
    return Opened(turn.council.under(view.audit), view)


async def _record(payload: _Record, turn: Turn) -> Answer:
    view = await _view(payload.audit_id, turn)
    command = ModerateAudit(
        turn.council,
        turn.person,
        payload.audit_id,
        payload.version,
        judgement_from(payload.fields, view),
        turn.source,
    )
    try:
        done = await moderate_audit(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        opened = _opened(view, turn)
        return _show(
            replace(opened, sentence=str(wrong), fields=payload.fields, problems=wrong.problems)
        )
    except ShowAsItIsNow as changed:
        now = _opened(await _view(payload.audit_id, turn), turn)
        return _show(replace(now, sentence=str(changed), fields=payload.fields))
    answer = (
        f" The lead auditor can answer until {day_in_words(done.answer_due)}."
        if done.answer_due
        else ""
    )
    return ClosePage(f"The {view.called.name} is recorded, and goes to {auditors(view)}.{answer}")


def judgement_from(fields: Mapping[str, str], view: ModerationView) -> Judgement:
    """What was chosen and written on the page."""
    chosen = {
        area.id: grade
        for area in view.tool.graded_areas
        if (grade := fields.get(f"grade_{area.id}"))
    }
    return Judgement(
        chosen,
        fields.get(OVERALL) or None,
        fields.get("reason", ""),
        fields.get("learning", ""),
        talked_over=fields.get("talked_over") == "yes",
    )


def page(opened: Opened) -> Card:
    """The form for the moderator; for anyone else who may see it, how it stands."""
    view = opened.view
    told = [kit.warning(opened.sentence)] if opened.sentence else []
    where = f"{view.audit.case_reference} · {view.audit.team}"
    if view.may_moderate:
        where += f" · {due(view)}"
    opening = [
        *told,
        kit.text(where, subtle=True),
        kit.heading(upper(view.called.name)),
        kit.text(f"{view.tool.title}, recorded by {auditors(view)}."),
    ]
    if not view.may_moderate:
        return kit.card([*opening, kit.section(outcome(view))])
    body = [
        *opening,
        kit.section(written(opened.council, view)),
        *_grades(opened),
        *_words(opened),
        kit.text(f"Once recorded, this is final, and goes to {auditors(view)}.", subtle=True),
    ]
    data: dict[str, kit.Json] = {"audit_id": view.audit.id, "version": view.moderation.version}
    return kit.card(
        body, [kit.submit(f"Record the {view.called.name}", RECORD, data, primary=True)]
    )


def _grades(opened: Opened) -> list[Element]:
    view, framework = opened.view, opened.council.framework
    scale = [(grade.title, grade.id) for grade in framework.grades]
    record = view.audit.record
    blocks: list[Element] = []
    for area in view.tool.graded_areas:
        first = record.grades.get(area.id)
        blocks += kit.with_problem(
            kit.choice_input(
                f"grade_{area.id}",
                f"{area.title} (first graded {framework.grade_title(first)})",
                scale,
                value=opened.fields.get(f"grade_{area.id}") or first,
            ),
            opened.problems.get(area.id),
        )
    if view.tool.grades_the_whole:
        blocks += kit.with_problem(
            kit.choice_input(
                OVERALL,
                f"Overall grade (first graded {framework.grade_title(record.overall)})",
                scale,
                value=opened.fields.get(OVERALL) or record.overall,
                expanded=True,
            ),
            opened.problems.get(OVERALL),
        )
    if not blocks:
        return []
    return [
        kit.subheading("The agreed grades"),
        *kit.note(view.tool.note or framework.grading_note),
        *blocks,
    ]


def _words(opened: Opened) -> list[Element]:
    fields, record = opened.fields, opened.view.audit.record
    graded = opened.view.tool.grades_the_whole
    reason = kit.text_input(
        "reason",
        "If you change a grade: why?",
        most=REASON_AT_MOST,
        value=fields.get("reason", ""),
        required=False,
    )
    talked = kit.choice_input(
        "talked_over",
        f"If you change a grade: have you talked it over with {opened.view.lead}?",
        [("Yes, we have talked it over", "yes"), ("Not yet", "no")],
        value=fields.get("talked_over"),
        required=False,
        expanded=True,
    )
    learning = kit.text_input(
        "learning",
        "The agreed learning",
        most=FINDING_AT_MOST,
        value=fields.get("learning", record.to_learn),
    )
    return [
        *(kit.with_problem(reason, opened.problems.get("reason")) if graded else []),
        *(
            kit.with_problem(talked, opened.problems.get("talked_over"))
            if graded and opened.view.talk_it_over
            else []
        ),
        *kit.with_problem(learning, opened.problems.get("learning")),
    ]


async def _view(audit_id: str, turn: Turn) -> ModerationView:
    asked = (audit_id, turn.person.id)
    async with turn.work(turn.council.tenant_id) as w:
        views = await show_moderation(turn.council, w, [asked], turn.today)
    if asked not in views:
        raise LookElsewhere(
            "This audit isn't yours to look at a second time; type “help” for what is yours."
        )
    return views[asked]


def _show(opened: Opened) -> Answer:
    view = opened.view
    title = f"{upper(view.called.name)} of {view.audit.case_reference}"
    return OpenPage(title, page(opened))


VERBS = (Verb(OPEN, _Open, _open, Right.MODERATE), Verb(RECORD, _Record, _record, Right.MODERATE))

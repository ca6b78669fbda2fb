"""Recording an audit in a dialog: a page at a time, kept as a draft, then submitted (WC-04)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from dialogs import audit_fields
from dialogs.actions_page import SAVE
from dialogs.audit_pages import SUBMIT, Opened, page, pages_for
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, Turn, Verb
from programme.action_clock import ActionClock, period_end
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_audit import show_audit
from programme.use_cases.submit_audit import SubmitAudit, submit_audit

OPEN = "audit.open"
AuditId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class _Open(Payload):
    audit_id: AuditId


class _Page(Payload):
    """A page that was filled in; its fields are the council's own, so they come as extras."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[str, Field(max_length=10_000)]] = Field(init=False)

    audit_id: AuditId
    page: Literal["grades", "learning", "views", "actions", "check"]
    go: Literal["next", "back", "close", "record", "add", "add_advice", "take_out"]

    @property
    def fields(self) -> Mapping[str, str]:
        return self.__pydantic_extra__


class _Submit(Payload):
    model_config = ConfigDict(extra="ignore", frozen=True)
    audit_id: AuditId
    version: int


async def _open(payload: _Open, turn: Turn) -> Answer:
    opened = await _opened(payload.audit_id, turn)
    return _show(opened, pages_for(opened)[0])


async def _save(payload: _Page, turn: Turn) -> Answer:
    opened = await _opened(payload.audit_id, turn)
    if payload.page not in pages_for(opened):
        return _show(opened, pages_for(opened)[0])
    try:
        if payload.page == "views" and payload.go == "record":
            return await _record_views(payload, turn)
        if payload.page != "check":
            await _keep(payload, opened, turn)
    except CorrectAndRepeat as wrong:
        back = replace(opened, sentence=str(wrong), fields=payload.fields, problems=wrong.problems)
        return _show(back, payload.page)
    except ShowAsItIsNow as changed:
        now = await _opened(payload.audit_id, turn)
        return _show(replace(now, sentence=str(changed), fields=payload.fields), pages_for(now)[0])
    return await _go_on(payload, turn)


async def _keep(payload: _Page, opened: Opened, turn: Turn) -> None:
    change = _change(payload, opened, turn)
    if change(opened.record) != opened.record:
        await save_audit_draft(
            SaveAuditDraft(turn.council, turn.person, payload.audit_id, change, turn.source),
            work=turn.work,
            now=turn.now,
        )


def _change(payload: _Page, opened: Opened, turn: Turn) -> audit_fields.Change:
    framework, fields = turn.council.framework, payload.fields
    if payload.page == "grades":
        return audit_fields.grades_from(fields, opened.view.tool, framework)
    if payload.page == "learning":
        return audit_fields.findings_from(fields)
    if payload.page == "views":
        views = audit_fields.views_from(fields, framework)
        return lambda record: replace(record, views=views)
    if payload.go == "take_out":
        return audit_fields.without_action(fields)
    changes: list[audit_fields.Change] = []
    if payload.go == "add" or audit_fields.has_new_action(fields):
        rule, calendar = framework.actions, turn.council.calendar
        audit = opened.view.audit
        ends = period_end(framework, audit.round_id, audit.month)
        changes.append(
            audit_fields.new_action_from(
                fields,
                teams=frozenset(opened.view.teams),
                clock=ActionClock(rule, calendar, turn.today, ends),
            )
        )
    may_advise = framework.actions.advice
    if may_advise and (payload.go == "add_advice" or audit_fields.has_new_advice(fields)):
        changes.append(audit_fields.new_advice_from(fields, turn.today))
    return lambda record: reduce(lambda made, change: change(made), changes, record)


async def _record_views(payload: _Page, turn: Turn) -> Answer:
    views = audit_fields.views_from(payload.fields, turn.council.framework)
    await record_views(
        RecordViews(turn.council, turn.person, payload.audit_id, views, turn.source),
        work=turn.work,
        now=turn.now,
    )
    return ClosePage("Recorded. Thank you.")


async def _go_on(payload: _Page, turn: Turn) -> Answer:
    if payload.go == "close":
        return ClosePage("Your draft is saved. Open it again from its card, or type “my work”.")
    opened = await _opened(payload.audit_id, turn)
    pages = pages_for(opened)
    if payload.page not in pages:  # it was submitted in the meantime
        return _show(opened, pages[0])
    here = pages.index(payload.page)
    step = {"next": 1, "back": -1}.get(payload.go, 0)
    if payload.go == "take_out":  # the action that is being typed meanwhile was not added yet
        opened = replace(opened, fields=payload.fields)
    return _show(opened, pages[max(0, min(here + step, len(pages) - 1))])


async def _submit(payload: _Submit, turn: Turn) -> Answer:
    try:
        audit = await submit_audit(
            SubmitAudit(turn.council, turn.person, payload.audit_id, payload.version, turn.source),
            work=turn.work,
            now=turn.now,
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as stopped:
        opened = await _opened(payload.audit_id, turn)
        return _show(replace(opened, sentence=str(stopped)), pages_for(opened)[-1])
    teams = sorted({action.team for action in audit.record.actions})
    gone = f" The actions have gone to {' and '.join(teams)}." if teams else ""
    awaited = (
        "" if audit.is_complete else " The peer auditor still records whose views were sought."
    )
    return ClosePage(f"The audit is submitted.{gone}{awaited}")


async def _opened(audit_id: str, turn: Turn) -> Opened:
    async with turn.work(turn.council.tenant_id) as w:
        view = await show_audit(turn.council, w, turn.person, audit_id)
    return Opened(turn.council, view, turn.today)


def _show(opened: Opened, name: str) -> Answer:
    return OpenPage(f"Audit of {opened.view.audit.case_reference}", page(opened, name))


VERBS = (Verb(OPEN, _Open, _open), Verb(SAVE, _Page, _save), Verb(SUBMIT, _Submit, _submit))

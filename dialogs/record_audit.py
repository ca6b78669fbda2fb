"""Recording an audit in a dialog: a page at a time, kept as a draft, then submitted (WC-04)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from dialogs import audit_fields
from dialogs.actions_page import SAVE
from dialogs.asked_pages import asked_on
from dialogs.audit_pages import SUBMIT, Opened, lacking, page, pages_for
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, Turn, Verb
from programme.action_clock import ActionClock, period_end
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.people import Verb as Right
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
    page: Annotated[
        str, StringConstraints(pattern=r"^(asked_\d{1,2}|learning|views|actions|check)$")
    ]
    go: Literal["next", "back", "close", "mend", "record", "add", "add_advice", "take_out"]

    @property
    def fields(self) -> Mapping[str, str]:
        return self.__pydantic_extra__


class _Submit(Payload):
    model_config = ConfigDict(extra="ignore", frozen=True)
    audit_id: AuditId
    version: int


async def _open(payload: _Open, turn: Turn) -> Answer:
    return await open_page(payload.audit_id, turn)


async def open_page(audit_id: str, turn: Turn) -> Answer:
    """The page that the audit's own button opens."""
    opened = await _opened(audit_id, turn)
    return _show(opened, pages_for(opened)[0])


async def _save(payload: _Page, turn: Turn) -> Answer:
    opened = await _opened(payload.audit_id, turn)
    if payload.page not in pages_for(opened):
        return _show(opened, pages_for(opened)[0])
    try:
        if payload.page == "views" and payload.go == "record":
            return await _record_views(payload, opened, turn)
        if payload.page != "check":
            await _keep(payload, opened, turn)
    except CorrectAndRepeat as wrong:
        return _returned(opened, payload, wrong)
    except ShowAsItIsNow as changed:
        now = await _opened(payload.audit_id, turn)
        pages = pages_for(now)
        here = payload.page if payload.page in pages else pages[0]
        return _show(replace(now, sentence=str(changed), fields=payload.fields), here)
    return await _go_on(payload, turn)


def _returned(opened: Opened, payload: _Page, wrong: CorrectAndRepeat) -> Answer:
    """The page with all that was typed, and a sentence beside each field that must be mended."""
    back = replace(
        opened,
        sentence=str(wrong),
        fields=payload.fields,
        problems=wrong.problems,
        mending=payload.go == "mend",
    )
    if asked := asked_on(opened.view.tool, payload.page):
        beside = {ask.key for ask in asked}
        others = [sentence for name, sentence in wrong.problems.items() if name not in beside]
        back = replace(back, sentence=" ".join([str(wrong), *others]))
    return _show(back, payload.page)


async def _keep(payload: _Page, opened: Opened, turn: Turn) -> None:
    change = _change(payload, opened, turn)
    if change(opened.record) != opened.record:
        await save_audit_draft(
            SaveAuditDraft(turn.council, turn.person, payload.audit_id, change, turn.source),
            work=turn.work,
            now=turn.now,
        )


def _change(payload: _Page, opened: Opened, turn: Turn) -> audit_fields.Change:
    framework, fields = opened.council.framework, payload.fields
    if asked_on(opened.view.tool, payload.page):
        return audit_fields.asked_from(fields, opened.view.tool, framework)
    if payload.page == "learning":
        return audit_fields.findings_from(fields)
    if payload.page == "views":
        views = audit_fields.views_from(fields, opened.views_rule)
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


async def _record_views(payload: _Page, opened: Opened, turn: Turn) -> Answer:
    views = audit_fields.views_from(payload.fields, opened.views_rule)
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
    if payload.go == "mend":
        return _mend(opened, (*pages[here + 1 :], *pages[: here + 1]), _STILL_MISSING)
    step = {"next": 1, "back": -1}.get(payload.go, 0)
    if payload.go == "take_out":  # the action that is being typed meanwhile was not added yet
        opened = replace(opened, fields=payload.fields)
    return _show(opened, pages[max(0, min(here + step, len(pages) - 1))])


_STILL_MISSING = "This is still missing before you can submit: please see below."


def _mend(opened: Opened, in_order: Sequence[str], sentence: str) -> Answer:
    """The next page where something is missing, or the last look."""
    missing_on = lacking(opened)
    name = next((each for each in in_order if each in missing_on), None)
    if name is None:
        return _show(opened, pages_for(opened)[-1])
    problems = missing_on[name]
    if name == "actions":  # whose fields are for a further one
        sentence = " ".join(problems.values())
    return _show(replace(opened, sentence=sentence, problems=problems, mending=True), name)


async def _submit(payload: _Submit, turn: Turn) -> Answer:
    try:
        audit = await submit_audit(
            SubmitAudit(turn.council, turn.person, payload.audit_id, payload.version, turn.source),
            work=turn.work,
            now=turn.now,
        )
    except CorrectAndRepeat as incomplete:
        opened = await _opened(payload.audit_id, turn)
        return _mend(opened, pages_for(opened), str(incomplete))
    except ShowAsItIsNow as stopped:
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
    return Opened(turn.council.under(view.audit), view, turn.today)


def _show(opened: Opened, name: str) -> Answer:
    return OpenPage(f"Audit of {opened.view.audit.case_reference}", page(opened, name))


VERBS = (
    Verb(OPEN, _Open, _open, Right.RECORD_AUDIT),
    Verb(SAVE, _Page, _save, Right.RECORD_AUDIT),
    Verb(SUBMIT, _Submit, _submit, Right.RECORD_AUDIT),
)

"""What opens from a card that was brought into a chat: for those whose work it is, and nobody else.

The same sentence answers whether it isn't there or isn't theirs, so that nothing is learnt by it.
"""

from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.action_blocks import MOST_ROWS, rows
from dialogs.allocated_audit import audit_line, is_to_do
from dialogs.choose_work import done_buttons
from dialogs.complete_action import Id
from dialogs.conversation import Answer, OpenPage, Payload, Say, Turn, Verb
from dialogs.done_fields import done_fields
from dialogs.find_work import reference_of
from dialogs.kit import Card, Element
from dialogs.record_audit import open_page
from dialogs.shared_card import OPEN_ACTION, OPEN_AUDIT, OPEN_CASE
from dialogs.told_apart import told_apart
from dialogs.work_rows import completes
from programme.people import Verb as Right
from programme.reference import MOST_CHARACTERS
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_work_to_do import (
    WorkToDo,
    work_on_action,
    work_on_audit,
    work_on_case,
)

NOT_YOURS = (
    "This isn't yours to open, or isn't there any more; type “my work” to Sightline for what is "
    "yours."
)


class _Audit(Payload):
    audit_id: Id


class _Action(Payload):
    action_id: Id


class _Case(Payload):
    case: Annotated[str, Field(max_length=MOST_CHARACTERS)]
    page: Annotated[int, Field(ge=0, le=1_000)] = 0


async def _audit(payload: _Audit, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        line = await work_on_audit(turn.council, w, turn.person, payload.audit_id)
    if line is None:
        return Say(NOT_YOURS)
    if line.part:
        return await open_page(payload.audit_id, turn)
    return OpenPage("An audit", audit_page(line))


async def _action(payload: _Action, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        line = await work_on_action(turn.council, w, turn.person, payload.action_id, turn.today)
    return OpenPage("An action from an audit", action_page(line)) if line else Say(NOT_YOURS)


async def _case(payload: _Case, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        work = await work_on_case(turn.council, w, turn.person, payload.case, turn.today)
    if work is None:
        return Say(NOT_YOURS)
    page = payload.page if _is_there(work, payload.page) else 0
    return OpenPage("Audits and actions", case_page(work, page))


def audit_page(line: AllocatedAudit) -> Card:
    """Where the audit stands, for who doesn't record it."""
    return kit.card(audit_line(line))


def action_page(line: ActionLine) -> Card:
    """The action, and the form that completes it where the reader may."""
    body = rows([line], with_case=True)
    if not line.may_act:
        return kit.card(body)
    return kit.card([*body, *done_fields({}, {}, required=False)], done_buttons([line], line))


def case_page(work: WorkToDo, page: int = 0) -> Card:
    """What of the case the reader may see, each with a button where there is something to do; as
    many as a card takes, and a button for those that follow."""
    first = page * MOST_ROWS
    body: list[Element] = [kit.heading(reference_of(work))]
    audits = work.audits[first:][:MOST_ROWS]
    does = ("Record the audit" if line.part == "lead" else "Record the views" for line in audits)
    for line, name in zip(audits, told_apart(does), strict=True):
        body.append(kit.section(audit_line(line)))
        if is_to_do(line):
            body.append(kit.buttons([kit.submit(name, OPEN_AUDIT, {"audit_id": line.audit.id})]))
    actions = work.actions[first:][:MOST_ROWS]
    names = told_apart(map(completes, actions))
    for each, row, name in zip(actions, rows(actions, with_case=True), names, strict=True):
        body.append(row)
        if each.may_act:
            data: dict[str, kit.Json] = {"action_id": each.action.id}
            body.append(kit.buttons([kit.submit(name, OPEN_ACTION, data)]))
    return kit.card([*body, *_further(work, page)])


def _further(work: WorkToDo, page: int) -> list[Element]:
    """How many follow, and the button that shows them; from the last page back to the first."""
    if not _is_there(work, 1):
        return []
    beyond = (page + 1) * MOST_ROWS
    left = ((len(work.audits) - beyond, "audit"), (len(work.actions) - beyond, "action"))
    told = " and ".join(kit.count(number, one) for number, one in left if number > 0)
    following = page + 1 if told else 0
    title = "Show what follows" if told else "Back to the first"
    data: dict[str, kit.Json] = {"case": reference_of(work), "page": following}
    return [
        *([kit.text(f"Further on: {told} of this case.", subtle=True)] if told else []),
        kit.buttons([kit.submit(title, OPEN_CASE, data)]),
    ]


def _is_there(work: WorkToDo, page: int) -> bool:
    return page * MOST_ROWS < max(len(work.audits), len(work.actions))


VERBS = (
    Verb(OPEN_AUDIT, _Audit, _audit, Right.SEE_OWN_WORK),
    Verb(OPEN_ACTION, _Action, _action, Right.SEE_OWN_WORK),
    Verb(OPEN_CASE, _Case, _case, Right.SEE_OWN_WORK),
)

"""The rows of a list of work: audits, actions and whatever else waits, the most urgent first, each
with a button of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs import kit
from dialogs.action_blocks import MOST_ROWS, rows
from dialogs.allocated_audit import audit_line, is_to_do
from dialogs.kit import Element, Json
from dialogs.record_audit import OPEN
from dialogs.shared_card import OPEN_ACTION
from dialogs.waiting import Waiting
from programme.calendar import short_day
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_work import WorkView

BRING = "work.bring"


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list of work; `waiting` is what waits beside audits and actions."""

    work: WorkView
    waiting: tuple[Waiting, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return len(self.work.audits) + len(self.work.actions) + len(self.waiting)

    @property
    def shown(self) -> "WorkList":
        """As many of them as a card takes, the most urgent ones."""
        first = {id(each) for each in _in_order(self)[:MOST_ROWS]}
        work = replace(
            self.work,
            audits=tuple(line for line in self.work.audits if id(line) in first),
            actions=tuple(line for line in self.work.actions if id(line) in first),
        )
        return WorkList(work, tuple(one for one in self.waiting if id(one) in first))


def work_rows(shown: WorkList, *, buttons: bool = True) -> Iterator[Element]:
    """Each in its place, with its button beneath it; without where a form came back, whose fields
    a button would send along."""
    told = dict(
        zip(
            map(id, shown.work.actions),
            rows(
                shown.work.actions,
                with_case=True,
                beside=shown.count - len(shown.work.actions),
            ),
            strict=True,
        )
    )
    for each in _in_order(shown):
        if isinstance(each, ActionLine):
            yield told[id(each)]
            yield from _action_button(each) if buttons else ()
        elif isinstance(each, AllocatedAudit):
            yield kit.section([*audit_line(each), *_late(each, shown.work.today)])
            yield from _audit_button(each) if buttons else ()
        else:
            yield kit.section([kit.as_typed(each.title, strong=True), *_due(each)])
            yield from _bring_button(each) if buttons else ()


def _in_order(of: WorkList) -> Sequence[AllocatedAudit | ActionLine | Waiting]:
    """What is due first comes first; then what has no day, and at last audits that ask nothing."""
    every: list[tuple[tuple[bool, date, str], AllocatedAudit | ActionLine | Waiting]] = [
        *(
            ((line.audit.is_complete, line.audit.due, line.audit.id), line)
            for line in of.work.audits
        ),
        *(((False, line.action.due, line.action.id), line) for line in of.work.actions),
        *(((False, one.to_do.due or date.max, one.title), one) for one in of.waiting),
    ]
    return [each for _, each in sorted(every, key=lambda one: one[0])]


def _action_button(line: ActionLine) -> list[Element]:
    if not line.may_act:
        return []
    data: dict[str, Json] = {"action_id": line.action.id}
    return [kit.buttons([kit.open_dialog("Complete it", OPEN_ACTION, data)])]


def _audit_button(line: AllocatedAudit) -> list[Element]:
    if not is_to_do(line):
        return []
    does = "Record it" if line.part == "lead" else "Record the views"
    return [kit.buttons([kit.open_dialog(does, OPEN, {"audit_id": line.audit.id})])]


def _bring_button(one: Waiting) -> list[Element]:
    data: dict[str, Json] = {"kind": one.kind.value, "subject": one.subject}
    return [kit.buttons([kit.press("Bring it here", BRING, data)])]


def _late(line: AllocatedAudit, today: date) -> list[Element]:
    late = is_to_do(line) and line.audit.due < today
    return [kit.text(f"⚠ Overdue since {short_day(line.audit.due)}")] if late else []


def _due(one: Waiting) -> list[Element]:
    if one.to_do.due is None:
        return []
    what = "Answer due" if one.to_do.answer else "Due"
    return [kit.text(f"{what} {short_day(one.to_do.due)}", subtle=True)]

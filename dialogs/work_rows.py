"""The rows of a list of work: audits, actions and whatever else waits, the most urgent first, each
with a button of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs import kit
from dialogs.action_blocks import MOST_ROWS, rows
from dialogs.allocated_audit import audit_line, is_to_do
from dialogs.kit import Element
from dialogs.record_audit import OPEN
from dialogs.shared_card import OPEN_ACTION
from dialogs.told_apart import told_apart
from dialogs.waiting import Waiting
from programme.calendar import short_day
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_work import WorkView

BRING = "work.bring"
TITLE_AT_MOST = 36
"""Characters of an action's or a card's words in the name of its button."""


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
    ordered = _in_order(shown)
    acting = [each for each in ordered if buttons and _has_button(each)]
    names = dict(zip(map(id, acting), told_apart(map(_does, acting)), strict=True))
    for each in ordered:
        if isinstance(each, ActionLine):
            yield told[id(each)]
        elif isinstance(each, AllocatedAudit):
            yield kit.section([*audit_line(each), *_late(each, shown.work.today)])
        else:
            yield kit.section([kit.as_typed(each.title, strong=True), *_due(each)])
        if id(each) in names:
            yield kit.buttons([_button(each, names[id(each)])])


def _in_order(of: WorkList) -> Sequence[AllocatedAudit | ActionLine | Waiting]:
    """What is due first comes first; then what has no day, and at last audits that ask nothing.

    What is due on one day stands by its reference, where an eye looks for it.
    """
    every: list[tuple[tuple[bool, date, str, str], AllocatedAudit | ActionLine | Waiting]] = [
        *(
            (
                (line.audit.is_complete, line.audit.due, line.audit.case_reference, line.audit.id),
                line,
            )
            for line in of.work.audits
        ),
        *(
            ((False, told.action.due, told.action.case_reference, told.action.id), told)
            for told in of.work.actions
        ),
        *(((False, one.to_do.due or date.max, one.title, ""), one) for one in of.waiting),
    ]
    return [each for _, each in sorted(every, key=lambda one: one[0])]


def _does(each: AllocatedAudit | ActionLine | Waiting) -> str:
    """What its button is named; “Complete it” ten times over would tell a listener nothing."""
    if isinstance(each, ActionLine):
        return completes(each)
    if isinstance(each, AllocatedAudit):
        does = "Record" if each.part == "lead" else "Views for"
        return f"{does} {each.audit.case_reference}"
    return f"Show “{kit.shortened(each.title, TITLE_AT_MOST)}”"


def completes(line: ActionLine) -> str:
    """The name of the button that opens one action of several."""
    return f"Complete “{kit.shortened(line.action.text.rstrip('.'), TITLE_AT_MOST)}”"


def _has_button(each: AllocatedAudit | ActionLine | Waiting) -> bool:
    if isinstance(each, ActionLine):
        return each.may_act
    return is_to_do(each) if isinstance(each, AllocatedAudit) else True


def _button(each: AllocatedAudit | ActionLine | Waiting, name: str) -> Element:
    if isinstance(each, ActionLine):
        return kit.open_dialog(name, OPEN_ACTION, {"action_id": each.action.id})
    if isinstance(each, AllocatedAudit):
        return kit.open_dialog(name, OPEN, {"audit_id": each.audit.id})
    return kit.press(name, BRING, {"kind": each.kind.value, "subject": each.subject})


def _late(line: AllocatedAudit, today: date) -> list[Element]:
    late = is_to_do(line) and line.audit.due < today
    return [kit.text(f"⚠ Overdue since {short_day(line.audit.due)}")] if late else []


def _due(one: Waiting) -> list[Element]:
    if one.to_do.due is None:
        return []
    what = "Answer due" if one.to_do.answer else "Due"
    return [kit.text(f"{what} {short_day(one.to_do.due)}", subtle=True)]

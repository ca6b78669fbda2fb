"""How an audit's actions are set, timed, reminded of, confirmed and escalated."""

from dataclasses import dataclass
from typing import Literal

from programme.people import Role
from programme.rules.rule import Rule, between, entitled, is_id, once, some

ConfirmedBy = Literal["the_auditor", "qa_officers"]
"""Whom the framework calls lead auditor: the audit's own, or whoever runs the audits (BD-07)."""

ClockFrom = Literal["the_audit", "the_end_of_the_period"]


@dataclass(frozen=True, slots=True)
class Priority(Rule):
    """How urgent an action is (BD-05), and within how many working days it is due."""

    id: str
    title: str
    due_within: int

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("due_within", self.due_within, 1, 130)


@dataclass(frozen=True, slots=True)
class Confirmation(Rule):
    """The lead auditor seeks the team manager's confirmation (BD-07), who is `by`.

    `remind_after` is in working days after the action was completed; `escalate_after` in working
    days after it was due and is still open, and then `escalate_to` hear of it. Whoever is to
    confirm and is away is waited for if they are back within `back_within` working days; else
    somebody else is asked.
    """

    remind_after: int
    escalate_after: int
    escalate_to: tuple[Role, ...]
    by: ConfirmedBy = "the_auditor"
    back_within: int = 10

    def __post_init__(self) -> None:
        between("remind_after", self.remind_after, 0, 60)
        between("escalate_after", self.escalate_after, 0, 60)
        between("back_within", self.back_within, 0, 60)
        some("escalate_to", self.escalate_to)
        once("escalate_to", self.escalate_to)


@dataclass(frozen=True, slots=True)
class ActionRule(Rule):
    """How an audit's actions are set, reminded of and extended (WC-08, WB-07, BD-05, BD-07).

    All in working days. `due_within` is proposed to the auditor, and no action may be due later
    than `due_at_most`; both count from `clock_from`. `tracked_by` are told what is still open
    past its date in the teams of their service area (WB-07). With `advice`, a line that asks for
    nothing may be left as well (BD-05). With `reviewed`, once all are completed the case's team
    manager records that the audit was reviewed and its learning shared (WC-08). Once an action was
    passed on between teams `passed_on_at_most` times, only somebody above the team passes it on.
    """

    most: int
    due_within: int
    clock_from: ClockFrom
    remind_before: tuple[int, ...]
    remind_on_the_day: bool
    remind_after_every: int
    extension_at_most: int
    extensions_allowed: int
    due_at_most: int | None = None
    priorities: tuple[Priority, ...] = ()
    advice: bool = False
    tracked_by: tuple[Role, ...] = ()
    confirmation: Confirmation | None = None
    reviewed: bool = False
    passed_on_at_most: int = 2

    def rank_of(self, priority_id: str | None) -> int:
        """Where a priority stands, 0 for the most urgent; behind them all without one."""
        ids = [priority.id for priority in self.priorities]
        return ids.index(priority_id) if priority_id in ids else len(ids)

    def priority_title(self, priority_id: str | None) -> str | None:
        """The priority in the council's words; None without one, or for one long dropped."""
        return next((p.title for p in self.priorities if p.id == priority_id), None)

    def __post_init__(self) -> None:
        between("most", self.most, 1, 20)
        between("due_within", self.due_within, 1, 130)
        between("remind_after_every", self.remind_after_every, 1, 60)
        between("extension_at_most", self.extension_at_most, 0, 260)
        between("extensions_allowed", self.extensions_allowed, 0, 10)
        between("passed_on_at_most", self.passed_on_at_most, 0, 10)
        for days in self.remind_before:
            between("remind_before", days, 0, 260)
        once("remind_before", [str(days) for days in self.remind_before])
        once("priorities", [priority.id for priority in self.priorities])
        once("tracked_by", self.tracked_by)
        if self.extensions_allowed and not self.extension_at_most:
            raise ValueError("extension_at_most is at least 1 where extensions_allowed is")
        if self.due_at_most is not None:
            between("due_at_most", self.due_at_most, 1, 260)
        ladder = [priority.due_within for priority in self.priorities]
        if self.due_at_most is not None and self.due_at_most < max(self.due_within, *ladder, 0):
            raise ValueError("due_at_most is not below due_within, nor below a priority's")
        if ladder != sorted(ladder):
            raise ValueError("priorities go from the most urgent to the least, so due_within grows")

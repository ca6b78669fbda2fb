"""An action as one reader sees it on a card, and what the reader may do with it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from programme.action import Action, latest_extension
from programme.action_step import StepKind
from programme.audit import Audit
from programme.council import Council
from programme.people import Person
from programme.ports import UnitOfWork
from programme.record import record
from programme.rules.action import ActionRule
from programme.slip import Slip, slip_of
from programme.use_cases.acting_on_action import manages, teams_to_know


@record(frozen=True, slots=True)
class ActionLine:
    """One action, and what the reader may do with it. Names, not ids.

    `may_extend_to` is None where the reader may not act, or the framework allows no more time.
    `priority` is in the council's words (BD-05). `slip` is what the reader may take back, and
    `names` are those of everybody who did something with it, by id.
    """

    action: Action
    set_by: str
    completed_by: str | None
    overdue: bool
    may_act: bool
    may_extend_to: date | None
    priority: str | None = None
    slip: Slip | None = None
    reopened_by: str | None = None
    confirmed_by: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def done_late(self) -> bool:
        """Whether it was done after the date that it was set for at first (BD-07): on the day on
        which it was done, whenever somebody said so."""
        done = self.action.day_done
        return done is not None and done > (self.action.first_due or self.action.due)


async def lines_for(
    council: Council, w: UnitOfWork, actions: Sequence[Action], reader: Person, today: date
) -> tuple[ActionLine, ...]:
    """The actions as `reader` sees them, the most urgent first."""
    names = {p.id: p.name for p in await w.people.some(named_in((), actions))}
    own = manages(reader, await teams_to_know(w, [reader]))
    seen = Seen(council, reader, names, own, today)
    return tuple(seen.line(action) for action in seen.in_order(actions))


def named_in(audits: Iterable[Audit], actions: Iterable[Action]) -> set[str]:
    """The ids of everyone whom these audits and actions name."""
    ids = {person_id for audit in audits for person_id in (audit.lead_id, audit.peer_id)}
    for action in actions:
        ids |= {action.set_by, action.completed_by, action.reopened_by, action.confirmed_by}
        ids |= {step.by for step in action.steps}
    return {person_id for person_id in ids if person_id}


@record(frozen=True, slots=True)
class Seen:
    """How one reader sees actions: `names` by id, `own` the teams that the reader answers for."""

    council: Council
    reader: Person
    names: Mapping[str, str]
    own: Collection[str]
    today: date

    def in_order(self, actions: Iterable[Action]) -> list[Action]:
        """The most urgent first: by date, within a date by priority (BD-05)."""
        return sorted(
            actions,
            key=lambda a: (
                a.due,
                self._rule(a).rank_of(a.priority),
                a.case_reference,
                a.number,
                a.id,
            ),
        )

    def line(self, action: Action) -> ActionLine:
        """One action."""
        rule, calendar = self._rule(action), self.council.calendar
        names = self.names
        may_act = action.is_open and action.team in self.own
        return ActionLine(
            action=action,
            set_by=names.get(action.set_by, ""),
            completed_by=names.get(action.completed_by or ""),
            overdue=action.is_overdue(self.today),
            may_act=may_act,
            may_extend_to=latest_extension(action, self.today, rule, calendar) if may_act else None,
            priority=rule.priority_title(action.priority),
            slip=self._slip(action),
            reopened_by=names.get(action.reopened_by or ""),
            confirmed_by=names.get(action.confirmed_by or ""),
            names={step.by: names.get(step.by, "") for step in action.steps},
        )

    def _slip(self, action: Action) -> Slip | None:
        """Of an action that was passed on, the team that passed it on may take it back."""
        if action.is_open and not action.steps:
            return None
        slip = slip_of(action, self.reader.id, self.today, self.council.calendar)
        passed = slip is not None and slip.kind is StepKind.PASSED_ON
        return slip if passed or action.team in self.own else None

    def version(self, action: Action) -> str:
        """The version that the action ends under."""
        return self.council.framework_of(action.framework_version).version

    def _rule(self, action: Action) -> ActionRule:
        return self.council.framework_of(action.framework_version).actions

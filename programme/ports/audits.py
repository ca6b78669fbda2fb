"""Cases, allocations, audits and actions, as the use cases need them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from programme.action import Action
from programme.audit import Audit
from programme.audit_in_brief import AuditInBrief
from programme.calendar import Month
from programme.case import Case
from programme.monthly_allocation import Acknowledgement, MonthlyAllocation


class Cases(Protocol):
    """The case list."""

    async def all(self) -> tuple[Case, ...]:
        """Every case, the inactive included, by reference."""

    async def of_teams(self, teams: Collection[str]) -> tuple[Case, ...]:
        """Every case of the teams, the inactive included, by reference."""

    async def get(self, reference: str) -> Case | None: ...
    async def some(self, references: Collection[str]) -> tuple[Case, ...]:
        """Those of the references that there are, in no order."""

    async def save(self, cases: Sequence[Case]) -> None:
        """Adds or replaces each by reference."""


class Allocations(Protocol):
    """Rounds' allocations and who acknowledged them, by a round and its period's first month."""

    async def get(self, round_id: str, month: Month) -> MonthlyAllocation | None: ...
    async def add(self, allocation: MonthlyAllocation) -> bool:
        """Keeps it; False when the period has one already."""

    async def acknowledge(self, acknowledgement: Acknowledgement) -> bool:
        """Keeps it; False when the person had acknowledged before."""

    async def acknowledgements(
        self, round_id: str, month: Month
    ) -> tuple[Acknowledgement, ...]: ...


class Audits(Protocol):
    """Audits of every month."""

    async def get(self, audit_id: str) -> Audit | None: ...
    async def some(self, audit_ids: Collection[str]) -> tuple[Audit, ...]: ...
    async def of_month(self, month: Month) -> tuple[Audit, ...]:
        """Those of every round whose period begins with the month, and that count: the withdrawn
        are left out."""

    async def of_round(self, round_id: str, month: Month) -> tuple[Audit, ...]:
        """The round's of the period that begins with the month, the withdrawn left out."""

    async def of_round_in_brief(self, round_id: str, month: Month) -> tuple[AuditInBrief, ...]:
        """The same, in no order."""

    async def withdrawn_of(self, round_id: str, month: Month) -> tuple[Audit, ...]:
        """The round's others."""

    async def submitted_between(self, first: datetime, before: datetime) -> tuple[Audit, ...]:
        """Every audit, of a round or not, that was submitted from `first` on and before `before`,
        by month and reference."""

    async def unsubmitted_outside_rounds(self) -> tuple[Audit, ...]:
        """Re-audits and audits that were asked for, still to be submitted."""

    async def unsubmitted_of_rounds(self) -> tuple[Audit, ...]:
        """Those that a round drew, of any period, still to be submitted."""

    async def unacknowledged_of(self, round_ids: Collection[str]) -> tuple[Audit, ...]:
        """The rounds' submitted ones whose findings nobody has acknowledged."""

    async def of_case(self, case_reference: str) -> tuple[Audit, ...]:
        """The latest month first."""

    async def of_closed_cases(self) -> tuple[Audit, ...]:
        """Those that nobody has begun, whose case has closed."""

    async def of_auditors(
        self, person_ids: Collection[str], round_id: str, month: Month
    ) -> tuple[Audit, ...]:
        """The round's that one of the people leads or peers, the withdrawn included."""

    async def unfinished_of_some(self, person_ids: Collection[str]) -> tuple[Audit, ...]:
        """As `unfinished_of`, of several people."""

    async def unfinished_of(self, person_id: str) -> tuple[Audit, ...]:
        """Every audit, of any month, that the person leads or peers and that is not complete."""

    async def load(self, month: Month) -> Mapping[str, int]:
        """Person id to how many of `of_month` they lead or peer; who has none is left out."""

    async def being_audited(self) -> frozenset[str]:
        """References of the cases with an audit, of whichever sort, that is still to submit."""

    async def last_audited(self) -> Mapping[str, date]:
        """Case reference to the 1st of the last month that a round allocated it in."""

    async def pairs_since(self, month: Month) -> Mapping[tuple[str, str], int]:
        """(lead id, peer id) to how often in a round, from `month` on."""

    async def last_turns(self, round_id: str) -> Mapping[str, Month]:
        """Lead id to the last period of the round that they had an audit in."""

    async def last_practice(self, round_id: str) -> Mapping[str, Month]:
        """Person id to the last period of the round that looked at their practice (WC-12)."""

    async def add(self, audits: Sequence[Audit]) -> None: ...
    async def save(self, audit: Audit) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""


class Actions(Protocol):
    """Actions of audits."""

    async def get(self, action_id: str) -> Action | None: ...
    async def of_audits(self, audit_ids: Collection[str]) -> tuple[Action, ...]: ...
    async def of_month(self, month: Month) -> tuple[Action, ...]: ...
    async def open_of_teams(self, teams: Collection[str]) -> tuple[Action, ...]:
        """The most urgent first."""

    async def open_due_by(self, day: date) -> tuple[Action, ...]:
        """Every open action of the council that is due by `day`."""

    async def reminded_on(self, day: date, teams: Collection[str]) -> tuple[Action, ...]: ...
    async def tracked_on(self, day: date, teams: Collection[str]) -> tuple[Action, ...]: ...
    async def escalated_on(self, day: date) -> tuple[Action, ...]:
        """Those whose delay was escalated on `day`, and maybe on a later one as well."""

    async def awaiting_confirmation(self) -> tuple[str, ...]:
        """The ids of the audits with a completed action that nobody has confirmed."""

    async def add(self, actions: Sequence[Action]) -> None: ...
    async def save(self, action: Action, was: Action) -> None:
        """Replaces `was`, version - 1 of it. Raises ShowAsItIsNow when another change came first.

        Who was told of it meanwhile leaves the version as it is, and stays known unless this change
        is about that.
        """

    async def remove(self, actions: Collection[Action]) -> bool:
        """Removes them; False, for nothing to be kept, when somebody has changed one."""

    async def mark_reminded(self, stages: Mapping[str, str], day: date) -> None:
        """Action id to the stage that was sent on `day`; the version stays."""

    async def mark_tracked(self, stages: Mapping[str, str], day: date) -> None:
        """Action id to the stage that those who track it were told on `day`."""

    async def mark_escalated(self, action_ids: Collection[str], day: date) -> None:
        """That their delay was escalated on `day`; the version stays."""

"""An audit that was just submitted or moderated, with all that its consequences depend on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.people import Person, Team


@dataclass(frozen=True, slots=True)
class Submission:
    """An audit as submitted at `now` (UTC), its actions, and the staff list as it is.

    Of one that was moderated at `now`, `agreed` is the grade of the whole that was agreed, and
    `agreed_by` who moderated it.
    """

    council: Council
    audit: Audit
    actions: tuple[Action, ...]
    people: Sequence[Person]
    teams: Sequence[Team]
    now: datetime
    agreed: str | None = None
    agreed_by: str | None = None

    @property
    def grade(self) -> str | None:
        """The grade of the whole that counts: the agreed one, else the auditor's."""
        return self.agreed or self.audit.record.overall

    @property
    def at_hand(self) -> str | None:
        """Who submitted or moderated it just now, and so is at work."""
        return self.agreed_by or self.audit.submitted_by

    @property
    def source(self) -> str:
        """Where what follows comes from, for its events."""
        return "moderation" if self.agreed_by else "submission"

    def begins(self, grades: Collection[str]) -> bool:
        """Whether what follows such grades begins now: the grade is one of them, and the one that
        the auditor had given, with which it would have begun before, was not."""
        before = self.audit.record.overall if self.agreed_by else None
        return self.grade in grades and before not in grades

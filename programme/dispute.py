"""A dispute about a case: raised, answered, moved on level by level, resolved at the lowest
(WC-11, SW-09, WB-13, KT-05)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from programme.dispute_ladder import Office, Standing, standing
from programme.people import Person, Team
from programme.rules.dispute import DisputeRule, Level
from programme.taken_back import Recorded

WORDS_AT_MOST = 1_000
"""Characters of what a dispute is about, of an answer, and of a reason."""
SIGHTLINE = "sightline"
"""Who takes the steps that nobody presses."""


class DisputeState(StrEnum):
    """Where a dispute stands. The last three are final."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"


class StepKind(StrEnum):
    """What happened in a dispute; what begins a level's clock is in `BEGINS`."""

    RAISED = "raised"
    PASSED_OVER = "passed_over"
    ANSWERED = "answered"
    AGREED = "agreed"
    AWAITED = "awaited"
    MOVED_ON = "moved_on"
    LAPSED = "lapsed"
    FOLLOWED = "followed"
    RESOLVED = "resolved"
    STOOD = "stood"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"


BEGINS = frozenset(
    {
        StepKind.RAISED,
        StepKind.PASSED_OVER,
        StepKind.MOVED_ON,
        StepKind.LAPSED,
        StepKind.FOLLOWED,
    }
)
NOT_ACTED = frozenset(
    {StepKind.RAISED, StepKind.PASSED_OVER, StepKind.FOLLOWED, StepKind.TAKEN_BACK}
)
"""Steps by which nobody has answered yet, or let the time go by."""
ANSWERS = frozenset({StepKind.ANSWERED, StepKind.AGREED, StepKind.CLOSED})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `level` is where the dispute stood before it, `words` what was said, if anything;
    of a level that was passed over the reason, of a case that moved the team that it left.

    `by` is a person's id or "sightline". `at` is UTC.
    """

    kind: StepKind
    level: int
    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A concern about a case that climbs until it is resolved or finally answered.

    It ends under the rule that it began under, so it carries it. `level` counts from 0. While it
    is open `level_due` is the last day of the level's time, while it is answered the last day on
    which whoever raised it may say whether that resolves it: always a working day. The service
    area outlasts the team. Instants are UTC.
    """

    id: str
    rule: DisputeRule
    case_reference: str
    team: str
    service_area: str
    raised_by: str
    raised_at: datetime
    about: str
    level: int
    level_due: date
    history: tuple[Step, ...]
    state: DisputeState = DisputeState.OPEN
    version: int = 1
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing leads on from here, because it has ended."""
        return self.state not in (DisputeState.OPEN, DisputeState.ANSWERED)

    @property
    def was_taken_back(self) -> bool:
        """Whether whoever raised it took it back."""
        return self.state is DisputeState.TAKEN_BACK

    @property
    def recorded(self) -> Recorded:
        """Who may take it back, and what stands against that."""
        return Recorded(
            self.raised_by,
            self.raised_at,
            any(step.kind not in NOT_ACTED for step in self.history),
            self.ended_at if self.was_taken_back else None,
        )

    @property
    def is_at_the_top(self) -> bool:
        """Whether no level stands above this one."""
        return self.level == len(self.rule.levels) - 1

    @property
    def at(self) -> Level:
        """The level that it stands at."""
        return self.rule.levels[self.level]

    @property
    def last(self) -> Step:
        """The latest step."""
        return self.history[-1]

    @property
    def clock(self) -> int:
        """Which of the levels' clocks is running: each begins once, and has its own messages."""
        return sum(step.kind in BEGINS for step in self.history)

    @property
    def clock_began(self) -> datetime:
        """When the level that it stands at was asked."""
        return max(step.at for step in self.history if step.kind in BEGINS)

    @property
    def teams(self) -> frozenset[str]:
        """The case's team, and those that it has moved from meanwhile."""
        left = (step.words for step in self.history if step.kind is StepKind.FOLLOWED)
        return frozenset({self.team, *left})

    @property
    def was_awaited(self) -> bool:
        """Whether a decision about the latest answer has been asked for twice."""
        for step in reversed(self.history):
            if step.kind in ANSWERS:
                return False
            if step.kind is StepKind.AWAITED:
                return True
        return False

    @property
    def answer(self) -> Step | None:
        """The latest answer."""
        return next((step for step in reversed(self.history) if step.kind in ANSWERS), None)

    def stands(self, office: Office) -> Standing:
        """Who answers at its level now; at the top, where nobody else does, the QA officers."""
        team = Team(self.team, self.service_area)
        found = standing(self.at, team, self.raised_by, self.level_due, office)
        if found.people or not self.is_at_the_top:
            return found
        officers = office.qa_officers
        others = tuple(person for person in officers if person.id != self.raised_by)
        return Standing(others or officers, found.why_nobody)

    def answerers(self, office: Office) -> tuple[Person, ...]:
        """Who may answer now; nobody while an answer is being weighed, or at the end."""
        return self.stands(office).people if self.state is DisputeState.OPEN else ()

    def deciders(self, office: Office) -> tuple[Person, ...]:
        """Who says whether it is resolved: whoever raised it; while they are away or once they
        have left, the QA officers as well."""
        if self.is_over:
            return ()
        raiser = office.person(self.raised_by)
        own = (raiser,) if raiser and raiser.active else ()
        here = own and not own[0].is_away(office.today)
        return own if here else (*own, *(p for p in office.qa_officers if p not in own))

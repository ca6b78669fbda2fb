"""A dispute in a little office: a ladder of four levels and who stands on it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from bot.bank_holidays import england
from programme.calendar import Calendar
from programme.case import Case, Cohort
from programme.dispute import Dispute
from programme.dispute_ladder import Office
from programme.dispute_steps import raise_dispute
from programme.people import Absence, Person, Role
from programme.rules.dispute import DisputeRule, Level
from tests.little_council import person

CALENDAR = Calendar(england(date(2026, 12, 1)))
MONDAY = date(2026, 12, 7)
RULE = DisputeRule(
    id="dispute_resolution",
    title="Dispute resolution",
    raised_by=(Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR),
    levels=(
        Level(Role.TEAM_MANAGER, 5),
        Level(Role.GROUP_MANAGER, 5),
        Level(Role.ASSISTANT_DIRECTOR, 3),
        Level(Role.DIRECTOR, 10),
    ),
    remind_before=2,
    decide_within=4,
)
CASE = Case("CF-10", Cohort.CHILD_IN_CARE, "Ash", worker="Sam")
ANN = person("Ann", Role.TEAM_MANAGER, team="Ash", area="North")
ABE = person("Abe", Role.ASSISTANT_TEAM_MANAGER, team="Ash", area="North")
BEN = person("Ben", Role.TEAM_MANAGER, team="Birch", area="North")
GIL = person("Gil", Role.GROUP_MANAGER, area="North")
GUS = person("Gus", Role.GROUP_MANAGER, area="South")
ADA = person("Ada", Role.ASSISTANT_DIRECTOR)
DEE = person("Dee", Role.DIRECTOR)
QUINN = person("Quinn", Role.QA_OFFICER)
IRIS = person("Iris", Role.INDEPENDENT_REVIEWING_OFFICER)
STAFF = (ANN, ABE, BEN, GIL, GUS, ADA, DEE, QUINN, IRIS)


@dataclass(frozen=True)
class Days:
    """The office on one day after another."""

    people: tuple[Person, ...] = field(default=STAFF)

    def on(self, day: date = MONDAY) -> Office:
        now = datetime.combine(day, time(10), UTC)
        return Office(self.people, CALENDAR, now)

    def without(self, *gone: Person) -> "Days":
        """These have left."""
        return Days(tuple(replace(p, active=p.active and p not in gone) for p in self.people))

    def away(self, who: Person, first: date, last: date) -> "Days":
        return Days(
            tuple(
                replace(p, absences=(Absence(first, last),)) if p.id == who.id else p
                for p in self.people
            )
        )


def raised(office: Office | None = None, by: Person = IRIS, rule: DisputeRule = RULE) -> Dispute:
    """Raised about CF-10 of Ash in North."""
    return raise_dispute(
        dispute_id="d" * 32,
        rule=rule,
        case=CASE,
        area="North",
        by=by.id,
        about="The plan has had no date since the review.",
        office=office or Days().on(),
    )

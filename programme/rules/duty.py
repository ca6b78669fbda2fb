"""What managers owe in a period beside audits: dip samples, observations, practice days."""

from calendar import month_name
from dataclasses import dataclass
from typing import Literal

from programme.people import OWE_DUTIES, Person, Role
from programme.rules.rule import (
    Choice,
    Rule,
    areas,
    between,
    entitled,
    is_id,
    once,
    part_of_the_year,
    some,
    working_days_in,
)

DutyKind = Literal["dip_sample", "practice_observation", "practice_day"]


@dataclass(frozen=True, slots=True)
class Duty(Rule):
    """So many of the kinds, any of them, in every period (SW-02, WB-06, WB-11, WC-12).

    Periods are `every_months` long and begin with January; 12 is the calendar year. Whoever owes
    it hears on the period's first day, and is reminded `remind_before` working days before its
    end (each of them) while something is owed. Who works in one of `not_service_areas` isn't asked,
    whatever the role (WB-06: the front line).
    """

    id: str
    title: str
    any_of: tuple[DutyKind, ...]
    count: int
    every_months: int
    roles: tuple[Role, ...]
    remind_before: tuple[int, ...]
    not_service_areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("count", self.count, 1, 20)
        part_of_the_year("every_months", self.every_months)
        once("remind_before", [str(days) for days in self.remind_before])
        areas("not_service_areas", self.not_service_areas)
        once("any_of", self.any_of)
        once("roles", self.roles)
        most = min(60, working_days_in(self.every_months))
        for days in self.remind_before:
            between("remind_before, in working days of the period,", days, 0, most)
        others = [role.one for role in self.roles if role not in OWE_DUTIES]
        if others:
            raise ValueError(f"roles: {others[0]} records none of this; duties are managers'")
        if not self.any_of or not self.roles:
            raise ValueError("any_of names what is owed, and roles by whom")

    def asks(self, person: Person) -> bool:
        """Whether the person's role, where they work, owes it."""
        here = person.service_area not in self.not_service_areas
        return here and not person.roles.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class DipSampleRule(Rule):
    """A dip sample: `size` cases of the person's own team or service area, looked at for the
    month's theme (SW-02, SW-03, WB-12). `questions` are asked of each case; with `graded` each
    gets a grade of the council's scale, and `kind` is its word for the type of audit (WB-03: DIP).
    """

    size: int
    questions: tuple[Choice, ...]
    graded: bool = False
    kind: str | None = None

    def __post_init__(self) -> None:
        between("size", self.size, 1, 20)
        between("the number of questions", len(self.questions), 0, 6)
        once("questions", [question.id for question in self.questions])
        if self.kind is not None:
            between("kind: its length", len(self.kind.strip()), 1, 40)


@dataclass(frozen=True, slots=True)
class ObservationRule(Rule):
    """What a practice observation can be of: a visit, a conference (SW-07, WB-06).

    With `of_roles` whoever owes observations observes people in these roles, of the whole council
    (WC-12); else managers observe those of their own team or service area.
    """

    settings: tuple[Choice, ...]
    of_roles: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        between("the number of settings", len(self.settings), 1, 12)
        once("settings", [setting.id for setting in self.settings])
        once("of_roles", self.of_roles)

    @property
    def whom(self) -> str:
        """Whom one may observe, in words."""
        roles = " or ".join(role.one for role in self.of_roles)
        return f"someone who is {roles}" if roles else "someone of your team or service area"


@dataclass(frozen=True, slots=True)
class PracticeWeek(Rule):
    """A week in which senior people see practice (SW-08).

    It begins on the first Monday of `month`, or so many weeks later; `roles` hear of it
    `tell_working_days_before`.
    """

    month: int
    weeks_after_the_first_monday: int
    roles: tuple[Role, ...]
    tell_working_days_before: int

    def __post_init__(self) -> None:
        between("month", self.month, 1, 12)
        some("roles", self.roles)
        once("roles", self.roles)
        between("weeks_after_the_first_monday", self.weeks_after_the_first_monday, 0, 3)
        between("tell_working_days_before", self.tell_working_days_before, 1, 40)

    @property
    def monday(self) -> str:
        """The Monday that it begins on: "second Monday of March"."""
        which = ("first", "second", "third", "fourth")[self.weeks_after_the_first_monday]
        return f"{which} Monday of {month_name[self.month]}"


@dataclass(frozen=True, slots=True)
class Focus:
    """Which cases a theme is about, as the case list knows them: of these cohorts and of these
    service areas; where one is empty, of any. Without either it is about something in every case.
    """

    cohorts: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()

    @property
    def steers(self) -> bool:
        """Whether it tells some cases from others, so that they are drawn first (BD-01)."""
        return bool(self.cohorts or self.service_areas)

    def covers(self, cohort: str, service_area: str | None) -> bool:
        """Whether the theme is about a case of that cohort and service area."""
        return (not self.cohorts or cohort in self.cohorts) and (
            not self.service_areas or service_area in self.service_areas
        )


OF_EVERY_CASE = Focus()


@dataclass(frozen=True, slots=True)
class Theme(Rule):
    """What a calendar month's themed work is about (SW-03, SW-13, BD-01).

    Themed rounds that ask people of roles draw the cases of its `cohorts` and `service_areas`
    first, as far as there are any.
    """

    month: int
    title: str
    cohorts: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        between("month", self.month, 1, 12)
        entitled(self.title)
        once("cohorts", self.cohorts)
        areas("service_areas", self.service_areas)

    @property
    def focus(self) -> Focus:
        """Which cases it is about."""
        return Focus(self.cohorts, self.service_areas)

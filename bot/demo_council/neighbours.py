"""Four smaller councils beside Marlshire, so that every framework is there to try.

They are alike but for their names: what differs between them is what their frameworks ask.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random

from bot.demo_council.names import FORENAMES, SURNAMES
from bot.demo_council.people import Colleague

CASE_COLUMNS = ("Reference", "Cohort", "Team", "Worker", "IRO", "Opened")
CASES_A_TEAM = 24
_COHORTS = (
    ("Early Help", ("Early help",)),
    ("Foster", ("Foster carer",)),
    ("Leav", ("Care leaver",)),
    ("Sixteen", ("Care leaver", "Child in care")),
    ("Care", ("Child in care",)),
    ("Looked After", ("Child in care",)),
    ("Assessment", ("Assessment", "Child in need", "Assessment", "Section 47 enquiry")),
    ("Disabilities", ("Child in need", "Child in need", "Child protection", "Child in care")),
    ("", ("Child in need", "Child protection")),
)
"""Which lists a team's cases stand in, by a word in its name: the first that fits."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A council that doesn't exist, under a domain nobody can own. `areas` are its service areas
    with their teams; `names_from` is where in the list of names its people begin. `beside` are
    posts that its framework names, with their service areas."""

    name: str
    domain: str
    tenant_id: str
    framework: str
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    names_from: int
    beside: tuple[tuple[str, str], ...] = ()

    def colleagues(self) -> tuple[Colleague, ...]:
        """Everyone in the staff list, from the director down."""
        names = _names(self.names_from)

        def one(role: str, boss: str | None, team: str = "", area: str = "") -> Colleague:
            return Colleague(
                next(names), (role,), boss, team, area, domain=self.domain, tenant=self.tenant_id
            )

        director = one("Director of children's services", None)
        assistant = one("Assistant director", director.name)
        quality = one("Head of service", assistant.name)
        staff = [director, assistant, quality]
        staff += [one("QA officer", quality.name) for _ in range(2)]
        staff += [one("Principal social worker", quality.name)]
        staff += [one("Workforce development officer", quality.name)]
        practice = one("Practice manager", quality.name)
        staff += [practice]
        staff += [one("Independent reviewing officer", practice.name) for _ in range(3)]
        staff += [one("CP chair", practice.name) for _ in range(2)]
        for area, teams in self.areas:
            head = one("Head of service", assistant.name, area=area)
            service = one("Service manager", head.name, area=area)
            staff += [head, service, one("Group manager", head.name, area=area)]
            for team in teams:
                manager = one("Team manager", service.name, team, area)
                staff += [
                    manager,
                    one("Assistant team manager", manager.name, team, area),
                    one("Advanced practitioner", manager.name, team, area),
                    one("Advanced social work practitioner", manager.name, team, area),
                    *(one("Social worker", manager.name, team, area) for _ in range(2)),
                ]
        staff += [one(role, practice.name, area=area) for role, area in self.beside]
        return tuple(staff)

    def case_csv(self, today: date) -> str:
        """The case list as CSV text: references, cohorts, teams, workers, reviewing officers and
        when each was opened, dd/mm/yyyy."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(CASE_COLUMNS)
        writer.writerows(self._cases(today))
        return text.getvalue()

    def _cases(self, today: date) -> Iterator[tuple[str, ...]]:
        chance = Random(self.tenant_id)  # noqa: S311 - the same files at every start
        staff = self.colleagues()
        reviewing = cycle(
            [
                each.name
                for each in staff
                if "Independent reviewing officer" in each.roles and not each.service_area
            ]
        )
        teams = [team for _, names in self.areas for team in names]
        for number, team in enumerate(teams, start=1):
            cohorts = next(lists for word, lists in _COHORTS if word in team)
            workers = cycle(
                [c.name for c in staff if c.team == team and "Social worker" in c.roles]
            )
            for each in range(CASES_A_TEAM):
                opened = today - timedelta(days=chance.randrange(20, 900))
                yield (
                    f"{self.domain[:2].upper()}-{number:02d}{each:03d}",
                    cohorts[each % len(cohorts)],
                    team,
                    next(workers),
                    next(reviewing),
                    f"{opened:%d/%m/%Y}",
                )


def _names(start: int) -> Iterator[str]:
    """Full names, each once, however many are taken."""
    for number in range(start, len(FORENAMES) * len(SURNAMES)):
        turn, place = divmod(number, len(FORENAMES))
        yield f"{FORENAMES[place]} {SURNAMES[(place * _STRIDE + turn) % len(SURNAMES)]}"


_STRIDE = 7
"""Has no divisor in common with the number of surnames, so that each is used as often."""

NEIGHBOURS = (
    Neighbour(
        "Avonfold Borough Council",
        "avonfold.example",
        "1d8f3b52-60c4-4a7e-9b1d-2f5e8c0a7d31",
        "swindon",
        (
            ("Assessment and Safeguarding", ("Assessment East", "Assessment West", "Safeguarding")),
            ("Children in Care", ("Children in Care", "Leaving Care")),
            ("Early Help", ("Early Help Hub",)),
        ),
        0,
    ),
    Neighbour(
        "Kennetmere Council",
        "kennetmere.example",
        "2e907c63-71d5-4b8f-8c2e-306f9d1b8e42",
        "west_berkshire",
        (
            ("Family Safeguarding", ("Safeguarding North", "Safeguarding South")),
            ("Corporate Parenting", ("Children in Care", "Care Leavers")),
            ("Fostering", ("Fostering",)),
        ),
        60,
        beside=(
            ("Service manager", "Quality Assurance and Safeguarding"),
            ("Independent reviewing officer", "Fostering"),
        ),
    ),
    Neighbour(
        "Ouseford Borough Council",
        "ouseford.example",
        "3fa18d74-82e6-4c90-9d3f-4170ae2c9f53",
        "bedford",
        (
            ("Family Support", ("Family Support One", "Family Support Two")),
            ("Disabled Children", ("Children with Disabilities",)),
            ("Looked After Children", ("Looked After Children", "Sixteen Plus")),
        ),
        120,
    ),
    Neighbour(
        "Wealdmarch County Council",
        "wealdmarch.example",
        "40b29e85-93f7-4da1-8e40-5281bf3da064",
        "kent",
        (
            ("East Weald", ("East Assessment", "East Family Support")),
            ("Mid Weald", ("Mid Assessment", "Mid Family Support")),
            ("West Weald", ("West Assessment", "West Family Support")),
        ),
        180,
    ),
)

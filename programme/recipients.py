"""Who stands to an audited case in a certain way, so that nobody is told twice or left out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from programme.audit import Audit
from programme.case import Case
from programme.changed_copy import replace
from programme.own_area import is_above_a_team
from programme.people import Person, Role, Team, working_people
from programme.responsible import responsible_for
from programme.rules.follow_up import Recipient


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """What ties people to a case that was audited. `worker` is a name in the case list."""

    team: Team
    worker: str | None
    lead_id: str

    @classmethod
    def of(cls, audit: Audit, case: Case | None, teams: Iterable[Team]) -> "AuditedCase":
        """The case with the team that has it now; with the audited one when that is gone."""
        by_name = {team.name: team for team in teams}
        as_audited = Team(audit.team, audit.service_area)
        team = by_name.get(case.team, as_audited) if case else as_audited
        return cls(team, case.worker if case else None, audit.lead_id)

    @classmethod
    def as_audited(cls, audit: Audit, case: Case | None, teams: Iterable[Team]) -> "AuditedCase":
        """The case with the team that was audited, whoever has it now: what is submitted stays
        there, and so does who hears of it."""
        stayed = replace(case, team=audit.team) if case else None
        return cls.of(audit, stayed, teams)


@dataclass(frozen=True, slots=True)
class Recipients:
    """People's ids, each once, in the order in which the rule names them.

    `worker_missing` says that the case's worker was to be told and couldn't be found.
    """

    ids: tuple[str, ...]
    worker_missing: bool = False


def recipients(
    to: Iterable[Recipient], case: AuditedCase, people: Iterable[Person], today: date
) -> Recipients:
    """Who is told (BD-06, WB-08, SW-06, KT-07, BD-09).

    Where nobody stands so to the case, the QA officers hear in their place; but for the worker,
    of whom they are told apart. People who are away are told all the same.
    """
    staff = working_people(people)
    found: dict[str, None] = {}
    missing = False
    for each in to:
        if each == "case_worker":
            worker = worker_of(case.worker, staff)
            missing = worker is None
            told: Sequence[Person] = (worker,) if worker else ()
        else:
            told = _standing(each, case, staff, today) or qa_officers(staff)
        found |= dict.fromkeys(person.id for person in told)
    return Recipients(tuple(found), missing)


def worker_of(name: str | None, people: Iterable[Person]) -> Person | None:
    """The one active person of that name; None when there is none, or more than one."""
    if not name:
        return None
    wanted = plain(name)
    of_name = [p for p in working_people(people) if plain(p.name) == wanted]
    return of_name[0] if len(of_name) == 1 else None


def qa_officers(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those who run the audit programme: the last rung of every ladder."""
    return tuple(person for person in working_people(people) if person.has(Role.QA_OFFICER))


def has_to_do_with(
    person: Person, audit: Audit, case: AuditedCase, people: Iterable[Person]
) -> bool:
    """Whether the person has a part in the audit, or stands to its case, as it was audited or as it
    is now, as somebody who is told of it may (BD-06): away or not, and whoever else does."""
    teams = {audit.team, case.team.name}
    areas = {None, audit.service_area, case.team.service_area}
    if person.has(Role.QA_OFFICER) or audit.part_of(person.id) or audit.practice_of == person.id:
        return True
    if person.team in teams or (is_above_a_team(person) and person.service_area in areas):
        return True
    if case.worker and plain(case.worker) == plain(person.name):
        return True
    staff = working_people(people)
    managers = [each for each in staff if each.has(Role.TEAM_MANAGER) and each.team in teams]
    return bool(_line_managers(managers, [person]))


def trainers(roles: Collection[Role], people: Iterable[Person]) -> tuple[Person, ...]:
    """To whom outstanding work is offered as an example (BD-09): whoever holds one of the roles, or
    else the QA officers."""
    staff = working_people(people)
    return tuple(p for p in staff if not p.roles.isdisjoint(roles)) or qa_officers(staff)


def _standing(
    recipient: Recipient, case: AuditedCase, staff: Sequence[Person], today: date
) -> Sequence[Person]:
    area = case.team.service_area
    match recipient:
        case "team_manager":
            # An away manager would miss it otherwise, and somebody who is there has to act.
            return (*_team_managers(case, staff), *responsible_for(case.team, staff, today))
        case "service_manager":
            return _of_area(Role.SERVICE_MANAGER, area, staff)
        case "head_of_service":
            return _of_area(Role.HEAD_OF_SERVICE, area, staff)
        case "line_manager_of_team_manager":
            return (
                _line_managers(_team_managers(case, staff), staff)
                or _of_area(Role.SERVICE_MANAGER, area, staff)
                or _of_area(Role.HEAD_OF_SERVICE, area, staff)
            )
        case "lead_auditor":
            return [person for person in staff if person.id == case.lead_id]
        case _:
            return qa_officers(staff)


def _team_managers(case: AuditedCase, staff: Iterable[Person]) -> list[Person]:
    return [p for p in staff if p.has(Role.TEAM_MANAGER) and p.team == case.team.name]


def _of_area(role: Role, area: str, staff: Sequence[Person]) -> list[Person]:
    """Holders of the role in the service area, else those who hold it for the whole council."""
    holders = [person for person in staff if person.has(role)]
    own = [person for person in holders if person.service_area == area]
    return own or [person for person in holders if person.service_area is None]


def _line_managers(managers: Iterable[Person], staff: Iterable[Person]) -> list[Person]:
    addresses = {m.line_manager_email.casefold() for m in managers if m.line_manager_email}
    return [person for person in staff if person.email.casefold() in addresses]


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """A name as names are compared."""
    return " ".join(name.casefold().split())

"""Who still has to do with an audited case, whatever they were told of it before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programme.audit import Audit
from programme.people import Person
from programme.ports import UnitOfWork
from programme.recipients import AuditedCase, has_to_do_with


@dataclass(frozen=True, slots=True)
class Concerned:
    """The staff list, and what ties it to the cases of some audits, by the audits' ids."""

    people: Mapping[str, Person]
    _cases: Mapping[str, tuple[Audit, AuditedCase]]

    def is_there(self, person_id: str) -> bool:
        """Whether the person hasn't left."""
        return person_id in self.people and self.people[person_id].active

    def is_concerned(self, person_id: str, audit_id: str) -> bool:
        """Whether the person, who is there, has to do with the audit's case (BD-06)."""
        people = self.people
        return has_to_do_with(people[person_id], *self._cases[audit_id], people.values())


async def concerned(w: UnitOfWork, audits: Iterable[Audit]) -> Concerned:
    """Who has to do with the cases of these audits, as the lists are now."""
    people, teams = await w.people.all(), await w.teams.all()
    cases = {
        audit.id: (audit, AuditedCase.of(audit, await w.cases.get(audit.case_reference), teams))
        for audit in audits
    }
    return Concerned({person.id: person for person in people}, cases)

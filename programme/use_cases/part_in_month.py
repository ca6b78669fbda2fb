"""Who has a part in a round's allocation: its auditors, and those whom it is copied to (WC-02)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programme.audit import Audit
from programme.audit_in_brief import AuditInBrief
from programme.people import Person, Role, working_people
from programme.rules.round import Round


@dataclass(frozen=True, slots=True)
class PartInMonth:
    """The ids of a period's auditors, its service areas, and for each role that it is copied to
    those of them in which somebody of the role works."""

    auditors: frozenset[str]
    areas: frozenset[str]
    held: Mapping[Role, frozenset[str]]

    @classmethod
    def of(
        cls, audits: Iterable[Audit | AuditInBrief], rule: Round, people: Iterable[Person]
    ) -> "PartInMonth":
        """What the period's audits, the round and the staff come to."""
        audits, staff = tuple(audits), working_people(people)
        auditors = {a.lead_id for a in audits} | {a.peer_id for a in audits if a.peer_id}
        areas = frozenset(audit.service_area for audit in audits)
        held = {
            role: areas & {person.service_area for person in staff if person.has(role)}
            for role in rule.copied_to
        }
        return cls(frozenset(auditors), areas, held)

    def audits(self, person: Person) -> bool:
        """Whether the person leads or peers an audit of the period."""
        return person.id in self.auditors

    def copied_areas(self, person: Person) -> frozenset[str]:
        """The service areas whose audits are copied to the person: their own; without one, those
        of which nobody else has the role (SW-11)."""
        whose = [held for role, held in self.held.items() if person.has(role)]
        if person.service_area is not None:
            return self.areas & {person.service_area} if whose else frozenset()
        return frozenset().union(*(self.areas - held for held in whose))

    def is_copied(self, person: Person) -> bool:
        """Whether audits of the period are copied to the person."""
        return bool(self.copied_areas(person))

    def concerns(self, person: Person) -> bool:
        """Whether the person has either."""
        return self.audits(person) or self.is_copied(person)

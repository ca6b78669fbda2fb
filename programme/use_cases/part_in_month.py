"""Who has a part in a round's allocation: its auditors, and those whom it is copied to (WC-02)."""

from collections.abc import Iterable
from dataclasses import dataclass

from programme.audit import Audit
from programme.people import Person, Role
from programme.rules.round import Round


@dataclass(frozen=True, slots=True)
class PartInMonth:
    """The ids of a period's auditors, and the service areas and roles that it is copied to."""

    auditors: frozenset[str]
    areas: frozenset[str]
    copied_to: frozenset[Role]

    @classmethod
    def of(cls, audits: Iterable[Audit], rule: Round) -> "PartInMonth":
        """What the period's audits and the round come to."""
        audits = tuple(audits)
        auditors = {a.lead_id for a in audits} | {a.peer_id for a in audits if a.peer_id}
        areas = frozenset(audit.service_area for audit in audits)
        return cls(frozenset(auditors), areas, frozenset(rule.copied_to))

    def audits(self, person: Person) -> bool:
        """Whether the person leads or peers an audit of the period."""
        return person.id in self.auditors

    def is_copied(self, person: Person) -> bool:
        """Whether the person manages a service area that has audits in the period."""
        return not self.copied_to.isdisjoint(person.roles) and person.service_area in self.areas

    def concerns(self, person: Person) -> bool:
        """Whether the person has either."""
        return self.audits(person) or self.is_copied(person)

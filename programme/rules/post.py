"""A role, or only those of its holders who work in certain service areas."""

from dataclasses import dataclass

from programme.people import Person, Role
from programme.rules.rule import Rule, areas


@dataclass(frozen=True, slots=True)
class Post(Rule):
    """Whoever holds `role`; with `service_areas`, only its holders there (WB-04: the service
    manager of one service; SW-11: the head of another)."""

    role: Role
    service_areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        areas("service_areas", self.service_areas)

    def is_held_by(self, person: Person) -> bool:
        """Whether the person holds it."""
        here = not self.service_areas or person.service_area in self.service_areas
        return person.has(self.role) and here

    @property
    def words(self) -> str:
        """The post in words: "service manager of Fostering"."""
        return f"{self.role.words}{self._where}"

    @property
    def one(self) -> str:
        """One who holds it: "a service manager of Fostering"."""
        return f"{self.role.one}{self._where}"

    @property
    def _where(self) -> str:
        return f" of {' or '.join(self.service_areas)}" if self.service_areas else ""

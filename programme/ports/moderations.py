"""Moderations and the closing of loops, as the use cases need them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from programme.follow_up import Loop
from programme.moderation import Moderation


class Moderations(Protocol):
    """The moderations of audits, one an audit."""

    async def get(self, audit_id: str) -> Moderation | None: ...
    async def some(self, audit_ids: Collection[str]) -> tuple[Moderation, ...]: ...
    async def waiting(self) -> tuple[Moderation, ...]:
        """Every one that its moderator hasn't done yet, the most urgent first."""

    async def waiting_of(self, person_id: str) -> tuple[Moderation, ...]:
        """Those that wait for one person, the most urgent first."""

    async def awaiting_answer_before(self, day: date) -> tuple[Moderation, ...]:
        """Those whose auditor had time for an answer until a day before `day`."""

    async def given_since(self, start: datetime) -> Mapping[str, int]:
        """Moderator id to how many they were asked for from `start` (UTC) on."""

    async def add(self, moderations: Sequence[Moderation]) -> None: ...
    async def save(self, moderation: Moderation) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""


class Loops(Protocol):
    """The checks that audits' actions were completed, one an audit."""

    async def get(self, audit_id: str) -> Loop | None: ...
    async def some(self, audit_ids: Collection[str]) -> tuple[Loop, ...]: ...
    async def open_due_by(self, day: date) -> tuple[Loop, ...]:
        """Every open one that is due by `day`, the most urgent first."""

    async def add(self, loops: Sequence[Loop]) -> None: ...
    async def save(self, loop: Loop) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

"""Disputes, as the use cases need them."""

from typing import Protocol

from programme.dispute import Dispute


class Disputes(Protocol):
    """Disputes and escalations, those that have ended included."""

    async def get(self, dispute_id: str) -> Dispute | None: ...
    async def all_open(self) -> tuple[Dispute, ...]:
        """Those that have not ended, the most urgent first."""

    async def add(self, dispute: Dispute) -> bool:
        """Keeps it; False when there is one of this id already."""

    async def save(self, dispute: Dispute) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

"""Requests to be spared a part of an audit, as the use cases need them."""

from collections.abc import Collection, Mapping
from typing import Protocol

from programme.hand_over import HandOver


class HandOvers(Protocol):
    """Who asked to be spared which part of an audit."""

    async def get(self, request_id: str) -> HandOver | None: ...
    async def all_open(self) -> tuple[HandOver, ...]:
        """Those that somebody has still to answer, the first asked first."""

    async def of_case(self, case_reference: str) -> tuple[HandOver, ...]:
        """Every one about an audit of the case, however it stands, the first asked first."""

    async def conflicts(self, case_references: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Case reference to the ids of those who declared a conflict of interest for it, and
        neither took that back nor were told to do it after all; others are left out."""

    async def all_conflicts(self) -> Mapping[str, frozenset[str]]:
        """The same of every case."""

    async def add(self, request: HandOver) -> bool:
        """Keeps it; False when there is one of this id already."""

    async def save(self, request: HandOver) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

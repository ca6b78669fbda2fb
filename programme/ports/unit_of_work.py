"""One council's data in one transaction."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from programme.ports.audits import Actions, Allocations, Audits, Cases
from programme.ports.messages import Conversations, LiveCards, Outbox
from programme.ports.reassignments import Reassignments
from programme.ports.record import Events, Ticks
from programme.ports.staff import People, Teams


class UnitOfWork(Protocol):
    """One council's data in one transaction; rolled back unless committed."""

    @property
    def people(self) -> People: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def allocations(self) -> Allocations: ...
    @property
    def audits(self) -> Audits: ...
    @property
    def reassignments(self) -> Reassignments: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def live_cards(self) -> LiveCards: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def events(self) -> Events: ...
    @property
    def ticks(self) -> Ticks: ...
    async def commit(self) -> None: ...


Work = Callable[[str], AbstractAsyncContextManager[UnitOfWork]]
"""Opens a unit of work for the tenant id."""

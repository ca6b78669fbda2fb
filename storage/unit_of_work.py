"""One council's data in one transaction."""

from functools import cached_property

from programme.ports import Work
from storage.actions import StoredActions
from storage.allocations import StoredAllocations
from storage.audits import StoredAudits
from storage.cases import StoredCases
from storage.conversations import StoredConversations
from storage.engine import Engine
from storage.events import StoredEvents
from storage.live_cards import StoredLiveCards
from storage.outbox import StoredOutbox
from storage.people import StoredPeople
from storage.teams import StoredTeams
from storage.ticks import StoredTicks
from storage.transaction import Transaction


def unit_of_work(engine: Engine) -> Work:
    """Opens units of work on the database: `async with work(tenant_id) as unit:`."""

    def work(tenant_id: str) -> StoredUnitOfWork:
        return StoredUnitOfWork(engine, tenant_id)

    return work


class StoredUnitOfWork(Transaction):
    """programme.ports.UnitOfWork."""

    async def __aenter__(self) -> "StoredUnitOfWork":
        await super().__aenter__()
        return self

    @cached_property
    def people(self) -> StoredPeople:
        """The staff list."""
        return StoredPeople(self)

    @cached_property
    def teams(self) -> StoredTeams:
        """The council's teams."""
        return StoredTeams(self)

    @cached_property
    def cases(self) -> StoredCases:
        """The case list."""
        return StoredCases(self)

    @cached_property
    def allocations(self) -> StoredAllocations:
        """Months' allocations and who acknowledged them."""
        return StoredAllocations(self)

    @cached_property
    def audits(self) -> StoredAudits:
        """Audits of every month."""
        return StoredAudits(self)

    @cached_property
    def actions(self) -> StoredActions:
        """Actions of audits."""
        return StoredActions(self)

    @cached_property
    def outbox(self) -> StoredOutbox:
        """Messages on their way."""
        return StoredOutbox(self)

    @cached_property
    def live_cards(self) -> StoredLiveCards:
        """Cards that people have in front of them."""
        return StoredLiveCards(self)

    @cached_property
    def conversations(self) -> StoredConversations:
        """Where people are met."""
        return StoredConversations(self)

    @cached_property
    def events(self) -> StoredEvents:
        """The append-only record."""
        return StoredEvents(self)

    @cached_property
    def ticks(self) -> StoredTicks:
        """Which due times of which jobs have been seen to."""
        return StoredTicks(self)

"""One council's data in one transaction."""

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
from storage.reassignments import StoredReassignments
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

    def __init__(self, engine: Engine, tenant_id: str) -> None:
        super().__init__(engine, tenant_id)
        self.people = StoredPeople(self)
        self.teams = StoredTeams(self)
        self.cases = StoredCases(self)
        self.allocations = StoredAllocations(self)
        self.audits = StoredAudits(self)
        self.reassignments = StoredReassignments(self)
        self.actions = StoredActions(self)
        self.outbox = StoredOutbox(self)
        self.live_cards = StoredLiveCards(self)
        self.conversations = StoredConversations(self)
        self.events = StoredEvents(self)
        self.ticks = StoredTicks(self)

    async def __aenter__(self) -> "StoredUnitOfWork":
        await super().__aenter__()
        return self

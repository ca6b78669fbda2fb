"""What a unit of work writes last, just before its commit: it asks for the cards that it has
touched, and adds its events to the end of their council's chain.

Units that share a transaction leave that to its end, where it is written once for all of them.
"""

from collections.abc import Sequence
from typing import Final

from programme.event import Event
from storage.event_chain import Recorded
from storage.touching import Touched
from storage.transaction import Connection, Connections, Transaction

EVENTS_AT_ONCE: Final = 100
"""Too few for a connection to hand to a thread: until all is written nobody may come between."""


class Left:
    """What the units that share a transaction have left to be written, by council."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Touched, Recorded]] = {}

    def add(self, tenant_id: str, touched: Touched, recorded: Recorded) -> None:
        """What a unit leaves, behind what others have left. It has nothing to write any more."""
        all_touched, all_recorded = self._of.setdefault(
            tenant_id, (Touched(), Recorded(recorded.chains))
        )
        all_touched.take(touched)
        all_recorded.events += recorded.events
        recorded.events = []

    def events(self, tenant_id: str) -> Sequence[Event]:
        """The council's events that are left, in order."""
        return self._of[tenant_id][1].events if tenant_id in self._of else ()

    def forget(self) -> None:
        """The transaction was undone."""
        self._of.clear()

    async def write(self, connections: Connections, shared: Connection) -> None:
        """Writes all of it to the transaction of the connection, without a pause. Raises
        SQLAlchemy's DBAPIError."""
        left, self._of = self._of, {}
        for tenant_id, (touched, recorded) in left.items():
            transaction = Transaction(connections, tenant_id, writing=shared)
            await touched.write(transaction)
            events = recorded.events
            for first in range(0, len(events), EVENTS_AT_ONCE):
                await recorded.chains.append(transaction, events[first : first + EVENTS_AT_ONCE])

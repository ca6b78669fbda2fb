"""Whose turn it is where no row stands for what two would do at once."""

from storage.transaction import Transaction


class StoredTurns:
    """programme.ports.Turns: PostgreSQL's own lock, which ends with the transaction; SQLite has one
    writer at a time, from when it begins to write."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(self, of: str) -> None:
        """See the port. Raises RepeatLater where the other one takes too long."""
        await self._transaction.turn(of, shared=False)

    async def share(self, of: str) -> None:
        """See the port. Raises as `take`."""
        await self._transaction.turn(of, shared=True)

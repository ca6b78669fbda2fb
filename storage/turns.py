"""Whose turn it is where no row stands for what two would do at once."""

from hashlib import sha256

from sqlalchemy import BigInteger, bindparam, func, select

from storage.transaction import Transaction

_OF_TURN = bindparam("of_turn", type_=BigInteger)
_TAKE = select(func.pg_advisory_xact_lock(_OF_TURN))
_SHARE = select(func.pg_advisory_xact_lock_shared(_OF_TURN))


class StoredTurns:
    """programme.ports.Turns: PostgreSQL's own lock, which ends with the transaction; SQLite has one
    writer at a time, from when it begins to write."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(self, of: str) -> None:
        """See the port. Raises RepeatLater where the other one takes too long."""
        await self._transaction.begin()
        if self._transaction.dialect != "sqlite":
            await self._transaction.first(_TAKE, of_turn=self._number(of))

    async def share(self, of: str) -> None:
        """See the port. Raises as `take`."""
        await self._transaction.begin()
        if self._transaction.dialect != "sqlite":
            await self._transaction.first(_SHARE, of_turn=self._number(of))

    def _number(self, of: str) -> int:
        digest = sha256(f"{self._transaction.tenant_id}:{of}".encode()).digest()
        return int.from_bytes(digest[:8], signed=True)

"""How the database and what waits in it are, for whoever runs the service."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """Which database answers. `revision` is its schema's (None: it has none yet), `expected` this
    version's. `now` is its own clock (UTC), `file` and `size` (bytes) where it is a file: of a
    server's, None.
    """

    kind: str
    version: str
    revision: str | None
    expected: str
    now: datetime | None = None
    file: Path | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits to be sent for one council.

    `due` of the `waiting` might go now, the oldest of them since `oldest_due` (UTC). `sending` are
    in the hands of a process, which has the council's lease until `leased_until` (UTC) or had it.
    `undeliverable` counts what is final as such. `retrying` of the `waiting` have been tried and
    weren't taken; the first of them was to go at `retrying_since` (UTC).
    """

    tenant_id: str
    waiting: int
    due: int
    oldest_due: datetime | None
    sending: int
    undeliverable: int
    leased_until: datetime | None
    retrying: int
    retrying_since: datetime | None


class Health(Protocol):
    """Reads, and changes nothing."""

    async def database(self) -> DatabaseState: ...
    async def queues(self, now: datetime) -> tuple[QueueState, ...]:
        """Every council's, by tenant."""

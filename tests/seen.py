"""What a test wants to see of a council in a real database."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select, text

from programme.event import Event
from programme.message import Message, MessageKind
from programme.ports import Work
from storage.engine import Engine
from storage.live_card_tables import live_cards
from storage.outbox_table import outbox
from storage.postgresql_connection import PostgresqlConnection
from storage.tables import metadata
from storage.work import StoredWork


class Seen(ABC):
    """What there is of a council in the database of `engine`."""

    engine: Engine

    @property
    @abstractmethod
    def tenant_id(self) -> str:
        """The council's."""

    @property
    def work(self) -> Work:
        """Units of work on the database."""
        return StoredWork(self.engine)

    async def events(self, subject: str) -> tuple[Event, ...]:
        """What is recorded about a subject."""
        async with self.work(self.tenant_id) as w:
            return await w.events.about(subject)

    async def messages(self, *kinds: MessageKind) -> list[Message]:
        """The messages of those kinds (all, without any) that were ever queued, by key."""
        async with self.engine.connect() as connection:
            rows = await connection.execute(
                select(outbox).where(outbox.c.tenant_id == self.tenant_id).order_by(outbox.c.key)
            )
            return [
                Message(r.key, r.person_id, MessageKind(r.kind), *r[4:8])
                for r in rows
                if not kinds or r.kind in kinds
            ]

    async def readers(self, *kinds: MessageKind) -> list[str]:
        """Who the messages of those kinds are for, one entry a message."""
        return sorted(message.person_id for message in await self.messages(*kinds))

    async def behind(self) -> set[tuple[str, MessageKind]]:
        """Whose live cards, of which kind, are to be brought up to date."""
        async with self.engine.connect() as connection:
            held = select(live_cards).where(live_cards.c.tenant_id == self.tenant_id)
            rows = await connection.execute(held)
            return {(r.person_id, MessageKind(r.kind)) for r in rows if r.wanted > r.shown}

    async def scheduled(self, verb: str, subject: str) -> list[object]:
        """How many messages each of the schedule's events of that verb says it queued."""
        found = await self.events(subject)
        return [e.detail["messages"] for e in found if (e.verb, e.source) == (verb, "schedule")]

    async def everything(self) -> Mapping[str, Collection[tuple[object, ...]]]:
        """Every row of the council's, by table, to compare with another time."""
        found: dict[str, list[tuple[object, ...]]] = {name: [] for name in metadata.tables}
        async with self.engine.connect() as connection:
            if isinstance(connection, PostgresqlConnection):
                rows = await connection.execute(_IN_JSON, {"tenant": self.tenant_id})
                for name, row in rows:
                    found[name].append((row,))
            else:
                of = await connection.run_sync(lambda c: _of_each(c, self.tenant_id))
                found.update(of)
        return {name: sorted(rows, key=repr) for name, rows in found.items()}


# One statement for all of the tables: a select of each has to be planned each time.
_IN_JSON = text(
    " UNION ALL ".join(
        f"SELECT '{name}', CAST(to_jsonb(t) AS TEXT) FROM {name} t WHERE tenant_id = :tenant"
        for name in metadata.tables
    )
)


def _of_each(connection: Connection, tenant_id: str) -> dict[str, list[tuple[object, ...]]]:
    """From SQLite, which needs no plan worth the name."""
    return {
        name: [
            tuple(row)
            for row in connection.exec_driver_sql(
                f"SELECT * FROM {name} WHERE tenant_id = ?", (tenant_id,)
            )
        ]
        for name in metadata.tables
    }

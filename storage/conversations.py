"""Where people are met in Teams."""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, String, Table, bindparam, select, update

from programme.message import Conversation
from storage.among import among
from storage.columns import metadata, tenant_id
from storage.live_cards import move_cards
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_or_replace

conversations = Table(
    "conversations",
    metadata,
    tenant_id(),
    Column("person_id", String, primary_key=True),
    Column("service_url", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("user_id", String, nullable=False),
    Column("blocked", String),
)

_OF = select(conversations).where(
    conversations.c.tenant_id == OF_TENANT,
    among(conversations.c.person_id, "of_people"),
)
_BLOCK = (
    update(conversations)
    .where(
        conversations.c.tenant_id == OF_TENANT, conversations.c.person_id == bindparam("of_person")
    )
    .values(blocked=bindparam("code"))
)


class StoredConversations:
    """programme.ports.Conversations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, person_ids: Collection[str]) -> Mapping[str, Conversation]:
        """Person id to where they are met, for those who have been met."""
        rows = await self._transaction.rows_for(_OF, "of_people", person_ids)
        return {row.person_id: conversation_of(row) for row in rows}

    async def save(self, conversation: Conversation) -> None:
        """Adds or replaces the person's; their cards move with it."""
        await move_cards(self._transaction, conversation)
        await self._transaction.add(
            add_or_replace(self._transaction.dialect, conversations),
            {
                "person_id": conversation.person_id,
                "service_url": conversation.service_url,
                "conversation_id": conversation.conversation_id,
                "user_id": conversation.user_id,
                "blocked": conversation.blocked,
            },
        )

    async def block(self, person_id: str, code: str | None) -> None:
        """Marks the person as not to be written to, or, with None, as reachable again."""
        await self._transaction.change(_BLOCK, of_person=person_id, code=code)


def conversation_of(row: Found) -> Conversation:
    """The conversation that a row of the table holds."""
    return Conversation(
        person_id=row.person_id,
        service_url=row.service_url,
        conversation_id=row.conversation_id,
        user_id=row.user_id,
        blocked=row.blocked,
    )

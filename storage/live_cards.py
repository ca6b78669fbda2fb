"""Cards that people have in front of them, and what each shows."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Insert, bindparam, delete, exists, select, update
from sqlalchemy import insert as insert_into

from programme.message import Conversation, MessageKind, PostedCard
from storage.among import among
from storage.live_card_tables import card_shows, live_cards
from storage.prepared import Values
from storage.touching import Touched, changes_are_kept
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import insert

_NEWEST_OF = (
    select(live_cards.c.kind, live_cards.c.subject)
    .where(
        live_cards.c.tenant_id == OF_TENANT,
        live_cards.c.person_id == bindparam("of_person"),
        among(live_cards.c.kind, "of_kinds"),
    )
    .order_by(live_cards.c.id.desc())
    .limit(bindparam("at_most"))
)
_MOVE = (
    update(live_cards)
    .where(
        live_cards.c.tenant_id == OF_TENANT,
        live_cards.c.person_id == bindparam("of_person"),
        live_cards.c.conversation_id == bindparam("of_conversation"),
        live_cards.c.service_url != bindparam("new_service_url"),
    )
    .values(service_url=bindparam("new_service_url"))
)


# Their council compared as it is elsewhere, SQLite would read all of its cards to find a few ids.
KNOWN = live_cards.alias("known")
FORGET_SHOWN = delete(card_shows).where(
    among(card_shows.c.card_id, "of_ids"),
    exists().where(KNOWN.c.id == card_shows.c.card_id, KNOWN.c.tenant_id == OF_TENANT),
)
_SHOW = insert_into(card_shows)

UNTRIED: Final[Values] = {"shown": 0, "attempts": 0, "not_before": None, "editing": False}
"""What is said of a new card's edits."""


class StoredLiveCards:
    """programme.ports.LiveCards."""

    def __init__(self, transaction: Transaction, touched: Touched) -> None:
        self._transaction = transaction
        self._touched = touched

    async def touch(self, entities: Collection[str]) -> None:
        """Asks for every card that shows one of `entities` to be brought up to date."""
        self._touched.entities.update(entities)

    async def touch_one(self, person_id: str, kind: MessageKind, subject: str) -> None:
        """Asks for the person's one card of that kind about `subject`, if they have it."""
        self._touched.ones.add((person_id, kind, subject))

    async def newest_of(
        self, person_id: str, kinds: Collection[MessageKind], most: int
    ) -> tuple[tuple[MessageKind, str], ...]:
        """Kind and subject of the cards of those kinds that the person has, the newest first,
        `most` at most."""
        wanted = [kind.value for kind in kinds]
        rows = await self._transaction.rows_for(
            _NEWEST_OF, "of_kinds", wanted, of_person=person_id, at_most=most
        )
        return tuple((MessageKind(row.kind), row.subject) for row in rows)

    async def keep(self, posted: PostedCard) -> None:
        """Keeps the card true from now on; an earlier one of that person, kind and subject stays
        as it is. A change that has looked for it already is kept by then."""
        await changes_are_kept(self._transaction)
        adding = adding_cards(self._transaction.dialect)
        (row,) = await self._transaction.adding(adding, [_posted(posted)], **UNTRIED)
        await store_shown(self._transaction, {row.id: posted.shows}, [row.id])


def _posted(card: PostedCard) -> Values:
    return {
        "person_id": card.person_id,
        "kind": card.kind.value,
        "subject": card.subject,
        "service_url": card.service_url,
        "conversation_id": card.conversation_id,
        "activity_id": card.activity_id,
        "wanted": int(card.behind),
        "erased": False,
    }


async def move_cards(transaction: Transaction, conversation: Conversation) -> None:
    """The person's cards in the conversation are edited where it is served from now on."""
    await transaction.change(
        _MOVE,
        of_person=conversation.person_id,
        of_conversation=conversation.conversation_id,
        new_service_url=conversation.service_url,
    )


async def store_shown(
    transaction: Transaction, shows: Mapping[int, Sequence[str]], before: Collection[int]
) -> None:
    """Keeps which entities each card shows, by its id, in the place of what those of them that were
    there `before` have shown.
    """
    if before:
        await transaction.change(FORGET_SHOWN, of_ids=before)
    await transaction.add_at_once(
        _SHOW,
        (
            {"card_id": card_id, "entity": entity}
            for card_id, entities in shows.items()
            for entity in dict.fromkeys(entities)
        ),
    )


@cache
def adding_cards(dialect: str) -> Insert:
    """Adds cards, or puts them in the place of the person's own of that kind and subject."""
    adding = insert(dialect, live_cards)
    new = adding.excluded
    # Every value comes from the row: with one of its own here, SQLAlchemy adds row by row.
    return adding.on_conflict_do_update(
        index_elements=["tenant_id", "person_id", "kind", "subject"],
        set_={
            "service_url": new.service_url,
            "conversation_id": new.conversation_id,
            "activity_id": new.activity_id,
            "wanted": live_cards.c.wanted + new.wanted,
            "shown": live_cards.c.wanted,
            "attempts": new.attempts,
            "not_before": new.not_before,
            "editing": new.editing,
            "erased": new.erased,
        },
    ).returning(live_cards.c.id, live_cards.c.person_id, live_cards.c.kind, live_cards.c.subject)

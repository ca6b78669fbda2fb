"""Cards that people have in front of them, and what each shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Insert,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Update,
    bindparam,
    delete,
    exists,
    false,
    select,
    text,
    true,
    update,
)
from sqlalchemy import insert as insert_into

from programme.message import Conversation, MessageKind, PostedCard
from programme.shown import kinds_that_show
from storage.among import among
from storage.columns import NUMBERED, Instant, index_where, metadata, tenant_id
from storage.outbox_table import SENDING, outbox
from storage.prepared import Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import insert

live_cards = Table(
    "live_cards",
    metadata,
    Column("id", NUMBERED, Identity(), primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("service_url", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("activity_id", String, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant),
    Column("editing", Boolean, nullable=False),
    # Something on it was erased: it may not stay as it is, even where nothing else is on it.
    Column("erased", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("tenant_id", "person_id", "kind", "subject"),
)
BEHIND = text("wanted > shown")
index_where("ix_live_cards_behind", BEHIND, live_cards.c.tenant_id, live_cards.c.id)
EDITING = text("editing")
index_where("ix_live_cards_editing", EDITING, live_cards.c.tenant_id, live_cards.c.id)
card_shows = Table(
    "card_shows",
    metadata,
    tenant_id(),
    Column("entity", String, primary_key=True),
    Column(
        "card_id",
        NUMBERED,
        # SQLite's alone: on PostgreSQL triggers keep the same (revision 0005).
        ForeignKey("live_cards.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Index(None, "card_id"),
)

SHOWING = select(card_shows.c.card_id).where(
    card_shows.c.tenant_id == OF_TENANT,
    among(card_shows.c.entity, "of_entities"),
)
"""Ids of the cards that show one of `of_entities`."""


@cache
def _touching(dialect: str) -> Update:
    """The cards' own council is not compared, for SQLite would then read all of its cards."""
    touched = SHOWING if dialect == "sqlite" else _LOCKED
    return (
        update(live_cards)
        .where(live_cards.c.id.in_(touched))
        .values(wanted=live_cards.c.wanted + 1)
    )


# PostgreSQL locks rows in the order of their keys (SQLite leaves FOR UPDATE out), so that two
# units that touch the same cards wait for each other instead of deadlocking.
_LOCKED = (
    select(live_cards.c.id)
    .where(live_cards.c.id.in_(SHOWING))
    .order_by(live_cards.c.id)
    .with_for_update()
)


def _marking(*marks: str) -> Update:
    """What is being sent, of the kinds, and lacks the last of the marks."""
    unmarked = (
        select(outbox.c.key)
        .where(
            outbox.c.tenant_id == OF_TENANT,
            SENDING,
            ~outbox.c[marks[-1]],
            among(outbox.c.kind, "of_kinds"),
        )
        .order_by(outbox.c.key)
        .with_for_update()
    )
    return (
        update(outbox)
        .where(outbox.c.tenant_id == OF_TENANT, outbox.c.key.in_(unmarked))
        .values(dict.fromkeys(marks, true()))
    )


_OVERTAKE = _marking("overtaken")
_OVERTAKE_BY_ERASING = _marking("overtaken", "erased")
_OF_PERSON = live_cards.c.person_id == bindparam("of_person")
_NEWEST_OF = (
    select(live_cards.c.kind, live_cards.c.subject)
    .where(live_cards.c.tenant_id == OF_TENANT, _OF_PERSON, among(live_cards.c.kind, "of_kinds"))
    .order_by(live_cards.c.id.desc())
    .limit(bindparam("at_most"))
)
_TOUCH_ONE = (
    update(live_cards)
    .where(
        live_cards.c.tenant_id == OF_TENANT,
        _OF_PERSON,
        live_cards.c.kind == bindparam("of_kind"),
        live_cards.c.subject == bindparam("of_subject"),
    )
    .values(wanted=live_cards.c.wanted + 1)
)
_OVERTAKE_ONE = (
    update(outbox)
    .where(
        outbox.c.tenant_id == OF_TENANT,
        SENDING,
        outbox.c.person_id == bindparam("of_person"),
        outbox.c.kind == bindparam("of_kind"),
        outbox.c.subject == bindparam("of_subject"),
    )
    .values(overtaken=true())
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

_CHANGING: Final = "what cards show"
UNTRIED: Final[Values] = {"shown": 0, "attempts": 0, "not_before": None, "editing": False}
"""What is said of a new card's edits."""


@dataclass(slots=True)
class Touched:
    """Cards that a unit of work asks to be brought up to date when it commits, and not before: what
    is claimed until then is drawn from the state before it, and is to be marked as well."""

    entities: set[str] = field(default_factory=set)
    ones: set[tuple[str, MessageKind, str]] = field(default_factory=set)

    async def write(self, transaction: Transaction) -> None:
        """Asks for them; to be followed by nothing but what the commit itself needs."""
        await touch(transaction, self.entities)
        if self.ones:
            await share_changing(transaction)
        for person_id, kind, subject in sorted(self.ones):
            about = {"of_person": person_id, "of_kind": kind.value, "of_subject": subject}
            await transaction.change(_OVERTAKE_ONE, **about)
            await transaction.change(_TOUCH_ONE, **about)
        self.entities, self.ones = set(), set()


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
        as it is."""
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


async def share_changing(transaction: Transaction) -> None:
    """From here to the end, nobody draws what they have claimed: see `changes_are_kept`."""
    await transaction.turn(_CHANGING, shared=True)


async def changes_are_kept(transaction: Transaction) -> None:
    """Returns once each change is kept whose unit has looked for what is being sent already.

    Whoever claims waits here before they draw. A change that looked before the claim was kept,
    and didn't find it, is then in what is drawn; one that looks later finds it, and marks it.
    """
    if transaction.dialect != "sqlite":  # where whoever claims has waited for the others to write
        await transaction.turn(_CHANGING, shared=False)


async def touch(transaction: Transaction, entities: Collection[str]) -> None:
    """Every card that shows one of `entities` is wanted once more."""
    if entities:
        await share_changing(transaction)
        # In this order: whoever settles a message meanwhile has seen the mark or left a card.
        await overtake(transaction, entities)
        await touch_cards(transaction, entities)


async def touch_cards(transaction: Transaction, entities: Collection[str]) -> None:
    """As `touch`, where what is being sent is marked already."""
    await transaction.change(_touching(transaction.dialect), of_entities=entities)


async def overtake(
    transaction: Transaction, entities: Collection[str], *, erased: bool = False
) -> None:
    """Marks the messages that are being sent and can show what changed, or was `erased`.

    They may have been rendered before the change, and their cards are not there yet to be
    touched; marked, they come out as behind.
    """
    kinds = kinds_that_show(entities)
    if kinds:
        await transaction.change(_OVERTAKE_BY_ERASING if erased else _OVERTAKE, of_kinds=kinds)


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

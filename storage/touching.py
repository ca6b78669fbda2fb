"""Asking for cards to be brought up to date, those too whose messages are only being sent."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from sqlalchemy import Update, bindparam, select, true, update

from programme.message import MessageKind
from programme.shown import kinds_that_show
from storage.among import among
from storage.live_card_tables import card_shows, live_cards
from storage.outbox_table import SENDING, outbox
from storage.transaction import OF_TENANT, Transaction

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
    """Gives the marks to what is being sent, of the kinds, that lacks the last of them."""
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
_TOUCH_ONE = (
    update(live_cards)
    .where(
        live_cards.c.tenant_id == OF_TENANT,
        live_cards.c.person_id == bindparam("of_person"),
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
_CHANGING: Final = "what cards show"


@dataclass(slots=True)
class Touched:
    """Cards that a unit of work asks to be brought up to date when it commits, and not before: what
    is claimed until then is drawn from the state before it, and is to be marked as well."""

    entities: set[str] = field(default_factory=set)
    ones: set[tuple[str, MessageKind, str]] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether it asks for any."""
        return bool(self.entities or self.ones)

    def take(self, other: "Touched") -> None:
        """Asks for what another unit would ask for, in its place."""
        self.entities |= other.entities
        self.ones |= other.ones
        other.entities, other.ones = set(), set()

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


async def share_changing(transaction: Transaction) -> None:
    """From here to the end, nobody draws what they have claimed: see `changes_are_kept`."""
    if transaction.dialect != "sqlite":  # where nobody claims meanwhile
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

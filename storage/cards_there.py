"""The cards that people have already about what they were sent."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, SelectBase, any_, func, select

from storage.about import About, about_these
from storage.live_card_tables import live_cards
from storage.prepared import Found
from storage.touching import SHOWING
from storage.transaction import Transaction


@cache
def _their_cards(dialect: str) -> Select[*tuple[Any, ...]]:
    return _locked(_theirs(dialect), dialect)


@cache
def _theirs_and_those_that_show(dialect: str) -> Select[*tuple[Any, ...]]:
    return _locked(_theirs(dialect).union(SHOWING), dialect)


def _theirs(dialect: str) -> Select[int]:
    return about_these(select(live_cards.c.id), live_cards, dialect)


def _locked(ids: SelectBase, dialect: str) -> Select[*tuple[Any, ...]]:
    # The cards' own council isn't compared again, for SQLite would then read all of its cards. And
    # PostgreSQL might read all cards that there are, were the ids not an array before it looks.
    array = func.array(ids.scalar_subquery())
    those = live_cards.c.id.in_(ids) if dialect == "sqlite" else live_cards.c.id == any_(array)
    return select(live_cards).where(those).order_by(live_cards.c.id).with_for_update()


async def cards_there(
    transaction: Transaction, abouts: Collection[About], reported: Collection[str]
) -> Sequence[Found]:
    """The rows of the cards about these, and of whatever shows what is `reported`; locked."""
    dialect = transaction.dialect
    if reported:
        both = _theirs_and_those_that_show(dialect)
        return await transaction.rows(both, of_abouts=abouts, of_entities=reported)
    return await transaction.rows_for(_their_cards(dialect), "of_abouts", abouts)
